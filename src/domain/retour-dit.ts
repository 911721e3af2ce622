/**
 * From when he is there again, as written after PRESENT.
 *
 * In    nothing; « 12/03/2026 », « à partir du 12 mars »; « du 12/03 au 14/03 »
 * Out   whatever was announced is taken back; back on that day; there on these days; null: not understood
 * Refuses what `periode.ts` does.
 *
 * SPEC §5 (ABSENT)
 */
import type { Retour } from './absences.ts'
import type { Jour } from './correspondant.ts'
import { periodeDe } from './periode.ts'

/** The days of a return; null: not understood. */
export function retourDe(argument: string | null, aujourdhui: Jour): Retour | null {
  if (argument === null || argument.trim() === '') return { du: null, au: null }
  const said = argument
    .trim()
    .replace(/^(?:d[èe]s|[àa] (?:partir|compter) d[eu]|de retour)\s+(?:le\s+)?/i, '')
  const periode = periodeDe(said, aujourdhui)
  if (periode === null) return null
  return periode.du === periode.au ? { du: periode.du, au: null } : periode
}
