/**
 * The patient recalled in the link of an answer: « A.Z., 1951 », initials and year of birth.
 *
 * In    the line as the requis sent it back, the patient of the dossier
 * Out   whether they may be the same person; what cannot be read does not agree
 *
 * SPEC §6.5 (one patient a mail)
 */
import type { Formulaire } from './courrier.ts'
import { jourDe } from './identifiants.ts'
import type { Patient } from './patient.ts'
import { fold, words } from './texte.ts'

/** Does « A.Z., 1951 » recall this patient: initial of the first given name, of the birth name, and the year? */
export function isRappelDe(rappel: string, patient: Patient): boolean {
  const match = /^([a-z]{1,2}|\?)[^a-z0-9?]*([a-z]{1,2}|\?)[^a-z0-9]+(\d{4})$/.exec(fold(rappel))
  if (!match) return false
  const [, given = '', family = '', year] = match
  return (
    initial(given) === initial(patient.prenoms) &&
    initial(family) === initial(patient.nomNaissance) &&
    year === patient.dateNaissance.slice(0, 4)
  )
}

/** Do the traits a letter repeats name somebody else? Lines that cannot be read say nothing. */
export function isAutrePatient(form: Formulaire, patient: Patient): boolean {
  const naissance = jourDe(form.dateNaissance ?? '')
  const nom = words(form.nomNaissance ?? '')
  return (
    (naissance !== null && naissance !== patient.dateNaissance) ||
    (nom !== '' && nom !== words(patient.nomNaissance))
  )
}

function initial(name: string): string {
  return /[a-z]/.exec(fold(name))?.[0] ?? ''
}
