/**
 * A letter at the door, as the question of departure knows it, and why it may not leave.
 *
 * SPEC §6.1, §13.11
 */
import type { Instant } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { FaitsDEcriture, LettreAnterieure } from '../domain/ecrite.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import type { Adressage, SortDemande } from '../domain/remise-notee.ts'
import type { Barriere } from './consentement.ts'

/** Why a letter may not leave. */
export type RefusDepart =
  | Barriere
  | 'demande-annulee'
  | 'lettre-sans-objet'
  | 'demande-en-route'
  | 'destinataire-ecarte'
  | 'opposition-copie'
  | 'copie-en-doute'
  | 'demande-remplacee'
  | 'requis-indisponible'
  | 'lettre-anterieure'
  | 'adresse-changee'
  | 'adresse-perdue'
  | 'contenu-detruit'
  | 'chiffrement-impossible'

/** What the outbox knows of a letter without opening it. */
export interface Partance {
  readonly lettre: string
  /** Whether it belongs to a dossier at all. */
  readonly horsDossier: boolean
  readonly role: string
  readonly rang: number | null
  readonly version: number | null
  readonly rpps: string | null
  readonly adresse: string | null
  /** The letter itself. Absent: not opened. */
  readonly dite?: Lettre | LettreHorsDossier
  /** How its dossier stood when it was put. Absent: an older version put it. */
  readonly ecrite?: FaitsDEcriture
  /** It goes first, and waits for no other. Absent: it does not. */
  readonly prioritaire?: true
  /** Put before for the same reader of the same dossier, and not yet gone. Absent: none. */
  readonly anterieures?: readonly LettreAnterieure[]
  /** Who is away today, or answers no more, of those the question depends on. Absent: not asked. */
  readonly indisponibles?: readonly string[]
  /** Whether its address is still its reader's. Absent: not asked, for the directory does not say who he is. */
  readonly adressage?: Adressage
  /** A newer letter of this kind to the same reader for the same slot is on its way or arrived. Absent: none. */
  readonly suivie?: true
  /** What became of the request that this letter follows; absent: it follows none, or nothing is known. */
  readonly demande?: SortDemande
}

/** What must hold for one kind of letter to leave; null: it does. */
export type Regle = (letter: Partance, dossier: Dossier, now: Instant) => RefusDepart | null
