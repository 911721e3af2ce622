/**
 * What became of a letter: the handover of a compte-rendu makes its acts; a failure is an incident with an owner.
 *
 * In    the dossier, the outcome of one delivery
 * Out   remisLe, acts, « avis transmis »; acts that wait, of which their author is told; who has the request, and who could not be reached; incidents. No delivery closes a dossier: time does, so that what a
 *       letter invites is still understood when it comes
 *
 * SPEC §6 (clos), §10 (deliveries), §11 (acts at the handover, never before, never twice); CSP art. R. 6316-4 (5°)
 */
import { complementDe, propositionDe } from '../domain/attentes.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import type { CompteRendu, Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import type { Contexte, EnvoiConcerne, Evenement } from '../domain/evenement.ts'
import { actes } from '../domain/facturation.ts'
import type { RemiseNotee } from '../domain/remise-notee.ts'
import type { Parole } from '../domain/transmission.ts'
import { echecProuve } from './automatique.ts'
import { isNonRemise } from './non-remise.ts'
import {
  A_L_ADMINISTRATEUR,
  actifs,
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  ecarter,
  envoyer,
  type Pas,
  pas,
  puis,
  sansPriseEnCharge,
  trace,
} from './pas.ts'
import { AVIS_DE_NON_REMISE, isRecue } from './recue.ts'

type Remise = Extract<Evenement, { kind: 'remise' }>

/** Notes the outcome of a delivery and draws its consequences; the same outcome twice has one effect. */
export function noterRemise(dossier: Dossier, remise: Remise, contexte: Contexte): Pas {
  const { issue } = remise
  if (issue === 'retire') return reprise(dossier, remise)
  const before = (dossier.remises ?? []).find((one) => isMeme(one, remise.envoi))
  if (before?.issue === remise.issue) return pas(dossier)
  // His own signature says that he has it: no machine's word takes that back. SPEC §10
  if (remise.code === AVIS_DE_NON_REMISE && isRecue(dossier, remise.envoi)) {
    return pas(dossier, [], [{ ...traceDe(remise), quoi: 'avis-de-non-remise-dementi' }])
  }
  const doubted: readonly Effet[] = before === undefined ? [] : [echecProuve(remise.envoi.id)]
  const noted = pas(avecRemise(dossier, { ...remise, issue }), [], [traceDe(remise)])
  const done = puis(noted, (d) =>
    remise.issue === 'remis'
      ? remis(d, remise, contexte, before?.issue ?? null)
      : enEchec(d, remise),
  )
  return puis(done, (d) => pas(d, doubted))
}

function remis(
  dossier: Dossier,
  { envoi, le }: Remise,
  contexte: Contexte,
  avant: RemiseNotee['issue'] | null,
): Pas {
  if (envoi.lettre === 'demandeAvis') return demandeRemise(dossier, envoi, le)
  if (envoi.lettre !== 'compteRendu' || envoi.role !== 'requerant') return pas(dossier)
  const found = versionRemise(dossier, envoi)
  if (found === null) return pas(dossier)
  if (found.written.remisLe !== null)
    return avant === 'echec' ? repris(dossier, found) : pas(dossier)
  const { slot, written } = found
  const made = actes(dossier, slot, written, contexte.faits, contexte.regles, le)
  const comptesRendus = slot.comptesRendus.map(
    (one): CompteRendu => (one.version === written.version ? { ...one, remisLe: le } : one),
  )
  const lettre: Lettre = {
    kind: 'avisTransmis',
    rang: slot.rang,
    version: written.version,
    actes: made.filter((acte) => acte.role === 'REQUIS'),
  }
  const create: readonly Effet[] = made.length === 0 ? [] : [{ kind: 'creerActes', actes: made }]
  return pas(
    avecCreneau(dossier, slot.rang, { comptesRendus }),
    [...create, envoyer({ lettre, a: auRequis(written.auteur) })],
    made.map((acte) => trace('acte-cree', { rang: acte.rang, code: acte.code, etat: acte.etat })),
  )
}

/** He has the request. One whom it had not reached holds the slot again, where nobody took his place meanwhile. */
function demandeRemise(dossier: Dossier, { rang, rpps }: EnvoiConcerne, le: Instant): Pas {
  const slot = dossier.sollicitations.find((one) => one.rang === rang)
  const asked = slot?.requis.find((one) => one.rpps === rpps)
  if (slot === undefined || asked === undefined) return pas(dossier)
  const returns = asked.ecarte === 'injoignable' && isNonRemise(slot)
  const now: RequisSollicite = { ...asked, demandeRemiseLe: le, ...(returns && { ecarte: null }) }
  const noted = avecCreneau(dossier, slot.rang, {
    requis: slot.requis.map((one) => (one === asked ? now : one)),
  })
  if (!returns) return pas(noted)
  const lettre: Lettre = { kind: 'demandeRemise', rang: slot.rang }
  // Whoever was told that nobody had it is told that somebody has.
  const told = slot.essaiLe == null ? [] : [envoyer({ lettre, a: auRequerant(dossier), sceau: le })]
  return pas(noted, told, [trace('requis-joint', { rang: slot.rang, requis: asked.rpps })])
}

/** SPEC §11: what a failure notice suspended is owed again once the letter, sent anew, is handed over. */
function repris(dossier: Dossier, { slot, written }: VersionRemise): Pas {
  const { rang } = slot
  const waits = (dossier.remises ?? []).some(
    (one) => one.lettre === 'compteRendu' && one.role === 'requerant' && one.issue === 'echec',
  )
  const settled: readonly Effet[] = waits ? [] : [{ kind: 'reglerTravaux', code: NON_REMIS }]
  return pas(
    dossier,
    [{ kind: 'reprendreActes', rang }, ...settled, auRedacteur(dossier, rang, written, 'repris')],
    [trace('actes-repris', { rang })],
  )
}

const NON_REMIS = 'compte-rendu-non-remis'

/** To who wrote an opinion: whether it arrived decides what he is owed. Once a change. SPEC §6.8 */
function auRedacteur(
  { incidents }: Dossier,
  rang: number,
  { version, auteur }: CompteRendu,
  acte: 'suspendu' | 'repris',
): Effet {
  const lettre: Lettre = { kind: 'compteRenduNonRemis', rang, version, acte }
  return envoyer({ lettre, a: auRequis(auteur), sceau: `${acte}:${incidents.length}` })
}

/** A failure stands on the dossier and reaches the administrator; the letters of alert themselves only leave a trace. */
function enEchec(dossier: Dossier, remise: Remise): Pas {
  const { envoi, le } = remise
  const code = remise.code ?? remise.issue
  if (envoi.role === 'administrateur' || envoi.role === 'coordinateur') return pas(dossier)
  const { role, rpps } = envoi
  const lettre: Lettre = { kind: 'incident', lettre: envoi.lettre, role, rpps, code }
  const told = envoyer({ lettre, a: A_L_ADMINISTRATEUR, sceau: `${envoi.id}:${code}` })
  const noted = { ...dossier, incidents: [...dossier.incidents, { le, code }] }
  return puis(pas(noted, [told], [trace('incident', { lettre: envoi.lettre, code })]), (d) =>
    consequence(d, remise),
  )
}

function consequence(dossier: Dossier, { envoi, issue, code }: Remise): Pas {
  if (envoi.lettre === 'demandeAvis') return injoignable(dossier, envoi)
  if (isParole(envoi.lettre)) return paroleNonRemise(dossier, envoi, envoi.lettre, code ?? issue)
  if (issue !== 'echec') return pas(dossier)
  if (envoi.lettre !== 'compteRendu' || envoi.role !== 'requerant') return pas(dossier)
  const found = versionRemise(dossier, envoi)
  // SPEC §11: a later failure notice suspends; a version never handed over has made no act.
  if (found === null || found.written.remisLe === null) return pas(dossier)
  const raison = code ?? 'echec'
  const rangs = isSeuleRemise(dossier, found.slot) ? [found.slot.rang, 0] : [found.slot.rang]
  const { rang } = found.slot
  const cle = `${NON_REMIS}:${rang}:${dossier.incidents.length}`
  return pas(
    dossier,
    [
      ...rangs.map((one): Effet => ({ kind: 'suspendreActes', rang: one, raison })),
      { kind: 'ouvrirTravail', code: NON_REMIS, erreur: raison, cle },
      auRedacteur(dossier, rang, found.written, 'suspendu'),
    ],
    [trace('actes-suspendus', { rang }), trace('travail-ouvert', { code: NON_REMIS })],
  )
}

const PAROLES: { readonly [P in Parole]: 'requerant' | 'requis' } = {
  complementTransmis: 'requerant',
  complementDemande: 'requis',
  refus: 'requis',
  accordDemande: 'requis',
  urgenceSignalee: 'requis',
  motsDuRequis: 'requis',
  avisEnDoute: 'requis',
}

function isParole(lettre: string): lettre is Parole {
  return Object.hasOwn(PAROLES, lettre)
}

/** Who wrote was told that it would go: he is told that it did not. SPEC §6.8 */
function paroleNonRemise(
  dossier: Dossier,
  { id, rang, rpps, auteur, role }: EnvoiConcerne,
  parole: Parole,
  code: string,
): Pas {
  const slot = dossier.sollicitations.find((one) => one.rang === rang)
  if (slot === undefined) return pas(dossier)
  const ofRequis = PAROLES[parole] === 'requis'
  // His words reached the requérant or not by a letter of their own.
  if (ofRequis && role === 'requis') return pas(dossier)
  const lettre: Lettre = {
    kind: 'messageNonRemis',
    rang: slot.rang,
    parole,
    lecteur: ofRequis ? null : rpps,
    code,
  }
  const known = slot.requis.find((one) => one.rpps === auteur)
  const authors = known === undefined ? auteursDe(slot, parole) : [known]
  const a = ofRequis ? authors.map(auRequis) : [auRequerant(dossier)]
  return pas(
    dossier,
    a.map((one) => envoyer({ lettre, a: one, sceau: `${id}:${code}`, priorite: 'haute' })),
  )
}

/** Codes of words taken back because their reader is concerned no more: no withdrawal, which its author knows of. */
const LECTEUR_PARTI: readonly string[] = ['lettre-sans-objet', 'destinataire-ecarte']

/** He was told that his words would go: he is told that they do not. SPEC §6.8 */
function reprise(dossier: Dossier, { envoi, code }: Remise): Pas {
  if (!isParole(envoi.lettre) || code === null || !LECTEUR_PARTI.includes(code)) return pas(dossier)
  if (envoi.sansMots === 'oui') return pas(dossier)
  return paroleNonRemise(dossier, envoi, envoi.lettre, code)
}

/** Who of the slot wrote what did not reach the requérant. */
function auteursDe(slot: Sollicitation, parole: Parole): readonly RequisSollicite[] {
  const last = slot.requis.findLast(({ ecarte }) => ecarte === 'refus')
  if (parole === 'refus') return last === undefined ? [] : [last]
  if (parole === 'avisEnDoute') return slot.comptesRendus.slice(-1).map(({ auteur }) => auteur)
  if (parole === 'motsDuRequis') {
    const gone = slot.requis.findLast(({ ecarte }) => ecarte === 'refus' || ecarte === 'absence')
    return gone === undefined ? actifs(slot) : [gone]
  }
  const asked = parole === 'accordDemande' ? propositionDe(slot) : complementDe(slot)
  const asker = actifs(slot).filter((one) => one.rpps === asked?.par)
  return asker.length > 0 ? asker : actifs(slot)
}

/** A requis whom the request never reached does not hold the slot: another is looked for at once. */
function injoignable(dossier: Dossier, { rang, rpps }: EnvoiConcerne): Pas {
  const slot = dossier.sollicitations.find((one) => one.rang === rang)
  if (slot === undefined || rpps === null || slot.termineeLe !== null) return pas(dossier)
  const requis = ecarter(slot, [rpps], 'injoignable')
  const left = avecCreneau(dossier, slot.rang, { requis, essaiLe: null })
  return pas(
    sansPriseEnCharge(left, slot.rang),
    [],
    [trace('requis-injoignable', { rang: slot.rang, requis: rpps })],
  )
}

function isSeuleRemise(dossier: Dossier, slot: Sollicitation): boolean {
  return !dossier.sollicitations.some(
    (other) =>
      other.rang !== slot.rang &&
      other.comptesRendus.some((one) => one.remisLe !== null && !one.complementaire),
  )
}

interface VersionRemise {
  readonly slot: Sollicitation
  readonly written: CompteRendu
}

function versionRemise(dossier: Dossier, { rang, version }: EnvoiConcerne): VersionRemise | null {
  if (rang === null || !dossier.sollicitations.some((one) => one.rang === rang)) return null
  const slot = creneau(dossier, rang)
  const written = slot.comptesRendus.find((one) => one.version === version)
  return written === undefined ? null : { slot, written }
}

function avecRemise(
  dossier: Dossier,
  { envoi, issue, code, le }: Remise & Pick<RemiseNotee, 'issue'>,
): Dossier {
  const { id, lettre, role, rang, version, rpps } = envoi
  const note: RemiseNotee = { envoi: id, lettre, role, rang, version, rpps, issue, code, le }
  const others = (dossier.remises ?? []).filter((one) => !isMeme(one, envoi))
  return { ...dossier, remises: [...others, note] }
}

function isMeme(one: RemiseNotee, envoi: EnvoiConcerne): boolean {
  return one.envoi === envoi.id
}

function traceDe({ envoi, issue, code }: Remise) {
  const { id, lettre, role, rang, version } = envoi
  return trace('remise', { envoi: id, lettre, role, rang, version, issue, code })
}
