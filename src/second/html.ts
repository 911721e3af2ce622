/**
 * The text of an HTML body as browsers take it apart: every word, shown or hidden, none marked up.
 *
 * In    HTML
 * Out   its text, broken where a browser breaks it
 *
 * WHATWG HTML §13.2.5 (tokenization), §15.3 (rendering): parse5, as far as tokens go.
 */
import { finished } from 'node:stream/promises'

import { SAXParser } from 'parse5-sax-parser'

/** Elements whose text is no text of the letter, or is not taken apart. */
const UNREAD = new Set(['title', 'style', 'script', 'template', 'iframe', 'noscript'])
/** Elements that break a line; those that the standard does not know stand within one. */
const BLOCKS = new Set(
  (
    'address article aside blockquote body br button caption center col colgroup dd details dialog dir div dl dt ' +
    'fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe input ' +
    'legend li listing main menu nav ol optgroup option p plaintext pre search section select summary table tbody ' +
    'td textarea tfoot th thead tr ul xmp'
  ).split(' '),
)

/** The words of an HTML body, in its order. */
export async function textOfHtml(html: string): Promise<string> {
  const parser = new SAXParser()
  const out: (string | Promise<string>)[] = []
  let within: string | null = null
  parser.on('startTag', ({ tagName, selfClosing }) => {
    if (within === null && UNREAD.has(tagName) && !selfClosing) within = tagName
    if (BLOCKS.has(tagName)) out.push('\n')
  })
  parser.on('endTag', ({ tagName }) => {
    if (tagName === within) within = null
    if (BLOCKS.has(tagName)) out.push('\n')
  })
  parser.on('text', ({ text }) => {
    if (within === null) out.push(text)
    // Mail programs run no script: they show what is written for that, which is HTML too.
    else if (within === 'noscript') out.push(textOfHtml(text))
  })
  parser.end(html)
  await finished(parser, { readable: false })
  return (await Promise.all(out)).join('')
}
