/**
 * What the author of a reply is told of it: that it was carried out, who got it, or what to write instead.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon without any clinical content, save the words that name another patient; the keywords that he may
 *       still write
 * Refuses nothing.
 *
 * SPEC §5, §6.2, §6.5, §6.8
 */
import { propositionDe } from '../domain/attentes.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Cible, Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { aRecu } from '../domain/etats.ts'
import type { Transmission } from '../domain/transmission.ts'
import type { Bloc } from './blocs.ts'
import { auMilieu, avecArticle, enumeration, majuscule, nomFr } from './francais.ts'
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
  sansNumero,
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
    ...(recu.maintenu === 'oui'
      ? [p('Il est noté que le patient consent toujours : ce qui attendait est transmis.')]
      : []),
    reponses(e, pourRequis(e) ? motsClesRequis(e) : motsClesRequerant(dossier)),
  ])
}

/** The doubt that he was told of is over. SPEC §6.1 */
export const MAINTENU =
  'le patient maintient son consentement, le requérant le confirme. Votre message qui attendait a suivi son cours.'

/** What became of it, without the rest of the letter. */
export function suiteRecue(
  e: Ecriture,
  { motCle, rang, transmis, vers, maintenu }: Extract<Lettre, { kind: 'bienRecu' }>,
): Bloc[] {
  const { dossier } = e
  if (maintenu === 'oui' && motCle === null && transmis === undefined) {
    return [p(`Poursuivez comme prévu pour la demande ${dossier.numero} : ${MAINTENU}`)]
  }
  const lu = motCle === null ? 'votre message' : `votre message « ${motCle} »`
  return transmis !== undefined
    ? // A word that we set before his words is none of his.
      transmission(e, 'votre message', transmis)
    : motCle === 'URGENT'
      ? [p(urgenceTransmise(e))]
      : motCle === 'ACCEPTE' && rang !== null
        ? [p(accepte(e, creneau(dossier, rang)))]
        : motCle === 'ACCORD' && rang !== null
          ? [p(accordDonne(dossier, rang, vers))]
          : motCle === 'REFUS'
            ? [
                p(
                  `Rien n'est plus attendu de vous : votre refus de la demande ${dossier.numero} est noté, et le requérant en est prévenu.`,
                ),
              ]
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
export function urgenceTransmise({ dossier, envoi, parts }: Ecriture): string {
  const telephone = telephoneDu(dossier)
  const lui = dossier.sollicitations
    .flatMap(({ requis }) => requis)
    .find(({ rpps }) => rpps === envoi.a.rpps)
  const sien =
    lui?.telephone == null
      ? " Aucun numéro où vous appeler n'est connu ici : répondez URGENT suivi de ce numéro, il le reçoit aussitôt."
      : ''
  const qui = avecArticle('le', nomFr(dossier.requerant))
  const appel =
    telephone === null
      ? `joignez ${qui} (${sansNumero(dossier.requerant.adresse)})`
      : `appelez ${qui}, au ${telephone}`
  return `Sans attendre, ${appel} : votre alerte sur la demande ${dossier.numero} lui est envoyée en priorité${parts.coordination ? ', et la coordination est prévenue' : ''}.${sien}`
}

/** To whom the request goes once the requerant agreed: the last slot opened for it. */
function accordDonne(
  { numero, sollicitations }: Dossier,
  rang: number,
  vers: Cible | undefined,
): string {
  const note = `votre accord${vers === undefined ? '' : ` (${viseeFr(vers)})`} est noté`
  const next = sollicitations.findLast((slot) => slot.rang > rang)
  const noms = next === undefined ? [] : actifs(next).map((un) => avecArticle('au', nomFr(un)))
  const cours = next === undefined ? null : envoiEnCours([next])
  if (cours !== null) {
    return `${RIEN} : ${note}, la demande ${numero} est réorientée, ${cours}.`
  }
  return noms.length === 0
    ? `${RIEN} : ${note}, la demande ${numero} est réorientée.`
    : `${RIEN} : ${note}, la demande ${numero} est transmise ${enumeration(noms)}.`
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
    ...(e.dossier.etat === 'en_cours' && a.length + plusTard.length > 0 ? [p(ARRETER)] : []),
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

/** The two words that stop: whatever his words meant, he knows how. SPEC §5, §6.1 */
const ARRETER =
  'Pour arrêter la demande, répondez ANNULATION en première ligne ; si le patient retire son accord, répondez RETRAIT CONSENTEMENT.'

/** What still waits for him, first: an agreement, the answer to another requis. */
function encoreAttendu(e: Ecriture, rangs: readonly number[]): Bloc[] {
  const slots = rangs.map((rang) => creneau(e.dossier, rang))
  const accords = slots.filter((slot) => propositionDe(slot) !== null)
  const autres = slots.filter((slot) => !accords.includes(slot))
  return [
    ...accords.map((slot) => p(accordAttendu(e, slot))),
    ...(autres.length === 0
      ? []
      : [p(`Une question vous attend toujours : ${autres.map(cibleFr).join(' ; ')}.`)]),
  ]
}

/** The proposal that waits, quoted, and the two words that answer it. */
export function accordAttendu(e: Ecriture, slot: Sollicitation): string {
  const vers = slot.accordPour === null ? 'un autre destinataire' : viseeFr(slot.accordPour)
  return `${auPlusTard(expiration(e, slot))}, répondez ACCORD ou DESACCORD en première ligne : acceptez-vous que votre demande soit adressée à ${vers} ?`
}

/** Who gets it, by name, or that nobody does. */
function aQui(
  { numero, etat, sollicitations }: Dossier,
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
    const poursuite = etat === 'en_cours' ? ' ; la demande continue' : ''
    const tete = etat === 'en_cours' ? '' : rien
    return `${tete}${lu} sur la demande ${numero} est transmis tel quel ${noms(avec)}${encore}${poursuite}.`
  }
  if (sans.length > 0) return `${rien}${lu} est joint à la demande ${numero}, ${suite}.`
  return plusTard.length > 0
    ? `${RIEN} : ${lu} est joint à la demande ${numero}, et n'a encore été transmis à personne.`
    : `Pour solliciter un autre confrère, envoyez une nouvelle demande : ${lu} est joint à la demande ${numero}, mais aucun des médecins sollicités ne la suit plus, et il n'a été transmis à personne.`
}
