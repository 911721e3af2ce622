/**
 * Reads a directory file as it streams by: rows out, problems with their line number, nothing kept.
 *
 * In    one of the three files of SPEC §9, recognised from its header
 * Out   rows to `onRow`, one after the other; then how it went
 * Refuses   the whole file when it is empty, not recognised, or lacks a required column; else only rows
 */

import type { LigneAnnuaire, SourceAnnuaire } from '../domain/annuaire.ts'
import { ROW_FAULTS, rows } from '../kit/rows.ts'
import { type Format, formatOf } from './formats.ts'

/** A row that was skipped, or (in `onRemark`) a value that was. */
export interface AnnuaireProblem {
  readonly line: number
  /** French, without the row's content. */
  readonly reason: string
}

interface Listeners {
  readonly onRow: (ligne: LigneAnnuaire) => void | Promise<void>
  readonly onProblem: (problem: AnnuaireProblem) => void
  /** A row was kept without one of its numbers. */
  readonly onRemark?: (problem: AnnuaireProblem) => void
}

/** How the reading went. */
export interface AnnuaireRead {
  /** Why the file is refused as a whole; null when it was read. */
  readonly refused: string | null
  readonly source: SourceAnnuaire | null
  /** Rows given to `onRow`. */
  readonly rows: number
  readonly problems: number
  /** Rows that concern nobody with an RPPS: service mailboxes, ADELI numbers. */
  readonly ignored: number
}

/** Reads a file row by row; memory does not grow with it. */
export async function readAnnuaire(
  source: AsyncIterable<Buffer>,
  { onRow, onProblem, onRemark }: Listeners,
): Promise<AnnuaireRead> {
  const count = { rows: 0, problems: 0, ignored: 0 }
  let format: Format | null = null
  const problem = (line: number, reason: string): void => {
    count.problems += 1
    onProblem({ line, reason })
  }
  for await (const { line, fields, fault } of rows(source, separatorOf)) {
    if (format === null) {
      const found = formatOf(fields ?? [])
      if ('refused' in found) return { refused: found.refused, source: null, ...count }
      format = found
      continue
    }
    if (fields === null) {
      problem(line, fault === null ? 'ligne illisible' : ROW_FAULTS[fault])
      continue
    }
    const wrong = widthProblem(fields, format.columns)
    if (wrong !== null) {
      problem(line, wrong)
      continue
    }
    const lecture = format.read(fields)
    if (lecture.kind === 'sansObjet') count.ignored += 1
    else if (lecture.kind === 'illisible') problem(line, lecture.raison)
    else {
      count.rows += 1
      for (const reason of lecture.remarques) onRemark?.({ line, reason })
      await onRow(lecture.ligne)
    }
  }
  if (format === null) return { refused: 'fichier vide', source: null, ...count }
  return { refused: null, source: format.source, ...count }
}

function separatorOf(header: string): { separator: string; quotes: 'rfc4180' | 'none' } {
  return header.includes('|')
    ? { separator: '|', quotes: 'none' }
    : { separator: ';', quotes: 'rfc4180' }
}

/** Longer than any name, address or label of the national files; an index of the store holds no more. */
const MAX_FIELD = 1_000

/** Empty fields at the end are nothing: the national files end their rows with a bar. */
function widthProblem(fields: readonly string[], columns: number): string | null {
  if (fields.some((field) => field.length > MAX_FIELD)) return 'valeur trop longue'
  if (fields.length < columns) return `${columns} colonnes attendues, ${fields.length} lues`
  const more = fields.slice(columns).some((field) => field.trim() !== '')
  return more ? `${columns} colonnes attendues, ${fields.length} lues` : null
}
