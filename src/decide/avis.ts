/**
 * AVIS and RECTIFICATIF: from a signed text to a compte-rendu on its way.
 *
 * In    the slot, its author (the signer), the text or the one he signed before in the thread
 * Out   a new version, delivered to the requerant and the médecin traitant; the slot ended; or a question
 * Refuses an empty opinion, a second one without RECTIFICATIF, anything after the withdrawal of consent
 *
 * SPEC §5, §6.4, §6.7; CSP art. R. 6316-4
 */

import { later } from '../domain/calendrier.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Effet, Lettre } from '../domain/decision.ts'
import { expirationAt } from '../domain/delai.ts'
import type { CompteRendu, Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { reglesDe } from '../domain/pool.ts'
import type { TexteEnReserve } from '../domain/texte-en-reserve.ts'
import { finDeCreneau, selonCreneaux } from './cloture.ts'
import { isDouteParAvis } from './copie-contredite.ts'
import {
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  detenteurs,
  ecarter,
  envoyer,
  type Pas,
  pas,
  puis,
  trace,
} from './pas.ts'
import { prendre } from './reprise.ts'
import { sansReserve } from './reserve.ts'
import { type Auteur, sollicite } from './routing.ts'
import { isDansLesPieces, isVide } from './texte-libre.ts'

type CourrierRequis = Extract<Evenement, { kind: 'courrierRequis' }>

/** The opinion as the slot receives it: `complementaire` when the slot is another's or was ended otherwise. */
export function rendreAvis(
  dossier: Dossier,
  rang: number,
  auteur: Auteur,
  texte: TexteEnReserve,
  contexte: Contexte,
): Pas {
  const slot = creneau(dossier, rang)
  const complementaire = isComplementaire(dossier, slot, auteur)
  const taken = complementaire ? pas(dossier) : tenir(dossier, slot, auteur, contexte)
  return puis(taken, (held) => {
    const before = creneau(held, rang)
    const written = rediger(before, auteur, texte, contexte, complementaire)
    const step = remettre(ajouter(held, rang, written, auteur), rang, written, contexte)
    return complementaire ? step : puis(step, (d) => terminer(d, rang, auteur, contexte))
  })
}

/** The author of the first opinion holds the slot, whether he takes it over or it was taken over from him. */
function tenir(dossier: Dossier, slot: Sollicitation, auteur: Auteur, contexte: Contexte): Pas {
  const isBack = slot.requis.some((one) => one.rpps === auteur.rpps && one.ecarte === 'reprise')
  if (!isBack) return prendre(dossier, slot.rang, auteur, contexte)
  const requis = slot.requis.map((one): RequisSollicite => {
    return one.rpps === auteur.rpps ? { ...one, ecarte: null } : one
  })
  return pas(avecCreneau(dossier, slot.rang, { requis }))
}

/** A new version of an opinion of this author, « annule et remplace », to all who had the former; same act. */
export function rectifier(
  dossier: Dossier,
  rang: number,
  auteur: Auteur,
  texte: TexteEnReserve,
  contexte: Contexte,
): Pas {
  const slot = creneau(dossier, rang)
  const former = versionDe(slot, auteur)
  const complementaire = former?.complementaire ?? false
  const written = rediger(slot, auteur, texte, contexte, complementaire)
  const doubted = slot.avisEnDoute?.includes(auteur.rpps) ?? false
  const avisEnDoute = slot.avisEnDoute?.filter((one) => one !== auteur.rpps) ?? []
  const free = doubted ? avecCreneau(dossier, rang, { avisEnDoute }) : dossier
  const late = { ...written, enRetard: former?.enRetard ?? written.enRetard }
  return puis(pas(free), (d) => remettre(ajouter(d, rang, late, auteur), rang, late, contexte))
}

/** The last version that this author gave in the slot; null when he gave none. */
export function versionDe(slot: Sollicitation, { rpps }: { readonly rpps: string }) {
  return slot.comptesRendus.findLast((one) => one.auteur.rpps === rpps) ?? null
}

/** The compte-rendu that already holds this text, signed by the same author; null when it is new. SPEC §8 */
export function dejaAdopte(
  dossier: Dossier,
  { empreinte, auteur }: Pick<TexteEnReserve, 'empreinte' | 'auteur'>,
) {
  const all = dossier.sollicitations.flatMap((slot) => slot.comptesRendus)
  const same = all.find((one) => one.empreinte === empreinte && one.auteur.rpps === auteur)
  return same ?? null
}

// SPEC §6.4: from a requis whose slot was taken over, delivered as complementary, without an act.
function isComplementaire(dossier: Dossier, slot: Sollicitation, auteur: Auteur): boolean {
  if (dossier.etat === 'annule' || slot.etat === 'reorientee' || slot.etat === 'rendue') return true
  const asked = slot.requis.find((one) => one.rpps === auteur.rpps)
  // Taken over: the opinion of who was there before ends the slot while nobody else has given one.
  if (asked?.ecarte === 'reprise') return slot.comptesRendus.length > 0
  // Abandoned while open: the request was withdrawn, not answered late.
  return slot.termineeLe !== null && slot.etat !== 'expiree' && slot.etat !== 'refusee'
}

function rediger(
  slot: Sollicitation,
  auteur: Auteur,
  texte: TexteEnReserve,
  { regles }: Contexte,
  complementaire: boolean,
): CompteRendu {
  const known = slot.requis.find((one) => one.rpps === auteur.rpps)
  const qui = { ...sollicite(auteur, texte.recuLe), ...askedAs(known) }
  const last = Math.max(0, ...slot.comptesRendus.map((one) => one.version))
  return {
    version: last + 1,
    auteur: qui,
    messageId: texte.messageId,
    message: texte.message,
    empreinte: texte.empreinte,
    original: texte.original,
    ...(texte.avant && { avant: texte.avant }),
    assurance: texte.assurance,
    renduLe: texte.recuLe,
    texte: texte.texte,
    conclusion: texte.conclusion,
    pieces: texte.pieces,
    ...(isDansLesPieces(texte, auteur) && { dansPieces: true as const }),
    ...(texte.illisibles && { illisibles: texte.illisibles }),
    enRetard: texte.recuLe >= expirationAt(slot.ouverteLe, reglesDe(slot, regles).expirationJours),
    complementaire,
    remisLe: null,
  }
}

/** What the slot remembers of the asking; his numbers are those of today. */
function askedAs(known: RequisSollicite | undefined) {
  return known === undefined
    ? {}
    : { solliciteLe: known.solliciteLe, rappeleLe: known.rappeleLe ?? null }
}

function ajouter(dossier: Dossier, rang: number, written: CompteRendu, auteur: Auteur): Dossier {
  const slot = creneau(dossier, rang)
  const comptesRendus = [...slot.comptesRendus, written]
  return avecCreneau(dossier, rang, { ...sansReserve(slot, auteur.rpps), comptesRendus })
}

/** Letters to the requerant and to the médecin traitant: own delivery each. */
function remettre(
  received: Dossier,
  rang: number,
  written: CompteRendu,
  { now, regles }: Contexte,
): Pas {
  const { version, complementaire, enRetard, auteur, assurance } = written
  const asked = selonSonAvis(received, written)
  const { dossier } = asked
  const lettre: Lettre = { kind: 'compteRendu', rang, version }
  const traitant = traitantDe(dossier, auteur)
  const copy = traitant === null ? [] : [envoyer({ lettre, a: traitant })]
  const detail = {
    rang,
    version,
    auteur: auteur.rpps,
    complementaire: complementaire ? 'oui' : 'non',
    assurance,
    enRetard: enRetard ? 'oui' : 'non',
  }
  const ended = dossier.destructionLe !== null && dossier.etat !== 'annule'
  const kept: Dossier = {
    ...dossier,
    // A new version is kept as long as a first one; its deliveries are to be followed again.
    etat: dossier.etat === 'clos' ? 'repondu' : dossier.etat,
    destructionLe: ended ? later(now, regles.retentionContenuMs) : dossier.destructionLe,
  }
  return pas(
    kept,
    [
      envoyer({ lettre, a: auRequerant(dossier) }),
      ...copy,
      ...asked.effets,
      ...aRemettreAutrement(kept, auteur, `${rang}:v${version}`),
    ],
    [...asked.traces, trace('compte-rendu-accepte', detail)],
  )
}

/** Where the opinion itself speaks against the copy, it waits and the requérant is asked. SPEC §4 */
function selonSonAvis(dossier: Dossier, written: CompteRendu): Pas {
  const { medecinTraitant: mt, formulaire } = dossier
  if (mt?.kind !== 'designe' || !isDouteParAvis(dossier, written)) return pas(dossier)
  const held: Dossier = {
    ...dossier,
    formulaire: { ...formulaire, copieMedecinTraitant: '?' },
    medecinTraitant: { ...mt, kind: 'enDoute' },
  }
  const lettre = { kind: 'copieNotee', dit: 'a-preciser' } as const
  return pas(
    held,
    [envoyer({ lettre, a: auRequerant(dossier), sceau: written.message })],
    [trace('copie-en-doute')],
  )
}

/** A médecin traitant without a secure address: somebody hands it to him otherwise. */
function aRemettreAutrement(
  { medecinTraitant, requerant }: Dossier,
  auteur: RequisSollicite,
  sceau: string,
): readonly Effet[] {
  if (medecinTraitant?.kind !== 'designe' || medecinTraitant.adresse !== null) return []
  const { rpps } = medecinTraitant.professionnel
  if (rpps === requerant.rpps || rpps === auteur.rpps) return []
  const code = 'medecin-traitant-sans-adresse'
  return [{ kind: 'ouvrirTravail', code, erreur: null, cle: `${code}:${sceau}` }]
}

/** The médecin traitant to whom a copy goes; null for the parties themselves, an opposition, no address. In doubt it waits. */
export function traitantDe({ medecinTraitant: mt, requerant }: Dossier, auteur: RequisSollicite) {
  if (mt?.kind !== 'designe' && mt?.kind !== 'enDoute') return null
  const { rpps } = mt.professionnel
  if (mt.adresse === null || rpps === requerant.rpps || rpps === auteur.rpps) return null
  return { role: 'medecinTraitant', rpps, adresse: mt.adresse } as const
}

/** The first opinion ends the slot; the others asked are told. */
function terminer(dossier: Dossier, rang: number, auteur: Auteur, contexte: Contexte): Pas {
  const { now } = contexte
  const slot = creneau(dossier, rang)
  const others = detenteurs(slot).filter((one) => one.rpps !== auteur.rpps)
  const requis = ecarter(
    slot,
    others.map((one) => one.rpps),
    'reprise',
  )
  const ended = avecCreneau(finDeCreneau(dossier, rang, 'rendue', now), rang, { requis })
  const lettre: Lettre = { kind: 'creneauTermine', rang, raison: 'avisRendu' }
  const told = others.map((one) => envoyer({ lettre, a: auRequis(one) }))
  return puis(pas(ended, told), (d) => selonCreneaux(d, contexte))
}

/** What may not be forwarded: its author is told to telephone if there is danger. SPEC §6.1 */
export function retenirAvis(dossier: Dossier, rang: number, evenement: CourrierRequis): Pas {
  const { auteur, courrier, provenance } = evenement
  const isAvis = isPeutEtreAvis(courrier, auteur)
  const lettre: Lettre = { kind: 'avisNonTransmis', rang, ...(!isAvis && { sansAvis: 'oui' }) }
  const letter = envoyer({ lettre, a: auRequis(auteur), sceau: provenance.message })
  const quoi = isAvis ? 'avis-non-transmis' : 'message-non-transmis'
  return pas(dossier, [letter], [trace(quoi, { rang, auteur: auteur.rpps })])
}

/** What is said not to have been passed on is what he wrote: an opinion, or what may be one. SPEC §6.8 */
function isPeutEtreAvis(courrier: Courrier, auteur: CourrierRequis['auteur']): boolean {
  const { motCle, conclusion } = courrier
  if (motCle === 'AVIS' || motCle === 'RECTIFICATIF' || conclusion !== null) return true
  return motCle === null && !isVide(courrier, auteur)
}
