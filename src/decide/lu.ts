/**
 * A line of the form as a typed value, or why there is none.
 *
 * In    the lines gathered, a label, how its value is read
 * Out   the value, null where unknown, and the Manques; nothing is guessed
 *
 * SPEC §4
 */
import type { Formulaire, Libelle } from '../domain/courrier.ts'
import type { Manque } from '../domain/dossier.ts'
import type { Precision } from '../domain/identifiants.ts'
import { manque, type QuoiManque } from '../domain/manque.ts'

/** A value read, or the reason why there is none. */
export interface Lu<T> {
  readonly valeur: T
  readonly manques: readonly Manque[]
}

export function text(form: Formulaire, label: Libelle): string | null {
  const value = form[label]?.trim()
  return value === undefined || value === '' ? null : value
}

export function required(form: Formulaire, label: Libelle): Lu<string | null> {
  return read(form, label, (value) => value)
}

export function read<T>(
  form: Formulaire,
  label: Libelle,
  parse: (value: string) => T | null,
): Lu<T | null> {
  const value = text(form, label)
  if (value === null) return lacks(label, 'manquant')
  const valeur = parse(value)
  return valeur === null ? lacks(label, 'illisible') : { valeur, manques: [] }
}

export function billing<T>(
  form: Formulaire,
  label: Libelle,
  parse: (value: string) => T | null,
): Lu<T | null> {
  return text(form, label) === null ? { valeur: null, manques: [] } : read(form, label, parse)
}

/** No value, and why; `precisions`: what exactly is wrong. */
export function lacks(
  quoi: QuoiManque,
  pourquoi: Manque['pourquoi'],
  precisions: readonly Precision[] = [],
): Lu<null> {
  const one = manque(quoi, pourquoi)
  return { valeur: null, manques: [precisions.length === 0 ? one : { ...one, precisions }] }
}
