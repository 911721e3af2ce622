/**
 * Why the one who was asked by name cannot be given the request now.
 *
 * In    what the directory said of him when he was looked for
 * Out   a value that the letters to the requérant read
 * Refuses nothing.
 *
 * SPEC §6.8: a letter never says what is not so.
 */
import type { Professionnel } from './correspondant.ts'
import type { Periode } from './periode.ts'

/** `absence`: his days away, where that is why; null: he has as many requests today as he takes. */
export interface Vacance {
  readonly qui: Pick<Professionnel, 'rpps' | 'nom' | 'prenom' | 'profession'>
  readonly cause: 'absent' | 'complet' | 'inactif'
  readonly absence: Periode | null
  /** Whom he named to answer for him, and who cannot either. Null: nobody, or he was proposed to the requérant. */
  readonly delegue: Pick<Professionnel, 'nom' | 'prenom' | 'profession'> | null
}
