/**
 * Who is there, and who answers for who is not: what the directory says of a day.
 *
 * SPEC §1 (`requis absent`), §5 (ABSENT)
 */
import type { Jour, RequisPossible, Rpps } from '../domain/correspondant.ts'

/** Is he away that day? */
export function isAbsent(possible: RequisPossible, jour: Jour): boolean {
  return absenceDe(possible, jour) !== null
}

/** His absence of that day; null: he is there. */
export function absenceDe({ absences }: RequisPossible, jour: Jour) {
  return absences.find(({ du, au }) => du <= jour && jour <= au) ?? null
}

/** May this absence be noted? Not one that is over, nor with the absent one as his own delegate. */
export function isAbsencePossible(
  { rpps, au, delegue }: { readonly rpps: Rpps; readonly au: Jour; readonly delegue: Rpps | null },
  today: Jour,
): boolean {
  return au >= today && delegue !== rpps
}
