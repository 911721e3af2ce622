/**
 * Numbers as they are said: « douze », « mille neuf cent cinquante et un ».
 *
 * In    a folded text, which words are months
 * Out   the same with its numbers as digits; other words as they were
 */

const UNITS: ReadonlyMap<string, number> = new Map(
  (
    'zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize ' +
    'dix-sept dix-huit dix-neuf'
  )
    .split(' ')
    .map((word, value) => [word, value] as const),
)
const TENS: ReadonlyMap<string, number> = new Map([
  ['vingt', 20],
  ['vingts', 20],
  ['trente', 30],
  ['quarante', 40],
  ['cinquante', 50],
  ['soixante', 60],
  ['septante', 70],
  ['huitante', 80],
  ['nonante', 90],
])
const FIRST = new Set(['premier', 'une'])

/** The text with the numbers that it says beside a month (`isMonth`) written in digits: « deux mars », not « deux parents ». */
export function enChiffres(folded: string, isMonth: (word: string) => boolean): string {
  const out: string[] = []
  let said: string[] = []
  const close = (next: string): void => {
    const isOfADay = isMonth(next) || isMonth(out.at(-1) ?? '')
    if (said.length > 0) out.push(...(isOfADay ? [String(numberSaid(said))] : said))
    said = []
  }
  const words = folded.replace(/-/g, ' ').split(' ')
  for (const [at, word] of words.entries()) {
    if (isNumber(word) || (word === 'et' && said.length > 0 && isNumber(words[at + 1] ?? ''))) {
      said.push(word)
    } else {
      close(word)
      out.push(word)
    }
  }
  close('')
  return out.join(' ')
}

function isNumber(word: string): boolean {
  return (
    UNITS.has(word) || TENS.has(word) || FIRST.has(word) || /^(?:cents?|mille?|mil)$/.test(word)
  )
}

/** « mille neuf cent cinquante et un » is 1951, « dix neuf cent vingt » 1920, « quatre vingt douze » 92. */
function numberSaid(said: readonly string[]): number {
  let thousands = 0
  let rest = 0
  for (const word of said) {
    if (/^mil/.test(word)) {
      thousands += (rest === 0 ? 1 : rest) * 1000
      rest = 0
    } else if (/^cent/.test(word)) {
      rest = (rest === 0 ? 1 : rest) * 100
    } else if (/^vingts?$/.test(word) && rest % 100 === 4) {
      rest += 76
    } else {
      rest += FIRST.has(word) ? 1 : (UNITS.get(word) ?? TENS.get(word) ?? 0)
    }
  }
  return thousands + rest
}
