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
import { type Entry, entriesOf, type Way } from './entries.ts'
import type { LibelleLu } from './libelles.ts'
import { nommeDans } from './noms.ts'
import { isWhole } from './shapes.ts'
import type { TextLine } from './thread.ts'

export interface Form {
  readonly formulaire: Formulaire
  readonly contradictions: readonly Libelle[]
  /** Lines that say nothing but values which stand in `formulaire` as written, or are shown by what they mean. */
  readonly used: ReadonlySet<number>
}

/** Reads the form from lines; lines that look quoted count only where `quoted` says so. */
export function readForm(lines: readonly TextLine[], way: Way): Form {
  const strict = resolve(entriesOf(lines, way, NONE))
  // A less sure label amid prose counts where no line puts the question at all.
  return strict.formulaire.question === undefined
    ? resolve(entriesOf(lines, way, QUESTION))
    : strict
}

const NONE: ReadonlySet<LibelleLu> = new Set()
const QUESTION: ReadonlySet<LibelleLu> = new Set(['question'])

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
  if (entry.libelle === 'nomPrenoms') return nommeDans(value)?.isWhole !== true
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
  const named = nomPrenoms === undefined ? null : nommeDans(nomPrenoms)
  return { ...named?.noms, ...form }
}
