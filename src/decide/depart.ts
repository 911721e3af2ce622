/**
 * May this letter leave now? The one question between the outbox and the outside, asked of the dossier as it stands.
 *
 * In    the letter (kind, part, slot, version, recipient), the dossier as it is now, how its octets would travel
 * Out   null: it may; or the stable code of why not
 *
 * A decision wanted the letter once. Since then the patient may have said no, the slot may have ended, the
 * recipient may have been replaced: what counts is what stands at the first octet. Notices that hold nothing of
 * a patient still leave after a withdrawal.
 *
 * SPEC §6.1, §6.7, §8, §13.11; CSP art. L. 1111-4 (consent), art. L. 1110-4 (exchange)
 */
import type { Instant } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import type { CompteRendu, Dossier, RequisSollicite, Sollicitation } from '../domain/dossier.ts'
import { isOuverte, questionDe } from '../domain/etats.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import type { SortDemande } from '../domain/remise-notee.ts'
import { traitantDe } from './avis.ts'
import { type Barriere, barriere } from './consentement.ts'
import { actifs } from './pas.ts'
import { isEnDoute } from './question-posee.ts'
import { sansDemande } from './suite.ts'

/** What a letter only waits for: it is asked again later, and nothing is taken back. */
export const ATTENTES: ReadonlySet<string> = new Set(['demande-en-route', 'consentement-en-doute'])

/** Why a letter may not leave. */
export type RefusDepart =
  | Barriere
  | 'demande-annulee'
  | 'lettre-sans-objet'
  | 'demande-en-route'
  | 'destinataire-ecarte'
  | 'opposition-copie'
  | 'contenu-detruit'
  | 'chiffrement-impossible'

/** How the octets travel: encrypted to the recipient, in clear within the space of trust, in clear beyond it. */
export type Voie = 'chiffree' | 'espace' | 'ouverte'

/** What the outbox knows of a letter without opening it. */
export interface Partance {
  readonly lettre: string
  /** Whether it belongs to a dossier at all. */
  readonly horsDossier: boolean
  readonly role: string
  readonly rang: number | null
  readonly version: number | null
  readonly rpps: string | null
  readonly adresse: string | null
  /** What became of the request that this letter follows; absent: it follows none, or nothing is known. */
  readonly demande?: SortDemande
}

/** The moment of the question. */
export interface Moment {
  readonly now: Instant
  /** Null: not sealed yet; it is asked again once it is. */
  readonly voie: Voie | null
}

type Kind = Lettre['kind'] | LettreHorsDossier['kind']
type Regle = (letter: Partance, dossier: Dossier, now: Instant) => RefusDepart | null

/** What each kind says of a patient, and what must hold for it to leave. A kind that is not here does not compile. */
const KINDS: { readonly [K in Kind]: { readonly clinique: boolean; readonly regle: Regle } } = {
  demandeAvis: { clinique: true, regle: demande },
  complementTransmis: { clinique: true, regle: complement },
  compteRendu: { clinique: true, regle: compteRendu },
  avisTransmis: { clinique: true, regle: avisTransmis },
  complementDemande: { clinique: true, regle: paroleDuRequis },
  reponseApresAvis: { clinique: true, regle: memeAnnulee },
  refus: { clinique: true, regle: paroleDuRequis },
  accordDemande: { clinique: true, regle: paroleDuRequis },
  urgenceSignalee: { clinique: true, regle: memeAnnulee },
  recapitulatif: { clinique: true, regle: recapitulatif },
  rappelRequis: { clinique: false, regle: attente },
  retard: { clinique: false, regle: attente },
  retardCoordinateur: { clinique: false, regle: attente },
  complementEchu: { clinique: false, regle: attente },
  questionRappelee: { clinique: false, regle: question },
  questionSansReponse: { clinique: false, regle: question },
  accuseReception: { clinique: false, regle: libre },
  demandeACompleter: { clinique: false, regle: libre },
  demandeUrgente: { clinique: false, regle: libre },
  consentementRefuse: { clinique: false, regle: libre },
  dejaRecue: { clinique: false, regle: libre },
  sansReponse: { clinique: false, regle: libre },
  accordDecline: { clinique: false, regle: libre },
  messageSignale: { clinique: false, regle: libre },
  aucunRequis: { clinique: false, regle: libre },
  messageNonRemis: { clinique: false, regle: libre },
  demandeRemise: { clinique: false, regle: vacanceComblee },
  urgenceCoordinateur: { clinique: false, regle: libre },
  creneauTermine: { clinique: false, regle: libre },
  annulation: { clinique: false, regle: libre },
  reponseAPreciser: { clinique: false, regle: libre },
  depotNote: { clinique: false, regle: libre },
  avisNonTransmis: { clinique: false, regle: libre },
  bienRecu: { clinique: false, regle: libre },
  etat: { clinique: false, regle: libre },
  absenceNotee: { clinique: false, regle: libre },
  dossierClos: { clinique: false, regle: libre },
  cloture: { clinique: false, regle: close },
  remplacementAValider: { clinique: false, regle: libre },
  remplacementNote: { clinique: false, regle: libre },
  numerosNotes: { clinique: false, regle: libre },
  incident: { clinique: false, regle: libre },
  alerte: { clinique: false, regle: libre },
  demandeNonTransmise: { clinique: false, regle: libre },
  modele: { clinique: false, regle: libre },
  essai: { clinique: false, regle: libre },
  courrierAdministrateur: { clinique: true, regle: libre },
  numerosNotesApresDestruction: { clinique: false, regle: libre },
  alerteExploitation: { clinique: false, regle: libre },
}

/** A kind of a newer version is held to speak of the patient. */
const INCONNUE = { clinique: true, regle: recueilli } as const

/** Does this kind of letter say something of a patient? */
export function isClinique(lettre: string): boolean {
  return (Object.hasOwn(KINDS, lettre) ? KINDS[lettre as Kind] : INCONNUE).clinique
}

/** Why the letter may not leave now; null: it may. `dossier` null: it has none, or its content is destroyed. */
export function refusDeDepart(
  letter: Partance,
  dossier: Dossier | null,
  { now, voie }: Moment,
): RefusDepart | null {
  const { regle, clinique } = Object.hasOwn(KINDS, letter.lettre)
    ? KINDS[letter.lettre as Kind]
    : INCONNUE
  if (!letter.horsDossier) {
    if (dossier === null) return 'contenu-detruit'
    const refus = regle(letter, dossier, now) ?? sansDemande(letter)
    if (refus !== null) return refus
  }
  return clinique && voie === 'ouverte' ? 'chiffrement-impossible' : null
}

function libre(): null {
  return null
}

/** Content leaves only under a consent that stands. CSP art. L. 1111-4 */
function recueilli(_letter: Partance, dossier: Dossier): RefusDepart | null {
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
function demande(letter: Partance, dossier: Dossier, now: Instant): RefusDepart | null {
  const refus = recueilli(letter, dossier)
  if (refus !== null) return refus
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  if (slot === null || !isOuverte(slot)) return 'lettre-sans-objet'
  const asked = demandeA(letter, slot)
  if (asked === null) return 'destinataire-ecarte'
  return barriere(dossier, slot.cible, asked.rpps, now)
}

/** Words for those who were asked: not who refused, was replaced, or whose slot went elsewhere. SPEC §6.7 */
function complement(letter: Partance, dossier: Dossier): RefusDepart | null {
  const refus = recueilli(letter, dossier)
  if (refus !== null) return refus
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  if (slot === null || slot.etat === 'refusee' || slot.etat === 'reorientee') {
    return 'lettre-sans-objet'
  }
  const wrote = slot.comptesRendus.some((one) => one.auteur.rpps === letter.rpps)
  return wrote || demandeA(letter, slot) !== null ? null : 'destinataire-ecarte'
}

/** An opinion: to the requérant, to the médecin traitant of now, to its own author; never a version replaced. */
function compteRendu(letter: Partance, dossier: Dossier): RefusDepart | null {
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
  const traitant = traitantDe(dossier, written.auteur)
  const same = traitant?.rpps === letter.rpps && isAdresse(letter, traitant?.adresse ?? null)
  return same ? null : 'destinataire-ecarte'
}

/** To whom his opinion was handed over, told to its author. */
function avisTransmis(letter: Partance, dossier: Dossier): RefusDepart | null {
  const written = versionDe(letter, dossier)
  return (
    recueilli(letter, dossier) ?? (written === null ? 'lettre-sans-objet' : duSien(letter, written))
  )
}

/** The requis's own words to the requérant. */
function paroleDuRequis(letter: Partance, dossier: Dossier): RefusDepart | null {
  const refus = recueilli(letter, dossier)
  if (refus !== null) return refus
  if (dossier.etat === 'annule') return 'demande-annulee'
  return duRequerant(letter, dossier)
}

/** What follows an opinion, and a danger, are told even of a request that was cancelled. SPEC §5, §6 rule 4 */
function memeAnnulee(letter: Partance, dossier: Dossier): RefusDepart | null {
  return recueilli(letter, dossier) ?? duRequerant(letter, dossier)
}

/** A text read back to the one whose word it waits for: nobody else's, and only while it waits. SPEC §5 */
function recapitulatif(letter: Partance, dossier: Dossier): RefusDepart | null {
  const { kind } = dossier.consentement
  if (kind === 'refuse') return 'consentement-refuse'
  if (kind === 'retire') return 'consentement-retire'
  if (letter.role !== 'requerant') return recueilli(letter, dossier)
  if (dossier.etat === 'annule') return 'demande-annulee'
  if (dossier.etat !== 'incomplet') return 'lettre-sans-objet'
  return duRequerant(letter, dossier)
}

/** A reminder of something that is awaited no more would say what is not so. SPEC §6.8 */
function attente(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  if (slot === null || !isOuverte(slot)) return 'lettre-sans-objet'
  if (letter.role !== 'requis') return null
  if (isEnDoute(dossier)) return 'consentement-en-doute'
  return demandeA(letter, slot) === null ? 'destinataire-ecarte' : null
}

/** A dossier that a new version opened again is told closed when it is. */
function close(_letter: Partance, { etat }: Dossier): RefusDepart | null {
  return etat === 'clos' ? null : 'lettre-sans-objet'
}

/** Told only while it is so. */
function vacanceComblee(letter: Partance, dossier: Dossier): RefusDepart | null {
  const slot = creneauDe(letter, dossier)
  const held = slot !== null && isOuverte(slot) && actifs(slot).length > 0
  return held ? null : 'lettre-sans-objet'
}

/** A question after the opinion that is answered meanwhile is recalled to nobody. SPEC §6.8 */
function question(letter: Partance, dossier: Dossier): RefusDepart | null {
  if (dossier.etat === 'annule') return 'demande-annulee'
  const slot = creneauDe(letter, dossier)
  const waits = slot === null ? null : questionDe(slot)
  if (waits === null) return 'lettre-sans-objet'
  if (letter.role !== 'requis') return null
  return waits.a.some((rpps) => rpps === letter.rpps) ? null : 'destinataire-ecarte'
}

function creneauDe({ rang }: Partance, { sollicitations }: Dossier): Sollicitation | null {
  return sollicitations.find((one) => one.rang === rang) ?? null
}

function versionDe(letter: Partance, dossier: Dossier): CompteRendu | null {
  const slot = creneauDe(letter, dossier)
  return slot?.comptesRendus.find((one) => one.version === letter.version) ?? null
}

/**
 * The reader as one of the slot who may answer; null: he may not. One whom the letter never reached is asked
 * again by whoever mends his address, as long as nobody took his place.
 */
function demandeA({ rpps }: Partance, slot: Sollicitation): RequisSollicite | null {
  const asked = slot.requis.find((one) => one.rpps === rpps)
  if (asked === undefined) return null
  if (asked.ecarte === null) return asked
  return asked.ecarte === 'injoignable' && actifs(slot).length === 0 ? asked : null
}

function duRequerant({ rpps }: Partance, { requerant }: Dossier): RefusDepart | null {
  return rpps === requerant.rpps ? null : 'destinataire-ecarte'
}

function duSien({ rpps }: Partance, { auteur }: CompteRendu): RefusDepart | null {
  return rpps === auteur.rpps ? null : 'destinataire-ecarte'
}

function isAdresse({ adresse }: Partance, known: string | null): boolean {
  return known !== null && adresse?.toLowerCase() === known.toLowerCase()
}
