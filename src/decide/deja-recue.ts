/**
 * What is told to the author of a request that comes a second time: that it is known, and what is expected of him.
 *
 * In    the dossier that it is
 * Out   the letter: what he was asked and has not answered yet, asked again; else that nothing is expected of him
 *
 * SPEC §6 rules 6 and 8: « rien n'est attendu de vous » is said where it is so
 */
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { retenueDe } from './patient.ts'

/** The letter of a request that was received before. */
export function lettreDejaRecue(dossier: Dossier): Lettre {
  const { etat, question, sollicitations, requerant } = dossier
  if (etat === 'annule' || etat === 'clos') return { kind: 'dejaRecue' }
  if (etat === 'incomplet' && dossier.motif === 'urgence') return { kind: 'demandeUrgente' }
  if (question != null) {
    return { kind: 'reponseAPreciser', code: question.code, rang: null, dit: question.mots }
  }
  const held = retenueDe(dossier, requerant.rpps)
  if (held !== null) {
    return { kind: 'reponseAPreciser', code: 'patient-different', rang: held.rang }
  }
  if (etat === 'incomplet') return avantLeDepart(dossier)
  const waiting = sollicitations.filter(isOuverte).flatMap((slot) => duCreneau(slot) ?? [])
  return waiting[0] ?? { kind: 'dejaRecue' }
}

/** Nothing has left: the word that is awaited, or the lines. */
function avantLeDepart({ motif, manques }: Dossier): Lettre {
  switch (motif) {
    case 'a-confirmer':
    case 'formulaire-a-confirmer':
    case 'depot-a-valider':
      return { kind: 'recapitulatif', code: motif, rang: null, rappel: 'non' }
    default:
      return { kind: 'demandeACompleter', manques, rappel: 'non', deja: 'oui' }
  }
}

/** What a slot waits for from the requérant; null: nothing. */
function duCreneau({ etat, rang, accordPour, complementTexte }: Sollicitation): Lettre | null {
  const texte = complementTexte ?? ''
  if (etat === 'accord_demande' && accordPour !== null) {
    return { kind: 'accordDemande', rang, vers: accordPour, texte, rappel: 'oui' }
  }
  return etat === 'complement_demande'
    ? { kind: 'complementDemande', rang, texte, rappel: 'oui' }
    : null
}
