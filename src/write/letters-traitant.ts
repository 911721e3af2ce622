/**
 * The letters about a message of the médecin traitant: his words, and to him who got them.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon each; his words as he wrote them
 * Refuses nothing.
 *
 * SPEC §5, §6.2, §6.7, §6.8
 */
import type { Rpps } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { LettreDuTraitant, MotifNonTransmis, PartieDuMot } from '../domain/message-traitant.ts'
import type { Bloc } from './blocs.ts'
import { auMilieu, avecArticle, enumeration, nomFr } from './francais.ts'
import { jointes, parole } from './letters-requis.ts'
import {
  type Brouillon,
  bonjour,
  citation,
  type Ecriture,
  notice,
  p,
  RAPPEL_SAMU,
  RIEN,
  SAMU,
  siUrgent,
  sujetDossier,
  telephoneDu,
} from './lettre.ts'

/** His words, to the requérant or to the author of an opinion: no act, no new opinion. */
export function messageTraitant(
  e: Ecriture,
  { texte, pieces, urgent, attend }: Extract<LettreDuTraitant, { kind: 'messageTraitant' }>,
): Brouillon {
  const { dossier, envoi } = e
  const mt = dossier.medecinTraitant
  const lui = mt?.kind === 'designe' ? mt.professionnel : null
  const nom = lui === null ? 'le médecin traitant' : avecArticle('le', nomFr(lui))
  const qui = lui === null ? nom : `${nom}, médecin traitant,`
  const ou = mt?.kind === 'designe' && mt.adresse !== null ? `, à ${mt.adresse}` : ''
  const appel = lui?.telephone == null ? '' : `, au ${lui.telephone}`
  const alerte: readonly Bloc[] =
    urgent === undefined
      ? []
      : [
          {
            kind: 'texte',
            fort: true,
            exact: true,
            texte: `Appelez sans attendre ${auMilieu(nom)}${appel} : il signale une urgence. ${SAMU}`,
          },
        ]
  const commence =
    attend === 'non' && urgent === undefined
      ? `${RIEN} : ${auMilieu(qui)}`
      : `Lisez ce que ${auMilieu(qui)}`
  const rendu = dossier.sollicitations.some(({ comptesRendus }) => comptesRendus.length > 0)
  // He may have learnt of the request from his patient: there is no report to answer yet.
  const suite = urgent === undefined && rendu ? ' écrit en réponse au compte-rendu' : ' écrit'
  const isRequis = envoi.a.role === 'requis'
  const lien = isRequis
    ? 'Votre avis reste tel quel.'
    : `La demande ${rendu ? 'et l’avis ne changent' : 'ne change'} pas.`
  const a = avecArticle('au', nomFr(dossier.requerant))
  const reponse =
    attend === 'non'
      ? []
      : isRequis
        ? [
            p(
              attend === 'repondre'
                ? `Une réponse est attendue de vous : répondez à ce message en quelques mots, elle sera transmise ${a} sans nouvel acte, ou écrivez RECTIFICATIF en première ligne si votre avis change.`
                : 'Si ce message change votre avis, écrivez RECTIFICATIF en première ligne.',
            ),
          ]
        : attend === 'repondre' && rendu
          ? [
              p(
                'Il l’a aussi envoyé à l’auteur de l’avis, dont une réponse est attendue : elle vous parviendra. La conduite à tenir d’ici là vous revient.',
              ),
            ]
          : []
  return {
    sujet: sujetDossier(dossier, 'message du médecin traitant'),
    blocs: [
      ...alerte,
      bonjour(e),
      p(`${commence}${suite}. ${lien} Pour lui répondre, écrivez-lui directement${ou}.`),
      ...reponse,
      ...parole('Son message', texte, pieces),
      ...(urgent === undefined ? [RAPPEL_SAMU] : []),
    ],
    jointes: jointes(pieces),
    clinical: true,
    notice: false,
  }
}

const DE: { readonly [P in PartieDuMot]: string } = {
  requerant: 'au médecin requérant',
  requis: 'au médecin requis',
  autre: 'à celui à qui il est demandé',
}

/** To him: who got his message, or why nobody did and what to do. */
export function messageTraitantNote(
  e: Ecriture,
  { requis, motif, mot, urgent, dit }: Extract<LettreDuTraitant, { kind: 'messageTraitantNote' }>,
): Brouillon {
  const { dossier } = e
  const requerant = nomFr(dossier.requerant)
  const telephone = telephoneDu(dossier)
  const appel = telephone === null ? '' : `, au ${telephone}`
  if (requis === null) {
    const isCited = dit !== undefined && e.parts.discret !== true
    const lettre = notice(sujetDossier(dossier, 'votre message n’est pas transmis'), [
      ...siUrgent(e, urgent),
      bonjour(e),
      p(
        motif === 'clos' || motif === 'sans-consentement'
          ? `Appelez ${auMilieu(avecArticle('le', requerant))}${appel}, si votre message doit lui parvenir : il n’est transmis à personne.`
          : `Répondez à ce message en quelques phrases, sans mot-clé en première ligne, pour qu’elles parviennent ${auMilieu(avecArticle('au', requerant))} et à l’auteur de l’avis : votre message n’est transmis à personne.`,
      ),
      p(
        mot === undefined
          ? POURQUOI[motif ?? 'vide']
          : `« ${mot.mot} » appartient ${DE[mot.de]} : vous êtes ici le médecin traitant, et rien n’a changé.`,
      ),
      ...(isCited ? citation('Vous avez écrit', dit) : []),
      RAPPEL_SAMU,
    ])
    return isCited ? { ...lettre, clinical: true, discret: 'possible' } : lettre
  }
  const lus = [avecArticle('au', requerant), ...requis.map((one) => nomDe(dossier, one))]
  const tete: readonly Bloc[] =
    urgent === undefined
      ? []
      : [
          {
            kind: 'texte',
            fort: true,
            exact: true,
            texte: `Appelez sans attendre ${auMilieu(avecArticle('le', requerant))}${appel} : votre message peut n’être lu que plus tard. ${SAMU}`,
          },
        ]
  return notice(sujetDossier(dossier, 'votre message est transmis'), [
    ...tete,
    bonjour(e),
    p(
      `${RIEN} : votre message est transmis ${enumeration(lus)}, sans changer ni l’avis ni la demande.`,
    ),
    ...(urgent === undefined ? [RAPPEL_SAMU] : []),
  ])
}

const POURQUOI: { readonly [M in MotifNonTransmis]: string } = {
  mot: 'Ce mot appartient à un autre médecin de ce dossier.',
  vide: 'Votre message ne contient ni texte ni document.',
  'autre-patient':
    'Votre message semble parler d’un autre patient : un message ne concerne qu’un seul patient.',
  'sans-consentement':
    'Le consentement du patient à cette téléexpertise n’est pas ou plus recueilli : plus rien n’est transmis par cette messagerie.',
  clos: 'Cette téléexpertise est close : plus rien n’est transmis par cette messagerie.',
}

function nomDe({ sollicitations }: Dossier, rpps: Rpps): string {
  const authors = sollicitations.flatMap((slot) => slot.comptesRendus.map(({ auteur }) => auteur))
  const found = authors.find((one) => one.rpps === rpps)
  return found === undefined ? 'à l’auteur de l’avis' : avecArticle('au', nomFr(found))
}
