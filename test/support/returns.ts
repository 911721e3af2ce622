/**
 * A return file taken in at once: kept, carried out, and what became of it.
 */
import { applyReturns, type BilanRetours, keepReturns } from '../../src/billing/apply-returns.ts'
import { isRefusal } from '../../src/errors.ts'
import type { Database } from '../../src/postgres/sql.ts'

export const HEADER = 'id_acte;statut;date;motif'

/** Takes lines in, after the usual header unless another is given. */
export async function returned(
  db: Database,
  lines: readonly string[],
  {
    par,
    now,
    header = HEADER,
  }: { readonly par: string; readonly now: Date; readonly header?: string },
): Promise<BilanRetours> {
  const kept = await keepReturns(db, octets([header, ...lines].join('\n')), { par, now })
  if (isRefusal(kept)) throw new Error(kept.code)
  const done = await applyReturns(db, kept.fichier, { par, now })
  if (isRefusal(done)) throw new Error(done.code)
  return done
}

/** Octets as a stream gives them, in pieces that end anywhere. */
export async function* octets(text: string | Buffer, size = 7): AsyncGenerator<Buffer> {
  const all = Buffer.from(text)
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size)
}
