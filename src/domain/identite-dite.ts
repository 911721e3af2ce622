/**
 * What prose says of the patient's identity: « ce monsieur de 45 ans », « son prénom est Marie-Anne », « c'est un homme ».
 *
 * In    the words of either side, the patient as far as he is known, the day of the letter
 * Out   the sentence that contradicts the form, or null; what is not known is not compared
 *
 * It is compared, never taken: the form alone says who the patient is. SPEC §6.5
 */

import type { Identite } from './autre-patient.ts'
import type { Jour } from './correspondant.ts'
import { ensemble } from './mots.ts'
import type { Sexe } from './patient.ts'
import { phrasesDe } from './phrases.ts'
import { fold, words } from './texte.ts'
import { normalise } from './unicode.ts'

interface IdentiteComparee extends Identite {
  readonly sexe: Sexe | null
}

/** The sentence of `text` that says another sex, age or name than the form; null where none does. */
export function identiteContredite(
  text: string,
  identite: IdentiteComparee,
  today: Jour,
): string | null {
  const phrases = phrasesDe(text)
  const titled = titreContraire(phrases, identite)
  if (titled !== null) return titled
  const isWoman = identite.sexe === 'F' && phrases.some((one) => FEMININE.test(words(one)))
  return (
    phrases.find(
      (phrase) =>
        isOtherPerson(words(phrase), { identite, today, isWoman }) || isOtherName(phrase, identite),
    ) ?? null
  )
}

const TITLES = {
  F: ensemble('mme madame mlle mademoiselle'),
  M: ensemble('m mr monsieur'),
} as const
const GREETED = /^(?:chere?|bonjour|bonsoir|bien|avec|merci)\b/
const MAX_GIVEN = 2

/**
 * The sentence that gives the patient's own family name the title of the other sex; null where none does, or where
 * another sentence gives it the right one: it is then somebody of the family.
 */
function titreContraire(
  phrases: readonly string[],
  { nomNaissance, nomUtilise, sexe }: IdentiteComparee,
): string | null {
  if (sexe !== 'F' && sexe !== 'M') return null
  const names = [nomNaissance, nomUtilise].map((name) => words(name ?? '')).filter(Boolean)
  const titled = (said: string, titles: ReadonlySet<string>): boolean => {
    const list = said.split(' ')
    return list.some((word, at) => {
      if (!titles.has(word)) return false
      const rest = list.slice(at + 1, at + 1 + MAX_GIVEN + 6)
      return names.some((name) => {
        const parts = name.split(' ')
        for (let skip = 0; skip <= MAX_GIVEN; skip += 1) {
          if (parts.every((part, i) => rest[skip + i] === part)) return true
        }
        return false
      })
    })
  }
  const folded = phrases.map((phrase) => words(phrase))
  if (folded.some((said) => titled(said, TITLES[sexe]))) return null
  const at = folded.findIndex(
    (said) =>
      titled(said, TITLES[sexe === 'F' ? 'M' : 'F']) && !KIN.test(said) && !GREETED.test(said),
  )
  return phrases[at] ?? null
}

// Who is shown: by a demonstrative, or at the beginning, with an age.
const SHOWN =
  /(?:^(?:(?:un|une|le|la|il s agit d un|il s agit d une|pour un|pour une) )?|\b(?:ce|cet|cette|votre) )(?:(?:petite?|vieux|vieille|jeune|brave|pauvre) )?(monsieur|homme|garcon|garconnet|patient|dame|femme|fillette|fille|patiente)(?: agee?)?((?: de| d environ| age de)? \d{1,3} ans)?\b/g
const WOMEN = ensemble('dame femme fillette fille patiente')
const DEMONSTRATIVE = /^(?:ce|cet|cette) /
const FEMININE = /\b(?:patiente|elle|madame|mme|mlle|dame|femme|fillette|nee|agee)\b/
// « Sa sœur, cette femme de 60 ans »: somebody of the family.
const KIN =
  /\b(?:mere|pere|fils|fille|frere|soeur|mari|epouse|epoux|sa femme|conjoint|conjointe|compagne|compagnon|tante|oncle|cousine?|neveu|niece|grand mere|grand pere|voisine?|aidante?|tuteur|tutrice|bebe|nouveau ne|foetus|accouchee?|donneur|donneuse|medecin|confrere|consoeur)\b/
const SAYS_SEX =
  /\b(?:c est|il s agit d|il s agit bien d|est|de) (?:bien )?(?:(un (?:homme|monsieur|garcon)|de sexe masculin|sexe masculin)|(une (?:femme|dame|fille|fillette)|de sexe feminin|sexe feminin))(?: |$)/
/** What a day more or less of counting is. */
const MAX_YEARS_OFF = 2

interface Scene {
  readonly identite: IdentiteComparee
  readonly today: Jour
  /** Is she said a woman anywhere: « ce patient » is then a way of speaking. */
  readonly isWoman: boolean
}

function isOtherPerson(said: string, { identite, today, isWoman }: Scene): boolean {
  const { sexe, dateNaissance } = identite
  const age = dateNaissance === null ? null : ageAu(dateNaissance, today)
  for (const { 0: whole, 1: who = '', 2: years, index } of said.matchAll(SHOWN)) {
    const isShown = DEMONSTRATIVE.test(whole) || years !== undefined
    const before = said.slice(Math.max(0, index - MAX_KIN_CHARS), index)
    if (!isShown || KIN.test(before)) continue
    const told = WOMEN.has(who) ? 'F' : 'M'
    const isLoose = who === 'patient' && isWoman
    if ((sexe === 'F' || sexe === 'M') && told !== sexe && !isLoose) return true
    const number = Number(/\d+/.exec(years ?? '')?.[0] ?? 'NaN')
    if (age !== null && Math.abs(number - age) > MAX_YEARS_OFF) return true
  }
  const [, man, woman] = SAYS_SEX.exec(said) ?? []
  if (KIN.test(said) || sexe === null || sexe === 'I') return false
  return (man !== undefined && sexe === 'F') || (woman !== undefined && sexe === 'M')
}

const MAX_KIN_CHARS = 60

function ageAu(naissance: string, today: Jour): number {
  const years = Number(today.slice(0, 4)) - Number(naissance.slice(0, 4))
  return today.slice(5) < naissance.slice(5) ? years - 1 : years
}

const NAME_SAID =
  /(?:^|[\s,(])(prenom|nom|nom (?:de naissance|de jeune fille|de famille|d'usage|marital|utilise))(?: (?:exact|correct|de la patiente|du patient|complet))? (?:est|c'est|s'ecrit|etait)(?: (?:bien|en fait|plutot))? (?=\p{L})/u
const CALLED =
  /(?:^|[\s,(])(?:elle|il|qui|patiente?) s'appelle(?: (?:bien|en fait|plutot))? (?=\p{L})/u
const NOT_HIS = /\b(?:mon|notre|votre)\b/
const ENDS = /^(?:et|pas|non|mais|au|avec|sans|ou|car|depuis|puis|plutot|comme|dans|sur)$/
const PARTICLES = /^(?:de|du|des|la|le|les|d'|l'|van|von|el|al|ben)$/
const MAX_NAMES = 5

function isOtherName(phrase: string, identite: Identite): boolean {
  // As many characters as the phrase has, so that a place in one is that in the other.
  const folded = fold(phrase)
  if (folded.length !== phrase.length) return isNameSaid(folded, normalise(phrase, 'NFC'), identite)
  return isNameSaid(folded, phrase, identite)
}

function isNameSaid(folded: string, phrase: string, identite: Identite): boolean {
  const named = NAME_SAID.exec(folded)
  const called = named === null ? CALLED.exec(folded) : null
  const found = named ?? called
  if (found === null) return false
  const before = words(folded.slice(0, found.index + 1))
  if (NOT_HIS.test(before) || KIN.test(before)) return false
  const list = namesAt(phrase.slice(found.index + found[0].length))
  if (list.length === 0) return false
  const family = wordsOf(identite.nomNaissance, identite.nomUtilise)
  const given = wordsOf(identite.prenoms)
  const known = named === null ? [...family, ...given] : named[1] === 'prenom' ? given : family
  if (known.length === 0 || (named === null && family.length === 0)) return false
  const whole = [identite.nomNaissance, identite.nomUtilise, identite.prenoms].map((one) =>
    words(one ?? '').replaceAll(' ', ''),
  )
  return !list.every((word) => known.includes(word)) && !whole.includes(list.join(''))
}

/** The words with a capital that begin here, and particles between them. */
function namesAt(text: string): readonly string[] {
  const found: string[] = []
  for (const word of text.split(/[\s,;:.!?()]+/).slice(0, MAX_NAMES)) {
    const said = fold(word)
    if (PARTICLES.test(said)) continue
    if (ENDS.test(said) || !/^[^\p{L}]?\p{Lu}/u.test(word)) break
    found.push(...words(word).split(' '))
  }
  return found
}

function wordsOf(...names: readonly (string | null)[]): readonly string[] {
  return names.flatMap((one) => words(one ?? '').split(' ')).filter((word) => word !== '')
}
