/**
 * The letter to one whose request is stopped as an emergency.
 *
 * In    an Ecriture, the words with which he answered the letter before, if they were not understood
 * Out   a Brouillon: where to turn to first, then the word that resumes the request
 * Refuses nothing.
 *
 * SPEC §6.2, §6.8
 */
import type { Lettre } from '../domain/decision.ts'
import { auMilieu, citeFr } from './francais.ts'
import {
  type Brouillon,
  type Ecriture,
  notice,
  p,
  reponses,
  sujetDossier,
  URGENCE,
} from './lettre.ts'
import { auPlusTard, termeCompletude } from './termes.ts'

/** Stopped as urgent: the wording of SPEC §6.2 comes first. */
export function demandeUrgente(
  e: Ecriture,
  { dit = '' }: Extract<Lettre, { kind: 'demandeUrgente' }>,
): Brouillon {
  const { numero } = e.dossier
  const cite = e.parts.discret ? '' : citeFr(dit)
  const lettre = notice(sujetDossier(e.dossier, 'demande non transmise'), [
    URGENCE,
    p(
      `S'il n'y a pas d'urgence, écrivez NON URGENT en première ligne ${auMilieu(auPlusTard(termeCompletude(e)))} : votre demande ${numero} reprend aussitôt. Sans ce mot, elle est annulée.`,
    ),
    ...(dit === ''
      ? []
      : [
          p(
            `Votre réponse${cite === '' ? '' : ` « ${cite} »`} est gardée, mais elle n'a pas été comprise : elle ne dit pas s'il y a urgence ou non.`,
          ),
        ]),
    p("Elle évoque une urgence, à laquelle la téléexpertise ne répond pas. Rien n'est parti."),
    reponses(e, ['NON URGENT', 'ANNULATION']),
  ])
  return cite === '' ? lettre : { ...lettre, clinical: true, discret: 'possible' }
}
