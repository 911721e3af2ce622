/**
 * What the author of a reply is told of it: that it was carried out, who got it, or what to write instead.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon without any clinical content, save the words that name another patient; the keywords that he may
 *       still write
 * Refuses nothing.
 *
 * SPEC §5, §6 rules 2, 5 and 8
 */
import { type Illisible, isRefuse, type MotCle } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { aRecu } from '../domain/etats.ts'
import type { Transmission } from '../domain/transmission.ts'
import { autreVoie, documentsDUnAutre } from './autre-patient.ts'
import type { Bloc } from './blocs.ts'
import { illisiblesFr } from './fichiers-fr.ts'
import { motifFr } from './formulaire.ts'
import { auMilieu, avecArticle, citeFr, enumeration, majuscule, nomFr } from './francais.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  cibleFr,
  creneau,
  type Ecriture,
  notice,
  p,
  pourRequis,
  RIEN,
  reponses,
  SAMU,
  siUrgent,
  sujetDossier,
  telephoneDu,
  viseeFr,
} from './lettre.ts'
import { motsClesRequerant, motsClesRequis } from './mots-possibles.ts'
import { envoiEnCours } from './remises.ts'
import { auPlusTard, dernierTerme, expiration, termeAvis } from './termes.ts'

/** A letter was carried out, or passed on: to whom is said, by name. */
export function bienRecu(e: Ecriture, recu: Extract<Lettre, { kind: 'bienRecu' }>): Brouillon {
  const { dossier } = e
  const { transmis } = recu
  const alerte: Bloc = {
    kind: 'texte',
    fort: true,
    exact: true,
    texte: `La téléexpertise ne répond pas à l'urgence. ${SAMU} Sinon, appelez l'astreinte de la spécialité.`,
  }
  const quoi = transmis?.a.length === 0 ? 'message non transmis' : 'message pris en compte'
  return notice(sujetDossier(dossier, quoi), [
    ...(transmis?.urgent === 'oui' ? [alerte] : []),
    bonjour(e),
    ...suiteRecue(e, recu),
    reponses(e, pourRequis(e) ? motsClesRequis(e) : motsClesRequerant(dossier)),
  ])
}

/** What became of it, without the rest of the letter. */
export function suiteRecue(
  e: Ecriture,
  { motCle, rang, transmis }: Extract<Lettre, { kind: 'bienRecu' }>,
): Bloc[] {
  const { dossier } = e
  const lu = motCle === null ? 'votre message' : `votre message « ${motCle} »`
  return transmis !== undefined
    ? transmission(e, lu, transmis)
    : motCle === 'URGENT'
      ? [p(urgenceTransmise(e))]
      : motCle === 'ACCEPTE' && rang !== null
        ? [p(accepte(e, creneau(dossier, rang)))]
        : motCle === 'ACCORD' && rang !== null
          ? [p(accordDonne(dossier, rang))]
          : [p(`${RIEN} : ${lu} est pris en compte et joint à la demande ${dossier.numero}.`)]
}

/** To who took the request on: until when his opinion is due. */
function accepte(e: Ecriture, slot: Sollicitation): string {
  const { numero } = e.dossier
  return slot.etat === 'complement_demande' || slot.etat === 'accord_demande'
    ? `${RIEN} pour le moment : votre message « ACCEPTE » est noté, la demande ${numero} reste dans votre file, et son délai est suspendu jusqu'à la réponse du requérant.`
    : `${auPlusTard(termeAvis(e, slot))}, rendez votre avis en écrivant AVIS en première ligne : votre message « ACCEPTE » est noté, et la demande ${numero} reste dans votre file.`
}

/** To the requis who saw an urgency: who was told, and whom to call. */
function urgenceTransmise({ dossier, parts }: Ecriture): string {
  const telephone = telephoneDu(dossier)
  const qui = avecArticle('le', nomFr(dossier.requerant))
  const appel = telephone === null ? `joignez ${qui}` : `appelez ${qui}, au ${telephone}`
  return `Sans attendre, ${appel} : votre alerte sur la demande ${dossier.numero} lui est envoyée en priorité${parts.coordination ? ', et la coordination est prévenue' : ''}.`
}

/** To whom the request goes once the requerant agreed: the last slot opened for it. */
function accordDonne({ numero, sollicitations }: Dossier, rang: number): string {
  const next = sollicitations.findLast((slot) => slot.rang > rang)
  const noms = next === undefined ? [] : actifs(next).map((un) => avecArticle('au', nomFr(un)))
  const cours = next === undefined ? null : envoiEnCours([next])
  if (cours !== null) {
    return `${RIEN} : votre accord est noté, la demande ${numero} est réorientée, ${cours}.`
  }
  return noms.length === 0
    ? `${RIEN} : votre accord est noté, la demande ${numero} est réorientée.`
    : `${RIEN} : votre accord est noté, la demande ${numero} est transmise ${enumeration(noms)}.`
}

/** What becomes of a message of the requerant: who gets it, when the opinion is due now, who waits for another. */
function transmission(e: Ecriture, lu: string, transmis: Transmission): Bloc[] {
  const { sollicitations } = e.dossier
  const { a, plusTard, attendus } = transmis
  const visees = (rangs: readonly number[]) =>
    rangs.map((rang) => cibleFr(creneau(e.dossier, rang))).join(' ; ')
  const lecteurs = sollicitations.filter(({ requis }) =>
    requis.some(({ rpps }) => a.includes(rpps)),
  )
  const terme = dernierTerme(e, lecteurs)
  return [
    ...encoreAttendu(e, attendus),
    p(majuscule(aQui(e.dossier, lu, transmis))),
    ...(terme === null ? [] : [p(`L'avis est attendu ${auMilieu(auPlusTard(terme))}.`)]),
    ...(plusTard.length === 0
      ? []
      : [
          p(
            `Aucun médecin n'a encore reçu votre demande pour : ${visees(plusTard)}. Votre message lui parviendra avec elle.`,
          ),
        ]),
  ]
}

/** What still waits for him, first: an agreement, the answer to another requis. */
function encoreAttendu(e: Ecriture, rangs: readonly number[]): Bloc[] {
  const slots = rangs.map((rang) => creneau(e.dossier, rang))
  const accords = slots.filter(({ etat }) => etat === 'accord_demande')
  const autres = slots.filter((slot) => !accords.includes(slot))
  return [
    ...accords.map((slot) => p(accordAttendu(e, slot))),
    ...(autres.length === 0
      ? []
      : [p(`Une question vous attend toujours : ${autres.map(cibleFr).join(' ; ')}.`)]),
  ]
}

/** The proposal that waits, quoted, and the two words that answer it. */
function accordAttendu(e: Ecriture, slot: Sollicitation): string {
  const vers = slot.accordPour === null ? 'un autre destinataire' : viseeFr(slot.accordPour)
  return `${auPlusTard(expiration(e, slot))}, répondez ACCORD ou DESACCORD en première ligne : acceptez-vous que votre demande soit adressée à ${vers} ?`
}

/** Who gets it, by name, or that nobody does. */
function aQui(
  { numero, sollicitations }: Dossier,
  lu: string,
  { a, plusTard, attendus }: Transmission,
): string {
  const tous = sollicitations.flatMap((slot) => slot.requis)
  const lecteurs = a.flatMap((rpps) => tous.find((each) => each.rpps === rpps) ?? [])
  const noms = (those: readonly RequisSollicite[]) =>
    enumeration(those.map((un) => avecArticle('au', nomFr(un))))
  const [avec, sans] = [lecteurs.filter(aRecu), lecteurs.filter((un) => !aRecu(un))]
  const rien = attendus.length + plusTard.length === 0 ? `${RIEN} : ` : ''
  const suite = `il parviendra ${noms(sans)} après elle, dont l'envoi est en cours`
  if (avec.length > 0) {
    const encore = sans.length === 0 ? '' : ` ; ${suite}`
    return `${rien}${lu} sur la demande ${numero} est transmis ${noms(avec)}${encore}.`
  }
  if (sans.length > 0) return `${rien}${lu} est joint à la demande ${numero}, ${suite}.`
  return plusTard.length > 0
    ? `${RIEN} : ${lu} est joint à la demande ${numero}, et n'a encore été transmis à personne.`
    : `Pour solliciter un autre confrère, envoyez une nouvelle demande : ${lu} est joint à la demande ${numero}, mais aucun des médecins sollicités ne la suit plus, et il n'a été transmis à personne.`
}

/** Questions whose way out is the word followed by the number of the dossier. SPEC §8 */
const A_NOMMER = new Set(['mot-deja-utilise', 'mot-trop-ancien', 'mot-autre-dossier'])

/** A reply that cannot be carried out as it is. */
export function reponseAPreciser(
  e: Ecriture,
  {
    code,
    motCle,
    urgent,
    illisibles,
    dit,
    documents = [],
  }: Extract<Lettre, { kind: 'reponseAPreciser' }>,
): Brouillon {
  const { dossier } = e
  if (illisibles !== undefined) return documentsIllisibles(e, code, illisibles)
  const isCited = dit !== undefined && e.parts.discret !== true
  const nomme = motCle !== undefined && A_NOMMER.has(code)
  const question = notice(sujetDossier(dossier, 'votre réponse est à préciser'), [
    ...siUrgent(e, urgent),
    bonjour(e),
    ...(nomme ? [p(`Écrivez en première ligne : ${motCle} ${dossier.numero}`)] : []),
    ...(ALERTES.has(code) ? [p(urgenceTransmise(e))] : []),
    ...(code === 'accord-a-preciser'
      ? dossier.sollicitations
          .filter(({ etat }) => etat === 'accord_demande')
          .map((slot) => p(accordAttendu(e, slot)))
      : []),
    p(`${motifFr(code)}${isCited ? ` Vous avez écrit « ${citeFr(dit)} ».` : ''}`),
    ...documentsDUnAutre(documents, e.parts.discret === true),
    ...(code === 'patient-different' ? [p(autreVoie(e))] : []),
    p(
      ALERTES.has(code)
        ? `Référence : ${code}.`
        : `Votre message sur la demande ${dossier.numero} est bien arrivé, mais il n'a pas ${sansSuite(code) ? '' : 'encore '}d'effet (référence ${code}).`,
    ),
    p(
      pourRequis(e)
        ? "Écrivez l'un de ces mots, seul, en première ligne de votre réponse :"
        : "Répondez en commençant par l'un de ces mots :",
    ),
    reponses(e, attendus(e, code)),
  ])
  const isNamed = documents.length > 0 && e.parts.discret !== true
  return isNamed || isCited ? { ...question, clinical: true, discret: 'possible' } : question
}

/** What of a letter could not be read; the rest of it is with the dossier. */
function documentsIllisibles(
  e: Ecriture,
  code: string,
  illisibles: readonly Illisible[],
): Brouillon {
  const { numero } = e.dossier
  const fichiers = e.parts.discret !== true
  const question = notice(
    sujetDossier(
      e.dossier,
      illisibles.some(isRefuse)
        ? "un document n'est pas transmis"
        : "un document n'a pas pu être lu",
    ),
    [
      bonjour(e),
      p(motifFr(code)),
      p(
        `Dans votre message sur la demande ${numero}, il s'agit de ceci : ${illisiblesFr(illisibles, { fichiers })}. Le reste de ce message est bien arrivé (référence ${code}).`,
      ),
      reponses(e, pourRequis(e) ? motsClesRequis(e) : motsClesRequerant(e.dossier)),
    ],
  )
  return fichiers ? { ...question, clinical: true, discret: 'possible' } : question
}

const RETENUES = new Set(['patient-different', 'rappel-patient-different', 'urgence-autre-patient'])
/** The words that a question asks for, before the others. */
const PREMIERS: { readonly [code: string]: readonly MotCle[] } = {
  'retrait-a-preciser': ['RETRAIT CONSENTEMENT', 'ACCORD'],
  'accord-a-preciser': ['ACCORD', 'DESACCORD'],
  'annulation-a-preciser': ['ANNULATION', 'COMPLEMENT'],
  'texte-apres-avis': ['COMPLEMENT', 'RECTIFICATIF'],
}
/** Questions about the rest of an alert that has left. */
const ALERTES = new Set(['urgence-autre-patient', 'urgence-et-avis'])

/** The words that answer the question, the one that it asks for first. */
function attendus(e: Ecriture, code: string): readonly MotCle[] {
  const all: readonly MotCle[] = pourRequis(e)
    ? rendu(e)
      ? ['RECTIFICATIF', 'COMPLEMENT', 'URGENT']
      : ['AVIS', 'ACCEPTE', 'COMPLEMENT', 'REFUS', 'REORIENTATION', 'URGENT']
    : motsClesRequerant(e.dossier)
  const first = PREMIERS[code] ?? (RETENUES.has(code) ? ['ACCORD' as const] : [])
  // Under a doubt about the consent nothing is passed on: no word for it is offered.
  const others = code === 'retrait-a-preciser' ? all.filter((mot) => mot !== 'COMPLEMENT') : all
  return [...first, ...others.filter((mot) => !first.includes(mot))]
}

/** Did the reader of this letter give his opinion already? */
function rendu({ dossier, envoi }: Ecriture): boolean {
  return dossier.sollicitations.some(({ comptesRendus }) =>
    comptesRendus.some(({ auteur }) => auteur.rpps === envoi.a.rpps),
  )
}

function sansSuite(code: string): boolean {
  return code === 'reponse-deja-recue' || code === 'signature-autre-dossier'
}
