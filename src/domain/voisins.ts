/**
 * Words that are one letter off a known name: « naisance » for « naissance », « dermatolgie » for « dermatologie ».
 *
 * In    known names, folded, each with what it means
 * Out   a look-up that gives the one meaning that is that near, or null
 */

/** Shorter words are one letter off too many others: « non patient » is no « nom patient ». */
const MIN_LETTERS = 5
const MAX_LETTERS = 60
/** Words of prose that are one letter off one of a name. */
const OTHER_WORDS = new Set(
  'urgences conteste contente contextes patience patienta telephones naissances regimes'.split(' '),
)

interface Near<Meaning> {
  readonly text: string
  readonly meaning: Meaning
}

/**
 * Finds the name of which one word is one letter off (one more, one less, another one, one out of place), or that
 * was written without one of its blanks.
 */
export function nearTo<Meaning>(
  names: ReadonlyMap<string, Meaning>,
  isSame: (a: Meaning, b: Meaning) => boolean,
): (words: string) => Meaning | null {
  const shortened = new Map<string, Near<Meaning>[]>()
  for (const [text, meaning] of names) {
    for (const one of withoutOneLetter(text)) {
      const known = shortened.get(one) ?? []
      shortened.set(one, [...known, { text, meaning }])
    }
  }
  return (words) => {
    if (words.length < MIN_LETTERS || words.length > MAX_LETTERS) return null
    const near: Meaning[] = []
    for (const one of withoutOneLetter(words)) {
      for (const { text, meaning } of shortened.get(one) ?? []) {
        if (isSlip(words, text) && !near.some((other) => isSame(other, meaning))) near.push(meaning)
      }
    }
    return near.length === 1 ? (near[0] ?? null) : null
  }
}

/** Is the one a slip of the pen for the other: a blank that lacks, or one long word that is no other word? */
function isSlip(written: string, known: string): boolean {
  if (written.replaceAll(' ', '') === known.replaceAll(' ', '')) return true
  const [some, others] = [written.split(' '), known.split(' ')]
  if (some.length !== others.length) return false
  const [at, second] = [...some.keys()].filter((i) => some[i] !== others[i])
  if (at === undefined || second !== undefined) return false
  const word = some[at] ?? ''
  return Math.min(word.length, others[at]?.length ?? 0) >= MIN_LETTERS && !OTHER_WORDS.has(word)
}

/** The text itself, and what is left of it without each one of its characters. */
function withoutOneLetter(text: string): ReadonlySet<string> {
  const all = new Set([text])
  for (let at = 0; at < text.length; at++) all.add(text.slice(0, at) + text.slice(at + 1))
  return all
}
