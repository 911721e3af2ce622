/**
 * The patient recalled in the link of an answer: « A.Z., 1951 », initials and year of birth.
 *
 * In    the line as the requis sent it back, the patient of the dossier
 * Out   whether they may be the same person; what cannot be read does not agree
 *
 * SPEC §6.5 (one patient a mail)
 */
import type { Formulaire } from './courrier.ts'
import { jourDe, matriculeInsDe, sexeDe } from './identifiants.ts'
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

/** The traits by which two letters are known to speak of one patient, as written. */
export type Traits = Pick<
  Formulaire,
  'nomNaissance' | 'nomUtilise' | 'prenoms' | 'dateNaissance' | 'sexe' | 'matriculeIns'
>

/** The traits of a patient, as a form would write them. */
export function traitsDe(patient: Patient): Traits {
  const { nomNaissance, nomUtilise, prenoms, dateNaissance, sexe, ins } = patient
  return {
    nomNaissance,
    prenoms,
    dateNaissance,
    sexe,
    ...(nomUtilise === null ? {} : { nomUtilise }),
    ...(ins === null ? {} : { matriculeIns: ins.matricule }),
  }
}

/** Do the traits a letter states name somebody else than those known? Lines that cannot be read say nothing. */
export function isAutrePatient(form: Traits, known: Traits): boolean {
  const differs = <T>(read: (value: string) => T | null, label: keyof Traits): boolean => {
    const [a, b] = [read(form[label] ?? ''), read(known[label] ?? '')]
    return a !== null && b !== null && a !== b
  }
  const names = [known.nomNaissance ?? '', known.nomUtilise ?? ''].filter((name) => name !== '')
  const isAnotherName = !isSilent(form.nomNaissance) && names.length > 0
  return (
    differs(jourDe, 'dateNaissance') ||
    differs(sexeDe, 'sexe') ||
    differs(matriculeDe, 'matriculeIns') ||
    (isAnotherName && !names.some((name) => isSameName(form.nomNaissance ?? '', name))) ||
    (!isSilent(form.prenoms) &&
      !isSilent(known.prenoms) &&
      !sharesAWord(form.prenoms ?? '', known.prenoms ?? ''))
  )
}

function isSilent(text: string | undefined): boolean {
  return words(text ?? '') === ''
}

function matriculeDe(text: string): string | null {
  return matriculeInsDe(text.replace(/[\s./-]/g, '').slice(0, 15))
}

/** The same name, or one of a double name. */
function isSameName(a: string, b: string): boolean {
  const [one, other] = [words(a).split(' '), words(b).split(' ')]
  const isWithin = (small: readonly string[], large: readonly string[]) =>
    small.every((word) => large.includes(word))
  return one.join('') === other.join('') || isWithin(one, other) || isWithin(other, one)
}

function sharesAWord(a: string, b: string): boolean {
  const known = words(b).split(' ')
  return words(a)
    .split(' ')
    .some(
      (word) =>
        known.includes(word) || words(b).replaceAll(' ', '') === words(a).replaceAll(' ', ''),
    )
}

function initial(name: string): string {
  return /[a-z]/.exec(fold(name))?.[0] ?? ''
}
