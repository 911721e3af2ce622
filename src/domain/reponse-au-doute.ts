/**
 * What answers « le patient retire-t-il son consentement ? »: he withdraws it, he keeps it, or neither is sure.
 *
 * In    his words, without the keyword
 * Out   yes only where every clause that may speak of the consent is known whole; else it is asked again
 *
 * A withdrawal destroys, an agreement lets something leave: neither is ever taken from a word that occurs in a sentence.
 * The word ACCORD at the head of an answer is the other answer's word and no yes to this question.
 * SPEC §5, §6.1; CSP art. L. 1111-4
 */
import { words } from './texte.ts'

const MAX_CHARS = 2000
const HE =
  '(?:elle|il|(?:(?:le|la|ma|mon|cette|ce) )?patiente?|(?:mme|mlle|m|mr|madame|monsieur) [a-z]+)'
const BESIDE =
  '(?:bien|toujours|encore|finalement|desormais|maintenant|donc|en fait|de nouveau|a nouveau|tout a fait|ce jour|aujourd hui|du tout)'
const OF_THIS =
  '(?: (?:de |pour |a )?(?:le|la|l|cet|cette|cela|ca|votre|ce) ?(?:avis|demande|teleexpertise|consentement)?)?'

const COURTESY =
  /^(?:bonjour|bonsoir|cher|chere|confrere|consoeur|docteur|dr|merci|et|beaucoup|bien|cordialement|confraternellement|bonne journee|a vous| )*$/
const IT_IS_SO =
  /^(?:oui|tout a fait|exact|exactement|effectivement|en effet|absolument|je (?:le |vous le )?confirme|c est (?:bien )?(?:cela|ca|exact|le cas|confirme))(?: (?:tout a fait|je (?:le |vous le )?confirme|c est (?:cela|ca|exact)|bien sur))?$/
const WITHDRAWS = new RegExp(
  `^(?:oui )?${HE} (?:a )?(?:le |la |l )?(?:${BESIDE} )?retiree? ?(?:${BESIDE} ?)?(?:(?:son|le) (?:consentement|accord))?$|` +
    `^(?:oui )?${HE} ne (?:le )?(?:veut|souhaite|consent|accepte) (?:${BESIDE} )?plus(?: ${BESIDE})?${OF_THIS}$`,
)
const KEEPS = new RegExp(
  `^(?:c est (?:oui|bon|d accord)|oui|ok|tout va bien)$|` +
    `^(?:oui |en fait |finalement |et |car |mais )?${HE} (?:${BESIDE} )?(?:(?:le )?veut bien|veut toujours|accepte|consent|(?:reste|est|demeure) (?:${BESIDE} )?d accord|maintient(?: son (?:consentement|accord))?|confirme(?: son (?:consentement|accord))?|(?:a|m a|nous a) (?:${BESIDE} )?(?:rappele|confirme|accepte|dit oui)e?(?: son (?:consentement|accord))?|(?:ne )?(?:le )?retire (?:pas|rien)(?: son (?:consentement|accord))?)(?: ${BESIDE}){0,2}$|` +
    `^(?:vue?|revue?) (?:avec|ce jour avec) (?:elle|lui)$`,
)
/** What explains the doubt: beside the plain word ACCORD it takes nothing from it, by itself it says nothing. */
const MISTAKE =
  /^(?:(?:c etait|c est|ce n etait qu|il s agissait d) ?(?:une? )?)?(?:une? )?(?:erreur|fausse alerte|malentendu|meprise|incomprehension)(?: de (?:ma|notre|mon) (?:part|fait)| avec (?:la|le|ma|mon|notre) [a-z]+)?$/
/** A clause with one of these may speak of the consent: it is known whole, or it is asked about. */
const STANCE =
  /\b(?:consent\w*|accord\w*|desaccord|refus\w*|veut|veux|veulent|voul\w+|voudr\w+|souhait\w*|desir\w*|accept\w*|oui|non|pas|plus|sauf|seul\w*|uniquement|mais|photos?|images?|attend\w*|hesit\w*|stop|annul\w*|retir\w*|retrait|ne|n|sans|jamais|reserve|reflech\w*|oppos\w*|condition\w*|deced\w*|deces|morte?|fille|fils|mari|epou\w+|mere|pere|famille|tuteur|tutrice|proches?|peut|etre|erreur|malentendu)\b/

/** Does an answer to the question say that he withdraws it, and nothing else? */
export function retraitConfirme(text: string): boolean {
  const said = clauses(text)
  if (text.length > MAX_CHARS || text.includes('?') || said.length === 0) return false
  return said.every((one) => IT_IS_SO.test(one) || WITHDRAWS.test(one))
}

/** May ACCORD be taken with what stands beside it: nothing in it speaks of the consent but to keep it? */
export function isAccordSansReserve(beside: string): boolean {
  if (beside.includes('?') || beside.length > MAX_CHARS) return false
  return clauses(beside).every((one) => KEEPS.test(one) || MISTAKE.test(one) || !STANCE.test(one))
}

/** Does what stands beside RETRAIT CONSENTEMENT take it back, or ask? Then nothing is destroyed before he says which. */
export function isRetraitRepris(beside: string): boolean {
  if (beside.includes('?')) return true
  return clauses(beside).some(
    (one) => TAKEN_BACK.test(one) || MISTAKE.test(one) || (KEEPS.test(one) && !IT_IS_SO.test(one)),
  )
}

const TAKEN_BACK =
  /^non\b|\bne (?:le |la )?retire (?:pas|rien)\b|\bne pas retirer\b|\b(?:finalement|toujours|encore) d accord\b|\b(?:annul\w+|oubli\w+) (?:ce|mon|le) (?:retrait|message)\b|\bpeut etre\b|\bpas (?:sur|sure|certain|certaine)\b|\bmaintient\b|\bhesite\b/

/** « ACCORD, elle veut bien finalement »: is all that stands beside the word the patient's own yes? */
export function isOuiDuPatient(beside: string): boolean {
  if (beside.includes('?') || beside.length > MAX_CHARS) return false
  const said = clauses(beside)
  return said.length > 0 && said.every((one) => KEEPS.test(one))
}

function clauses(text: string): readonly string[] {
  return text
    .slice(0, MAX_CHARS)
    .split(/[.,;:!?()\n–—«»"]|\s-\s/)
    .map(words)
    .filter((one) => one !== '' && !COURTESY.test(one))
}
