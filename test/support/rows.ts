/**
 * A table with one row a thing that the documents promise: each row looks at what it promises, and walking the table is
 * a test a row.
 */
import type { Test } from 'tap'

/** One look a name, at what was seen. */
export type Rows<S> = {
  readonly [name: string]: (t: Test, seen: S) => Promise<unknown> | unknown
}

/** One test a row, in the order of the table. */
export async function walk<S>(t: Test, rows: Rows<S>, seen: S): Promise<void> {
  for (const [name, row] of Object.entries(rows))
    await t.test(name, async (t) => {
      await row(t, seen)
    })
}
