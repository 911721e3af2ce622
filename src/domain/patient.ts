/**
 * The patient: the traits of identity, the matricule INS and its status.
 *
 * Référentiel INS (traits stricts); CSP art. L. 1111-8-1. Only a qualified identity leaves as an INS.
 */
import type { Jour } from './correspondant.ts'

export type Sexe = 'M' | 'F' | 'I'

/** The status of an identity; the gateway never raises it by itself. */
export type StatutIns = 'provisoire' | 'recuperee' | 'validee' | 'qualifiee'

/** The matricule INS of a patient, its OID and its status. */
export interface Ins {
  /** 15 characters: 13 and the key. */
  readonly matricule: string
  readonly oid: string
  readonly statut: StatutIns
}

/** One patient. */
export interface Patient {
  readonly nomNaissance: string
  readonly prenoms: string
  readonly dateNaissance: Jour
  readonly sexe: Sexe
  readonly nomUtilise: string | null
  /** INSEE code or name, as written. */
  readonly lieuNaissance: string | null
  readonly ins: Ins | null
}

/** What only billing needs of the patient. */
export interface Assure {
  /** 13 digits and key of the assuré, no blanks. */
  readonly nir: string | null
  readonly rang: string | null
  readonly regime: string | null
  readonly natureAssurance: string | null
  readonly ald: boolean | null
  /** True, false, or not said. */
  readonly hospitalise: boolean | null
  /** FINESS of the establishment where the patient stays. */
  readonly finessSejour: string | null
  /** `1` or `2`, for acts before 2022-04-01. */
  readonly niveau: '1' | '2' | null
}
