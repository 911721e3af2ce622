/**
 * A text as sentences: lines that a mail client broke are one, a point after a title or an initial ends none.
 *
 * In    a text
 * Out   its sentences in order, blanks made one; a blank line, a bullet and a label begin another
 */

const BULLET = /^[-*•–>]/
const LABEL = /^[\p{L}][\p{L} '’()°]{0,40} ?[:=]/u
const ABBREVIATED = /^\(?(?:mme|mlle|mr|dr|pr|st|ste|env|ex|cf|\p{L})\.$/iu
const MAX_CHARS = 600

/** The sentences of a text; one that never ends is cut. */
export function phrasesDe(text: string): readonly string[] {
  const found: string[] = []
  let open: string[] = []
  let size = 0
  const end = (): void => {
    if (open.length > 0) found.push(open.join(' '))
    open = []
    size = 0
  }
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    if (line === '' || BULLET.test(line) || LABEL.test(line)) end()
    for (const word of line.split(/\s+/)) {
      if (word === '') continue
      open.push(word)
      size += word.length + 1
      if (size > MAX_CHARS || (/[.;!?]$/.test(word) && !ABBREVIATED.test(word))) end()
    }
  }
  end()
  return found
}
