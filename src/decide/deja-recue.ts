/**
 * What is told to the author of a request that comes a second time: that it is known, and what is expected of him.
 *
 * In    the dossier that it is
 * Out   the letter: what he was asked and has not answered yet, asked again; else that nothing is expected of him
 *
 * SPEC §6.6, §6.8: « rien n'est attendu de vous » is said where it is so
 */
import { complementDe, propositionDe } from '../domain/attentes.ts'
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
  const waiting = sollicitations.filter(isOuverte).flatMap(attendusDe)
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

/** The letters that recall what a slot waits for from the requérant: the proposal, the question. */
export function attendusDe(slot: Sollicitation): readonly Lettre[] {
  const { rang } = slot
  const proposition = propositionDe(slot)
  const question = complementDe(slot)
  return [
    ...(proposition === null
      ? []
      : [
          {
            kind: 'accordDemande',
            rang,
            vers: proposition.vers,
            texte: proposition.texte,
            rappel: 'oui',
          } as const,
        ]),
    ...(question === null
      ? []
      : [{ kind: 'complementDemande', rang, texte: question.texte, rappel: 'oui' } as const]),
  ]
}
