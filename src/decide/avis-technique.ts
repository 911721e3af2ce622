/**
 * What a machine's notice about a letter of ours may do.
 *
 * In    the notice as it speaks of that letter, the letter's address, where the notice came and from whom
 * Out   `decide`: it changes the letter; `informe`: it stands on the dossier; `demander`: it changes nothing, and a person
 *       asks the reader
 *
 * Whoever had the letter may write as machines do. A failure decides only at the letter's own return path, from the null
 * sender, about the letter's own recipient. That a system could not take a document in (KO) is told by its reader's
 * software, unsigned: it proves nothing, and somebody asks. SPEC §3 (`rebond+`), §14 (notices) · RFC 3464 §2, §2.3 ·
 * RFC 8098 §2.1
 */
import type { AvisTechnique } from '../domain/courrier.ts'

export type PorteeDAvis = 'decide' | 'informe' | 'demander'

/** Where a notice came from, and where to. */
export interface Arrivee {
  /** The address of the letter; null: not known. */
  readonly adresse: string | null
  /** It came to the letter's own return path. */
  readonly auRetour: boolean
  /** Its envelope sender is the null one, as RFC 3464 asks. */
  readonly sansExpediteur: boolean
}

/** Judges a notice that `avisPour` made of this letter's recipient. */
export function porteeDe(
  { kind, issue, destinataire }: AvisTechnique,
  { adresse, auRetour, sansExpediteur }: Arrivee,
): PorteeDAvis {
  const isAnother =
    destinataire !== null && adresse !== null && destinataire !== adresse.toLowerCase()
  if (kind === 'mdn') return issue.endsWith('/error') && auRetour ? 'demander' : 'informe'
  if (issue !== 'failed') return 'informe'
  return auRetour && sansExpediteur && !isAnother ? 'decide' : 'demander'
}
