/**
 * Is a line of a letter who its author is, where, and how he is reached, or what servers append?
 *
 * In    a line as written, the names of its author
 * Out   yes where all of it is: his name with initials and titles, a function, a service, an address, a number, the
 *       sentences of confidentiality, « Envoyé de mon iPhone ». Such lines are no opinion, in whatever order. SPEC §5
 *
 * Each kind is a closed grammar: a line with a word of no kind is text.
 */
import { jourDe } from './identifiants.ts'
import { fold, words } from './texte.ts'

/** Who signs. */
export interface Nomme {
  readonly nom: string
  readonly prenom: string
}

const MAX_LINE = 400
const MAX_WORDS = 16
const TITLES =
  'dr dre docteur docteure drs pr pre prof professeur professeure madame monsieur mme m mlle mesdames messieurs po'
const FUNCTIONS =
  'service services hopital hopitaux chu chru ch chr chi ghu gh ap hp hopitalier clinique polyclinique cabinet centre ' +
  'institut praticien praticienne hospitalier hospitaliere hospitaliers universitaire universitaires chef cheffe adjoint ' +
  'adjointe responsable coordonnateur coordinatrice assistant assistante interne externe ancien ancienne pole secretariat ' +
  'secretaire poste unite departement federation groupe groupement medical medicale medicaux medecin medecins medecine ' +
  'chirurgien chirurgienne chirurgie specialiste specialites maison sante pluriprofessionnelle msp ehpad ssr hdj faculte ' +
  'universite pu ph puph mcu phu cca etablissement generaliste libre liberal liberale conventionne secteur batiment bat ' +
  'etage porte escalier hall niveau aile imagerie anesthesie reanimation obstetrique urgences samu smur orl laboratoire ' +
  'de du des d la le l les en et a au aux pour no n'
const CONTACTS =
  'tel tels telephone telephones portable port mobile gsm fax telecopie secretariat standard poste bip dect ligne directe ' +
  'direct rdv rendez vous rpps adeli finess am siret mail mails email e courriel adresse mssante apicrypt site web internet ' +
  'doctolib cedex bp cs tsa bis ter quater'
const IDENTITY = new Set(`${TITLES} ${FUNCTIONS} ${CONTACTS}`.split(' '))
/** « Dermatologue », « pédiatrie », « oncologiste ». */
const TRADE = /^[a-z]{3,20}(?:logie|logue|logiste|iatrie|iatre|iatrique|logique|thesiste|scopie)s?$/
/** A line that begins so may name a place or a school: « CHU Pontchaillou », « Ancien interne des hôpitaux de Paris ». */
const PLACE =
  /^(?:service|hopital|hopitaux|chu|chru|chr?|ghu|clinique|polyclinique|cabinet|centre|institut|pole|unite|departement|federation|groupe|groupement|maison|ehpad|faculte|universite|ancien(?:ne)?|praticiens?|praticienne|chef|cheffe|assistante?|interne|batiment|bat|secretariat|etablissement|laboratoire)$/
const STREET =
  /^(?:\d{1,4} )?(?:(?:bis|ter|quater) )?(?:rue|r|avenue|av|bd|bld|boulevard|place|pl|allees?|chemin|route|rte|impasse|quai|cours|square|faubourg|passage|esplanade|rond point|lieu dit|za|zac|zone|hameau|residence|bp|cs|tsa|cedex)\b/
const TOWN = /^(?:f )?\d{5} [a-z]/
const PHONE = /(?:\+\d{2,3}|\b0)[ .-]?\(?\d\)?(?:[ .-]?\d\d){3,4}\b/g
const MAIL = /[^\s@<>()]{1,64}@[^\s@<>()]{1,200}/g
const URL =
  /\b(?:https?:\/\/|www\.)\S{1,200}|\b[a-z0-9-]{2,60}\.(?:fr|com|org|net|eu)(?:\/\S{0,200})?/gi
const DEVICE =
  /^(?:(?:envoye|ecrit|sent) (?:de|depuis|a partir de|avec|from) .{1,60}|(?:obtenez|obtenir|telechargez|telecharger|get) outlook (?:pour|for) .{0,20}|provenance : .{1,40})$/
/** How a device is named. « Envoyé de mon service » may be a sentence. */
const DEVICE_NAME =
  /\b(?:iphone|ipad|smartphone|mobile|telephone|portable|tablette|samsung|galaxy|huawei|xiaomi|android|blackberry|outlook|mail|mailiz|orange|sfr|free|windows|yahoo|gmail|laposte)\b/
/** Words that the sentences of confidentiality are made of. */
const LEGAL = new Set(
  (
    'ce cet cette ces message messages courriel courriels e mail email mel courrier electronique et ou ses sa son leur leurs ' +
    'present presente pieces piece jointe jointes joint joints document documents fichier fichiers annexe annexes transmis ' +
    'transmise est sont etre peut peuvent pourrait contenir contient contiennent contenu contenues contenus information ' +
    'informations donnees confidentiel confidentielle confidentiels confidentielles confidentialite strictement ' +
    'exclusivement uniquement seul seule seuls destine destines destinee destinees destination intention attention de du ' +
    'des d la le l les un une a au aux en par pour dans sur qu que qui y il ils elle elles personne personnes entite ' +
    'destinataire destinataires designe designes designee nomme nommes mentionne mentionnes couvert couverte couverts ' +
    'couvertes protege protegees proteges soumis soumises secret professionnel medical si vous n ne etes pas avez recu ' +
    'recevez recu recue recus erreur merci bien vouloir veuillez prie prions priere nous avertir informer aviser prevenir ' +
    'signaler contacter immediatement expediteur emetteur auteur detruire detruisez supprimer supprimez effacer toute tout ' +
    'tous toutes copie copies usage utilisation utiliser diffusion diffuser divulgation divulguer publication reproduction ' +
    'reproduire distribution exploitation totale total partielle partiel meme non autorise autorisee autorisees interdite ' +
    'interdites interdit formellement sauf accord expres expresse prealable autorisation internet permettant assurer ' +
    'integrite securite ne saurait responsable responsabilite decline declinons hypothese aurait ete modifie altere ' +
    'falsifie deforme c s se trouve votre vos notre nos aucune aucun avis clause imprimer imprimez imprimer necessaire ' +
    'pensez penser environnement planete avant papier reflechir virus analyse antivirus avast verifie logiciel ' +
    'malveillant garanti absence detecte www com ' +
    'this message and any attachments is are confidential intended solely for the use of individual or entity to whom ' +
    'they addressed if you have received it in error please notify sender delete not recipient unauthorized may contain ' +
    'privileged information'
  ).split(' '),
)
const LEGAL_START =
  /\b(?:confidentiel\w*|confidential\w*|destinataires?|expediteur|emetteur|imprimer|imprimez|environnement|virus|antivirus|recipient|sender|divulgation|integrite|secret professionnel|detruire|supprimer|attachments)\b/

/** Is the whole line who its author is, or what servers append? */
export function isLigneDIdentite(line: string, auteur: Nomme): boolean {
  if (line.length > MAX_LINE) return isMention(line)
  // A day looks as a telephone number does.
  if (jourDe(line) !== null) return false
  const said = words(line)
  if (said === '' || isMention(line)) return true
  const rest = line.replace(MAIL, ' ').replace(URL, ' ').replace(PHONE, ' ')
  const list = words(rest).split(' ')
  if (list.length > MAX_WORDS) return false
  const names = nameWords(auteur)
  const isKnown = (word: string) =>
    word === '' || IDENTITY.has(word) || names.has(word) || TRADE.test(word) || /^\d+$/.test(word)
  if (list.every(isKnown)) return true
  const isNamed = list.some(
    (word) => word.length > 1 && words(auteur.nom).split(' ').includes(word),
  )
  const isPlace = PLACE.test(list[0] ?? '') || STREET.test(said) || TOWN.test(said)
  return (isNamed || isPlace) && !/[?!]/.test(rest) && allProper(rest, isKnown)
}

/** Is the whole line what a server or a telephone appends? */
export function isMention(line: string): boolean {
  if (isLegal(words(line))) return true
  const folded = line.length > MAX_LINE ? '' : fold(line).replace(/^[\W_]{1,10}/, '')
  return DEVICE.test(folded) && DEVICE_NAME.test(folded)
}

/** Every word that is of no kind is written as the names of places are. */
function allProper(line: string, isKnown: (word: string) => boolean): boolean {
  return line.split(/[\s,;:/()|·•–—-]+/u).every(
    (one) =>
      /^\p{Lu}/u.test(one) ||
      STREET.test(words(one)) ||
      words(one)
        .split(' ')
        .every((word) => isKnown(word)),
  )
}

/** His names, their initials, « J.-P. ». */
function nameWords({ nom, prenom }: Nomme): ReadonlySet<string> {
  const all = [...words(nom).split(' '), ...words(prenom).split(' ')].filter((one) => one !== '')
  return new Set([...all, ...all.map((one) => one.slice(0, 1))])
}

/** A sentence of confidentiality, or a line of one that was broken. */
function isLegal(said: string): boolean {
  return LEGAL_START.test(said) && said.split(' ').every((word) => LEGAL.has(word))
}
