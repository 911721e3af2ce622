/**
 * Do the words beside JE CONFIRME or JE VALIDE change what they confirm: « sauf la date de naissance », « mais le prénom
 * est Lucie », « par contre c'est la jambe droite », « née en 1945 »?
 *
 * In    what stands beside the keyword, without the lines of the form
 * Out   true: the word says yes to something else than was read back, and nothing leaves by it. SPEC §5, §6.5
 */
import { words } from './texte.ts'

const RESERVE =
  /\b(?:sauf|excepte|hormis|mais|par contre|en revanche|cependant|toutefois|attention|a part|erreurs?|erronee?s?|errone|inexacte?s?|fausse?|faux|plutot|en fait|en realite|au lieu de|a la place|et non|et pas|tromp(?:e|ee|er)|corrig(?:er|e|ee|ez)|correction|rectifi(?:er|e|ee|ez|cation)|modifi(?:er|e|ee|ez|cation)|chang(?:er|e|ez|ement)|remplac(?:er|e|ez))\b/
const IDENTITE =
  /\b(?:nee?|naissance|ddn|prenoms?|(?:nom|sexe) (?:exact|correct|est|c est|s ecrit|de jeune fille|d usage|marital|utilise)|s appelle|s ecrit|de sexe)\b/
const COTE = /\b(?:c est|s agit d[eu]?|bien) (?:[a-z]{1,15} ){0,4}(?:droite?|gauche)\b/

/** Does the author change what he confirms? */
export function isReserveDite(text: string): boolean {
  const said = words(text)
  return RESERVE.test(said) || IDENTITE.test(said) || COTE.test(said)
}
