/**
 * The sentences of a text as a person writes it, with their own letters, for those who look at one and quote it.
 *
 * In    a text; a mail client may have broken its lines anywhere
 * Out   its sentences in order, each with the sign that ends it, blanks made one
 *
 * A blank line, a bullet and a label begin another. So does any other line, unless it goes on: it begins with a small
 * letter, or the line above was as long as a client makes them. A point after a title or an initial ends none.
 */

import { trimEndOf } from './texte.ts'

/** No sentence is looked at further than this. */
export const MAX_SENTENCE_CHARS = 1000

const BULLET = /^[-*•–>]/
const LABEL = /^[\p{L}][\p{L} '’()°]{0,40} ?[:=]/u
const ABBREVIATED = /^\(?(?:mme|mlle|mr|dr|pr|st|ste|env|ex|cf|\p{L})\.$/iu
const ENDS = /[.;!?]$/
/** A line so long was broken by a client. */
const BROKEN_CHARS = 60

/** The sentences of a text; one that never ends is cut. */
export function phrasesDe(text: string): readonly string[] {
  const found: string[] = []
  let open: string[] = []
  let size = 0
  let above = ''
  const end = (): void => {
    if (open.length > 0) found.push(open.join(' '))
    open = []
    size = 0
  }
  for (const raw of text.split('\n')) {
    const line = raw.trim()
    const goesOn = /^\p{Ll}/u.test(line) || above.length >= BROKEN_CHARS
    if (line === '' || BULLET.test(line) || LABEL.test(line) || !goesOn) end()
    above = line
    for (const word of line.split(/\s+/)) {
      if (word === '') continue
      open.push(word)
      size += word.length + 1
      if (size > MAX_SENTENCE_CHARS || (ENDS.test(word) && !ABBREVIATED.test(word))) end()
    }
  }
  end()
  return found
}

/** What a text states: its sentences without the sign that ends them, also where no blank follows it. */
export function enoncesDe(text: string): readonly string[] {
  return phrasesDe(text).flatMap((phrase) => trimEndOf(phrase, '.;!?').split(/[;!?]/))
}
