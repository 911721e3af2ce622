/**
 * A keyword that is one letter off: alone on its line, or before a colon or a dash. SPEC §5, §6.1
 *
 * In    a line
 * Out   the one keyword that its author may mean, and whether it is read as that: a word that stops, asks or tells a
 *       danger is, where it stands alone; one that lets something leave or commits its author is never guessed, he is asked
 */
import type { MotCle } from '../domain/courrier.ts'
import { isPolitesse } from '../domain/politesse.ts'
import { words } from '../domain/texte.ts'
import { libelleDe } from './libelles.ts'

/** A word that is no keyword, one letter off from one. */
export interface Misspelt {
  readonly motCle: MotCle
  /** As written, without what follows. */
  readonly dit: string
  /** What follows it on its line; empty: it stands alone. */
  readonly apres: string
  /** Is it read as the keyword? */
  readonly isSure: boolean
}

/** What each keyword is compared with. */
const FORMS: readonly (readonly [MotCle, readonly string[]])[] = [
  ['AVIS', ['avis']],
  ['RECTIFICATIF', ['rectificatif']],
  ['ACCEPTE', ['accepte', 'acceptee']],
  ['COMPLEMENT', ['complement', 'complements']],
  ['REFUS', ['refus']],
  ['REORIENTATION', ['reorientation']],
  ['URGENT', ['urgent']],
  ['ABSENT', ['absent', 'absente']],
  ['PRESENT', ['present', 'presente']],
  ['ACCORD', ['accord']],
  ['DESACCORD', ['desaccord']],
  ['NON URGENT', ['non urgent']],
  ['ANNULATION', ['annulation']],
  ['RETRAIT CONSENTEMENT', ['retrait consentement', 'retrait du consentement']],
  ['ETAT', ['etat']],
  ['JE VALIDE', ['je valide']],
  ['JE CONFIRME', ['je confirme']],
]

/** Words that stop, ask, or tell a danger: read one letter off where they stand alone. */
const SURE: ReadonlySet<MotCle> = new Set([
  'ANNULATION',
  'RETRAIT CONSENTEMENT',
  'COMPLEMENT',
  'ETAT',
  'URGENT',
])

/** French words of their own, one letter off from a keyword: « Ravis », « Amis », « Étal ». */
const OTHERS = new Set(
  'axis amis devis ravis avise refuse recus etal etau etai ete eta raccord urgence absence presence'.split(
    ' ',
  ),
)
const MAX_WORD = 40
const NUMERO = /(?<![\p{L}\p{N}])TE[-‐‑–—]\d{4}[-‐‑–—]\d{6}(?!\p{N})/iu

/** The keyword that the first word of a line is one letter off from; null: none, or more than one. */
export function misspelt(line: string): Misspelt | null {
  const [, word = '', apres = ''] = /^([^:：–—]{1,45})(?:[:：–—]\s{0,9}(.*))?$/su.exec(line) ?? []
  const [, dashed = word, tail = apres] = /^(.{1,40}?)\s{1,4}-\s{1,4}(.*)$/su.exec(word) ?? []
  const dit = dashed.trim()
  if (dit === '' || dit.length > MAX_WORD || isLabel(dit)) return null
  const said = words(withoutCourtesy(dit.replace(NUMERO, '')))
  const found = FORMS.filter(([, forms]) => forms.some((form) => isOneOff(said, form)))
  const [first, second] = found
  if (first === undefined || second !== undefined || OTHERS.has(said)) return null
  const [motCle] = first
  const rest = tail.trim()
  // « RETRAIT CONSENTEMENT ? »: he asks.
  const isSure = rest === '' && SURE.has(motCle) && !line.includes('?')
  return { motCle, dit, apres: rest, isSure }
}

/** A label of the form as it is written: one that is itself misspelt may be either. */
function isLabel(dit: string): boolean {
  const label = libelleDe(dit)
  return label !== null && label.approche === undefined
}

/** « ACORD, merci »: the word. */
function withoutCourtesy(said: string): string {
  const at = said.search(/[,.!]/)
  return at !== -1 && isPolitesse(said.slice(at + 1)) ? said.slice(0, at) : said
}

/** One letter more, less or other, or two that changed places. */
function isOneOff(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start += 1
  let end = 0
  while (
    end < Math.min(one.length, other.length) - start &&
    one.at(-1 - end) === other.at(-1 - end)
  )
    end += 1
  const [a, b] = [one.slice(start, one.length - end), other.slice(start, other.length - end)]
  return (a.length <= 1 && b.length <= 1) || (a.length === 2 && a === [...b].reverse().join(''))
}
