/**
 * The insurer's answers: which acts were paid, which were rejected.
 *
 * In    CSV `id_acte;statut;date;motif` with its header; UTF-8 with or without BOM, LF or CRLF
 * Out   the lines that can be read, and each bad line with its number and a French reason
 * Refuses   returns-unreadable (another header, or no line at all)
 *
 * Tolerant of what a spreadsheet does: quotes, blanks, `JJ/MM/AAAA`, accents and capitals in the status.
 * A reason is never quoted back, since it is free text. SPEC §11 · RFC 4180 §2
 */

import { type Refusal, refusal } from '../errors.ts'
import type { RetourActe } from '../ledger/actes.ts'

/** A line understood: the answer about one act. `ligne` counts from 1, header included. */
export interface LigneRetour extends RetourActe {
  readonly ligne: number
  readonly acte: number
}

/** A line that was left out, and why, in French. */
export interface LigneFausse {
  readonly ligne: number
  readonly raison: string
}

/** A return file as read. */
export interface Retours {
  readonly lignes: readonly LigneRetour[]
  readonly erreurs: readonly LigneFausse[]
}

const COLONNES = ['id_acte', 'statut', 'date', 'motif'] as const
const MAX_MOTIF = 200
const STATUTS: { readonly [mot: string]: RetourActe['statut'] } = {
  paye: 'paye',
  payee: 'paye',
  rejete: 'rejete',
  rejetee: 'rejete',
}

/** Reads a return file. */
export function readReturns(text: string): Retours | Refusal {
  const rows = records(text.replace(/^\uFEFF/, ''))
  const head = rows[0]?.fields.map((field) => plain(field)) ?? []
  if (COLONNES.slice(0, 3).some((name) => !head.includes(name)))
    return refusal('returns-unreadable')
  const at = Object.fromEntries(COLONNES.map((name) => [name, head.indexOf(name)]))

  const lignes: LigneRetour[] = []
  const erreurs: LigneFausse[] = []
  for (const { ligne, fields } of rows.slice(1)) {
    const field = (name: string): string => (fields[at[name] ?? -1] ?? '').trim()
    const read = readLine(ligne, field)
    if ('raison' in read) erreurs.push(read)
    else lignes.push(read)
  }
  return { lignes, erreurs }
}

function readLine(ligne: number, field: (name: string) => string): LigneRetour | LigneFausse {
  const acte = field('id_acte')
  if (!/^[1-9]\d{0,14}$/.test(acte)) return { ligne, raison: 'id_acte n’est pas un numéro d’acte' }
  const statut = STATUTS[plain(field('statut'))]
  if (statut === undefined) return { ligne, raison: 'statut attendu : paye ou rejete' }
  const date = day(field('date'))
  if (date === null) return { ligne, raison: 'date attendue : AAAA-MM-JJ ou JJ/MM/AAAA' }
  const motif = field('motif')
  if (motif.length > MAX_MOTIF) return { ligne, raison: `motif de plus de ${MAX_MOTIF} caractères` }
  return { ligne, acte: Number(acte), statut, date, motif: motif === '' ? null : motif }
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
}

// A day that exists, in ISO form; null otherwise.
function day(text: string): string | null {
  const french = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text)
  const iso = french === null ? text : `${french[3]}-${french[2]}-${french[1]}`
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return null
  const ms = Date.parse(`${iso}T00:00:00Z`)
  // Date.parse takes 30 February as 2 March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(iso) ? iso : null
}

interface CsvRecord {
  readonly ligne: number
  readonly fields: readonly string[]
}

// Cuts the text in records and fields; a quoted field may hold `;`, doubled quotes and line breaks.
function records(text: string): CsvRecord[] {
  const found: CsvRecord[] = []
  let fields: string[] = []
  let line = 1
  let start = 1
  const token = /(?:"((?:[^"]|"")*)"|([^;\r\n]*))(;|\r\n|\n|\r|$)/y
  while (token.lastIndex < text.length) {
    const match = token.exec(text)
    // The second alternative always fits: a stray quote makes a bare field.
    if (match === null) break
    const [all, quoted, bare = '', end] = match
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    line += (all.match(/\r\n|\n|\r/g) ?? []).length
    if (end === ';' && token.lastIndex < text.length) continue
    if (fields.some((field) => field.trim() !== '')) found.push({ ligne: start, fields })
    fields = []
    start = line
  }
  return found
}
