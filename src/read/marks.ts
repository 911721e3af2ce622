/**
 * The marks that quoted lines begin with: `>`, and whatever else mail programs and people put before each of them.
 *
 * In    the lines of a letter
 * Out   for each, how deep it is quoted by its marks, and how many characters they take with the blanks around them
 *
 * `>` is a mark wherever it stands (RFC 3676 §4.5); other signs (`| `, `: `, `} `, `» `, « JD> ») where several lines
 * that follow one another begin with the same. Bullets begin the lines of a list, and a row of a table has its sign
 * between its cells: neither is a mark.
 */

export interface Marks {
  readonly depth: number
  readonly length: number
}

const NONE: Marks = { depth: 0, length: 0 }

/** The marks of each line. */
export function marksOf(lines: readonly string[]): readonly Marks[] {
  const own = lines.map(angles)
  const signs = lines.map((line, at) => (own[at]?.depth === 0 ? signOf(line) : null))
  const out = [...own]
  let run: number[] = []
  const close = (): void => {
    const inked = run.filter((at) => (signs[at]?.length ?? 0) < (lines[at] ?? '').length)
    if (inked.length >= MIN_LINES || isSurely(signs[inked[0] ?? -1])) {
      for (const at of run) out[at] = { depth: 1, length: signs[at]?.length ?? 0 }
    }
    run = []
  }
  for (const [at, sign] of signs.entries()) {
    const isSame = sign !== null && sign.sign === signs[run.at(-1) ?? -1]?.sign
    if (!isSame && run.length > 0 && (lines[at] ?? '').trim() !== '') close()
    if (sign !== null) run.push(at)
  }
  close()
  return out
}

const MIN_LINES = 2

/** A bar before a single line: no list and no sentence begins so. */
function isSurely(found: Sign | null | undefined): boolean {
  return found != null && BARS.includes(found.sign)
}

const BARS = '|¦│┃║❘❙▌▎▏'
const SIGNS = `${BARS}:;}])›»》〉❯❱＞%!"“”„«/\\&^$@`

interface Sign {
  readonly sign: string
  /** With the blanks around it. */
  readonly length: number
}

/** The sign that a line begins with, or the initials before a `>`; null: none that quotes. */
function signOf(line: string): Sign | null {
  const start = line.search(/[^ \t]/)
  if (start === -1) return null
  const first = line[start] ?? ''
  if (SIGNS.includes(first)) {
    let end = start
    while (line[end] === first) end += 1
    // A row of a table, a box drawn around words, an address, a smile: the sign is not only before them.
    const rest = line.slice(end)
    if (BARS.includes(first) && rest.includes(first)) return null
    return { sign: first, length: withBlank(line, end) }
  }
  const initials = /^\s{0,3}(\p{L}{1,12}) ?>/u.exec(line.slice(0, 20))
  if (initials === null) return null
  return { sign: `${initials[1]}>`, length: withBlank(line, initials[0].length) }
}

function withBlank(line: string, end: number): number {
  return line[end] === ' ' ? end + 1 : end
}

/** How many `>` begin a line, and how many characters they take with the blanks between and after them. */
function angles(line: string): Marks {
  let depth = 0
  let length = 0
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '>') {
      depth += 1
      length = at + 1
    } else if (line[at] !== ' ' || at > length) break
  }
  return depth === 0 ? NONE : { depth, length: withBlank(line, length) }
}
