/**
 * A period of days as written after ABSENT.
 *
 * In    « 12/03/2026 20/03/2026 », « du 12/03/2026 au 20/03/2026 », « du 12 au 20 mars 2026 », « du 12/03 au 20/03 »,
 *       « jusqu'au 15/12/2026 »
 * Out   the first and last day, inclusive, or null
 * Refuses an end before the beginning, a day of the week that its date is not; a year left out is the next one that makes sense
 */
import type { Jour } from './correspondant.ts'
import { jour, leadingJour, monthNumber, semaineContredite } from './jour.ts'
import { fold } from './texte.ts'

export interface Periode {
  readonly du: Jour
  readonly au: Jour
}

interface JourPartiel {
  readonly day: number
  readonly month: number | null
  readonly year: number | null
}

/** Two-digit years are read by `take`. */
const LONG_AGO = '1800-01-01' as Jour
const BETWEEN = /^[\s,;:.]*(?:(?:jusqu'au|inclus|au|a|et|-|->|=>)\s*)*/

/**
 * The period a text gives; a single day is a period of one day.
 * `aujourdhui` completes days without a year with the next time they come; without it they are refused.
 */
export function periodeDe(text: string, aujourdhui: Jour | null): Periode | null {
  if (semaineContredite(text, aujourdhui ?? LONG_AGO, 0)) return null
  const folded = fold(text).replace(/^(?:absente?|absence)\s*[:-]?\s*/, '')
  const until = /^(?:jusqu'(?:au|en)\s+)+/.exec(folded)
  if (until !== null && aujourdhui !== null) {
    const last = between(folded.slice(until[0].length), aujourdhui)
    return last !== null && last.au >= aujourdhui ? { du: aujourdhui, au: last.au } : null
  }
  return between(folded, aujourdhui)
}

function between(folded: string, aujourdhui: Jour | null): Periode | null {
  const first = take(folded)
  if (first === null) return null
  const rest = first.rest.replace(BETWEEN, '')
  if (rest.replace(/\W/g, '') === '' || /^inclus/.test(rest)) return only(first.partial, aujourdhui)
  const last = take(rest)
  if (last === null || /^[\d/]/.test(last.rest)) return null
  return order(first.partial, last.partial, aujourdhui)
}

function take(text: string): { readonly partial: JourPartiel; readonly rest: string } | null {
  const bare = text.replace(/^(?:du|le|des?|a partir du|depuis le)\s+/, '')
  const whole = leadingJour(bare)
  if (whole) {
    const [year, month, day] = whole.jour.split('-').map(Number)
    if (year === undefined || month === undefined || day === undefined) return null
    return { partial: { year, month, day }, rest: whole.rest }
  }
  const short = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})(?![\d/.])/.exec(bare)
  if (short) {
    // Nobody is absent in the century before.
    const partial = {
      day: Number(short[1]),
      month: Number(short[2]),
      year: 2000 + Number(short[3]),
    }
    return { partial, rest: bare.slice(short[0].length) }
  }
  const numeric = /^(\d{1,2})[/.](\d{1,2})(?![\d/.])/.exec(bare)
  if (numeric) {
    const partial = { day: Number(numeric[1]), month: Number(numeric[2]), year: null }
    return { partial, rest: bare.slice(numeric[0].length) }
  }
  const spoken = /^(\d{1,2})(?:er)?(?: ([a-z]+))?(?![\w/.])/.exec(bare)
  if (!spoken) return null
  const month = monthNumber(spoken[2] ?? '')
  const length = month === null ? (spoken[0].split(' ')[0] ?? '').length : spoken[0].length
  return { partial: { day: Number(spoken[1]), month, year: null }, rest: bare.slice(length) }
}

function only(partial: JourPartiel, aujourdhui: Jour | null): Periode | null {
  return order(partial, partial, aujourdhui)
}

function order(first: JourPartiel, last: JourPartiel, aujourdhui: Jour | null): Periode | null {
  const month = first.month ?? last.month
  if (last.month === null || month === null) return null
  const year = last.year ?? first.year
  if (year !== null) return within(first.year ?? year, month, first, year, last)
  if (aujourdhui === null) return null
  const now = Number(aujourdhui.slice(0, 4))
  for (const from of [now, now + 1]) {
    const to = last.month < month ? from + 1 : from
    const periode = within(from, month, first, to, last)
    if (periode !== null && periode.au >= aujourdhui) return periode
  }
  return null
}

function within(from: number, month: number, first: JourPartiel, to: number, last: JourPartiel) {
  const start =
    first.year === null && last.month !== null && last.month < month && from === to
      ? from - 1
      : from
  const du = jour(start, month, first.day)
  const au = last.month === null ? null : jour(to, last.month, last.day)
  return du !== null && au !== null && du <= au ? { du, au } : null
}
