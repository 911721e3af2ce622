/**
 * The telephone that a professional writes of himself.
 *
 * In    the line `Téléphone`; the words beside URGENT
 * Out   the number as written; null where none is to be found
 *
 * It is kept for his next dossiers where the directory has none. SPEC §4 (Téléphone), §5 (URGENT)
 */
import type { Instant, Rpps } from './correspondant.ts'

/** A number, who wrote it of himself, and in which message. */
export interface TelephoneEcrit {
  readonly rpps: Rpps
  readonly telephone: string
  /** Id of the inbound message. */
  readonly message: string
  readonly le: Instant
}

const NUMERO = /(?<!\d)(?:\+33|0033|0)[ .-]?[1-9](?:[ .-]?\d{2}){4}(?!\d)/
/** Overseas and foreign numbers: the whole line. */
const LIGNE = /^(?:\+|00)\d[\d .()-]{6,20}$/

/** The number in a text; null: none of the French form. */
export function telephoneDans(texte: string): string | null {
  return NUMERO.exec(texte)?.[0] ?? null
}

/** The number of a line `Téléphone`; null: it holds none. */
export function telephoneDeLigne(value: string): string | null {
  const said = value.trim()
  return telephoneDans(said) ?? (LIGNE.test(said) ? said : null)
}

const AVANT_NUMERO =
  /^[\s,;.(]{0,4}(?:(?:je suis |on me )?(?:joignable|joindre|rappele[rz](?:[ -]moi)?|appele[rz](?:[ -]moi)?)\s{1,4})?(?:(?:au|sur|sous)\s{1,4}(?:le\s{1,4})?)?(?:(?:mon )?(?:t[ée]l[ée]?(?:phone)?|num[ée]ro|portable|mobile|n[°o])[\s.:]{0,4})?(?=[+\d(])/i

/** Does a telephone number stand first in a text: « au 06 12 34 56 78 » ? */
export function isNumeroEnTete(said: string): boolean {
  const lead = AVANT_NUMERO.exec(said)
  if (lead === null) return false
  const numero = said.slice(lead[0].length)
  const found = telephoneDans(numero)
  return found !== null ? numero.startsWith(found) : telephoneDeLigne(numero) !== null
}
