/**
 * The labels of the form and the words physicians write for them. SPEC §4
 *
 * In    what stands before the colon
 * Out   the stable name of the label, or null
 *
 * After `~` stand words that are less sure: a sure one in the same letter wins over them.
 */
import type { Libelle } from '../domain/courrier.ts'
import { words } from '../domain/texte.ts'
import { nearTo } from '../domain/voisins.ts'
import { spelledOut } from './abreviations.ts'

/** Beside the labels of the contract: words that mean one of them, two or none, depending on the rest. */
export type LibelleLu = Libelle | 'nom' | 'nomPrenoms' | 'date'

const SYNONYMS: { readonly [L in LibelleLu]: string } = {
  specialiteDemandee:
    'specialite demandee|specialite demande|specialite souhaitee|specialite requise|specialite sollicitee|specialite du requis|specialite du medecin requis|specialites demandees|avis specialise demande~specialite|specialite concernee|avis demande en|specialites',
  medecinRequis:
    'medecin requis|medecins requis|requis|requis demande|medecin sollicite|medecin expert|medecin consulte|medecin demande|confrere sollicite|requis sollicite|nom du medecin requis|medecin requis souhaite~expert|expert sollicite|specialiste|specialiste sollicite|specialiste demande|medecin specialiste',
  nomNaissance:
    'nom de naissance|nom naissance|nom de jeune fille|nom patronymique|nom de famille de naissance|ne sous le nom de|nee sous le nom de~nom de famille',
  nom: 'nom|nom du patient|nom de la patiente|nom patient',
  nomPrenoms:
    'nom et prenom|nom prenom|nom de naissance prenom|nom de naissance prenoms|nom de naissance et prenom|nom de naissance et prenoms|nom de famille et prenom|nom et prenoms|nom prenoms|prenom et nom|prenom nom|nom prenom du patient|patient|patiente|identite|identite du patient|resident|residente|nom du resident|nom de la residente~concerne|nom de l enfant|enfant',
  prenoms:
    'prenoms|prenom|prenoms de naissance|prenom de naissance|premier prenom|liste des prenoms',
  dateNaissance:
    'date de naissance|date naissance|ne le|nee le|ddn|date de naiss|ne e le|date de naissance du patient~naissance|ne|nee|dn',
  sexe: 'sexe|sxe|sex|sx|sexe administratif|sexe du patient~genre',
  consentement:
    'consentement|consentement du patient|consentement de la patiente|consentement patient|consentement recueilli|consentement eclaire|consentement obtenu|consentement a la teleexpertise|consentement pour la teleexpertise|consentement du patient a la teleexpertise~accord du patient|accord de la patiente|patient consentant|patient informe et consentant|patiente informee et consentante|accord patient|accord',
  dateConsentement:
    'date du consentement|date de consentement|date consentement|date du recueil du consentement|date de recueil du consentement|consentement recueilli le|consentement donne le|consentement le|consentement du|consentement obtenu le|date du recueil|date de recueil~recueilli le',
  // Of the consent where it stands right behind it; else it is no line of the form.
  date: '~date',
  modeConsentement:
    'mode du consentement|mode de consentement|mode consentement|mode de recueil du consentement|mode du recueil du consentement|mode de recueil|forme du consentement|modalite du consentement|modalites du consentement|type de consentement~mode',
  consentementDonnePar:
    'consentement donne par|consentement exprime par|consentement recueilli aupres de|consentement recueilli aupres du|auteur du consentement|consentement par|consentement obtenu de~donne par',
  personneDeConfiance:
    'patient hors d etat d exprimer sa volonte personne de confiance consultee|personne de confiance consultee',
  procheConsulte:
    'patient hors d etat d exprimer sa volonte proche consulte|patient hors d etat d exprimer sa volonte proche consultee',
  medecinTraitant:
    'medecin traitant|mt|mt declare|med traitant|medecin traitant declare|medecin traitant du patient|medecin traitant designe|nom du medecin traitant|adresse du medecin traitant',
  copieMedecinTraitant:
    'copie au medecin traitant|copie medecin traitant|copie mt|copie au mt|copie pour le medecin traitant|envoi au medecin traitant|transmission au medecin traitant|copie du compte rendu au medecin traitant',
  question:
    'question|questions|question posee|questions posees|ma question|question au requis|question clinique|question a poser|question au specialiste|question pour le requis|question precise|questions au requis~motif|motif de la demande|objet de la demande|demande|motif de teleexpertise',
  telephone:
    'telephone|tel|numero de telephone|numero telephone|telephone du requerant|telephone direct|telephone portable|telephone mobile|ligne directe|tel direct|tel portable~portable|mobile|joignable au|gsm',
  contexte:
    'contexte|contexte clinique|contexte medical~histoire de la maladie|histoire|hdm|anamnese|resume clinique|situation clinique|presentation clinique',
  antecedents:
    'antecedents|atcd|atcds|antecedent|antecedents medicaux|antecedents du patient|antecedents personnels~antecedents familiaux|antecedents chirurgicaux',
  traitements:
    'traitements|traitement|traitement en cours|traitements en cours|traitement actuel|traitements actuels|ttt|ttt en cours~medicaments|traitement habituel|traitements habituels|medication',
  delaiSouhaite:
    'delai souhaite|delai de reponse souhaite|delai attendu|delai de reponse|delai de reponse attendu|delai acceptable|reponse souhaitee|reponse souhaitee sous|reponse souhaitee avant~delai',
  nomUtilise:
    'nom utilise|nom d usage|nom usuel|nom marital|nom d epouse|nom d usage du patient~epouse',
  matriculeIns:
    'matricule ins|ins|numero ins|ins nir|matricule|matricule ins nir|identite nationale de sante|identifiant national de sante|matricule ins du patient',
  statutIns:
    'statut ins|statut de l ins|statut de l identite|statut identite|statut de l identite ins|statut du matricule ins|qualification ins',
  lieuNaissance:
    'lieu de naissance|lieu naissance|commune de naissance|ville de naissance|code lieu de naissance|code insee du lieu de naissance|code insee de naissance~code insee|ne a|nee a',
  numeroAm:
    'numero am|am|adeli|numero adeli|numero assurance maladie|numero d assurance maladie|numero de facturation|numero facturation|facturation|identifiant assurance maladie|numero am du requerant|numero assurance maladie du requerant|numero d identification assurance maladie|numero am requerant|assurance maladie',
  numeroFiness:
    'numero finess|finess|finess du requerant|numero finess du requerant|finess etablissement|finess de l etablissement|finess geographique|finess requerant',
  specialiteRequerant:
    'specialite du requerant|specialite requerant|specialite de la requerante|ma specialite|code specialite|code specialite du requerant|code specialite cpam|specialite cpam|specialite du medecin requerant|code specialite cpam du requerant',
  nirAssure:
    'numero de securite sociale de l assure|numero de securite sociale|numero securite sociale|securite sociale|nir|nir de l assure|nir assure|numero secu|numero de secu|nss|numero ss|numero de ss|numero de l assure|numero d assure|numero d assure social|numero de securite sociale de l assuree|immatriculation',
  rang: 'rang|rang gemellaire|rang de naissance|rang du beneficiaire|rang beneficiaire',
  regime:
    'regime|regime d assurance maladie|grand regime|regime assurance maladie|regime de l assure~caisse',
  natureAssurance:
    'nature d assurance|nature assurance|nature de l assurance|nature d assurance maladie',
  ald: 'ald|exoneration ald|patient en ald|ald exonerante|affection de longue duree|en ald|soins en ald',
  patientHospitalise:
    'patient hospitalise|patiente hospitalisee|hospitalise|hospitalisee|patient actuellement hospitalise~hospitalisation',
  niveau: 'niveau|niveau de teleexpertise|niveau teleexpertise|niveau de l acte',
  remplacantDe:
    'remplacant de|remplacante de|remplacant du|remplacante du|remplacant du dr|remplacante du dr|remplacant du docteur|remplacante du docteur|remplacant|remplacante|medecin remplace|en remplacement de|en remplacement du dr|en remplacement du docteur|remplacement de|remplacement du dr',
  urgence:
    'urgence|urgence vitale|caractere urgent|degre d urgence|demande urgente|caractere d urgence~urgent',
}

/** Labels whose value is prose: it runs on over blank lines until the next label. */
export const PROSE: ReadonlySet<LibelleLu> = new Set([
  'question',
  'contexte',
  'antecedents',
  'traitements',
])

/** Labels whose value is a date, a sex, a number, a mode, a yes or no: it ends with its line. SPEC §4 */
export const CLOSED: ReadonlySet<LibelleLu> = new Set([
  'dateNaissance',
  'sexe',
  'consentement',
  'dateConsentement',
  'modeConsentement',
  'copieMedecinTraitant',
  'telephone',
  'matriculeIns',
  'statutIns',
  'numeroAm',
  'numeroFiness',
  'remplacantDe',
  'nirAssure',
  'rang',
  'regime',
  'natureAssurance',
  'ald',
  'patientHospitalise',
  'niveau',
  'urgence',
])

export type Approche = 'abrege' | 'proche'

export interface LibelleTrouve {
  readonly libelle: LibelleLu
  /** Less sure: yields to a sure one. */
  readonly faible: boolean
  /** Abbreviated, or misspelt; absent: written as it is. */
  readonly approche?: Approche
}

const BY_WORDS: ReadonlyMap<string, LibelleTrouve> = new Map(
  Object.entries(SYNONYMS).flatMap(([libelle, list]) => {
    const [sure = '', unsure = ''] = list.split('~')
    const entries = (text: string, faible: boolean) =>
      text
        .split('|')
        .filter((mot) => mot !== '')
        .map((mot) => [mot, { libelle: libelle as LibelleLu, faible }] as const)
    return [...entries(unsure, true), ...entries(sure, false)]
  }),
)

const MAX_LABEL = 90

const near = nearTo(BY_WORDS, (a, b) => a.libelle === b.libelle && a.faible === b.faible)

const STATEMENT = /^\s*(?:la |le )?patiente? hors\s/i

/** The label that a text is, hints in parentheses and « du patient » ignored; null when it is none. */
export function libelleDe(written: string): LibelleTrouve | null {
  // The statement of a patient who cannot express a will is a sentence, and may be cut like one.
  const text = STATEMENT.test(written) ? written.replace(/[;:–—]/g, ',') : written
  // A sign that no label has makes it a sentence of the author: « ≥ Délai : ».
  if (text.length > MAX_LABEL || /[^\p{L}\p{M}0-9\s.,'’()°º*_/-]/u.test(text)) return null
  const bare = words(text.replace(/\([^()]*\)/g, ' '))
    .replace(/^(?:n|no|num|numeros?) (?=\w)/, 'numero ')
    .replace(/^(?:le|la|les|votre|mon|son|sa|ses) /, '')
  if (bare === '') return null
  const exact = known(bare)
  if (exact !== null) return exact
  const full = spelledOut(bare)
  const short = full === null ? null : known(full)
  if (short !== null) return { ...short, approche: 'abrege' }
  const found = near(bare) ?? known(spelledRight(bare)) ?? numbered(bare)
  return found && { ...found, approche: 'proche' }
}

/** « Question 1 »: the first of several. */
function numbered(bare: string): LibelleTrouve | null {
  return /^questions? (?:numero )?1$/.test(bare) ? known('question') : null
}

const LONG_WORDS: ReadonlyMap<string, string> = new Map(
  [...BY_WORDS.keys()].flatMap((name) => name.split(' ').map((word) => [word, word] as const)),
)
const nearWord = nearTo(LONG_WORDS, (a, b) => a === b)

/** Each word of a label of several that is one letter off, put right: « spécilaité demnadée ». */
function spelledRight(bare: string): string {
  const list = bare.split(' ')
  if (list.length < 2 || list.length > 5) return ''
  return list.map((word) => (LONG_WORDS.has(word) ? word : (nearWord(word) ?? word))).join(' ')
}

function known(written: string): LibelleTrouve | null {
  const bare = written
    .replace(/^(?:du )?patiente? hors/, 'patient hors')
    .replace(/ sa volonte et /, ' sa volonte ')
  const exact = BY_WORDS.get(bare)
  if (exact !== undefined) return exact
  const his = BY_WORDS.get(bare.replace(/ (?:du|de la|de ce|de cette)? ?patiente?$/, ''))
  return his === undefined || OF_PHYSICIANS.has(his.libelle) ? null : his
}

/** Lines about the author or the requis: « Téléphone de la patiente » is another line, and stays text. */
const OF_PHYSICIANS: ReadonlySet<LibelleLu> = new Set([
  'telephone',
  'numeroAm',
  'numeroFiness',
  'specialiteRequerant',
  'specialiteDemandee',
  'medecinRequis',
  'remplacantDe',
])
