/**
 * Pages of a list: where the next one starts, by the order of the list itself.
 *
 * In    one row more than asked
 * Out   the rows asked, and the position of the last one when there are more
 */

/** The place of a row in a list ordered by time, then id. `at` is PostgreSQL's own text, to the microsecond. */
export interface Position {
  readonly at: string
  readonly id: string
}

/** What is asked of a list. */
export interface Asked {
  readonly after: Position | null
  readonly limit: number
}

/** A page of a list; `next` null at its end. */
export interface Page<Item, Place = Position> {
  readonly items: readonly Item[]
  readonly next: Place | null
}

/** Makes a page of `limit` items out of at most `limit + 1` rows. */
export function pageOf<Row extends { readonly position: string; readonly id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
): Page<Item> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return {
    items: kept.map(item),
    next: rows.length > limit && last !== undefined ? { at: last.position, id: last.id } : null,
  }
}

/** ISO 8601 in UTC, or null. */
export function iso(instant: Date | null): string | null {
  return instant === null ? null : instant.toISOString()
}
