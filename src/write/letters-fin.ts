/**
 * The letters to a requis of whom nothing more is expected, or whose words go nowhere any more.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon without any clinical content
 * Refuses nothing.
 *
 * SPEC §6.1, §6.8
 */
import type { Lettre } from '../domain/decision.ts'
import { MOTS_CLES_REQUIS } from './letters-requis.ts'
import {
  type Brouillon,
  bonjour,
  danger,
  type Ecriture,
  notice,
  p,
  RAPPEL_SAMU,
  RIEN,
  reponses,
  sujetDossier,
} from './lettre.ts'

const RAISONS_TERMINE = {
  avisRendu: 'un confrère a rendu son avis',
  reprise: 'un confrère de votre spécialité a repris cette demande',
  absence: 'votre absence est notée ; la demande est proposée à un confrère',
  inactif:
    'vous ne figurez plus parmi les médecins sollicités ici ; la demande est proposée à un confrère',
  reorientation: 'le requérant a donné son accord pour un autre destinataire',
} as const

/** The slot was ended by somebody else. */
export function creneauTermine(
  e: Ecriture,
  raison: keyof typeof RAISONS_TERMINE | 'nonRemise',
): Brouillon {
  if (raison === 'nonRemise') return demandeProposee(e)
  return notice(sujetDossier(e.dossier, "votre avis n'est plus attendu"), [
    bonjour(e),
    p(`${RIEN} pour la demande ${e.dossier.numero} : ${RAISONS_TERMINE[raison]}.`),
    ...(raison === 'avisRendu'
      ? [p('Le vôtre, si vous le rendez, sera transmis à titre complémentaire, sans facturation.')]
      : []),
    p('Merci de votre disponibilité.'),
  ])
}

/** A machine said that he has it not; he may have it. */
function demandeProposee(e: Ecriture): Brouillon {
  const { numero } = e.dossier
  return notice(sujetDossier(e.dossier, 'demande proposée à un confrère'), [
    bonjour(e),
    p(
      `Répondez ACCEPTE ou rendez votre avis si vous avez reçu la demande ${numero} et la prenez : un message automatique nous a dit qu'elle n'était pas arrivée dans votre boîte, et elle est proposée à un confrère.`,
    ),
    p("Sinon, rien n'est attendu de vous."),
    reponses(e, MOTS_CLES_REQUIS),
  ])
}

/** What came after the withdrawal of consent; or while it is asked whether it is withdrawn. */
export function avisNonTransmis(
  e: Ecriture,
  { attente, sansAvis }: Pick<Extract<Lettre, { kind: 'avisNonTransmis' }>, 'attente' | 'sansAvis'>,
): Brouillon {
  const { dossier } = e
  if (attente === 'oui') {
    return notice(sujetDossier(dossier, 'votre message attend'), [
      bonjour(e),
      p(
        `${RIEN} pour le moment : votre message sur la demande ${dossier.numero} est gardé et n'est pas encore transmis, car le requérant doit d'abord dire si le patient maintient son consentement. S'il le maintient, votre message part de lui-même ; sinon, vous serez prévenu qu'il ne part pas.`,
      ),
      p(danger(dossier)),
      RAPPEL_SAMU,
    ])
  }
  const [sujet, quoi] =
    sansAvis === 'oui'
      ? ["votre avis n'est plus attendu", 'message']
      : ['avis non transmis', 'avis']
  return notice(sujetDossier(dossier, sujet), [
    bonjour(e),
    p(danger(dossier)),
    p(
      `Votre ${quoi} sur la demande ${dossier.numero} n'a pas été transmis et ne le sera pas : le patient avait retiré son consentement.`,
    ),
    ...(sansAvis === 'oui' ? [p('Aucun avis ne vous est plus demandé pour ce patient.')] : []),
    RAPPEL_SAMU,
  ])
}
