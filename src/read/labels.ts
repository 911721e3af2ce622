/**
 * Where labels stand on one line of a form, and what follows them there. SPEC §4
 *
 * In    a line, without its quotation marks
 * Out   its labels in order, each with its value; none where the line is prose
 *
 * Bullets, bold, tabs, `=`, several labels on a line. One pass over the line, whatever it holds.
 */
import { hasCases } from '../domain/cases-cochees.ts'
import { trimEndOf, words } from '../domain/texte.ts'
import { isGreeting } from './courtesy.ts'
import { type LibelleLu, libelleDe, PROSE } from './libelles.ts'
import { isClear } from './shapes.ts'

const MAX_SPLIT = 4000

/** A line of a value: bullets and bold marks off, but not the boxes, which say something. */
export function unmarked(line: string): string {
  return hasCases(line.slice(0, 4)) ? line.trim() : undecorate(line)
}

/** Bullets, numbers, boxes and bold marks off. */
export function undecorate(line: string): string {
  return line
    .trim()
    .replace(/^(?:(?:[-–—*•·▪▫◦‣►➢✓✔☐☑☒□■+]|\d{1,2}[.)]|[a-z]\)|\[[ xX]?\])\s+)+/u, '')
    .replace(/^[|#\s]+/, '')
    .replace(/^([*_]{1,3})(.{1,200}?)\1(?=\s|[:=]|$)/u, '$2')
    .replace(/^[*_]{1,3}(?=\S)/, '')
}

/** A label found on a line. */
export interface Hit {
  readonly libelle: LibelleLu
  readonly faible: boolean
  readonly approche?: boolean
  readonly value: string
  /** The label as written. */
  readonly label: string
}

/** The labels of one line, in order, each with its value; `isPart` when something else stands before them. */
export function labelsIn(text: string): {
  readonly hits: readonly Hit[]
  readonly isPart: boolean
} {
  const direct = labelsFrom(text)
  if (direct.length > 0)
    return { hits: direct, isPart: direct.some(({ label }) => isHinted(label)) }
  // « Bonjour, Spécialité demandée : … »
  const comma = text.slice(0, 60).search(/[,.!] /)
  if (comma === -1 || !isGreeting(text.slice(0, comma + 1))) return { hits: [], isPart: false }
  return { hits: labelsFrom(text.slice(comma + 2).trimStart()), isPart: true }
}

// What blank forms write in parentheses after a label.
const HINT =
  /^(?:s|e|es|jj mm aaaa|jjmmaaaa|oui non|m f|m f i|h f|oral ecrit|oral ecrit electronique|etat civil|facultatif|obligatoire|de naissance|du patient|patient|si connu|cpam|am|rpps)$/

/** Does the label say more than its name: « Traitements (arrêtés hier) »? */
function isHinted(label: string): boolean {
  const hints = label.match(/\([^()]*\)/g) ?? []
  return hints.some((hint) => words(hint) !== '' && !HINT.test(words(hint)))
}

function labelsFrom(text: string): readonly Hit[] {
  const hits: Hit[] = []
  let rest: string | null = text
  while (rest !== null) {
    const hit = labelAt(rest)
    if (hit === null) break
    const next = nextLabel(hit.value, PROSE.has(hit.libelle) ? 'prose' : 'line')
    hits.push({
      ...hit,
      value: tidy(next === null ? hit.value : trimEndOf(hit.value.slice(0, next), ' -–/')),
    })
    rest = next === null ? null : hit.value.slice(next).replace(/^[\s;,|/–-]+/, '')
  }
  return hits
}

const MAX_LABEL = 90

interface Split {
  readonly label: string
  readonly value: string
}

/** `Libellé → valeur`, `Libellé -> valeur`, `Libellé => valeur`. */
function atArrow(text: string): Split | null {
  const found = /\s{0,9}(?:[→➔⇒►▶➜⟶]|[-=]{1,2}>)\s{0,9}:?/u.exec(text.slice(0, MAX_LABEL + 20))
  return found && split(text.slice(0, found.index), text.slice(found.index + found[0].length))
}

/** `Libellé ........ valeur`, `Libellé …… valeur`, `Libellé ____ valeur`. */
function atDots(text: string): Split | null {
  const found = /(?:\.{3,40}|…{1,40}|_{3,40})\s{0,9}[:=]?/u.exec(text.slice(0, MAX_LABEL + 40))
  if (!found) return null
  const after = text.slice(found.index + found[0].length)
  return split(text.slice(0, found.index), after.replace(/^[.…_]{1,200}/, ''))
}

/** `Libellé : valeur`, also `=`, `::`; an address `http://` is none. */
function atColon(text: string): Split | null {
  const at = text.search(/[:=：]/)
  const after = text.slice(at + (/^[:=]/.test(text.slice(at + 1)) ? 2 : 1))
  return at < 1 || after.startsWith('//') ? null : split(text.slice(0, at), after)
}

/** `Libellé <tab> valeur`, `Libellé | valeur`. */
function atTab(text: string): Split | null {
  const at = text.search(/[\t|]/)
  if (at < 1) return null
  const after = text.slice(at).trimStart()
  return split(text.slice(0, at), after.startsWith('|') ? after.slice(1) : after)
}

/** `Libellé - valeur`, with a blank on each side. */
function atDash(text: string): Split | null {
  const at = text.search(/(?<=\S\s|\s\s)[-–—]\s/)
  return at === -1 ? null : split(text.slice(0, at), text.slice(at + 1))
}

function split(before: string, after: string): Split | null {
  const label = before.trimEnd()
  return label === '' || label.length > MAX_LABEL ? null : { label, value: after.trimStart() }
}

// Surest first: the label before a dash must be a sure one.
const SEPARATORS = [atArrow, atColon, atTab, atDots, atDash]

function labelAt(text: string): Hit | null {
  const born = /^n[ée]{1,2}e?(?:\(e\))?\s+le\s+(?=\d)/i.exec(text.slice(0, 40))
  if (born)
    return {
      libelle: 'dateNaissance',
      faible: true,
      value: text.slice(born[0].length),
      label: born[0],
    }
  for (const separator of SEPARATORS) {
    const parts = separator(text)
    const found = parts && libelleDe(parts.label.replace(/[*_]+/g, ' '))
    if (!found || (separator === atDash && (found.faible || found.approche))) continue
    return { ...found, value: parts.value, label: parts.label }
  }
  return bareLabel(text)
}

/** A sure label of several words, or of prose, alone on its line: the value follows. */
function bareLabel(text: string): Hit | null {
  if (/[.!?,]$/.test(text)) return null
  const found = libelleDe(text)
  if (found === null || found.faible) return null
  const isSure = text.trim().includes(' ') || (PROSE.has(found.libelle) && !found.approche)
  return isSure && found.libelle !== 'nomPrenoms' ? { ...found, value: '', label: text } : null
}

const ARTICLE = /^(?:le|la|les|votre|mon)\s/i

/** Signs of one line that may end a label, and words before one of them that may be of it. */
const MAX_SIGNS = 100
const MAX_STARTS = 8
const BOUNDARY = ' \t;,|/–-'
/** What separates two lines of a form that were written as one. */
const STRONG = /[;|]\s*$|\s[-–/]\s*$|[.?!]\s+$/

/**
 * Where another label begins within a value, or null. Prose is cut only where a sign ends it, and only by a
 * label that is sure: « Contexte : chutes ; Question : exérèse ? ».
 */
function nextLabel(value: string, kind: 'prose' | 'line'): number | null {
  if (value.length > MAX_SPLIT) return null
  let signs = 0
  for (const sign of value.matchAll(/[:=：→⇒]|n[ée]{1,2}(?:\(e\))? le(?= \d)/giu)) {
    signs += 1
    if (signs > MAX_SIGNS) return null
    if (/^n/i.test(sign[0])) {
      const boundary = before(value, sign.index)
      if (kind === 'line' && boundary < sign.index && boundary > 0) return boundary
      continue
    }
    const found = labelBefore(value, sign.index, kind)
    if (found !== null) return found
  }
  return null
}

/** The boundary before the longest label that ends at `end`. */
function labelBefore(value: string, end: number, kind: 'prose' | 'line'): number | null {
  const starts = startsBefore(value, end)
  for (const start of starts) {
    const label = value.slice(start, end).trimEnd()
    // « de mon Né à : »: the article is of the words before.
    if (ARTICLE.test(label)) continue
    const found = libelleDe(label)
    const boundary = found === null ? 0 : before(value, start)
    if (found === null || boundary === 0) continue
    if (kind === 'line') return boundary
    const shown = { ...found, label, value: value.slice(end + 1, end + 161) }
    if (STRONG.test(value.slice(Math.max(0, boundary - 1), start)) && isClear(shown, NONE)) {
      return boundary
    }
  }
  return null
}

const NONE: ReadonlySet<LibelleLu> = new Set()

/** Where words begin before `end`, the farthest first. */
function startsBefore(value: string, end: number): readonly number[] {
  const starts: number[] = []
  const least = Math.max(1, end - 70)
  for (let at = end - 1; at >= least && starts.length < MAX_STARTS; at--) {
    const one = value[at] ?? ''
    if (':=：;|'.includes(one)) break
    if (BOUNDARY.includes(value[at - 1] ?? '') && !BOUNDARY.includes(one)) starts.unshift(at)
  }
  return starts
}

/** Where the blanks and signs before `start` begin. */
function before(value: string, start: number): number {
  let at = start
  while (at > 0 && BOUNDARY.includes(value[at - 1] ?? '')) at -= 1
  return at
}

function tidy(value: string): string {
  const bare = value.replace(/^[*_]{1,3}\s*/, '').replace(/[ \t]+/g, ' ')
  return trimEndOf(trimEndOf(trimEndOf(bare, '*_ '), '|;, '), '*_ ').trim()
}
