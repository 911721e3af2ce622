/**
 * The name of a person that heads a line without a title: « GOMEZ Maria : kyste », « Concernant Maria Gomez, … »,
 * « GOMEZ 26/06/1966 : CRP 40 ».
 *
 * In    the words of a line
 * Out   the words of the name and where it ends, or null
 *
 * Anywhere else in a line a name without a title may be a sign, a street or a colleague's; at its head, before a colon
 * or a day of birth, or after « concernant », it says whom the words are about. SPEC §6.5
 */
import { ensemble, isMark, type Mot } from './mots.ts'
import { isPrenom } from './prenoms.ts'
import { words } from './texte.ts'

/** « Concernant », « Objet : », « Au sujet de »: whom the line is about comes next. */
const INTRODUCTIONS = [
  'concernant',
  'concerne',
  'pour',
  'objet',
  'sujet',
  'au sujet de',
  'a propos de',
  'dossier de',
  'dossier',
  'cas de',
  'resultats de',
  'reponse pour',
].map((each) => each.split(' '))
const LONGEST = 3
const MAX_NAMES = 4
/** Titles are looked at elsewhere; what begins with one of these is no name. */
const NO_NAME = ensemble(
  'dr docteur docteure pr professeur mme mr monsieur madame mlle confrere consoeur chu chr ch clinique hopital institut ' +
    'centre service cabinet laboratoire labo syndrome maladie signe test score avis conclusion question contexte',
)
/** What a person with capitals writes before a day and is no name: examinations, operations, diseases. */
const MEDICAL =
  /(?:ectomie|tomie|plastie|scopie|graphie|gramme|therapie|ose|ite|ome|emie|urie|algie|cardie|pnee|tion|ment|logie|metrie|centese|scanner|irm|tdm|bio|biologie|bilan|exerese|prothese|consultation|urgences?|covid|controle|examen|anapath)$/
const DAY = /^(?:0?[1-9]|[12]\d|3[01])$/
const MONTH = /^(?:0?[1-9]|1[0-2])$/
const OLD_ENOUGH = /^(?:19\d\d|20[0-2]\d)$/

/** The name that heads a line; null where none does. */
export function nomEnTete(mots: readonly Mot[]): { noms: readonly Mot[]; end: number } | null {
  let at = 0
  while (at < mots.length && /^[-*•–>#]$/.test(mots[at]?.text ?? '')) at += 1
  const from = behindIntroduction(mots, at)
  const isIntroduced = from > at
  const noms: Mot[] = []
  let end = from
  while (noms.length < MAX_NAMES && isCapitalised(mots[end])) {
    noms.push(mots[end] as Mot)
    end += 1
  }
  if (noms.length === 0 || noms.some(({ said }) => NO_NAME.has(said))) return null
  const given = noms.filter(({ text }) => words(text).split(' ').every(isPrenom))
  const isFull = given.length > 0 && given.length < noms.length
  const next = mots[end]
  if (isFull && (isIntroduced || isMark(next) || isDay(mots, end))) return { noms, end }
  const isFamily = noms.every(({ text, said }) => isCapitals(text) && !isMedical(said))
  return isFamily && isDay(mots, end) && OLD_ENOUGH.test(mots[end + 4]?.text ?? '')
    ? { noms, end }
    : null
}

function behindIntroduction(mots: readonly Mot[], at: number): number {
  for (let length = LONGEST; length > 0; length -= 1) {
    const said = mots.slice(at, at + length).map((mot) => mot.said)
    const isOne = INTRODUCTIONS.some(
      (each) => each.length === length && each.every((word, i) => word === said[i]),
    )
    if (isOne) return isMark(mots[at + length]) ? at + length + 1 : at + length
  }
  return at
}

function isCapitalised(mot: Mot | undefined): boolean {
  return mot !== undefined && mot.text.length > 1 && /^\p{Lu}/u.test(mot.text)
}

function isCapitals(text: string): boolean {
  return text.length >= 4 && text === text.toUpperCase() && /^\p{L}[\p{L}'’-]*$/u.test(text)
}

/** « 26/06/1966 », « 26.06.1966 ». */
function isDay(mots: readonly Mot[], at: number): boolean {
  const [day, first, month, second, year] = mots.slice(at, at + 5).map(({ text }) => text)
  if (day === undefined || month === undefined || year === undefined) return false
  return (
    DAY.test(day) &&
    MONTH.test(month) &&
    /^\d{4}$/.test(year) &&
    first === second &&
    /^[/.-]$/.test(first ?? '')
  )
}

function isMedical(said: string): boolean {
  return said.startsWith('vaccin') || MEDICAL.test(said)
}
