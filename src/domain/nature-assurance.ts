/**
 * The nature of the insurance in the one vocabulary of every format: the codes of norme B2.
 *
 * In    what a letter or an authorised person wrote
 * Out   10 maladie, 13 Alsace-Moselle, 30 maternité, 41 accident du travail, 90 others; null: none of these
 *
 * CNAM norme B2; SPEC §4 (Nature d'assurance), §11
 */
import { words } from './texte.ts'

const CODES = /^(?:10|13|30|41|90)$/
const MOTS: readonly (readonly [debut: RegExp, code: string])[] = [
  [/^(?:maladie|as)\b/, '10'],
  [/^(?:alsace|regime local)/, '13'],
  [/^(?:mat|mt\b)/, '30'],
  [/^(?:acc|at\b|at mp)/, '41'],
  [/^autre/, '90'],
]

/** The code of what was written. */
export function natureAssuranceDe(written: string | null): string | null {
  const said = words((written ?? '').slice(0, 200))
  const code = said.split(' ')[0] ?? ''
  if (CODES.test(code)) return code
  return MOTS.find(([debut]) => debut.test(said))?.[1] ?? null
}
