/**
 * What prose states, one after the other: its sentences with their own letters, for those who quote them.
 *
 * In    a text as a person writes it, lines wrapped anywhere
 * Out   its statements, cut at a point, a semicolon and a question; lines that go on are one
 */

/** No sentence is looked at further than this. */
export const MAX_SENTENCE_CHARS = 1000

/** A line that was wrapped goes on with a small letter. */
export function enoncesDe(text: string): readonly string[] {
  const lines = text.split('\n')
  const joined: string[] = []
  for (const line of lines) {
    const last = joined.at(-1)
    const goesOn = last !== undefined && /^\s*\p{Ll}/u.test(line) && /[\p{L},]\s*$/u.test(last)
    if (goesOn && last.length < MAX_SENTENCE_CHARS) joined[joined.length - 1] = `${last} ${line}`
    else joined.push(line)
  }
  return joined.flatMap((line) =>
    line.split(/[;!?]|(?<!\b(?:M|Mr|Mme|Mlle|Dr|Pr|St|Ste))\.(?=\s|$)/),
  )
}
