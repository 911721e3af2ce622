/**
 * A letter of the requerant in the thread: lines that complete, words for the requis, ACCORD, withdrawal.
 *
 * In    the dossier, the signed letter
 * Out   the dossier's new state and the letters it causes; every letter is answered
 *
 * SPEC §5, §6; CSP art. L. 1111-4 (a consent may be withdrawn at any time)
 */
import { propositionDe } from '../domain/attentes.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import type { LettreRetenue, QuestionPosee } from '../domain/question-posee.ts'
import { isRetraitRepris } from '../domain/reponse-au-doute.ts'
import { isSimpleReponse, reponseDite } from '../domain/reponse-dite.ts'
import { donnerAccord, refuserAccord } from './accord.ts'
import { avecLeMot, isSansObjet, reunir, sansRetraitRapporte, suivi } from './apres-le-doute.ts'
import { enAttente } from './avant-depart.ts'
import { selonLaCopie } from './copie.ts'
import { isPresqueAccord, sansMotApprochant } from './mot-approchant.ts'
import { isAbandonDit, isRetraitDit } from './mots-d-arret.ts'
import { isSeulementNumeros, lignesDeFacturation, noterNumeros, numerosNotes } from './numeros.ts'
import { auRequerant, type Pas, pas, puis, puisChaque } from './pas.ts'
import {
  avecMots,
  avecReprises,
  comparees,
  liberer,
  parleDUnAutre,
  retenir,
  retenueDe,
} from './patient.ts'
import { avecAttente, poser, reponseA, sansQuestion } from './question-posee.ts'
import { joindreFil } from './rassembler.ts'
import { recevoirRemplace, repondAuRemplacement } from './remplacement.ts'
import { avecUrgence, preciser, repondre, urgente } from './reponse-requerant.ts'
import { recevoirRequis } from './requis.ts'
import { annuler, retirerConsentement } from './retrait.ts'
import { isVide, paroles } from './texte-libre.ts'
import { transmettre } from './transmettre.ts'

type CourrierRequerant = Extract<Evenement, { kind: 'courrierRequerant' }>

/** Decides a letter of the requerant: first what it says of the copy to the médecin traitant, in any state. */
export function recevoirRequerant(
  dossier: Dossier,
  evenement: CourrierRequerant,
  contexte: Contexte,
): Pas {
  const threaded = { ...dossier, fil: joindreFil(dossier.fil, evenement.provenance) }
  return selonLaCopie(threaded, evenement, contexte, recevoir)
}

function recevoir(threaded: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const { courrier, provenance } = evenement
  // Heard in any state, before anything else.
  if (courrier.motCle === 'RETRAIT CONSENTEMENT') {
    return isRetraitRepris(paroles(courrier)) && enCours(threaded)
      ? poser(threaded, 'retrait-a-preciser', evenement, contexte)
      : retirerConsentement(threaded, provenance, contexte)
  }
  if (courrier.motCle === 'ETAT') return repondre(threaded, evenement, { kind: 'etat' })
  const retenue = retenueDe(threaded, threaded.requerant.rpps, evenement.propose)
  const isFree = threaded.question == null && !attendUnAccord(threaded)
  if (courrier.motCle === 'ACCORD' && retenue !== null && isFree) {
    return libererLettre(threaded, retenue, evenement, contexte)
  }
  switch (threaded.etat) {
    case 'incomplet':
      return enAttente(threaded, evenement, contexte)
    case 'annule':
    case 'clos':
      return apresLaFin(threaded, evenement)
    case 'en_cours':
    case 'repondu':
    case 'sans_reponse':
      return enRoute(threaded, evenement, contexte)
  }
}

/** Can a doubt about the consent still hold something back here? */
function enCours({ etat, consentement }: Dossier): boolean {
  return consentement.kind === 'recueilli' && etat !== 'incomplet' && etat !== 'annule'
}

/** ACCORD: the letter that was held speaks of this patient; what stands beside the word goes with it. SPEC §6.5 */
function libererLettre(
  dossier: Dossier,
  retenue: LettreRetenue,
  evenement: CourrierRequerant,
  contexte: Contexte,
): Pas {
  const { courrier, provenance: answer } = evenement
  const { provenance, rang } = retenue
  const words = avecReprises(dossier, retenue)
  const isMore = !isVide(courrier, dossier.requerant)
  const said = isMore ? avecMots(words, courrier) : words
  if (isMore && parleDUnAutre(dossier, courrier)) {
    const lettre = { ...retenue, courrier: avecMots(retenue.courrier, courrier) }
    return retenir(dossier, lettre, auRequerant(dossier), 'patient-different', answer.message)
  }
  const again = { ...evenement, provenance, courrier: said, rang, patientVerifie: true }
  return puis(liberer(dossier, retenue), (d) =>
    recevoirRequerant(
      isMore && d.etat === 'incomplet' && answer.original !== null
        ? { ...d, originaux: [...(d.originaux ?? []), answer.original] }
        : d,
      again,
      contexte,
    ),
  )
}

/** An ACCORD is for what the requis proposed, where one did. */
function attendUnAccord({ sollicitations }: Dossier): boolean {
  return sollicitations.some((slot) => propositionDe(slot) !== null)
}

/** Nothing is passed on any more; what an act still lacks is understood. SPEC §11 */
function apresLaFin(dossier: Dossier, evenement: CourrierRequerant): Pas {
  const { courrier } = evenement
  if (lignesDeFacturation(courrier).length === 0) {
    return repondre(dossier, evenement, { kind: 'dossierClos', ...urgente(courrier) })
  }
  const alone = isSeulementNumeros(courrier, dossier.requerant)
  const lettre = numerosNotes(evenement, who(dossier), alone ? 'rien' : 'non-transmis')
  return puis(noterNumeros(dossier, evenement), (d) => repondre(d, evenement, lettre))
}

/** The request has left: words and documents for the requis, numbers for billing, an agreement. */
function enRoute(dossier: Dossier, ecrit: CourrierRequerant, contexte: Contexte): Pas {
  const recu = { ...ecrit, courrier: avecUrgence(ecrit.courrier) }
  const { courrier, provenance, rang = null, patientVerifie = false, accordVerifie = false } = recu
  // Nothing goes anywhere while it is not known whether the patient still agrees. CSP art. L. 1111-4
  const isDoubt = !accordVerifie && isRetraitDit(dossier, courrier)
  if (isDoubt && dossier.question == null) {
    return poser(dossier, 'retrait-a-preciser', recu, contexte)
  }
  // SPEC §6.5: a letter about somebody else goes nowhere. What ends the request is heard all the same.
  if (courrier.motCle !== 'ANNULATION' && !patientVerifie && parleDUnAutre(dossier, courrier)) {
    const lettre = { auteur: dossier.requerant.rpps, provenance, courrier, rang }
    return retenir(dossier, lettre, auRequerant(dossier), 'patient-different')
  }
  const evenement = { ...recu, courrier: { ...courrier, pieces: comparees(courrier.pieces) } }
  return dossier.question == null
    ? lireMotCle(dossier, evenement, contexte)
    : repondreALaQuestion(dossier, dossier.question, evenement, contexte)
}

/** What he writes while a question of ours waits is its answer first. SPEC §13.13 */
function repondreALaQuestion(
  dossier: Dossier,
  question: QuestionPosee,
  evenement: CourrierRequerant,
  contexte: Contexte,
): Pas {
  const { provenance } = evenement
  const { now } = contexte
  switch (isSansObjet(dossier, question) ? 'lever' : reponseA(question, evenement)) {
    case 'retirer':
      return retirerConsentement(dossier, provenance, contexte)
    case 'annuler':
      return annuler(dossier, evenement, contexte)
    case 'decliner':
      return puis(sansQuestion(dossier, now), (d) =>
        refuserAccord(d, avecAttente(dossier, evenement), contexte),
      )
    case 'lever':
      return lever(dossier, question, evenement, contexte)
    case 'redemander':
      return poser(dossier, question.code, evenement, contexte)
    case 'autre': {
      const ends = ['ACCORD', 'DESACCORD'].includes(evenement.courrier.motCle ?? '')
      if (question.code !== 'accord-a-preciser' || !ends)
        return lireMotCle(dossier, evenement, contexte)
      return puis(sansQuestion(dossier, now), (d) =>
        lireMotCle(d, avecAttente(dossier, evenement), contexte),
      )
    }
  }
}

/** The question is answered: what waited with it goes its way, in its order, and then this letter. */
function lever(
  dossier: Dossier,
  { code, lettres }: QuestionPosee,
  evenement: CourrierRequerant,
  contexte: Contexte,
): Pas {
  const { trouvailles, courrier } = evenement
  const freed = puisChaque(sansQuestion(dossier, contexte.now), lettres, (d, waited) => {
    const { requis, ...letter } = waited
    if (requis !== null) {
      return recevoirRequis(
        d,
        {
          kind: 'courrierRequis',
          auteur: requis,
          trouvailles,
          accordVerifie: true,
          ...letter,
          courrier: sansRetraitRapporte(letter.courrier),
        },
        contexte,
      )
    }
    const said = { kind: 'courrierRequerant', trouvailles, ...letter, accordVerifie: true } as const
    return enRoute(d, { ...said, courrier: suivi(said.courrier) }, contexte)
  })
  const isMute = isVide(courrier, dossier.requerant) || isSimpleReponse(paroles(courrier))
  const isDoubt = code === 'retrait-a-preciser'
  const said = isDoubt && lettres.length > 0 ? puis(freed, (d) => pas(avecLeMot(d))) : freed
  const whole = puis(said, (d) =>
    isMute && lettres.length > 0
      ? pas(d)
      : isMute
        ? repondre(d, evenement, { kind: 'bienRecu', rang: null, motCle: courrier.motCle })
        : faireSuivre(d, { ...evenement, courrier: suivi(courrier) }, contexte),
  )
  return reunir(whole, isDoubt)
}

function lireMotCle(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const { courrier, provenance } = evenement
  const { requerant } = dossier
  // Who is replaced may be the requérant himself; what a proposal asks of him comes first.
  const isFree = courrier.motCle !== 'DESACCORD' || !attendUnAccord(dossier)
  if (isFree && repondAuRemplacement(dossier, requerant.rpps, courrier)) {
    const answer = { kind: 'courrierRemplace', provenance, auteur: requerant, courrier } as const
    return recevoirRemplace(dossier, answer, contexte)
  }
  switch (courrier.motCle) {
    case 'ANNULATION':
      return dossier.etat === 'en_cours'
        ? annuler(dossier, evenement, contexte)
        : preciser(dossier, evenement, 'annulation-sans-objet')
    case 'ACCORD':
      return donnerAccord(dossier, evenement, contexte)
    case 'DESACCORD':
      return refuserAccord(dossier, evenement, contexte)
    case null:
      return lireTexte(dossier, evenement, contexte)
    case 'COMPLEMENT':
    case 'NON URGENT':
      return isAbandonDit(dossier, evenement)
        ? poser(dossier, 'annulation-a-preciser', evenement, contexte)
        : faireSuivre(dossier, evenement, contexte)
    case 'JE CONFIRME':
    case 'JE VALIDE':
      return preciser(dossier, evenement, 'confirmation-sans-objet')
    case 'AVIS':
    case 'RECTIFICATIF':
    case 'ACCEPTE':
    case 'REFUS':
    case 'REORIENTATION':
    case 'URGENT':
    case 'ABSENT':
    case 'PRESENT':
      return preciser(dossier, evenement, 'mot-cle-du-requis')
    case 'ETAT':
    case 'RETRAIT CONSENTEMENT':
      return pas(dossier)
  }
}

/** Prose: an answer to a proposal that waits, a request that is to be cancelled, or words for the requis. */
function lireTexte(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const texte = paroles(evenement.courrier)
  const isNear = isPresqueAccord(evenement.courrier)
  if (attendUnAccord(dossier)) {
    const dit = isNear ? 'oui' : reponseDite(texte)
    if (dit === 'non') return refuserAccord(dossier, evenement, contexte)
    if (dit === 'oui') return poser(dossier, 'accord-a-preciser', evenement, contexte)
  }
  if (isAbandonDit(dossier, evenement)) {
    return poser(dossier, 'annulation-a-preciser', evenement, contexte)
  }
  // An answer to the question whether a letter of his speaks of this patient frees nothing: ACCORD does.
  const retenue = retenueDe(dossier, dossier.requerant.rpps)
  const isAlone = isNear && isVide(sansMotApprochant(evenement.courrier), dossier.requerant)
  if (retenue !== null && (isAlone || (isSimpleReponse(texte) && reponseDite(texte) !== null))) {
    return preciser(dossier, evenement, 'patient-different')
  }
  if (isAlone) return preciser(dossier, evenement, 'accord-sans-objet')
  return faireSuivre(dossier, evenement, contexte)
}

/** Words for the requis; numbers alone are for billing. */
function faireSuivre(dossier: Dossier, evenement: CourrierRequerant, contexte: Contexte): Pas {
  const { courrier } = evenement
  return puis(noterNumeros(dossier, evenement), (d) =>
    isSeulementNumeros(courrier, dossier.requerant)
      ? repondre(d, evenement, numerosNotes(evenement, who(dossier), 'rien'))
      : transmettre(d, evenement, contexte),
  )
}

// The directory is asked, not what the dossier remembers of him.
const who = ({ requerant: { rpps } }: Dossier): Pick<Dossier['requerant'], 'rpps'> => ({ rpps })
