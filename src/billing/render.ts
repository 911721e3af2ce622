/**
 * One export in one format: the same bytes each time, since nothing enters but the export and its acts.
 *
 * In    the format, the export, its acts in their order, some at a time
 * Out   the file in pieces, its media type, the name it is saved under
 *
 * However many acts an export has, those of one page are in memory, and other work has its turn between two pages.
 * SPEC §11, §13.9
 */
import { setImmediate as turn } from 'node:timers/promises'

import { type ActeExporte, type EnteteExport, type Format, RENDU, type Rendu } from './champs.ts'
import { CSV } from './csv.ts'
import { FHIR } from './fhir.ts'
import { JSONL } from './jsonl.ts'
import { carries } from './porte.ts'
import { RSF_ACE } from './rsf-ace.ts'

interface Rendering {
  readonly type: string
  readonly extension: string
  readonly rendu: Rendu
}

const RENDERINGS: { readonly [F in Format]: Rendering } = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv', rendu: CSV },
  jsonl: { type: 'application/jsonl; charset=utf-8', extension: 'jsonl', rendu: JSONL },
  fhir: { type: 'application/fhir+json; charset=utf-8', extension: 'fhir.json', rendu: FHIR },
  'rsf-ace': { type: 'text/plain; charset=us-ascii', extension: 'rsf', rendu: RSF_ACE },
}

/** Pages of acts; each is let go before the next is asked for. */
export type Pages = AsyncIterable<readonly ActeExporte[]>

/**
 * Renders an export in several formats at once: for each page, what each format has to say of it, and of the end. An
 * act that a format cannot carry is not in its file. SPEC §11
 */
export async function* renderPages(
  formats: readonly Format[],
  entete: EnteteExport,
  pages: Pages,
): AsyncGenerator<{ readonly [F in Format]?: Buffer }> {
  const begun = new Set<Format>()
  const each = (said: (format: Format, rendu: Rendu) => string) =>
    Object.fromEntries(
      formats.map((format) => [
        format,
        Buffer.from(said(format, RENDERINGS[format].rendu), 'utf8'),
      ]),
    ) as { readonly [F in Format]?: Buffer }
  for await (const page of pages) {
    if (page.length === 0) continue
    yield each((format, rendu) => {
      const own = page.filter(
        ({ acte }) => (entete.rendu ?? RENDU) < RENDU || carries(format, acte),
      )
      if (own.length === 0) return ''
      const isFirst = !begun.has(format)
      begun.add(format)
      const head = isFirst ? rendu.tete(entete, false) : ''
      return head + own.map((acte, at) => rendu.ligne(entete, acte, isFirst && at === 0)).join('')
    })
    await turn()
  }
  yield each((format, rendu) => {
    const vide = !begun.has(format)
    return (vide ? rendu.tete(entete, true) : '') + rendu.fin(entete, vide)
  })
}

/** What a format holds when there is nothing to export: its header alone. */
export function emptyFile(format: Format): Buffer {
  const { rendu } = RENDERINGS[format]
  const nothing = { id: 0, creeLe: '' }
  return Buffer.from(rendu.tete(nothing, true) + rendu.fin(nothing, true), 'utf8')
}

/** Media type of a format. */
export function mediaType(format: Format): string {
  return RENDERINGS[format].type
}

/** File name of an export, without patient data. */
export function fileName(format: Format, id: number): string {
  return `export-${String(id).padStart(6, '0')}.${RENDERINGS[format].extension}`
}
