/**
 * What words say of the copy to the médecin traitant: none for him, one for him, or what only their author can settle.
 *
 * In    the line `Copie au médecin traitant`, what stands beside a name, prose
 * Out   an opposition where each word is known and none turns another around; a doubt where a negation stands beside
 *       a word of sending and he is meant; else nothing
 *
 * In doubt nobody gets a copy: one that left cannot be taken back. SPEC §4; CSP art. L. 1110-4
 */
import { cochees } from './cases-cochees.ts'
import { ecarteLeTraitant, isPourSoiSeul } from './copie-ecartee.ts'
import { ouiNonDe } from './identifiants.ts'
import { isTuAuTraitant } from './limite-dite.ts'
import { ensemble } from './mots.ts'
import { enoncesDe, MAX_SENTENCE_CHARS } from './phrases.ts'
import { isPrenom } from './prenoms.ts'
import { words } from './texte.ts'

/** To send something, or to let somebody know: as a thing to do or a thing, by which a wish is told. */
const ACTS = ensemble(
  'copie copies copier recevoir envoi envois envoyer envoyez transmettre transmettez transmission adresser adressez informer ' +
    'informez prevenir prevenez avertir avertissez communiquer communiquez communication diffuser diffusez diffusion savoir ' +
    'ecrire ecrivez referer boucle',
)
/** The same as what is so, or is to be so. */
const STATES = ensemble(
  'recoive recoivent recoit recu envoie envoye envoyee envoyes transmets transmette transmis transmise adresse adressee ' +
    'adresses informe informee prevenu prevenue averti avertie communique courant destinataire sache information connaissance ' +
    'courrier courriers lettre',
)
const OPPOSES = ensemble(
  'oppose opposee opposent opposition refus refuse refusee interdit interdite eviter evitez',
)
/** To involve him otherwise: against it a wish is asked about, not recorded. */
const INVOLVES = ensemble(
  'contacter contactez impliquer impliquez meler melez aviser avisez confidence',
)
/** Things that are sent where somebody is named whom they go to. */
const LETTERS = ensemble('courrier courriers lettre')
/** « ait connaissance », « porter à la connaissance ». */
const HAS = ensemble('a ait aient avoir pas plus la prenne prendre prenait')
const NEGATES = ensemble('pas rien jamais sans non aucun aucune ni')
const WISHES = ensemble(
  'veut veulent souhaite souhaitent desire doit doivent faut volonte souhait demande',
)
/** Words that say neither who nor what else: beside them an opposition is plain. */
const AROUND = ensemble(
  'a ai au aux bien car ce cela cet cette d de des devoir donc du elle elles en est et etre expres exprimee faire fait finalement ' +
    'il ils je l la le les leur leurs lui ma mais me merci mes mettre mette mettez mis mon n ne nous on or par part pour puisse ' +
    'qu que qui quiconque quoi s sa se sera ses si soit son soient surtout svp stp te toute tout un une veuillez vous vouloir y ' +
    'plait absolument aupres egalement plus patient patiente interesse interessee medecin traitant traitante mt dr docteur ' +
    'docteure generaliste confrere compte rendu cr crs resultat resultats reponse avis courrier courriers lettre document ait aient dans ' +
    'documents teleexpertise bonjour cordialement p ps nb attention important fil ci cela lors',
)
/** « non-opposition », « ne s'oppose pas », « sans refus »: the contrary. */
const TURNED =
  /\b(?:non|pas|plus|sans|aucune?|ni|jamais|nulle)(?: (?:de|d|un|une|l|la)){0,2} (?:oppos|refus|interdi|evit)|\b(?:oppose|opposent|refuse) (?:pas|plus|rien|nullement|aucunement)\b/
/** What leaves a plain opposition half open. */
const RESERVED =
  /\b(?:sauf|excepte|hormis|avant|apres|tant|quand|lorsque|uniquement|seulement|plutot|instant|encore|peut etre)\b/

/** Are these words, names and addresses aside, an opposition to the copy and nothing else? */
export function isOpposition(text: string): boolean {
  if (text.length > MAX_SENTENCE_CHARS || text.includes('?')) return false
  const said = words(text)
  const list = said.split(' ')
  if (TURNED.test(said) || !list.every(isKnown)) return false
  const isWish = list.some((word) => ACTS.has(word) || WISHES.has(word))
  return (
    list.some((word) => OPPOSES.has(word)) || (isWish && isNegated(list) && list.some(isSending))
  )
}

function isKnown(word: string): boolean {
  return [ACTS, STATES, OPPOSES, NEGATES, WISHES, AROUND].some((one) => one.has(word))
}

/** A word of sending, or of letting somebody know. */
export function isSending(word: string): boolean {
  return ACTS.has(word) || STATES.has(word)
}

/** « ne … que » and « en plus » negate nothing. */
function isNegated(list: readonly string[]): boolean {
  const ne = list.findIndex((word) => word === 'ne' || word === 'n')
  return list.some((word, at) => NEGATES.has(word) || (word === 'plus' && ne !== -1 && ne < at))
}

/** « pas d’opposition », « n’y voit pas d’inconvénient », and nothing else. */
const NO_OBJECTION =
  /^(?:(?:la |le )?patiente? |elle |il )?(?:ne s y oppose pas|ne s oppose pas|(?:(?:ne |n )?(?:y )?(?:voit|a|fait) )?(?:pas|aucune?)(?: d| de)? (?:inconvenient|objection|opposition|refus)|n est pas opposee?)(?: a la copie| a l envoi)?$/

/** What the line `Copie au médecin traitant` says; null: neither yes nor no for sure. */
export function copieDite(written: string): 'oui' | 'non' | null {
  const text = cochees(written)
  if (NO_OBJECTION.test(words(text.slice(0, MAX_SENTENCE_CHARS)))) return 'oui'
  if (text.length > MAX_SENTENCE_CHARS || TURNED.test(words(text))) return null
  const [head = ''] = text.split(/[,;(–—]|\s-\s/)
  const rest = text.slice(head.length)
  // « surtout pas, conflit familial »: why is his own matter.
  const isFirst =
    isOpposition(`copie ${head}`) &&
    /^(?:surtout |a |merci de )?(?:pas|ne|n|jamais|aucune?|sans|oppos|refus)/.test(words(head))
  if (isFirst && !/[?/]/.test(text) && !RESERVED.test(words(rest)) && !/\boui\b/i.test(rest)) {
    return 'non'
  }
  // « n’y voit pas… » begins with no « n » for « non ».
  if (/^\s*n['’]/i.test(text)) return null
  const dit = ouiNonDe(text)
  return dit === null ? null : dit ? 'oui' : 'non'
}

const TRAITANT =
  /\b(?:(?:medecin|med|generaliste|docteur|dr) (?:traitante?|de famille|habituel)|mt|generaliste)\b/
/** « son médecin traitant l'a envoyée sans courrier », « n'a pas envoyé »: it is he who does it. */
const HE_ACTS =
  /^ (?:n |ne )?(?:(?:l|la|le|les|lui|m|me|nous|vous|y) ){0,2}(?:a|avait|ait) (?:(?:pas|rien|jamais|encore|pu) ){0,2}(?!(?:ete|a|connaissance|ne|n|pas|rien|jamais|encore)\b)[a-z]+/
const PERSONNE: ReadonlySet<string> = new Set()

/** « Copie au Dr X : non »: a line that its author made; what stands before the colon names the copy, or him. */
function surLigneLibre(sentence: string, noms: ReadonlySet<string>): CopieContredite | null {
  const cut = sentence.indexOf(':')
  const list = words(sentence.slice(0, Math.max(0, cut))).split(' ')
  const known = list.every((word) => noms.has(word) || isKnown(word) || isPrenom(word))
  const isHere = isAboutTraitant(list.join(' '), noms)
  if (!known || !list.some(isSending) || !(isHere || list.includes('copie'))) return null
  const value = sentence.slice(cut + 1, cut + MAX_SENTENCE_CHARS)
  if (!/^(?:non|pas|aucune?|jamais|surtout pas)\b/.test(words(value))) return null
  const dite = copieDite(value)
  const isCopie = list.includes('copie') && (isHere || list.length === 1)
  return dite === 'oui'
    ? null
    : { isPlaine: isCopie && dite === 'non' && !RESERVED.test(words(value)), mots: sentence.trim() }
}

/** What prose says against the copy. */
export interface CopieContredite {
  /** A plain opposition: it is recorded. Else its author is asked. */
  readonly isPlaine: boolean
  /** The sentence, as it stands. */
  readonly mots: string
}

/**
 * What a text says against the copy; null: nothing. `noms`: the words of the family name of the médecin traitant,
 * folded.
 */
export function copieContredite(text: string, noms: ReadonlySet<string>): CopieContredite | null {
  const found = enoncesDe(text)
    .map((one) => enonceContredit(one, noms))
    .filter((one) => one !== null)
  return found.find(({ isPlaine }) => isPlaine) ?? found[0] ?? null
}

function enonceContredit(one: string, noms: ReadonlySet<string>): CopieContredite | null {
  const line = surLigneLibre(one, noms)
  if (line !== null) return line
  if (!isContraClauses(one, noms)) {
    return isTuAuTraitant(one) ? { isPlaine: false, mots: one.trim() } : null
  }
  const isPlaine = clausesOf(one).every((clause) => isPlainClause(clause, one, noms))
  return { isPlaine, mots: one.trim() }
}

/** A clause against the copy says it plainly; another one leaves it whole. */
function isPlainClause(clause: string, sentence: string, noms: ReadonlySet<string>): boolean {
  const rest = clause
    .split(' ')
    .filter((word) => !noms.has(word))
    .join(' ')
  return isContraClause(clause, isAboutTraitant(words(sentence), noms), noms)
    ? isOpposition(rest)
    : !RESERVED.test(rest)
}

/** A text without what it says against the copy, for those who look for something else in it. */
export function sansCopie(text: string, noms: ReadonlySet<string> = PERSONNE): string {
  return enoncesDe(text)
    .map((one) => phraseSansCopie(one, noms))
    .join('\n')
}

/** What may be more than the copy: beside words that say nothing of sending it stays. */
const CONSENT = /\b(?:consent|retir|retrait|annul)/

/** The same of one sentence. */
export function phraseSansCopie(sentence: string, noms: ReadonlySet<string> = PERSONNE): string {
  const isOfConsent = CONSENT.test(words(sentence.slice(0, MAX_SENTENCE_CHARS)))
  if (!isOfConsent && surLigneLibre(sentence, noms) !== null) return ''
  if (!isContraClauses(sentence, noms)) return sentence
  const isMeant = isAboutTraitant(words(sentence), noms)
  return partsOf(sentence)
    .filter((part) => {
      const clause = words(part)
      if (CONSENT.test(clause) && isApart(clause, isMeant, noms)) return true
      return !isContraClause(clause, isMeant, noms)
    })
    .join(', ')
}

/** Does one of its clauses speak against the copy? */
function isContraClauses(sentence: string, noms: ReadonlySet<string>): boolean {
  const isMeant = isAboutTraitant(words(sentence.slice(0, MAX_SENTENCE_CHARS)), noms)
  return clausesOf(sentence).some((clause) => isContraClause(clause, isMeant, noms))
}

function isContraClause(clause: string, isMeant: boolean, noms: ReadonlySet<string>): boolean {
  const isHere = isAboutTraitant(clause, noms)
  if (isApart(clause, isMeant, noms)) return true
  const list = clause.split(' ')
  const sending = list.findIndex(
    (word, at) => (isSending(word) || INVOLVES.has(word)) && isDone(list, at),
  )
  if (sending === -1 || TURNED.test(clause)) return false
  const near = list.slice(Math.max(0, sending - 12), sending + 7)
  const isAgainst = list.some((word) => OPPOSES.has(word) || word === 'inutile')
  if (!isNegated(near) && !isAgainst) return false
  // Nobody is named in it: only what is to be done can be about him, « sans copie », « ne rien lui envoyer ».
  if (!isHere)
    return isMeant ? isAboutHim(clause, list) : list.includes('copie') && isOpposition(clause)
  return !comesFromHim(clause, noms)
}

/** He is kept out, or the answer is for its author alone. */
function isApart(clause: string, isMeant: boolean, noms: ReadonlySet<string>): boolean {
  return ecarteLeTraitant(clause, placeOf(clause, noms).from, isMeant) || isPourSoiSeul(clause)
}

/** What follows his name: « ne rien lui envoyer », « sans copie »; not what a patient wishes of his own data. */
function isAboutHim(clause: string, list: readonly string[]): boolean {
  if (list.includes('lui') && list.some((word) => ACTS.has(word))) return true
  const isHisWish = list.some((word) => WISHES.has(word) || OPPOSES.has(word))
  return isOpposition(clause) && (list.includes('copie') || !isHisWish)
}

/** A word of sending that is one: « adressée par », « son adresse » and « sans courrier » are none. */
function isDone(list: readonly string[], at: number): boolean {
  const next = list[at + 1] ?? ''
  if (next === 'par') return false
  if (LETTERS.has(list[at] ?? '')) return /^(?:au|aux|a|pour|vers)$/.test(next)
  if (list[at] === 'connaissance') return HAS.has(list[at - 1] ?? '')
  return (
    list[at] !== 'adresse' ||
    !/^(?:l|d|une|sans|son|sa|mon|notre|votre|cette|pas)$/.test(list[at - 1] ?? '')
  )
}

/** « rien reçu de son médecin traitant », « il n'a pas envoyé »: he is who sends. */
function comesFromHim(clause: string, noms: ReadonlySet<string>): boolean {
  const { from, to } = placeOf(clause, noms)
  const before = clause.slice(0, from)
  if (HE_ACTS.test(clause.slice(to))) return true
  return /\b(?:par|du|de|d|venant)(?: (?:le|la|l|son|sa|mon|ma|leur|dr|docteur))* $/.test(before)
}

/** Is the médecin traitant named in these folded words? */
export function isAboutTraitant(said: string, noms: ReadonlySet<string>): boolean {
  return placeOf(said, noms).from !== -1
}

/** Where he is named. */
function placeOf(
  said: string,
  noms: ReadonlySet<string>,
): { readonly from: number; readonly to: number } {
  const found = TRAITANT.exec(said)
  if (found !== null) return { from: found.index, to: found.index + found[0].length }
  let from = 0
  for (const word of said.split(' ')) {
    if (noms.has(word)) return { from, to: from + word.length }
    from += word.length + 1
  }
  return { from: -1, to: -1 }
}

/** The parts of a sentence that say one thing each, as written. */
function partsOf(sentence: string): readonly string[] {
  return sentence
    .slice(0, MAX_SENTENCE_CHARS)
    .split(/[,:()–—]|\s-\s|\s(?:mais|car|donc|et (?=je |il |elle |la |le |refuse |retire ))\s?/i)
}

function clausesOf(sentence: string): readonly string[] {
  return partsOf(sentence)
    .map(words)
    .filter((clause) => clause !== '')
}
