/**
 * Marks around words that their author perhaps never saw, while a letter is laid out as text.
 *
 * In    text of which parts are in doubt
 * Out   the same between two noncharacters, which no letter may hold; the text without them, or without what they hold
 *
 * Unicode Standard §23.7: noncharacters are for internal use and never interchanged.
 */
const START = '\ufdd0'
const END = '\ufdd1'
const MARKS = /[\ufdd0\ufdd1]/g

/** The text with its inked part marked. */
export function inDoubt(text: string): string {
  const inked = text.trim()
  if (inked === '') return text
  const at = text.indexOf(inked)
  return `${text.slice(0, at)}${START}${inked}${END}${text.slice(at + inked.length)}`
}

/** The text without the marks. */
export function unmarkedText(text: string): string {
  return text.replace(MARKS, '')
}

/** The text without what is marked. */
export function sureText(text: string): string {
  return text.replace(/\ufdd0[^\ufdd1]*\ufdd1?/g, '')
}

/** A word between marks changed as one without them. */
export function withinMarks(word: string, change: (inner: string) => string): string {
  const inner = /[^\ufdd0\ufdd1]+/.exec(word)?.[0] ?? ''
  return inner === '' ? word : word.replace(inner, () => change(inner))
}

/** For each line of a text, whether a marked part stands on it. */
export function linesInDoubt(lines: readonly string[]): readonly boolean[] {
  let isOpen = false
  return lines.map((line) => {
    const isDoubt = (isOpen && line.trim() !== '') || line.includes(START)
    const last = Math.max(line.lastIndexOf(START), line.lastIndexOf(END))
    if (last !== -1) isOpen = line[last] === START
    return isDoubt
  })
}
