/**
 * Cursors of the lists: opaque to who reads them, refused when they were not made here.
 */
import type { Position } from '../ledger/vues-page.ts'

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
  const good =
    typeof at === 'string' && /^\d{4}-\d\d-\d\d [\d:.+-]+$/.test(at) && typeof id === 'string'
  return good && /^[0-9a-f-]{36}$/.test(id) ? { at, id } : undefined
}

/** The number that a cursor names; `undefined` for a cursor that is none of ours. */
export function numberOf(cursor: string | undefined): number | null | undefined {
  const place = parsed(cursor)
  if (place === null) return null
  return Number.isSafeInteger(place) ? (place as number) : undefined
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
