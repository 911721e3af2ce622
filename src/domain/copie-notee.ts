/** What a letter of the requérant changed of the copy to the médecin traitant, as he is told of it. SPEC §4, §6.7 */
import type { Instant } from './correspondant.ts'
import type { MotCle } from './courrier.ts'
import type { Transmission } from './transmission.ts'

/** The copy as it stands after his letter. */
export interface CopieNotee {
  /**
   * An opposition, a copy again, or a question: whether he is to have one, who he is. `sans-objet`: nobody else would
   * have had one.
   */
  readonly dit: 'non' | 'oui' | 'a-preciser' | 'sans-traitant' | 'sans-objet'
  /** The words that leave it in doubt. */
  readonly mots?: string
  /** When the last copy was handed over to him; absent: none was. */
  readonly remiseLe?: Instant
  /** That copy went to the médecin traitant who was named before. */
  readonly ancien?: 'oui'
  /** What became of the rest of the letter. */
  readonly recu?: {
    readonly kind: 'bienRecu'
    readonly rang: number | null
    readonly motCle: MotCle | null
    readonly transmis?: Transmission
  }
}
