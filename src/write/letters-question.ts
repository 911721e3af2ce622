/**
 * The letters about a question that comes after the opinion: carried to its author, recalled to him, told as waiting.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon each; the requérant's words as he wrote them
 * Refuses nothing.
 *
 * SPEC §5, §6 rule 8, §7
 */
import type { Piece } from '../domain/courrier.ts'
import type { Sollicitation } from '../domain/dossier.ts'
import { avecArticle, instantFr, nomFr } from './francais.ts'
import { documents, jointes } from './letters-requis.ts'
import {
  type Brouillon,
  bonjour,
  citation,
  creneau,
  type Ecriture,
  leRequis,
  notice,
  p,
  RAPPEL_SAMU,
  reponses,
  requisDe,
  sujetDossier,
} from './lettre.ts'

/** The requérant's message, to who gave his opinion: an answer in plain words is enough. */
export function messageApresAvis(
  e: Ecriture,
  { texte, pieces }: { texte: string; pieces: readonly Piece[] },
): Brouillon {
  const { dossier } = e
  return {
    sujet: sujetDossier(dossier, 'message du requérant après votre avis'),
    blocs: [
      bonjour(e),
      p(
        `Répondez à ce message depuis cette même messagerie : votre réponse sera transmise ${avecArticle('au', nomFr(dossier.requerant))}, sans nouvel acte. Pour corriger votre avis, écrivez RECTIFICATIF en première ligne.`,
      ),
      ...citation('Son message', texte),
      ...documents(pieces),
      reponses(e, ['RECTIFICATIF']),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
  }
}

function depuis(slot: Sollicitation): string {
  const waits = slot.questions?.find((one) => one.reponduLe === null)
  return waits === undefined ? '' : ` depuis le ${instantFr(waits.poseeLe)}`
}

/** The question waits: to who gave the opinion. */
export function questionRappelee(e: Ecriture, rang: number): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  return notice(sujetDossier(dossier, 'rappel, une question attend votre réponse'), [
    bonjour(e),
    p(
      `${avecArticle('Le', nomFr(dossier.requerant))} attend${depuis(slot)} votre réponse à la question posée après votre avis ; elle est dans le message précédent de ce fil.`,
    ),
    p(
      'Répondez à ce message, en quelques mots : votre réponse lui sera transmise, sans nouvel acte.',
    ),
    reponses(e, ['RECTIFICATIF']),
  ])
}

/** The question waits: to who put it. */
export function questionSansReponse(e: Ecriture, rang: number): Brouillon {
  const slot = creneau(e.dossier, rang)
  const requis = requisDe(slot, questionneDe(slot))
  return notice(sujetDossier(e.dossier, 'votre question est sans réponse'), [
    bonjour(e),
    p(
      `${leRequis(slot)} n'a pas encore répondu à la question que vous avez posée après son avis. Un rappel lui a été adressé et la coordination est prévenue.`,
    ),
    ...(requis?.telephone == null
      ? []
      : [
          p(
            `Pour joindre directement ${avecArticle('le', nomFr(requis))}, appelez le ${requis.telephone}.`,
          ),
        ]),
    RAPPEL_SAMU,
    reponses(e, ['ETAT']),
  ])
}

function questionneDe({ questions = [] }: Sollicitation): string | null {
  return questions.find((one) => one.reponduLe === null)?.a[0] ?? null
}
