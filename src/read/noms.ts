/**
 * A patient named on one line: « DUPONT Marie », « Mme Lucie DURAND née ESCLIMONTE », « M. DURAND Paul, né le 12/03/1951 ».
 *
 * In    the value of a line such as `Patient` or `Nom et prénom`
 * Out   the names that it surely gives, each under its label; null where it gives none
 *
 * Capitals are the family name. Which of two words in the same writing is the family name is nobody's to guess:
 * it is asked for. SPEC §4
 */
import type { Formulaire } from '../domain/courrier.ts'
import { isMariee, isNee } from '../domain/nom.ts'
import { fold } from '../domain/texte.ts'

/** What one line may say of a person. */
export type Nomme = Pick<
  Formulaire,
  'nomNaissance' | 'prenoms' | 'nomUtilise' | 'dateNaissance' | 'sexe'
>

const MAX_WORDS = 10
const TITLE = /^(?:m|mr|mme|mlle|monsieur|madame|mademoiselle|le patient|la patiente)\.?\s+/i
const BORN_ON = /,?\s?\(?\bn[ée]{1,2}e?(?:\(e\))?\s+(?:le\s+)?(?=\d)/i
// « née ESCLIMONTE le 12/03/1951 »
const BORN_THEN_ON = /,?\s(?:le|du)\s+(?=\d)/i
// « DUPONT Paul, M », « DUPONT Paul (M) »
const SEX = /[,(] ?(?:sexe )?(m|f|h|i|masculin|f[ée]minin|homme|femme)\)?[ ,]{0,3}$/i
const PARTICLES = new Set(['de', 'du', 'des', "d'", 'la', 'le'])

/** Reads the line; `isWhole` when it says nothing else than two names. */
export function nommeDans(
  text: string,
): { readonly noms: Nomme; readonly isWhole: boolean } | null {
  const born = BORN_ON.exec(text) ?? (/\bn[ée]e?\s/i.test(text) ? BORN_THEN_ON.exec(text) : null)
  const before = born === null ? text : text.slice(0, born.index)
  const after = born === null ? '' : text.slice(born.index + born[0].length)
  const sex = SEX.exec(before) ?? SEX.exec(after)
  const written = sex === null || !before.endsWith(sex[0]) ? before : before.slice(0, sex.index)
  const found = nomsDans(written)
  if (found === null) return null
  const noms = sex === null ? found : { ...found, sexe: sex[1] ?? '' }
  if (born === null && sex !== null) return { noms, isWhole: false }
  if (born === null) return { noms, isWhole: noms.nomUtilise === undefined && isSimple(written) }
  const day = sex === null || !after.endsWith(sex[0]) ? after : after.slice(0, sex.index)
  const dateNaissance = day.replace(/[).;,\s]{1,9}$/, '')
  return { noms: { ...noms, dateNaissance }, isWhole: false }
}

/** Nothing beside the names: « Mme » is no part of them, and says more. */
function isSimple(text: string): boolean {
  return !/[(),]/.test(text) && !TITLE.test(text.trim())
}

function nomsDans(text: string): Nomme | null {
  const bare = text.trim().replace(TITLE, '').trim()
  const list = bare.split(/[\s,()]+/).filter((word) => word !== '')
  if (list.length > MAX_WORDS) return null
  const at = list.findIndex(isNee)
  if (at > 0) return neeDans(list.slice(0, at), list.slice(at + 1))
  const wed = list.findIndex(isMariee)
  if (wed > 0) return marieeDans(list.slice(0, wed), list.slice(wed + 1))
  const split = splitNames(list)
  return split && { nomNaissance: split.nom, prenoms: split.prenoms }
}

/** « DURAND Lucie, née ESCLIMONTE »: the name before is the one she uses. */
function neeDans(before: readonly string[], after: readonly string[]): Nomme | null {
  const used = splitNames(before)
  const birth = splitNames(after)
  const nomNaissance =
    birth?.nom ?? (isNames(after) && (after.length === 1 || isAll(after)) ? after.join(' ') : null)
  if (nomNaissance === null) return null
  const alone = isAll(before) ? before.join(' ') : null
  const nomUtilise = used?.nom ?? alone
  const prenoms = used?.prenoms ?? birth?.prenoms ?? null
  return {
    nomNaissance,
    ...(nomUtilise === null ? {} : { nomUtilise }),
    ...(prenoms === null ? {} : { prenoms }),
  }
}

/** « ESCLIMONTE Lucie épouse DURAND »: the name before is that of birth. */
function marieeDans(before: readonly string[], after: readonly string[]): Nomme | null {
  const birth = splitNames(before)
  const used = splitNames(after)
  const nomUtilise =
    used?.nom ?? (isNames(after) && (after.length === 1 || isAll(after)) ? after.join(' ') : null)
  const nomNaissance = birth?.nom ?? (isAll(before) ? before.join(' ') : null)
  const prenoms = birth?.prenoms ?? used?.prenoms ?? null
  if (nomUtilise === null || nomNaissance === null) return null
  return { nomNaissance, nomUtilise, ...(prenoms === null ? {} : { prenoms }) }
}

function isNames(list: readonly string[]): boolean {
  return list.length > 0 && list.every((word) => /^[\p{L}'’-]{2,}$/u.test(word))
}

function isAll(list: readonly string[]): boolean {
  return isNames(list) && list.every((word) => word === word.toUpperCase())
}

/** Capitals are the family name, with the particle before them: « DUPONT Marie », « Charles de GAULLE ». */
function splitNames(
  list: readonly string[],
): { readonly nom: string; readonly prenoms: string } | null {
  if (list.length > 8 || !isNames(list)) return null
  const isFamily = (word: string, at: number): boolean =>
    word === word.toUpperCase() ||
    (PARTICLES.has(fold(word)) && isFamily(list[at + 1] ?? 'x', at + 1))
  const nom = list.filter(isFamily)
  const prenoms = list.filter((word, at) => !isFamily(word, at) && /^\p{Lu}/u.test(word))
  if (nom.length === 0 || prenoms.length === 0 || nom.length + prenoms.length < list.length)
    return null
  const said = list.join(' ')
  const isOrdered =
    [...nom, ...prenoms].join(' ') === said || [...prenoms, ...nom].join(' ') === said
  return isOrdered ? { nom: nom.join(' '), prenoms: prenoms.join(' ') } : null
}
