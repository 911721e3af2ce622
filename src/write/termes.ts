/**
 * Until when something is expected of the reader of a letter, in the words with which it begins.
 *
 * In    an Ecriture, a slot
 * Out   an instant, or « Au plus tard mardi 1er décembre à minuit »
 * Refuses nothing: where no term stands, the words say so.
 *
 * SPEC §6.3, §7, §10
 */
import type { Instant } from '../domain/correspondant.ts'
import { dueAt, expirationAt, ouvertureSuivante } from '../domain/delai.ts'
import type { QuestionApresAvis, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { reglesDe } from '../domain/pool.ts'
import { attenteDepuis } from '../domain/question-remise.ts'
import { termeFr } from './francais.ts'
import type { Ecriture } from './lettre.ts'

/** « Au plus tard mardi 1er décembre à minuit »; without a term, « Dès que possible ». */
export function auPlusTard(terme: Instant | null): string {
  return terme === null ? 'Dès que possible' : `Au plus tard ${termeFr(terme)}`
}

/**
 * When the reader's opinion is due: the term of the slot; who was asked when it was over has the same time from
 * then on, until the request ends. Null: no term stands.
 */
export function termeAvis({ envoi, parts }: Ecriture, slot: Sollicitation): Instant | null {
  const { now } = parts
  const regles = reglesDe(slot, parts.regles)
  const due = (from: Instant): Instant | null => dueAt(from, regles.limiteMs, slot.pauses, regles)
  const shared = due(slot.ouverteLe)
  if (shared === null) return null
  const asked = slot.requis.find((each) => each.rpps === envoi.a.rpps)?.solliciteLe
  const own = asked === undefined || shared > asked ? shared : (due(asked) ?? shared)
  const end = expiration({ parts }, slot)
  const terme = first(own, end)
  if (terme > now) return terme
  return end > now ? end : null
}

/** When the usual delay of a slot ends or ended; null: its clock stands. */
export function limite({ parts }: Pick<Ecriture, 'parts'>, slot: Sollicitation): Instant | null {
  const regles = reglesDe(slot, parts.regles)
  return dueAt(slot.ouverteLe, regles.limiteMs, slot.pauses, regles)
}

/** The last term of those of these slots that are still to come; null: none is. */
export function dernierTerme(e: Ecriture, slots: readonly Sollicitation[]): Instant | null {
  const termes = slots.filter(isOuverte).flatMap((slot) => limite(e, slot) ?? [])
  const last = termes.toSorted().at(-1) ?? null
  return last !== null && last > e.parts.now ? last : null
}

/** When a slot ends without an opinion. */
export function expiration({ parts }: Pick<Ecriture, 'parts'>, slot: Sollicitation): Instant {
  return expirationAt(slot.ouverteLe, reglesDe(slot, parts.regles).expirationJours)
}

/** Until when the requis waits for what he asked; null: he waits for nothing. SPEC §6 (complement_demande) */
export function termeComplement({ parts }: Ecriture, slot: Sollicitation): Instant | null {
  const { regles } = parts
  const since = slot.pauses.find(({ a }) => a === null)?.de
  const due = since === undefined ? null : dueAt(since, regles.completudeMs, [], regles)
  if (due === null) return null
  const at = ouvertureSuivante(due, regles)
  return first(at, expiration({ parts }, slot))
}

/** When the answer to a question that came after the opinion is late; null: it is. SPEC §7 */
export function termeQuestion(
  { parts }: Ecriture,
  slot: Sollicitation,
  { poseeLe }: QuestionApresAvis,
): Instant | null {
  const regles = reglesDe(slot, parts.regles)
  const due = dueAt(poseeLe, regles.limiteMs, [], regles)
  return due !== null && due > parts.now ? due : null
}

/** When a request that waits for lines or for a word is annulled. SPEC §6.3 */
export function termeCompletude({ dossier, parts }: Ecriture): Instant {
  const since = attenteDepuis(dossier) ?? parts.now
  const due = dueAt(since, 2 * parts.regles.completudeMs, [], parts.regles)
  return ouvertureSuivante(due ?? since, parts.regles)
}

function first(one: Instant, other: Instant): Instant {
  return [one, other].toSorted()[0] ?? one
}
