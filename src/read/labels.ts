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
import { isClear, isSaid } from './shapes.ts'
import { type Hit, labelAt } from './splits.ts'

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

/** The labels of one line. */
export interface Labels {
  /** In order, each with its value. */
  readonly hits: readonly Hit[]
  /** Something else stands on the line. */
  readonly isPart: boolean
  /** They begin sentences of prose: « Vue ce jour. MT : Dr Petit. » */
  readonly isProse: boolean
}

const NO_LABELS: Labels = { hits: [], isPart: false, isProse: false }

/** The labels of one line. */
export function labelsIn(text: string): Labels {
  const direct = labelsFrom(text)
  if (direct.length > 0) {
    const isPart = direct.some(({ label }) => isHinted(label))
    return { hits: direct, isPart, isProse: false }
  }
  // « Bonjour, Spécialité demandée : … »
  const comma = text.slice(0, 60).search(/[,.!] /)
  if (comma !== -1 && isGreeting(text.slice(0, comma + 1))) {
    const hits = labelsFrom(text.slice(comma + 2).trimStart())
    if (hits.length > 0) return { hits, isPart: true, isProse: false }
  }
  const { hits, isWhole } = inSentences(text)
  return hits.length === 0 ? NO_LABELS : { hits, isPart: !isWhole, isProse: true }
}

const MAX_SENTENCES = 30
const SENTENCE_END = /[.;!?](?:\s+|(?=\())|\(|\s[-–—/|]\s+|,\s+/g

/** Sentences of a line that are a label with a value of its kind, or that put the question. */
function inSentences(text: string): { readonly hits: readonly Hit[]; readonly isWhole: boolean } {
  if (text.length > MAX_SPLIT) return { hits: [], isWhole: false }
  const ends = [...text.matchAll(SENTENCE_END)].slice(0, MAX_SENTENCES)
  const starts = [0, ...ends.map(({ index, 0: sign }) => index + sign.length)]
  const hits: Hit[] = []
  let isWhole = true
  for (const [at, start] of starts.entries()) {
    const segment = text.slice(start, ends[at]?.index)
    const closed = closedIn(segment)
    if (closed !== null) hits.push(closed)
    else if (segment.trim() !== '') isWhole = false
    const put = closed === null && start > 0 ? questionIn(text.slice(start)) : null
    if (put === null) continue
    return { hits: [...hits, put], isWhole: false }
  }
  return { hits, isWhole }
}

function closedIn(segment: string): Hit | null {
  const found = labelAt(segment)
  if (found === null || found.faible || PROSE.has(found.libelle)) return null
  // « Sa mère, née le … »: whose birth a sentence tells is not said by its place.
  if (/^n[ée]/i.test(found.label)) return null
  const value = trimEndOf(found.value, ' .;,)')
  const isNamed = found.libelle === 'nom' && value === value.toUpperCase()
  return isSaid(found.libelle, value) || (isNamed && isNameOf(value))
    ? { ...found, faible: true, value: tidy(value) }
    : null
}

/** « Nom : DUPONT » amid other lines of the form. */
function isNameOf(value: string): boolean {
  return /^\p{Lu}[\p{L}'’-]{1,40}(?: \p{Lu}[\p{L}'’-]{0,40}){0,3}$/u.test(value)
}

function questionIn(rest: string): Hit | null {
  const found = labelAt(rest)
  const isPut = found?.libelle === 'question' && !found.faible && found.approche !== 'proche'
  return isPut && found.value !== '' ? { ...found, value: tidy(found.value) } : null
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
    const found = labelAt(rest)
    if (found === null) break
    const hit = stated(found)
    const next = nextLabel(hit.value, PROSE.has(hit.libelle) ? 'prose' : 'line')
    hits.push({
      ...hit,
      value: shown(
        hit.libelle,
        next === null ? hit.value : trimEndOf(hit.value.slice(0, next), ' -–/'),
      ),
    })
    rest = next === null ? null : hit.value.slice(next).replace(/^[\s;,|/–-]+/, '')
  }
  return hits
}

/** « Consentement : Patient hors d'état d'exprimer sa volonté, proche consulté : NOM »: the statement, not a consent. */
function stated(hit: Hit): Hit {
  if (hit.libelle !== 'consentement') return hit
  const inside = labelAt(hit.value)
  const isStatement =
    inside?.libelle === 'personneDeConfiance' || inside?.libelle === 'procheConsulte'
  return isStatement ? inside : hit
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
  for (const sign of value.matchAll(
    /[:=：→⇒]|\bn[ée]{1,2}(?:\(e\))? le(?= \d)|\bsexe(?= (?:m|f|h|i|masculin|f[ée]minin)\b)/giu,
  )) {
    signs += 1
    if (signs > MAX_SIGNS) return null
    if (/^[ns]/i.test(sign[0])) {
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
    if (kind === 'line') {
      if (isNumber(found.libelle) && !/^\s*$|\d/.test(value.slice(end + 1, end + 41))) continue
      return boundary
    }
    const shown = { ...found, label, value: value.slice(end + 1, end + 161) }
    if (STRONG.test(value.slice(Math.max(0, boundary - 1), start)) && isClear(shown, NONE)) {
      return boundary
    }
  }
  return null
}

const NONE: ReadonlySet<LibelleLu> = new Set()

/** « père joint par téléphone : OK »: where a number is wanted and words follow, it is no label. */
function isNumber(libelle: LibelleLu): boolean {
  return NUMBERS.has(libelle)
}

const NUMBERS: ReadonlySet<LibelleLu> = new Set([
  'telephone',
  'matriculeIns',
  'numeroAm',
  'numeroFiness',
  'nirAssure',
])

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

function shown(libelle: LibelleLu, value: string): string {
  const said = tidy(value)
  return PROSE.has(libelle) ? said : unstopped(said)
}

/** A full stop after a value that is no sentence: « Nom : DUPONT. » */
function unstopped(value: string): string {
  return /[\p{L}\p{N})]{2}\.$/u.test(value) ? value.slice(0, -1) : value
}

function tidy(value: string): string {
  const bare = value.replace(/^[*_]{1,3}\s*/, '').replace(/[ \t]+/g, ' ')
  return trimEndOf(trimEndOf(trimEndOf(bare, '*_ '), '|;, '), '*_ ').trim()
}
