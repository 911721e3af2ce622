/**
 * The states of a dossier and of a sollicitation: which are open, which are ends, which may follow which.
 *
 * SPEC §6
 */
import type {
  Dossier,
  EtatDossier,
  EtatSollicitation,
  QuestionApresAvis,
  RequisSollicite,
  Sollicitation,
} from './dossier.ts'

const OUVERTS: readonly EtatSollicitation[] = [
  'en_attente',
  'acceptee',
  'complement_demande',
  'accord_demande',
]

/** Who asks for an agreement when a coordinator reassigns (`complementPar`): nobody of the slot. */
export const COORDINATEUR = 'coordinateur'

/** Where a sollicitation may go from each state; the same state is always allowed. */
export const TRANSITIONS: { readonly [E in EtatSollicitation]: readonly EtatSollicitation[] } = {
  en_attente: ['acceptee', 'complement_demande', 'accord_demande', 'rendue', 'refusee', 'expiree'],
  acceptee: ['en_attente', 'complement_demande', 'accord_demande', 'rendue', 'refusee', 'expiree'],
  complement_demande: ['en_attente', 'acceptee', 'accord_demande', 'rendue', 'refusee', 'expiree'],
  accord_demande: [
    'en_attente',
    'acceptee',
    'complement_demande',
    'reorientee',
    'rendue',
    'refusee',
    'expiree',
  ],
  rendue: [],
  // A late opinion is still an opinion.
  refusee: ['rendue'],
  expiree: ['rendue'],
  reorientee: [],
}

/** Where a dossier may go from each state. */
export const TRANSITIONS_DOSSIER: { readonly [E in EtatDossier]: readonly EtatDossier[] } = {
  incomplet: ['en_cours', 'annule'],
  en_cours: ['repondu', 'sans_reponse', 'annule'],
  // `en_cours` again: an accord given late, or the requerant's new slot.
  repondu: ['clos', 'annule', 'en_cours'],
  sans_reponse: ['repondu', 'clos', 'annule', 'en_cours'],
  annule: [],
  // A rectificatif or a late opinion makes deliveries again; a withdrawal is always heard.
  clos: ['repondu', 'annule'],
}

/** Is an answer still expected of this slot? */
export function isOuverte(slot: Sollicitation): boolean {
  return slot.termineeLe === null && OUVERTS.includes(slot.etat)
}

/** Has the request reached him? Of one who was asked by no letter, it has. */
export function aRecu({ demandeRemiseLe }: RequisSollicite): boolean {
  return demandeRemiseLe !== null
}

/** The state of a dossier whose request has left: open while one slot is, else with or without an answer. */
export function etatSelonCreneaux(dossier: Dossier): 'en_cours' | 'repondu' | 'sans_reponse' {
  if (dossier.sollicitations.some(isOuverte)) return 'en_cours'
  return dossier.sollicitations.some((slot) => slot.comptesRendus.length > 0)
    ? 'repondu'
    : 'sans_reponse'
}

/** The oldest question of a slot that nobody answered; null without. */
export function questionDe({ questions = [] }: Sollicitation): QuestionApresAvis | null {
  return questions.find((one) => one.reponduLe === null) ?? null
}
