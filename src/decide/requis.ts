/**
 * A letter of one who may answer: its keyword, and what it does to the slot.
 *
 * In    the dossier, the signer, the letter
 * Out   the slot's new state with the letters it causes; a question wherever an effect would be silent
 *       or a text might be lost. Every letter is answered.
 *
 * SPEC §5, §6
 */
import { retraitRapporte } from '../domain/arret-en-prose.ts'
import type { Rpps } from '../domain/correspondant.ts'
import type { MotCle } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { isClinique } from '../domain/propos-clinique.ts'
import { isDemandeDite } from '../domain/question-dite.ts'
import type { LettreRetenue } from '../domain/question-posee.ts'
import { noterAbsent, noterPresent } from './absence-dite.ts'
import { retenirAvis, versionDe } from './avis.ts'
import {
  accepter,
  demanderComplement,
  type Reponse,
  refuser,
  reorienter,
  signalerUrgence,
} from './mots-cles.ts'
import { avecMotsGardes, motsPour } from './mots-du-requis.ts'
import { avecNumeros, isSeulementNumeros, noterNumerosRequis, numerosNotes } from './numeros.ts'
import { auRequis, avecCreneau, creneau, type Pas, pas, puis } from './pas.ts'
import { avecMots, comparees, liberer, parleDUnAutre, retenir, retenueDe } from './patient.ts'
import { avecReponses } from './question.ts'
import { douterSurSaParole, faireAttendre, isEnDoute } from './question-posee.ts'
import { confirmerAvis, recevoirAvis } from './recevoir-avis.ts'
import { demanderLequel } from './relire.ts'
import { question, repondre, reserver } from './reponse-requis.ts'
import { aQuitte, creneauDe } from './reprise.ts'
import { adoptee, enReserve, joindreTextes, sansReserve } from './reserve.ts'
import {
  ajouterAvis,
  avisAuDessus,
  douterSansMots,
  lireCorrection,
  lireSansMotCle,
  sansErreurDePatient,
} from './sans-mot-cle.ts'
import { isALire, isPlusQuUnAccord, isPlusQuUnMotif, isVide, paroles } from './texte-libre.ts'

type CourrierRequis = Extract<Evenement, { kind: 'courrierRequis' }>

/** Decides a letter of one who may answer; what it says to the requérant answers a question that waited. */
export function recevoirRequis(
  dossier: Dossier,
  evenement: CourrierRequis,
  contexte: Contexte,
): Pas {
  const step = lire(dossier, evenement, contexte)
  return avecReponses(step, evenement.auteur.rpps, contexte.now)
}

function lire(dossier: Dossier, evenement: CourrierRequis, contexte: Contexte): Pas {
  const { courrier, auteur } = evenement
  if (courrier.motCle === 'ETAT') return repondre(dossier, evenement, { kind: 'etat' })
  if (courrier.motCle === 'ABSENT' && !isALire(courrier, auteur)) {
    return avecMotsGardes(noterAbsent(dossier, evenement, contexte), evenement)
  }
  if (courrier.motCle === 'PRESENT' && !isALire(courrier, auteur)) {
    return avecMotsGardes(noterPresent(dossier, evenement, contexte), evenement)
  }
  const said = { ...evenement, auteur: avecNumeros(auteur, evenement) }
  return puis(noterNumerosRequis(dossier, evenement), (noted) =>
    courrier.motCle === null && isSeulementNumeros(courrier, auteur)
      ? repondre(noted, evenement, numerosNotes(evenement, auteur, 'rien'))
      : repondrePourUnCreneau(noted, said, contexte),
  )
}

function repondrePourUnCreneau(
  dossier: Dossier,
  evenement: CourrierRequis,
  contexte: Contexte,
): Pas {
  const { courrier, auteur, trouvailles } = evenement
  const slot = creneauDe(dossier, auteur, evenement.rang, trouvailles.possibles)
  if (slot === null || slot === 'ambigu') {
    const code = slot === null ? 'creneau-inconnu' : 'creneau-ambigu'
    return repondre(dossier, evenement, { kind: 'reponseAPreciser', code, rang: null })
  }
  // SPEC §6.1: after a withdrawal nothing is forwarded, whatever the keyword.
  if (dossier.consentement.kind === 'retire') {
    return retenirAvis(dossier, slot.rang, evenement)
  }
  if (isEnDoute(dossier)) return faireAttendre(dossier, evenement, slot.rang)
  if (isRetraitEntendu(dossier, evenement)) {
    return douterSurSaParole(dossier, evenement, slot.rang, contexte)
  }
  const reponse = { evenement, rang: slot.rang, contexte }
  const retenue = retenueDe(dossier, auteur.rpps, evenement.propose)
  if (courrier.motCle === 'ACCORD' && retenue !== null) {
    return libererReponse(dossier, slot, retenue, reponse)
  }
  const isDone = versionDe(slot, auteur) !== null
  const judged = isDone ? sansErreurDePatient(courrier) : courrier
  const isVerified = evenement.patientVerifie === true || !parleDUnAutre(dossier, judged, 'requis')
  if (!isVerified) return retenirReponse(dossier, slot, reponse)
  const compared = { ...evenement, courrier: { ...courrier, pieces: comparees(courrier.pieces) } }
  return lireMotCle(dossier, slot, { ...reponse, evenement: compared })
}

/** Does he say that the patient told him to stop? A danger is passed on all the same. SPEC §6.1 */
function isRetraitEntendu({ consentement }: Dossier, evenement: CourrierRequis): boolean {
  const { courrier, accordVerifie = false } = evenement
  if (accordVerifie || courrier.motCle === 'URGENT' || consentement.kind !== 'recueilli')
    return false
  return retraitRapporte(paroles(courrier))
}

/** Nothing of a letter about somebody else goes anywhere; an emergency and what says nothing of a patient do. */
function retenirReponse(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { courrier, auteur, provenance } = reponse.evenement
  const { motCle } = courrier
  const held = (d: Dossier): Pas => {
    const lettre = { auteur: auteur.rpps, provenance, courrier, rang: slot.rang }
    const code = motCle === 'URGENT' ? 'urgence-autre-patient' : 'rappel-patient-different'
    return retenir(d, lettre, auRequis(auteur), code)
  }
  const doubt = douterSansMots(dossier, slot, reponse)
  if (doubt !== null) return puis(doubt, held)
  const isMute = motCle === 'ACCEPTE' || isAbsence(motCle) || motCle === 'JE CONFIRME'
  const says = isAbsence(motCle) ? isALire(courrier, auteur) : isPlusQuUnAccord(courrier, auteur)
  if (isMute && !says) return lireMotCle(dossier, slot, reponse)
  if (motCle !== 'URGENT') return held(dossier)
  const bare = { ...courrier, argument: null, texte: '', conclusion: null, pieces: [] }
  const evenement = { ...reponse.evenement, courrier: bare }
  // What he signed before is not adopted with it: this letter says something, of somebody else.
  return puis(signalerUrgence(dossier, slot, { ...reponse, evenement }), held)
}

/**
 * ACCORD: the letter that was held speaks of this patient. What stands beside the word is added to it; to an opinion only
 * once its author has read both together.
 */
function libererReponse(
  dossier: Dossier,
  slot: Sollicitation,
  retenue: LettreRetenue,
  reponse: Reponse,
): Pas {
  const { evenement, contexte } = reponse
  const { courrier, auteur, provenance } = evenement
  const { provenance: held, courrier: words, rang } = retenue
  const isMore = !isVide(courrier, auteur)
  if (isMore && parleDUnAutre(dossier, courrier, 'requis')) {
    const both = avecMots(words, courrier)
    const lettre = { ...retenue, courrier: both }
    return retenir(
      dossier,
      lettre,
      auRequis(auteur),
      'rappel-patient-different',
      provenance.message,
    )
  }
  const isAvis = words.motCle === 'AVIS' || words.motCle === 'RECTIFICATIF'
  const free = liberer(dossier, retenue)
  if (isMore && isAvis) {
    const said = { ...courrier, motCle: words.motCle }
    const joined = joindreTextes(
      enReserve(auteur.rpps, held, { ...words, pieces: comparees(words.pieces) }),
      enReserve(auteur.rpps, provenance, { ...said, pieces: comparees(courrier.pieces) }),
    )
    const again = { ...reponse, evenement: { ...evenement, courrier: said } }
    return puis(free, (d) => demanderLequel(d, creneau(d, slot.rang), again, joined))
  }
  const said = isMore ? avecMots(words, courrier) : words
  const again = { ...evenement, provenance: held, courrier: said, rang, patientVerifie: true }
  return puis(free, (d) => lire(d, again, contexte))
}

function isAbsence(motCle: MotCle | null): boolean {
  return motCle === 'ABSENT' || motCle === 'PRESENT'
}

function lireMotCle(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { courrier, auteur } = reponse.evenement
  switch (courrier.motCle) {
    case 'AVIS':
    case 'RECTIFICATIF':
      return recevoirAvis(dossier, slot, reponse)
    case 'JE CONFIRME':
      return confirmerAvis(dossier, slot, reponse)
    case 'URGENT': {
      const said = adoptee(slot, courrier, auteur) ?? courrier
      const evenement = { ...reponse.evenement, courrier: said }
      return signalerUrgence(dossier, slot, { ...reponse, evenement })
    }
    case null: {
      const said = avisAuDessus(courrier, auteur)
      if (said === null) return lireSansMotCle(dossier, slot, reponse)
      const evenement = { ...reponse.evenement, courrier: said }
      return recevoirAvis(dossier, slot, { ...reponse, evenement })
    }
    case 'ACCORD':
    case 'DESACCORD':
    case 'NON URGENT':
    case 'ANNULATION':
    case 'RETRAIT CONSENTEMENT':
    case 'JE VALIDE':
      return reserver(dossier, slot, reponse, 'mot-cle-du-requerant')
    case 'ACCEPTE':
      if (isPlusQuUnAccord(courrier, auteur))
        return reserver(dossier, slot, reponse, 'mot-cle-et-avis')
      return ouvert(dossier, slot, reponse, (d, s, r) =>
        avecMotsGardes(accepter(d, s, r), reponse.evenement),
      )
    case 'ABSENT':
    case 'PRESENT': {
      if (isPlusQuUnMotif(courrier)) return reserver(dossier, slot, reponse, 'mot-cle-et-avis')
      const noter = courrier.motCle === 'ABSENT' ? noterAbsent : noterPresent
      return puis(noter(dossier, reponse.evenement, reponse.contexte), (d) =>
        pas(d, motsPour(d, slot.rang, reponse.evenement)),
      )
    }
    case 'COMPLEMENT':
    case 'REFUS':
    case 'REORIENTATION':
      return repondreMotive(dossier, slot, reponse)
    case 'ETAT':
      return repondre(dossier, reponse.evenement, { kind: 'etat' })
  }
}

const MOTIVES = {
  COMPLEMENT: demanderComplement,
  REFUS: refuser,
  REORIENTATION: reorienter,
} as const

/**
 * A keyword with its words; alone, it takes those that he signed before in the thread. After his opinion, COMPLEMENT
 * adds to it. SPEC §5
 */
function repondreMotive(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { courrier, auteur } = reponse.evenement
  const adopted = adoptee(slot, courrier, auteur)
  const said = adopted ?? courrier
  const motCle = courrier.motCle as keyof typeof MOTIVES
  const isAjout = motCle === 'COMPLEMENT' && versionDe(slot, auteur) !== null
  if (isAjout) {
    const corrected = adopted === null ? lireCorrection(dossier, slot, reponse) : null
    if (corrected !== null) return corrected
    return isVide(said, auteur)
      ? question(dossier, reponse, 'complement-vide')
      : ajouterAvis(sansTexteGarde(dossier, slot, auteur.rpps), reponse, said)
  }
  if (motCle !== 'REFUS' && aQuitte(slot, auteur)) {
    return reserver(dossier, slot, reponse, 'creneau-quitte')
  }
  const isMore =
    motCle === 'COMPLEMENT'
      ? courrier.pieces.length > 0 || courrier.conclusion !== null
      : isPlusQuUnMotif(courrier)
  if (adopted === null && isMore) return reserver(dossier, slot, reponse, 'mot-cle-et-avis')
  const asks = motCle !== 'COMPLEMENT' || isVide(said, auteur) || isDemandee(paroles(courrier))
  if (adopted === null && !asks) return reserver(dossier, slot, reponse, 'complement-sans-question')
  const evenement = { ...reponse.evenement, courrier: said }
  return ouvert(dossier, slot, { ...reponse, evenement }, (d, s, r) =>
    adopted === null
      ? MOTIVES[motCle](d, s, r)
      : MOTIVES[motCle](sansTexteGarde(d, s, auteur.rpps), s, r),
  )
}

/** A question, or a short list of what is wanted (« INR du jour, poids »), and no conclusion among its words. */
function isDemandee(texte: string): boolean {
  const isListe = texte.includes(',') && texte.length <= 80 && !isClinique(texte)
  return (isDemandeDite(texte) || isListe) && !/\bconclusions?\s{0,3}:/i.test(texte)
}

function sansTexteGarde(dossier: Dossier, slot: Sollicitation, rpps: Rpps): Dossier {
  return avecCreneau(dossier, slot.rang, sansReserve(slot, rpps))
}

/** These keywords speak of a slot that still waits; elsewhere the author is told where it stands. */
function ouvert(
  dossier: Dossier,
  slot: Sollicitation,
  reponse: Reponse,
  act: (dossier: Dossier, slot: Sollicitation, reponse: Reponse) => Pas,
): Pas {
  const asked = slot.requis.find((one) => one.rpps === reponse.evenement.auteur.rpps)
  if (isOuverte(slot) && asked?.ecarte !== 'reprise') return act(dossier, slot, reponse)
  if (dossier.etat === 'annule' || dossier.etat === 'clos') {
    return repondre(dossier, reponse.evenement, { kind: 'dossierClos' })
  }
  const lettre: Lettre = { kind: 'reponseAPreciser', code: 'creneau-termine', rang: slot.rang }
  return repondre(dossier, reponse.evenement, lettre)
}
