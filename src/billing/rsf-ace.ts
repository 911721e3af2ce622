/**
 * The RSF-ACE records of an export, ATIH format of 2026: for each act one invoice (A) and one fee (C).
 *
 * In    the export and its acts
 * Out   fixed text, LF, ASCII: A of 310 characters, C of 161; dates JJMMAAAA, amounts in cents
 *
 * Each act is its own invoice (« feuille distincte »), numbered by the act. An act without the executant's FINESS or
 * without a number to bill is not carried (`porte.ts`). What the gateway does not know (health insurance fund, IPP,
 * postcode) stays blank.
 *
 * SPEC §11 (layout: positions 1-based, inclusive)
 */
import type { Acte } from '../domain/acte.ts'
import { natureAssuranceDe } from '../domain/nature-assurance.ts'
import {
  type ActeExporte,
  type EnteteExport,
  insQualifie,
  type NumeroEtCle,
  numeroFacture,
  type Rendu,
  splitNir,
} from './champs.ts'

const LONGUEUR_A = 310
const LONGUEUR_C = 161
/** Consultations et soins externes. */
const MODE_TRAITEMENT = '07'

/** RSF-ACE; empty without acts. */
export const RSF_ACE: Rendu = {
  tete: () => '',
  ligne: (entete, acte) => `${recordA(entete, acte)}\n${recordC(entete, acte)}\n`,
  fin: () => '',
}

function recordA(entete: EnteteExport, { id, acte }: ActeExporte): string {
  const assure = numeroAssure(entete, acte)
  const patient = splitNir(insQualifie(acte.patient)?.matricule ?? null)
  const zone = record('A', LONGUEUR_A, acte)
  zone(20, 1, { M: '1', F: '2', I: ' ' }[acte.patient.sexe])
  zone(21, 1, { M: '1', F: '2', I: ' ' }[acte.patient.sexe])
  zone(22, 13, assure.numero)
  zone(35, 2, assure.cle)
  zone(37, 3, rangBeneficiaire(acte))
  zone(40, 9, numeroEntree(acte))
  zone(49, 13, patient.numero)
  zone(62, 2, patient.cle)
  zone(66, 2, natureAssuranceDe(acte.assure.natureAssurance) ?? '10')
  zone(70, 1, exonerationTm(acte))
  zone(71, 1, '1')
  zone(74, 2, /^\d\d$/.test(acte.assure.regime ?? '') ? (acte.assure.regime ?? '') : '')
  zone(76, 8, jjmmaaaa(acte.patient.dateNaissance))
  zone(84, 1, '1')
  zone(85, 8, jjmmaaaa(acte.dateActe))
  zone(93, 8, jjmmaaaa(acte.dateActe))
  zone(106, 8, cents(0, 8))
  zone(114, 8, cents(0, 8))
  zone(122, 8, cents(acte.montantCentimes, 8))
  zone(130, 8, cents(acte.montantCentimes, 8))
  for (const start of [138, 146, 154, 162]) zone(start, 8, cents(0, 8))
  zone(171, 1, '0')
  zone(172, 1, '0')
  zone(203, 8, cents(0, 8))
  zone(211, 1, '0')
  // Not yet sent to the compulsory insurance; nothing is owed by a complementary one nor by the patient.
  zone(260, 3, '099')
  zone(286, 15, patient.numero + patient.cle)
  zone(301, 1, '0')
  return zone(302, 9, cents(id, 9))
}

function recordC(entete: EnteteExport, { id, acte }: ActeExporte): string {
  const assure = numeroAssure(entete, acte)
  const patient = splitNir(insQualifie(acte.patient)?.matricule ?? null)
  const zone = record('C', LONGUEUR_C, acte)
  zone(20, 13, assure.numero)
  zone(33, 2, assure.cle)
  zone(35, 3, rangBeneficiaire(acte))
  zone(38, 9, numeroEntree(acte))
  zone(47, 13, patient.numero)
  zone(60, 2, patient.cle)
  zone(62, 2, MODE_TRAITEMENT)
  zone(67, 1, exonerationTm(acte))
  zone(68, 2, acte.executant.specialite ?? '')
  zone(70, 8, jjmmaaaa(acte.dateActe))
  zone(78, 5, acte.code)
  zone(83, 3, '001')
  zone(86, 6, '000100')
  zone(92, 2, '01')
  zone(94, 7, cents(acte.montantCentimes, 7))
  zone(101, 8, cents(acte.montantCentimes, 8))
  zone(109, 3, '100')
  zone(112, 8, cents(acte.montantCentimes, 8))
  zone(120, 8, cents(acte.montantCentimes, 8))
  zone(128, 7, cents(0, 7))
  zone(148, 5, '10000')
  return zone(153, 9, cents(id, 9))
}

// Under the first writing, the number of the assuré alone.
function numeroAssure({ rendu }: EnteteExport, acte: Acte): NumeroEtCle {
  return rendu === 1 ? splitNir(acte.assure.nir) : numeroFacture(acte)
}

// A blank record with its letter and FINESS; writes a zone at a 1-based position, returns the record so far.
function record(letter: string, length: number, acte: Acte) {
  const cells = Array.from({ length }, () => ' ')
  const zone = (start: number, size: number, written: string): string => {
    // A number that does not fit is none of that kind: blank says so, cut it would be another's.
    const text = written.length <= size && /^[\x20-\x7E]*$/.test(written) ? written : ''
    for (let at = 0; at < text.length; at += 1) cells[start - 1 + at] = text.charAt(at)
    return cells.join('')
  }
  zone(1, 1, letter)
  zone(2, 9, acte.executant.finess ?? '')
  zone(11, 9, acte.executant.finess ?? '')
  return zone
}

function jjmmaaaa(jour: string): string {
  return jour.slice(8, 10) + jour.slice(5, 7) + jour.slice(0, 4)
}

function cents(value: number, size: number): string {
  return String(value).padStart(size, '0')
}

// `TE-2026-000123` → `026000123`: two digits of the year and the number, nine in all.
function numeroEntree(acte: Acte): string {
  const [, annee = '', numero = ''] = acte.dossier.split('-')
  return (annee.slice(-2) + numero).padStart(9, '0').slice(-9)
}

function rangBeneficiaire(acte: Acte): string {
  const rang = acte.assure.rang ?? ''
  return /^\d{1,3}$/.test(rang) ? rang.padStart(3, '0') : '000'
}

// Téléexpertise is paid in full by the compulsory insurance: ALD has its own code, else exempted care.
function exonerationTm(acte: Acte): string {
  return acte.assure.ald === true ? '4' : '3'
}
