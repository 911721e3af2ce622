/**
 * What a text without a keyword looks like: which word is offered first to its author. It never acts. SPEC §5, §6.8
 *
 * In    the words of a requis, without what signs them
 * Out   a refusal, an absence, a question to the requérant, a mere acknowledgement; else an opinion
 *
 * Whatever has an end of an opinion and no question in it is one: then AVIS is offered first.
 */
import { isMotifSimple } from './motif-simple.ts'
import { isClinique } from './propos-clinique.ts'
import { isSimpleReponse } from './reponse-dite.ts'
import { words } from './texte.ts'

export type Apparence = 'refus' | 'indisponible' | 'question' | 'acquiescement' | 'avis'

const MAX_WORDS = 60
const LEAD =
  /^(?:(?:bonjour|bonsoir|salut|cher|chere|confrere|consoeur|docteur|dr|madame|monsieur|ami|amie|desolee?|non)\b ?)+/
const REFUSAL =
  /^refus\b|\bje (?:refuse|decline)\b|^decline\b|\bne (?:prends|prend|accepte|prendrai|accepterai) (?:plus|pas) (?:de |d |cette |cet |ce )?(?:nouve\w+ )?(?:avis|demandes?|dossiers?|patients?|teleexpertises?)\b|\bne (?:peux|pourrai|souhaite|saurais|suis) pas (?:en mesure (?:de |d ))?(?:vous |y |lui )?(?:repondre|donner|rendre|me prononcer|prendre|traiter|suivre|competente?)\b|\b(?:pas|hors) (?:de |dans |du )*(?:ma|mon|notre) (?:specialite|domaine|competences?|champ|ressort)\b|\bhors (?:competence|champ)\b|\bpas (?:competente?|de mon ressort)\b|\bpasse mon tour\b/
/** It waits for a piece of the request: no refusal, but a question. */
const LACKS =
  /\bne (?:peux|pourrai|saurais) pas\b[a-z ]{0,40}\b(?:prononcer|repondre|avis|conclure|trancher) sans\b|\b(?:impossible|difficile) (?:de |d )(?:me |vous )?(?:conclure|prononcer|repondre|trancher|donner|rendre)\b[a-z ]{0,40}\bsans\b/
const AWAY =
  /^absente?$|\b(?:suis|serai|sommes|serons) (?:actuellement |malheureusement )?(?:absente?|indisponible|injoignable|debordee?|surchargee?|en (?:conges?|vacances|formation|arret|deplacement|repos|retraite))\b|\b(?:pas|plus|peu) (?:disponible|dispo)\b|\bindisponible\b|\babsente? (?:du|jusqu|cette|la|toute)\b|\bde retour (?:le|lundi|en)\b/
const ACK =
  /^(?:je (?:vous |te |l |le |la )?(?:reponds?|repondrai|rappelle|rappellerai|appelle|appellerai|telephone|telephonerai|contacte|contacterai|recontacte|regarde|regarderai|prends|note|tiens)\b|je (?:m en|m y) [a-z]+|(?:mon |l )?avis (?:a suivre|suivra|suit|a venir|demain)|a suivre|(?:ma |la )?reponse (?:a suivre|suit|suivra|a venir)|(?:bien )?(?:vu|note|recu|lu)\b|pris note|merci\b|accord\b|ok\b|okay\b|entendu\b|d accord\b|message recu|bien pris|accepte$)/
const MAX_ACK = 15
const ASKS =
  /^(?:complement\w*|question|pouvez vous|peux tu|pourriez vous|avez vous|as tu|y a t il|merci de (?:me |m |bien vouloir )?(?:preciser|envoyer|indiquer|dire|transmettre|joindre|adresser|completer)|il (?:me|nous) (?:faut|faudrait|manque)|il manque|precisez|envoyez|quel|quelle|quels|quelles|depuis quand|combien)\b/
/** Words that a question may stand among. */
const MAX_BESIDE = 25

/** What the words look like; nothing said looks like an acknowledgement. */
export function apparence(text: string): Apparence {
  const said = words(text).replace(LEAD, '').trim()
  const count = said.split(' ').length
  if (count > MAX_WORDS) return 'avis'
  if (isManque(said)) return 'question'
  if (REFUSAL.test(said)) return 'refus'
  if (isSeuleQuestion(text)) return 'question'
  if (isClinique(sansRenvoi(text))) return 'avis'
  if (AWAY.test(said)) return 'indisponible'
  if (ASKS.test(said)) return 'question'
  if (isSimpleReponse(text) || (count <= MAX_ACK && ACK.test(said))) return 'acquiescement'
  return isMotifSimple(text) ? 'refus' : 'avis'
}

/** Does he decline in so many words, and not by a mere reason? */
export function isRefusDit(text: string): boolean {
  return REFUSAL.test(words(text).replace(LEAD, '').trim())
}

/** « Je ne peux pas me prononcer sans photo »: what is missing is asked for. */
export function isManque(text: string): boolean {
  return LACKS.test(words(text))
}

/** The words without « adressez-vous à… »: whom the reader should turn to is no advice about the patient. */
export function sansRenvoi(text: string): string {
  return text.replace(/\b(?:adressez[- ]vous|vous adresser)\b/gi, ' ')
}

/** It asks, and what it says beside its questions is little and no opinion. */
function isSeuleQuestion(text: string): boolean {
  if (!text.includes('?')) return false
  const parts = text.split(/(?<=[?.!:;\n])/)
  const beside = parts.filter((one) => !one.trim().endsWith('?')).join(' ')
  return words(beside).split(' ').length <= MAX_BESIDE && !isClinique(beside)
}
