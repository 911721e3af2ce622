/**
 * The JSON Lines of an export: one whole act a line, keys in a fixed order, amounts in cents.
 *
 * In    the export and its acts
 * Out   UTF-8, LF; empty without acts
 *
 * SPEC §11
 */
import type { PartieActe } from '../domain/acte.ts'
import {
  type ActeExporte,
  codeNatureAssurance,
  codeTerritoire,
  type EnteteExport,
  insQualifie,
  type Rendu,
  splitNir,
} from './champs.ts'

/** JSON Lines. */
export const JSONL: Rendu = {
  tete: () => '',
  ligne: (entete, acte) => `${JSON.stringify(acteJson(entete, acte))}\n`,
  fin: () => '',
}

function acteJson(entete: EnteteExport, { id, acte }: ActeExporte): object {
  const ins = insQualifie(acte.patient)
  const nir = splitNir(acte.assure.nir)
  return {
    id_acte: id,
    id_export: entete.id,
    id_dossier: acte.dossier,
    rang: acte.rang,
    role: acte.role,
    code_acte: acte.code,
    date_acte: acte.dateActe,
    montant_centimes: acte.montantCentimes,
    territoire: codeTerritoire(acte),
    regle_version: acte.regleVersion,
    taux: 100,
    tp_amo: true,
    executant: partie(acte.executant),
    prescripteur: partie(acte.prescripteur),
    patient: {
      nom_naissance: acte.patient.nomNaissance,
      prenoms: acte.patient.prenoms,
      date_naissance: acte.patient.dateNaissance,
      sexe: acte.patient.sexe,
      ins: ins === null ? null : { matricule: ins.matricule, oid: ins.oid },
    },
    assure: {
      nir: nir.numero || null,
      cle: nir.cle || null,
      rang: acte.assure.rang,
      regime: acte.assure.regime,
      nature_assurance: codeNatureAssurance(entete, acte),
      ald: acte.assure.ald,
    },
    date_demande: acte.dateDemande,
    date_cr: acte.dateCompteRendu,
    rang_annuel: acte.rangAnnuel,
    plafond: acte.plafond,
    remis_le: acte.remisLe,
    preuve: acte.preuve,
  }
}

function partie(qui: PartieActe): object {
  return {
    rpps: qui.rpps,
    nom: qui.nom,
    prenom: qui.prenom,
    numero_am: qui.numeroAm,
    finess: qui.finess,
    specialite: qui.specialite,
    profession: qui.profession,
  }
}
