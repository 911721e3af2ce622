/**
 * What waits for its author's word: a letter held, a question of ours with the letters that wait for its answer.
 *
 * SPEC §5, §6.1, §6.5
 */
import type { AdresseMss, Instant, Professionnel, Rpps, Sha256 } from './correspondant.ts'
import type { Courrier, OriginalSigne } from './courrier.ts'

/** A letter that seems to speak of another patient, kept until its author says ACCORD. SPEC §6.5 */
export interface LettreRetenue {
  readonly auteur: Rpps
  readonly provenance: {
    readonly message: string
    readonly messageId: string | null
    readonly recuLe: Instant
    readonly empreinte: Sha256
    readonly original: OriginalSigne | null
    readonly assurance: 'signe' | 'mssante'
  }
  readonly courrier: Courrier
  readonly rang: number | null
  /** The words that raise the question. Absent: a document, a line or the subject does. */
  readonly dit?: string
}

/** A letter that waits with a question of ours: who signed it (null: the requérant), and what it says. */
export interface LettreEnAttente extends Omit<LettreRetenue, 'auteur'> {
  readonly requis: (Professionnel & { readonly adresse: AdresseMss }) | null
}

/**
 * A question of ours to the requérant about words of his, until he answers it. While it is whether the patient withdraws
 * his consent, nothing leaves. SPEC §5, §6.1
 */
export interface QuestionPosee {
  readonly code: 'retrait-a-preciser' | 'annulation-a-preciser' | 'accord-a-preciser'
  readonly poseeLe: Instant
  /** What he wrote, in which it was seen. */
  readonly mots: string
  /** What waits with it, oldest first. */
  readonly lettres: readonly LettreEnAttente[]
}
