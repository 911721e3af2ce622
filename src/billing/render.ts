/**
 * One export in one format: the same bytes each time, since nothing enters but the export and its acts.
 *
 * In    the format, the export, its acts in their order
 * Out   the file, its media type, the name it is saved under
 *
 * SPEC §11
 */
import type { ActeExporte, EnteteExport, Format } from './champs.ts'
import { renderCsv } from './csv.ts'
import { renderFhir } from './fhir.ts'
import { renderJsonl } from './jsonl.ts'
import { renderRsfAce } from './rsf-ace.ts'

interface Rendering {
  readonly type: string
  readonly extension: string
  readonly render: (entete: EnteteExport, lignes: readonly ActeExporte[]) => string
}

const RENDERINGS: { readonly [F in Format]: Rendering } = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv', render: renderCsv },
  jsonl: { type: 'application/jsonl; charset=utf-8', extension: 'jsonl', render: renderJsonl },
  fhir: {
    type: 'application/fhir+json; charset=utf-8',
    extension: 'fhir.json',
    render: renderFhir,
  },
  'rsf-ace': { type: 'text/plain; charset=us-ascii', extension: 'rsf', render: renderRsfAce },
}

/** Renders an export in a format; without acts, the header alone. */
export function render(
  format: Format,
  entete: EnteteExport,
  lignes: readonly ActeExporte[],
): Buffer {
  return Buffer.from(RENDERINGS[format].render(entete, lignes), 'utf8')
}

/** Media type of a format. */
export function mediaType(format: Format): string {
  return RENDERINGS[format].type
}

/** File name of an export, without patient data. */
export function fileName(format: Format, id: number): string {
  return `export-${String(id).padStart(6, '0')}.${RENDERINGS[format].extension}`
}
