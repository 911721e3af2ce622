/**
 * What follows a request to a requis: it never overtakes the request, and has no object where that did not leave.
 *
 * In    the letter, what became of the request that it follows
 * Out   null: it may leave as far as this goes; `demande-en-route` (it waits), or `lettre-sans-objet`
 *
 * A reminder, an end or a complement of something that its reader never had would say what is not so.
 *
 * SPEC §6 rule 8, §13.11
 */
import type { Lettre } from '../domain/decision.ts'
import type { SortDemande } from '../domain/remise-notee.ts'

const SUITES: ReadonlySet<string> = new Set<Lettre['kind']>([
  'rappelRequis',
  'retard',
  'complementEchu',
  'complementTransmis',
  'sansReponse',
  'creneauTermine',
  'accordDecline',
  'annulation',
  'cloture',
])

/** A letter, as far as it may follow a request. */
export interface Suivante {
  readonly lettre: string
  readonly role: string
  /** What became of the request; absent: nothing is known. */
  readonly demande?: SortDemande
}

/** Does this letter speak of a request that its reader must have had? */
export function suitUneDemande({ lettre, role }: Suivante): boolean {
  return role === 'requis' && SUITES.has(lettre)
}

/** Why what follows a request may not leave now, or at all; null: it may. */
export function sansDemande(letter: Suivante): 'demande-en-route' | 'lettre-sans-objet' | null {
  if (!suitUneDemande(letter)) return null
  switch (letter.demande) {
    case 'en-route':
      return 'demande-en-route'
    case 'non-partie':
      return 'lettre-sans-objet'
    case 'remise':
    case 'incertaine':
    case 'aucune':
    case undefined:
      return null
    default:
      return letter.demande satisfies never
  }
}
