/**
 * What a person does next about a letter or a message, in a few words beside it.
 *
 * In    the row as the lists show it
 * Out   a French sentence; « Rien » where nobody has to act
 *
 * SPEC §12, §13.13
 */
import type { EntrantVu, SortantVu } from '../../ledger/views/vues-messages.ts'

const CHEMINS: { readonly [code: string]: string } = {
  'adresse-perdue': 'Importer un annuaire qui donne une adresse au destinataire',
  'chiffrement-impossible': 'Obtenir le certificat du destinataire',
}

/** Of a letter that leaves, waits or failed. */
export function nextForLetter({ state, code }: SortantVu): string {
  if (state === 'bloque') return `${CHEMINS[code ?? ''] ?? 'Lever la cause'}, puis relancer.`
  if (state === 'echec') return 'Vérifier l’adresse, joindre le destinataire, puis relancer.'
  if (state === 'differe') return 'Rien : un nouvel essai est prévu.'
  return 'Rien.'
}

/** Of a mail received: the words of the API, or who closed it. */
export function nextForMessage({ closedBy, nextAction }: EntrantVu): string {
  return closedBy === null ? (nextAction ?? 'Rien.') : `Rien : classé par ${closedBy}.`
}
