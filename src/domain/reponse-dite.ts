/**
 * What prose says in answer to a question that is answered by yes or no.
 *
 * In    a letter without a keyword
 * Out   yes or no where nothing else can be meant, else nothing: then it is asked again, with the question
 *
 * A « no » is believed where it stops something. A « yes » that would let something leave is asked for as a word of its
 * own (SPEC §8); one that stops something is believed. SPEC §5, §13.13
 */
import { words } from './texte.ts'

const YES =
  /^(?:oui|ok|okay|d accord|accord|entendu|tout a fait|exact|exactement|effectivement|en effet|je (?:le |vous le )?confirme|c est (?:bien )?(?:cela|ca|exact|le cas|confirme)|bien sur|absolument|parfait|tres bien|volontiers|je suis d accord|j accepte|vous avez mon accord|adressez|transmettez|envoyez|faites|allez y)\b/
const NO =
  /^(?:non|pas d accord|je ne suis pas d accord|je refuse|desaccord|surtout pas|negatif|je ne (?:souhaite|veux|desire) pas)\b/
/** What turns a no around, or leaves it open. */
const BUT =
  /\b(?:oui|ok|objection|inconvenient|opposition|sauf|mais|probleme|souci|peut etre|pourquoi pas|en fait)\b/
const LEAD =
  /^(?:(?:bonjour|bonsoir|cher|chere|confrere|consoeur|docteur|dr|madame|monsieur|merci|bien|recu)\b ?)+/
const MAX_WORDS = 40

/** The plain answer of a letter; null: it is none, or one that may be read otherwise. */
export function reponseDite(text: string): 'oui' | 'non' | null {
  const said = saidFirst(text)
  if (text.includes('?') || said.split(' ').length > MAX_WORDS) return YES.test(said) ? 'oui' : null
  if (NO.test(said)) return BUT.test(said) ? null : 'non'
  return YES.test(said) ? 'oui' : null
}

/** Is a letter nothing but a short yes, no or thanks: an answer, and no text of its own? */
export function isSimpleReponse(text: string): boolean {
  const said = saidFirst(text)
  const list = said.split(' ')
  return said === '' || (list.length <= 6 && (YES.test(said) || NO.test(said)))
}

function saidFirst(text: string): string {
  return words(text.slice(0, 2000)).replace(LEAD, '').trim()
}

const CANCEL = /\bannul(?:er|ez|ons|e|ee|ation)\b/
const ITS_OBJECT = /\b(?:demande|avis|teleexpertise|dossier|sollicitation)\b/
const NO_NEED =
  /\b(?:plus besoin (?:de (?:votre |cet? |l )?|d un |de l )?(?:avis|reponse)|(?:demande|avis) (?:est )?(?:desormais )?sans objet|(?:demande|avis) (?:n est|ne sera) plus (?:utile|necessaire))\b/
const SHORT_WORDS = 6

/** Does prose ask to cancel the request: « merci d'annuler cette demande »? Then it is asked about. */
export function annulationDite(text: string): boolean {
  return text.split(/[.;!?\n]/).some((sentence) => {
    const said = words(sentence.slice(0, 1000))
    if (NO_NEED.test(said)) return true
    return CANCEL.test(said) && (ITS_OBJECT.test(said) || said.split(' ').length <= SHORT_WORDS)
  })
}
