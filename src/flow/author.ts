/**
 * Who wrote: the signer as the directory knows him, never the mailbox alone.
 *
 * SPEC §5 («The author is the signer»), §8
 */
import type { AdresseMss, Professionnel, Rpps } from '../domain/correspondant.ts'
import { adresseDe } from '../domain/identifiants.ts'
import { type Refusal, refusal } from '../errors.ts'
import { professionnelParRpps, professionnelsParAdresse } from '../ledger/annuaire.ts'
import type { OpenedMessage } from '../message.ts'
import type { Parts } from './parts.ts'

/** A professional and the mailbox he wrote from. */
export interface Author {
  readonly professionnel: Professionnel
  readonly adresse: AdresseMss
}

/**
 * Finds the author of a message whose signature is good: by the RPPS of the certificate, else by the one
 * professional who holds the signed address. Refuses whom the directory does not know.
 */
export async function authorOf(
  { verdict }: OpenedMessage,
  { db }: Parts,
): Promise<Author | Refusal> {
  const adresse = adresseDe(verdict.sender.from[0] ?? '')
  if (adresse === null || verdict.signer === null) return refusal('auteur-inconnu')
  const found = await known(verdict.signer.rpps, adresse)
  if (found.length === 0) return refusal('auteur-inconnu')
  const [professionnel] = found
  if (professionnel === undefined || found.length > 1) return refusal('auteur-ambigu')
  return { professionnel, adresse }

  async function known(rpps: Rpps | null, address: AdresseMss): Promise<readonly Professionnel[]> {
    if (rpps === null) return await professionnelsParAdresse(db, address)
    const one = await professionnelParRpps(db, rpps)
    return one === null ? [] : [one]
  }
}
