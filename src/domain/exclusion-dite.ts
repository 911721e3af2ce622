/**
 * Whom a request is not to go to: « ne pas adresser au Dr X », « sauf le Dr X », « Dr X à exclure ».
 *
 * In    what the requérant writes, the names of a physician
 * Out   yes where a sentence keeps him out; « n'est pas suivie par le Dr X » does not
 *
 * SPEC §4, §6.1
 */
import { enoncesDe, MAX_SENTENCE_CHARS } from './phrases.ts'
import { words } from './texte.ts'

const BETWEEN =
  '(?:(?:a|au|aux|le|la|l|les|chez|par|vers|pour|dr|drs|docteure?|pr|professeure?|mme|madame|monsieur|surtout|ce|cette|ma|mon|de|du|d|que|demande|dossier|avis|mail|sollicite[rz]|adresse[rz]|envoye[rz]|transmettre|transmettez|confie[rz]|demande[rz]|soumettre|solliciter|contacte[rz]|communique[rz]|montre[rz]|passer|prenom) ){0,9}$'
const BEFORE = new RegExp(
  `\\b(?:pas|jamais|sauf|hormis|excepte|exclure|excluez|exclusion|eviter|evitez|ecarter|ecartez|autre que|en dehors) ${BETWEEN}`,
)
const KNOWS = /\b(?:connai\w*|connu|vue?|voit|joint|joindre|trouve|revue?|consulte|suivie?)\b/
const AFTER =
  /^(?: [a-z]+)? (?:(?:est |serait )?(?:a )(?:exclure|eviter|ecarter)|excluee?|exclue?|ne doit (?:pas|rien|jamais) (?:le |la |l |en )?(?:recevoir|voir|lire|savoir|etre)|a ne pas (?:solliciter|contacter|consulter))\b/

/** Does a text keep this physician out? */
export function isExcluPar(
  text: string,
  { nom, prenom }: { readonly nom: string; readonly prenom: string },
): boolean {
  const name = words(nom)
  const given = words(prenom)
  if (name.length < 2) return false
  return enoncesDe(text).some((sentence) => {
    const said = ` ${words(sentence.slice(0, MAX_SENTENCE_CHARS))} `
    const at = said.indexOf(` ${name} `)
    if (at === -1) return false
    const before = said.slice(0, at + 1)
    const head =
      given !== '' && before.endsWith(` ${given} `) ? before.slice(0, -given.length - 1) : before
    const tail = head.slice(Math.max(0, head.length - 120))
    if (BEFORE.test(tail) && !KNOWS.test(tail)) return true
    return AFTER.test(said.slice(at + name.length + 1))
  })
}
