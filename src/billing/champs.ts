/**
 * What every billing format says in the same way: the insured person's number, the patient's INS, codes.
 *
 * In    an Acte of the ledger
 * Out   plain strings, empty where unknown
 * Refuses nothing: an act that lacks a number was never billable, and is not exported.
 *
 * SPEC §4 (only `qualifiée` goes out as an INS), SPEC §11
 */
import type { Acte } from '../domain/acte.ts'
import { natureAssuranceDe } from '../domain/nature-assurance.ts'
import type { Patient } from '../domain/patient.ts'

/** The formats an export renders in, in the order of its manifest. */
export const FORMATS = ['csv', 'jsonl', 'fhir', 'rsf-ace'] as const
export type Format = (typeof FORMATS)[number]

/**
 * How files are written now. Those of an export made under an older number stay the same bytes: under 1 no format left
 * an act out, RSF-ACE knew the number of the assuré only, and FHIR named another code system.
 */
export const RENDU = 2

/** What a file says of the export it holds. */
export interface EnteteExport {
  readonly id: number
  /** Instant of creation, ISO 8601 UTC. */
  readonly creeLe: string
  /** How its files are written: `RENDU` when it was made. Absent: as now. */
  readonly rendu?: number
}

/**
 * A format, piece by piece, so that a file is never whole in memory: what stands before the first act, an act, what
 * stands after the last. `vide`: the export has no act of this format.
 */
export interface Rendu {
  readonly tete: (entete: EnteteExport, vide: boolean) => string
  readonly ligne: (entete: EnteteExport, acte: ActeExporte, premiere: boolean) => string
  readonly fin: (entete: EnteteExport, vide: boolean) => string
}

/** One act of an export, with its stable number. */
export interface ActeExporte {
  readonly id: number
  readonly acte: Acte
}

/** A number of the form of a NIR, cut in its 13 characters and its key. */
export interface NumeroEtCle {
  readonly numero: string
  readonly cle: string
}

const VIDE: NumeroEtCle = { numero: '', cle: '' }

/** Cuts 15 characters into number and key; anything else is empty. */
export function splitNir(nir: string | null): NumeroEtCle {
  if (nir?.length !== 15) return VIDE
  return { numero: nir.slice(0, 13), cle: nir.slice(13) }
}

/** The INS of a patient, only if his identity is qualified. */
export function insQualifie(patient: Patient): { matricule: string; oid: string } | null {
  const ins = patient.ins
  return ins?.statut === 'qualifiee' ? { matricule: ins.matricule, oid: ins.oid } : null
}

/**
 * The number an act is billed under: the assuré's where it was given, else the patient's own INS.
 * `oid` is the INS's when the number is the patient's INS, else empty.
 */
export function numeroFacture(acte: Acte): NumeroEtCle & { readonly oid: string } {
  const ins = insQualifie(acte.patient)
  const nir = acte.assure.nir ?? ins?.matricule ?? null
  return { ...splitNir(nir), oid: ins !== null && ins.matricule === nir ? ins.oid : '' }
}

/** The nature of the insurance by its code; under the first writing, as it was written. */
export function codeNatureAssurance({ rendu }: EnteteExport, acte: Acte): string | null {
  const written = acte.assure.natureAssurance
  return rendu === 1 ? written : natureAssuranceDe(written)
}

/** `METRO` or `DOM`. */
export function codeTerritoire(acte: Acte): string {
  return acte.territoire === 'dom' ? 'DOM' : 'METRO'
}

/** `O`, `N`, or empty when nobody said. */
export function codeOuiNon(valeur: boolean | null): string {
  if (valeur === null) return ''
  return valeur ? 'O' : 'N'
}
