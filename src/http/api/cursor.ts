/**
 * Cursors of the lists: opaque to who reads them, refused when they were not made here.
 */
import type { Position } from '../../ledger/paging.ts'

/** As PostgreSQL writes an instant; whatever else it could not read is no cursor of ours. */
const INSTANT =
  /^\d{4}-\d\d-\d\d (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?[+-](?:0\d|1[0-4])(?::[0-5]\d)?$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A cursor for a place in a list; null at its end. */
export function cursorOf(place: Position | number | null): string | null {
  if (place === null) return null
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The place that a cursor names; `undefined` for a cursor that is none of ours. */
export function positionOf(cursor: string | undefined): Position | null | undefined {
  const place = parsed(cursor)
  if (place === null) return null
  const { at, id } = (place ?? {}) as Partial<Position>
  const good = typeof at === 'string' && typeof id === 'string' && INSTANT.test(at) && UUID.test(id)
  return good && isDay(at.slice(0, 10)) ? { at, id } : undefined
}

/** The number that a cursor names; `undefined` for a cursor that is none of ours. */
export function numberOf(cursor: string | undefined): number | null | undefined {
  const place = parsed(cursor)
  if (place === null) return null
  return Number.isSafeInteger(place) ? (place as number) : undefined
}

/** A day that the calendar has. */
function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

function parsed(cursor: string | undefined): unknown {
  if (cursor === undefined || cursor === '') return null
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) ?? undefined
  } catch {
    // Somebody wrote it by hand: a bad parameter, not a fault.
    return undefined
  }
}
