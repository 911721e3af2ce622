/**
 * Everything that can happen to a dossier. `flow` makes these from what `read` read and what the directory knows.
 *
 * SPEC §4–§7
 */
import type {
  AdresseMss,
  CodeSpecialite,
  Instant,
  Professionnel,
  Requerant,
  RequisPossible,
  Rpps,
  Sha256,
} from './correspondant.ts'
import type { Courrier, MotCle, OriginalSigne } from './courrier.ts'
import type { Assurance, Cible, DossierId, Numero } from './dossier.ts'
import type { LieuDit } from './lieu.ts'
import type { NumerosConnus } from './numero-am.ts'
import type { Pool } from './pool.ts'
import type { PeriodeValidee } from './remplace.ts'
import type { Voisine } from './voisine.ts'

/** Where a signed letter comes from. */
export interface Provenance {
  /** Id of the inbound message. */
  readonly message: string
  readonly messageId: string | null
  readonly recuLe: Instant
  /** Hash of the signed entity. */
  readonly empreinte: Sha256
  readonly original: OriginalSigne | null
  readonly assurance: Assurance
}

/** A name, an address or a number as a physician writes it, not yet looked up. */
export interface Designation {
  readonly rpps: Rpps | null
  readonly adresse: AdresseMss | null
  /** Family and given names as written; null when only an address or number is given. */
  readonly nom: string | null
  /** Where he works, as the line says. Absent: it says nothing of it. */
  readonly lieu?: LieuDit
  /** What may be a town at the end of the name: the name without it holds only where the directory knows him there. */
  readonly sinon?: { readonly nom: string; readonly lieu: LieuDit }
}

/** What a request wishes, before the directory is asked. */
export interface Souhaits {
  readonly specialites: readonly CodeSpecialite[]
  readonly requis: readonly Designation[]
  readonly medecinTraitant: Designation | null
  /** Whom its author replaces; absent: nobody. */
  readonly remplace?: Designation | null
  /** For whom a request is deposited; absent: for nobody else. */
  readonly deposePour?: Designation | null
  /** AM numbers that the letter gives of its author. Absent: none. */
  readonly numerosAm?: readonly string[]
}

/** What the directory answered to `Souhaits`, in the same order. */
export interface Trouvailles {
  readonly requis: readonly (readonly Professionnel[])[]
  /** Professionals who fit; null when nobody was designated. */
  readonly medecinTraitant: readonly Professionnel[] | null
  /** Professionals who fit « pour le Dr X »; absent or null: nobody was named. */
  readonly deposePour?: readonly Professionnel[] | null
  /** Professionals who fit « Remplaçant de »; absent or null: nobody was named. */
  readonly remplace?: readonly Professionnel[] | null
  /** Periods for which those validated a replacement. Absent: none. */
  readonly periodesValidees?: readonly PeriodeValidee[]
  /** What the pools concerned have of their own. Absent: nothing. */
  readonly pools?: readonly Pool[]
  /** What the directory says of the AM numbers written. Absent: none was written. */
  readonly numeros?: NumerosConnus
  /** Enrolled physicians: those named and those of every pool concerned. */
  readonly possibles: readonly RequisPossible[]
}

export type Evenement =
  /** A new signed request. */
  | {
      readonly kind: 'demande'
      readonly provenance: Provenance
      readonly auteur: Requerant
      readonly courrier: Courrier
      /** Targets the address itself says (`dermatologie@`, `<rpps>@`). */
      readonly cibles: readonly Cible[]
      readonly trouvailles: Trouvailles
    }
  /** The same signed content came again. */
  | { readonly kind: 'demandeDejaRecue'; readonly provenance: Provenance }
  /** A signed letter of the requerant in the thread. */
  | {
      readonly kind: 'courrierRequerant'
      readonly provenance: Provenance
      /** Slot whose letter he answers; absent or null: none in particular. */
      readonly rang?: number | null
      /** Its author said that it speaks of this patient. */
      readonly patientVerifie?: boolean
      /** Its author said that the patient still agrees. */
      readonly accordVerifie?: boolean
      /** Ids of the letters of ours to him that it answers. Absent: none. */
      readonly repondA?: readonly string[]
      /** Names of what those letters said that waits for a word of his. Absent: nothing, or they are not known. */
      readonly propose?: readonly string[]
      readonly courrier: Courrier
      readonly trouvailles: Trouvailles
    }
  /** A signed letter of one who may answer: a requis asked, or an active requis of the same pool. */
  | {
      readonly kind: 'courrierRequis'
      readonly provenance: Provenance
      readonly auteur: Professionnel & { readonly adresse: AdresseMss }
      /** Slot of the thread he answered; null: the one he may answer, if only one. */
      readonly rang: number | null
      /** Its author said that it speaks of this patient. */
      readonly patientVerifie?: boolean
      /** The requérant said since that the patient still agrees. */
      readonly accordVerifie?: boolean
      /** Ids of the letters of ours to him that it answers. Absent: none. */
      readonly repondA?: readonly string[]
      /** Names of what those letters said that waits for a word of his. Absent: nothing, or they are not known. */
      readonly propose?: readonly string[]
      readonly courrier: Courrier
      readonly trouvailles: Trouvailles
    }
  /** His author sent another request about the patient: what stops something there stops it here too. */
  | {
      readonly kind: 'demandeVoisine'
      readonly message: string
      readonly voisine: Voisine
      /** What the other says of the copy to the médecin traitant; null: nothing against it. */
      readonly copie: 'non' | 'doute' | null
      /** The patient refuses there. */
      readonly refus: boolean
    }
  /** A letter of who deposited the request, once it is the physician's. */
  | {
      readonly kind: 'courrierDeposant'
      readonly provenance: Provenance
      /** The words that make it an emergency; absent or null: none. */
      readonly urgence?: string | null
    }
  /** A letter of one whose replacement wrote in the dossier. */
  | {
      readonly kind: 'courrierRemplace'
      readonly provenance: Provenance
      readonly auteur: Professionnel & { readonly adresse: AdresseMss }
      /** Names of what the letters of ours that it answers said that waits for a word of his. Absent: nothing. */
      readonly propose?: readonly string[]
      readonly courrier: Courrier
    }
  /** A letter of the médecin traitant of the dossier. */
  | {
      readonly kind: 'courrierTraitant'
      readonly provenance: Provenance
      readonly auteur: Professionnel & { readonly adresse: AdresseMss }
      readonly courrier: Courrier
    }
  /** A signature that has no effect here: taken before, or made for another letter. SPEC §8 */
  | {
      readonly kind: 'signatureSansEffet'
      readonly provenance: Provenance
      /** Its author, as a recipient. */
      readonly a: {
        readonly role: 'requerant' | 'requis' | 'remplace' | 'medecinTraitant'
        readonly rpps: Rpps | null
        readonly adresse: AdresseMss | null
      }
      readonly code: string
      readonly motCle: MotCle | null
      /** The administrator is told too. */
      readonly alerte: boolean
      readonly urgence: string | null
    }
  /** A machine answered in the thread: recorded, never adopted. */
  | {
      readonly kind: 'courrierAutomatique'
      readonly message: string
      readonly recuLe: Instant
      /** Who validly signed it, and the word it begins with; absent or null: nobody, none. */
      readonly signe?: { readonly auteur: Rpps; readonly motCle: MotCle } | null
      /** The letter of ours that it says failed, without proof of it; absent or null: none. */
      readonly echecDit?: string | null
    }
  /** Time has passed: whatever is due is done; safe to repeat. */
  | { readonly kind: 'echeance'; readonly trouvailles: Trouvailles }
  /** The absences of one of those asked have changed, by his letter in another dossier or by a coordinator. */
  | {
      readonly kind: 'absence'
      readonly rpps: Rpps
      /** With his absences as they are now. */
      readonly trouvailles: Trouvailles
    }
  /** A coordinator gives a stuck slot to a physician. */
  | {
      readonly kind: 'reattribution'
      readonly rpps: Rpps
      readonly motif: string
      /** Id of the command: what it causes is caused once. */
      readonly commande: string
      readonly trouvailles: Trouvailles
    }
  /** A coordinator enters a withdrawal of consent or a cancellation that was told to him. */
  | {
      readonly kind: 'arretSaisi'
      readonly quoi: 'retrait' | 'annulation'
      readonly motif: string
      /** Id of the command: what it causes is caused once. */
      readonly commande: string
    }
  /** The directory gives another address to one of the dossier: a letter to the old one was put again for it. */
  | {
      readonly kind: 'readressage'
      readonly rpps: Rpps
      readonly de: AdresseMss
      readonly vers: AdresseMss
      /** Ids of the letter taken back and of the one in its place. */
      readonly envois: { readonly de: string; readonly vers: string }
    }
  /** What became of one letter that left. */
  | {
      readonly kind: 'remise'
      readonly envoi: EnvoiConcerne
      /** `retire`: it was taken back at the door. */
      readonly issue: 'remis' | 'echec' | 'bloque' | 'retire'
      readonly code: string | null
      readonly le: Instant
    }

/** The letter a delivery outcome speaks of. */
export interface EnvoiConcerne {
  readonly id: string
  readonly lettre: string
  readonly role: string
  readonly rang: number | null
  readonly version: number | null
  readonly rpps: Rpps | null
  /** Who wrote what it passes on. Absent: nobody, or not known. */
  readonly auteur?: Rpps
  /** It passes on no words that its author was told would go: a reminder, a proposal of ours. */
  readonly sansMots?: 'oui'
}

/** Acts already known on this gateway for the patient, this civil year. */
export interface FaitsFacturation {
  /** TE acts by requis. */
  readonly parRequis: { readonly [rpps: string]: number }
  /** RQD acts by this requerant. */
  readonly parRequerant: number
  /** What the directory says of the AM numbers of the parties. Absent: it was not asked. */
  readonly numeros?: NumerosConnus
}

/** What `decide` is told beside the dossier and the event: time, rules, names for what it creates. */
export interface Contexte {
  readonly now: Instant
  readonly regles: Regles
  /** Identity of the dossier to be created; used for `demande` only. */
  readonly nouveau: { readonly id: DossierId; readonly numero: Numero } | null
  readonly faits: FaitsFacturation
  /** Other open requests of the requérant about the patient. Absent: none, or not asked. */
  readonly voisines?: readonly Voisine[]
}

/** Settings that are rules. Durations in milliseconds. */
export interface Regles {
  readonly rappelMs: number
  readonly limiteMs: number
  readonly expirationJours: number
  readonly completudeMs: number
  readonly retentionContenuMs: number
  readonly calendrier: 'ouvre' | 'continu'
  readonly horaires: { readonly de: string; readonly a: string }
  readonly feries: Feries
  readonly territoire: 'metropole' | 'dom'
  readonly mode: 'dev' | 'production'
  readonly assuranceMinimale: Assurance
}

/** Which list of public holidays applies. */
export type Feries =
  | 'metropole'
  | 'alsace-moselle'
  | 'guadeloupe'
  | 'martinique'
  | 'guyane'
  | 'reunion'
  | 'mayotte'
