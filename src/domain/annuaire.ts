/**
 * One line of a directory file, whatever its format: one professional with at most one address.
 *
 * SPEC §9
 */
import type { AdresseMss, CodeSpecialite, Rpps, TerritoireConnu } from './correspondant.ts'

/** Which publication a line comes from: what vanishes from one is not dropped for the others. */
export type SourceAnnuaire = 'csv' | 'extraction-mssante' | 'ps-libreacces'

/** What one line says; null where its format does not say it. */
export interface LigneAnnuaire {
  readonly source: SourceAnnuaire
  readonly rpps: Rpps
  readonly nom: string
  readonly prenom: string
  /** TRE_G15. */
  readonly profession: string
  readonly specialite: CodeSpecialite | null
  readonly adresse: AdresseMss | null
  readonly numeroAm: string | null
  readonly finess: string | null
  readonly telephone: string | null
  readonly territoire: TerritoireConnu | null
  readonly codePostal?: string | null
  readonly commune?: string | null
}
