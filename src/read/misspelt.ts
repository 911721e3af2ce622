/**
 * A keyword that is one letter off, alone on its line. SPEC §5, §6 rule 1
 *
 * In    a line
 * Out   the keyword that its author means, among those that stop something or ask; null: none. What lets something leave
 *       is never guessed
 */
import type { MotCle } from '../domain/courrier.ts'
import { words } from '../domain/texte.ts'

/** Words that stop or ask: alone on the line and one letter off, they are still what their author means. */
const STOPS: readonly (readonly [MotCle, readonly string[]])[] = [
  ['ANNULATION', ['annulation']],
  ['RETRAIT CONSENTEMENT', ['retrait consentement', 'retrait du consentement']],
  ['COMPLEMENT', ['complement']],
]

/** Keywords read with one letter wrong, as in « ANULATION ». A word that lets something leave must be spelt right. */
export function misspelt(line: string): MotCle | null {
  if (line.length > 40) return null
  const said = words(line)
  const found = STOPS.find(([, forms]) => forms.some((form) => isOneOff(said, form)))
  return found?.[0] ?? null
}

/** One letter more, less or other, or two that changed places. */
function isOneOff(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  let end = 0
  while (
    end < Math.min(one.length, other.length) - start &&
    one.at(-1 - end) === other.at(-1 - end)
  )
    end += 1
  const [a, b] = [one.slice(start, one.length - end), other.slice(start, other.length - end)]
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && a === [...b].reverse().join(''))
}
