/**
 * Calendar days as French people write them.
 *
 * In    « 12/03/1951 », « 12-03-1951 », « 12.03.1951 », « 1951-03-12 », « 3 mars 1951 », « 1er mars 1951 »
 * Out   a Jour that exists in the calendar, or null
 * Refuses two-digit years (whose century would be a guess), the 30th of February, two dates
 *
 * A two-digit year is written out by `avecSiecle` where only one century is possible: 1951 for « 12/3/51 », for
 * nobody is born in 2051; « 12/3/20 » stays as it is, and is asked about.
 */
import type { Jour } from './correspondant.ts'
import { enChiffres } from './nombres.ts'
import { fold } from './texte.ts'

const MONTHS: { readonly [name: string]: number } = {
  janvier: 1,
  janv: 1,
  jan: 1,
  fevrier: 2,
  fevr: 2,
  fev: 2,
  mars: 3,
  mar: 3,
  avril: 4,
  avr: 4,
  mai: 5,
  juin: 6,
  juillet: 7,
  juil: 7,
  aout: 8,
  septembre: 9,
  sept: 9,
  sep: 9,
  octobre: 10,
  oct: 10,
  novembre: 11,
  nov: 11,
  decembre: 12,
  dec: 12,
}

const NUMERIC = /^(\d{1,2})\s?([/.\- ])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)/
const ISO = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:t[\d:.]+(?:z|[+-]\d{2}:?\d{2})?)?(?![\d-])/
const IN_WORDS = /^(\d{1,2})(?:er|e)?[ .-]+([a-z]+)\.?[ -]+(\d{4})(?!\d)/
const BEFORE =
  /^(?:(?:le|du|au|ne|nee|date|ce|jour|depuis|jusqu'au)\s+|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)+/

/** A day from its numbers, if the calendar has it between 1800 and 2199. */
export function jour(year: number, month: number, day: number): Jour | null {
  if (!(year >= 1800 && year < 2200 && month >= 1 && month <= 12 && day >= 1)) return null
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const length = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  if (day > length) return null
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as Jour
}

/** The number of a month by its French name, folded; null when it is none. */
export function monthNumber(name: string): number | null {
  return Object.hasOwn(MONTHS, name) ? (MONTHS[name] ?? null) : null
}

/** The day at the beginning of a folded text, and what follows it. */
export function leadingJour(folded: string): { readonly jour: Jour; readonly rest: string } | null {
  const text = folded.replace(BEFORE, '')
  const iso = ISO.exec(text)
  if (iso) return found(jour(Number(iso[1]), Number(iso[3]), Number(iso[4])), text, iso[0])
  const numeric = NUMERIC.exec(text)
  if (numeric) {
    return found(jour(Number(numeric[4]), Number(numeric[3]), Number(numeric[1])), text, numeric[0])
  }
  const spoken = IN_WORDS.exec(text)
  const month = spoken ? monthNumber(spoken[2] ?? '') : null
  if (!spoken || month === null) return null
  return found(jour(Number(spoken[3]), month, Number(spoken[1])), text, spoken[0])
}

function found(day: Jour | null, text: string, match: string) {
  return day === null ? null : { jour: day, rest: text.slice(match.length) }
}

/**
 * The one day a text gives, remarks after it tolerated (« 12/03/1951 (75 ans) », « … à Nancy »);
 * refuses two-digit years, impossible days and a second date.
 *
 * @example jourDans('1er mars 1951') // '1951-03-01'
 */
export function jourDans(text: string): Jour | null {
  const folded = saidDay(fold(text))
  const leading = compact(folded) ?? leadingJour(folded)
  if (leading === null || !/^(?:$|[\s,;.()])/.test(leading.rest)) return null
  // Two dates in one value: which one is meant is not ours to say.
  return /\d[/.-]\d{1,2}[/.-]\d|\d{4}|\bou\b/.test(leading.rest) ? null : leading.jour
}

/** « douze mars mille neuf cent cinquante et un » with its numbers as digits, in a folded text. */
export function saidDay(folded: string): string {
  return folded.length <= 300 && MONTH.test(folded)
    ? enChiffres(folded, (word) => monthNumber(word) !== null)
    : folded
}

const MONTH =
  /(?:[a-z] |\d(?:er)? (?=[a-z]{3,9} (?:mil|deux|dix)))(?:janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)[a-z]{0,6}\b/

/** « 12031951 »: read where only one order of its digits is a day. */
function compact(folded: string) {
  const digits = /^(?:ne|nee)? ?(?:le)? ?(\d{8})$/.exec(folded)?.[1]
  if (digits === undefined) return null
  const number = (from: number, to: number) => Number(digits.slice(from, to))
  const french = jour(number(4, 8), number(2, 4), number(0, 2))
  const iso = jour(number(0, 4), number(4, 6), number(6, 8))
  return (french === null) === (iso === null) ? null : found(french ?? iso, folded, folded)
}

const SHORT =
  /^(?:(?:le|du|ne|nee|date|ce|jour) |(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) ){0,3}(\d{1,2})(?:er)? ?([/.-]| )? ?(\d{1,2}|[a-z]{3,9})\.? ?([/.-]| )? ?(\d{2})(?!\d|[/.-]\d)/

/**
 * The text with its two-digit year written out, where only one century gives a day that is not after `today` and
 * not more than `years` before it; else the text as it is.
 *
 * @example avecSiecle('12/3/51', '2026-11-29', 120) // '12/3/1951'
 */
export function avecSiecle(text: string, today: Jour, years: number): string {
  const folded = fold(text)
  const found = SHORT.exec(folded)
  if (!found) return text
  const [whole, day = '', first, middle = '', second, year = ''] = found
  // « 14 / 05 / 1958 » is no « 1 », « 4 », « 05 »: what stands without a sign has two digits each.
  const isRun = first === undefined && /^\d/.test(middle)
  if (isRun && (second !== undefined || `${day}${middle}`.length !== 4)) return text
  const month = /^\d/.test(middle) ? Number(middle) : (monthNumber(middle) ?? 0)
  const oldest = `${Number(today.slice(0, 4)) - years}${today.slice(4)}`
  const possible = [`19${year}`, `20${year}`].filter((one) => {
    const date = jour(Number(one), month, Number(day))
    return date !== null && date <= today && date >= oldest
  })
  if (possible.length !== 1) return text
  return `${whole.slice(0, -year.length)}${possible[0]}${folded.slice(whole.length)}`
}

/** A day without its year is the last one, where it is this near: the fifth of June said in May is asked about. */
const MAX_BACK_DAYS = 92
const DAY_MS = 86_400_000
const NO_YEAR =
  /(?<![\d/.-])(\d{1,2})(?:\/(\d{1,2})|(?:er)? (\p{L}{3,9}))(?![\p{L}\d/]|\.?[ -]?\d)/gu

/**
 * « 28/11 » and « 28 novembre » with the year that they have: that of the last such day, not after `today` and not long
 * before it. The text as it is where there is none, or where it names several days.
 *
 * @example avecAnnee('oui, oral, 28/11', '2026-11-29') // 'oui, oral, 28/11/2026'
 */
export function avecAnnee(text: string, today: Jour): string {
  const named = text.slice(0, MAX_NAMED_CHARS)
  const days = [...named.matchAll(NO_YEAR)].filter(([, , month, name]) => monthOf(month, name) > 0)
  const [only, second] = days
  if (only === undefined || second !== undefined || text.length > MAX_NAMED_CHARS) return text
  const { 0: whole, 1: day, 2: number, 3: name, index } = only
  const year = Number(today.slice(0, 4))
  const last = [year, year - 1]
    .map((one) => jour(one, monthOf(number, name), Number(day)))
    .find((one) => one !== null && one <= today)
  if (last == null || Date.parse(today) - Date.parse(last) > MAX_BACK_DAYS * DAY_MS) return text
  const after = text.slice(index + whole.length)
  // Another day beside it: which one is meant is not ours to say.
  if (/\d{4}|\d\/\d/.test(text.slice(0, index) + after)) return text
  return `${text.slice(0, index)}${whole}${number === undefined ? ' ' : '/'}${last.slice(0, 4)}${after}`
}

function monthOf(number: string | undefined, name: string | undefined): number {
  return number === undefined ? (monthNumber(fold(name ?? '')) ?? 0) : Number(number)
}

const LAST = /\b(\d{1,2})(?:er)? ([a-z]{3,9}) (?:dernier|passe)\b/

/** « 27 novembre dernier » with its year: the last such day that is not after `today`. Else the text as it is. */
export function avecDernier(text: string, today: Jour): string {
  const folded = fold(text.slice(0, MAX_NAMED_CHARS))
  const [whole, day, name = ''] = LAST.exec(folded) ?? []
  const month = monthNumber(name)
  if (whole === undefined || month === null) return text
  const year = Number(today.slice(0, 4))
  const date = [year, year - 1].map((one) => jour(one, month, Number(day)))
  const le = date.find((one) => one !== null && one <= today)
  return le == null ? text : folded.replace(whole, `${day} ${name} ${le.slice(0, 4)}`)
}

const WEEK = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'] as const
const NAMED_DAY = /\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),?\s(?:le\s)?(?=\d)/g
const MAX_NAMED_CHARS = 300

/**
 * Does a text name a day of the week that its date is not: « mardi 12/03/1951 », which was a Monday? One of the two
 * is wrong, and which is not ours to say. `today` and `years` as in `avecSiecle`.
 */
export function semaineContredite(text: string, today: Jour, years: number): boolean {
  const folded = saidDay(fold(text.slice(0, MAX_NAMED_CHARS)))
  return [...folded.matchAll(NAMED_DAY)].some(({ index, 0: whole, 1: name }) => {
    const found = leadingJour(avecSiecle(folded.slice(index + whole.length), today, years))
    return found !== null && WEEK[new Date(`${found.jour}T00:00:00Z`).getUTCDay()] !== name
  })
}
