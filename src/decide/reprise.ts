/**
 * Who holds a slot: may this signer answer for it, and what it means when he was not the one asked.
 *
 * In    the slot, the signer, the enrolled physicians
 * Out   the slot he answers; the step by which he takes over, the former being told
 *
 * SPEC §5 (the author is the signer, never the mailbox), §6.4
 */
import type { RequisPossible } from '../domain/correspondant.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte } from '../domain/evenement.ts'
import {
  actifs,
  auRequis,
  avecCreneau,
  creneau,
  detenteurs,
  ecarter,
  envoyer,
  type Pas,
  pas,
  sansPauseOrpheline,
  trace,
} from './pas.ts'
import { type Auteur, repondPour, sollicite } from './routing.ts'

/** The slot this signer answers: the one he names, else the only one he may; `ambigu` when there are several. */
export function creneauDe(
  dossier: Dossier,
  auteur: Auteur,
  rang: number | null,
  possibles: readonly RequisPossible[],
): Sollicitation | 'ambigu' | null {
  const mine = dossier.sollicitations.filter(
    (slot) => (rang === null || slot.rang === rang) && mayAnswer(slot, auteur, possibles),
  )
  const asked = mine.filter((slot) => slot.requis.some((one) => one.rpps === auteur.rpps))
  const near = asked.length > 0 ? asked : mine
  const open = near.filter(isOuverte)
  const [only, second] = open.length > 0 ? open : near
  if (only === undefined) return null
  return second === undefined ? only : 'ambigu'
}

/** Asked himself, entitled to the mailbox that was asked, or an active requis of the pool. */
function mayAnswer(
  slot: Sollicitation,
  auteur: Auteur,
  possibles: readonly RequisPossible[],
): boolean {
  const asked = slot.requis.some(
    (one) => one.rpps === auteur.rpps || one.adresse === auteur.adresse,
  )
  const mate = possibles.some((one) => one.rpps === auteur.rpps && repondPour(slot.cible, one))
  return asked || (mate && slot.cible.kind === 'specialite')
}

/**
 * Has he left this open slot: declined it, or been set aside while somebody else holds it? A question of his neither takes
 * it back nor brings him anything new; ACCEPTE and AVIS take it over, as they say. SPEC §5, §6.7
 */
export function aQuitte(slot: Sollicitation, { rpps }: Pick<Auteur, 'rpps'>): boolean {
  const ecarte = slot.requis.find((one) => one.rpps === rpps)?.ecarte ?? null
  if (!isOuverte(slot) || ecarte === null || ecarte === 'reprise') return false
  return ecarte === 'refus' || actifs(slot).length > 0
}

/** The signer holds the slot: nothing changes if he did, else he takes over and the former are told. */
export function prendre(dossier: Dossier, rang: number, auteur: Auteur, contexte: Contexte): Pas {
  const slot = creneau(dossier, rang)
  if (actifs(slot).some((one) => one.rpps === auteur.rpps)) return pas(dossier)
  const former = actifs(slot)
  const told = detenteurs(slot).filter((one) => one.rpps !== auteur.rpps)
  const put = ecarter(
    slot,
    former.map((one) => one.rpps),
    'reprise',
  )
  const requis = [...put.filter((one) => one.rpps !== auteur.rpps), revenu(slot, auteur, contexte)]
  const lettre = { kind: 'creneauTermine', rang, raison: 'reprise' } as const
  return pas(
    sansPauseOrpheline(avecCreneau(dossier, rang, { requis }), rang, contexte.now),
    told.map((one) => envoyer({ lettre, a: auRequis(one) })),
    former.length === 0 ? [] : [trace('creneau-repris', { rang, requis: auteur.rpps })],
  )
}

function revenu(slot: Sollicitation, auteur: Auteur, { now }: Contexte): RequisSollicite {
  const known = slot.requis.find((one) => one.rpps === auteur.rpps)
  return { ...sollicite(auteur, now), ...(known ? { solliciteLe: known.solliciteLe } : {}) }
}
