/**
 * The letters about a question that comes after the opinion: carried to its author, recalled to him, told as waiting.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon each; the requérant's words as he wrote them
 * Refuses nothing.
 *
 * SPEC §5, §6.8, §7
 */
import type { Lettre } from '../domain/decision.ts'
import { questionDe } from '../domain/etats.ts'
import { auMilieu, avecArticle, instantFr, nomFr } from './francais.ts'
import { jointes, parole } from './letters-requis.ts'
import {
  type Brouillon,
  bonjour,
  creneau,
  type Ecriture,
  leRequis,
  notice,
  p,
  RAPPEL_SAMU,
  RIEN,
  reponses,
  requisDe,
  sujetDossier,
  urgenceDuRequerant,
} from './lettre.ts'
import { auPlusTard, termeQuestion } from './termes.ts'

/** The requérant's message, to who gave his opinion: an answer in plain words is enough. */
export function messageApresAvis(
  e: Ecriture,
  { rang, texte, pieces, urgent, attend }: Extract<Lettre, { kind: 'complementTransmis' }>,
): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  const question = questionDe(slot)
  return {
    sujet: sujetDossier(
      dossier,
      urgent === 'oui'
        ? 'PRIORITAIRE, le requérant signale une urgence'
        : 'message du requérant après votre avis',
    ),
    blocs: [
      ...urgenceDuRequerant(e, urgent),
      bonjour(e),
      p(
        attend !== undefined && urgent === undefined
          ? `${attend === 'non' ? `${RIEN} : ${avecArticle('le', nomFr(dossier.requerant))} vous écrit` : `Lisez ce que ${avecArticle('le', nomFr(dossier.requerant))} vous écrit`} après votre avis. Si vous répondez à ce message, votre réponse lui sera transmise, sans nouvel acte.`
          : `${question === null ? 'Répondez' : `${auPlusTard(termeQuestion(e, slot, question))}, répondez`} à ce message depuis cette même messagerie : votre réponse sera transmise ${avecArticle('au', nomFr(dossier.requerant))}, sans nouvel acte.`,
      ),
      ...parole('Son message', texte, pieces),
      p(
        attend === 'non'
          ? 'Pour corriger votre avis, écrivez RECTIFICATIF en première ligne.'
          : 'Si ce message change votre avis, écrivez RECTIFICATIF en première ligne, suivi du texte entier qui le remplace.',
      ),
      reponses(e, ['RECTIFICATIF']),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
    urgent: urgent === 'oui',
  }
}

/** What the author of the opinion answers, to the requérant: his words, and no new act. */
export function reponseApresAvis(
  e: Ecriture,
  {
    rang,
    auteur,
    texte,
    pieces,
    ajout,
    corrige,
    attend,
    absent,
  }: Extract<Lettre, { kind: 'reponseApresAvis' }>,
): Brouillon {
  const { dossier } = e
  const requis = requisDe(creneau(dossier, rang), auteur)
  const qui = requis === null ? 'Le médecin requis' : avecArticle('Le', nomFr(requis))
  if (corrige === 'oui')
    return correctionDite(e, { qui, telephone: requis?.telephone ?? null }, { texte, pieces })
  return {
    sujet: sujetDossier(
      dossier,
      ajout === 'oui' ? "complément à l'avis" : 'réponse à votre message',
    ),
    blocs: [
      bonjour(e),
      p(
        ajout === 'oui'
          ? `Lisez ce que ${auMilieu(qui)} ajoute à son avis, qui reste tel quel, sans nouvel acte.`
          : attend === 'non'
            ? `${RIEN} : ${auMilieu(qui)} vous écrit après son avis, sans nouvel acte.`
            : `Lisez ce que ${auMilieu(qui)} répond au message que vous avez envoyé après son avis, sans nouvel acte. Si un point reste à éclaircir, répondez à ce message : votre question lui sera transmise.`,
      ),
      ...parole(ajout === 'oui' ? 'Ce qu’il ajoute' : 'Sa réponse', texte, pieces),
      ...(absent === 'oui'
        ? [p('Si votre message attend une réponse, il l’attend toujours.')]
        : []),
      RAPPEL_SAMU,
      reponses(e, ['COMPLEMENT', 'ETAT']),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
  }
}

/** His advice seems to change, and is no RECTIFICATIF yet: his words at once, and what they are not. */
function correctionDite(
  e: Ecriture,
  { qui, telephone }: { readonly qui: string; readonly telephone: string | null },
  { texte, pieces }: Pick<Extract<Lettre, { kind: 'reponseApresAvis' }>, 'texte' | 'pieces'>,
): Brouillon {
  return {
    sujet: sujetDossier(e.dossier, "PRIORITAIRE, l'auteur de l'avis vous écrit"),
    blocs: [
      bonjour(e),
      {
        kind: 'texte',
        fort: true,
        texte: `Lisez maintenant ce que ${auMilieu(qui)} écrit après son avis : son message peut en changer la conduite à tenir.`,
      },
      ...parole('Son message', texte, pieces),
      p(
        `Ce message n'est pas un rectificatif : l'avis rendu reste tel quel, et il est demandé à son auteur s'il le corrige. Un rectificatif vous serait adressé. En cas de doute, ${telephone === null ? 'répondez à ce message' : `appelez-le au ${telephone}, ou répondez à ce message`}.`,
      ),
      RAPPEL_SAMU,
      reponses(e, ['COMPLEMENT', 'ETAT']),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
    urgent: true,
  }
}

/** The question waits: to who gave the opinion. */
export function questionRappelee(e: Ecriture, rang: number): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  const question = questionDe(slot)
  const terme = question === null ? null : termeQuestion(e, slot, question)
  const depuis = question === null ? '' : ` depuis le ${instantFr(question.poseeLe)}`
  return notice(sujetDossier(dossier, 'rappel, une question attend votre réponse'), [
    bonjour(e),
    p(
      `${auPlusTard(terme)}, répondez à ce message en quelques mots : ${question?.de === 'medecinTraitant' ? `le message que le médecin traitant vous a envoyé${depuis} après votre avis attend votre réponse` : `${avecArticle('le', nomFr(dossier.requerant))} attend${depuis} votre réponse au message envoyé après votre avis`}.`,
    ),
    p(
      `Il est dans ce fil. Votre réponse sera transmise ${avecArticle('au', nomFr(dossier.requerant))}, sans nouvel acte. Si votre avis change, écrivez RECTIFICATIF.`,
    ),
    reponses(e, ['RECTIFICATIF']),
  ])
}

/** The question waits: to who put it. */
export function questionSansReponse(e: Ecriture, rang: number): Brouillon {
  const slot = creneau(e.dossier, rang)
  const requis = requisDe(slot, questionDe(slot)?.a[0] ?? null)
  return notice(
    sujetDossier(
      e.dossier,
      questionDe(slot)?.de === 'medecinTraitant'
        ? 'un message du médecin traitant est sans réponse'
        : 'votre message est sans réponse',
    ),
    [
      bonjour(e),
      p(
        `Appelez ${auMilieu(leRequis(slot))} si la réponse presse : il n'a pas encore répondu ${questionDe(slot)?.de === 'medecinTraitant' ? 'au message que le médecin traitant a envoyé' : 'au message que vous avez envoyé'} après son avis.`,
      ),
      p(
        `Un rappel lui a été adressé${e.parts.coordination ? ' et la coordination est prévenue' : ''}.`,
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
    ],
  )
}
