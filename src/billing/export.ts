/**
 * An export from its making to its end: made, rendered again, voided, re-issued.
 *
 * In    a period or none, who asks, the present instant, a way to sign
 * Out   the export; its file in a format, in pieces, byte for byte as at its making; what a void freed
 * Refuses   not-found, export-voided, export-superseded, export-paid, export-purged
 *
 * Each change commits with its audit line. SPEC §11, §13.6
 */
import { createHash } from 'node:crypto'

import { type Refusal, refusal } from '../errors.ts'
import {
  formerExports,
  freeActes,
  insertExport,
  lockExports,
  nextExport,
  type Perimetre,
  type Pris,
  sealExport,
  takeFreeActes,
} from '../ledger/actes/export-nouveau.ts'
import {
  type Annule,
  type Export,
  exportedActes,
  exportOf,
  isPurged,
  unansweredActes,
  voidExportRow,
} from '../ledger/actes/exports.ts'
import { append } from '../ledger/journal/journal.ts'
import { KeyDestroyed, type Keys } from '../ledger/keys/keys.ts'
import type { Database, Sql } from '../postgres/sql.ts'
import { type EnteteExport, FORMATS, type Format, RENDU } from './champs.ts'
import { carries, carriesAll, FORMATS_EXIGEANTS, manquePour, type Omis } from './porte.ts'
import { type Pages, renderPages } from './render.ts'

/** Audit chain of all that billing does. */
const CHAINE = 'facturation'

/** What a new export is made of. Days AAAA-MM-JJ, inclusive; both null: all that is free, until now. */
export interface DemandeExport {
  readonly du: string | null
  readonly au: string | null
  /** Holder of the token, or of the shell. */
  readonly par: string
  readonly now: Date
  /** Signs the manifest: CMS, DER. */
  readonly sign: (data: Buffer) => Promise<Buffer>
  /** Re-issue: the export that this one supersedes, with its acts; its void needs a reason. */
  readonly remplace?: { readonly id: number; readonly motif: string } | null
  /** The format that it is made for: acts that it cannot carry stay free. Absent or null: every act. */
  readonly format?: Format | null
}

/** Makes an export of what is free; null when there is nothing to export, and then nothing is created. */
export async function createExport(
  db: Database,
  keys: Keys,
  demande: DemandeExport,
): Promise<Export | Refusal | null> {
  return await db.transaction(async (sql) => {
    await lockExports(sql)
    const remplace = demande.remplace ?? null
    if (remplace !== null) {
      const no = await supersede(sql, remplace, demande)
      if (no !== null) return no
    }
    const perimetre: Perimetre =
      remplace === null
        ? { du: demande.du, au: demande.au, de: null }
        : { du: null, au: null, de: remplace.id }
    const format = demande.format ?? null
    const among =
      format === null || carriesAll(format) ? null : await carried(sql, keys, perimetre, format)
    const pris = await takeFreeActes(sql, perimetre, among)
    if (pris.nombre === 0) return null
    return await putExport(sql, keys, demande, pris)
  })
}

/** The free acts of a period that this format cannot carry: they wait for what they lack, or for another format. */
export async function leftFree(
  sql: Sql,
  keys: Keys,
  format: Format,
  period: Pick<Perimetre, 'du' | 'au'>,
): Promise<readonly Omis[]> {
  const omis: Omis[] = []
  if (carriesAll(format)) return omis
  for await (const page of freeActes(sql, keys, { ...period, de: null })) {
    for (const { id, acte } of page) {
      const manque = manquePour(format, acte)
      if (manque.length > 0) omis.push({ id, manque })
    }
  }
  return omis
}

// The numbers of the free acts that a format carries.
async function carried(
  sql: Sql,
  keys: Keys,
  perimetre: Perimetre,
  format: Format,
): Promise<readonly number[]> {
  const ids: number[] = []
  for await (const page of freeActes(sql, keys, perimetre)) {
    for (const { id, acte } of page) if (carries(format, acte)) ids.push(id)
  }
  return ids
}

// Voids what is re-issued, unless that was done; says no when nothing of it could be billed again.
async function supersede(
  sql: Sql,
  remplace: { readonly id: number; readonly motif: string },
  { par, now }: DemandeExport,
): Promise<Refusal | null> {
  const former = await exportOf(sql, remplace.id, 'lock')
  if (former === null) return refusal('not-found', { export: remplace.id })
  if (former.remplacePar !== null) return refusal('export-superseded', { export: remplace.id })
  if (former.annuleLe !== null) return null
  if ((await unansweredActes(sql, remplace.id)) === 0)
    return refusal('export-paid', { export: remplace.id })
  await voidNow(sql, remplace.id, { motif: remplace.motif, par, now })
  return null
}

async function putExport(
  sql: Sql,
  keys: Keys,
  { du, au, par, now, sign, remplace: asked }: DemandeExport,
  pris: Pris,
): Promise<Export> {
  // Asked or not, an export that takes what a voided one gave back supersedes it.
  const former = await formerExports(sql)
  const supersedes = asked == null ? former : [asked.id, ...former]
  const remplace = supersedes[0] ?? null
  const id = await nextExport(sql)
  const creeLe = now.toISOString()
  const facts = { id, du, au: au ?? parisDay(now), creeLe, par, ...pris }
  await insertExport(sql, { ...facts, remplace, rendu: RENDU }, supersedes)
  const { empreintes, omis } = await hashes(sql, keys, { id, creeLe, rendu: RENDU })
  const manifeste = JSON.stringify({ ...facts, empreintes, remplace })
  const signature = await sign(Buffer.from(manifeste, 'utf8'))
  await sealExport(sql, id, { empreintes, manifeste, signature, omis })
  await append(sql, {
    chaine: CHAINE,
    quoi: 'export.cree',
    auteur: par,
    detail: { export: id, ...pris, remplace },
    instant: now,
  })
  const made = await exportOf(sql, id)
  if (made === null) throw new Error(`export ${id}: not there after its insertion`)
  return made
}

type OmisParFormat = { readonly [format: string]: readonly Omis[] }

/** The SHA-256 of each format, and what it leaves out: all of them in one walk over the acts. */
async function hashes(
  sql: Sql,
  keys: Keys,
  entete: EnteteExport,
): Promise<{ readonly empreintes: Export['empreintes']; readonly omis: OmisParFormat }> {
  const sums = FORMATS.map((format) => [format, createHash('sha256')] as const)
  const left = FORMATS_EXIGEANTS.map((format) => [format, [] as Omis[]] as const)
  async function* seen(pages: Pages): Pages & AsyncGenerator {
    for await (const page of pages) {
      for (const [format, omis] of left) {
        for (const { id, acte } of page) {
          const manque = manquePour(format, acte)
          if (manque.length > 0) omis.push({ id, manque })
        }
      }
      yield page
    }
  }
  const pages = seen(exportedActes(sql, keys, entete.id))
  for await (const pieces of renderPages(FORMATS, entete, pages)) {
    for (const [format, sum] of sums) sum.update(pieces[format] ?? '')
  }
  return {
    empreintes: Object.fromEntries(sums.map(([format, sum]) => [format, sum.digest('hex')])),
    omis: Object.fromEntries(left.filter(([, omis]) => omis.length > 0)),
  }
}

/**
 * The file of an export in a format, the same bytes each time, in pieces: a page of acts is in memory, and whoever
 * stops reading leaves nothing open. The first piece is made before it is given. The last one is withheld, and the
 * reading throws, where the whole does not give the signed SHA-256: what was read is never a whole file.
 */
export async function exportFile(
  db: Sql,
  keys: Keys,
  id: number,
  format: Format,
): Promise<AsyncGenerator<Buffer> | Refusal> {
  const found = await exportOf(db, id)
  if (found === null) return refusal('not-found', { export: id })
  if (await isPurged(db, id)) return refusal('export-purged', { export: id })
  const pieces = checkedPieces(db, keys, found, format)
  try {
    return await begun(pieces)
  } catch (error) {
    // The key of the billing year was destroyed meanwhile: the purge of SPEC §13.5, not a fault.
    if (error instanceof KeyDestroyed) return refusal('export-purged', { export: id })
    throw error
  }
}

async function* checkedPieces(
  db: Sql,
  keys: Keys,
  { id, creeLe, rendu, empreintes }: Export,
  format: Format,
): AsyncGenerator<Buffer> {
  const sum = createHash('sha256')
  let last: Buffer = Buffer.alloc(0)
  for await (const pieces of renderPages(
    [format],
    { id, creeLe, rendu },
    exportedActes(db, keys, id),
  )) {
    const piece = pieces[format] ?? Buffer.alloc(0)
    if (piece.length === 0) continue
    if (last.length > 0) yield last
    sum.update(piece)
    last = piece
  }
  if (sum.digest('hex') !== empreintes[format]) {
    throw new Error(`export ${id} ${format}: the acts no longer give the signed SHA-256`)
  }
  if (last.length > 0) yield last
}

/** The same pieces, the first of them already made: what is wrong from the start is said at the start. */
async function begun(pieces: AsyncGenerator<Buffer>): Promise<AsyncGenerator<Buffer>> {
  const first = await pieces.next()
  return (async function* () {
    try {
      if (first.done !== true) yield first.value
      yield* pieces
    } finally {
      await pieces.return(undefined)
    }
  })()
}

/** Voids an export: its acts are free again, but for those paid or answered. */
export async function voidExport(
  db: Database,
  id: number,
  why: { readonly motif: string; readonly par: string; readonly now: Date },
): Promise<({ export: number } & Annule) | Refusal> {
  return await db.transaction(async (sql) => {
    await lockExports(sql)
    const found = await exportOf(sql, id, 'lock')
    if (found === null) return refusal('not-found', { export: id })
    if (found.annuleLe !== null) return refusal('export-voided', { export: id })
    return { export: id, ...(await voidNow(sql, id, why)) }
  })
}

async function voidNow(
  sql: Sql,
  id: number,
  { motif, par, now }: { readonly motif: string; readonly par: string; readonly now: Date },
): Promise<Annule> {
  const done = await voidExportRow(sql, id, { motif, now })
  await append(sql, {
    chaine: CHAINE,
    quoi: 'export.annule',
    auteur: par,
    detail: { export: id, motif, ...done },
    instant: now,
  })
  return done
}

function parisDay(instant: Date): string {
  // The Swedish form of a day is the ISO one.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(instant)
}
