/** Whole files, for tests: what the product makes in pieces. */
import type { ActeExporte, EnteteExport, Format, Rendu } from '../../src/billing/champs.ts'
import { exportFile } from '../../src/billing/export.ts'
import { isRefusal, type Refusal } from '../../src/errors.ts'
import type { Keys } from '../../src/ledger/keys/keys.ts'
import type { Sql } from '../../src/postgres/sql.ts'

/** The file of an export, whole. */
export async function renderExport(
  db: Sql,
  keys: Keys,
  id: number,
  format: Format,
): Promise<Buffer | Refusal> {
  const file = await exportFile(db, keys, id, format)
  if (isRefusal(file)) return file
  const pieces: Buffer[] = []
  for await (const piece of file) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Acts in a format, whole. */
export function whole(rendu: Rendu, entete: EnteteExport, actes: readonly ActeExporte[]): string {
  const vide = actes.length === 0
  const lignes = actes.map((acte, at) => rendu.ligne(entete, acte, at === 0))
  return rendu.tete(entete, vide) + lignes.join('') + rendu.fin(entete, vide)
}
