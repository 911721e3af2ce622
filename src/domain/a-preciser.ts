/** What an author is asked about a letter of his that cannot be carried out as it is. SPEC §5, §6.2, §6.5, §6.8 */
import type { Rpps } from './correspondant.ts'
import type { DocumentDUnAutre, Illisible, MotCle } from './courrier.ts'
import type { LimiteDocuments } from './documents-tenus.ts'
import type { Transmission } from './transmission.ts'

/** To the author of a reply that cannot be carried out as it is: what to write instead. */
export interface LettreAPreciser {
  readonly kind: 'reponseAPreciser'
  readonly code: string
  readonly rang: number | null
  /** The word to write again, followed by the number of the dossier; of a text read back, the likeliest word. */
  readonly motCle?: MotCle
  /** It speaks of an emergency: said first. SPEC §6.2 */
  readonly urgent?: 'oui'
  /** The documents that could not be read. */
  readonly illisibles?: readonly Illisible[]
  /** The words that were not understood. */
  readonly dit?: string
  /** The requis whose words they are. Absent: its reader's own. */
  readonly de?: Rpps
  /** It was asked before: his newest message is read, and does not answer it. */
  readonly encore?: 'oui'
  /** What stands in his message and goes to nobody as things are: quoted whole. */
  readonly mots?: string
  /** The documents that the patient keeps back, and what became of the rest of his message. */
  readonly limite?: LimiteDocuments & { readonly transmis?: Transmission }
  /** The documents that name another patient, and in which words. */
  readonly documents?: readonly DocumentDUnAutre[]
}
