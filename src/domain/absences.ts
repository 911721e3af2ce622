/**
 * The absences of one physician, as days: noted, corrected by newer ones, taken back.
 *
 * In    the absences noted, today's and later; the days said
 * Out   the absences as they are then
 * Refuses nothing: days that no absence holds change nothing. The past is never taken back.
 *
 * SPEC §1 (requis absent), §5 (ABSENT)
 */
import { addDays } from './calendrier.ts'
import type { Jour, Rpps } from './correspondant.ts'
import type { Periode } from './periode.ts'

/** Days of absence, inclusive, and who answers meanwhile; `delegue` absent or null: nobody named. */
export interface JoursAbsents extends Periode {
  readonly delegue?: Rpps | null
}

/**
 * Which days he is there after all. Both null: whatever was announced is taken back; `au` null: he is back on `du`, and
 * stays; both: he is there on these days.
 */
export interface Retour {
  readonly du: Jour | null
  readonly au: Jour | null
}

/** Why a requis is there no more: away for some days, or no longer active. */
export type Depart = 'absence' | 'inactif'

/** To a requis, about his absences. */
export type LettreDAbsence =
  | { readonly kind: 'absenceNotee'; readonly du: Jour; readonly au: Jour }
  /** He is there after all: whether that changed anything, and the absences that stay announced. */
  | {
      readonly kind: 'presenceNotee'
      readonly change: 'oui' | 'non'
      readonly reste: readonly Periode[]
    }

/** The last day of an absence that has no end: who is no longer active answers nothing until he is again. SPEC §1 (--actif) */
const SANS_FIN = '9999-12-31' as Jour

/** From that day on, without end. */
export function absenceSansFin(du: Jour): JoursAbsents {
  return { du, au: SANS_FIN }
}

/** Has this absence no end? */
export function isSansFin({ au }: Periode): boolean {
  return au === SANS_FIN
}

/** With one more: those that it touches are corrected by it, and who was to answer still does where it names nobody. */
export function avecAbsence(
  absences: readonly JoursAbsents[],
  { du, au, delegue }: JoursAbsents,
): readonly JoursAbsents[] {
  const isTouched = (one: JoursAbsents): boolean => one.du <= au && one.au >= du
  const former = absences.filter(isTouched).toSorted((a, b) => (a.au < b.au ? 1 : -1))
  const known = former.find((one) => one.delegue != null)?.delegue ?? null
  return inOrder([
    ...absences.filter((one) => !isTouched(one)),
    { du, au, delegue: delegue ?? known },
  ])
}

/** Without the days on which he is there after all. */
export function sansAbsence(
  absences: readonly JoursAbsents[],
  retour: Retour,
  today: Jour,
): readonly JoursAbsents[] {
  return inOrder(absences.flatMap((one) => reste(one, retour, today)))
}

function reste(one: JoursAbsents, { du, au }: Retour, today: Jour): readonly JoursAbsents[] {
  // Back for good: the absence that holds this day ends, another one later stays.
  if (du !== null && au === null && (du < one.du || du > one.au)) return [one]
  const wished = du ?? one.du
  const from = wished < today ? today : wished
  const to = au ?? one.au
  if (to < one.du || from > one.au || to < from) return [one]
  const before = from > one.du ? [{ ...one, au: addDays(from, -1) }] : []
  const after = to < one.au ? [{ ...one, du: addDays(to, 1) }] : []
  return [...before, ...after]
}

/** The absence of that day, else the next one; null: none. */
export function absenceAVenir(absences: readonly JoursAbsents[], jour: Jour): JoursAbsents | null {
  return inOrder(absences).find(({ au }) => au >= jour) ?? null
}

function inOrder(absences: readonly JoursAbsents[]): readonly JoursAbsents[] {
  return absences.toSorted((a, b) => (a.du < b.du || (a.du === b.du && a.au < b.au) ? -1 : 1))
}
