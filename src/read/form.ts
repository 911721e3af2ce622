/**
 * The form: lines `Libellé : valeur` anywhere in a letter, as people really write them. SPEC §4
 *
 * In    lines with their depth of quotation
 * Out   the values as written, blanks trimmed, and the labels that stand twice with different values
 *
 * Bullets, bold, tabs, `=`, several labels on a line, values on the next lines. The writer's own line
 * wins over a quoted one, the letter answered over older ones, a sure label over a less sure one.
 */
import type { Formulaire, Libelle } from '../domain/courrier.ts'
import { trimEndOf } from '../domain/texte.ts'
import { sameValue } from './compare.ts'
import { isClosing, isDisclaimer } from './courtesy.ts'
import { type LibelleLu, libelleDe, PROSE } from './libelles.ts'
import { isSignature, type TextLine } from './thread.ts'

export interface Form {
  readonly formulaire: Formulaire
  readonly contradictions: readonly Libelle[]
}

interface Entry {
  readonly libelle: LibelleLu
  readonly faible: boolean
  readonly depth: number
  readonly lines: string[]
  /** The line it was last read from, as it stood: tells a wrapped line from a new one. */
  last: string
  blanks: number
}

const MAX_VALUE = 20_000
const MAX_SPLIT = 500
// Mail programs wrap at 72 to 80 columns.
const WRAP_COLUMN = 66

/** Reads the form from lines; quoted ones count only where `quoted` says so. */
export function readForm(
  lines: readonly TextLine[],
  { quoted }: { quoted: 'read' | 'ignore' },
): Form {
  const entries: Entry[] = []
  let current: Entry | null = null
  for (const line of quoted === 'read' ? lines : lines.filter(({ depth }) => depth === 0)) {
    const text = undecorate(line.text)
    const hits = labelsIn(text)
    if (current !== null && current.depth !== line.depth) current = null
    for (const hit of hits) {
      current = { ...hit, depth: line.depth, lines: [hit.value], last: line.text, blanks: 0 }
      entries.push(current)
    }
    if (hits.length === 0 && current !== null && !goesOn(current, line.text, text)) current = null
  }
  return resolve(entries)
}

/** Takes a further line into an entry; false when the entry has ended. */
function goesOn(entry: Entry, raw: string, text: string): boolean {
  if (raw.trim() === '') {
    entry.blanks += 1
    // A quoted line left empty: what comes after the blank is the letter's own prose.
    if (isEmpty(entry)) return entry.blanks < 2 && entry.depth === 0
    return PROSE.has(entry.libelle)
  }
  if (
    isSignature(raw) ||
    isClosing(raw) ||
    isDisclaimer(raw) ||
    /^conclusions?\s*(?::|$)/i.test(text)
  ) {
    return false
  }
  const hasNothing = isEmpty(entry)
  if (PROSE.has(entry.libelle)) {
    if (entry.blanks > 0 && !hasNothing) entry.lines.push('')
  } else if (!hasNothing && (entry.blanks > 0 || !isContinuation(entry.last, raw))) return false
  entry.lines.push(PROSE.has(entry.libelle) ? raw.trim() : text)
  entry.last = raw
  entry.blanks = 0
  return true
}

function isEmpty(entry: Entry): boolean {
  return !entry.lines.some((line) => line !== '')
}

function isContinuation(last: string, raw: string): boolean {
  if (/^(?: {2,}|\t)/.test(raw)) return true
  const firstWord = /^\S*/.exec(raw)?.[0].length ?? 0
  return last.length + 1 + firstWord > WRAP_COLUMN || /^[<(]/.test(raw)
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

interface Hit {
  readonly libelle: LibelleLu
  readonly faible: boolean
  readonly value: string
}

/** The labels of one line, in order, each with its value. */
function labelsIn(text: string): readonly Hit[] {
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
  if (born) return { libelle: 'dateNaissance', faible: true, value: text.slice(born[0].length) }
  for (const separator of SEPARATORS) {
    const parts = separator(text)
    const found = parts && libelleDe(parts.label.replace(/[*_]+/g, ' '))
    if (!found || (separator === atDash && found.faible)) continue
    return { ...found, value: parts.value }
  }
  return bareLabel(text)
}

/** A sure label of several words, or of prose, alone on its line: the value follows. */
function bareLabel(text: string): Hit | null {
  if (/[.!?,]$/.test(text)) return null
  const found = libelleDe(text)
  if (found === null || found.faible) return null
  const isClear = PROSE.has(found.libelle) || text.trim().includes(' ')
  return isClear && found.libelle !== 'nomPrenoms' ? { ...found, value: '' } : null
}

/** Where another label begins within a value, or null. */
function nextLabel(value: string): number | null {
  if (value.length > MAX_SPLIT || !/[:=：]/.test(value)) return null
  for (const boundary of value.matchAll(/(?<![\s;,|/–-])[\s;,|/–-]+(?=\p{L})/gu)) {
    const at = boundary.index + boundary[0].length
    const match = /^[^:=：;|]+(?=[:=：])/u.exec(value.slice(at, at + 70))
    const found = match ? libelleDe(match[0].trimEnd()) : null
    if (found !== null) return boundary.index
  }
  return null
}

function tidy(value: string): string {
  const bare = value.replace(/^[*_]{1,3}\s*/, '').replace(/[ \t]+/g, ' ')
  return trimEndOf(trimEndOf(trimEndOf(bare, '*_ '), '|;, '), '*_ ').trim()
}

// What a blank form shows in place of a value.
const PLACEHOLDER =
  /^(?:jj[/ -]mm[/ -]aaaa|oui\s*(?:\/|ou|\|)\s*non|m\s*[/,]\s*f(?:\s*(?:[/,]|ou)\s*i)?|m, f ou i|oral\s*[/,]\s*ecrit\s*[/,].*|patient\s*\/\s*representant legal|a (?:completer|preciser|renseigner)|\[[^\]@]*\]|<[^>@]*>|\([^)@]*\))$/

function entryValue(entry: Entry): string {
  const value = entry.lines.join('\n').trim().slice(0, MAX_VALUE)
  const folded = value
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  // « Urgence vitale : SAMU-Centre 15 » is what our letters say.
  if (entry.libelle === 'urgence' && /\bsamu\b|centre 15/.test(folded)) return ''
  return /[\p{L}\p{N}?]/u.test(value) && !PLACEHOLDER.test(folded) ? value : ''
}

function resolve(entries: readonly Entry[]): Form {
  const formulaire: { [L in LibelleLu]?: string } = {}
  const contradictions: Libelle[] = []
  for (const libelle of new Set(entries.map((entry) => entry.libelle))) {
    const given = entries.filter((one) => one.libelle === libelle && entryValue(one) !== '')
    const depth = given.reduce((least, one) => Math.min(least, one.depth), Infinity)
    const nearest = given.filter((one) => one.depth === depth)
    const isSure = nearest.some((one) => !one.faible)
    const sure = isSure ? nearest.filter((one) => !one.faible) : nearest
    const [first] = sure
    if (!first) continue
    const value = entryValue(first)
    const differs = sure.some((one) => !sameValue(libelle, entryValue(one), value))
    if (differs && libelle !== 'nom' && libelle !== 'nomPrenoms') contradictions.push(libelle)
    // Prose under a less sure label is kept, after the rest: nothing clinical is lost.
    const added = PROSE.has(libelle)
      ? nearest.filter((one) => isSure && one.faible).map(entryValue)
      : []
    formulaire[libelle] = [value, ...added].join('\n')
  }
  return { formulaire: withNames(formulaire), contradictions }
}

/** `Nom` is the birth name unless that one stands apart; « DUPONT Marie » gives both. */
function withNames(read: { readonly [L in LibelleLu]?: string }): Formulaire {
  const { nom, nomPrenoms, ...rest } = read
  const form: { [L in Libelle]?: string } = rest
  if (nom !== undefined) {
    if (form.nomNaissance === undefined) form.nomNaissance = nom
    else if (!sameValue('nomNaissance', nom, form.nomNaissance)) form.nomUtilise ??= nom
  }
  const both = nomPrenoms === undefined ? null : splitNames(nomPrenoms)
  if (both) {
    form.nomNaissance ??= both.nom
    form.prenoms ??= both.prenoms
  }
  return form
}

/** Capitals are the family name: « DUPONT Marie », « Marie DUPONT »; anything else is not split. */
function splitNames(text: string): { readonly nom: string; readonly prenoms: string } | null {
  const bare = text.replace(/^(?:m|mr|mme|mlle|monsieur|madame)\.?\s+/i, '').trim()
  const list = bare.split(/[\s,]+/)
  if (list.length > 8 || !list.every((word) => /^[\p{L}'’-]{2,}$/u.test(word))) return null
  const isCapital = (word: string) => word === word.toUpperCase()
  const nom = list.filter(isCapital)
  const prenoms = list.filter((word) => !isCapital(word) && /^\p{Lu}/u.test(word))
  if (nom.length === 0 || prenoms.length === 0 || nom.length + prenoms.length < list.length)
    return null
  const ordered = [...nom, ...prenoms].join(' ') === list.join(' ')
  const reversed = [...prenoms, ...nom].join(' ') === list.join(' ')
  return ordered || reversed ? { nom: nom.join(' '), prenoms: prenoms.join(' ') } : null
}
