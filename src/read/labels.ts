/**
 * Where labels stand on one line of a form, and what follows them there. SPEC §4
 *
 * In    a line, without its quotation marks
 * Out   its labels in order, each with its value; none where the line is prose
 *
 * Bullets, bold, tabs, `=`, several labels on a line. One pass over the line, whatever it holds.
 */
import { trimEndOf, words } from '../domain/texte.ts'
import { isGreeting } from './courtesy.ts'
import { type LibelleLu, libelleDe, PROSE } from './libelles.ts'

const MAX_SPLIT = 500

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
    const next = PROSE.has(hit.libelle) ? null : nextLabel(hit.value)
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
const SEPARATORS = [atColon, atTab, atDash]

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
    if (!found || (separator === atDash && found.faible)) continue
    return { ...found, value: parts.value, label: parts.label }
  }
  return bareLabel(text)
}

/** A sure label of several words, or of prose, alone on its line: the value follows. */
function bareLabel(text: string): Hit | null {
  if (/[.!?,]$/.test(text)) return null
  const found = libelleDe(text)
  if (found === null || found.faible) return null
  const isClear = PROSE.has(found.libelle) || text.trim().includes(' ')
  return isClear && found.libelle !== 'nomPrenoms' ? { ...found, value: '', label: text } : null
}

const ARTICLE = /^(?:le|la|les|votre|mon)\s/i

/** Where another label begins within a value, or null. */
function nextLabel(value: string): number | null {
  if (value.length > MAX_SPLIT || !/[:=：]/.test(value)) return null
  for (const boundary of value.matchAll(/(?<![\s;,|/–-])[\s;,|/–-]+(?=\p{L})/gu)) {
    const at = boundary.index + boundary[0].length
    const match = /^[^:=：;|]+(?=[:=：])/u.exec(value.slice(at, at + 70))
    // « de mon Né à : »: the article is of the words before.
    const found = match && !ARTICLE.test(match[0]) ? libelleDe(match[0].trimEnd()) : null
    if (found !== null) return boundary.index
  }
  return null
}

function tidy(value: string): string {
  const bare = value.replace(/^[*_]{1,3}\s*/, '').replace(/[ \t]+/g, ' ')
  return trimEndOf(trimEndOf(trimEndOf(bare, '*_ '), '|;, '), '*_ ').trim()
}
