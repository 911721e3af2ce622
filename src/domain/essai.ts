/** What a request sent to `essai@` would have met. SPEC §3 */
import type { Manque } from './dossier.ts'

/** What `essai@` says of a request it judged: nothing was created. */
export interface ResultatEssai {
  readonly manques: readonly Manque[]
  /** Names of the specialties or physicians it would have reached. */
  readonly cibles: readonly string[]
  /** Code of the refusal it would have met; null: it would have left. */
  readonly code: string | null
}
