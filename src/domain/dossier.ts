/**
 * The dossier and its sollicitations: the whole state of one téléexpertise, as stored and as decided upon.
 *
 * One patient, one requerant, one or more sollicitations (a slot for each requis or pool asked).
 * Everything here is plain data: it is stored as encrypted JSON and reloaded as it was. SPEC §6.
 */
import type { Consentement } from './consentement.ts'
import type {
  AdresseMss,
  CodeSpecialite,
  Instant,
  Jour,
  MedecinTraitant,
  Requerant,
  Rpps,
  Sha256,
  TerritoireConnu,
} from './correspondant.ts'
import type { Doute, Doutes, Formulaire, Illisible, OriginalSigne, Piece } from './courrier.ts'
import type { LimiteDocuments } from './documents-tenus.ts'
import type { Precision } from './identifiants.ts'
import type { MotsEnAttente } from './mots-en-attente.ts'
import type { Contredit } from './numero-am.ts'
import type { Assure, Patient } from './patient.ts'
import type { Periode } from './periode.ts'
import type { DelaisPropres } from './pool.ts'
import type { LettreRetenue, QuestionPosee } from './question-posee.ts'
import type { RemiseNotee } from './remise-notee.ts'
import type { Remplacement } from './remplace.ts'
import type { TexteEnReserve, TexteSigne } from './texte-en-reserve.ts'
import type { Vacance } from './vacance.ts'
import type { Voisine } from './voisine.ts'

export type DossierId = string & { readonly marque: 'DossierId' }
/** `TE-2026-000123` */
export type Numero = string & { readonly marque: 'Numero' }

export type EtatDossier = 'incomplet' | 'en_cours' | 'repondu' | 'sans_reponse' | 'annule' | 'clos'

export type EtatSollicitation =
  | 'en_attente'
  | 'acceptee'
  | 'complement_demande'
  | 'accord_demande'
  | 'rendue'
  | 'refusee'
  | 'reorientee'
  | 'expiree'

/** How sure we are of an author. SPEC §5. */
export type Assurance = 'signe' | 'mssante'

/** The person or the pool that a slot asks. */
export type Cible =
  | { readonly kind: 'requis'; readonly rpps: Rpps }
  | { readonly kind: 'specialite'; readonly code: CodeSpecialite }

/** A physician asked within a slot. */
export interface RequisSollicite {
  readonly rpps: Rpps
  readonly nom: string
  readonly prenom: string
  readonly specialite: CodeSpecialite | null
  readonly adresse: AdresseMss
  readonly telephone: string | null
  readonly solliciteLe: Instant
  /** Why he no longer answers for the slot; null: he does. */
  readonly ecarte: 'refus' | 'absence' | 'reprise' | 'reorientation' | 'injoignable' | null
  /** First day of an absence declared for later, still to be looked at on that day; absent or null: none. */
  readonly absentDes?: Jour | null
  /** His absence of now or to come, as last seen; `offerte`: others were looked for because of it. */
  readonly absence?: (Periode & { readonly offerte: boolean }) | null
  /**
   * When the request was handed over to him; null: not yet. Absent: no letter took it to him (he took the slot over in
   * its thread), or an older version asked him: he has it.
   */
  readonly demandeRemiseLe?: Instant | null
  /** When he was reminded; absent or null: not yet. */
  readonly rappeleLe?: Instant | null
  /** What billing needs of him, as the directory knew it when he was asked or answered. */
  readonly profession?: string
  readonly numeroAm?: string | null
  /** The AM number that he wrote: see `Numerote`. */
  readonly ecrit?: string | null
  readonly finess?: string | null
  readonly territoire?: TerritoireConnu | null
}

/** One version of an opinion; version 2 and on « annule et remplace ». CSP art. R. 6316-4. */
export interface CompteRendu {
  readonly version: number
  readonly auteur: RequisSollicite
  /** Message-ID of that mail, for In-Reply-To. */
  readonly messageId: string | null
  /** Inbound message whose signed entity is the original. */
  readonly message: string
  readonly empreinte: Sha256
  readonly original: OriginalSigne | null
  /** The mails before it that make the opinion with it, oldest first. Absent: it is one mail's. */
  readonly avant?: readonly TexteSigne[]
  readonly assurance: Assurance
  /** Instant of the act: receipt of the opinion. */
  readonly renduLe: Instant
  readonly texte: string
  readonly conclusion: string | null
  readonly pieces: readonly Piece[]
  /** Its words say nothing of it: it is in its documents. Absent: they do. */
  readonly dansPieces?: true
  /** Documents of the opinion that could not be read. Absent: none. */
  readonly illisibles?: readonly Illisible[]
  readonly enRetard: boolean
  /** From a requis whose slot was already ended by another: delivered, without an act. */
  readonly complementaire: boolean
  /** Of the requerant's delivery: the `250` after DATA; null: not yet handed over. */
  readonly remisLe: Instant | null
}

/** A question of the requérant after the opinion, until its author answers it. SPEC §5 */
export interface QuestionApresAvis {
  /** Id of the inbound message. */
  readonly message: string
  readonly poseeLe: Instant
  /** Authors of an opinion to whom it was passed on. */
  readonly a: readonly Rpps[]
  /** Who put it; absent: the requérant. */
  readonly de?: 'medecinTraitant'
  readonly rappeleeLe: Instant | null
  /** When the requérant and the coordinator were told that no answer came. */
  readonly retardLe: Instant | null
  readonly reponduLe: Instant | null
}

/** A physician whom words of the requérant keep out, or may, and those words. */
export interface Ecarte {
  readonly qui: Pick<RequisSollicite, 'rpps' | 'nom' | 'prenom' | 'profession'>
  readonly mots: string
}

/** A slot: what one requis or one pool was asked, its own clock, opinion and act. */
export interface Sollicitation extends MotsEnAttente {
  /** 1, 2, 3… within the dossier. */
  readonly rang: number
  readonly cible: Cible
  readonly etat: EtatSollicitation
  /** All who were asked, in order; those not `ecarte` may answer. */
  readonly requis: readonly RequisSollicite[]
  readonly ouverteLe: Instant
  /** Half-open intervals during which the clock stands; an open one has `a: null`. */
  readonly pauses: readonly { readonly de: Instant; readonly a: Instant | null }[]
  readonly rappeleeLe: Instant | null
  readonly retardLe: Instant | null
  readonly termineeLe: Instant | null
  /** Where the requis proposes to go, waiting for the requerant's ACCORD. */
  readonly accordPour: Cible | null
  readonly reserve: TexteEnReserve | null
  /** Texts kept for other requis of the slot, one each. */
  readonly autresReserves?: readonly TexteEnReserve[]
  readonly comptesRendus: readonly CompteRendu[]
  /** The pool's own delays when it was opened. Absent: those of the settings. */
  readonly delais?: DelaisPropres
  /** Delegates of an absent requis that were proposed to the requérant. Absent: none. */
  readonly delegues?: readonly Rpps[]
  /** Questions that came after an opinion, oldest first. Absent: none. */
  readonly questions?: readonly QuestionApresAvis[]
  /** Who had a message of the requérant after his opinion: what he answers is passed on. SPEC §5 */
  readonly messagesApresAvis?: readonly Rpps[]
  /** Authors who came back on their opinion, and have not corrected it. Absent: none. */
  readonly avisEnDoute?: readonly Rpps[]
  /** Whom the requérant's words keep out and who was proposed to him. Absent: nobody. */
  readonly ecartes?: readonly Ecarte[]
  /** Last time a requis was looked for in vain. */
  readonly essaiLe?: Instant | null
  /** Why the one asked by name was not found then. Absent or null: a pool is asked, or nobody was looked for. */
  readonly vacance?: Vacance | null
}

/** What a complete demande says to the requis. */
export interface Clinique {
  readonly question: string
  readonly telephone: string | null
  readonly contexte: string | null
  readonly antecedents: string | null
  readonly traitements: string | null
  readonly delaiSouhaite: string | null
}

/** What a letter of the requerant says beside the lines of the form, as written. SPEC §4 */
export interface TexteRequerant {
  /** Id of the inbound message. */
  readonly message: string
  readonly recuLe: Instant
  readonly texte: string
}

type Pourquoi = 'manquant' | 'illisible' | 'contradictoire' | 'introuvable' | 'ambigu'

/** Something lacking or contradictory in a demande; asked for all at once, once. */
export interface Manque {
  /** Stable name: a label of the form, or a contradiction. */
  readonly quoi: string
  /** `Contredit`: how the directory contradicts it; `Doute`: why the line is in doubt. */
  readonly pourquoi: Pourquoi | Contredit | Doute
  /** False: the act waits for it, not the request. */
  readonly bloquant: boolean
  /** The documents that could not be read. */
  readonly illisibles?: readonly Illisible[]
  /** What exactly is wrong with it; absent: only `pourquoi` is known. */
  readonly precisions?: readonly Precision[]
  /** The sentence of the author that raises the question; absent: none. */
  readonly mots?: string
  /** The same, fit for a letter without clinical content. Absent: `mots` is. */
  readonly motsDiscrets?: string
  /** Names of the files that it is about. Absent: none. */
  readonly fichiers?: readonly string[]
}

/** A request deposited « pour le Dr X » by one who is no physician. SPEC §5 */
export interface Depot {
  /** As written. */
  readonly pour: string
  /** Who deposited it, and the mailbox he wrote from. */
  readonly par: Requerant
  /** When the physician was asked: from then on he is the dossier's requerant. */
  readonly transmisLe: Instant | null
  /** When he wrote JE VALIDE. */
  readonly valideLe: Instant | null
}

/** One téléexpertise, whole. */
export interface Dossier {
  readonly id: DossierId
  readonly numero: Numero
  readonly etat: EtatDossier
  /** Why it is stopped or ended: a code of errors.ts; null while nothing stops it. */
  readonly motif: string | null
  readonly ouvertLe: Instant
  readonly finiLe: Instant | null
  readonly assurance: Assurance
  readonly requerant: Requerant
  /** Hash of the signed entity of the first request. */
  readonly empreinte: Sha256
  /** Message-ID of the requerant's mails, newest last, for References. */
  readonly fil: readonly string[]
  /** What was asked of the address: targets wished before they are slots. */
  readonly cibles: readonly Cible[]
  /** All lines gathered so far, the newest letter winning. */
  readonly formulaire: Formulaire
  readonly manques: readonly Manque[]
  /** When the missing lines were asked for, and recalled. */
  readonly completudeDemandeeLe: Instant | null
  readonly completudeRappeleeLe: Instant | null
  /** Present once known; null while incomplete. */
  readonly patient: Patient | null
  readonly clinique: Clinique | null
  readonly assure: Assure
  readonly consentement: Consentement
  readonly medecinTraitant: MedecinTraitant | null
  readonly pieces: readonly Piece[]
  readonly sollicitations: readonly Sollicitation[]
  /** Content is destroyed at this instant (RETENTION_CONTENU after the end, P7D when refused or withdrawn). */
  readonly destructionLe: Instant | null
  /** Technical incidents to print on the compte-rendu (CSP art. R. 6316-4, 5°). */
  readonly incidents: readonly { readonly le: Instant; readonly code: string }[]
  /** What became of the letters that left, as far as the rules look at it; newest outcome of each. */
  readonly remises?: readonly RemiseNotee[]
  /** Whom his words kept out, and whom he agreed to since. Absent: nobody. */
  readonly exclusionsLevees?: readonly Rpps[]
  /** Whose signed automatic letter a person asks about, until he writes himself. Absent: nobody's. */
  readonly automatiques?: readonly Rpps[]
  /** Letters that their readers' signed answers prove to have arrived. Absent: none. */
  readonly recues?: readonly string[]
  /** The requerant wrote NON URGENT: an emergency wording stops it no more. */
  readonly urgenceLeveeLe?: Instant | null
  readonly depot?: Depot | null
  /** The letters that are held, each until it is settled; oldest first. */
  readonly retenues?: readonly LettreRetenue[]
  /** The question that he has not answered. Absent or null: none. */
  readonly question?: QuestionPosee | null
  /** Words of the request and of what completed it, beside the form; oldest first. Absent: none. */
  readonly textes?: readonly TexteRequerant[]
  /** Signed entities of the request and of what completed it; oldest first. */
  readonly originaux?: readonly OriginalSigne[]
  /** An unsigned letter says something that JE CONFIRME has not confirmed. */
  readonly aConfirmer?: boolean
  /** Documents of the request that could not be read, and that its author did without. Absent: none. */
  readonly illisibles?: readonly Illisible[]
  /** The patient keeps the documents out. Absent: nothing of the kind was said. */
  readonly limite?: LimiteDocuments
  /** Names of all that ever waited for a word that lets something leave, each behind whose word. Absent: none. */
  readonly propositions?: readonly string[]
  /** Who writes as the replacement of whom. Absent: nobody. */
  readonly remplacements?: readonly Remplacement[]
  /** His other open requests about this patient, or nearly. Absent: none. */
  readonly voisines?: readonly Voisine[]
  /** Lines of `formulaire` that the requerant has not yet said to be his. Absent: none. */
  readonly doutes?: Doutes
}
