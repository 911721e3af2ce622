/** What a requis signed and is not an opinion yet; the mails that one is made of. SPEC §5 */
import type { Instant, Rpps, Sha256 } from './correspondant.ts'
import type { Illisible, MotCle, OriginalSigne, Piece } from './courrier.ts'

/** A text that a requis signed in the thread without a keyword, kept until he says what it is. */
export interface TexteEnReserve {
  readonly auteur: Rpps
  readonly message: string
  readonly messageId: string | null
  readonly recuLe: Instant
  readonly empreinte: Sha256
  readonly original: OriginalSigne | null
  readonly assurance: 'signe' | 'mssante'
  readonly texte: string
  readonly conclusion: string | null
  readonly pieces: readonly Piece[]
  /** Its documents that could not be read. Absent: none. */
  readonly illisibles?: readonly Illisible[]
  /** Unsigned, and read back to its author: what it is once he writes JE CONFIRME. */
  readonly aConfirmer?: 'AVIS' | 'RECTIFICATIF'
  /** The keyword beside which it stood. Absent: none, or AVIS. */
  readonly motCle?: MotCle
  /** It was read back to its author, joined or unlike an opinion as it is: his word adopts it now. */
  readonly relu?: 'oui'
  /** Its words have reached the requérant already. */
  readonly lu?: 'oui'
  /** What he signed before and is joined in front of it, oldest first. Absent: nothing. */
  readonly avant?: readonly TexteSigne[]
}

/** One of several mails that make an opinion: what was signed. */
export interface TexteSigne {
  readonly message: string
  readonly empreinte: Sha256
  readonly original: OriginalSigne | null
}
