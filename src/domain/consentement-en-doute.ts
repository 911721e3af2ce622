/**
 * Does prose speak against the consent that a line states: not asked yet, taken back, given by somebody else?
 *
 * In    what the author writes beside the line, who gave the consent by that line
 * Out   the sentence that leaves a doubt, as written and with its other words left out; null where none does
 *
 * What is said of the copy to the médecin traitant, or of a treatment, is no doubt about the consent. A consent word near a negation, the future or another person is a doubt: in doubt it is asked about, never supposed.
 * CSP art. L. 1111-4, L. 1111-6; SPEC §4
 */
import { consentementContredit } from './consentement-dit.ts'
import { phraseSansCopie } from './copie-dite.ts'
import { horsEtatDit } from './hors-etat.ts'
import { isTuAuRequis } from './limite-dite.ts'
import { ensemble } from './mots.ts'
import { isAccordDAutreChose, sansProches, suiteDe } from './objet-accord.ts'
import { enoncesDe, MAX_SENTENCE_CHARS } from './phrases.ts'
import { isContreLeOui, isOfThis } from './reticence-dite.ts'
import { sansSoins } from './soins-dits.ts'
import { words } from './texte.ts'

const MAX_QUOTED_CHARS = 200

const CONSENT =
  /^(?:consent(?:ement|ements|ant|ante|ir|i|ie|e|ait|aient)?|accords?|accordee?|autoris(?:ation|e|ee|er))$/
const ACCEPTS = /^(?:accepte(?:nt|e)?|acceptation|ok)$/
const INFORMED = /^(?:inform(?:ee?s?|er)|prevenue?s?|prevenir|avertie?s?|avertir|courant)$/
const ABOUT_ILLNESS =
  /^(?:diagnostics?|pronostic|resultats?|cancer|maladie|gravite|risques?|effets|traitements?|alternatives?)$/
const ABOUT_CARE =
  /^(?:anesthesie|operation|intervention|chirurgie|biopsie|exerese|geste|transfusion|vaccin\w*|etude|essai|scanner|irm|operatoire|chirurgical)$/
/** Whose agreement is nobody's consent: « accord du cardiologue ». */
const COLLEAGUE =
  /^(?:dr|docteur|docteure|pr|professeur|confrere|consoeur|medecin|equipe|staff|rcp|laboratoire|labo|pharmacien|\w+(?:logue|iste|icien|ologie|iatre)|chirurgien|service|caisse|cpam|secu)$/

/** Who is no patient; those of the second list only where they are somebody's (« sa fille », not « fille »). */
const RELATIVES = ensemble(
  'mari epoux epouse conjoint conjointe compagne compagnon frere soeur neveu niece gendre cousin cousine tante oncle ' +
    'voisin voisine aidant aidante curateur curatrice mandataire proche proches famille enfants confiance',
)
const POSSESSED = ensemble('fils fille femme ami amie belle petit petite grand')
/** Those who stand for a patient by law. */
const LEGAL = ensemble(
  'mere pere parents maman papa tuteur tutrice tutelle representant representante',
)

/** What is still to be done, or will be: one way of saying it a line. */
const FUTURE: readonly RegExp[] = [
  /\b(?:a|reste a|pour|avant de?|va|vais|dois|doit|devons|devra|faut|faudra|faudrait|peux|pense|compte|encore) (?:(?!pu |su )[a-z]+ ){0,3}(?:recueillir|obtenir|demander|redemander|confirmer|signer|donner|informer|prevenir|parler|reprendre|venir|faire)\b/,
  /\b(?:sera|seront|serait|soit|devrait etre|doit etre) (?:[a-z]+ ){0,2}(?:recueilli|obtenu|demand|confirm|sign|donn|inform|prevenu)/,
  /\b(?:recueiller|demander|informer|parler)(?:ai|ons|a)\b/,
  /\b(?:demain|plus tard|ulterieurement|prochaine?|a venir|en cours|en attente|attends|attend|attendons|attente)\b/,
]
const CONDITION = /\b(?:si|sous reserve|reserve de|a condition|sauf|a moins)\b/
const IN_PLACE =
  /\b(?:a sa place|en son nom|au nom d\w*|pour (?:lui|elle)\b(?! (?:meme|expliquer)))/
const GIVES = /\b(?:accord|consent\w*|accepte\w*|autoris\w*|signe|donne|repondu|decide|oui)\b/
const UNAWARE: readonly RegExp[] = [
  /\ba (?:son|leur) insu\b/,
  /\bsans (?:le|la|les|lui|leur) (?:en |le )?(?:dire|parler|informer|prevenir|avoir dit|avoir informee?)\b/,
  /\bsans en parler\b/,
  /\bne (?:le |la )?(?:sait|savait|savent) (?:pas|rien)\b.{0,60}\b(?:demande|avis|demarche|sollicit|ecri|envo|teleexpertise)/,
  /\bignore\b.{0,40}\b(?:demande|demarche|teleexpertise)\b/,
]
const OPPOSED =
  /\b(?:s y oppose|s y opposent|s y est opposee?|y est opposee?|y sont opposes?|est contre|a dit non)$/
/** A refusal of nothing in particular: « Le patient refuse finalement. », not « refuse la biopsie ». */
const REFUSAL =
  /^(?:(?:mais|or|finalement|depuis) )?(?:(?:le|la) patiente?|il|elle) (?:a )?(?:(?:finalement|ensuite|depuis|desormais|maintenant) )?(?:refusee?|ne (?:veut|souhaite) (?:pas|plus)|dit non|change d avis)(?: (?:finalement|maintenant|desormais|depuis|ce jour|a present|aujourd hui))?$/
const PATIENT = /^(?:patiente?|interessee?|elle|il|lui)$/
/** To whom « parler » is: « en parler » alone is also what colleagues do. */
const SPEAKS = /(?<!vous |nous )\b(?:en|lui|leur) (?:[a-z]+ ){0,4}parl(?:e|er|erai|erons|ee)\b/
const NOT_YET = /\b(?:dois|vais|doit|faut|faudra|parlerai|parlerons|demain|encore)\b/

/** A sentence, as it stands, and with what it says of anything else left out. */
export interface PhraseCitee {
  readonly mots: string
  /** Fit for a letter without clinical content. */
  readonly discrets: string
}

/**
 * The sentence that leaves the consent in doubt. `par`: by whom the line says that the consent was given; `noms`: the
 * words of the name of the médecin traitant.
 */
export function consentementEnDoute(
  text: string,
  par: 'patient' | 'representantLegal',
  noms?: ReadonlySet<string>,
): PhraseCitee | null {
  const found = enoncesDe(text).find((sentence, at, all) => {
    const said = phraseSansCopie(sentence.slice(0, MAX_SENTENCE_CHARS), noms)
    return isDoubt(said, par) || isContreLeOui(said, par, all[at - 1]) || isTuAuRequis(said)
  })
  return found === undefined ? null : phraseCitee(found)
}

/** Do the words of a consent name somebody close, who gives none? A parent is none: he may stand for a minor. */
export function nommeUnProche(text: string): boolean {
  const list = words(text.slice(0, MAX_SENTENCE_CHARS)).split(' ')
  return list.some((word, at) => isPerson(list, word, at, 'representantLegal'))
}

/** Words that say nothing of a patient but what he agreed to: all that a letter without clinical content may quote. */
const PLAIN = ensemble(
  'a ai ait as au aucun aucune auparavant auprès aura aurai aussi aux avait avant avec avis avoir ce ceci cela cet cette ' +
    'car c ci comme contre d dans de demain demande demander demarche des deux dit dire doit dois donc donne donner dossier du ' +
    'elle elles en encore envoi envoie envoyer envoyee est et ete etait etre eu fait faudra faut finalement ' +
    'formel hier hors etat ignore il ils incapable informer insu j jamais je jour l la le les leur lui lundi ma mais malgre mardi ' +
    'matin me mercredi jeudi vendredi meme mes mon n ne ni nom non nous on ou oral orale ordonnance oui par parce parle ' +
    'parler pas patient patiente peut photos place plus pour presence ps pu qu que qui recueilli recueillie ' +
    'recueillir refuse refus reste retire revu revue s sa sait sans secretaire sera ses si signe soir son sont souhaite sous ' +
    'reserve sur tard telephone teleexpertise transmette transmission transmis ulterieurement un une vais veut volonte vous vu vue y ' +
    'exprimer capable donnees joint jointe oppose opposee attend attends attente cours venir a',
)

function isPlain(word: string): boolean {
  if (/^\d/.test(word)) return false
  return (
    PLAIN.has(word) ||
    RELATIVES.has(word) ||
    POSSESSED.has(word) ||
    LEGAL.has(word) ||
    [CONSENT, ACCEPTS, INFORMED].some((one) => one.test(word))
  )
}

/** A sentence for a question about it. */
export function phraseCitee(sentence: string): PhraseCitee {
  return { mots: sentence.replace(/\s+/g, ' ').trim(), discrets: reduced(sentence) }
}

function reduced(sentence: string): string {
  const list = sentence
    .slice(0, MAX_SENTENCE_CHARS)
    .split(/[\s:=«»"()]+/)
    .filter((word) => word !== '')
  const kept = list.map((word) => (words(word).split(' ').every(isPlain) ? word : '…'))
  const said = kept.filter((word, at) => word !== '…' || kept[at - 1] !== '…').join(' ')
  return said.length <= MAX_QUOTED_CHARS ? said : `${said.slice(0, MAX_QUOTED_CHARS)}…`
}

function isDoubt(whole: string, par: 'patient' | 'representantLegal'): boolean {
  const sentence = sansProches(whole)
  const said = sansSoins(words(sentence))
  if (consentementContredit(sentence)) return true
  if (saysOneOf(UNAWARE, said) || REFUSAL.test(said)) return true
  // For one who is represented his own state leaves no doubt: somebody else consents.
  if (par === 'patient' && horsEtatDit(sentence) !== null) return true
  if (IN_PLACE.test(said) && GIVES.test(said)) return true
  const clauses = clausesOf(sentence)
  return clauses.some(isClauseInDoubt) || isOfAnother(clauses, par)
}

function saysOneOf(ways: readonly RegExp[], said: string): boolean {
  return ways.some((way) => way.test(said))
}

/** Parts of a sentence that say one thing each. */
function clausesOf(sentence: string): readonly (readonly string[])[] {
  return sentence
    .split(/[,()–—]|\s-\s|\s(?:et(?! pour)|mais|car|donc)\s/i)
    .map((clause) => sansSoins(words(clause)).split(' '))
    .filter(([first]) => first !== '')
}

function isClauseInDoubt(list: readonly string[]): boolean {
  const said = list.join(' ')
  if (OPPOSED.test(said)) return true
  const at = list.findIndex((word, i) => isOfConsent(list, word, i))
  if (at === -1) {
    const spoken = SPEAKS.exec(said)
    if (spoken === null || !(isNegated(list) || NOT_YET.test(said))) return false
    return isOfThis(
      said
        .slice(spoken.index + spoken[0].length)
        .trim()
        .split(' '),
    )
  }
  return (
    isNegated(list) ||
    saysOneOf(FUTURE, said) ||
    (CONSENT.test(list[at] ?? '') && CONDITION.test(said))
  )
}

/** A word of consent or of information that is about this request, as far as its neighbours tell. */
function isOfConsent(list: readonly string[], word: string, at: number): boolean {
  const after = list.slice(at + 1, at + 7)
  if (INFORMED.test(word)) {
    if (word === 'courant' && list[at - 1] !== 'au') return false
    if (list.slice(Math.max(0, at - 4), at).some((one) => /^(?:me|m|nous|vous)$/.test(one)))
      return false
    return !after.some((one) => ABOUT_ILLNESS.test(one))
  }
  if (!CONSENT.test(word)) return false
  const [next, second = '', third = ''] = after
  if (next === 'prealable' || next === 'avec') return false
  if (after.some((one) => ABOUT_CARE.test(one))) return false
  const of = next === 'du' || next === 'de' || next === 'des'
  return !(
    of &&
    (COLLEAGUE.test(second) || ((second === 'la' || second === 'l') && COLLEAGUE.test(third)))
  )
}

/** A negation that is not of a noun of its own: « pas d'accord », not « pas de fièvre ». */
function isNegated(list: readonly string[]): boolean {
  return list.some((word, at) => {
    if (word === 'non' || word === 'jamais') return true
    if (word === 'plus') return list.slice(0, at).some((one) => one === 'ne' || one === 'n')
    if (!/^(?:pas|sans|aucune?|ni)$/.test(word)) return false
    const next = list
      .slice(at + 1, at + 4)
      .filter((one) => !/^(?:de|d|son|sa|l|le|la|leur)$/.test(one))
    const isOfANoun = word !== 'pas' || list[at + 1] === 'de' || list[at + 1] === 'd'
    return !isOfANoun || next.slice(0, 2).some((one) => CONSENT.test(one) || INFORMED.test(one))
  })
}

/** Somebody else agrees: said in the clause of the agreement, or before it where that names no patient. */
function isOfAnother(
  clauses: readonly (readonly string[])[],
  par: 'patient' | 'representantLegal',
): boolean {
  const agrees = clauses.filter((list, i) =>
    list.some(
      (word, at) =>
        isAgreement(list, word, at) &&
        !isAccordDAutreChose(word, suiteDe(list, at, clauses.slice(i + 1))),
    ),
  )
  if (agrees.length === 0) return false
  return clauses.some((list) => {
    const who = list.findIndex((word, at) => isPerson(list, word, at, par))
    if (who === -1 || /\b(?:en presence|devant|accompagnee? (?:de|par))\b/.test(list.join(' ')))
      return false
    if (agrees.includes(list)) return isGiver(list, who)
    if (/^(?:de|du|par|d)$/.test(list[0] ?? '')) return true
    const goesOn = agrees.some((clause) => clause[0] === 'qui')
    if (isBeside(list, who) && !goesOn) return false
    return !agrees.some((clause) => clause.some((word) => /^(?:patiente?|interessee?)$/.test(word)))
  })
}

function isAgreement(list: readonly string[], word: string, at: number): boolean {
  return ACCEPTS.test(word) || (CONSENT.test(word) && isOfConsent(list, word, at))
}

/** In the clause of an agreement: named before it, or as who gave it; not as who does what the patient agrees to. */
function isGiver(list: readonly string[], who: number): boolean {
  const at = list.findIndex((word, i) => isAgreement(list, word, i))
  const patient = list.findIndex((word) => PATIENT.test(word))
  if (who < at || patient === -1 || patient > at) return true
  return list
    .slice(Math.max(at, who - 2), who)
    .some((word) => /^(?:de|du|d|par|et|pour|comme)$/.test(word))
}

/** « vit avec son mari »: he is no more than there. */
function isBeside(list: readonly string[], who: number): boolean {
  return list
    .slice(Math.max(0, who - 2), who)
    .some((word) => /^(?:avec|chez|sans|apres)$/.test(word))
}

function isPerson(
  list: readonly string[],
  word: string,
  at: number,
  par: 'patient' | 'representantLegal',
): boolean {
  if (RELATIVES.has(word)) return true
  const before = list[at - 1] ?? ''
  if (LEGAL.has(word)) return par === 'patient' || /^(?:belle|beau|grand|grande)$/.test(before)
  if (/^(?:le|la)$/.test(before)) return word === 'fils' || word === 'fille'
  return POSSESSED.has(word) && /^(?:son|sa|ses|leur|leurs)$/.test(before)
}
