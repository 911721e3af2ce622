/**
 * Who is there, and who answers for who is not: what the directory says of a day.
 *
 * SPEC §1 (`requis absent`), §5 (ABSENT)
 */
import { addDays } from '../domain/calendrier.ts'
import type { Jour, RequisPossible, Rpps } from '../domain/correspondant.ts'

/** Is he away that day? */
export function isAbsent(possible: RequisPossible, jour: Jour): boolean {
  return absenceDe(possible, jour) !== null
}

/** His absence of that day; null: he is there. */
export function absenceDe({ absences }: RequisPossible, jour: Jour) {
  return absences.find(({ du, au }) => du <= jour && jour <= au) ?? null
}

/** A longer one is a slip in the year: who is away for good is made inactive. */
const LONGEST_DAYS = 366

/** May these days be an absence, whoever says them? Not when they are over, nor for more than a year. */
export function isPeriodePossible(
  { du, au }: { readonly du: Jour; readonly au: Jour },
  today: Jour,
): boolean {
  return au >= today && au < addDays(du, LONGEST_DAYS)
}

/** May this absence be noted? Its days must be possible, and the absent one is not his own delegate. */
export function isAbsencePossible(
  {
    rpps,
    delegue,
    ...periode
  }: {
    readonly rpps: Rpps
    readonly du: Jour
    readonly au: Jour
    readonly delegue: Rpps | null
  },
  today: Jour,
): boolean {
  return isPeriodePossible(periode, today) && delegue !== rpps
}
