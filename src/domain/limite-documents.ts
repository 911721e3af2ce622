/**
 * « D'accord, mais pas les photos »: a consent that leaves the documents out, and what becomes of them meanwhile.
 *
 * In    a letter; a line or a text
 * Out   the words of the limit, quoted; the same line without them; whether its author does without documents
 *
 * A limit is the patient's, whatever comes first, it or the documents: they are kept back until their author says
 * what he wants. SPEC §4, §6.1; CSP art. L. 1111-4
 */
import { type PhraseCitee, phraseCitee } from './consentement-en-doute.ts'
import {
  type Courrier,
  enPropre,
  type Libelle,
  type OriginalSigne,
  type Piece,
} from './courrier.ts'
import { isPartSansDocuments, isSansDocuments } from './limite-dite.ts'
import { enoncesDe, MAX_SENTENCE_CHARS } from './phrases.ts'
import { words } from './texte.ts'

/** The way out that the question names. */
const SANS =
  /^(?:(?:ok|oui|donc|envoyez|transmettez|envoi) )?sans (?:les |ces |aucuns? )?documents?(?: svp| merci)?$/
const MAX_LINE = 80

/** Does a line say SANS DOCUMENTS? */
export function isSansDocumentsEcrit(courrier: Courrier): boolean {
  const { motCle, argument, texte } = enPropre(courrier)
  // « ACCORD sans documents », « ACCORD : sans documents ».
  const lines = [argument ?? '', ...texte.split('\n')]
  const isAnswer = motCle === null || motCle === 'ACCORD' || motCle === 'COMPLEMENT'
  return isAnswer && lines.some((line) => line.length <= MAX_LINE && SANS.test(words(line)))
}

const PROSE: readonly Libelle[] = ['contexte', 'question', 'antecedents', 'traitements']

/** The first sentence of a letter that leaves the documents out; null: none. */
export function limiteDite(courrier: Courrier): PhraseCitee | null {
  const { formulaire } = courrier
  const { libre, texte } = enPropre(courrier)
  const found = [libre, texte, ...PROSE.map((label) => formulaire[label] ?? '')]
    .flatMap(enoncesDe)
    .find(isSansDocuments)
  if (found !== undefined) return phraseCitee(found)
  const line = formulaire.consentement ?? ''
  return consentementSansLimite(line) === line ? null : phraseCitee(line)
}

const PARTS =
  /[,;:()–—]|\s-\s|\s(?:mais|car|donc)(?=\s)|\s(?=(?:sauf|hors|hormis|except[ée]e?s?|pas|sans|ni)\s)/i
/** What beside the documents it is given for. */
const REST =
  /\b(?:pour|sur|a) (?:le |la |les |l |ses |son |sa )?(?:texte|dossier|demande|avis|reste|donnees|question|courrier)(?: seule?s?| seulement| uniquement)?\b/g

/** The line of a consent without what it keeps back of the documents; the line as it is where it keeps nothing. */
export function consentementSansLimite(line: string): string {
  const parts = line.slice(0, MAX_SENTENCE_CHARS).split(PARTS)
  const kept = parts.filter((part) => !isPartSansDocuments(part))
  if (kept.length === parts.length) return line
  return kept
    .filter((part) => part.trim() !== '')
    .map((part) => (REST.test(words(part)) ? words(part).replace(REST, ' ') : part.trim()))
    .join(', ')
}

const OTHER =
  /\b(?:dossier|donnees|consent\w*|tele-?expertise|avis|demande|tout|toute|rien|identite|nom)\b/

/**
 * A text without the clauses that only keep documents back: they take nothing else from the consent. Each sentence keeps
 * a sign that ends it: a long line without one would go on in the next.
 */
export function sansLimites(text: string): string {
  return enoncesDe(text)
    .map((sentence) =>
      isSansDocuments(sentence)
        ? sentence
            .split(/[,:()–—]|\s-\s|\s(?:mais|car|donc)\s/i)
            .filter((clause) => !isSansDocuments(clause) || OTHER.test(words(clause)))
            .join(', ')
        : sentence,
    )
    .join('.\n')
}

/** Does a signed entity hold one of these documents? What lies elsewhere may lie in it. */
export function porte({ contenu, debut, fin }: OriginalSigne, pieces: readonly Piece[]): boolean {
  return pieces.some(
    (piece) => piece.contenu !== contenu || (piece.debut >= debut && piece.fin <= fin),
  )
}
