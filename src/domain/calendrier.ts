/**
 * The calendar of France: Paris wall time, public holidays, working days.
 *
 * In    instants and days as text; the list of holidays that applies
 * Out   days, instants, sets of holidays, computed and never imported
 *
 * Code du travail art. L. 3133-1 (public holidays), art. L. 3134-13 (Alsace-Moselle),
 * art. L. 3422-2 (abolition of slavery); SPEC §7 (Europe/Paris, daylight-saving nights exact)
 */
import type { Instant, Jour } from './correspondant.ts'
import type { Feries } from './evenement.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

const PARIS = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** Milliseconds since 1970 of an instant. */
export function msOf(instant: Instant): number {
  return Date.parse(instant)
}

/** The instant of these milliseconds since 1970. */
export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString() as Instant
}

/** An instant moved by `ms` of elapsed time. */
export function later(instant: Instant, ms: number): Instant {
  return instantOf(msOf(instant) + ms)
}

/** The wall time of Paris at `ms`, written as if it were UTC. */
export function wallOf(ms: number): number {
  const hour = Math.floor(ms / HOUR_MS)
  let offset = OFFSETS.get(hour)
  if (offset === undefined) {
    offset = wallAt(hour * HOUR_MS) - hour * HOUR_MS
    if (OFFSETS.size >= MAX_OFFSETS) OFFSETS.clear()
    OFFSETS.set(hour, offset)
  }
  return ms + offset
}

/** Offsets of Paris by hour of UTC: its clocks change on such an hour, never within one. */
const OFFSETS = new Map<number, number>()
const MAX_OFFSETS = 10_000

function wallAt(ms: number): number {
  const part: { [type: string]: number } = {}
  for (const { type, value } of PARIS.formatToParts(ms)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((ms % 1000) + 1000) % 1000)
}

/**
 * When the clocks of Paris show `wall`; of the two answers of an October night the first, and for the
 * hour that a March night skips the moment it would have been without the change.
 */
export function atWall(wall: number): number {
  const before = wall - (wallOf(wall - DAY_MS) - (wall - DAY_MS))
  if (wallOf(before) === wall) return before
  const after = wall - (wallOf(wall + DAY_MS) - (wall + DAY_MS))
  return wallOf(after) === wall ? after : before
}

/** The day it is in Paris. */
export function jourParis(instant: Instant): Jour {
  return dayOfWall(wallOf(msOf(instant)))
}

/** The day of a wall time. */
export function dayOfWall(wall: number): Jour {
  return new Date(wall).toISOString().slice(0, 10) as Jour
}

/** The wall time at which a day begins. */
export function wallOfDay(jour: Jour): number {
  return Date.parse(`${jour}T00:00:00.000Z`)
}

/** Midnight in Paris, when a day begins. */
export function debutDuJour(jour: Jour): Instant {
  return instantOf(atWall(wallOfDay(jour)))
}

/** A day moved by whole days. */
export function addDays(jour: Jour, days: number): Jour {
  return dayOfWall(wallOfDay(jour) + days * DAY_MS)
}

/** Easter Sunday of a year (Gregorian computus, Meeus). */
export function paques(annee: number): Jour {
  const a = annee % 19
  const b = Math.floor(annee / 100)
  const c = annee % 100
  const e = b % 4
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((8 * b + 13) / 25) + 15) % 30
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return `${annee}-${two(month)}-${two(day)}` as Jour
}

// Code du travail art. L. 3133-1
const FIXES = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25']
const APRES_PAQUES = [1, 39, 50]
const LOCAUX: { readonly [liste in Feries]: readonly string[] } = {
  metropole: [],
  // Code du travail art. L. 3134-13; Good Friday is added below
  'alsace-moselle': ['12-26'],
  // Code du travail art. L. 3422-2
  guadeloupe: ['05-27'],
  martinique: ['05-22'],
  guyane: ['06-10'],
  reunion: ['12-20'],
  mayotte: ['04-27'],
}

const known = new Map<string, ReadonlySet<Jour>>()

/** The public holidays of a year in a territory. */
export function joursFeries(annee: number, liste: Feries): ReadonlySet<Jour> {
  const key = `${annee} ${liste}`
  const found = known.get(key)
  if (found) return found
  const easter = paques(annee)
  const moving = liste === 'alsace-moselle' ? [-2, ...APRES_PAQUES] : APRES_PAQUES
  const all = new Set<Jour>([
    ...[...FIXES, ...LOCAUX[liste]].map((monthDay) => `${annee}-${monthDay}` as Jour),
    ...moving.map((days) => addDays(easter, days)),
  ])
  known.set(key, all)
  return all
}

/** Monday to Friday and no public holiday. */
export function isOuvre(jour: Jour, liste: Feries): boolean {
  const weekday = new Date(wallOfDay(jour)).getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  return !joursFeries(Number(jour.slice(0, 4)), liste).has(jour)
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
