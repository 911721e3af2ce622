/**
 * The normal forms of Unicode, for text of anybody: what they cost is the text's length. SPEC §13.12
 *
 * In    any text, the form wanted
 * Out   the text in that form; no character is lost, added or changed in meaning
 * Refuses nothing.
 *
 * V8 puts the marks of one letter in order by insertion, which costs the square of their number. A run of more than
 * thirty occurs in no writing of a language (UAX #15 §13, Stream-Safe Text Format): longer ones are put in order by
 * thirties, so each piece costs a fixed amount. Nothing is inserted, unlike there: the words stay their author's.
 */

/** More marks than any writing puts on one letter, with the two halfwidth signs that decompose into marks. UAX #15, D3 */
const LONG_RUN = /[\p{M}\uff9e\uff9f]{31}/u
const PIECE = /[\p{M}\uff9e\uff9f]{30}/gu

/** The text in this normal form. Each normalisation of the program comes here: a test of the house sees to it. */
export function normalise(text: string, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): string {
  if (!LONG_RUN.test(text)) return text.normalize(form)
  const pieces: string[] = []
  let from = 0
  for (const { index, 0: run } of text.matchAll(PIECE)) {
    pieces.push(text.slice(from, index + run.length).normalize(form))
    from = index + run.length
  }
  return pieces.join('') + text.slice(from).normalize(form)
}
