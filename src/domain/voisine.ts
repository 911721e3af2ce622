/**
 * Another open request of the same requérant about the same patient, or about one whose traits differ in one: is it a
 * correction of that one, or a request of its own?
 *
 * In    what two requests ask, as written; two patients of whom keyed hashes tell that they differ in one trait at most
 * Out   what they are to one another; null: nothing to be told
 *
 * Nothing is joined or held by it: both go their way, each is told of the other. SPEC §6.5, §6.6, §6.8
 */
import type { Patient } from './patient.ts'
import { words } from './texte.ts'
import { nearTo } from './voisins.ts'

/**
 * `meme`: the same patient, asked of the same; `proche`: one trait of the patient differs, the same is asked of the same;
 * `patient`: the same patient, asked of somebody else.
 */
export type LienDeVoisine = 'meme' | 'proche' | 'patient'

/** The other request, as its neighbour remembers it. */
export interface Voisine {
  readonly numero: string
  readonly lien: LienDeVoisine
  /** Nothing of it has left: it waits for its author. */
  readonly incomplete: boolean
}

/** What a request asks, and of whom. */
export interface DemandePosee {
  readonly question: string
  /** Specialties, RPPS and names, as far as they are known. */
  readonly vers: readonly string[]
}

/** What two requests of one requérant are to one another. */
export function lienDe(
  one: DemandePosee,
  other: DemandePosee,
  patient: 'meme' | 'proche',
): LienDeVoisine | null {
  const isSameReader = one.vers.some((who) => other.vers.includes(who))
  if (patient === 'meme') return isSameReader ? 'meme' : 'patient'
  return isSameReader && words(one.question) === words(other.question) ? 'proche' : null
}

type Noms = Pick<Patient, 'nomNaissance' | 'nomUtilise' | 'prenoms'>

/**
 * May the names be those of one person: the same, one letter off, one a part of the other, or the name that the other
 * one uses? Two relatives of one birthday are two persons.
 */
export function isMemeNom(one: Noms, other: Noms): boolean {
  const uses = [one.nomUtilise, one.nomNaissance].map((nom) => words(nom ?? ''))
  const others = [other.nomUtilise, other.nomNaissance].map((nom) => words(nom ?? ''))
  const isName = uses.some((nom) => others.some((of) => isProche(nom, of)))
  return isName && isProche(words(one.prenoms), words(other.prenoms))
}

function isProche(one: string, other: string): boolean {
  if (one === '' || other === '') return false
  const [some, all] = [one.split(' '), other.split(' ')]
  if (some.every((word) => all.includes(word)) || all.every((word) => some.includes(word)))
    return true
  const slip = nearTo(new Map([[other, other]]), (a, b) => a === b)
  return slip(one) !== null
}
