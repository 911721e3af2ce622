/**
 * A line as words, and a date of birth said of somebody else: what `autre-patient` looks with.
 *
 * In    a line of a letter
 * Out   its words and signs in order; whether a date of birth in it is not the patient's
 *
 * SPEC §6.5
 */
import type { Jour } from './correspondant.ts'
import { jourDe } from './identifiants.ts'
import { avecSiecle, leadingJour, saidDay } from './jour.ts'
import { fold } from './texte.ts'

/** A word, a number or a sign. */
export interface Mot {
  readonly text: string
  readonly said: string
  /** Where it ends in its line. */
  readonly end: number
}

export const ensemble = (list: string): ReadonlySet<string> => new Set(list.split(' '))
export const RELATIVES = ensemble(
  'mere pere parents fils fille frere soeur mari epouse epoux femme conjoint conjointe compagne compagnon ' +
    'tante oncle cousin cousine neveu niece grand-mere grand-pere belle-fille beau-fils jumeau jumelle voisin ' +
    'voisine aidant aidante proche confiance tuteur tutrice curateur curatrice mandataire mjpm representant',
)
export const POSSESSIVES = ensemble('sa son ses leur ma mon notre (')
/** What ends a clause. */
export const CLAUSE_END = ensemble('. ; ! ?')
// A word with what joins its parts, a number, or one sign.
const WORD = /[\p{L}\p{M}'’-]+|\d+|\S/gu
/** The words and signs of a line. */
export function motsDe(line: string): readonly Mot[] {
  const mots: Mot[] = []
  let end = 0
  // Between two words there are blanks alone, whatever they are.
  for (WORD.lastIndex = 0; WORD.test(line); end = WORD.lastIndex) {
    const text = line.slice(end, WORD.lastIndex).trimStart()
    mots.push({ text, said: saidOf(text), end: WORD.lastIndex })
  }
  return mots
}

/** Signs and digits of every letter: folded once. */
const SIGNS = new Map<string, string>()

function saidOf(text: string): string {
  if (text.length > 1) return fold(text)
  const said = SIGNS.get(text) ?? fold(text)
  SIGNS.set(text, said)
  return said
}

/** Does a value follow: a colon? */
export function isMark(mot: Mot | undefined): boolean {
  return mot?.text === ':' || mot?.text === '='
}

const MAX_DAY_CHARS = 110

/** A date of birth that is not his, unless it is a relative's. */
export function isBirth(
  line: string,
  mots: readonly Mot[],
  at: number,
  dateNaissance: string | null,
): boolean {
  const said = mots[at]?.said ?? ''
  if (dateNaissance === null) return false
  let from: number | null = null
  if (said === 'ne' || said === 'nee') {
    const follows = mots[at + 1]?.said
    if (follows === 'le' || follows === 'en') from = at + 1
    else if (follows === '(' && mots[at + 2]?.said === 'e' && mots[at + 4]?.said === 'le')
      from = at + 4
  } else if (
    said === 'ddn' ||
    (said === 'naissance' &&
      (isMark(mots[at + 1]) || (mots[at - 1]?.said === 'de' && mots[at - 2]?.said === 'date')))
  ) {
    from = at
  }
  if (from !== null && isMark(mots[from + 1])) from += 1
  if (from === null || isOfARelative(mots, at)) return false
  const after = mots[from]?.end ?? 0
  // A day in words is longer than its digits are.
  const rest = saidDay(fold(line.slice(after, after + MAX_DAY_CHARS)))
    .slice(0, 40)
    .trim()
  const year = /^(\d{4})(?!\d|\s?[/.-]\s?\d)/.exec(rest)?.[1]
  if (year !== undefined) return year !== dateNaissance.slice(0, 4)
  // Of a two-digit year the century is that which is nearest to his own.
  const nearest = `${Number(dateNaissance.slice(0, 4)) + 49}-12-31` as Jour
  const written = avecSiecle(rest.replace(BEFORE_DAY, ''), nearest, 99)
  // « née le 14/03/1961 et non 1960 »: the day that comes first is the one said.
  const jour = jourDe(written) ?? leadingJour(fold(written))?.jour ?? null
  return jour !== null && jour !== dateNaissance
}

/** « date de naissance exacte : le », before the day. */
const BEFORE_DAY = /^(?:(?:est|etait|exacte?|correcte?|reelle|bien|le|:|=) ?){1,5}/

const OF_HIM = ensemble('patient patiente')

function isOfARelative(mots: readonly Mot[], at: number): boolean {
  for (let back = at - 1; back >= Math.max(0, at - 8); back -= 1) {
    const said = mots[back]?.said ?? ''
    if (CLAUSE_END.has(said) || OF_HIM.has(said)) return false
    if (said === 'enfant' || said === 'bebe') return POSSESSIVES.has(mots[back - 1]?.said ?? '')
    if (said === 'femme' || said === 'fille' || said === 'fils') {
      return POSSESSIVES.has(mots[back - 1]?.said ?? '')
    }
    if (RELATIVES.has(said)) return true
  }
  return false
}
