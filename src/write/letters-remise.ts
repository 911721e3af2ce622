/**
 * The letters about what was, or was not, handed over: to who was told that it would be.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon without any clinical content
 * Refuses nothing.
 *
 * SPEC §6.8
 */
import type { Lettre } from '../domain/decision.ts'
import type { Parole } from '../domain/transmission.ts'
import { auMilieu, avecArticle, enumeration, nomFr } from './francais.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  creneau,
  type Ecriture,
  notice,
  p,
  pourRequis,
  RAPPEL_SAMU,
  RIEN,
  reponses,
  sujetDossier,
  telephoneDu,
} from './lettre.ts'
import { isReprise, obstacleFr } from './remises.ts'
import { auPlusTard, termeAvis } from './termes.ts'

/** Handed over after all. */
export function demandeRemise(e: Ecriture, rang: number): Brouillon {
  const slot = creneau(e.dossier, rang)
  const noms = actifs(slot).map((un) => avecArticle('au', nomFr(un)))
  return notice(sujetDossier(e.dossier, 'demande remise'), [
    bonjour(e),
    p(
      `${RIEN} : votre demande ${e.dossier.numero} est maintenant remise ${enumeration(noms)}. L'avis est attendu ${auMilieu(auPlusTard(termeAvis(e, slot)))}.`,
    ),
    RAPPEL_SAMU,
    reponses(e, ['ETAT', 'ANNULATION']),
  ])
}

/** To the author of an opinion that did not arrive after all, or then did: what becomes of his act. */
export function compteRenduNonRemis(
  e: Ecriture,
  { acte }: Extract<Lettre, { kind: 'compteRenduNonRemis' }>,
): Brouillon {
  const { dossier } = e
  const nom = nomFr(dossier.requerant)
  if (acte === 'repris') {
    return notice(sujetDossier(dossier, 'compte-rendu remis'), [
      bonjour(e),
      p(
        `${RIEN} : votre avis sur la demande ${dossier.numero} est maintenant remis ${avecArticle('au', nom)}. L'acte correspondant n'est plus suspendu.`,
      ),
      reponses(e, ['ETAT']),
    ])
  }
  const telephone = telephoneDu(dossier)
  const appel = `Joignez ${avecArticle('le', nom)}${telephone === null ? '' : `, au ${telephone}`}`
  return notice(sujetDossier(dossier, 'compte-rendu non remis'), [
    bonjour(e),
    p(
      `${appel}, si votre avis ne peut attendre : sa messagerie annonce que le compte-rendu de la demande ${dossier.numero} ne lui est pas parvenu.`,
    ),
    p(
      "L'acte correspondant est suspendu jusqu'à la remise, sauf s'il est déjà transmis à la facturation. L'administrateur de la passerelle en est prévenu.",
    ),
    RAPPEL_SAMU,
    reponses(e, ['ETAT']),
  ])
}

/** To who is written to so often that a machine may answer for him: his words act, what would answer them is held back. */
export function echangesSuspendus(e: Ecriture): Brouillon {
  const { dossier } = e
  return notice(sujetDossier(dossier, 'réponses suspendues'), [
    bonjour(e),
    p(
      `Arrêtez le répondeur automatique de votre messagerie, s'il y en a un : trop de lettres vous ont été adressées en une heure sur la demande ${dossier.numero}, comme entre deux automates.`,
    ),
    p(
      "Vos messages signés sont toujours lus et ont leur effet, mais ils ne reçoivent plus de réponse tant que dure cet échange. Si vous en attendez une, joignez l'administrateur de la passerelle, qui est prévenu.",
    ),
    RAPPEL_SAMU,
  ])
}

const PAROLES: { readonly [P in Parole]: readonly [quoi: string, accord: string] } = {
  complementTransmis: ['votre message', 'remis'],
  complementDemande: ['votre question', 'remise'],
  refus: ['votre refus', 'remis'],
  accordDemande: ['votre proposition', 'remise'],
  urgenceSignalee: ['votre alerte', 'remise'],
  motsDuRequis: ['votre message', 'remis'],
  avisEnDoute: ['votre message', 'remis'],
}

/** Words that did not reach their reader: whom to call, and why. */
export function messageNonRemis(
  e: Ecriture,
  { rang, parole, lecteur, code }: Extract<Lettre, { kind: 'messageNonRemis' }>,
): Brouillon {
  const { dossier } = e
  const un = creneau(dossier, rang).requis.find(({ rpps }) => rpps === lecteur)
  const qui = lecteur === null ? dossier.requerant : un
  const nom = qui === undefined ? 'le médecin sollicité' : avecArticle('le', nomFr(qui))
  const telephone = lecteur === null ? telephoneDu(dossier) : (un?.telephone ?? null)
  const appel = `Joignez ${nom}${telephone === null ? '' : `, au ${telephone}`}`
  const [quoi, accord] = PAROLES[parole]
  const isPasse = lecteur === null && isReprise(code)
  const obstacle = isPasse ? 'la demande ayant avancé entre-temps' : obstacleFr(code)
  return notice(sujetDossier(dossier, 'message non remis'), [
    bonjour(e),
    p(
      `${appel}, si cela ne peut attendre : ${quoi} sur la demande ${dossier.numero} n'a pas pu lui être ${accord}, ${obstacle}.`,
    ),
    ...(isReprise(code) ? [] : [p("L'administrateur de la passerelle en est prévenu.")]),
    RAPPEL_SAMU,
    reponses(e, pourRequis(e) ? ['ETAT'] : ['ETAT', 'ANNULATION']),
  ])
}
