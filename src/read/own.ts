/**
 * What the writer's own lines say beside the form: text, conclusion, patient recalled, deposit for another.
 *
 * In    the writer's own lines
 * Out   `texte`, `conclusion`, `rappelPatient`, `depotPour` of a Courrier
 *
 * SPEC §5, §6 rule 5
 */
import { fold, trimEndOf } from '../domain/texte.ts'
import { isClosing, isNameBlock, isOnlyCourtesy, isThanks } from './courtesy.ts'
import { undecorate } from './labels.ts'

// Initials and a year, which is all that our link writes: « A.Z., 1951 ».
const RAPPEL = /^patiente?[ ]?[:=] ?(.+)$/i
const YEAR = /(?:19|20)\d{2}\)?$/
const INITIALS = /^[\p{L}?]\p{L}?$/u
const MAX_INITIALS = 7

/** The initials and year of `Patient : A.Z., 1951`, as written; null without. */
export function rappelPatient(own: readonly string[]): string | null {
  for (const line of own) {
    const value = rappelIn(line)
    if (value !== null) return value
  }
  return null
}

function rappelIn(line: string): string | null {
  const said = RAPPEL.exec(undecorate(line.slice(0, 100)).replace(/\s+/g, ' '))?.[1]
  if (said === undefined) return null
  const value = trimEndOf(said, ' .')
  const year = YEAR.exec(value)
  if (year === null) return null
  const head = value.slice(0, year.index).replace(/[,;]? ?\(?$/, '')
  const initials = head.split(/[. '’-]+/).filter((one) => one !== '')
  const isRead = initials.length > 0 && initials.length <= MAX_INITIALS && /[. '’-]/.test(head)
  return isRead && initials.every((one) => INITIALS.test(one)) ? value : null
}

/** Is this the line of our link, which is no text of the writer's? */
export function isRappel(line: string): boolean {
  return rappelIn(line) !== null
}

/** The lines as one text, empty when only courtesy is in them, and what follows `Conclusion :` in it. */
export function writtenText(
  lines: readonly string[],
  { hasKeyword }: { readonly hasKeyword: boolean },
): {
  texte: string
  conclusion: string | null
} {
  // Thanks are no opinion, but they are a message.
  const isMute = isOnlyCourtesy(lines) && (hasKeyword || !lines.some(isThanks))
  if (isMute) return { texte: '', conclusion: null }
  return { texte: joined(lines), conclusion: conclusionIn(lines) }
}

/** Lines as one text; of blank ones no more than one in a row. */
export function joined(lines: readonly string[]): string {
  const kept = lines.filter((line, at) => line.trim() !== '' || (lines[at - 1] ?? '').trim() !== '')
  return kept.join('\n').trim()
}

const CONCLUSION = /^(?:en )?conclusions?[\s*_]*(?:[:=]|$)[\s*_]*/i

function conclusionIn(lines: readonly string[]): string | null {
  const at = lines.findIndex((line) => CONCLUSION.test(undecorate(line)))
  if (at === -1) return null
  const first = undecorate(lines[at] ?? '').replace(CONCLUSION, '')
  const following = lines.slice(at + 1)
  const end = following.findIndex((line, i) => isClosing(line) || isNameBlock(following, i))
  const rest = end === -1 ? following : following.slice(0, end)
  const text = [first, ...rest].join('\n').trim()
  return text === '' ? null : text
}

const MAX_NAMED = 151
const DEPOT =
  /\b(?:pour le compte d[ue]s?|pour|au nom d[ue]|de la part d[ue]|p\s?\/\s?o|par delegation d[ue]) (?:l[ea] )?((?:dr|docteure?|pr|professeure?)\b\.? )(?=\S)/g

/** The physician named after « pour le », in the writer's lines or the subject; null without. */
export function depotPour(own: readonly string[], subject: string): string | null {
  for (const line of [...own.slice(0, 200), subject]) {
    const text = undecorate(line.slice(0, 400)).normalize('NFC')
    // A value of the form (« Question : quel suivi pour le Dr X ? ») names nobody as its author.
    if (line !== subject && /^[^:@]{1,60}:/.test(text) && !/^(?:depos|pour)/.test(fold(text)))
      continue
    const folded = fold(text)
    if (folded.length !== text.length) continue
    for (const match of folded.matchAll(DEPOT)) {
      const after = match.index + match[0].length
      if (text.length - after > MAX_NAMED) continue
      const named = text.slice(after - (match[1] ?? '').length)
      const end = /[.;,!?](?=\s|$)/.exec(named.slice((match[1] ?? '').length))?.index
      return named.slice(0, end === undefined ? undefined : end + (match[1] ?? '').length).trim()
    }
  }
  return null
}
