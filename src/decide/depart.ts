/**
 * May this letter leave now? The one question between the outbox and the outside, asked of the dossier as it stands.
 *
 * In    the letter (kind, part, slot, version, recipient), the dossier as it is now, how its octets would travel
 * Out   null: it may; or the stable code of why not
 *
 * A decision wanted the letter once. Since then the patient may have said no, the slot may have ended, the
 * recipient may have been replaced, be away, have answered: what counts is what stands at the first octet, against what
 * stood when it was put (`ecrite.ts`). Notices that hold nothing of a patient still leave after a withdrawal. Letters of
 * one dossier to one reader leave in the order in which they were put.
 *
 * SPEC §6.1, §6.7, §8, §13.11; CSP art. L. 1111-4 (consent), art. L. 1110-4 (exchange)
 */
import type { Instant } from '../domain/correspondant.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import type { Partance, RefusDepart, Regle } from './partance.ts'
import { actifs } from './pas.ts'
import {
  aCompleter,
  attente,
  avisTransmis,
  close,
  complement,
  complementManque,
  compteRendu,
  demande,
  encoreAttendu,
  enRoute,
  expiree,
  jamaisPartie,
  libre,
  memeAnnulee,
  paroleDuRequis,
  paroleDuTraitant,
  question,
  rappel,
  recapitulatif,
  recueilli,
  refusNote,
  releve,
  urgence,
  vacanceComblee,
} from './regles-depart.ts'
import {
  alerte,
  aPreciser,
  depot,
  nonTransmis,
  proposition,
  questionDuRequis,
  refusDuRequis,
  remplacement,
  vacante,
} from './regles-questions.ts'
import { apresLesAutres, sansDemande } from './suite.ts'

/** What a letter only waits for: it is asked again later, and nothing is taken back. */
export const ATTENTES: ReadonlySet<string> = new Set([
  'demande-en-route',
  'lettre-anterieure',
  'requis-indisponible',
  'consentement-en-doute',
  'copie-en-doute',
])

/** How the octets travel: encrypted, in clear within the space of trust, in clear beyond it. */
export type Voie = 'chiffree' | 'espace' | 'ouverte'

/** The moment of the question. */
export interface Moment {
  readonly now: Instant
  /** Null: not sealed yet; it is asked again once it is. */
  readonly voie: Voie | null
}

type Kind = Lettre['kind'] | LettreHorsDossier['kind']

/** What each kind says of a patient, and what must hold for it to leave. A kind that is not here does not compile. */
const KINDS: { readonly [K in Kind]: { readonly clinique: boolean; readonly regle: Regle } } = {
  demandeAvis: { clinique: true, regle: demande },
  complementTransmis: { clinique: true, regle: complement },
  compteRendu: { clinique: true, regle: compteRendu },
  avisTransmis: { clinique: true, regle: avisTransmis },
  complementDemande: { clinique: true, regle: questionDuRequis },
  reponseApresAvis: { clinique: true, regle: memeAnnulee },
  messageTraitant: { clinique: true, regle: paroleDuTraitant },
  refus: { clinique: true, regle: refusDuRequis },
  motsDuRequis: { clinique: true, regle: paroleDuRequis },
  avisEnDoute: { clinique: true, regle: memeAnnulee },
  accordDemande: { clinique: true, regle: proposition },
  urgenceSignalee: { clinique: true, regle: urgence },
  recapitulatif: { clinique: true, regle: recapitulatif },
  rappelRequis: { clinique: false, regle: rappel },
  retard: { clinique: false, regle: attente },
  retardCoordinateur: { clinique: false, regle: attente },
  complementEchu: { clinique: false, regle: complementManque },
  questionRappelee: { clinique: false, regle: question },
  questionSansReponse: { clinique: false, regle: question },
  accuseReception: { clinique: false, regle: enRoute },
  demandeACompleter: { clinique: false, regle: aCompleter },
  demandeUrgente: { clinique: false, regle: jamaisPartie },
  consentementRefuse: { clinique: false, regle: refusNote },
  dejaRecue: { clinique: false, regle: libre },
  sansReponse: { clinique: false, regle: expiree },
  accordDecline: { clinique: false, regle: encoreAttendu },
  messageSignale: { clinique: false, regle: libre },
  aucunRequis: { clinique: false, regle: vacante },
  messageNonRemis: { clinique: false, regle: libre },
  echangesSuspendus: { clinique: false, regle: libre },
  compteRenduNonRemis: { clinique: false, regle: libre },
  demandeRemise: { clinique: false, regle: vacanceComblee },
  urgenceCoordinateur: { clinique: false, regle: libre },
  creneauTermine: { clinique: false, regle: releve },
  annulation: { clinique: false, regle: libre },
  reponseAPreciser: { clinique: false, regle: aPreciser },
  depotNote: { clinique: false, regle: depot },
  avisNonTransmis: { clinique: false, regle: nonTransmis },
  messageTraitantNote: { clinique: false, regle: libre },
  bienRecu: { clinique: false, regle: libre },
  etat: { clinique: false, regle: libre },
  copieNotee: { clinique: false, regle: libre },
  absenceNotee: { clinique: false, regle: libre },
  presenceNotee: { clinique: false, regle: libre },
  dossierClos: { clinique: false, regle: libre },
  cloture: { clinique: false, regle: close },
  remplacementAValider: { clinique: false, regle: remplacement },
  remplacementNote: { clinique: false, regle: libre },
  numerosNotes: { clinique: false, regle: libre },
  incident: { clinique: false, regle: libre },
  alerte: { clinique: false, regle: alerte },
  demandeNonTransmise: { clinique: false, regle: libre },
  modele: { clinique: false, regle: libre },
  essai: { clinique: false, regle: libre },
  courrierAdministrateur: { clinique: true, regle: libre },
  numerosNotesApresDestruction: { clinique: false, regle: libre },
  alerteExploitation: { clinique: false, regle: libre },
}

/**
 * Letters that tell how a dossier stands at a moment: what was made for an attempt that failed is made anew for the
 * next, or it says what is so no more. SPEC §6.8
 */
const D_UN_MOMENT: ReadonlySet<string> = new Set<Kind>([
  'accuseReception',
  'aucunRequis',
  'demandeRemise',
  'etat',
  'motsDuRequis',
  'rappelRequis',
  'refus',
  'retard',
  'retardCoordinateur',
])

/** Does it say how things stand when it is written? */
export function isDUnMoment(lettre: string): boolean {
  return D_UN_MOMENT.has(lettre)
}

/** Whose presence decides whether this letter may leave: its reader's who is asked, or of those who hold its slot. */
export function tenantsDemandes(
  letter: Pick<Partance, 'lettre' | 'rang' | 'rpps'>,
  { sollicitations }: Dossier,
): readonly string[] {
  const { lettre, rang, rpps } = letter
  if (lettre === 'demandeAvis' || lettre === 'rappelRequis') return rpps === null ? [] : [rpps]
  if (lettre !== 'aucunRequis' && lettre !== 'alerte') return []
  const slot = sollicitations.find((one) => one.rang === rang)
  return slot === undefined ? [] : actifs(slot).map((one) => one.rpps)
}

/** Every kind of letter. */
export const LETTRES: readonly string[] = Object.keys(KINDS)

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
  const perdue = adresseDe(letter)
  if (perdue !== null) return perdue
  if (clinique && voie === 'ouverte') return 'chiffrement-impossible'
  return apresLesAutres(letter)
}

/**
 * An address that the directory no longer gives to its reader is nobody's to write to: his present one is, whoever
 * asks for the letter. SPEC §9, §13.11
 */
function adresseDe({ adressage }: Partance): 'adresse-changee' | 'adresse-perdue' | null {
  if (adressage?.kind !== 'perdue') return null
  return adressage.presente === null ? 'adresse-perdue' : 'adresse-changee'
}
