/**
 * What the writer's own lines say beside the form: text, conclusion, patient recalled, deposit for another.
 *
 * In    the writer's own lines
 * Out   `texte`, `conclusion`, `rappelPatient`, `depotPour` of a Courrier
 *
 * SPEC §5, §6 rule 5
 */
import { fold } from '../domain/texte.ts'
import { isClosing, isDisclaimer, isNameBlock, isOnlyCourtesy } from './courtesy.ts'
import { undecorate } from './form.ts'

// Initials and a year, which is all that our link writes: « A.Z., 1951 ».
const RAPPEL =
  /^patiente?\s*[:=]\s*((?:[\p{Lu}?]\p{Ll}?[.\s'’-]+){1,6}(?:\p{Lu}\.?)?\s*[,;]?\s*\(?(?:19|20)\d{2}\)?)\s*\.?$/iu

/** The initials and year of `Patient : A.Z., 1951`, as written; null without. */
export function rappelPatient(own: readonly string[]): string | null {
  for (const line of own) {
    const value = RAPPEL.exec(undecorate(line.slice(0, 100)))?.[1]
    if (value !== undefined) return value.trim()
  }
  return null
}

/** The lines without the one of our link, which is no text of the writer's. */
export function withoutRappel(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !RAPPEL.test(undecorate(line.slice(0, 100))))
}

/** The text, empty when only courtesy is left, and what follows `Conclusion :` in it. */
export function writtenText(lines: readonly string[]): {
  texte: string
  conclusion: string | null
} {
  if (isOnlyCourtesy(lines)) return { texte: '', conclusion: null }
  const legal = lines.findIndex(isDisclaimer)
  const kept = legal > 0 ? lines.slice(0, legal) : lines
  const texte = kept
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return { texte, conclusion: conclusionIn(kept) }
}

const CONCLUSION = /^(?:en )?conclusions?\s*(?:[*_]*\s*[:=]|$)[*_]*\s*/i

function conclusionIn(lines: readonly string[]): string | null {
  const at = lines.findIndex((line) => CONCLUSION.test(undecorate(line)))
  if (at === -1) return null
  const first = undecorate(lines[at] ?? '').replace(CONCLUSION, '')
  const following = lines.slice(at + 1)
  const end = following.findIndex((line, i) => isClosing(line) || isNameBlock(following.slice(i)))
  const rest = end === -1 ? following : following.slice(0, end)
  const text = [first, ...rest].join('\n').trim()
  return text === '' ? null : text
}

const DEPOT =
  /\b(?:pour le compte d[ue]s?|pour|au nom d[ue]|de la part d[ue]|p\s?\/\s?o|par delegation d[ue])\s+(?:l[ea] )?((?:dr|docteure?|pr|professeure?)\b\.?\s+\S.{0,150})$/

/** The physician named after « pour le », in the writer's lines or the subject; null without. */
export function depotPour(own: readonly string[], subject: string): string | null {
  for (const line of [...own.slice(0, 200), subject]) {
    const text = undecorate(line.slice(0, 400)).normalize('NFC')
    // A value of the form (« Question : quel suivi pour le Dr X ? ») names nobody as its author.
    if (line !== subject && /^[^:@]{1,60}:/.test(text) && !/^(?:depos|pour)/.test(fold(text)))
      continue
    const folded = fold(text)
    const match = DEPOT.exec(folded)
    if (!match?.[1] || folded.length !== text.length) continue
    const named = text.slice(text.length - match[1].length)
    return named.replace(/[.;,!?](?:\s.*)?$/, (tail) => (/^\.\w/.test(tail) ? tail : '')).trim()
  }
  return null
}
