/**
 * Does a text ask for something, with or without a question mark?
 *
 * In    the words of either side
 * Out   yes or no. Thanks ask for nothing, whatever they thank for.
 *
 * SPEC §5 (COMPLEMENT is a question back), §6.8
 */
import { words } from './texte.ts'

// How one asks without a question mark, or with one that was lost on the way.
const ASKING =
  /\b(?:faut il|dois je|devons nous|peut on|puis je|pouvez vous|peux tu|pourriez vous|pourrais tu|que (?:faire|penser|proposez|conseillez|pensez|conseilles|penses)|qu en pensez|qu en penses|est ce que|quel|quels|quelle|quelles|comment|combien|pourquoi|souhaiterais|voudrais|aimerais|j attends|en attente de|merci de (?:me |bien vouloir )?(?:preciser|dire|indiquer|confirmer|repondre|rappeler)|question|reponse)\b/
/** How one asks for a piece of the request: words that an opinion may hold too. */
const REQUESTING =
  /\b(?:(?:pouvez|peux|pourriez|pourrais|auriez|avez|as|est|sont|y) (?:vous|tu|t il|t elle|t on|ce|il|elle|ils|elles)|precis(?:er|ez|e|ions?)|merci de (?:bien vouloir |me |m |nous )?(?!m? ?avoir)[a-z]+(?:er|ir|re)|(?:me|nous|m|il) (?:faut|faudrait|manque|manquent)|besoin (?:de?|du|des)|envoy(?:er|ez|e)|joind(?:re)|joignez|joins|transmett(?:re|ez)|fourni(?:r|ssez)|indiqu(?:er|ez|e)|complet(?:er|ez)|rappel(?:er|ez) moi|svp|stp|s il (?:vous|te) plait|manque(?:nt)?|quand|depuis quand|savoir|connaitre|demande|lequel|laquelle|lesquels|lesquelles|qui|ou en est)\b/
const THANKS =
  /^(?:(?:bonjour|bonsoir|cher|chere|confrere|consoeur|docteur|dr|et|un grand|mille|tous mes) )*(?:merci|remerciements?|je vous remercie|je te remercie)\b/

/** Does anything in it ask: a question mark, or the words of a question? Sentences of thanks do not count. */
export function isQuestionDite(text: string): boolean {
  if (text.includes('?')) return true
  return sentences(text).some((said) => ASKING.test(said) && !isMerci(said))
}

/** Is anything asked of its reader, as the author of COMPLEMENT does? */
export function isDemandeDite(text: string): boolean {
  return (
    text.includes('?') || sentences(text).some((said) => ASKING.test(said) || REQUESTING.test(said))
  )
}

function sentences(text: string): readonly string[] {
  return text.split(/[.!;\n]/).map(words)
}

/** « Merci pour votre réponse rapide », not « merci de préciser la dose ». */
function isMerci(said: string): boolean {
  return (
    THANKS.test(said) &&
    !/\bmerci (?:d avance |par avance )?de (?:me |m |nous |bien vouloir )?(?!avoir\b|votre\b|ta\b|ton\b|cette\b|ce\b|la\b|l\b)[a-z]+/.test(
      said,
    )
  )
}
