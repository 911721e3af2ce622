/**
 * Names a patient without naming him: an HMAC of the strict traits, under the index key. SPEC §13.5
 *
 * Not of the matricule: the same patient is sent today with a qualified INS and tomorrow without, and a
 * cap must see one person.
 */

import type { Patient } from '../domain/patient.ts'
import { normalise } from '../domain/unicode.ts'
import type { Keys } from '../ledger/keys/keys.ts'

/** The HMAC-SHA-256 of birth name, first given name, date of birth and sex. */
export function patientIndex(patient: Patient, keys: Keys): Buffer {
  const [premier = ''] = plain(patient.prenoms).split(' ')
  const traits = [plain(patient.nomNaissance), premier, patient.dateNaissance, patient.sexe]
  return keys.index('patient', traits.join('|'))
}

/** One HMAC for each trait left out: two patients who differ in one share one of them. */
export function patientTraits(patient: Patient, keys: Keys): readonly Buffer[] {
  const [premier = ''] = plain(patient.prenoms).split(' ')
  const traits = [plain(patient.nomNaissance), premier, patient.dateNaissance, patient.sexe]
  return traits.map((_, left) =>
    keys.index('patient', `${left}:${traits.toSpliced(left, 1).join('|')}`),
  )
}

/** Capitals without accents or signs: «Éléonore-Zoé» and «ELEONORE ZOE» are one. */
function plain(text: string): string {
  return normalise(text, 'NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z]+/g, ' ')
    .trim()
}
