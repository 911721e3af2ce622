/**
 * Does the author of an opinion say that it is wrong?
 *
 * In    what he writes after his opinion
 * Out   `doute`: it is of another patient, or not to be relied upon; `erreur`: something in it is to be read otherwise;
 *       null: neither. It is only asked about, and told: nothing is corrected by it. SPEC §5 (RECTIFICATIF)
 */
import { words } from './texte.ts'

const OPINION = '(?:avis|reponse|compte rendu|conclusion|cr|message|texte|courrier)'
const DOUBT = new RegExp(
  `\\bannul\\w* (?:de |mon |l |cet |le |ma |la |ce |votre |donc |tout |bien )*${OPINION}\\b|` +
    `\\b(?:mon|cet|l|ma|le) ${OPINION} (?:precedent |d hier |de ce jour |du jour )?(?:est|etait) (?:a annuler|annule|nul|nulle|faux|fausse|errone|erronee|inexact|inexacte)\\b|` +
    `\\b(?:ne|ni) (?:pas |plus )?(?:tenez|tenir|suivez|suivre) (?:pas |plus )?(?:compte )?(?:de |d )?(?:mon |cet |l |ma |mes |ce )*${OPINION}\\b|` +
    `\\b(?:oubliez|ignorez|retire|jetez) (?:mon |cet |l |ma |ce )${OPINION}\\b`,
)
/** Whom he wrote about, and not only what. */
const WRONG_PATIENT =
  /\b(?:tromp\w+|erreur|confond\w*|confusion|melange\w*)\b(?: \w+){0,5} (?:de |d |le |la |un |une |du )*(?:patiente?s?|dossiers?|personne|malade|identite)\b|\bmauvaise? (?:patiente?|dossier|personne)\b|\b(?:autre|pas (?:le|la) bonn?e?) (?:patiente?|dossier)\b/
const ERROR =
  /\b(?:erreurs?|errone\w*|erratum|coquille|faute de (?:frappe|saisie)|rectifi\w*|rectificati\w*|il fallait (?:lire|comprendre)|fallait lire|(?:lire|lisez|comprendre) [a-z0-9 ]{0,60}(?:au lieu|et non|pas)|au lieu d\w*|et non|en lieu et place|je (?:me )?(?:corrige|rectifie)|corrig\w+ (?:de |mon |l |cet |le |ma |une |la |ce )*(?:avis|compte rendu|erreur|coquille|faute|phrase|posologie|dose|texte)|tromp(?:e|ee|es)|(?:mauvaise?|mauvais) (?:pj|piece|fichier|document|cr|compte rendu|photo)|(?:le|un) bon (?:cr|compte rendu|fichier|document)|version corrigee|annule et remplace|annul\w+)\b/

/** What he says of his own opinion. */
export function correctionDite(text: string): 'doute' | 'erreur' | null {
  const said = text.split(/[.!?;\n]/).map(words)
  if (said.some((one) => DOUBT.test(one) || WRONG_PATIENT.test(one))) return 'doute'
  return said.some((one) => ERROR.test(one)) ? 'erreur' : null
}
