/**
 * Is the value of a corrected column possible: one validator a column, asked after the value was read.
 *
 * In    the act before and after a correction, the columns given
 * Out   the first column whose value cannot be, and why; null: each can
 * Refuses   champ-impossible, autre-patient-a-confirmer
 *
 * SPEC §6.5 (one patient), §11
 */
import type { Acte } from './acte.ts'
import type { Jour } from './correspondant.ts'
import { PREMIER_JOUR } from './tarif.ts'
import { words } from './texte.ts'

/** Nobody lives longer. */
const AGE_MAX_ANS = 120
/** A request is answered or ended long before: reminders and pauses included. */
const DEMANDE_MAX_ANS = 1

type Impossible = 'champ-impossible' | 'autre-patient-a-confirmer'
type Possible = (before: Acte, after: Acte, given: readonly string[]) => Impossible | null

/** By column; a column that is not here can have any value that is read. */
const POSSIBLES: { readonly [colonne: string]: Possible } = {
  date_naissance: (_, { patient, dateActe }) =>
    patient.dateNaissance > dateActe || patient.dateNaissance < ansAvant(dateActe, AGE_MAX_ANS)
      ? 'champ-impossible'
      : null,
  date_demande: (_, { dateDemande, dateActe }) =>
    dateDemande > dateActe ||
    dateDemande < PREMIER_JOUR ||
    dateDemande < ansAvant(dateActe, DEMANDE_MAX_ANS)
      ? 'champ-impossible'
      : null,
  nom_naissance: (before, after, given) =>
    isSameName(before.patient.nomNaissance, after.patient.nomNaissance) ||
    isSameName(before.patient.nomUtilise ?? '', after.patient.nomNaissance) ||
    isSamePerson(before, after, given)
      ? null
      : 'autre-patient-a-confirmer',
  prenom: (before, after, given) =>
    isSameName(before.patient.prenoms, after.patient.prenoms) || isSamePerson(before, after, given)
      ? null
      : 'autre-patient-a-confirmer',
}

/** The first column that cannot have its value. */
export function colonneImpossible(
  before: Acte,
  after: Acte,
  given: readonly string[],
): { readonly code: Impossible; readonly colonne: string } | null {
  for (const colonne of given) {
    const check = Object.hasOwn(POSSIBLES, colonne) ? POSSIBLES[colonne] : undefined
    const code = check?.(before, after, given) ?? null
    if (code !== null) return { code, colonne }
  }
  return null
}

/** His day of birth given again, as it is, says that the patient is the same under another name. */
function isSamePerson(before: Acte, after: Acte, given: readonly string[]): boolean {
  return (
    given.includes('date_naissance') && before.patient.dateNaissance === after.patient.dateNaissance
  )
}

/** A word in common, or two words that one or two letters tell apart. */
function isSameName(one: string, other: string): boolean {
  const [a, b] = [wordsOf(one), wordsOf(other)]
  return a.some((left) => b.some((right) => left === right || isNear(left, right)))
}

function wordsOf(name: string): readonly string[] {
  return words(name)
    .split(' ')
    .filter((word) => word.length > 1)
    .slice(0, 20)
}

const NEAR_LETTERS = 2
const NEAR_FROM = 5

/** One or two letters changed, left out or added, in a word long enough to be told by the others. */
function isNear(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < NEAR_FROM || Math.abs(a.length - b.length) > NEAR_LETTERS) {
    return false
  }
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost))
    }
    row = next
  }
  return (row[b.length] ?? 0) <= NEAR_LETTERS
}

function ansAvant(jour: Jour, ans: number): string {
  return `${String(Number(jour.slice(0, 4)) - ans).padStart(4, '0')}${jour.slice(4)}`
}
