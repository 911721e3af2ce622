/**
 * Whom the requérant's words keep out: never asked by a choice of ours; where nobody else is there, or a coordinator names
 * him, the requérant's ACCORD is asked for with his own words.
 *
 * In    the dossier, a physician
 * Out   the sentence that keeps him out, until the requérant agreed to him; the question about one who is only in doubt
 *
 * Who reads that sentence: the requérant; the requis, for all that is signed reaches them (SPEC §4), so that the question
 * says it before he agrees; neither the coordinator, who has the number alone, nor the one kept out, who has nothing.
 *
 * SPEC §4, §6.1
 */
import { avecProposition, propositionDe } from '../domain/attentes.ts'
import type { RequisPossible } from '../domain/correspondant.ts'
import type { Dossier, Ecarte, Sollicitation } from '../domain/dossier.ts'
import { COORDINATEUR } from '../domain/etats.ts'
import type { Contexte } from '../domain/evenement.ts'
import { type ExclusionDite, exclusionDite } from '../domain/exclusion-dite.ts'
import {
  auRequerant,
  avantPause,
  avecCreneau,
  creneau,
  debutDePause,
  envoyer,
  type Pas,
  pas,
  trace,
} from './pas.ts'

/** The sentence that keeps him out, or may; null: none does, or the requérant agreed to him since. */
export function exclusionDe(
  { formulaire, textes = [], exclusionsLevees = [] }: Dossier,
  one: Pick<RequisPossible, 'rpps' | 'nom' | 'prenom'>,
): ExclusionDite | null {
  if (exclusionsLevees.includes(one.rpps)) return null
  const { contexte = '', question = '', antecedents = '' } = formulaire
  const all = [contexte, question, antecedents, ...textes.map(({ texte }) => texte)]
  const found = all.flatMap((text) => exclusionDite(text, one) ?? [])
  return found.find(({ sure }) => sure) ?? found[0] ?? null
}

/** Does the requérant write, surely or perhaps, that this physician is not to be asked? */
export function isExclu(dossier: Dossier, one: RequisPossible): boolean {
  return exclusionDe(dossier, one) !== null
}

/** The slot with whom it is proposed to, and the words that keep him out; the same slot where none do. */
export function avecEcarte(
  dossier: Dossier,
  slot: Sollicitation,
  qui: RequisPossible,
): Pick<Sollicitation, 'ecartes'> {
  const exclusion = exclusionDe(dossier, qui)
  const { ecartes = [] } = slot
  if (exclusion === null) return {}
  const { rpps, nom, prenom, profession } = qui
  const one: Ecarte = { qui: { rpps, nom, prenom, profession }, mots: exclusion.mots }
  return { ecartes: [...ecartes.filter((each) => each.qui.rpps !== rpps), one] }
}

/** Nobody else is there: those whose exclusion is only in doubt, as if they were not kept out; not who was proposed. */
export function enDoute(
  dossier: Dossier,
  slot: Sollicitation,
  possibles: readonly RequisPossible[],
): { readonly dossier: Dossier; readonly possibles: readonly RequisPossible[] } {
  const known = (slot.ecartes ?? []).map(({ qui }) => qui.rpps)
  const left = possibles.filter(
    (one) => exclusionDe(dossier, one)?.sure === false && !known.includes(one.rpps),
  )
  const exclusionsLevees = [...(dossier.exclusionsLevees ?? []), ...left.map(({ rpps }) => rpps)]
  return { dossier: { ...dossier, exclusionsLevees }, possibles: left }
}

/** Asks the requérant about one whom his words may keep out, with them; null: another answer is waited for. */
export function demanderEcarte(
  dossier: Dossier,
  rang: number,
  qui: RequisPossible,
  { now }: Contexte,
): Pas | null {
  const slot = creneau(dossier, rang)
  if (propositionDe(slot) !== null) return null
  const vers = { kind: 'requis', rpps: qui.rpps } as const
  const waiting = avecCreneau(dossier, rang, {
    ...avecProposition(slot, { vers, par: COORDINATEUR, texte: '' }),
    ...avecEcarte(dossier, slot, qui),
    pauses: debutDePause(slot, now),
    etatAvantPause: avantPause(slot),
  })
  const lettre = { kind: 'accordDemande', rang, vers, texte: '' } as const
  return pas(
    waiting,
    [envoyer({ lettre, a: auRequerant(dossier), sceau: `ecarte:${qui.rpps}` })],
    [trace('exclusion-en-doute', { rang, requis: qui.rpps })],
  )
}
