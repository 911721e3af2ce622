/**
 * The CSV of an export: one line an act, for the software or the person who bills.
 *
 * In    the export and its acts
 * Out   UTF-8 without BOM, `;`, LF, RFC 4180 quoting, header always there
 *
 * Data stay exact: a field that a spreadsheet could take for a formula (`=`, `+`, `-`, `@` first) is
 * quoted but never altered, since billing software compares names letter by letter. Open the file as
 * text columns; the gateway accepts no such character at the head of a name in the form.
 *
 * SPEC §11 · RFC 4180 §2
 */
import {
  type ActeExporte,
  codeNatureAssurance,
  codeOuiNon,
  codeTerritoire,
  type EnteteExport,
  numeroFacture,
  type Rendu,
} from './champs.ts'

type Colonne = readonly [nom: string, valeur: (ligne: ActeExporte, entete: EnteteExport) => string]

const COLONNES: readonly Colonne[] = [
  ['id_acte', ({ id }) => String(id)],
  ['id_export', (_, entete) => String(entete.id)],
  ['id_dossier', ({ acte }) => acte.dossier],
  ['role', ({ acte }) => acte.role],
  ['code_acte', ({ acte }) => acte.code],
  ['date_acte', ({ acte }) => acte.dateActe],
  ['montant_centimes', ({ acte }) => String(acte.montantCentimes)],
  ['territoire', ({ acte }) => codeTerritoire(acte)],
  ['regle_version', ({ acte }) => acte.regleVersion],
  ['taux', () => '100'],
  ['tp_amo', () => 'O'],
  ['nir', ({ acte }) => numeroFacture(acte).numero],
  ['cle', ({ acte }) => numeroFacture(acte).cle],
  ['ins_oid', ({ acte }) => numeroFacture(acte).oid],
  ['nom_naissance', ({ acte }) => acte.patient.nomNaissance],
  ['prenom', ({ acte }) => acte.patient.prenoms],
  ['date_naissance', ({ acte }) => acte.patient.dateNaissance],
  ['sexe', ({ acte }) => acte.patient.sexe],
  ['exec_am', ({ acte }) => acte.executant.numeroAm ?? ''],
  ['exec_rpps', ({ acte }) => acte.executant.rpps],
  ['exec_finess', ({ acte }) => acte.executant.finess ?? ''],
  ['exec_spe', ({ acte }) => acte.executant.specialite ?? ''],
  ['presc_am', ({ acte }) => acte.prescripteur.numeroAm ?? ''],
  ['presc_rpps', ({ acte }) => acte.prescripteur.rpps],
  ['presc_finess', ({ acte }) => acte.prescripteur.finess ?? ''],
  ['presc_spe', ({ acte }) => acte.prescripteur.specialite ?? ''],
  ['date_demande', ({ acte }) => acte.dateDemande],
  ['date_cr', ({ acte }) => acte.dateCompteRendu],
  ['ald', ({ acte }) => codeOuiNon(acte.assure.ald)],
  ['nature_assurance', ({ acte }, entete) => codeNatureAssurance(entete, acte) ?? ''],
  ['rang_annuel', ({ acte }) => String(acte.rangAnnuel)],
  ['plafond', ({ acte }) => String(acte.plafond)],
  ['motif_non_facturable', ({ acte }) => acte.motif ?? ''],
]

/** CSV; without acts, the header alone. */
export const CSV: Rendu = {
  tete: () => `${COLONNES.map(([nom]) => nom).join(';')}\n`,
  ligne: (entete, acte) =>
    `${COLONNES.map(([, valeur]) => quoted(valeur(acte, entete))).join(';')}\n`,
  fin: () => '',
}

// A quote mark is doubled, and a field that holds a separator, a quote or a line break is enclosed. RFC 4180 §2
function quoted(field: string): string {
  return /[;"\r\n]|^[=+\-@\t]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
