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
