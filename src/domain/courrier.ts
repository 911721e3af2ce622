/**
 * What a received letter says once read: lines of a form, a keyword, text, documents. No rule is applied yet.
 *
 * SPEC §4 (the request), §5 (the answer)
 */
import type { Jour, Sha256 } from './correspondant.ts'
import type { Sexe } from './patient.ts'

/** The labels of the form, by their stable names. */
export type Libelle =
  | 'specialiteDemandee'
  | 'medecinRequis'
  | 'nomNaissance'
  | 'prenoms'
  | 'dateNaissance'
  | 'sexe'
  | 'consentement'
  | 'dateConsentement'
  | 'modeConsentement'
  | 'consentementDonnePar'
  | 'personneDeConfiance'
  | 'procheConsulte'
  | 'medecinTraitant'
  | 'copieMedecinTraitant'
  | 'question'
  | 'telephone'
  | 'contexte'
  | 'antecedents'
  | 'traitements'
  | 'delaiSouhaite'
  | 'nomUtilise'
  | 'matriculeIns'
  | 'statutIns'
  | 'lieuNaissance'
  | 'numeroAm'
  | 'numeroFiness'
  | 'specialiteRequerant'
  | 'nirAssure'
  | 'rang'
  | 'regime'
  | 'natureAssurance'
  | 'ald'
  | 'patientHospitalise'
  | 'niveau'
  | 'remplacantDe'
  | 'urgence'

/** The lines found, each as written after its label, blanks trimmed; several values of one label that disagree are kept apart. */
export type Formulaire = { readonly [L in Libelle]?: string }

/**
 * Why a line is perhaps not its author's own statement: it stands only in a quotation of somebody else's letter,
 * perhaps nobody saw it, it holds signs that turn or hide what is read, his prose says it, which is no line, or only
 * the envelope does, which somebody else carried.
 */
export type Doute = 'cite' | 'cache' | 'signes' | 'prose' | 'porteur'

/** The lines of a form that are in doubt. */
export type Doutes = { readonly [L in Libelle]?: Doute }

/** Whom a document itself says that it is about: the first page of a PDF, the header of a DICOM file, a mail. */
export type PatientDit =
  | { readonly ou: 'pdf'; readonly texte: string }
  | {
      readonly ou: 'dicom'
      /** As in a header: `DURAND^Alice^Marie`; empty where it has none. */
      readonly nom: string
      readonly naissance: Jour | null
      readonly sexe: Sexe | null
      readonly identifiant: string
    }
  /** A mail, or a document in an opaque signature: what each of its texts and documents says. */
  | { readonly ou: 'message'; readonly dits: readonly PatientDit[] }

/** What a document is by its content, whatever its name says. */
export type Nature = 'pdf' | 'dicom' | 'message' | 'signe'

/** A document of a letter: where its encoded bytes lie, and what they decode to. */
export interface Piece {
  /** File name, as shown to a person; never a path. */
  readonly nom: string
  /** MIME type in lower case, without parameters. */
  readonly type: string
  /** Decoded octets. */
  readonly taille: number
  /** Of the decoded octets. */
  readonly sha256: Sha256
  readonly codage: 'base64' | 'quoted-printable' | 'identite'
  /** The stored content and the half-open range of the encoded body in it. */
  readonly contenu: string
  readonly debut: number
  readonly fin: number
  /** By its first octets, where its patient can be looked for; absent: he cannot. */
  readonly nature?: Nature
  /** Kept until the request leaves; `verifie`: its author said that it is this patient's. Absent: it says nothing. */
  readonly dit?: PatientDit | 'verifie'
}

/** Why the words of a document were not compared: damaged, encrypted, too much to look at. */
export type NonCompare = 'abime' | 'chiffre' | 'excessif'

/** What in a document points to another patient than that of its letter. */
export interface DocumentDUnAutre {
  /** File name, as shown to a person. */
  readonly nom: string
  readonly ou: 'nom' | PatientDit['ou']
  /** The words of it, as they stand there. */
  readonly mots: string
}

/** A document that could not be read: named and asked about, never passed on as what it is not. */
export interface Illisible {
  /** Place among the documents of its letter, from 1; 0: the signed letter as a whole. */
  readonly rang: number
  /** File name, as shown to a person. */
  readonly nom: string
  /** Outlook's own format; an encoding that nobody can take off; what must not be passed on. */
  readonly raison: 'outlook' | 'codage' | 'infecte' | Danger['raison']
  /**
   * How many documents it holds, the name of its encoding, what is wrong with an archive, the virus; null: not known,
   * or too large to be scanned.
   */
  readonly detail: string | null
}

/**
 * Why a document must not be passed on: it runs, it holds macros, actions that run something, or it is an archive
 * that cannot be looked into (`detail` says why).
 */
export interface Danger {
  readonly raison: 'executable' | 'macros' | 'actions' | 'archive'
  readonly detail: string | null
}

/** Is it kept back for what it holds, rather than for being unreadable? */
export function isRefuse({ raison }: Illisible): boolean {
  return raison !== 'outlook' && raison !== 'codage'
}

/** A signed entity as it arrived, without the outer headers: what OpenSSL verifies, whoever asks later. */
export interface OriginalSigne {
  /** The `MIME-Version` and `Content-*` lines, raw, CRLF each, no blank line after. */
  readonly entetes: string
  /** The stored content and the half-open range of the body in it. */
  readonly contenu: string
  readonly debut: number
  readonly fin: number
  /** It holds a document that must not be passed on, or that the patient keeps back: it stays here, as proof. */
  readonly retenu?: true | 'limite'
}

/** The keywords of a first line, SPEC §5. */
export type MotCle =
  | 'AVIS'
  | 'RECTIFICATIF'
  | 'ACCEPTE'
  | 'COMPLEMENT'
  | 'REFUS'
  | 'REORIENTATION'
  | 'URGENT'
  | 'ABSENT'
  | 'PRESENT'
  | 'ACCORD'
  | 'DESACCORD'
  | 'NON URGENT'
  | 'ANNULATION'
  | 'RETRAIT CONSENTEMENT'
  | 'ETAT'
  | 'JE VALIDE'
  | 'JE CONFIRME'

/** A letter as read. */
export interface Courrier {
  readonly motCle: MotCle | null
  /** What follows the keyword on its line: a specialty, two dates; null without. */
  readonly argument: string | null
  /** The number of a dossier after the keyword (« ACCORD TE-2026-000123 »), in capitals; absent or null without. */
  readonly numero?: string | null
  /** Its first word is no keyword, but one letter off from one: `seul`, it stands alone on its line. Absent: it is not. */
  readonly presque?: { readonly motCle: MotCle; readonly dit: string; readonly seul: boolean }
  readonly formulaire: Formulaire
  /** Labels that stand twice with different values: the letter contradicts itself. */
  readonly contradictions: readonly Libelle[]
  /** What its prose says that no line does: proposed to its author, and nothing before he says so. Absent: nothing. */
  readonly proposes?: Formulaire
  /** Lines that its author left empty; absent: none. */
  readonly vides?: readonly Libelle[]
  /** Lines of `formulaire` that act only once their author says that they are his; absent: none. */
  readonly douteux?: Doutes
  /** All that the writer says, as written: without the keyword and without what he only quotes of our letters. */
  readonly texte: string
  /** The same without the lines of the form that say nothing beside their value. */
  readonly libre: string
  /** The lines of both that he quotes of our letters, because he answers them: they are not his words. Absent: none. */
  readonly cite?: readonly string[]
  /** After `Conclusion :`, else null. */
  readonly conclusion: string | null
  readonly pieces: readonly Piece[]
  /** Documents that could not be read; absent: none. */
  readonly illisibles?: readonly Illisible[]
  /** How many small images its text shows, which are no documents; absent: none. */
  readonly logos?: number
  /** Why the words of some documents were not compared, once for each of them; absent: none. */
  readonly nonCompares?: readonly NonCompare[]
  /** The words that make it an emergency (form line or subject), negations understood; null: none. */
  readonly urgence: string | null
  /** `Patient : A.Z., 1951` of the AVIS link, as written; null without. */
  readonly rappelPatient: string | null
  /** The subject, signed or not: it may only stop, never choose. Absent: none. SPEC §8 */
  readonly sujet?: string
  /** `pour le Dr X` of a non-physician's deposit; null without. */
  readonly depotPour: string | null
}

/** A machine's letter: what became of a mail of ours. RFC 3464, RFC 8098. */
export interface AvisTechnique {
  readonly kind: 'dsn' | 'mdn'
  /** DSN action or MDN disposition, lower case: `failed`, `delayed`, `delivered`, `displayed`, `processed`… */
  readonly issue: string
  /** RFC 3463 status where given. */
  readonly statut: string | null
  /** Our Message-ID, without angle brackets. */
  readonly messageId: string | null
  readonly destinataire: string | null
  /** What became of each recipient that a DSN names, in its order; absent: it names one at most. RFC 3464 §2.3 */
  readonly parDestinataire?: readonly Sort[]
}

/** What became of a mail for one recipient. */
export interface Sort {
  readonly issue: string
  readonly statut: string | null
  /** As it was written to and as it was found, lower case. */
  readonly adresses: readonly string[]
}

/**
 * What a notice says of the mail to `adresse` (lower case): a DSN that names it decides by that recipient, whatever
 * became of the others; one that does not name it says what it says on the whole. RFC 3464 §2.3
 */
export function avisPour(avis: AvisTechnique, adresse: string | null): AvisTechnique {
  const sort = avis.parDestinataire?.find(
    (one) => adresse !== null && one.adresses.includes(adresse),
  )
  return sort === undefined || adresse === null
    ? avis
    : { ...avis, issue: sort.issue, statut: sort.statut, destinataire: adresse }
}

/** A letter without the lines of ours that its author quotes and answers: its `texte` and `libre` are his words alone. */
export function enPropre<C extends Pick<Courrier, 'texte' | 'libre' | 'cite'>>(courrier: C): C {
  const { texte, libre, cite } = courrier
  if (cite === undefined) return courrier
  const others = new Set(cite)
  const own = (text: string): string =>
    text
      .split('\n')
      .filter((line) => !others.has(line))
      .join('\n')
  return { ...courrier, texte: own(texte), libre: own(libre) }
}
