/**
 * What a requis wrote beside his keyword: nothing, a few polite words, a reason, or an opinion that must not be lost.
 *
 * In    a letter as read, the names of its author
 * Out   the text of substance; whether it may be an opinion that the keyword would swallow
 *
 * SPEC §5: a keyword other than AVIS followed by clinical text or attachments leads to a question
 */
import { isFaitNouveau } from '../domain/apres-avis.ts'
import { type Courrier, enPropre } from '../domain/courrier.ts'
import { isLigneDIdentite, isMention, type Nomme } from '../domain/ligne-identite.ts'
import { isMotifSimple } from '../domain/motif-simple.ts'
import { isClinique } from '../domain/propos-clinique.ts'
import { isQuestionDite } from '../domain/question-dite.ts'
import { words } from '../domain/texte.ts'

const GREETING = /^(?:bonjour|bonsoir|salut|hello|chere?s?)\b/
const CLOSING =
  /\b(?:cordiale?s?|cordialement|confraternel\w*|amicalement|amities|respectueusement|sincerement|salutations|sentiments|b?cdl?t|a (?:vous|toi)|bonne (?:journee|soiree|reception))\b/
/** Words that greetings and closings are made of. */
const POLITE = new Set(
  (
    'dr docteur docteure pr professeur professeure madame monsieur mesdames messieurs confrere confreres consoeur consoeurs ' +
    'ami amie collegue merci et bonjour bonsoir salut hello cher chere chers cheres bien tres avec mes nos mon ma notre votre ' +
    'vos sinceres sincere meilleures meilleurs bonnes bonne belle excellente cordialement cordiales cordiale ' +
    'confraternellement confraternelles confraternelle confraternel amicalement respectueusement respectueuses sincerement ' +
    'salutations sentiments distingues devoues cdlt cdt bcdt amities amitie a vous toi journee soiree reception fin de semaine ' +
    'week end d avance par pour l la le les en je reste disposition restant veuillez agreer recevoir croire expression assurance ' +
    'confiance attention aide beaucoup encore'
  ).split(' '),
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

/** Does a letter ask for an answer: a question, COMPLEMENT, new documents? Thanks and news do not. */
export function isQuestion(courrier: Courrier): boolean {
  if (courrier.motCle === 'COMPLEMENT' || courrier.pieces.length > 0) return true
  return isQuestionDite(paroles(courrier))
}

/** Does somebody have to answer it: a question, a danger, a fact that the author of the opinion did not know? */
export function demandeReponse(courrier: Courrier): boolean {
  return isQuestion(courrier) || isFaitNouveau(paroles(courrier))
}

/** What the author says, without the lines of ours that he answers: what a letter is judged by. */
export function paroles(courrier: Courrier): string {
  return propos(enPropre(courrier))
}

/** Everything its reader is shown: what follows the keyword on its line, then the text. */
export function propos({ argument, texte }: Pick<Courrier, 'argument' | 'texte'>): string {
  const first = argument?.trim() ?? ''
  const rest = texte.trim()
  if (first === '' || rest.startsWith(first)) return rest
  return rest === '' ? first : `${first}\n${rest}`
}

/**
 * The lines that are neither greeting, closing, name, nor sentence of confidentiality; below his name or a closing also
 * what he is, where, and how he is reached. « Dermatologie » above them may be an answer.
 */
export function substance(text: string, auteur: Nomme): string {
  const kept: string[] = []
  let isClosed = false
  let isSigned = false
  for (const line of text.split('\n')) {
    const said = words(line)
    isClosed ||= isFormule(said) || line.trim() === '--'
    const isHis = isSansPropos(line, auteur)
    isSigned ||= isClosed || (isHis && isNamed(said, auteur))
    if (isHis && (isSigned || isCourtois(line, said) || isMention(line))) continue
    if (!(isClosed && TITLED.test(line.trim()))) kept.push(line.trim())
  }
  return kept.join('\n')
}

/** « Dr Martin » below a closing: who signs for him. */
const TITLED = /^(?:Dr|Docteure?|Pr|Professeure?)\.?(?: \p{Lu}[\p{L}.'’-]{0,30}){1,4}$/u

/** Below his signature or a closing stands all that he says, and nothing of it is known to be clinical. */
export function isSousSignature(text: string, auteur: Nomme): boolean {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => !isSansPropos(line, auteur))
  const isEnd = (line: string) =>
    /^\s*--\s*$/.test(line) || isFormule(words(line)) || isNamed(words(line), auteur)
  return first > 0 && lines.slice(0, first).some(isEnd) && !lines.some(isClinique)
}

function isNamed(said: string, { nom }: Nomme): boolean {
  return words(nom)
    .split(' ')
    .some((word) => word.length > 1 && said.split(' ').includes(word))
}

/** « Avis ci-joint. »: it points to a document. */
const POINTER =
  /^(?:(?:voici |voir |cf )?(?:mon |l |le )?(?:avis|compte rendu|cr|courrier|lettre|document|reponse)? ?(?:est )?(?:en |la |ci )?(?:joint|jointe|ci joint|ci jointe|piece jointe|pieces jointes|pj|document joint|fichier joint)|ci joint (?:mon avis|l avis|le compte rendu))$/

/** A closing, and nothing else on its line. */
function isFormule(said: string): boolean {
  return CLOSING.test(said) && said.split(' ').every((word) => POLITE.has(word))
}

/** Courtesy, a pointer to a document, or who signs. */
export function isSansPropos(line: string, auteur: Nomme): boolean {
  return isCourtois(line, words(line)) || isLigneDIdentite(line, auteur)
}

function isCourtois(line: string, said: string): boolean {
  if (said === '' || isFormule(said) || POINTER.test(said)) return true
  if (GREETING.test(said) && isSalut(line)) return true
  return said.split(' ').every((word) => POLITE.has(word))
}

/** « Bonjour Claire, »: whom he greets is named as people are, and nothing follows. */
function isSalut(line: string): boolean {
  const said = line
    .trim()
    .replace(/[,.!]$/, '')
    .split(/\s+/)
  const isWord = (one: string) => POLITE.has(words(one)) || /^\p{Lu}[\p{L}.'’-]{0,30}$/u.test(one)
  return said.length <= 5 && !/[,.:;!?]\s/.test(line.trim()) && said.slice(1).every(isWord)
}

/** Neither text, conclusion nor document: it cannot be an opinion. */
export function isVide(courrier: Courrier, auteur: Nomme): boolean {
  return (
    courrier.pieces.length === 0 &&
    courrier.conclusion === null &&
    paroles(courrier)
      .split('\n')
      .every((line) => isSansPropos(line, auteur))
  )
}

const IN_DOCUMENTS = /\b(?:ci jointe?s?|jointe?s?|pj|pieces? jointes?|annexes?)\b/
const MAX_POINTER_WORDS = 14

/** Is the opinion in its documents, and nothing of it in the words? Then its readers are told where it is. */
export function isDansLesPieces(
  { texte, conclusion, pieces }: Pick<Courrier, 'texte' | 'conclusion' | 'pieces'>,
  auteur: Nomme,
): boolean {
  if (pieces.length === 0 || (conclusion ?? '').trim() !== '') return false
  return texte.split('\n').every((line) => {
    const said = words(line)
    if (said === 'conclusion' || isSansPropos(line, auteur)) return true
    const isPointer = IN_DOCUMENTS.test(said) && said.split(' ').length <= MAX_POINTER_WORDS
    return isPointer && !isClinique(line)
  })
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
  return line
    .split(' ')
    .every((word) => DIARY.has(word) || CLOSING.test(word) || /^\d{1,2}h?$/.test(word))
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

/** Words beside REFUS, ACCEPTE or ABSENT that somebody must read: documents, or more than a plain reason. SPEC §13.14 */
export function isALire(
  courrier: Pick<Courrier, 'argument' | 'texte' | 'libre' | 'pieces' | 'cite'>,
  auteur: Nomme,
): boolean {
  const said = propos(enPropre(courrier))
  return courrier.pieces.length > 0 || !isMotifSimple(substance(said, auteur))
}
