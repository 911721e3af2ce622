/**
 * To a requis who will be away: what is noted, and what is still awaited of him.
 *
 * In    an Ecriture, the days
 * Out   a Brouillon; only what is so of this dossier, and what he will hear of the others
 * Refuses nothing.
 *
 * SPEC §5 (ABSENT), §6.8
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Jour } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
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
        `La demande ${dossier.numero} reste attendue de vous ${auMilieu(auPlusTard(termeAvis(e, slot)))} : ${slot.requis.some(({ rpps, absence }) => rpps === envoi.a.rpps && absence?.offerte === false) ? "elle est due avant votre absence, et n'est proposée à un autre médecin que si elle est encore ouverte le jour où celle-ci commence" : "aucun autre médecin n'est disponible pour elle"}.`,
      ),
    ),
    ...(confiees ? [p(`La demande ${dossier.numero} est confiée à un autre médecin.`)] : []),
    p(
      'Vous êtes prévenu de chaque demande qui est confiée à un autre médecin ; les autres restent attendues de vous.',
    ),
    p(
      'Pour changer ces dates, répondez ABSENT suivi des nouvelles : elles remplacent celles qu’elles touchent. Pour revenir plus tôt, répondez PRESENT suivi du jour de votre retour ; PRESENT seul annule toute absence annoncée.',
    ),
    reponses(e, ['ABSENT', 'PRESENT']),
  ])
}

/** He is there after all: what is announced of him now, and that he receives again. */
export function presenceNotee(
  e: Ecriture,
  { change, reste }: Extract<Lettre, { kind: 'presenceNotee' }>,
): Brouillon {
  const today = jourParis(e.parts.now)
  const isAway = reste.some(({ du, au }) => du <= today && today <= au)
  const jours = reste.map(({ du, au }) => `du ${jourFr(du)} au ${jourFr(au)} inclus`)
  const suite = isAway
    ? 'Des demandes vous seront de nouveau adressées à la fin de celle qui est en cours.'
    : 'Des demandes peuvent vous être adressées dès maintenant.'
  return notice(sujetDossier(e.dossier, 'retour enregistré'), [
    bonjour(e),
    p(
      change === 'oui'
        ? `${RIEN} : votre retour est enregistré. ${suite}`
        : `Vérifiez le jour si vous pensiez annuler une absence : aucune n'est annoncée pour ces jours. ${suite}`,
    ),
    ...(jours.length === 0 ? [] : [p(`Absences encore annoncées : ${jours.join(' ; ')}.`)]),
    p('Les demandes confiées entre-temps à un autre médecin restent les siennes.'),
    reponses(e, jours.length === 0 ? ['ABSENT'] : ['PRESENT', 'ABSENT']),
  ])
}
