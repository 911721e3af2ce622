/**
 * Who wrote: the signer as the directory knows him, never the mailbox alone.
 *
 * SPEC §5 («The author is the signer»), §8
 */
import {
  type AdresseMss,
  horsAnnuaire,
  isHorsAnnuaire,
  type Professionnel,
  type Rpps,
} from '../domain/correspondant.ts'
import { adresseDe } from '../domain/identifiants.ts'
import { type Refusal, refusal } from '../errors.ts'
import { professionnelParRpps, professionnelsParAdresse } from '../ledger/annuaire/annuaire.ts'
import type { OpenedMessage } from '../message.ts'
import type { WithDatabase } from '../postgres/sql.ts'

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
  { db }: WithDatabase,
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

/**
 * Who signs for her mailbox and is in no directory; null where the certificate does not name the address itself.
 * She may deposit for a physician, and nothing else. SPEC §5
 */
export function depositorOf({ verdict }: OpenedMessage, { code }: Refusal): Author | null {
  const adresse = adresseDe(verdict.sender.from[0] ?? '')
  const { signer, sender } = verdict
  if (code !== 'auteur-inconnu' || adresse === null || sender.bound !== true) return null
  const isNamed = signer?.emails.some((each) => adresseDe(each) === adresse) ?? false
  return isNamed ? { professionnel: horsAnnuaire(adresse), adresse } : null
}

/** Who caused an event, for the audit; one outside the directory is named by the message alone. */
export function auditName({ professionnel }: Author): string {
  return isHorsAnnuaire(professionnel) ? 'hors-annuaire' : `rpps:${professionnel.rpps}`
}

/** The number of an author; null for one outside the directory. */
export function numberOf({ professionnel }: Author): Rpps | null {
  return isHorsAnnuaire(professionnel) ? null : professionnel.rpps
}

/**
 * Who wrote, as the administrator is told: an address that no signature proves is only shown, and who signed in its
 * place is named. SPEC §6.8, §8
 */
export function auteurDit(
  { opened }: { readonly opened: Pick<OpenedMessage, 'verdict'> },
  author: { readonly dit: string } | null,
): { readonly auteur: string | null; readonly signataire?: string | null } {
  const { accepted, signature, path, signer } = opened.verdict
  const auteur = author?.dit ?? null
  if (accepted) return { auteur }
  const isProven = signature.status === 'valid' && path.status === 'valid' && signer !== null
  return { auteur, signataire: isProven ? signer.subject : null }
}
