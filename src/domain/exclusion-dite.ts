/**
 * Whom a request is not to go to: « ne pas adresser au Dr X », « sauf le Dr X », « Dr X à exclure ».
 *
 * In    what the requérant writes, the names of a physician
 * Out   the sentence that keeps him out, and whether it surely does: « conflit avec le Dr X » may; « n'est pas suivie par
 *       le Dr X » does not
 * Refuses nothing.
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

/** What may keep him out, said beside his name: whoever writes so is asked before he gets anything. */
const DOUBT =
  /\b(?:conflits?|litiges?|contentieux|proces|plainte|differends?|mesentente|brouillee?s?|fachee?s?|en froid|mauvais termes|ex mari|ex femme|ex epou(?:x|se)|ex conjointe?|ex compagn(?:on|e)|(?:plus|pas|aucune) confiance|confiance perdue|perdu confiance|(?:veut|souhaite|voudrait|desire) (?:plus|pas|surtout pas) (?:le |la |etre )?(?:vue?|voir|revoir|revue?|suivie?|consulter|recontacter)|refuse (?:de |d )?(?:le |la |etre )?(?:vue?|voir|revoir|suivie?|consulter))\b/

/** A sentence about a physician, as its author wrote it; `sure`: it keeps him out. */
export interface ExclusionDite {
  readonly mots: string
  readonly sure: boolean
}

/** The sentence of a text that keeps this physician out, one that surely does before one that may; null: none does. */
export function exclusionDite(
  text: string,
  { nom, prenom }: { readonly nom: string; readonly prenom: string },
): ExclusionDite | null {
  const name = words(nom)
  const given = words(prenom)
  if (name.length < 2) return null
  const found = enoncesDe(text).flatMap((sentence): readonly ExclusionDite[] => {
    const said = ` ${words(sentence.slice(0, MAX_SENTENCE_CHARS))} `
    const at = said.indexOf(` ${name} `)
    if (at === -1) return []
    const before = said.slice(0, at + 1)
    const head =
      given !== '' && before.endsWith(` ${given} `) ? before.slice(0, -given.length - 1) : before
    const tail = head.slice(Math.max(0, head.length - 120))
    const sure =
      (BEFORE.test(tail) && !KNOWS.test(tail)) || AFTER.test(said.slice(at + name.length + 1))
    return sure || DOUBT.test(said) ? [{ mots: sentence.trim(), sure }] : []
  })
  return found.find(({ sure }) => sure) ?? found[0] ?? null
}

/** Does a text surely keep this physician out? */
export function isExcluPar(
  text: string,
  who: { readonly nom: string; readonly prenom: string },
): boolean {
  return exclusionDite(text, who)?.sure === true
}
