/**
 * The letters to the requerant while he waits: lateness, nobody available, the requis's questions, refusals
 * and proposals, and the urgency that the requis sees.
 *
 * In    an Ecriture (envoi, dossier, parts) and the letter's own facts
 * Out   a Brouillon each; a physician's own words are carried as he wrote them
 * Refuses nothing.
 *
 * SPEC §5, §6, §7, §10
 */

import type { Lettre } from '../domain/decision.ts'
import { dueAt } from '../domain/delai.ts'
import { avecArticle, instantFr, nomFr } from './francais.ts'
import {
  type Brouillon,
  bonjour,
  cibleFr,
  citation,
  creneau,
  type Ecriture,
  leRequis,
  notice,
  p,
  RAPPEL_SAMU,
  reponses,
  requisDe,
  SAMU,
  sujetDossier,
  viseeFr,
} from './lettre.ts'

/** The usual delay is over. */
export function retard(e: Ecriture, rang: number): Brouillon {
  const { dossier, parts } = e
  const slot = creneau(dossier, rang)
  const due = dueAt(slot.ouverteLe, parts.regles.limiteMs, slot.pauses, parts.regles)
  const depuis = due ?? slot.retardLe ?? parts.now
  const requis = requisDe(slot)
  const pool = slot.cible.kind === 'specialite'
  return notice(sujetDossier(dossier, 'avis en retard'), [
    bonjour(e),
    p(
      `L'avis demandé (${cibleFr(slot)}) n'est pas encore rendu. Le délai usuel est dépassé depuis le ${instantFr(depuis)}.`,
    ),
    p(
      pool
        ? 'Un autre médecin de la spécialité est sollicité dès que possible ; le premier avis rendu vous sera transmis.'
        : 'Le médecin requis a été relancé. Un avis rendu plus tard vous sera transmis.',
    ),
    ...(requis?.telephone == null
      ? []
      : [
          p(
            `Pour joindre directement ${avecArticle('le', nomFr(requis))}, appelez le ${requis.telephone}.`,
          ),
        ]),
    RAPPEL_SAMU,
    reponses(e, ['ETAT', 'ANNULATION']),
  ])
}

/** The slot expired without an opinion. */
export function sansReponse(e: Ecriture, rang: number): Brouillon {
  const slot = creneau(e.dossier, rang)
  return notice(sujetDossier(e.dossier, 'sans réponse'), [
    bonjour(e),
    p(
      `Aucun avis n'a été rendu (${cibleFr(slot)}) depuis le ${instantFr(slot.ouverteLe)} ; cette sollicitation est close.`,
    ),
    p(
      'Un avis qui arriverait encore vous serait transmis, marqué tardif. Pour solliciter un autre confrère, envoyez une nouvelle demande.',
    ),
    RAPPEL_SAMU,
  ])
}

/** Nobody is available: told at once. SPEC §6.8 */
export function aucunRequis(e: Ecriture, rang: number): Brouillon {
  const slot = creneau(e.dossier, rang)
  return notice(sujetDossier(e.dossier, 'aucun médecin disponible pour le moment'), [
    bonjour(e),
    p(
      `Aucun médecin n'est disponible pour le moment : ${viseeFr(slot.cible)}. Votre demande ${e.dossier.numero} n'a donc été remise à personne.`,
    ),
    p(
      "Elle partira d'elle-même dès qu'un médecin sera disponible, et la coordination est prévenue. Si cela ne peut attendre, annulez-la et adressez-vous à un autre confrère.",
    ),
    RAPPEL_SAMU,
    reponses(e, ['ETAT', 'ANNULATION']),
  ])
}

/** The requis asks; the clock stands. */
export function complementDemande(
  e: Ecriture,
  { rang, texte, rappel }: { rang: number; texte: string; rappel: 'non' | 'oui' },
): Brouillon {
  const slot = creneau(e.dossier, rang)
  const quoi = rappel === 'oui' ? 'rappel, complément demandé' : 'complément demandé'
  return {
    sujet: sujetDossier(e.dossier, quoi),
    blocs: [
      bonjour(e),
      p(
        `${leRequis(slot)} a besoin d'une précision pour rendre son avis ; le délai est suspendu jusqu'à votre réponse.`,
      ),
      ...citation('Sa question', texte),
      p(
        'Répondez à ce message en écrivant COMPLEMENT en première ligne, puis votre réponse ; joignez les documents utiles.',
      ),
      reponses(e, ['COMPLEMENT', 'ANNULATION']),
    ],
    clinical: true,
    notice: false,
  }
}

/** The requis declines. */
export function refus(e: Ecriture, { rang, texte }: { rang: number; texte: string }): Brouillon {
  const slot = creneau(e.dossier, rang)
  const dernier = slot.requis.findLast((each) => each.ecarte === 'refus')
  const qui = dernier === undefined ? leRequis(slot) : avecArticle('Le', nomFr(dernier))
  const suivant = slot.termineeLe === null && slot.cible.kind === 'specialite'
  return {
    sujet: sujetDossier(e.dossier, 'demande déclinée'),
    blocs: [
      bonjour(e),
      p(`${qui} ne peut pas rendre l'avis demandé.`),
      ...citation('Son motif', texte),
      p(
        suivant
          ? 'Un autre médecin de la même spécialité est sollicité ; vous serez averti de la suite.'
          : 'Pour solliciter un autre confrère, envoyez une nouvelle demande. Un refus ne donne lieu à aucune facturation.',
      ),
      RAPPEL_SAMU,
    ],
    clinical: true,
    notice: true,
  }
}

/** The requis proposes another specialty or person: nothing leaves before ACCORD. */
export function accordDemande(
  e: Ecriture,
  { rang, vers, texte, coordinateur }: Extract<Lettre, { kind: 'accordDemande' }>,
): Brouillon {
  const slot = creneau(e.dossier, rang)
  return {
    sujet: sujetDossier(e.dossier, 'votre accord est demandé'),
    blocs: [
      bonjour(e),
      p(
        coordinateur === undefined
          ? `${leRequis(slot)} propose d'adresser votre demande ailleurs : ${viseeFr(vers)}.`
          : `Le coordinateur propose d'adresser votre demande à ${coordinateur.nom}, ${viseeFr(vers)}.`,
      ),
      ...citation('Ses raisons', texte),
      p(
        "Le consentement recueilli ne couvre pas encore ce destinataire. Informez-en le patient ; s'il y consent, répondez ACCORD en première ligne, sinon DESACCORD : la demande reste alors où elle est. Sans votre accord, rien ne part.",
      ),
      reponses(e, ['ACCORD', 'DESACCORD', 'ANNULATION']),
    ],
    clinical: true,
    notice: true,
  }
}

/** Priority: the requis sees an urgency, both telephone numbers first. */
export function urgenceSignalee(
  e: Ecriture,
  { rang, texte }: { rang: number; texte: string },
): Brouillon {
  const { dossier } = e
  const slot = creneau(dossier, rang)
  const requis = requisDe(slot)
  const vous = dossier.clinique?.telephone ?? dossier.requerant.telephone
  return {
    sujet: sujetDossier(dossier, 'PRIORITAIRE, le médecin requis demande à vous joindre'),
    blocs: [
      {
        kind: 'texte',
        fort: true,
        exact: true,
        texte: `${leRequis(slot)} juge la situation urgente. ${SAMU}`,
      },
      {
        kind: 'faits',
        lignes: [
          [
            requis === null ? 'Médecin requis' : nomFr(requis),
            requis?.telephone ?? 'téléphone non connu',
          ],
          [nomFr(dossier.requerant), vous ?? 'téléphone non connu'],
        ],
      },
      ...citation('Son message', texte),
      p('Appelez-vous sans attendre. La coordination est prévenue.'),
    ],
    clinical: true,
    notice: true,
    urgent: true,
  }
}
