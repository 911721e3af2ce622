/**
 * What the writer's own lines say beside the form: text, conclusion, patient recalled, deposit for another.
 *
 * In    the writer's own lines
 * Out   `texte`, `conclusion`, `rappelPatient`, `depotPour` of a Courrier
 *
 * SPEC §5, §6.5
 */

import { fold, trimEndOf } from '../domain/texte.ts'
import { normalise } from '../domain/unicode.ts'
import { isClosing, isNameBlock, isOnlyCourtesy, isThanks } from './courtesy.ts'
import { bare, endReading } from './invisible.ts'
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

/**
 * The lines as one text, empty when only courtesy is in them, and what follows `Conclusion :` in it; `cite`: those of
 * them that he quotes of us, which say nothing themselves.
 */
export function writtenText(
  lines: readonly string[],
  { hasKeyword, cite }: { readonly hasKeyword: boolean; readonly cite: readonly string[] },
): {
  texte: string
  conclusion: string | null
} {
  const others = new Set(cite)
  const read = lines.map((line) => (others.has(line) ? '' : bare(line)))
  // Thanks are no opinion, but they are a message.
  const isMute = isOnlyCourtesy(read) && (hasKeyword || !read.some(isThanks))
  if (isMute) return { texte: '', conclusion: null }
  return { texte: joined(lines), conclusion: conclusionIn(lines, read) }
}

/** Lines as one text; of blank ones no more than one in a row. */
export function joined(lines: readonly string[]): string {
  const kept = lines.filter((line, at) => line.trim() !== '' || (lines[at - 1] ?? '').trim() !== '')
  return kept.join('\n').trim()
}

const CONCLUSION = /^(?:en )?conclusions?[\s*_]*(?:[:=]|$)[\s*_]*/i

function conclusionIn(lines: readonly string[], read: readonly string[]): string | null {
  const all = read.flatMap((line, i) => (CONCLUSION.test(undecorate(line)) ? [i] : []))
  if (all.length === 0) return null
  // Each of several is its own paragraph: what stands between them is no conclusion.
  const parts = all.map((at, i) =>
    conclusionAt(lines, read, {
      at,
      end: all.length > 1 ? endOf(read, at, all[i + 1]) : undefined,
    }),
  )
  const text = parts.filter((part) => part !== '').join('\n')
  return text === '' ? null : text
}

/** The paragraph that begins at `at`; a title alone has its words below a blank line. */
function endOf(read: readonly string[], at: number, next = read.length): number {
  const isTitle =
    undecorate(read[at] ?? '')
      .replace(CONCLUSION, '')
      .trim() === ''
  const from = isTitle ? at + 1 : at
  const start = read.findIndex((line, i) => i >= from && line.trim() !== '')
  const blank = read.findIndex((line, i) => i > Math.max(start, at) && line.trim() === '')
  return blank === -1 ? next : Math.min(blank, next)
}

function conclusionAt(
  lines: readonly string[],
  read: readonly string[],
  { at, end: last }: { readonly at: number; readonly end: number | undefined },
): string {
  const said = undecorate(read[at] ?? '').replace(CONCLUSION, '')
  const following = read.slice(at + 1, last)
  const end = following.findIndex((line, i) => isClosing(line) || isNameBlock(following, i))
  const rest = lines.slice(at + 1, end === -1 ? last : at + 1 + end)
  return [endReading(lines[at] ?? '', said), ...rest].join('\n').trim()
}

const MAX_NAMED = 151
const DEPOT =
  /\b(?:pour le compte d[ue]s?|pour|au nom d[ue]|de la part d[ue]|p\s?\/\s?o|par delegation d[ue]) (?:l[ea] )?((?:dr|docteure?|pr|professeure?)\b\.? )(?=\S)/g

/** « Pour le Dr : X », « Médecin demandeur : X »: the value names him, with a title or without. */
const DEPOT_LABEL =
  /^(?:(?:demande )?(?:deposee?s? )?pour(?: le compte d[ue]s?)?(?: l[ea])?(?: (?:dr|docteure?|medecin)\b\.?)?|(?:demande )?deposee? au nom d[ue](?: (?:dr|docteure?)\b\.?)?|(?:medecin )?(?:demandeur|requerante?)) ?[:=] ?(?=\S)/
/** « Demande déposée pour Paul Martin »: nobody else is spoken of so. */
const DEPOT_SAID = /^(?:demande |avis )?deposee? (?:pour|au nom d[ue]) (?=\S)/
/** What tells him from another of his name, behind it: a number, an address. */
const DEPOT_MORE = /^(?:n°?|rpps)*\d*$/
const DEPOT_MARKS = /[\s,;:()<>.]/g

/** The physician named after « pour le », in the writer's lines or the subject; null without. */
export function depotPour(own: readonly string[], subject: string): string | null {
  for (const line of [...own.slice(0, 200), subject]) {
    const text = normalise(undecorate(line.slice(0, 400)), 'NFC')
    const folded = fold(text)
    if (folded.length !== text.length) continue
    const said = DEPOT_SAID.exec(folded)?.[0].length ?? 0
    const isName = said > 0 && /^[\p{Lu}\d]/u.test(text.slice(said))
    const labelled = DEPOT_LABEL.exec(folded)?.[0].length ?? (isName ? said : undefined)
    if (labelled !== undefined && text.length - labelled <= MAX_NAMED) {
      return untilEnd(text.slice(labelled), titleOf(folded.slice(labelled)))
    }
    // A value of the form (« Question : quel suivi pour le Dr X ? ») names nobody as its author.
    const isValue = line !== subject && /^[^:@]{1,60}:/.test(text)
    if (isValue && !/^(?:demande |avis )?(?:depos|pour)/.test(folded)) continue
    for (const match of folded.matchAll(DEPOT)) {
      const after = match.index + match[0].length
      if (text.length - after > MAX_NAMED) continue
      const title = (match[1] ?? '').length
      return untilEnd(text.slice(after - title), title)
    }
  }
  return null
}

function titleOf(folded: string): number {
  return /^(?:dr|docteure?|pr|professeure?)\b\.? ?/.exec(folded)?.[0].length ?? 0
}

/** The name up to the end of its sentence, with the number or the address that follows it. */
function untilEnd(named: string, title: number): string {
  const end = /[.;,!?](?=\s|$)/.exec(named.slice(title))?.index
  if (end === undefined) return named.trim()
  const rest = named.slice(end + title)
  let kept = 0
  for (const { 0: word, index } of rest.matchAll(/\S+/g)) {
    const bare = fold(word.replace(DEPOT_MARKS, ''))
    if (!word.includes('@') && !DEPOT_MORE.test(bare)) break
    if (/[@\d]/.test(word)) kept = index + word.length
  }
  return trimEndOf(named.slice(0, end + title + kept).trim(), '.,;')
}
