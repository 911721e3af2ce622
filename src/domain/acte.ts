/**
 * The billing record of an act: what may be billed, by whom, for how much, and why not.
 *
 * NGAP art. 14.9; SPEC §11. Amounts are integers in cents. Rules are dated data (`tarif.ts`).
 */
import type { CodeSpecialite, Instant, Jour, Rpps, Sha256, Territoire } from './correspondant.ts'
import type { Numero } from './dossier.ts'
import type { Assure, Patient } from './patient.ts'
import type { RemplacementActe } from './remplace.ts'

export type CodeActe = 'TE1' | 'TE2' | 'RQD'
export type RoleActe = 'REQUIS' | 'REQUERANT'
export type EtatActe = 'facturable' | 'a_verifier' | 'non_facturable'

/** One party of an act as billing names it. */
export interface PartieActe {
  readonly rpps: Rpps
  readonly nom: string
  readonly prenom: string
  readonly numeroAm: string | null
  /** See `Numerote`. */
  readonly ecrit?: string | null
  readonly finess: string | null
  /** See `Numerote`. */
  readonly sous?: 'finess'
  readonly specialite: CodeSpecialite | null
  readonly profession: string
}

/** One act. Unique per dossier, slot and role; RQD unique per dossier. */
export interface Acte {
  readonly dossier: Numero
  /** Slot of a TE act; 0 for the dossier's RQD. */
  readonly rang: number
  readonly role: RoleActe
  readonly code: CodeActe
  /** Day of the opinion, Europe/Paris. */
  readonly dateActe: Jour
  readonly montantCentimes: number
  readonly territoire: Territoire
  /** What told it. Absent: the record is older than this fact. */
  readonly territoireSelon?: 'adresse' | 'numero' | 'reglage' | 'a-verifier' | 'decision'
  /** Name of the tariff line applied. */
  readonly regleVersion: string
  readonly etat: EtatActe
  /** Stable code of the reason when not `facturable`. */
  readonly motif: string | null
  readonly executant: PartieActe
  readonly prescripteur: PartieActe
  readonly patient: Patient
  readonly assure: Assure
  readonly dateDemande: Jour
  readonly dateCompteRendu: Jour
  /** Which act of the civil year this is for the patient and the executant, 1 for the first. */
  readonly rangAnnuel: number
  /** The cap applied, acts a year. */
  readonly plafond: number
  /** Compte-rendu handed over: the `250` after DATA. */
  readonly remisLe: Instant
  readonly preuve: Sha256
  /** The request came with no medical information but the question; absent: the record is older than this fact. */
  readonly sansDocument?: boolean
  /** Who of its parties is another's replacement. Absent: nobody. */
  readonly remplacements?: readonly RemplacementActe[]
  /** Doubts that an authorised person settled: they hold no more. SPEC §11 */
  readonly confirmes?: readonly string[]
}
