/**
 * Deadline arithmetic: due times from stored facts (opening, pauses, calendar), never counted down.
 *
 * In    an instant, a duration in milliseconds, pauses, the rules of the calendar
 * Out   the instant at which it is due; null while a pause is open
 *
 * SPEC §7. `ouvre`: whole working days count, half-open [00:00, 24:00) of Paris wall time;
 * `continu`: elapsed time. Pauses are intervals, so that a change of rule loses nothing.
 */
import {
  atWall,
  DAY_MS,
  dayOfWall,
  HOUR_MS,
  instantOf,
  isOuvre,
  msOf,
  wallOf,
  wallOfDay,
} from './calendrier.ts'
import type { Instant } from './correspondant.ts'
import type { Regles } from './evenement.ts'

/** What a due time depends on. */
export type ReglesDelai = Pick<Regles, 'calendrier' | 'feries' | 'horaires'>
export type Pause = { readonly de: Instant; readonly a: Instant | null }

// No working day within this many days: the calendar itself is broken.
const MAX_DAYS = 4000

const DUREE =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/
// Years and months are kept at their longest: a retention is never shorter than what it says.
const UNITS_MS = [366 * DAY_MS, 31 * DAY_MS, 7 * DAY_MS, DAY_MS, HOUR_MS, 60_000, 1000]

/**
 * Milliseconds of an ISO 8601 duration; null when it is none. A year counts 366 days, a month 31.
 *
 * @example dureeMs('PT24H') // 86400000
 */
export function dureeMs(text: string): number | null {
  const match = DUREE.exec(text.trim().toUpperCase())
  if (!match) return null
  return UNITS_MS.reduce((sum, unit, i) => {
    return sum + Math.round(Number((match[i + 1] ?? '0').replace(',', '.')) * unit)
  }, 0)
}

/** When `durationMs` of counted time has passed since `start`, pauses left out; null while one is open before that. */
export function dueAt(
  start: Instant,
  durationMs: number,
  pauses: readonly Pause[],
  regles: ReglesDelai,
): Instant | null {
  let from = msOf(start)
  let rest = durationMs
  for (const pause of pauses.toSorted((a, b) => (a.de < b.de ? -1 : 1))) {
    const de = msOf(pause.de)
    if (de > from) {
      const counted = countedBetween(from, de, regles)
      if (counted >= rest) return instantOf(after(from, rest, regles))
      rest -= counted
      from = de
    }
    if (pause.a === null) return null
    from = Math.max(from, msOf(pause.a))
  }
  return instantOf(after(from, rest, regles))
}

/** The end of the total clock: as many days later at the same wall time, never paused; a fraction of a day is elapsed time. */
export function expirationAt(start: Instant, jours: number): Instant {
  const whole = Math.floor(jours)
  const fraction = Math.round((jours - whole) * DAY_MS)
  const from = msOf(start)
  return instantOf((whole === 0 ? from : atWall(wallOf(from) + whole * DAY_MS)) + fraction)
}

/** `instant` itself when reminders may leave then, else the next opening of the service hours. */
export function ouvertureSuivante(instant: Instant, regles: ReglesDelai): Instant {
  if (regles.calendrier === 'continu') return instant
  const wall = wallOf(msOf(instant))
  const opens = clockMs(regles.horaires.de)
  const closes = clockMs(regles.horaires.a)
  const today = wallOfDay(dayOfWall(wall))
  if (isOuvre(dayOfWall(wall), regles.feries)) {
    if (wall - today < opens) return instantOf(atWall(today + opens))
    if (wall - today < closes) return instant
  }
  return instantOf(atWall(nextWorkingDay(today, regles) + opens))
}

/** Milliseconds of counted time between two instants. */
function countedBetween(from: number, to: number, regles: ReglesDelai): number {
  if (regles.calendrier === 'continu') return to - from
  const end = wallOf(to)
  let sum = 0
  for (let at = wallOf(from); at < end; ) {
    const day = dayOfWall(at)
    const midnight = wallOfDay(day) + DAY_MS
    if (isOuvre(day, regles.feries)) sum += Math.min(midnight, end) - at
    at = midnight
  }
  return sum
}

/** The first moment at which `rest` of counted time has passed since `from`. */
function after(from: number, rest: number, regles: ReglesDelai): number {
  if (regles.calendrier === 'continu' || rest <= 0) return from + Math.max(0, rest)
  let at = wallOf(from)
  let left = rest
  for (let days = 0; days < MAX_DAYS; days++) {
    const day = dayOfWall(at)
    const midnight = wallOfDay(day) + DAY_MS
    if (isOuvre(day, regles.feries)) {
      if (left <= midnight - at) return atWall(at + left)
      left -= midnight - at
    }
    at = midnight
  }
  throw new RangeError('no working day in the calendar')
}

function nextWorkingDay(today: number, regles: ReglesDelai): number {
  for (let days = 1; days < MAX_DAYS; days++) {
    if (isOuvre(dayOfWall(today + days * DAY_MS), regles.feries)) return today + days * DAY_MS
  }
  throw new RangeError('no working day in the calendar')
}

function clockMs(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * HOUR_MS + minutes * 60_000
}
