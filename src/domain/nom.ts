/**
 * What a line of names says, and nothing else: titles, married names, struck words and given names taken apart.
 *
 * In    the values of `Nom de naissance`, `Prénoms`, `Nom utilisé` as written
 * Out   each name under its own label where that is sure; else as written, which `prenomsDe` refuses: it is asked about
 *
 * « X née Y »: Y is the birth name; « Y épouse X », « Y veuve X »: Y too. SPEC §4
 */

import type { Formulaire } from './courrier.ts'
import { ensemble } from './mots.ts'
import { fold, words } from './texte.ts'
import { normalise } from './unicode.ts'

type Noms = Pick<Formulaire, 'nomNaissance' | 'prenoms' | 'nomUtilise'>

const STRUCK = /\[barré : [^\]]{0,200}\]|~~[^~]{0,200}~~/g
const TITLE = /^(?:mme|mlle|mr|monsieur|madame|mademoiselle|m(?=[. ]))\.?\s+(?=\S)/i
const BORN = /^(?:nee?)$/
const WED = /^(?:ep|epx|epouse|epoux|veuve|veuf|vve|divorcee?|femme)$/

/** « née »: the name of birth follows. */
export function isNee(word: string): boolean {
  return BORN.test(words(word))
}

/** « épouse », « veuve »: the name of birth stands before. */
export function isMariee(word: string): boolean {
  return WED.test(words(word))
}

const WOMAN = ensemble('mme mlle madame mademoiselle nee epouse veuve')
const MAN = ensemble('mr monsieur epoux veuf')
const SIR = /(?:^|\s)M\.?\s+(?=\p{Lu}{2})/u
const BORN_MAN = /(?:^|[\s(])né(?=\s)/iu

/**
 * The sex that titles and « née » beside the names and the birth say; null: none, or both. It is compared, never taken:
 * the line `Sexe` alone gives the patient's.
 */
export function sexeDesTitres(written: readonly string[]): 'M' | 'F' | null {
  const lines = written.map((line) => line.slice(0, MAX_TITLED_CHARS))
  const list = lines.flatMap((line) => words(line).split(' '))
  const isWoman = list.some((word) => WOMAN.has(word))
  const isMan =
    list.some((word) => MAN.has(word)) ||
    lines.some((line) => SIR.test(line) || BORN_MAN.test(normalise(line, 'NFC')))
  return isWoman === isMan ? null : isWoman ? 'F' : 'M'
}

const MAX_TITLED_CHARS = 200

const CALLED = /\((?:dite?|alias|surnomm[ée]e?|usuel|pr[ée]nom usuel)\s[^()]{1,60}\)/gi

/** A value without what its author struck out; empty where nothing is left. */
export function sansBarre(value: string): string {
  const kept = value.replace(STRUCK, ' ')
  return kept === value ? value : kept.replace(/\s+/g, ' ').trim()
}

/** The names of one person, from what three lines say together. */
export function nomsDits({ nomNaissance, prenoms, nomUtilise }: Noms): Noms {
  const given = prenoms === undefined ? undefined : bare(prenoms.replace(CALLED, ' '))
  const used = nomUtilise === undefined ? undefined : bare(nomUtilise)
  const birth = nomNaissance === undefined ? undefined : bare(nomNaissance)
  const base = {
    ...(birth !== undefined && { nomNaissance: birth }),
    ...(given !== undefined && { prenoms: given }),
    ...(used !== undefined && { nomUtilise: used }),
  }
  if (birth === undefined) return base
  const wed = marriedIn(birth)
  const family = wed === null ? birth : wed.nomNaissance
  const nom = withoutGiven(family, given ?? '')
  const other = wed === null ? null : withoutGiven(wed.nomUtilise, given ?? '')
  return {
    ...base,
    nomNaissance: nom,
    ...(other !== null && used === undefined && { nomUtilise: other }),
  }
}

function bare(value: string): string {
  return sansBarre(value).replace(TITLE, '').trim()
}

/** « BERTHOMIER née ORGELETTE », « NEUVICQ (ép. BERTHELIN) »; null where no word of marriage or birth stands between. */
function marriedIn(
  value: string,
): { readonly nomNaissance: string; readonly nomUtilise: string } | null {
  const list = value.split(/[\s,()]+/).filter((word) => word !== '')
  const at = list.findIndex((word) => isNee(word) || isMariee(word))
  const before = list.slice(0, at).join(' ')
  const after = list.slice(at + 1).join(' ')
  if (at < 1 || !isNom(before) || !isNom(after)) return null
  return isNee(list[at] ?? '')
    ? { nomNaissance: after, nomUtilise: before }
    : { nomNaissance: before, nomUtilise: after }
}

/** The family name in capitals without the given names beside it: « PRAYSSACQ Lucette » of « Prénoms : Lucette ». */
function withoutGiven(value: string, prenoms: string): string {
  const given = new Set(words(prenoms).split(' '))
  const list = value.split(/\s+/)
  const isGiven = (word: string): boolean =>
    word !== word.toUpperCase() &&
    words(word)
      .split(' ')
      .every((one) => given.has(one))
  const family = list.filter((word) => !isGiven(word))
  const isSure = family.length > 0 && family.every((word) => word === word.toUpperCase())
  return isSure ? family.join(' ') : value
}

const PARTICLES = ensemble(
  "de du des d' la le les l' van von der den da dos el al ben di del saint sainte",
)
/** Words that are of no name. */
const NO_NAME = ensemble(
  'ne nee ep epx epouse epoux veuve veuf vve divorcee divorce mme mlle mr monsieur madame mademoiselle patient patiente ' +
    'dit dite alias ou barre idem inconnu inconnue sexe prenom prenoms nom naissance',
)
const MAX_CHARS = 80
const MAX_WORDS = 8

function isNom(value: string): boolean {
  const list = value.split(/[\s,;/]+/).filter((word) => word !== '')
  if (value.length > MAX_CHARS || list.length === 0 || list.length > MAX_WORDS) return false
  if (!list.every((word) => /^\p{L}[\p{L}\p{M}'’.-]*$/u.test(word))) return false
  // « DEMO-PATIENTE » is one word, and a name.
  if (list.some((word) => NO_NAME.has(words(word)))) return false
  // « DUPONT allergique »: beside a capital, a small word is a particle or no name.
  const hasCapital = list.some((word) => /^\p{Lu}/u.test(word))
  return (
    !hasCapital ||
    list.every((word) => /^\p{Lu}|['’]\p{Lu}/u.test(word) || PARTICLES.has(fold(word)))
  )
}

/** Given names, as written, hyphens with blanks around them too: « Alice - Marie »; null: more than names, or none. */
export function prenomsDe(value: string): string | null {
  return isNom(value.replace(/(?<=\p{L})\s[-–]\s(?=\p{L})/gu, '-')) ? value : null
}

/** Is a name as it is, whatever given name it holds: its author wrote it again when he was asked. */
export type NomDit = 'dit' | 'redit'

/**
 * A family name beside the given names of its bearer; null where a word of it may be one of them: which is which is
 * asked. ESSAI-MARTIN of Martin is a name, and so is SAINT MARTIN in capitals where the given names are not.
 */
export function nomDeFamilleDe(
  value: string,
  prenoms: string,
  comment: NomDit = 'dit',
): string | null {
  if (!isNom(value) || /[,;/]/.test(value)) return null
  return comment === 'dit' && isMele(value, prenoms) ? null : value
}

/** Does a name hold, as a word of its own beside others, a given name of its bearer that nothing sets apart? */
function isMele(value: string, prenoms: string): boolean {
  const given = new Set(words(prenoms).split(' '))
  const list = value.split(/\s+/).filter((word) => words(word) !== '')
  const isGiven = (word: string): boolean =>
    words(word)
      .split(' ')
      .every((one) => given.has(one))
  const isApart = isCapitals(value) && !isCapitals(prenoms)
  return (
    !isApart &&
    list.some((word) => !isGiven(word)) &&
    list.some((word) => word.length > 2 && isGiven(word))
  )
}

function isCapitals(text: string): boolean {
  return text === text.toUpperCase()
}
