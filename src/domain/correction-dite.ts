/**
 * Does the author of an opinion say that it is wrong?
 *
 * In    what he writes after his opinion
 * Out   `doute`: it is of another patient, or not to be relied upon; `erreur`: something in it is to be read otherwise;
 *       null: neither. It is only asked about, and told: nothing is corrected by it. SPEC §5 (RECTIFICATIF)
 */
import { words } from './texte.ts'

const CANCELLED =
  /\bannul[a-z]{0,12} (?:de |mon |l |cet |le |ma |la |ce |votre |donc |tout |bien ){0,4}(?:avis|reponse|compte rendu|conclusion|cr|message|texte|courrier)\b/
const WRONG =
  /\b(?:mon|cet|l|ma|le) (?:avis|reponse|compte rendu|conclusion|cr|message|texte|courrier) (?:precedent |d hier |de ce jour |du jour )?(?:est|etait) (?:a annuler|annule|nul|nulle|faux|fausse|errone|erronee|inexact|inexacte)\b/
const UNFOLLOWED =
  /\b(?:ne|ni) (?:pas |plus )?(?:tenez|tenir|suivez|suivre) (?:pas |plus )?(?:compte )?(?:de |d )?(?:mon |cet |l |ma |mes |ce ){0,3}(?:avis|reponse|compte rendu|conclusion|cr|message|texte|courrier)\b|\b(?:oubliez|ignorez|retire|jetez) (?:mon |cet |l |ma |ce )(?:avis|reponse|compte rendu|conclusion|cr|message|texte|courrier)\b/
/** Whom he wrote about, and not only what. */
const WRONG_PATIENT =
  /\b(?:tromp[a-z]{1,12}|erreur|confond[a-z]{0,12}|confusion|melange[a-z]{0,12})\b(?: [a-z0-9]{1,20}){0,5} (?:de |d |le |la |un |une |du ){0,2}(?:patiente?s?|dossiers?|personne|malade|identite)\b|\bmauvaise? (?:patiente?|dossier|personne)\b|\b(?:autre|pas (?:le|la) bonn?e?) (?:patiente?|dossier)\b/
const DOUBTS = [CANCELLED, WRONG, UNFOLLOWED, WRONG_PATIENT]
/** He takes a word back, or sets the right rhythm of a treatment against the one that he wrote. */
const TAKEN_BACK =
  /\b(?:oups|oops|rectif|(?:voulais|voulait|souhaitais|fallait) (?:dire|ecrire|mettre|noter)|(?:je|j) (?:ai|avais) (?:mal ecrit|mal note|mal tape|ecrit trop vite)|pas (?:par|tous les|toutes les|chaque) (?:jours?|semaines?|mois|heures?|prises?|\d{1,3} (?:jours?|semaines?|mois|heures?))|pas (?:quotidien|hebdomadaire|mensuel|bihebdomadaire|journalier)[a-z]{0,6})\b/
const ERROR =
  /\b(?:erreurs?|errone[a-z]{0,12}|erratum|coquille|faute de (?:frappe|saisie)|rectifi[a-z]{0,12}|il fallait (?:lire|comprendre)|fallait lire|(?:lire|lisez) (?:[a-z0-9]{1,12} ){1,4}(?:pas)|au lieu d[a-z]{0,12}|et non|en lieu et place|je (?:me )?(?:corrige|rectifie)|corrig[a-z]{1,12} (?:de |mon |l |cet |le |ma |une |la |ce ){0,3}(?:avis|compte rendu|erreur|coquille|faute|phrase|posologie|dose|texte)|tromp(?:e|ee|es)|(?:mauvaise?|mauvais) (?:pj|piece|fichier|document|cr|compte rendu|photo)|(?:le|un) bon (?:cr|compte rendu|fichier|document)|version corrigee|annule et remplace|annul[a-z]{1,12})\b/

/** What he says of his own opinion. */
export function correctionDite(text: string): 'doute' | 'erreur' | null {
  const said = text.split(/[.!?;\n]/).map(words)
  if (said.some((one) => DOUBTS.some((doubt) => doubt.test(one)))) return 'doute'
  return said.some((one) => ERROR.test(one) || TAKEN_BACK.test(one)) ? 'erreur' : null
}
