/**
 * The mailto links that write an answer's first line: address, subject and keyword already filled in.
 *
 * In    the thread's address and number, a keyword, the patient for the AVIS link
 * Out   a mailto URI
 * Refuses nothing: addresses come from our own grammar.
 *
 * RFC 6068 §2, §5 (UTF-8, percent-encoded, CRLF as %0D%0A) · SPEC §5, §6.5
 */
import type { AdresseMss } from '../domain/correspondant.ts'
import type { MotCle } from '../domain/courrier.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Patient } from '../domain/patient.ts'
import { fold } from '../domain/texte.ts'
import type { Envoi } from '../message.ts'
import type { Lien } from './blocs.ts'

const LIBELLES: { readonly [M in MotCle]?: string } = {
  AVIS: 'rendre votre avis',
  RECTIFICATIF: "corriger l'avis déjà rendu",
  ACCEPTE: 'accuser réception, avis à suivre',
  COMPLEMENT: 'ajouter une précision ou un document',
  REFUS: 'décliner, en disant pourquoi',
  REORIENTATION: 'proposer une autre spécialité, à écrire sur la même ligne',
  URGENT: 'signaler une urgence au requérant',
  ABSENT: 'signaler une absence, dates de début et de fin sur la même ligne',
  PRESENT: "annuler l'absence annoncée, ou revenir plus tôt, jour du retour sur la même ligne",
  ACCORD: 'donner votre accord',
  DESACCORD: 'décliner : la demande reste où elle est',
  'NON URGENT': "confirmer qu'il n'y a pas d'urgence et reprendre la demande",
  ANNULATION: 'annuler la demande',
  'RETRAIT CONSENTEMENT': 'le patient retire son consentement',
  ETAT: 'savoir où en est la demande',
  'JE VALIDE': 'valider la demande déposée pour vous',
  'JE CONFIRME': 'confirmer',
}

/** Words that what follows them on their line completes. */
const AVEC_ARGUMENT: ReadonlySet<MotCle> = new Set(['REORIENTATION', 'ABSENT', 'PRESENT'])

/** What the same word is for when a requis writes it. */
const LIBELLES_REQUIS: { readonly [M in MotCle]?: string } = {
  COMPLEMENT: 'poser une question au requérant',
}

/** And when he has given his opinion. */
const LIBELLES_RENDU: { readonly [M in MotCle]?: string } = {
  COMPLEMENT: 'ajouter à votre avis, ou interroger le requérant',
}

/** And when one whose replacement wrote does. */
const LIBELLES_REMPLACE: { readonly [M in MotCle]?: string } = {
  'JE VALIDE': 'valider votre remplacement',
  DESACCORD: 'ne pas valider votre remplacement',
}

const DE_ROLE: { readonly [role: string]: { readonly [M in MotCle]?: string } } = {
  requis: LIBELLES_REQUIS,
  'requis-rendu': LIBELLES_RENDU,
  remplace: LIBELLES_REMPLACE,
}

/** `A.Z., 1951`: initials of the first given name and of the birth name, and the year of birth. SPEC §6.5 */
export function rappelPatient(patient: Patient): string {
  const [prenom, nom] = [patient.prenoms, patient.nomNaissance].map((name) => initiale(name) ?? '?')
  return `${prenom}.${nom}., ${patient.dateNaissance.slice(0, 4)}`
}

/** A mailto URI with subject and body; body lines are joined by CRLF. */
export function mailto(adresse: AdresseMss, sujet: string, lignes: readonly string[]): string {
  const local = encodeURI(adresse).replace(/[?#&;=]/g, (c) => encodeURIComponent(c))
  const body = encodeURIComponent(lignes.join('\r\n'))
  return `mailto:${local}?subject=${encodeURIComponent(sujet)}&body=${body}`
}

/** The links of an answer, one a keyword; `patient` is recalled under AVIS only. */
export function liens(
  motsCles: readonly MotCle[],
  {
    adresse,
    sujet,
    patient,
    role,
  }: { adresse: AdresseMss; sujet: string; patient: Patient | null; role: string },
): Lien[] {
  return motsCles.map((motCle) => {
    const lignes = [AVEC_ARGUMENT.has(motCle) ? `${motCle} ` : motCle]
    if ((motCle === 'AVIS' || motCle === 'RECTIFICATIF') && patient !== null) {
      lignes.push(`Patient : ${rappelPatient(patient)}`)
    }
    return {
      motCle,
      libelle: DE_ROLE[role]?.[motCle] ?? LIBELLES[motCle] ?? 'répondre',
      href: mailto(adresse, `Re: ${sujet}`, [...lignes, '', '']),
    }
  })
}

/** The first letter of a name, a capital without accent; null without one. */
export function initiale(nom: string): string | null {
  return /[a-z]/.exec(fold(nom))?.[0]?.toUpperCase() ?? null
}

/** Did the reader of this letter give his opinion already? */
export function rendu({ dossier, envoi }: { dossier: Dossier; envoi: Envoi }): boolean {
  return dossier.sollicitations.some(({ comptesRendus }) =>
    comptesRendus.some(({ auteur }) => auteur.rpps === envoi.a.rpps),
  )
}
