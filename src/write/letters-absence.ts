/**
 * To a requis who will be away: what is noted, and what is still awaited of him.
 *
 * In    an Ecriture, the days
 * Out   a Brouillon; only what is so of this dossier, and what he will hear of the others
 * Refuses nothing.
 *
 * SPEC §5 (ABSENT), §6 rule 8
 */
import type { Jour } from '../domain/correspondant.ts'
import { isOuverte } from '../domain/etats.ts'
import { auMilieu, jourFr } from './francais.ts'
import {
  type Brouillon,
  bonjour,
  type Ecriture,
  notice,
  p,
  RIEN,
  reponses,
  sujetDossier,
} from './lettre.ts'
import { auPlusTard, termeAvis } from './termes.ts'

/** The absence is recorded. */
export function absenceNotee(e: Ecriture, du: Jour, au: Jour): Brouillon {
  const { dossier, envoi } = e
  const siens = dossier.sollicitations.flatMap((slot) =>
    slot.requis.filter(({ rpps }) => rpps === envoi.a.rpps).map((un) => ({ slot, un })),
  )
  const attendues = siens
    .filter(({ slot, un }) => isOuverte(slot) && un.ecarte === null)
    .map(({ slot }) => slot)
  const confiees = siens.some(({ slot, un }) => isOuverte(slot) && un.ecarte === 'absence')
  return notice(sujetDossier(e.dossier, 'absence enregistrée'), [
    bonjour(e),
    p(
      `${attendues.length === 0 ? `${RIEN} : votre` : 'Votre'} absence du ${jourFr(du)} au ${jourFr(au)} inclus est enregistrée. Aucune demande ne vous sera adressée dans cette période.`,
    ),
    ...attendues.map((slot) =>
      p(
        `La demande ${dossier.numero} reste attendue de vous ${auMilieu(auPlusTard(termeAvis(e, slot)))} : ${slot.requis.some(({ absentDes }) => absentDes != null) ? "elle est due avant votre absence, et n'est confiée à un autre médecin que le jour où celle-ci commence" : "aucun autre médecin n'est disponible pour elle"}.`,
      ),
    ),
    ...(confiees ? [p(`La demande ${dossier.numero} est confiée à un autre médecin.`)] : []),
    p(
      'Vous êtes prévenu de chaque demande qui est confiée à un autre médecin ; les autres restent attendues de vous.',
    ),
    p('Pour corriger ces dates, répondez ABSENT suivi des nouvelles dates.'),
    reponses(e, ['ABSENT']),
  ])
}
