/**
 * What a letter is called, and to whom it goes, in the words of those who look after the gateway.
 *
 * A name never holds its recipient, which stands beside it. SPEC §12 (what failed with its recipient)
 */
import type { Lettre, Role } from './decision.ts'
import type { LettreHorsDossier } from './hors-dossier.ts'

const LETTRES: { readonly [K in Lettre['kind'] | LettreHorsDossier['kind']]: string } = {
  absenceNotee: 'absence notée',
  accordDecline: 'accord décliné',
  accordDemande: 'demande d’accord',
  accuseReception: 'accusé de réception',
  alerte: 'alerte',
  alerteExploitation: 'alerte d’exploitation',
  annulation: 'annulation',
  aucunRequis: 'aucun requis disponible',
  avisNonTransmis: 'avis non transmis',
  avisTransmis: 'avis transmis',
  bienRecu: 'réponse bien reçue',
  cloture: 'clôture du dossier',
  complementDemande: 'demande de complément',
  complementEchu: 'complément non reçu',
  complementTransmis: 'complément',
  compteRendu: 'compte-rendu',
  compteRenduNonRemis: 'remise d’un compte-rendu démentie, ou rétablie',
  consentementRefuse: 'refus de consentement noté',
  copieNotee: 'copie au médecin traitant, notée',
  courrierAdministrateur: 'message reçu à postmaster ou abuse',
  creneauTermine: 'fin de sollicitation',
  dejaRecue: 'demande déjà reçue',
  demandeACompleter: 'demande à compléter',
  demandeAvis: 'demande d’avis',
  demandeNonTransmise: 'demande non transmise',
  demandeRemise: 'médecin sollicité, changé ou joint après un incident',
  demandeUrgente: 'demande non transmise (urgence)',
  depotNote: 'dépôt pour un médecin',
  dossierClos: 'dossier clos, rappelé',
  echangesSuspendus: 'réponses suspendues',
  essai: 'résultat d’essai',
  etat: 'état du dossier',
  incident: 'incident de remise',
  messageNonRemis: 'message non remis',
  messageTraitant: 'message du médecin traitant',
  messageTraitantNote: 'suite d’un message du médecin traitant',
  messageSignale: 'message signalé',
  modele: 'formulaire vierge',
  numerosNotes: 'numéros de facturation notés',
  numerosNotesApresDestruction: 'numéros de facturation notés, dossier détruit',
  presenceNotee: 'retour noté',
  questionRappelee: 'rappel d’une question après l’avis',
  questionSansReponse: 'question sans réponse',
  rappelRequis: 'rappel',
  recapitulatif: 'récapitulatif à confirmer',
  avisEnDoute: 'avis mis en doute par son auteur',
  motsDuRequis: 'message du requis',
  refus: 'demande déclinée',
  remplacementAValider: 'remplacement à valider',
  remplacementNote: 'réponse du médecin remplacé',
  reponseAPreciser: 'réponse à préciser',
  reponseApresAvis: 'réponse à un message après l’avis',
  retard: 'avis de retard',
  retardCoordinateur: 'demande en retard',
  sansReponse: 'demande restée sans avis',
  urgenceCoordinateur: 'urgence à suivre',
  urgenceSignalee: 'urgence signalée',
}

const ROLES: { readonly [R in Role | 'auteur']: string } = {
  requerant: 'au requérant',
  requis: 'au requis',
  medecinTraitant: 'au médecin traitant',
  remplace: 'au médecin remplacé',
  coordinateur: 'au coordinateur',
  administrateur: 'à l’administrateur',
  auteur: 'à l’auteur',
}

/** The name of a letter; one of another version is shown as it is. */
export function lettreEnFrancais(kind: string): string {
  return Object.hasOwn(LETTRES, kind) ? LETTRES[kind as keyof typeof LETTRES] : kind
}

/** To whom a letter goes: « au requis ». */
export function roleEnFrancais(role: string): string {
  return Object.hasOwn(ROLES, role) ? ROLES[role as keyof typeof ROLES] : role
}
