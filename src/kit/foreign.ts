/**
 * Text from outside: what no store, header or document of ours can hold is refused at the edge, in one place.
 *
 * In    any value as it came: a parameter, a body, a row of a file, an argument of a command
 * Out   whether its text can be kept; where it cannot, and why
 *
 * PostgreSQL's `text` has no NUL, and UTF-8 has no lone surrogate (RFC 3629 §3).
 */

const MAX_DEPTH = 20
/** A reason is a few words to a few sentences, wherever it is given. */
export const MIN_REASON = 3
export const MAX_REASON = 500

/** Is this text, blanks at its ends aside, a reason? */
export function isReason(text: string): boolean {
  const bare = text.trim()
  return bare.length >= MIN_REASON && bare.length <= MAX_REASON
}

/** Can this text be kept as it is? */
export function isKeepable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

/** Why an argument cannot be taken, in a few French words; null when it can. */
export function oddIn(text: string, most: number): string | null {
  if (text.includes('\0')) return 'un octet NUL n’est pas un texte'
  // What the system gives that is no UTF-8 comes as this sign.
  if (!text.isWellFormed() || text.includes('\ufffd')) {
    return 'ces caractères ne sont pas de l’UTF-8'
  }
  return text.length > most ? `${most} caractères au plus (${text.length} donnés)` : null
}

/** A number that is none: `Infinity`, `1e400`, four hundred nines. A check of bounds does not hold it. */
export function isEndless(text: string): boolean {
  const value = text.trim() === '' ? 0 : Number(text)
  return value === Infinity || value === -Infinity
}

/** The place (`motif`, `champs/nom`) of the first text in a value that cannot be kept; null when all can. */
export function unkeepableIn(value: unknown, at = '', depth = 0): string | null {
  if (typeof value === 'string') return isKeepable(value) ? null : at
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return null
  if (depth > MAX_DEPTH) return at
  for (const [name, each] of Object.entries(value)) {
    const place = at === '' ? name : `${at}/${name}`
    // A name that cannot be kept is not repeated either.
    if (!isKeepable(name)) return at
    const found = unkeepableIn(each, place, depth + 1)
    if (found !== null) return found
  }
  return null
}
