/**
 * The words around a letter that say nothing: greetings, closings, signatures, disclaimers.
 *
 * In    lines of a letter
 * Out   yes or no; a text of courtesy alone counts as no text (SPEC §5: « without text and attachment it is none »)
 */
import { specialiteDe } from '../domain/specialites.ts'
import { fold, words } from '../domain/texte.ts'

const MAX_CHARS = 80
/** What is longer than any line of courtesy is not looked at to its end. */
const MAX_LINE = 400
const MAX_BLOCK = 6

/** « Bonjour », « Cher confrère, », « Madame, Monsieur, »… */
export function isGreeting(line: string): boolean {
  const said = fold(line.slice(0, MAX_LINE))
  if (said.length > MAX_CHARS) return false
  const count = words(said).split(' ').length
  if (/^(?:bonjour|bonsoir|salut|hello|rebonjour|re)\b/.test(said)) {
    return count <= 7 && !/[:;]|[.] \S/.test(said)
  }
  if (/^(?:mon |ma |mes )?(?:tres )?(?:chers?|cheres?)\b/.test(said)) return count <= 8
  return (
    /^(?:madame|monsieur|mesdames|messieurs|docteur|docteure|dr|pr|professeur|confrere|consoeur)\b/.test(
      said,
    ) &&
    count <= 6 &&
    (said.endsWith(',') || count <= 3)
  )
}

const THANKS =
  /^(?:(?:un grand |tres grand |grand )?merci\b|(?:je|nous) (?:vous |te )remerci|(?:c'est )?(?:avec|un) plaisir|(?:j'espere|en esperant|nous esperons) que (?:tu|vous|tout)|(?:mes |nos )?(?:tous mes )?meilleurs voeux|bonne annee|(?:comment )?(?:allez-vous|vas-tu|ca va)|ravie? (?:de|d')|heureux de|heureuse de|(?:j'ai |nous avons )?bien recu\b|(?:j'ai |nous avons )(?:bien )?(?:pris connaissance|recu|lu)\b|(?:en )?(?:reponse a|faisant suite a|suite a|concernant) (?:votre|ta) (?:demande|message|courrier|courriel|mail|question|sollicitation)\b)/
// Thanks that take something back, or ask for something, say more than thanks.
const MORE_THAN_THANKS = /\b(?:ne|n|pas|non|mais|sauf|cependant|toutefois|annul\w*|si)\b|[?\d]/
const MAX_THANKED = 20

/** « Merci de m'avoir adressé ce patient. », « Je vous remercie de votre confiance »: thanks, and nothing that is asked. */
export function isThanks(line: string): boolean {
  const said = fold(line.slice(0, MAX_LINE))
  if (!THANKS.test(said) || MORE_THAN_THANKS.test(said.replace(/'/g, ' '))) return false
  return words(said).split(' ').length <= MAX_THANKED
}

const CLOSING =
  /^(?:(?:bien |tres |tres bien )?(?:cordialement|confraternellement|amicalement|sincerement|respectueusement)|cdt|cdlt|bcdt|bien a (?:vous|toi)|(?:avec (?:mes|nos) |mes |nos )?(?:salutations|sinceres salutations|meilleures salutations|amities)|merci (?:d'avance|par avance|beaucoup|encore|bien|pour (?:votre|ton)|de (?:votre|ton) (?:aide|avis|retour|reponse|attention))|merci[.,! ]*$|avec mes remerciements|(?:en )?vous remerciant|je vous remercie|je vous prie (?:d'agreer|de croire)|veuillez (?:agreer|recevoir|croire)|dans l'attente|a votre disposition|restant a votre disposition|je reste a votre disposition|(?:bonne|belle|excellente) (?:journee|reception|soiree|fin de journee)|confraternelles? salutations)\b/

/** « Bien confraternellement », « Merci d'avance »… */
export function isClosing(line: string): boolean {
  return line.length <= 160 && CLOSING.test(fold(line))
}

/** Words that a closing is made of. Any other word makes it a sentence that says something. */
const POLITE = new Set(
  (
    'a agreer aide belle excellente deferents deferente maitre fin mon restant amicalement amities assurance attendant attente attention au avance avec avis beaucoup bien bonne ' +
    'bcdt cdlt cdt cher chere collaboration confiance confraternel confraternelle confraternelles confraternellement ' +
    'confrere consideration consoeur cordiale cordiales cordialement croire d dans de des devoues disponibilite ' +
    'disposition distinguee distinguees docteur dr du en encore et expertise expression information informations ' +
    'agreez je journee l la le les lire ma madame me meilleure meilleures merci mes mesdames messieurs ' +
    'monsieur nos notre nous par pour prie reception recevez recevoir regard remercie remerciant remerciements reponse ' +
    'respectueuse respectueuses respectueusement respectueux reste retour salutations sentiments sincere sinceres ' +
    'sincerement soiree temps toi ton toute tres un veuillez vos votre vous'
  ).split(' '),
)

/** A closing that says nothing else: « Merci pour votre avis », not « Merci pour votre avis sur l'allergie ». */
export function isPureClosing(line: string): boolean {
  return (
    isClosing(line) &&
    words(line)
      .split(' ')
      .every((word) => POLITE.has(word))
  )
}

const DEVICE =
  /^(?:(?:envoye|ecrit|sent) (?:de|depuis|a partir de|avec|from) (?:mon|ma|my|l'application)? ?(?:[a-z0-9]+ ){0,2}(?:iphone|ipad|smartphone|mobile|telephone|portable|tablette|samsung|galaxy|huawei|xiaomi|android|blackberry|outlook|mail|orange|sfr|free)\b.{0,40}|(?:obtenez|obtenir|telechargez|telecharger|get) outlook (?:pour|for) .{0,20})$/

/** « Envoyé de mon iPhone »: the whole line is what a telephone writes. « Envoyé de mon service » is a sentence. */
export function isDevice(line: string): boolean {
  return line.length <= MAX_CHARS && DEVICE.test(fold(line))
}

/** The legal text that servers and practices append. */
export function isDisclaimer(line: string): boolean {
  const said = fold(line.slice(0, 400))
  return (
    /^(?:ce (?:message|courriel|courrier electronique|mail|mel)\b.{0,160}\b(?:confidentiel|destin|intention)|this (?:e-?mail|message|communication)\b|avis de confidentialite|clause de confidentialite|disclaimer|les informations contenues dans ce)/.test(
      said,
    ) || /^(?:avant d'imprimer|pensez a l'environnement|n'imprimez)/.test(said)
  )
}

const TITLED = /^(?:dr|docteur|docteure|pr|professeur)\.?\s/

/**
 * Is there nothing here but courtesy and a name? What may be anything else is not: « Hépatite B. » and « Carcinome
 * Basocellulaire » are written as names are, so that a name without a title is one only below a closing.
 */
export function isOnlyCourtesy(lines: readonly string[]): boolean {
  const said = lines.filter((line) => line.trim() !== '' && !isPureGreeting(line))
  const legal = said.findIndex(isDisclaimer)
  const kept = legal === -1 ? said : said.slice(0, legal)
  if (kept.length > 8) return false
  const closing = kept.findIndex((line) => isPureClosing(line) && !isMerci(line))
  return kept.every(
    (line, at) =>
      isPureClosing(line) ||
      isMerci(line) ||
      isDevice(line) ||
      isPureName(line) ||
      isTelephone(line.trim()) ||
      (closing !== -1 && at > closing && isSignedName(line)),
  )
}

const GREETED = new Set(
  'bonjour bonsoir salut hello rebonjour re chers cheres confreres consoeurs ami amie amis collegue collegues tous pr professeur professeure docteure mme mr m'.split(
    ' ',
  ),
)

/** A greeting and whom it greets: « Bonjour, prednisone 20 mg » says more, whatever it begins with. */
function isPureGreeting(line: string): boolean {
  if (!isGreeting(line)) return false
  const [first = '', ...rest] = line.split(/[,.:;!?]/)
  const isWord = (one: string) =>
    words(one)
      .split(' ')
      .every((w) => POLITE.has(w) || GREETED.has(w) || w === '')
  const isPolite = (part: string) => part.trim().split(/\s+/).every(isWord)
  const isNamed = first
    .trim()
    .split(/\s+/)
    .every((one) => isWord(one) || PARTICLE.test(one) || /^\p{Lu}[\p{L}.'’-]*$/u.test(one))
  return isNamed && rest.every((part) => isPolite(part) || isPureName(part))
}

const PARTICLE = /^(?:de|du|des|la|le|von|van|d['’]\p{Lu}[\p{L}-]*)$/u

/** A title, a name written as one, a specialty behind it: nothing else. */
function isPureName(line: string): boolean {
  const [first = '', ...rest] = line.trim().split(/\s?[,(–—]\s?|\s-\s/)
  const isName = first
    .trim()
    .split(/\s+/)
    .every(
      (one) =>
        TITLED.test(`${fold(one)} `) || PARTICLE.test(one) || /^\p{Lu}[\p{L}.'’-]*$/u.test(one),
    )
  return (
    isName &&
    TITLED.test(fold(first)) &&
    rest.every((part) => part.trim() === '' || specialiteDe(part.replace(/\)\s*$/, '')) !== null)
  )
}

/** « Merci ! », « Merci pour votre confiance »: thanks of words that say nothing else. */
function isMerci(line: string): boolean {
  if (!/^merci\b/.test(fold(line.slice(0, MAX_LINE)))) return false
  return words(line)
    .split(' ')
    .every((word) => POLITE.has(word))
}

const TELEPHONE =
  /^(t[eé]l(?:[eé]phone)?|port(?:able)?|mobile|fax)?[ .:]{0,3}([+0]?)\(?[\d][\d .()/-]{7,20}$/i
const TELEPHONE_DIGITS = 9

/** A number to call: its word says so, or its beginning and its length. A day is none: « 30/11/2026 ». */
function isTelephone(line: string): boolean {
  const found = TELEPHONE.exec(line)
  if (found === null) return false
  const [, word, prefix] = found
  const digits = line.replace(/\D/g, '').length
  return word !== undefined || (prefix !== '' && digits >= TELEPHONE_DIGITS)
}

/** « Paul DURAND », his specialty: as what is signed looks. */
function isSignedName(line: string): boolean {
  if (specialiteDe(line) !== null) return true
  const list = line.trim().split(/\s+/)
  return (
    list.length >= 2 &&
    list.length <= 4 &&
    list.every((word) => /^\p{Lu}[\p{L}.'’-]*,?$/u.test(word))
  )
}

/** « Dr X », then nothing but a title, a place, a telephone: the end of a letter that has no closing. */
export function isNameBlock(lines: readonly string[], from = 0): boolean {
  const first = lines[from] ?? ''
  if (!TITLED.test(fold(first.slice(0, MAX_CHARS))) || !isNameLike(first)) return false
  let others = 0
  for (let at = from + 1; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    others += 1
    if (others > MAX_BLOCK || !(isClosing(line) || isNameLike(line))) return false
  }
  return true
}

function isNameLike(line: string): boolean {
  const said = fold(line.slice(0, MAX_LINE))
  return (
    said.length <= 60 &&
    words(said).split(' ').length <= 7 &&
    !/[.?!;]\s*$|\bpas\b|\bsans\b/.test(said)
  )
}
