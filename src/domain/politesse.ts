/**
 * The courtesy that ends a short answer: « sans, merci Sonia », « JE VALIDE, cordialement », « non svp ».
 *
 * In    an answer, or what stands beside a keyword
 * Out   whether it is courtesy alone; the answer without it and without the quotation marks around it
 *
 * Every word of a courtesy is on the list below or a given name: nothing else can be meant by it. SPEC §5, §6.3
 */
import { ensemble } from './mots.ts'
import { isPrenom } from './prenoms.ts'
import { fold, words } from './texte.ts'

const MAX_CHARS = 160

const OPENS = ensemble(
  'merci svp stp cordialement confraternellement amicalement cdt cdlt bcdt amities salutations',
)
const OPENS_WITH =
  /^(?:bien (?:cordialement|confraternellement|amicalement|a (?:vous|toi))|tres cordialement|s il (?:vous|te) plait|je (?:vous|te) remercie|avec (?:mes|nos|tous mes) |mille mercis?|bonne (?:journee|soiree|reception)|belle journee)/
const TITLES = ensemble('dr docteur docteure')
const POLIES = ensemble(
  'a amicalement amities attention au avance avec beaucoup bcdt bien bonne belle cdlt cdt chere cher claire ' +
    'confraternellement confraternelles confrere consoeur cordialement cordiales d de docteur docteure dr encore et ' +
    'grand il journee je infiniment la le madame mes meilleures merci mercis mille monsieur nos par plait pour ' +
    'reception remercie remerciements retour s salutations sinceres soiree soin stp svp te toi ton tous tout toute ' +
    'tres un victoire votre vous',
)

/** Is there nothing here but courtesy: « , merci Sonia », « bien cordialement »? Not where nothing is said. */
export function isPolitesse(text: string): boolean {
  if (text.length > MAX_CHARS || text.includes('?')) return false
  const said = words(text)
  const list = said.split(' ')
  const isOpened = OPENS.has(list[0] ?? '') || OPENS_WITH.test(said)
  return (
    isOpened &&
    list.every((word, at) => POLIES.has(word) || isPrenom(word) || TITLES.has(list[at - 1] ?? ''))
  )
}

const BEGINS =
  /[\s,.;!(-](?=(?:merci|svp|s\.v\.p|stp|cordialement|confraternellement|amicalement|bien|tres|s['’]il|je|avec|mille|bonne|belle|cdt|cdlt|bcdt)(?![\p{L}\p{N}]))/giu

/** An answer without the courtesy at its end, the marks around it and its full stop. */
export function sansPolitesse(text: string): string {
  if (text.length > MAX_CHARS) return text
  const start = [...fold(text).matchAll(BEGINS)]
  const end =
    fold(text).length === text.length
      ? start.find(({ index }) => isPolitesse(text.slice(index)))?.index
      : undefined
  const said = end === undefined ? text.trim() : text.slice(0, end).replace(/[,;.!\s]{1,4}$/u, '')
  return dequoted(said)
}

/** « « sans ». »: the answer itself. */
function dequoted(said: string): string {
  const inner = /^[«"“'‘*_]{1,2}\s?([^«»"“”]{1,150}?)\s?[»"”'’*_]{1,2}[.!]?$/u.exec(said)?.[1]
  return inner ?? said
}
