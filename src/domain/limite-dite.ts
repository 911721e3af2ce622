/**
 * What prose keeps from somebody: a matter from the médecin traitant or from the requis, the documents from everybody.
 *
 * In    a sentence
 * Out   yes or no: whoever writes so is asked, nothing is decided by it
 *
 * What a letter has not, shows not or needs not (« pas de photo », « je n'ai pas la photo ») is no limit. SPEC §4
 */
import { MAX_SENTENCE_CHARS } from './phrases.ts'
import { words } from './texte.ts'

const TRAITANT =
  /\b(?:(?:medecin|docteur|dr) (?:traitante?|de famille|habituel)|mt|generaliste|(?:son|leur|sa) (?:medecin|docteur|doctoresse)(?! (?:du|hospitalier|coordonnateur|scolaire|conseil|nutritionniste|\w+logue)\b))\b/
const KEPT: readonly RegExp[] = [
  /\b(?:pas|rien|jamais|ni) (?:(?:en|le|la|l|lui|y|du|tout|a|qu|que|il|elle|on|son|sa|medecin|generaliste|traitante?|mt) ){0,5}(?:mentionner|mentionnez|dire|dise|disent|dites|parler|parlez|evoquer|evoquez|reveler|divulguer|apprenne|sache|savoir)\b/,
  /\bne (?:lui |l |le |la |leur |en ){0,2}(?:dise|disent|dites|parle|parlez|revele|revelez|mentionnez) (?:rien|pas|jamais)\b/,
  /\b(?:pas|sans) (?:dire )?un (?:seul )?mot\b/,
  /\b(?:motus|cacher|cachez|cachee?|tenu secret|garder (?:le )?secret)\b/,
  /\b(?:conflit|litige|fachee?|froid|brouillee?|proces) (?:avec|contre)\b/,
]
const STOPS = /\b(?:arret|stopp|interromp|interrompu|pris|prend|modif|augment|diminu)/
const DISTRUSTS =
  /\b(?:ne|n) (?:lui (?:fait|accorde)|a) (?:plus|pas|aucune|guere) (?:du tout )?confiance\b/

/** Is a matter kept from the médecin traitant? */
export function isTuAuTraitant(sentence: string): boolean {
  const said = words(sentence.slice(0, MAX_SENTENCE_CHARS))
  if (DISTRUSTS.test(said) && (/\blui\b/.test(said) || TRAITANT.test(said))) return true
  return TRAITANT.test(said) && !STOPS.test(said) && KEPT.some((way) => way.test(said))
}

const REQUIS =
  '(?:(?:le|la|l|au|aux|a|ce|cette|son|votre) ){0,2}(?:specialistes?|experts?|medecin requis|requis|correspondants?|dermatologue|cardiologue|[a-z]{3,14}logue|chirurgien|confrere)'
const KEPT_FROM_REQUIS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:ne|n) (?:veut|souhaite|desire|voudrait|voulait) (?:surtout )?(?:pas|plus) qu(?:e)? (?:${REQUIS}|vous) (?:(?:le|la|l|en|y) )?(?:sache|sachiez|apprenne|appreniez|soit|soyez|connaisse|voie|lise)\\b`,
  ),
  /\bpas (?:en |le |la |l )?(?:mentionner|dire|reveler|divulguer|communiquer|evoquer|parler) (?:[a-z]+ ){0,3}(?:au|a la|a l|aux) (?:specialistes?|experts?|requis|medecin requis|correspondants?|[a-z]{3,14}logue|chirurgien|confrere)\b/,
  new RegExp(`\\b${REQUIS} ne doit (?:pas|rien|jamais) (?:le |l |en )?(?:savoir|apprendre)\\b`),
]

/** Is a matter kept from who is asked? */
export function isTuAuRequis(sentence: string): boolean {
  const said = words(sentence.slice(0, MAX_SENTENCE_CHARS))
  return KEPT_FROM_REQUIS.some((way) => way.test(said))
}

const DOCUMENTS =
  '(?:photos?|photographies?|images?|cliches?|videos?|documents?|pieces? jointes?|fichiers?|selfies?)'
const ARTICLES =
  '(?:(?:pour|la|le|les|l|ses|sa|son|ces|cette|mes|ma|de|d|du|des|toutes?|tous|autres?) ){0,3}'
const SENT =
  '(?:transmet\\w*|envoy\\w*|envoie\\w*|diffus\\w*|communiqu\\w*|partag\\w*|montrer|montrez|adress\\w*|utilis\\w*|publi\\w*)'
const LIMITS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:ne|n) (?:pas |plus |jamais )?${SENT} (?:(?:pas|surtout|plus|jamais|svp) ){0,2}${ARTICLES}${DOCUMENTS}\\b`,
  ),
  new RegExp(
    `\\b(?:sans|refuse|oppose|opposee|opposition|pas) (?:(?:a|de|d|que|qu|on|la|l|le|les|y) ){0,4}(?:${SENT}|envoi|transmission|diffusion|partage) ${ARTICLES}${DOCUMENTS}\\b`,
  ),
  new RegExp(
    `\\b(?:non|sauf|hormis|excepte|exceptee?s|refuse|refus) (?:(?:pour|de) )?(?:la|les|l|ses|sa|ces|cette) ${DOCUMENTS}\\b`,
  ),
  new RegExp(`\\b${DOCUMENTS} (?:[a-z]+ ){0,3}a ne (?:pas|surtout pas|jamais) ${SENT}\\b`),
  new RegExp(
    `\\b(?:ne|n) (?:veut|souhaite|desire|accepte) (?:pas|plus) (?:(?:que|qu|on|de|d) ){0,3}(?:${SENT} )?${ARTICLES}${DOCUMENTS}\\b`,
  ),
]
const NOT_THE = new RegExp(`\\bpas (?:pour )?(?:la|les|l|ses|sa|ces|cette) ${DOCUMENTS}\\b`)
/** « n'ai pas la photo », « ne voit pas les images »: of what there is. */
const HAS = /\b(?:ne|n)\b/

/** Are documents kept back, all or some of them? */
export function isSansDocuments(sentence: string): boolean {
  const said = words(sentence.slice(0, MAX_SENTENCE_CHARS))
  if (/\b(?:reussi|arrive|pu|peux|peut|parviens|pouvons|possible|panne)\b/.test(said)) return false
  if (LIMITS.some((way) => way.test(said))) return true
  const found = NOT_THE.exec(said)
  return found !== null && !HAS.test(said.slice(Math.max(0, found.index - 40), found.index))
}

const LIMITED = new RegExp(
  `\\b(?:pas|non|sauf|hors|hormis|excepte|exceptee?s?|sans|ni|aucune?) (?:(?:pour|la|le|les|l|ses|sa|son|ces|cette|de|d|des|transmettre|envoyer|envoi|transmission) ){0,5}${DOCUMENTS}\\b`,
)

/** Does a part of the line of a consent keep them back? */
export function isPartSansDocuments(part: string): boolean {
  return LIMITED.test(words(part))
}
