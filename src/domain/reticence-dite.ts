/**
 * Does a sentence go against the consent that a line gives, without a word of consent in it?
 *
 * In    a sentence, who gave the consent by the line, the sentence before it
 * Out   yes where the patient is not told of the request, hesitates about it, or says no to it
 *
 * Each is a word class: who is not told, who hesitates, what is answered. What names another object is clinical: « réticent
 * à la chirurgie », « non informée du diagnostic »; so is what answers a proposal of care. CSP art. L. 1111-4; SPEC §4
 */
import { ensemble } from './mots.ts'
import { isDeLaDemande } from './objet-accord.ts'
import { MAX_SENTENCE_CHARS } from './phrases.ts'
import { words } from './texte.ts'

const HE =
  '(?:(?:le|la|l|ce|cette|son|mon|ma) )?(?:patiente?|interessee?|malade|mme|mlle|madame|monsieur)'
const TOLD =
  '(?:parle[res]?|parler|parlez|dit|dire|dites|prevenue?|prevenir|prevenez|informee?|informer|informez|avertie?|avertir|avertissez|' +
  'consultee?|consulter|demande|demander|explique|expliquer|sollicitee?|interrogee?|evoque|evoquer|aborde|aborder|discute|discuter)'
const SMALL =
  '(?:en|lui|leur|l|le|la|avoir|ai|a|avait|encore|pu|su|ose|eu|ete|pas|temps|voulu|de|d|y|meme|jamais) '

/** The patient is not told; what follows the match is what of. */
const NOT_TOLD: readonly RegExp[] = [
  new RegExp(`\\binsu d(?:u|e)? ?${HE}\\b`),
  new RegExp(`\\bcachette d(?:u|e)? ?(?:${HE}|elle|lui)\\b`),
  new RegExp(
    `\\b(?:sans|pas|jamais|rien|ni|non) (?:${SMALL}){0,6}${TOLD} (?:(?:a|au|avec|aupres|de|du) ){0,2}(?:${HE}|elle|lui)\\b`,
  ),
  new RegExp(
    `\\b(?:ne )?lui (?:en )?(?:ai|a|avons|avais) (?:pas|rien|jamais) (?:${SMALL}){0,4}${TOLD}\\b`,
  ),
  new RegExp(`\\b${HE} (?:non|pas|jamais) (?:encore )?(?:consultee?|sollicitee?|interrogee?)\\b`),
  /\b(?:pas|jamais) (?:encore )?(?:ete|etait) (?:consultee?|sollicitee?|interrogee?)\b/,
]
/** « sans lui en avoir parlé »: of a request, where no patient does it. */
const WITHOUT_HIM = new RegExp(`\\bsans (?:lui |l |le |la )(?:${SMALL}){0,4}${TOLD}\\b`)
const ACTING = /\b(?:elle|il|patiente?)\b/
const WITHOUT_HIS_KNOWING = new RegExp(
  `\\bsans qu(?:e ${HE}| elle| il) (?:[a-z]+ ){0,4}(?:sache|courant|informee?|prevenue?|avertie?|accord|consent\\w*|accepte)\\b(?! (?:pourquoi|comment|quand|ou|si|dire))`,
)

const HESITATES =
  /\b(?:reticente?s?|reticences?|hesitante?|hesite|hesitait|indecise?|dubitati(?:f|ve)|tergiverse|reflechit|a contrecoeur|du bout des levres)\b/
const THINKS =
  /\b(?:prefere|prefererait|veut|voudrait|souhaite|souhaiterait|demande|desire|doit|va|besoin|temps|delai) (?:(?:a|de|d|y|encore|bien|le|un|du|temps|peu|pouvoir|prendre|abord|mieux|finalement) ){0,5}(?:reflechir|reflexion)\b/
const PUTS_OFF =
  /\b(?:prefere|prefererait|veut|voudrait|souhaite|souhaiterait|demande) (?:(?:a|de|d|y|encore|finalement|pour|en|l|instant|abord) ){0,4}(?:attendre|patienter|reporter|differer|s abstenir|rester la|renoncer|laisser tomber|repenser|reparler|rediscuter|discuter|parler)\b/
const UNSURE =
  /\b(?:est|semble|parait|reste|etait) (?:pas|plus|peu|guere) (?:(?:encore|tout|a|fait|totalement|completement|vraiment|tres|trop|si|bien) ){0,3}(?:sure?|certaine?|convaincue?|decidee?|partante?|chaude?|emballee?|favorable|enthousiaste|prete?)\b/
const SAYS_NO =
  /\b(?:dit|repond|repondu|redit) (?:(?:toujours|encore|que|clairement|finalement|d|abord|plutot) ){0,2}non\b(?= (?:pour|a|au|finalement|mais|encore|aujourd|ce|et|depuis|maintenant|d)\b|$)/
const UNSURE_OF_IT = /\b(?:mefiante?|reservee?|perplexe|sceptique|opposee?|defavorable|inquiete?)\b/

const AGAINST =
  /\b(?:malgre|contre|en depit de|outre) (?:son|ses|sa|le|la|les|l) (?:[a-z]+ )?(?:refus|reticences?|opposition|volonte|gre|hesitations?|desaccord)\b(?! d(?:u|e|es) (?:(?:la|sa|son|ses|l) )?(?:famille|mari|femme|fils|fille|parents|mere|pere|conjointe?|epou(?:x|se)|entourage|proches))/
/** Care that the law gives without a consent. */
const CONSTRAINED =
  /\b(?:hospital\w*|intern\w*|plac\w*|contention|sdt|spdt|soins|spdre|marie\w*|sortie?)\b/
const WANTS_NONE =
  /\b(?:(?:ne|n) (?:veut|souhaite|desire|voulait|voit|demande)(?: (?:finalement|pas|plus|rien|aucune?|l|interet|utilite|de|d|en)){1,6}|refuse|refusait|a refuse|decline) (?:(?:de|d|l|la|le|cet|cette|votre|ma|mon|un|une|tout|toute|interet|utilite) ){0,3}(?:avis|teleexpertise|tele expertise|demande|demarche)(?= (?:a distance|specialise|medical|exterieur|pour|maintenant|de|du|et|mais)\b|$)/

const INTRODUCES = ensemble(
  'a au aux pour sur de d du des entre devant quant avant face concernant le la les l un une ses son sa cette ce que qu vis envers contre',
)
/** Names no other object: time, people, words that name nothing. */
const VAGUE = ensemble(
  'instant moment jour jours semaine semaines mois fin retour mari femme fils fille famille enfant enfants proches epouse conjoint conjointe mere pere ' +
    'parents elle lui tout temps demain patient patiente cela ceci cette tous peu matin soir aujourd hui part sujet propos choses chose suite ete deja donc ' +
    'encore finalement interesse interessee mme madame monsieur avoir etre faire mais avec quand meme',
)
const PROPOSED =
  /\b(?:propos\w*|evoqu\w*|conseill\w*|suggere\w*|recommand\w*|envisag\w*|prescri\w*|indiqu\w*|pose l indication|preconis\w*)\b/
const PATIENT = /\b(?:patiente?|interessee?|elle|il|lui|malade|mme|madame|monsieur)\b/
const REPRESENTED =
  /\b(?:patiente?|interessee?|elle|il|lui|mere|pere|parents|tuteur|tutrice|maman|papa)\b/
const SPEAKER = /(?:^| )(?:je|j|nous|on|vous)(?: |$)/

/** Does this sentence go against the « oui »? `before`: the sentence before it. */
export function isContreLeOui(
  sentence: string,
  par: 'patient' | 'representantLegal',
  before = '',
): boolean {
  const whole = sentence.slice(0, MAX_SENTENCE_CHARS)
  const who = par === 'patient' ? PATIENT : REPRESENTED
  const clauses = whole
    .split(/[,()–—:]|\s-\s|\s(?:mais|car|donc)\s/i)
    .map(words)
    .filter((clause) => clause !== '')
  if (isSilent(words(whole))) return true
  const isAnswer = (at: number): boolean =>
    isOfCare([words(before.slice(0, MAX_SENTENCE_CHARS)), ...clauses.slice(0, at)])
  return clauses.some((clause, at) => isReluctant(clause, who, () => isAnswer(at)))
}

/** He is not told. */
function isSilent(said: string): boolean {
  if (WITHOUT_HIS_KNOWING.test(said)) return true
  const without = WITHOUT_HIM.exec(said)
  if (without !== null && !isHisOwnAct(said) && isOfThis(restOf(said, without))) return true
  return NOT_TOLD.some((way) => {
    const found = way.exec(said)
    return found !== null && isOfThis(restOf(said, found))
  })
}

function isReluctant(clause: string, who: RegExp, isAnswerToCare: () => boolean): boolean {
  if (WANTS_NONE.test(clause)) return true
  const against = AGAINST.exec(clause)
  if (against !== null && !CONSTRAINED.test(clause) && isOfThis(restOf(clause, against)))
    return true
  const plain = [HESITATES, THINKS, PUTS_OFF, UNSURE, SAYS_NO]
    .map((way) => way.exec(clause))
    .find((one) => one !== null)
  const said = plain ?? UNSURE_OF_IT.exec(clause)
  if (said == null) return false
  const rest = restOf(clause, said)
  if (rest.some(isDeLaDemande)) return !SPEAKER.test(clause.slice(0, said.index))
  if (plain == null || !who.test(clause) || SPEAKER.test(clause.slice(0, said.index))) return false
  return isOfThis(rest) && !isAnswerToCare()
}

function restOf(said: string, found: RegExpExecArray): readonly string[] {
  const rest = said.slice(found.index + found[0].length).trim()
  return rest === '' ? [] : rest.split(' ')
}

/** Are the words behind one of telling or hesitating about this request: named so, or nothing else named? */
export function isOfThis(after: readonly string[]): boolean {
  if (after.some(isDeLaDemande)) return true
  const at = after.findIndex((word) => INTRODUCES.has(word))
  return at === -1 || !after.slice(at + 1).some(isOther)
}

function isOther(word: string): boolean {
  return word.length > 2 && !VAGUE.has(word) && !INTRODUCES.has(word)
}

/** Was care proposed just before? Then the words answer that. */
function isOfCare(before: readonly string[]): boolean {
  return before.some((one) => PROPOSED.test(one) && !one.split(' ').some(isDeLaDemande))
}

/** « elle a arrêté sans en parler »: what the patient does without a word. */
function isHisOwnAct(said: string): boolean {
  const at = ACTING.exec(said)?.index ?? -1
  return at !== -1 && / sans(?: |$)/.test(said.slice(at))
}
