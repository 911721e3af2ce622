/**
 * What letters and compte-rendu say in the same words of a patient, his consent, his médecin traitant.
 *
 * In    the dossier's facts
 * Out   French words, one line each
 * Refuses to show a matricule whose identity is not qualified.
 *
 * CSP art. L. 1111-8-1; SPEC §4
 */
import type { Instant } from '../domain/correspondant.ts'
import type { CompteRendu, Dossier } from '../domain/dossier.ts'
import type { Assure, Patient } from '../domain/patient.ts'
import { ageFr, enumeration, jourFr, presentation, traitsFr } from './francais.ts'

const NON_QUALIFIEE = 'identité déclarée, INS non qualifiée'
/** The sexes in words. */
export const SEXES = { M: 'masculin', F: 'féminin', I: 'indéterminé' } as const
/** How a consent was given, in words. */
export const MODES = { oral: 'oral', ecrit: 'écrit', electronique: 'électronique' } as const

/** The patient as the requis may know him. Only a qualified identity goes out as an INS. SPEC §4 */
export function identite(patient: Patient, le: Instant): [string, string][] {
  const lignes: [string, string][] = [
    ['Identité', traitsFr(patient)],
    ['Sexe', SEXES[patient.sexe]],
    ['Âge', ageFr(patient, le)],
  ]
  if (patient.nomUtilise !== null) lignes.push(['Nom utilisé', patient.nomUtilise])
  if (patient.lieuNaissance !== null) lignes.push(['Lieu de naissance', patient.lieuNaissance])
  lignes.push(['INS', insFr(patient)])
  return lignes
}

/** The matricule when qualified, else that it is not. */
export function insFr({ ins }: Patient): string {
  return ins?.statut === 'qualifiee' ? `${ins.matricule} (identité qualifiée)` : NON_QUALIFIEE
}

/** Is what the dossier holds the consent of the patient or of who stands for him by law? */
export function isConsentement({ consentement }: Dossier): boolean {
  return consentement.kind !== 'recueilli' || 'mode' in consentement
}

/** How the consent was gathered, on one line. */
export function consentementFr({ consentement }: Dossier): string {
  if (consentement.kind !== 'recueilli') return 'non recueilli'
  if (!('mode' in consentement)) {
    const qui =
      consentement.par === 'proche' ? 'proche consulté' : 'personne de confiance consultée'
    return `patient hors d'état d'exprimer sa volonté, ${qui} (${consentement.nom}), ${jourFr(consentement.le)}`
  }
  const par = consentement.par === 'patient' ? 'le patient' : 'le représentant légal'
  return `${par}, ${MODES[consentement.mode]}, ${jourFr(consentement.le)}`
}

/** Who is the médecin traitant, in a few words. */
export function traitantFr({ medecinTraitant: mt }: Dossier): string {
  if (mt?.kind === 'requerant') return 'le requérant'
  if (mt?.kind === 'designe') return presentation(mt.professionnel)
  if (mt?.kind === 'oppose') return 'opposition'
  if (mt?.kind === 'enDoute') return `${presentation(mt.professionnel)}, copie à confirmer`
  return 'aucun'
}

/** What billing needs of the assuré, as far as it was said. */
export function assureFr(assure: Assure): [string, string][] {
  const lignes: [string, string | null][] = [
    ["N° de l'assuré", assure.nir],
    ['Rang', assure.rang],
    ['Régime', assure.regime],
    ["Nature d'assurance", assure.natureAssurance],
    ['ALD', assure.ald === null ? null : assure.ald ? 'oui' : 'non'],
    ['Patient hospitalisé', hospitalise(assure)],
  ]
  return lignes.filter((ligne): ligne is [string, string] => ligne[1] !== null)
}

function hospitalise({ hospitalise: oui, finessSejour }: Assure): string | null {
  if (oui === null) return null
  if (!oui) return 'non'
  return finessSejour === null ? 'oui' : `oui, FINESS ${finessSejour}`
}

/** Why an opinion comes beside what was awaited: the request had ended otherwise. SPEC §6.4 */
export function pourquoiComplementaire(dossier: Dossier, cr: CompteRendu): string {
  const slot = dossier.sollicitations.find((each) => each.comptesRendus.includes(cr))
  if (dossier.etat === 'annule') return 'la demande avait été annulée'
  if (slot?.etat === 'reorientee') return 'la demande avait été adressée à un autre destinataire'
  return 'un autre médecin avait déjà répondu à cette sollicitation'
}

/** Where the opinion is, when its words do not say it; null: they do. */
export function ouEstLAvis({ texte, conclusion, pieces, dansPieces }: CompteRendu): string | null {
  const isMute = texte.trim() === '' && (conclusion ?? '').trim() === ''
  if (pieces.length === 0 || !(dansPieces === true || isMute)) return null
  const [le, joint] = pieces.length > 1 ? ['les documents', 'joints'] : ['le document', 'joint']
  const noms = enumeration(pieces.map(({ nom }) => `« ${nom} »`))
  return `L'avis est dans ${le} ${joint} par le médecin requis : ${noms}.`
}
