/**
 * What must hold for each kind of letter to leave, asked of the dossier as it stands.
 *
 * In    the letter (slot, version, reader), the dossier of now
 * Out   null: it may leave; or the stable code of why not
 *
 * SPEC §6.1, §6.7, §6.8, §13.11; CSP art. L. 1111-4 (consent), art. L. 1110-4 (exchange)
 */
import type { Instant, Rpps } from '../domain/correspondant.ts'
import type { CompteRendu, Dossier } from '../domain/dossier.ts'
import { isOuverte, questionDe } from '../domain/etats.ts'
import { traitantDe } from './avis.ts'
import { barriere } from './consentement.ts'
import {
  creneauDe,
  demandeA,
  duRequerant,
  isAuteurDAvis,
  isIndisponible,
  isMemeAttente,
} from './destinataire-encore.ts'
import type { Partance, RefusDepart } from './partance.ts'
import { actifs } from './pas.ts'
import { isEnDoute } from './question-posee.ts'
import { reserveDe } from './reserve.ts'

export function libre(): null {
  return null
}

/** Content leaves only under a consent that stands. CSP art. L. 1111-4 */
export function recueilli(_letter: Partance, dossier: Dossier): RefusDepart | null {
  switch (dossier.consentement.kind) {
    case 'attendu':
      return 'consentement-absent'
    case 'refuse':
      return 'consentement-refuse'
    case 'retire':
      return 'consentement-retire'
    case 'recueilli':
      return isEnDoute(dossier) ? 'consentement-en-doute' : null
  }
}

/** The request itself: the consent covers its reader, the slot waits, and he is one of those who may answer. */
export function demande(letter: Partance, dossier: Dossier, now: Instant): RefusDepart | null {
  const refus = recueilli(letter, dossier)
  if (refus !== null) return refus
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  if (slot === null || !isOuverte(slot)) return 'lettre-sans-objet'
  const asked = demandeA(letter, slot)
  if (asked === null) return 'destinataire-ecarte'
  // He was asked anew since, by a letter that is there: no clock says so, for a clock may be put back.
  if (letter.suivie === true) return 'demande-remplacee'
  const barred = barriere(dossier, slot.cible, asked.rpps, now)
  if (barred !== null) return barred
  // Away since, or no longer one who answers: it waits for his return, or for another to be asked. SPEC §1, §5
  return isIndisponible(letter, asked.rpps) ? 'requis-indisponible' : null
}

/** Words for those who were asked: not who refused, was replaced, or whose slot went elsewhere. SPEC §6.7 */
export function complement(letter: Partance, dossier: Dossier): RefusDepart | null {
  const refus = recueilli(letter, dossier)
  if (refus !== null) return refus
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  if (slot === null || slot.etat === 'refusee' || slot.etat === 'reorientee') {
    return 'lettre-sans-objet'
  }
  if (isAuteurDAvis(letter, slot)) return null
  if (slot.etat === 'rendue') return 'lettre-sans-objet'
  return demandeA(letter, slot) === null ? 'destinataire-ecarte' : null
}

/** An opinion: to the requérant, to the médecin traitant of now, to its own author; never a version replaced. */
export function compteRendu(letter: Partance, dossier: Dossier): RefusDepart | null {
  const refus = recueilli(letter, dossier)
  if (refus !== null) return refus
  const written = versionDe(letter, dossier)
  if (written === null) return 'lettre-sans-objet'
  const slot = creneauDe(letter, dossier)
  const last = slot?.comptesRendus.findLast((one) => one.auteur.rpps === written.auteur.rpps)
  if (last?.version !== written.version) return 'lettre-sans-objet'
  if (letter.role === 'requerant') return duRequerant(letter, dossier)
  if (letter.role === 'requis') return duSien(letter, written)
  if (letter.role !== 'medecinTraitant') return 'destinataire-ecarte'
  if (dossier.medecinTraitant?.kind === 'oppose') return 'opposition-copie'
  if (dossier.medecinTraitant?.kind === 'enDoute') return 'copie-en-doute'
  const traitant = traitantDe(dossier, written.auteur)
  const same = traitant?.rpps === letter.rpps && isAdresse(letter, traitant?.adresse ?? null)
  return same ? null : 'destinataire-ecarte'
}

/** To whom his opinion was handed over, told to its author. */
export function avisTransmis(letter: Partance, dossier: Dossier): RefusDepart | null {
  const written = versionDe(letter, dossier)
  return (
    recueilli(letter, dossier) ?? (written === null ? 'lettre-sans-objet' : duSien(letter, written))
  )
}

/** The requis's own words to the requérant. */
export function paroleDuRequis(letter: Partance, dossier: Dossier): RefusDepart | null {
  const refus = recueilli(letter, dossier)
  if (refus !== null) return refus
  if (dossier.etat === 'annule') return 'demande-annulee'
  return duRequerant(letter, dossier)
}

/** What follows an opinion, and a danger, are told even of a request that was cancelled. SPEC §5, §6.4 */
export function memeAnnulee(letter: Partance, dossier: Dossier): RefusDepart | null {
  return recueilli(letter, dossier) ?? duRequerant(letter, dossier)
}

/** An urgency that a requis sees: to the requérant; a colleague's, to who may answer too. */
export function urgence(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (letter.role === 'requerant') return memeAnnulee(letter, dossier)
  const slot = creneauDe(letter, dossier)
  const holds = slot !== null && demandeA(letter, slot) !== null
  return recueilli(letter, dossier) ?? (holds ? null : 'destinataire-ecarte')
}

/** The words of the médecin traitant: to the requérant, and to who gave an opinion. SPEC §6.7 */
export function paroleDuTraitant(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (letter.role === 'requerant') return memeAnnulee(letter, dossier)
  const isAuthor = isAuteurDAvis(letter, creneauDe(letter, dossier))
  return recueilli(letter, dossier) ?? (isAuthor ? null : 'destinataire-ecarte')
}

/** A text read back to the one whose word it waits for: nobody else's, and only while it waits. SPEC §5 */
export function recapitulatif(letter: Partance, dossier: Dossier): RefusDepart | null {
  const { kind } = dossier.consentement
  if (kind === 'refuse') return 'consentement-refuse'
  if (kind === 'retire') return 'consentement-retire'
  if (letter.role !== 'requerant')
    return recueilli(letter, dossier) ?? opinionRelue(letter, dossier)
  if (dossier.etat === 'annule') return 'demande-annulee'
  if (dossier.etat !== 'incomplet') return 'lettre-sans-objet'
  return duRequerant(letter, dossier)
}

/** His own opinion, while it waits for his JE CONFIRME. */
function opinionRelue(letter: Partance, dossier: Dossier): RefusDepart | null {
  const slot = creneauDe(letter, dossier)
  const kept = slot?.requis.find(({ rpps }) => rpps === letter.rpps)
  const waits = slot !== null && kept !== undefined && reserveDe(slot, kept.rpps)?.aConfirmer
  return waits ? null : 'lettre-sans-objet'
}

/** A reminder of something that is awaited no more would say what is not so. SPEC §6.8 */
export function attente(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  if (slot === null || !isOuverte(slot)) return 'lettre-sans-objet'
  if (letter.role !== 'requis') return null
  if (isEnDoute(dossier)) return 'consentement-en-doute'
  return demandeA(letter, slot) === null ? 'destinataire-ecarte' : null
}

/** The opinion is awaited of him: not while his slot waits for somebody else, nor while he is away. SPEC §5, §7 */
export function rappel(letter: Partance, dossier: Dossier): RefusDepart | null {
  const refus = attente(letter, dossier)
  if (refus !== null) return refus
  const slot = creneauDe(letter, dossier)
  const waits = slot?.etat === 'en_attente' || slot?.etat === 'acceptee'
  return waits && !isIndisponible(letter, letter.rpps) ? null : 'lettre-sans-objet'
}

/** « Le requérant n'a pas répondu »: while he has not. SPEC §6 */
export function complementManque(letter: Partance, dossier: Dossier): RefusDepart | null {
  const slot = creneauDe(letter, dossier)
  const waits = slot?.etat === 'complement_demande' && isMemeAttente(letter, slot)
  return attente(letter, dossier) ?? (waits ? null : 'lettre-sans-objet')
}

/** A dossier that a new version opened again is told closed when it is. */
export function close(_letter: Partance, { etat }: Dossier): RefusDepart | null {
  return etat === 'clos' ? null : 'lettre-sans-objet'
}

/** Who has the request now: told only while one of those whom it names does. SPEC §6.8 */
export function vacanceComblee(letter: Partance, dossier: Dossier): RefusDepart | null {
  const { dite, rang } = letter
  const said = (dite?.kind === 'demandeRemise' ? dite.changements : undefined) ?? [
    { rang, arrives: [] as readonly Rpps[] },
  ]
  const isSo = said.some((one) => {
    const slot = creneauDe({ ...letter, rang: one.rang }, dossier)
    const held = slot === null || !isOuverte(slot) ? [] : actifs(slot)
    return held.some(({ rpps }) => one.arrives.length === 0 || one.arrives.includes(rpps))
  })
  return isSo ? null : 'lettre-sans-objet'
}

/** A question after the opinion that is answered meanwhile is recalled to nobody. SPEC §6.8 */
export function question(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  const waits = slot === null ? null : questionDe(slot)
  if (waits === null) return 'lettre-sans-objet'
  if (letter.role !== 'requis') return null
  return waits.a.some((rpps) => rpps === letter.rpps) ? null : 'destinataire-ecarte'
}

function versionDe(letter: Partance, dossier: Dossier): CompteRendu | null {
  const slot = creneauDe(letter, dossier)
  return slot?.comptesRendus.find((one) => one.version === letter.version) ?? null
}

function duSien({ rpps }: Partance, { auteur }: CompteRendu): RefusDepart | null {
  return rpps === auteur.rpps ? null : 'destinataire-ecarte'
}

function isAdresse({ adresse, adressage }: Partance, known: string | null): boolean {
  const present = adressage?.kind === 'perdue' ? adressage.presente : null
  return (
    known !== null && [adresse, present].some((one) => one?.toLowerCase() === known.toLowerCase())
  )
}

/** « Son envoi est en cours, son avis est attendu »: not of a request that ended. SPEC §6.8 */
export function enRoute(_letter: Partance, { etat }: Dossier): RefusDepart | null {
  if (etat === 'annule') return 'demande-annulee'
  return etat === 'incomplet' || etat === 'en_cours' ? null : 'lettre-sans-objet'
}

/** What lacked is asked for while it lacks: once, in the newest of these letters. SPEC §6.3 */
export function aCompleter({ suivie }: Partance, { etat }: Dossier): RefusDepart | null {
  if (etat === 'annule') return 'demande-annulee'
  return etat === 'incomplet' && suivie !== true ? null : 'lettre-sans-objet'
}

/** « Demande non transmise »: not of one that left meanwhile. SPEC §6.2 */
export function jamaisPartie(_letter: Partance, { etat }: Dossier): RefusDepart | null {
  return etat === 'incomplet' || etat === 'annule' ? null : 'lettre-sans-objet'
}

/** A refusal is told while it is the word that counts. */
export function refusNote(_letter: Partance, { consentement }: Dossier): RefusDepart | null {
  return consentement.kind === 'refuse' ? null : 'lettre-sans-objet'
}

/** « Sans réponse »: not of a slot that a late opinion answered. SPEC §6.4, §6.8 */
export function expiree(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (dossier.etat === 'annule') return 'demande-annulee'
  return creneauDe(letter, dossier)?.etat === 'expiree' ? null : 'lettre-sans-objet'
}

/** His word is noted, and who holds the slot goes on holding it. SPEC §5 */
export function encoreAttendu(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (dossier.etat === 'annule') return 'demande-annulee'
  return letter.role === 'requis' ? attente(letter, dossier) : null
}

/**
 * « Votre avis n'est plus attendu »: not to one who was asked anew meanwhile. « Prenez-la si vous l'avez reçue »: while
 * it can be taken. SPEC §6.8
 */
export function releve(letter: Partance, dossier: Dossier): RefusDepart | null {
  const slot = creneauDe(letter, dossier)
  const { dite } = letter
  const offers = dite?.kind === 'creneauTermine' && dite.raison === 'nonRemise'
  if (offers && (slot === null || !isOuverte(slot))) return 'lettre-sans-objet'
  const held =
    slot !== null && isOuverte(slot) && actifs(slot).some((one) => one.rpps === letter.rpps)
  return held ? 'lettre-sans-objet' : null
}
