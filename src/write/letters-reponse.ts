/**
 * What the author of a reply is told of it: that it was carried out, who got it, or what to write instead.
 *
 * In    an Ecriture and the letter's own facts
 * Out   a Brouillon without any clinical content; the keywords that he may still write
 * Refuses nothing.
 *
 * SPEC §5, §6 rules 2, 5 and 8
 */
import type { MotCle } from '../domain/courrier.ts'
import type { Transmission } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Bloc } from './blocs.ts'
import { motifFr } from './formulaire.ts'
import { avecArticle, nomFr } from './francais.ts'
import {
  type Brouillon,
  bonjour,
  cibleFr,
  creneau,
  type Ecriture,
  notice,
  p,
  pourRequis,
  reponses,
  SAMU,
  siUrgent,
  sujetDossier,
} from './lettre.ts'

/** A letter was carried out, or passed on: to whom is said, by name. */
export function bienRecu(
  e: Ecriture,
  { motCle, transmis }: { motCle: MotCle | null; transmis?: Transmission | undefined },
): Brouillon {
  const { dossier } = e
  const lu = motCle === null ? 'Votre message' : `Votre message « ${motCle} »`
  const suite =
    transmis === undefined
      ? [p(`${lu} a été pris en compte. Il est joint à la demande ${dossier.numero}.`)]
      : transmission(dossier, lu, transmis)
  const urgent = transmis?.urgent === 'oui'
  const alerte: Bloc = {
    kind: 'texte',
    fort: true,
    exact: true,
    texte: `La téléexpertise ne répond pas à l'urgence. ${SAMU} Sinon, appelez l'astreinte de la spécialité.`,
  }
  const quoi = transmis?.a.length === 0 ? 'message non transmis' : 'message pris en compte'
  return notice(sujetDossier(dossier, quoi), [
    ...(urgent ? [alerte] : []),
    bonjour(e),
    ...suite,
    reponses(e, pourRequis(e) ? motsClesRequis(e) : motsClesRequerant(dossier)),
  ])
}

/** Who gets a message of the requerant, and who does not. */
function transmission(
  dossier: Dossier,
  lu: string,
  { a, plusTard, attendus }: Transmission,
): Bloc[] {
  const tous = dossier.sollicitations.flatMap((slot) => slot.requis)
  const noms = a.flatMap((rpps) => {
    const un = tous.find((each) => each.rpps === rpps)
    return un === undefined ? [] : [avecArticle('au', nomFr(un))]
  })
  const visees = (rangs: readonly number[]) =>
    rangs.map((rang) => cibleFr(creneau(dossier, rang))).join(' ; ')
  const blocs = [
    p(
      noms.length === 0
        ? `${lu} est joint à la demande ${dossier.numero}, mais n'a été transmis à personne.`
        : `${lu} a été transmis ${enumeration(noms)}. Il est joint à la demande ${dossier.numero}.`,
    ),
  ]
  if (plusTard.length > 0) {
    blocs.push(
      p(
        `Aucun médecin n'a encore reçu votre demande pour : ${visees(plusTard)}. Votre message lui parviendra avec elle.`,
      ),
    )
  } else if (noms.length === 0) {
    blocs.push(
      p(
        'Aucun des médecins sollicités ne suit plus cette demande. Pour solliciter un autre confrère, envoyez une nouvelle demande.',
      ),
    )
  }
  if (attendus.length > 0) {
    blocs.push(p(`Une question vous attend toujours : ${visees(attendus)}.`))
  }
  return blocs
}

/** « au Dr X », « au Dr X et au Dr Y », « au Dr X, au Dr Y et au Dr Z ». */
function enumeration(noms: readonly string[]): string {
  const last = noms.at(-1) ?? ''
  return noms.length < 2 ? last : `${noms.slice(0, -1).join(', ')} et ${last}`
}

/** Questions whose way out is the word followed by the number of the dossier. SPEC §8 */
const A_NOMMER = new Set(['mot-deja-utilise', 'mot-trop-ancien', 'mot-autre-dossier'])

/** A reply that cannot be carried out as it is. */
export function reponseAPreciser(
  e: Ecriture,
  { code, motCle, urgent }: { code: string; motCle?: MotCle; urgent?: 'oui' },
): Brouillon {
  const { dossier } = e
  const nomme = motCle !== undefined && A_NOMMER.has(code)
  return notice(sujetDossier(dossier, 'votre réponse est à préciser'), [
    ...siUrgent(e, urgent),
    bonjour(e),
    p(
      `Votre message sur la demande ${dossier.numero} est bien arrivé, mais il n'a pas ${sansSuite(code) ? '' : 'encore '}d'effet.`,
    ),
    p(motifFr(code)),
    ...(nomme ? [p(`Écrivez en première ligne : ${motCle} ${dossier.numero}`)] : []),
    p(
      pourRequis(e)
        ? "Écrivez l'un de ces mots, seul, en première ligne de votre réponse :"
        : "Répondez en commençant par l'un de ces mots :",
    ),
    reponses(e, attendus(e, code)),
    p(`Référence : ${code}.`),
  ])
}

const RETENUES = new Set(['patient-different', 'rappel-patient-different'])

/** The words that answer the question, the one that it asks for first. */
function attendus(e: Ecriture, code: string): readonly MotCle[] {
  const all: readonly MotCle[] = pourRequis(e)
    ? rendu(e)
      ? ['RECTIFICATIF', 'COMPLEMENT', 'URGENT']
      : ['AVIS', 'ACCEPTE', 'COMPLEMENT', 'REFUS', 'REORIENTATION', 'URGENT']
    : motsClesRequerant(e.dossier)
  return RETENUES.has(code) && !all.includes('ACCORD') ? ['ACCORD', ...all] : all
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

/** What a requis may still write: to correct what he rendered, or to render it. */
export function motsClesRequis({ dossier, envoi }: Ecriture): readonly MotCle[] {
  const slots = dossier.sollicitations.filter(({ requis }) =>
    requis.some((each) => each.rpps === envoi.a.rpps && each.ecarte === null),
  )
  const rendu = slots.some(({ comptesRendus }) =>
    comptesRendus.some(({ auteur }) => auteur.rpps === envoi.a.rpps),
  )
  if (rendu) return ['RECTIFICATIF']
  return slots.length === 0 ? [] : ['AVIS', 'COMPLEMENT', 'REFUS']
}

/** What the requerant may still write. */
export function motsClesRequerant({ etat: ou, motif, sollicitations }: Dossier): readonly MotCle[] {
  switch (ou) {
    case 'incomplet':
      if (motif === 'urgence') return ['NON URGENT', 'ANNULATION', 'ETAT']
      if (motif === 'a-confirmer') return ['JE CONFIRME', 'ANNULATION', 'ETAT']
      if (motif === 'depot-a-valider') return ['JE VALIDE', 'ANNULATION', 'ETAT']
      return ['ETAT', 'ANNULATION']
    case 'en_cours': {
      const accord = sollicitations.some((slot) => slot.etat === 'accord_demande')
      const suite: readonly MotCle[] = ['COMPLEMENT', 'ETAT', 'ANNULATION', 'RETRAIT CONSENTEMENT']
      return accord ? ['ACCORD', 'DESACCORD', ...suite] : suite
    }
    case 'repondu':
    case 'sans_reponse':
      return ['ETAT', 'RETRAIT CONSENTEMENT']
    case 'annule':
    case 'clos':
      return ['ETAT']
    default:
      return ou satisfies never
  }
}
