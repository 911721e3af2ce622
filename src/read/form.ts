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
import { fold } from '../domain/texte.ts'
import { sameValue } from './compare.ts'
import { isDisclaimer, isPureClosing } from './courtesy.ts'
import { type Hit, labelsIn, undecorate } from './labels.ts'
import { CLOSED, type LibelleLu, PROSE } from './libelles.ts'
import { isClear, isWhole } from './shapes.ts'
import { isSignature, type TextLine } from './thread.ts'

export interface Form {
  readonly formulaire: Formulaire
  readonly contradictions: readonly Libelle[]
  /** Lines that say nothing but values which stand in `formulaire` as written, or are shown by what they mean. */
  readonly used: ReadonlySet<number>
}

interface Entry {
  readonly libelle: LibelleLu
  readonly faible: boolean
  readonly depth: number
  readonly lines: string[]
  /** The lines of the letter it stands on. */
  readonly at: number[]
  /** Its first line says something before the label. */
  readonly isPart: boolean
  /** The line it was last read from, as it stood: tells a wrapped line from a new one. */
  last: string
  blanks: number
}

// Mail programs wrap at 72 to 80 columns.
const WRAP_COLUMN = 66

/** Reads the form from lines; lines that look quoted count only where `quoted` says so. */
export function readForm(
  lines: readonly TextLine[],
  { quoted }: { quoted: 'read' | 'ignore' },
): Form {
  const strict = resolve(entriesOf(lines, quoted, NONE))
  // A less sure label amid prose counts where no line puts the question at all.
  return strict.formulaire.question === undefined
    ? resolve(entriesOf(lines, quoted, QUESTION))
    : strict
}

const NONE: ReadonlySet<LibelleLu> = new Set()
const QUESTION: ReadonlySet<LibelleLu> = new Set(['question'])

function entriesOf(
  lines: readonly TextLine[],
  quoted: 'read' | 'ignore',
  amidProse: ReadonlySet<LibelleLu>,
): readonly Entry[] {
  const entries: Entry[] = []
  let current: Entry | null = null
  for (const [at, line] of lines.entries()) {
    if (quoted === 'ignore' && line.depth > 0) continue
    if (current !== null && current.depth !== line.depth)
      current = typedUnder(current, line, entries)
    const text = undecorate(line.text)
    const { hits, isPart } = labelsIn(text)
    const isProse = current !== null && PROSE.has(current.libelle)
    const first = hits[0]
    const counts =
      first !== undefined && (!isProse || isClear(withValue(first, lines[at + 1]), amidProse))
    if (counts) {
      for (const hit of hits) {
        const value = PROSE.has(hit.libelle) ? verbatim(line.text, hit.value) : hit.value
        current = {
          ...hit,
          depth: line.depth,
          lines: [value],
          at: [at],
          isPart,
          last: line.text,
          blanks: 0,
        }
        entries.push(current)
      }
    } else if (current !== null) {
      if (goesOn(current, line.text, text)) current.at.push(at)
      else current = null
    }
  }
  return entries
}

/** A label alone on its line has its value on the next one. */
function withValue(hit: Hit, next: TextLine | undefined): Hit {
  return hit.value.trim() === '' ? { ...hit, value: undecorate(next?.text ?? '') } : hit
}

/** The entry goes on with an own line under a quoted label that was left empty: the answer is typed there. */
function typedUnder(quoted: Entry, line: TextLine, entries: Entry[]): Entry | null {
  if (line.depth > 0 || line.announces || !isEmpty(quoted)) return null
  const own: Entry = { ...quoted, depth: 0, lines: [], at: [], blanks: 0 }
  entries.push(own)
  return own
}

/** The value as its author wrote it: what undecorating changed at the head of the line is undone. */
function verbatim(line: string, value: string): string {
  return value !== '' && line.endsWith(value) ? line.slice(line.length - value.length) : value
}

/** Takes a further line into an entry; false when the entry has ended. */
function goesOn(entry: Entry, raw: string, text: string): boolean {
  if (raw.trim() === '') {
    entry.blanks += 1
    // A quoted line left empty: what comes after the blank is the letter's own prose.
    if (isEmpty(entry)) return entry.blanks < 2 && entry.depth === 0
    return PROSE.has(entry.libelle)
  }
  if (isSignature(raw) || isPureClosing(raw) || isDisclaimer(raw)) return false
  const hasNothing = isEmpty(entry)
  if (PROSE.has(entry.libelle)) {
    if (entry.blanks > 0 && !hasNothing) entry.lines.push('')
  } else if (!hasNothing) {
    if (CLOSED.has(entry.libelle) || entry.blanks > 0 || !isContinuation(entry.last, raw)) {
      return false
    }
  }
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

// What a blank form shows in place of a value.
const PLACEHOLDER =
  /^(?:jj[/ -]mm[/ -]aaaa|oui\s*(?:\/|ou|\|)\s*non|m\s*[/,]\s*f(?:\s*(?:[/,]|ou)\s*i)?|m, f ou i|oral\s*[/,]\s*ecrit\s*[/,].*|patient\s*\/\s*representant legal|a (?:completer|preciser|renseigner)|\[[^\]@]*\]|<[^>@]*>|\([^)@]*\))$/

function entryValue(entry: Entry): string {
  const value = entry.lines.join('\n').trim()
  const folded = fold(value.slice(0, 200))
  // « Urgence vitale : SAMU-Centre 15 » is what our letters say.
  if (entry.libelle === 'urgence' && /\bsamu\b|centre 15/.test(folded)) return ''
  return /[\p{L}\p{N}?]/u.test(value) && !PLACEHOLDER.test(folded) ? value : ''
}

function resolve(entries: readonly Entry[]): Form {
  const formulaire: { [L in LibelleLu]?: string } = {}
  const contradictions: Libelle[] = []
  const shown = new Set<Entry>(entries.filter(isUnfilled))
  for (const libelle of new Set(entries.map((entry) => entry.libelle))) {
    const given = entries.filter((one) => one.libelle === libelle && entryValue(one) !== '')
    const depth = given.reduce((least, one) => Math.min(least, one.depth), Infinity)
    const nearest = given.filter((one) => one.depth === depth)
    const sure = nearest.some((one) => !one.faible) ? nearest.filter((one) => !one.faible) : nearest
    const [first] = sure
    if (!first) continue
    const value = entryValue(first)
    const same = sure.filter((one) => sameValue(libelle, entryValue(one), value))
    const differs = same.length < sure.length
    if (differs && libelle !== 'nom' && libelle !== 'nomPrenoms') contradictions.push(libelle)
    formulaire[libelle] = value
    if (differs) continue
    for (const one of same) if (isWhole(libelle, entryValue(one))) shown.add(one)
  }
  const named = withNames(formulaire)
  for (const one of shown) if (namesLost(named, one)) shown.delete(one)
  return { formulaire: named, contradictions, used: usedLines(entries, shown) }
}

/** Nothing but what a blank form has in place of a value. */
function isUnfilled({ lines }: Entry): boolean {
  return lines.every((line) => /^[\s.…_*:|;,()[\]/-]*$/.test(line))
}

/** Names given together, or under « Nom » alone, are shown where they became names. */
function namesLost({ nomNaissance, nomUtilise }: Formulaire, entry: Entry): boolean {
  const value = entryValue(entry)
  if (entry.libelle === 'nomPrenoms') return splitNames(value) === null
  return entry.libelle === 'nom' && value !== nomNaissance && value !== nomUtilise
}

/** Lines all of whose entries are shown, and that say nothing else. */
function usedLines(entries: readonly Entry[], shown: ReadonlySet<Entry>): ReadonlySet<number> {
  const used = new Set(entries.flatMap((entry) => entry.at))
  for (const entry of entries) {
    if (!shown.has(entry)) for (const at of entry.at) used.delete(at)
    else if (entry.isPart) used.delete(entry.at[0] ?? -1)
  }
  return used
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
