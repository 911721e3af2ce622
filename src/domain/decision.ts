/**
 * What we may do about an event: the new state, and effects, each with its reason; `flow` commits it whole. SPEC §10, §13.2
 */

import type { LettreAPreciser } from './a-preciser.ts'
import type { Depart, LettreDAbsence, Retour } from './absences.ts'
import type { Acte } from './acte.ts'
import type { LettreDAnnulation } from './annulation.ts'
import type { DitEnPlus } from './changement.ts'
import type { CopieNotee } from './copie-notee.ts'
import type { AdresseMss, Instant, Jour, Rpps } from './correspondant.ts'
import type { Libelle, MotCle, Piece } from './courrier.ts'
import type { Cible, Dossier, Manque } from './dossier.ts'
import type { LettreDuTraitant } from './message-traitant.ts'
import type { AnnuaireContre } from './numero-am.ts'
import type { Apport } from './reglement.ts'
import type { LettreDeRemise } from './remise-notee.ts'
import type { LettreRemplacement } from './remplace.ts'
import type { TelephoneEcrit } from './telephone.ts'
import type { LettreDeMots, LettreNonRemise, Transmission } from './transmission.ts'
import type { CodeTravail } from './travaux.ts'

export type Role =
  | 'requerant'
  | 'requis'
  | 'medecinTraitant'
  /** Whose number is billed: he is told of the act, of the patient nothing. */
  | 'remplace'
  | 'coordinateur'
  | 'administrateur'

/** Whom a letter goes to. `adresse` null for coordinateur and administrateur: `flow` knows theirs. */
export interface Destinataire {
  readonly role: Role
  readonly rpps: Rpps | null
  readonly adresse: AdresseMss | null
}

/** A letter to write about a dossier. Clinical content is taken from the dossier when it is written. */
export type Lettre = LettreSeule & DitEnPlus

type LettreSeule =
  | { readonly kind: 'accuseReception' }
  | {
      readonly kind: 'demandeACompleter'
      readonly manques: readonly Manque[]
      readonly rappel: 'non' | 'oui'
      /** `dit`: what he answered in other words than lines of the form; `deja`: the same request came again. */
      readonly dit?: string
      readonly deja?: 'oui'
    }
  /** `dit`: what he answered it with, which was not understood; absent: it is the first. */
  | { readonly kind: 'demandeUrgente'; readonly dit?: string }
  | { readonly kind: 'consentementRefuse' }
  | { readonly kind: 'dejaRecue' }
  | {
      readonly kind: 'demandeAvis'
      readonly rang: number
      readonly plafondAtteint: 'non' | 'oui'
      readonly enRenfort: 'non' | 'oui'
    }
  | { readonly kind: 'rappelRequis'; readonly rang: number }
  | { readonly kind: 'retard'; readonly rang: number }
  | LettreNonRemise
  | LettreDeRemise
  /** Number and delay only. */
  | { readonly kind: 'retardCoordinateur'; readonly rang: number }
  | { readonly kind: 'sansReponse'; readonly rang: number }
  | { readonly kind: 'aucunRequis'; readonly rang: number }
  /**
   * To the requérant: his request, which had reached nobody, is handed over after all; with `changements`, who is asked
   * changed, and no other letter says it. SPEC §6.8
   */
  | { readonly kind: 'demandeRemise'; readonly rang: number }
  | { readonly kind: 'compteRendu'; readonly rang: number; readonly version: number }
  | {
      readonly kind: 'avisTransmis'
      readonly rang: number
      readonly version: number
      readonly actes: readonly Acte[]
    }
  /** The requis asks; the clock stands. */
  | {
      readonly kind: 'complementDemande'
      readonly rang: number
      readonly texte: string
      readonly pieces?: readonly Piece[]
      readonly rappel: 'non' | 'oui'
      /** Who asks. Absent: an older version put it, or it recalls the question. */
      readonly auteur?: Rpps
    }
  | { readonly kind: 'complementEchu'; readonly rang: number }
  /** The requerant's words or documents for the requis. */
  | {
      readonly kind: 'complementTransmis'
      readonly rang: number
      readonly texte: string
      readonly pieces: readonly Piece[]
      /** To who gave his opinion already: no second one is asked of him. */
      readonly apresAvis?: 'oui'
      /** `non`: thanks, it asks for nothing; `lire`: it asks nothing, and is to be read. Absent: it is to be answered. */
      readonly attend?: 'non' | 'lire'
      /** The requérant tells an emergency. SPEC §6.2 */
      readonly urgent?: 'oui'
      /** It is why he declines to have the request go there. SPEC §5 */
      readonly decline?: Cible
      /** It was in doubt, and the requérant says that the patient still agrees. */
      readonly maintenu?: 'oui'
    }
  /** What the requis answers to a message that came after his opinion: no second act. SPEC §5 */
  | {
      readonly kind: 'reponseApresAvis'
      readonly rang: number
      /** Who wrote it. */
      readonly auteur: Rpps
      readonly texte: string
      readonly pieces: readonly Piece[]
      /** He adds to his opinion of his own accord. */
      readonly ajout?: 'oui'
      /** It changes his advice, and is no RECTIFICATIF yet: he is asked. */
      readonly corrige?: 'oui'
      /** Thanks: it asks for nothing. */
      readonly attend?: 'non'
      /** He is away: what waits for his answer waits on. */
      readonly absent?: 'oui'
    }
  /** To who gave his opinion: a question that came after it waits. */
  | { readonly kind: 'questionRappelee'; readonly rang: number }
  /** To the requérant: his question after the opinion has no answer yet. */
  | { readonly kind: 'questionSansReponse'; readonly rang: number }
  | LettreDeMots
  | {
      readonly kind: 'accordDemande'
      readonly rang: number
      readonly vers: Cible
      readonly texte: string
      readonly pieces?: readonly Piece[]
      /** The requis who proposes it. Absent: nobody of the slot, or it recalls the proposal. */
      readonly auteur?: Rpps
      readonly rappel?: 'oui'
      /** Proposed by the coordinator, and whom; absent: by the requis. */
      readonly coordinateur?: { readonly nom: string }
      /** The requis is away and named who answers for him. Names as in the directory. */
      readonly delegation?: {
        readonly absent: string
        readonly delegue: string
        readonly du: Jour
        readonly au: Jour
      }
    }
  /** The requerant declined what an ACCORD was asked for: to him and to those who hold the slot. */
  | { readonly kind: 'accordDecline'; readonly rang: number; readonly vers: Cible }
  /** To a requis whose slot was ended by another's opinion, or taken over. */
  | {
      readonly kind: 'creneauTermine'
      readonly rang: number
      /** `nonRemise`: a machine said that he has it not, and another is asked. */
      readonly raison: 'avisRendu' | 'reprise' | 'reorientation' | 'nonRemise' | Depart
    }
  | LettreDAnnulation
  | LettreAPreciser
  /**
   * What will be done, read back to the one whose word it waits for: JE CONFIRME (a request or opinion
   * that is unsigned, or whose lines are in doubt) or JE VALIDE (a deposit).
   */
  | {
      readonly kind: 'recapitulatif'
      readonly code:
        | 'a-confirmer'
        | 'avis-a-confirmer'
        | 'depot-a-valider'
        | 'formulaire-a-confirmer'
      readonly rang: number | null
      readonly rappel: 'non' | 'oui'
    }
  /** To who deposited a request for a physician. */
  | { readonly kind: 'depotNote'; readonly code: string; readonly urgent?: 'oui' }
  /** What came after the withdrawal of consent is not forwarded; while it is in doubt (`attente`), not yet. */
  | {
      readonly kind: 'avisNonTransmis'
      readonly rang: number
      readonly attente?: 'oui'
      /** He gave no opinion: it is his message that is not passed on. */
      readonly sansAvis?: 'oui'
    }
  /** To the author of a letter that was carried out (null: free text passed on): nothing is met with silence. */
  | {
      readonly kind: 'bienRecu'
      readonly rang: number | null
      readonly motCle: MotCle | null
      /** What an ACCORD was about. Absent: it is none. */
      readonly vers?: Cible
      /** Who gets what a requerant wrote; absent: it was no message to pass on. SPEC §5, §6.8 */
      readonly transmis?: Transmission
      /** It was in doubt, and he says that the patient still agrees. */
      readonly maintenu?: 'oui'
    }
  /** To who gave billing lines: which were noted, which could not be read. */
  | {
      readonly kind: 'numerosNotes'
      readonly rang: null
      readonly notes: readonly Libelle[]
      readonly illisibles: readonly Libelle[]
      /** Whether the letter held something else, which went nowhere. */
      readonly reste: 'rien' | 'non-transmis'
      /** The AM number given is not his in the directory. Absent: it is, or none was given. */
      readonly contre?: AnnuaireContre
    }
  | ({ readonly kind: 'copieNotee' } & CopieNotee)
  | { readonly kind: 'etat' }
  | LettreDAbsence
  | { readonly kind: 'dossierClos'; readonly urgent?: 'oui' }
  /** To each party, once: the dossier ends. SPEC §6 (clos) */
  | { readonly kind: 'cloture' }
  | LettreRemplacement
  | LettreDuTraitant
  | {
      readonly kind: 'alerte'
      readonly code: string
      /** The slot that it is about; absent: none in particular. */
      readonly rang?: number
    }

export type Effet =
  | {
      readonly kind: 'envoyer'
      readonly lettre: Lettre
      readonly a: Destinataire
      /** Unique within the dossier: the same decision twice puts one letter. */
      readonly cle: string
      /** Not before this instant (service hours); null: now. */
      readonly pasAvant: Instant | null
      readonly priorite: 'normale' | 'haute'
    }
  /** Letters not yet sent that must not leave any more. */
  | {
      readonly kind: 'retirerEnvois'
      readonly roles: readonly Role[]
      readonly rang: number | null
      readonly raison: string
    }
  | { readonly kind: 'creerActes'; readonly actes: readonly Acte[] }
  /** What the acts of the dossier that no export holds lacked. */
  | { readonly kind: 'completerActes'; readonly apport: Apport }
  /** For later acts too: what the replaced physician validated. */
  | {
      readonly kind: 'noterRemplacement'
      readonly par: Rpps
      readonly remplace: Rpps
      /** Null: all of them are taken back. */
      readonly periode: { readonly du: Jour; readonly au: Jour; readonly le: Instant } | null
    }
  /** A later failure notice: suspends what is not exported, lists what is. */
  | { readonly kind: 'suspendreActes'; readonly rang: number; readonly raison: string }
  /** It was handed over after all: what the failure held up goes on. */
  | { readonly kind: 'reprendreActes'; readonly rang: number }
  /** Its reader's signed answer proves that a letter arrived which a notice had failed. */
  | { readonly kind: 'prouverRemise'; readonly envoi: string }
  /** A person must act: once a `cle`, whatever is repeated. */
  | {
      readonly kind: 'ouvrirTravail'
      readonly code: CodeTravail
      readonly erreur: string | null
      readonly cle: string
    }
  /** Its cause is gone. `cle`: of the item of this key only. */
  | { readonly kind: 'reglerTravaux'; readonly code: CodeTravail; readonly cle?: string }
  | { readonly kind: 'noterTelephone'; readonly telephone: TelephoneEcrit }
  /** For the directory; his other open requests are offered to others as those of this dossier were. */
  | { readonly kind: 'noterAbsence'; readonly rpps: Rpps; readonly du: Jour; readonly au: Jour }
  /** He is there after all: see `Retour`. */
  | ({ readonly kind: 'noterPresence'; readonly rpps: Rpps } & Retour)

/** One audit line: stable words and identifiers, never a patient's. */
export interface Trace {
  readonly quoi: string
  readonly detail: { readonly [cle: string]: string | number | null }
}

/** What is to be done. */
export interface Decision {
  readonly dossier: Dossier | null
  readonly effets: readonly Effet[]
  readonly traces: readonly Trace[]
}
