/**
 * The insurer's answers as a file: read row by row as it streams by, given on by pages.
 *
 * In    CSV with a header: `id_acte`, `statut`, `date`, `motif`, in any order, and optionally `montant_centimes`;
 *       UTF-8 with or without BOM, LF or CRLF
 * Out   pages of lines, each an answer or the French reason why it is none; the header is line 1
 * Refuses   returns-unreadable (no header, a column lacks, no text file), returns-unknown-column
 *
 * Tolerant of what a spreadsheet does: quotes, blanks, `JJ/MM/AAAA`, accents and capitals in the status.
 * What a line holds is never quoted back, since it is free text. SPEC §11 · RFC 4180 §2
 */

import type { Jour } from '../domain/correspondant.ts'
import { jour } from '../domain/jour.ts'
import type { Retour } from '../domain/retour.ts'
import { PREMIER_JOUR } from '../domain/tarif.ts'
import { normalise } from '../domain/unicode.ts'
import { type Refusal, refusal } from '../errors.ts'
import { ROW_FAULTS, rows } from '../kit/rows.ts'

/** A line understood: the answer about one act. `ligne` counts from 1, header included. */
export interface LigneRetour extends Retour {
  readonly ligne: number
  readonly acte: number
}

/** A line that changes nothing, and why, in French. */
export interface LigneFausse {
  readonly ligne: number
  readonly raison: string
}

/** A line as read. */
export type LigneLue = LigneRetour | LigneFausse

/** Lines of a page: what is in memory, and what is done in one turn. */
export const RETURNS_PAGE = 500

const REQUIRED = ['id_acte', 'statut', 'date'] as const
const COLUMNS = [...REQUIRED, 'motif', 'montant_centimes'] as const
type Column = (typeof COLUMNS)[number]

const MAX_MOTIF = 200
const STATUTS: ReadonlyMap<string, Retour['statut']> = new Map([
  ['paye', 'paye'],
  ['payee', 'paye'],
  ['rejete', 'rejete'],
  ['rejetee', 'rejete'],
])

/** Reads a return file; memory does not grow with it. */
export async function readReturns(
  source: AsyncIterable<Buffer>,
  {
    today,
    onPage,
  }: {
    readonly today: Jour
    readonly onPage: (lignes: readonly LigneLue[]) => Promise<void>
  },
): Promise<Refusal | null> {
  let columns: Columns | null = null
  let page: LigneLue[] = []
  for await (const { line, fields, fault } of rows(source, () => FORM)) {
    // A text file holds no such octet: it is none, from its first line to its last.
    if (fault === 'unkeepable') return refusal('returns-unreadable')
    if (columns === null) {
      const found = columnsOf(fields ?? [])
      if ('code' in found) return found
      columns = found
      continue
    }
    if (fields?.every((field) => field.trim() === '')) continue
    page.push(
      fields === null
        ? { ligne: line, raison: fault === null ? 'ligne illisible' : ROW_FAULTS[fault] }
        : readLine(line, fields, { columns, today }),
    )
    if (page.length < RETURNS_PAGE) continue
    await onPage(page)
    page = []
  }
  if (columns === null) return refusal('returns-unreadable')
  if (page.length > 0) await onPage(page)
  return null
}

const FORM = { separator: ';', quotes: 'rfc4180' } as const

/** Where each column stands; -1: it is not there. */
interface Columns {
  readonly at: { readonly [C in Column]: number }
  readonly width: number
}

function columnsOf(header: readonly string[]): Columns | Refusal {
  const names = header.map(plain)
  const named = names.findLastIndex((name) => name !== '') + 1
  const missing = REQUIRED.filter((name) => !names.includes(name))
  if (missing.length > 0) {
    return refusal('returns-unreadable', { colonnes: missing.join(', ') })
  }
  for (const [at, name] of names.slice(0, named).entries()) {
    const isKnown = COLUMNS.some((column) => column === name)
    if (isKnown && names.indexOf(name) === at) continue
    return refusal('returns-unknown-column', { colonne: shown(name, at) })
  }
  const at = (name: Column): number => names.indexOf(name)
  return {
    at: {
      id_acte: at('id_acte'),
      statut: at('statut'),
      date: at('date'),
      motif: at('motif'),
      montant_centimes: at('montant_centimes'),
    },
    width: named,
  }
}

// A name is told; anything else that stands in the first line could be anybody's.
function shown(name: string, at: number): string {
  return /^[a-z][a-z0-9_]{0,39}$/.test(name) ? name : `n° ${at + 1}`
}

function readLine(
  ligne: number,
  fields: readonly string[],
  { columns, today }: { readonly columns: Columns; readonly today: Jour },
): LigneLue {
  const field = (name: Column): string => (fields[columns.at[name]] ?? '').trim()
  if (fields.slice(columns.width).some((more) => more.trim() !== '')) {
    return { ligne, raison: `${columns.width} colonnes attendues, ${fields.length} lues` }
  }
  const acte = field('id_acte')
  if (!/^[1-9]\d{0,14}$/.test(acte)) return { ligne, raison: 'id_acte n’est pas un numéro d’acte' }
  const statut = STATUTS.get(plain(field('statut')))
  if (statut === undefined) return { ligne, raison: 'statut attendu : paye ou rejete' }
  const date = dayOf(field('date'))
  if (date === null) return { ligne, raison: 'date attendue : AAAA-MM-JJ ou JJ/MM/AAAA' }
  if (date > today) return { ligne, raison: 'date à venir' }
  if (date < PREMIER_JOUR) return { ligne, raison: 'date impossible : avant tout acte' }
  const motif = field('motif')
  if (motif.length > MAX_MOTIF) return { ligne, raison: `motif de plus de ${MAX_MOTIF} caractères` }
  const montant = field('montant_centimes')
  if (!/^\d{0,9}$/.test(montant)) {
    return { ligne, raison: 'montant_centimes attendu : un nombre entier de centimes' }
  }
  return {
    ligne,
    acte: Number(acte),
    statut,
    date,
    motif: motif === '' ? null : motif,
    montantCentimes: montant === '' ? null : Number(montant),
  }
}

function plain(text: string): string {
  return normalise(text, 'NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
}

/** A day that exists, in one of the two forms that a file of dates has. */
function dayOf(text: string): Jour | null {
  const [, y, m, d] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  if (y !== undefined) return jour(Number(y), Number(m), Number(d))
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? []
  return year === undefined ? null : jour(Number(year), Number(month), Number(day))
}
