/** What is kept of a replacement: who writes for whom, and what that one said of it. SPEC §5 */
import type { AdresseMss, CodeSpecialite, Instant, Jour, Rpps } from './correspondant.ts'

/** The physician replaced: as a party of an act, and where he is told. */
export interface Remplace {
  readonly rpps: Rpps
  readonly nom: string
  readonly prenom: string
  readonly numeroAm: string | null
  readonly finess: string | null
  readonly specialite: CodeSpecialite | null
  readonly profession: string
  readonly adresse: AdresseMss | null
}

/** Days that the replaced physician validated, inclusive; null: the acts of this dossier. */
export interface Validation {
  readonly le: Instant
  readonly du: Jour | null
  readonly au: Jour | null
}

/** A validation of a period, as it holds for later acts too. */
export interface PeriodeValidee {
  readonly par: Rpps
  readonly remplace: Rpps
  readonly le: Instant
  readonly du: Jour
  readonly au: Jour
}

/** What one author said of whom he replaces, and what that one answered. */
export interface Remplacement {
  /** Who replaces, and signs. */
  readonly par: Rpps
  /** As written. */
  readonly dit: string
  readonly le: Instant
  /** The one physician who fits; null: nobody or several. */
  readonly remplace: Remplace | null
  /** When he was told. */
  readonly annonceLe: Instant | null
  readonly validations: readonly Validation[]
  /** When he said that it is not so; a later JE VALIDE takes it back. */
  readonly refuseLe: Instant | null
}

export type EtatRemplacement = 'inconnu' | 'a-valider' | 'valide' | 'refuse'

/** How a replacement stands for one act, kept with it. */
export interface RemplacementActe {
  readonly par: Rpps
  readonly remplace: Rpps | null
  readonly etat: EtatRemplacement
}

export type LettreRemplacement =
  /** To the physician replaced: who writes under his number. SPEC §5 */
  | { readonly kind: 'remplacementAValider'; readonly par: Rpps }
  /** His answer, noted or told to his replacement; or what either has still to say. */
  | {
      readonly kind: 'remplacementNote'
      readonly reponse: 'valide' | 'refuse' | 'inconnu' | 'a-preciser'
      /** Null: this dossier. */
      readonly periode: { readonly du: Jour; readonly au: Jour } | null
    }
