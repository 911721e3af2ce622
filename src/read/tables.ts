/**
 * Tables of a letter as lines: which row and which column a cell stands in can be told from the text.
 *
 * In    text in which marks say where tables, rows and cells begin and end
 * Out   lines: a row of a form is `libellé : valeur`, a row of labels over a row of values gives one line a column, a row
 *       of any other table keeps its cells between ` | `, empty ones too
 *
 * A cell that several columns share is followed by as many empty ones; where one reaches down, the rows below hold `″`.
 * Words that tables only lay out, long ones or alone in their row, stay lines. SPEC §4
 */
import { unmarkedText } from './doubt.ts'
import { libelleDe } from './libelles.ts'

// Private-use characters that mark cells while html-to-text lays out the rest.
const CELL = '\ue000'
const CELL_END = '\ue001'
const ROW = '\ue003'
const TABLE = '\ue004'
const TABLE_END = '\ue005'
const SPANS = '\ue006'
/** What marks tables, in a letter that must not hold it. */
export const MARKS = /[\ue000-\ue006]/g

export const ROW_MARK = ROW
export const TABLE_MARKS = { prefix: TABLE, suffix: TABLE_END } as const
const MAX_SPAN = 20
const MAX_CELLS = 100
/** As of the cell above. */
const DITTO = '″'

/** The marks of a cell that shares `colspan` columns and `rowspan` rows. */
export function cellMarks(spans: { readonly colspan?: string; readonly rowspan?: string }) {
  const [columns, rows] = [span(spans.colspan), span(spans.rowspan)]
  const said = columns === 1 && rows === 1 ? '' : `${columns},${rows}${SPANS}`
  return { prefix: CELL + said, suffix: CELL_END }
}

function span(said: string | undefined): number {
  const asked = Number.parseInt(said ?? '1', 10)
  return Number.isNaN(asked) ? 1 : Math.min(Math.max(asked, 1), MAX_SPAN)
}

/** The text with its tables as lines, those within others first; one pass, whatever it holds. */
export function layTables(text: string): string {
  const open: string[] = ['']
  const add = (said: string): void => {
    open.push((open.pop() ?? '') + said)
  }
  for (const [at, part] of text.split(TABLE).entries()) {
    if (at > 0) open.push('')
    const [first = '', ...rest] = part.split(TABLE_END)
    add(first)
    for (const said of rest) {
      const table = open.length > 1 ? layTable(open.pop() ?? '') : ''
      add(table + said)
    }
  }
  // Rows outside of any table, and tables that the limits cut.
  return open.map(layTable).join('').replace(MARKS, '')
}

/** Does the text hold a row of three cells or more that the other one does not hold as it is? */
export function keepsColumns(text: string, other: string): boolean {
  const had = new Set(other.split('\n').map(rowOf))
  return text
    .split('\n')
    .map(rowOf)
    .some((row) => row.split('|').length > 2 && !had.has(row))
}

function rowOf(said: string): string {
  return unmarkedText(said)
    .replace(/^[>\s]+/, '')
    .replace(/\s+/g, '')
}

/** A row as it was written: what stands before its cells, the cells, what stands after them. */
interface Row {
  readonly before: string
  readonly cells: readonly Cell[]
  readonly after: string
}

interface Cell {
  readonly text: string
  readonly columns: number
  readonly rows: number
}

function layTable(text: string): string {
  if (!text.includes(CELL)) return text
  const [first = '', ...chunks] = text.split(ROW)
  const rows = [first, ...chunks].map(readRow)
  const grid = spread(rows)
  const lines = linesOf(grid)
  return rows
    .map(({ before, after }, at) => {
      const said = lines[at]
      return said === null || said === undefined ? before + after : `${before}${said}${after}`
    })
    .join('')
}

function readRow(chunk: string): Row {
  const start = chunk.indexOf(CELL)
  if (start === -1) return { before: chunk, cells: [], after: '' }
  const pieces = chunk.slice(start + 1).split(CELL)
  const last = pieces.at(-1) ?? ''
  const end = last.lastIndexOf(CELL_END)
  const tail = end === -1 ? '' : last.slice(end + 1)
  return {
    before: chunk.slice(0, start),
    cells: pieces.slice(0, MAX_CELLS).map((piece) => readCell(piece.split(CELL_END)[0] ?? '')),
    after: pieces.slice(MAX_CELLS).join(' ').replaceAll(CELL_END, '') + tail,
  }
}

function readCell(said: string): Cell {
  const end = said.indexOf(SPANS)
  const [columns = 1, rows = 1] = end === -1 ? [] : said.slice(0, end).split(',').map(Number)
  return { text: said.slice(end + 1).trim(), columns, rows }
}

type Grid = readonly (readonly string[])[]

/** Each row with all its columns: those that a cell shares are empty, those that one from above reaches hold `″`. */
function spread(rows: readonly Row[]): Grid {
  const reaching: number[] = []
  return rows.map(({ cells }) => {
    if (cells.length === 0) return []
    const out: string[] = []
    const next = () => {
      while ((reaching[out.length] ?? 0) > 0 && out.length < MAX_CELLS) {
        reaching[out.length] = (reaching[out.length] ?? 0) - 1
        out.push(DITTO)
      }
    }
    for (const { text, columns, rows: down } of cells) {
      for (let column = 0; column < columns; column++) {
        next()
        reaching[out.length] = down - 1
        out.push(column === 0 ? text : '')
      }
    }
    next()
    return out
  })
}

/** What stands in the place of each row; null: it has no cells. */
function linesOf(written: Grid): readonly (string | null)[] {
  const grid = withoutSpacers(written)
  const kind = kindOf(grid)
  let header: { readonly at: number; readonly cells: readonly string[] } | null = null
  const out: (string | null)[] = []
  for (const [at, cells] of grid.entries()) {
    if (cells.length === 0) {
      out.push(null)
      continue
    }
    if (header !== null && header.cells.length === cells.length && !cells.every(isLabel)) {
      out[header.at] = ''
      out.push(paired(header.cells, cells).join('\n'))
      header = null
      continue
    }
    header = cells.length > 1 && cells.every(isLabel) ? { at, cells } : null
    out.push(header === null ? line(cells, kind) : cells.join(' | '))
  }
  return out
}

/** Columns in which no row says anything but a colon are there to set others apart. */
function withoutSpacers(grid: Grid): Grid {
  const rows = grid.filter((cells) => cells.length > 1)
  const width = Math.max(0, ...rows.map((cells) => cells.length))
  const isSpacer = Array.from({ length: width }, (_, column) =>
    rows.every((cells) => SPACER.test(unmarkedText(cells[column] ?? ''))),
  )
  const alone = rows.length === 1 && !isLabel(filledOf(rows[0] ?? [])[0] ?? '')
  if (alone) return grid
  return grid.map((cells) =>
    cells.length > 1 ? cells.filter((_, column) => isSpacer[column] !== true) : cells,
  )
}

const SPACER = /^[:=]?$/

/** A form, a table of figures, or words that are only laid out. */
type Kind = 'form' | 'figures' | 'layout'

const MAX_CELL = 500
const MAX_CELL_LINES = 8

function kindOf(grid: Grid): Kind {
  const cells = grid.flat()
  if (cells.some((cell) => cell.length > MAX_CELL || linesIn(cell).length > MAX_CELL_LINES)) {
    return 'layout'
  }
  const said = grid.filter((row) => filledOf(row).length > 1)
  if (said.length === 0) return 'layout'
  const labelled = said.filter((row) => isLabel(filledOf(row)[0] ?? ''))
  return labelled.length * 2 >= said.length ? 'form' : 'figures'
}

function line(cells: readonly string[], kind: Kind): string {
  const filled = filledOf(cells)
  const columns = columnLines(cells)
  if (columns !== null) return paired(...columns).join('\n')
  if (filled.length % 2 === 0 && filled.every((cell, i) => i % 2 === 1 || isLabel(cell))) {
    const isForm = kind === 'form' || filled.length > 2 || cells.length === 2
    if (isForm) return pairs(filled)
  }
  if (kind === 'layout') return filled.length === 2 ? pairs(filled) : filled.join(' | ')
  if (cells.length === 1) return cells[0] ?? ''
  if (cells.length > 2) return cells.map(inOneLine).join(' | ')
  const [label = '', value = ''] = cells
  if (label === '') return ` | ${inOneLine(value)}`
  return linesIn(label).length > 1 ? pair(inOneLine(label), inOneLine(value)) : pair(label, value)
}

/** Blocks within a cell, on its row's line. */
function inOneLine(cell: string): string {
  return linesIn(cell).join(' ; ')
}

function linesIn(cell: string): readonly string[] {
  return cell
    .split('\n')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

function filledOf(cells: readonly string[]): readonly string[] {
  return cells.filter((cell) => !SPACER.test(unmarkedText(cell)))
}

/** A row of two cells, one with several labels, one with as many values: a form laid out in columns. */
function columnLines(
  cells: readonly string[],
): readonly [readonly string[], readonly string[]] | null {
  if (cells.length !== 2) return null
  const [labels = [], values = []] = cells.map(linesIn)
  const isForm = labels.length > 1 && labels.length === values.length && labels.every(isLabel)
  return isForm ? [labels, values] : null
}

function pairs(cells: readonly string[]): string {
  const lines: string[] = []
  for (let i = 0; i < cells.length; i += 2) lines.push(pair(cells[i] ?? '', cells[i + 1] ?? ''))
  return lines.join('\n')
}

function paired(labels: readonly string[], values: readonly string[]): readonly string[] {
  return labels.map((label, index) => pair(label, values[index] ?? ''))
}

function isLabel(cell: string): boolean {
  return libelleDe(unmarkedText(cell).replace(/\s?[:=]$/, '')) !== null
}

function pair(label: string, value: string): string {
  // « Date de naissance | : 12/03/1951 »
  if (/^[:=]/.test(unmarkedText(value))) return `${label} ${value}`
  return /[:=]$/.test(unmarkedText(label)) ? `${label} ${value}` : `${label} : ${value}`
}
