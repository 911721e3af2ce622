/**
 * What follows a request to a requis: it never overtakes the request, and has no object where that did not leave.
 *
 * In    the letter, what became of the request that it follows; the letters put before it for the same reader
 * Out   null: it may leave as far as this goes; `demande-en-route` or `lettre-anterieure` (it waits), `lettre-sans-objet`
 *
 * A reminder, an end or a complement of something that its reader never had would say what is not so. What is put first
 * for a reader leaves first: an older letter that waits for its try holds the newer ones of its dossier. Only older ones
 * hold, so that the oldest is never held; one that failed for good, is blocked or taken back holds nothing, nor does one
 * that waits for somebody's word or return.
 *
 * SPEC §6.8, §13.11
 */
import type { Lettre } from '../domain/decision.ts'
import type { LettreAnterieure } from '../domain/ecrite.ts'
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

/** What waits for a word or a return may wait for weeks: it is no try that comes by itself. */
const SANS_TERME: ReadonlySet<string> = new Set([
  'consentement-en-doute',
  'copie-en-doute',
  'requis-indisponible',
])

/** An older letter to the same reader has yet to leave; what goes first waits for none. */
export function apresLesAutres({
  anterieures = [],
  prioritaire,
  ...letter
}: Suivante & {
  readonly anterieures?: readonly LettreAnterieure[]
  readonly prioritaire?: true
}): 'lettre-anterieure' | null {
  if (prioritaire === true) return null
  const holds = ({ code }: LettreAnterieure): boolean =>
    // What follows the request waits for it in the order in which it was put.
    code === 'demande-en-route' ? suitUneDemande(letter) : code === null || !SANS_TERME.has(code)
  return anterieures.some(holds) ? 'lettre-anterieure' : null
}
