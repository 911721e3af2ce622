/**
 * Which requis, and why: a named person, or a fair choice within a pool.
 *
 * In    a target, the enrolled physicians, the dossier, the day
 * Out   the one to ask, or null; and the step that asks him, through the gate of the consent
 * Refuses the requerant himself, an inactive or absent physician, one at his daily capacity, one already asked; who is
 *         there up to the usual delay comes before who will be away
 *
 * SPEC §1 (requis set), §6.1, §6.8 (no available requis: the requerant is told at once)
 */
import { propositionDe } from '../domain/attentes.ts'
import { jourParis, later } from '../domain/calendrier.ts'
import type { Instant, Professionnel, RequisPossible } from '../domain/correspondant.ts'
import type { Effet } from '../domain/decision.ts'
import type { Cible, Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import type { Contexte, Trouvailles } from '../domain/evenement.ts'
import type { Pool } from '../domain/pool.ts'
import { isPlafondAtteint } from '../domain/tarif.ts'
import { barriere } from './consentement.ts'
import { proposerDelegue } from './delegation.ts'
import { demanderEcarte, enDoute, isExclu } from './exclusion.ts'
import { isNonRemise, NON_REMISE } from './non-remise.ts'
import {
  AU_COORDINATEUR,
  actifs,
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  envoyer,
  isPeutEtreRemise,
  type Pas,
  pas,
  puis,
  reprendre,
  sansPriseEnCharge,
  trace,
} from './pas.ts'
import { isAbsent, isComplet, isPresentJusqua, jourLimite, vacanceDe } from './presence.ts'

/** A requis is looked for again this long after a vain search. */
export const REESSAI_MS = 60_000

/** As if he had less than nothing in hand: named before all others of equal right. */
export const PREMIER = -1

/** Does this physician answer for the target: named, or enrolled in its pool? */
export function repondPour(cible: Cible, possible: RequisPossible): boolean {
  if (!possible.actif) return false
  return cible.kind === 'requis'
    ? possible.rpps === cible.rpps
    : possible.pools.includes(cible.code)
}

/** Among whom a choice is made: `presents`, only those who are there up to the usual delay. */
export type Parmi = 'tous' | 'presents'

/**
 * The physician to ask next: there up to the usual delay, fewest open (up to EN_COURS_COMPTEES), then fewest today, then
 * the order of the RPPS; null when nobody is free.
 */
export function choisir(
  dossier: Dossier,
  slot: Pick<Sollicitation, 'cible' | 'requis' | 'ouverteLe' | 'pauses' | 'delais'>,
  possibles: readonly RequisPossible[],
  contexte: Pick<Contexte, 'now' | 'regles'>,
  parmi: Parmi = 'tous',
): RequisPossible | null {
  const jour = jourParis(contexte.now)
  const limite = jourLimite(slot, contexte) ?? jour
  const stays = (one: RequisPossible): boolean => isPresentJusqua(one, jour, limite)
  const [first] = possibles
    .filter((one) => repondPour(slot.cible, one))
    .filter((one) => one.rpps !== dossier.requerant.rpps)
    .filter((one) => !isExclu(dossier, one))
    .filter(
      (one) => !slot.requis.some((asked) => asked.rpps === one.rpps && !isARappeler(asked, one)),
    )
    .filter((one) => !isAbsent(one, jour))
    .filter((one) => !isComplet(one))
    .filter((one) => parmi === 'tous' || stays(one))
    .toSorted((a, b) => Number(stays(b)) - Number(stays(a)) || fairness(a, b))
  return first ?? null
}

/** Set aside by another's hand and not by his own, the delegate named is asked again. SPEC §1 (`--delegue`) */
function isARappeler({ ecarte }: RequisSollicite, { enCours }: RequisPossible): boolean {
  return ecarte === 'reprise' && enCours === PREMIER
}

function fairness(a: RequisPossible, b: RequisPossible): number {
  return (
    a.enCours - b.enCours || a.recuesAujourdhui - b.recuesAujourdhui || (a.rpps < b.rpps ? -1 : 1)
  )
}

/** A signer of the thread, at the mailbox he wrote from. */
export type Auteur = Professionnel & Pick<RequisSollicite, 'adresse' | 'ecrit'>

/** A physician as the slot remembers him. */
export function sollicite(qui: Auteur, now: Instant): RequisSollicite {
  const { rpps, nom, prenom, specialite, adresse, telephone } = qui
  const { profession, numeroAm, ecrit, finess, territoire } = qui
  return {
    rpps,
    nom,
    prenom,
    specialite,
    adresse,
    telephone,
    solliciteLe: now,
    ecarte: null,
    rappeleLe: null,
    profession,
    numeroAm,
    ...(ecrit !== undefined && { ecrit }),
    finess,
    territoire,
  }
}

/** Opens a slot for a target and asks the first requis. */
export function ouvrirCreneau(
  dossier: Dossier,
  cible: Cible,
  { possibles, pools = [] }: Pick<Trouvailles, 'possibles' | 'pools'>,
  contexte: Contexte,
): Pas {
  const rang = dossier.sollicitations.length + 1
  const slot: Sollicitation = {
    rang,
    cible,
    etat: 'en_attente',
    requis: [],
    ouverteLe: contexte.now,
    pauses: [],
    rappeleeLe: null,
    retardLe: null,
    termineeLe: null,
    complementRappeleLe: null,
    complementEchuLe: null,
    accordPour: null,
    reserve: null,
    comptesRendus: [],
    ...propres(cible, pools),
  }
  const opened = { ...dossier, sollicitations: [...dossier.sollicitations, slot] }
  return solliciter(opened, rang, possibles, contexte)
}

/** The delays that the pool asked has of its own. */
function propres(cible: Cible, pools: readonly Pool[]): Pick<Sollicitation, 'delais'> {
  const pool = pools.find(
    ({ specialite }) => cible.kind === 'specialite' && cible.code === specialite,
  )
  return pool === undefined || Object.keys(pool.delais).length === 0 ? {} : { delais: pool.delais }
}

/** Asks the next requis of a slot; where nobody is free, the requerant and the coordinator are told. */
export function solliciter(
  dossier: Dossier,
  rang: number,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
): Pas {
  const asked = demander(dossier, rang, possibles, contexte, 'non')
  if (asked !== null) return asked
  const proposed = proposerDelegue(dossier, rang, possibles, contexte)
  if (proposed !== null) return proposed
  const doubted = proposerEcarte(dossier, rang, possibles, contexte)
  if (doubted !== null) return doubted
  const tried = enVain(dossier, rang, possibles, contexte)
  const slot = creneau(dossier, rang)
  const count = slot.requis.length
  const code = isNonRemise(slot) ? NON_REMISE : 'aucun-requis'
  return pas(
    tried,
    [
      envoyer({ lettre: { kind: 'aucunRequis', rang }, a: auRequerant(dossier), sceau: count }),
      envoyer({
        lettre: { kind: 'alerte', code },
        a: AU_COORDINATEUR,
        sceau: `${code}:${rang}:${count}`,
      }),
    ],
    [trace('aucun-requis', { rang })],
  )
}

/** Only one whom the requérant's words may keep out is there: he is asked, with them. */
function proposerEcarte(
  dossier: Dossier,
  rang: number,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
): Pas | null {
  const slot = creneau(dossier, rang)
  const left = enDoute(dossier, slot, possibles)
  const found = choisir(left.dossier, slot, left.possibles, contexte)
  return found === null ? null : demanderEcarte(dossier, rang, found, contexte)
}

/** Looked for in vain: when, and why the one asked by name was not found. */
function enVain(
  dossier: Dossier,
  rang: number,
  possibles: readonly RequisPossible[],
  { now }: Contexte,
): Dossier {
  const vacance = vacanceDe(creneau(dossier, rang), possibles, jourParis(now))
  return avecCreneau(dossier, rang, { essaiLe: now, ...(vacance !== null && { vacance }) })
}

/** Looks again for a slot that nobody holds; silent when the search is vain once more. */
export function reessayer(
  dossier: Dossier,
  rang: number,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
): Pas {
  const slot = creneau(dossier, rang)
  if (actifs(slot).length > 0) return pas(dossier)
  const { now } = contexte
  const isFresh = slot.essaiLe != null && later(slot.essaiLe, REESSAI_MS) > now
  if (propositionDe(slot) !== null && !isFresh) {
    // Meanwhile the one who was away may be back: nobody else is needed.
    const back = demander(reprendre(dossier, slot, now), rang, possibles, contexte, 'non')
    return back ?? pas(enVain(dossier, rang, possibles, contexte))
  }
  if (isFresh) return pas(dossier)
  // Not looked for since it fell vacant: whoever asked is told if nobody is found.
  if (slot.essaiLe == null) return solliciter(dossier, rang, possibles, contexte)
  const asked = demander(dossier, rang, possibles, contexte, 'non')
  return asked ?? pas(enVain(dossier, rang, possibles, contexte))
}

/** Asks one more physician of the slot, if one is free and the consent covers him; null otherwise. */
export function demander(
  dossier: Dossier,
  rang: number,
  possibles: readonly RequisPossible[],
  contexte: Contexte,
  enRenfort: 'non' | 'oui',
  parmi: Parmi = 'tous',
): Pas | null {
  const { now, faits } = contexte
  const slot = creneau(dossier, rang)
  const chosen = choisir(dossier, slot, possibles, contexte, parmi)
  if (chosen === null) return null
  // CSP art. L. 1111-4: no consent, no departure; checked here once more, whoever called.
  const barred = barriere(dossier, slot.cible, chosen.rpps, now)
  if (barred !== null) return null
  const asked: RequisSollicite = { ...sollicite(chosen, now), demandeRemiseLe: null }
  const day = jourParis(now)
  const reached = isPlafondAtteint(chosen.profession, day, faits.parRequis[chosen.rpps] ?? 0)
  const lettre = {
    kind: 'demandeAvis',
    rang,
    plafondAtteint: reached ? 'oui' : 'non',
    enRenfort,
  } as const
  const free = sansPriseEnCharge(dossier, rang)
  const others = slot.requis.filter((one) => one.rpps !== asked.rpps)
  const isAgain = others.length < slot.requis.length
  return puis(
    pas(
      avecCreneau(free, rang, {
        requis: [...others, asked],
        essaiLe: null,
        ...(slot.vacance != null && { vacance: null }),
      }),
    ),
    (d) =>
      pas(
        d,
        [
          envoyer({ lettre, a: auRequis(asked), ...(isAgain && { sceau: now }) }),
          ...direProposee(slot),
        ],
        [trace('requis-sollicite', { rang, requis: asked.rpps, renfort: enRenfort })],
      ),
  )
}

/** Who may have the request, whatever a machine said, is told that another is asked, and what to do if he has it. */
function direProposee({ rang, requis }: Sollicitation): readonly Effet[] {
  const lettre = { kind: 'creneauTermine', rang, raison: 'nonRemise' } as const
  return requis
    .filter(isPeutEtreRemise)
    .map((one) => envoyer({ lettre, a: auRequis(one), sceau: 'nonRemise' }))
}
