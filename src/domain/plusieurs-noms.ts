/**
 * Whom a line names where it names more than one: « Dr A et Dr B » are two, « Dr A ou Dr B » is one of two, which its
 * author must say, « Dr A, service du Pr B » is the first.
 *
 * In    a line without its label
 * Out   the persons, each as written; null: who is meant is not ours to say. One where nothing points to a second
 *
 * SPEC §4 (Médecin requis, Médecin traitant): nobody is left out in silence
 */
import { isPrenom } from './prenoms.ts'
import { fold, words } from './texte.ts'

/** Longer is no line that names people. */
const MAX_CHARS = 500
const TITLE =
  /(?<![\p{L}\p{N}@._-])(?:drs?|docteure?s?|pr|prof|professeure?s?)(?:\.|(?![\p{L}\p{N}@._-]))(?=\s|\p{L}|$)/giu
/** What stands before the title of one who is asked too. */
const AND =
  /(?:[,;&+]|\s[-–—]|\s(?:et|et aussi|ainsi que)|,\s{0,3}(?:et|puis))(?:\s{0,3}(?:le|la))?\s{0,9}$/u
/** What stands before the title of one who is only where the first works, or whom he replaces. */
const OF =
  /(?:services?|equipe|unite|pole|cabinet|secretariat|interne|assistante?|clinique|collaboratrice|collaborateur|chez|remplacante?|associee?)(?:[\s,]{1,3}[a-z'-]{1,20}){0,4}[\s,:]{0,3}(?:(?:du|de|d'|chez|le|la|par le)\s{0,3})?$/u

/** The persons of a line; null: one of several, or a doubt. */
export function personnesDe(text: string): readonly string[] | null {
  if (text.length > MAX_CHARS) return [text]
  const parts: string[] = []
  let start = 0
  let last: RegExpExecArray | null = null
  for (const found of text.matchAll(TITLE)) {
    const between = last === null ? '' : text.slice(last.index + last[0].length, found.index)
    const before = last
    last = found
    if (before === null || /^(?:l[ea])?$/.test(words(between)) || OF.test(said(between))) continue
    const joiner = AND.exec(said(between))
    if (joiner === null || words(between) === '') return null
    parts.push(text.slice(start, found.index - joiner[0].length))
    start = found.index
  }
  const each = [...parts, text.slice(start)].map(sansTitre)
  return each.some((one) => one === null) ? null : each.flatMap((one) => one ?? [])
}

/** Small letters without accents, each where it stood. */
function said(text: string): string {
  return [...text].map((one) => (/\s/.test(one) ? ' ' : fold(one) || ' ')).join('')
}

const MAX_WORDS = 5
/** Where he works stands before « et »: « CHU de Lyon et Saint-Étienne ». */
const HOUSE =
  /[,(]\s{0,3}(?:au\s)?(?:chr?u|ch|clinique|hopital|hopitaux|hospices|centre|cabinet|maison|msp|service|a|rue)\s[^,(]*$/u
const PARTICLES = new Set('de du des d la le l van von el ben'.split(' '))

/** « MARTIN et DURAND », « Claire MARTIN, Paul DURAND »: a second name that has no title. */
function sansTitre(text: string): readonly string[] | null {
  const other = /\s(?:ou|sinon)\s|\set\/ou\s|\s\/\s/.exec(said(text))
  if (other !== null) return null
  const [first = '', ...others] = text.split(/\s(?:et|&|\+)\s/iu)
  if (others.some((one) => !isNom(one)) || (others.length > 0 && HOUSE.test(said(first)))) {
    return [text]
  }
  return [first, ...others].some(hasSecondNom) ? null : [first, ...others]
}

/** After a comma: a given name and a family name, so that it is neither a town nor the given name of the first. */
function hasSecondNom(text: string): boolean {
  return text
    .split(/[,(]/)
    .slice(1)
    .some((piece) => {
      const [given = '', ...rest] = piece.replace(')', ' ').trim().split(/\s+/)
      const isGiven = given.split('-').every((one) => isPrenom(fold(one)))
      const family = rest.filter((word) => !PARTICLES.has(fold(word)))
      const isFamily =
        family.length > 0 && family.every((word) => /^\p{Lu}[\p{Lu}'’-]+$/u.test(word))
      return isGiven && isFamily && rest.length <= MAX_WORDS
    })
}

/** Words that a name is made of: capitals, particles, an address or a number beside it. */
function isNom(text: string): boolean {
  const list = text
    .split(/[\s,<>()]+/)
    .filter((word) => word !== '' && !/[@\d]/.test(word) && !PARTICLES.has(fold(word)))
  return (
    (list.length > 0 || /[@\d]/.test(text)) &&
    list.length <= MAX_WORDS &&
    list.every((word) => /^\p{Lu}/u.test(word))
  )
}
