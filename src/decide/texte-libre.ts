/**
 * What a requis wrote beside his keyword: nothing, a few polite words, a reason, or an opinion that must not be lost.
 *
 * In    a letter as read, the names of its author
 * Out   the text of substance; whether it may be an opinion that the keyword would swallow
 *
 * SPEC §5: a keyword other than AVIS followed by clinical text or attachments leads to a question
 */
import { type Courrier, enPropre } from '../domain/courrier.ts'
import { jourDe } from '../domain/identifiants.ts'
import { isClinique } from '../domain/propos-clinique.ts'
import { specialiteDe } from '../domain/specialites.ts'
import { fold, words } from '../domain/texte.ts'

interface Nomme {
  readonly nom: string
  readonly prenom: string
}

const GREETING = /^(?:bonjour|bonsoir|salut|hello|chere?s?)\b/
const CLOSING =
  /^(?:(?:bien |tres |avec )?(?:mes |nos )?(?:sinceres |meilleures |bonnes )?(?:cordialement|confraternellement|amicalement|respectueusement|sincerement|salutations|cdlt|cdt|confraternelles salutations|amities|a vous)|bonne (?:journee|soiree|reception)|envoye (?:de|depuis) )/
const CONTACT =
  /^(?:(?:tel|telephone|port|portable|mobile|fax|secretariat|rpps|mail)\W*)+|^[+\d][\d .()/+-]{7,}(?:poste [\d ]{1,9})?$|^[^\s@]+@\S+$/
const POLITE = new Set(
  'dr docteur docteure pr professeur professeure madame monsieur confrere consoeur merci et'.split(
    ' ',
  ),
)
// Words that go with an acceptance and say nothing of the patient.
const HARMLESS = new RegExp(
  '^(?:(?:ok|d accord|entendu|bien recu|recu|vu|bien note|c est note|j accepte|je m en occupe|je prends|merci|' +
    'je (?:vous )?(?:reponds|repondrai|regarde|regarderai|ferai|tiens au courant)|reponse|avis) ?)+' +
    '(?: ?(?:demain|ce soir|cet apres midi|aujourd hui|ce jour|rapidement|au plus vite|des que possible|' +
    'a venir|a suivre|dans la journee|cette semaine|dans la semaine|sous \\d+ ?(?:h|heures|jours)|' +
    'lundi|mardi|mercredi|jeudi|vendredi|matin|soir|avant|d ici|la|le))*$',
)
/** Words that say when and how one will answer, and nothing of the patient: a line of no others is harmless. */
const DIARY = new Set(
  (
    'je j nous vous te t me m le la les l un une des du de d en au aux a ce cet cette cela ca et ou ma mon mes votre vos ' +
    'vais ferai fais fait regarde regarderai regardons vois verrai lis lirai etudie etudierai reponds repondrai reponse ' +
    'retour reviens reviendrai prends prendrai charge occupe tiens tiendrai rends rendrai avis donne donnerai envoie ' +
    'enverrai transmets bien recu note vu entendu ok accord accepte merci confiance demande dossier message courrier ' +
    'consultation consultations garde bloc staff reunion vacation visites journee matinee soiree matin soir midi nuit ' +
    'demain aujourd hui jour jours heure heures h semaine prochaine lundi mardi mercredi jeudi vendredi samedi dimanche ' +
    'avant apres ici la fin debut des que possible plus vite tot tard rapidement dans sous pour sur apres-midi venir suivre courant au'
  ).split(' '),
)
const MAX_REASON_WORDS = 80

// How one asks without a question mark, or with one that was lost on the way.
const ASKING =
  /\b(?:faut il|dois je|devons nous|peut on|puis je|pouvez vous|peux tu|pourriez vous|pourrais tu|que (?:faire|penser|proposez|conseillez|pensez|conseilles|penses)|qu en pensez|qu en penses|est ce que|quel|quels|quelle|quelles|comment|combien|pourquoi|souhaiterais|voudrais|aimerais|j attends|merci de (?:me |bien vouloir )?(?:preciser|dire|indiquer|confirmer|repondre|rappeler)|question|reponse)\b/

/** Does a letter ask for an answer: a question, COMPLEMENT, new documents? Thanks and news do not. */
export function isQuestion(courrier: Courrier): boolean {
  if (courrier.motCle === 'COMPLEMENT' || courrier.pieces.length > 0) return true
  const said = paroles(courrier)
  return said.includes('?') || ASKING.test(words(said))
}

/** What the author says, without the lines of ours that he answers: what a letter is judged by. */
export function paroles(courrier: Courrier): string {
  return propos(enPropre(courrier))
}

/** Everything its reader is shown: what follows the keyword on its line, then the text. */
export function propos({ argument, texte }: Courrier): string {
  const first = argument?.trim() ?? ''
  const rest = texte.trim()
  if (first === '' || rest.startsWith(first)) return rest
  return rest === '' ? first : `${first}\n${rest}`
}

/** The lines that are neither greeting, closing, name, number nor signature. */
export function substance(text: string, auteur: Nomme): string {
  const kept: string[] = []
  let end: 'none' | 'name' | 'closing' = 'none'
  for (const line of text.split('\n')) {
    const said = words(line)
    if (/^--\s*$/.test(line) || (CLOSING.test(said) && said.split(' ').length <= 8)) end = 'closing'
    else if (/^(?:ps|nb)\b/.test(said) || isClinique(line)) end = 'none'
    if (said === '' || (end === 'closing' && !isClinique(line))) continue
    if (isPolite(line, said, auteur)) {
      if (end === 'none' && isNamed(said, auteur)) end = 'name'
    } else if (end === 'none' || !isFunction(line, said)) kept.push(line.trim())
  }
  return kept.join('\n')
}

const FUNCTION = new Set(
  (
    'service hopital hopitaux chu ch chr clinique cabinet centre praticien praticienne hospitalier hospitaliere chef cheffe ' +
    'assistant assistante interne pole secretariat poste unite departement medical medicale medecin medecine ' +
    'chirurgien chirurgienne specialiste maison sante pluriprofessionnelle msp de du des d la le l en et a'
  ).split(' '),
)

/** Under a name: what he is and where, or how to reach him. */
function isFunction(line: string, said: string): boolean {
  const list = said.split(' ')
  if (list.length > 10) return false
  return (
    specialiteDe(line) !== null || list.every((word) => FUNCTION.has(word) || /^\d+$/.test(word))
  )
}

function isNamed(said: string, { nom }: Nomme): boolean {
  return words(nom)
    .split(' ')
    .some((word) => word.length > 1 && said.split(' ').includes(word))
}

/** « Avis ci-joint. »: it points to a document. */
const POINTER =
  /^(?:(?:voici |voir |cf )?(?:mon |l |le )?(?:avis|compte rendu|reponse)? ?(?:est )?(?:en |la |ci )?(?:joint|jointe|piece jointe|pj|document joint|fichier joint)|ci joint (?:mon avis|l avis|le compte rendu))$/

function isPolite(line: string, said: string, { nom, prenom }: Nomme): boolean {
  if (GREETING.test(said) && said.split(' ').length <= 4) return true
  // A day looks as a telephone number does.
  if (CONTACT.test(fold(line)) && jourDe(line) === null && said.split(' ').length <= 10) return true
  if (POINTER.test(said)) return true
  const name = new Set([...words(nom).split(' '), ...words(prenom).split(' '), ...POLITE])
  return said.split(' ').every((word) => name.has(word))
}

/** Neither text, conclusion nor document: it cannot be an opinion. */
export function isVide(courrier: Courrier, auteur: Nomme): boolean {
  return (
    courrier.pieces.length === 0 &&
    courrier.conclusion === null &&
    substance(paroles(courrier), auteur) === ''
  )
}

/** After ACCEPTE: anything of substance but a few harmless words. */
export function isPlusQuUnAccord(courrier: Courrier, auteur: Nomme): boolean {
  if (courrier.pieces.length > 0 || courrier.conclusion !== null) return true
  return substance(enPropre(courrier).texte, auteur)
    .split('\n')
    .map(words)
    .some((line) => line !== '' && !HARMLESS.test(line) && !isDiary(line))
}

function isDiary(line: string): boolean {
  return line.split(' ').every((word) => DIARY.has(word) || /^\d{1,2}h?$/.test(word))
}

/** After REFUS, REORIENTATION or ABSENT: documents, a conclusion, or words of an opinion rather than a reason. */
export function isPlusQuUnMotif(courrier: Courrier): boolean {
  const said = paroles(courrier)
  return (
    courrier.pieces.length > 0 ||
    courrier.conclusion !== null ||
    isClinique(said) ||
    words(said).split(' ').length > MAX_REASON_WORDS
  )
}
