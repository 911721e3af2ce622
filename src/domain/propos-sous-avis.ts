/**
 * What words below AVIS look like, where they cannot be an opinion: « REFUS », « vu, je réponds demain ».
 *
 * In    the words of a requis below AVIS or RECTIFICATIF, without what signs them
 * Out   as `apparence` says, but an opinion wherever anything points to one: his keyword says that it is
 *
 * « Oui » and « non » answer what was asked: they are opinions here. SPEC §5, §6.8
 */
import { isMotifSimple } from './motif-simple.ts'
import { type Apparence, apparence, isManque, isRefusDit, sansRenvoi } from './propos-apparent.ts'
import { isClinique } from './propos-clinique.ts'
import { isDemandeDite } from './question-dite.ts'
import { words } from './texte.ts'

const MAX_WORDS = 40
const MAX_SENTENCES = 4
/** Words of an opinion among words that might decline, put off or ask. */
const OPINION =
  /\b(?:rien|ras|rassur\w*|inquiet\w*|arguments?|(?:contre )?indication\w*|aspects?|normal\w*|anomalie\w*|banal\w*|stable\w*|grave\w*|oper\w+|chirurg\w*|anesthes\w*|vaccin\w*|autoris\w*|contre indique\w*|favorable|defavorable|probable\w*|evident\w*|traiter|laisser|abstention|attendre|appui|marche|sport|voyag\w*|conduire|repren(?:dre|ez|d)|reprise (?:de|du|d)|prendre (?!en charge|cet|cette|ce|de nouve|de nouveaux)|revoir|consulter|essayer|tenter|envisager|discuter|pourquoi pas|et si|peut etre|conclusion|refus (?:de soins?|du patient|de la patiente))\b/
/** A reason that is his own: no word of it speaks of a patient's work or rest. */
const HIS_REASON =
  /\b(?:conflit|surchargee?|surcharge|surbookee?|debordee?|debordement|vacances|agenda|planning)\b/
const HIMSELF =
  /\b(?:je|j|nous)\b|^(?:bonjour |bonsoir |desolee? |malheureusement )*(?:absente?|indisponible)\b/
const SENDS_ME =
  /^(?:bonjour )?(?:pouvez vous|pourriez vous|peux tu|pourrais tu|merci de) (?:bien vouloir )?(?:me|m|nous) (?:envoyer|preciser|indiquer|dire|transmettre|joindre|fournir|faire parvenir)\b/
const SOON = /\bsous \d{1,2} ?(?:h|heures?)\b/g
/** What one says who will answer later. « Oui », numbers and lengths of time are not among them. */
const LATER = new Set(
  (
    'je j vous te t l le la les m me moi en y c est mon ma mes votre vos ce cet cette ca cela et a au aux de d des dans par pour ' +
    'reponds repondrai rappelle rappellerai appelle appellerai telephone telephonerai contacte contacterai recontacte ' +
    'regarde regarderai reviens vers prends note tiens tiendrai courant ferai donnerai rendrai envoie enverrai occupe ' +
    'avis reponse retour suivre suivra suit venir bien vu lu recu pris merci accord ok okay entendu accepte message ' +
    'demande dossier courrier mail charge que possible plus vite tot tard rapidement bientot des apres avant demain ' +
    'aujourd hui jour matin midi soir journee semaine fin consultation prochaine lundi mardi mercredi jeudi vendredi ' +
    'samedi dimanche bonjour bonsoir cher chere confrere consoeur docteur dr'
  ).split(' '),
)

/** What they look like; in doubt an opinion. */
export function apparenceSousAvis(text: string): Apparence {
  const looks = apparence(text)
  const said = words(text)
  if (said === '' || looks === 'avis') return 'avis'
  if (said.split(' ').length > MAX_WORDS || OPINION.test(said)) return 'avis'
  const sentences = text.split(/(?<=[?.!;\n])/).filter((one) => words(one) !== '')
  if (sentences.length > MAX_SENTENCES) return 'avis'
  if (sentences.length === 1 && isEnvoiDemande(text)) return 'question'
  if (isClinique(sansRenvoi(text))) return 'avis'
  return isSeulement(looks, text, sentences) ? looks : 'avis'
}

function isSeulement(looks: Apparence, text: string, sentences: readonly string[]): boolean {
  const said = words(text)
  switch (looks) {
    case 'refus':
      return isRefusDit(text) || HIS_REASON.test(said)
    case 'indisponible':
      return HIMSELF.test(said)
    case 'question':
      return (
        /^complements?$/.test(said) ||
        sentences.every((one) => isDemandeDite(one) || isManque(one) || isMotifSimple(one))
      )
    case 'acquiescement':
      return said
        .replace(SOON, '')
        .split(' ')
        .every((word) => word === '' || LATER.has(word) || /^\d{1,2}h$/.test(word))
    case 'avis':
      return false
  }
}

/** « Pouvez-vous m’envoyer le compte rendu de biopsie ? »: what he names, he asks for. */
function isEnvoiDemande(text: string): boolean {
  const [, ...rest] = text.split(/[,:]/)
  return SENDS_ME.test(words(text)) && !isClinique(rest.join(','))
}
