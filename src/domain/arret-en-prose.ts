/**
 * Prose of the requérant that may mean « stop »: the consent is missing or gone, the request is given up, the patient is
 * dead, it was sent by mistake. Then he is asked, and it goes to nobody meanwhile.
 *
 * In    his words
 * Out   yes or no; a yes leads to a question, never to an effect
 *
 * SPEC §5, §6.1, §6.8; CSP art. L. 1111-4
 */
import { isOfThis } from './reticence-dite.ts'
import { sansSoins } from './soins-dits.ts'
import { words } from './texte.ts'

const REFUSES =
  /^(?:bonjour |mais |finalement |en fait |bon |non |desole )*(?:refus (?:du|de la) patiente?|(?:elle|il|(?:le |la |mon |ma |ce |cette )?patiente?|mme [a-z]+|m [a-z]+) (?:me |nous |le |la |l |vous )?(?:a )?(?:finalement )?refuse(?: finalement| desormais| maintenant| en fait)?)$/
const NO_MORE =
  /\bne (?:veut|souhaite|desire|voulait) (?:finalement )?plus (?:de |d )?(?:votre |cet |cette |l |un |une |du tout )?(?:avis|teleexpertise|reponse|expertise)\b/
const CONSENT = /\bconsentement\b/
const NEGATED =
  /\b(?:n|ne|pas|jamais|plus|sans|non|faute|retire|retrait|refuse|refus|manque|oublie)\b/
const MAX_WORDS = 16
/** « Elle ne veut plus trop » ends there: no care is named. */
const WANTS_LITTLE =
  /^(?:bonjour |mais |finalement |en fait |bon |stop |desole )*(?:elle|il|(?:le |la |mon |ma |ce |cette )?patiente?|mme [a-z]+|m [a-z]+) ne (?:veut|souhaite|desire) (?:finalement |donc )?plus(?: (?:trop|vraiment|tellement|du tout|finalement|rien|de tout (?:ca|cela|ceci)))?$/
const WANTS_NONE = /\bn en (?:veut|souhaite|desire|voulait) (?:finalement )?(?:plus|pas)\b/
const FEW_WORDS = 5
/** « Retrait du consentement de Mme ce jour »: at the beginning of a clause. « Retrait des fils » is care. */
const WITHDRAWAL =
  /^(?:bonjour |merci |svp )*retrait (?:(?:du|de|de la|de son|de sa|d) )?(?:consentement|accord|patiente?)\b/
const REFUSAL =
  /^refus (?:du|de la) patiente?(?: (?:finalement|ce jour|desormais|maintenant|exprime|au telephone|de (?:cet|l|votre) avis|de (?:la|l) (?:teleexpertise|envoi)))*$/
/** Her data, or the mail itself, are to be destroyed. */
const ERASE =
  /\b(?:tout|toutes?) (?:effacer|supprimer|detruire)\b|\b(?:effac|supprim|detrui)\w{1,7} (?:tout$|(?:(?:toutes?|tous|les|le|la|ce|cette|cet|mon|ma|mes|ses|son|sa) ){1,2}(?:donnees|demande|dossier|mails?|messages?|photos?|envois?|courriers?)\b)/
const HER_WISH =
  /\b(?:a la demande|sur demande|a la requete) (?:de la |du |de ma |de mon |de ce |de cette )?patiente?\b|\bpatiente? (?:le |la )?(?:demande|souhaite|veut|exige)\b/

/** Is the consent missing, refused or gone by these words: « je n'avais pas le consentement en fait »? */
export function consentementEnCause(text: string): boolean {
  if (isRetraitSeul(text)) return true
  // « elle n'en veut pas » alone: of what was said before, it may be an operation.
  const isShort = words(text.slice(0, 200)).split(' ').length <= FEW_WORDS
  return phrases(text).some((raw) => {
    const said = sansSoins(raw)
    if (WANTS_LITTLE.test(raw) || WITHDRAWAL.test(raw) || REFUSAL.test(raw)) return true
    if (ERASE.test(raw) && HER_WISH.test(raw)) return true
    if (WANTS_NONE.test(raw) && (GIVES_UP.test(raw) || isShort)) {
      return true
    }
    if (REFUSES.test(said) || NO_MORE.test(said)) return true
    return said.split(' ').length <= MAX_WORDS && CONSENT.test(said) && NEGATED.test(said)
  })
}

/** « RETRAIT », alone at the head: of what, he is asked. */
function isRetraitSeul(text: string): boolean {
  const first = text
    .split('\n')
    .map((line) => words(line.slice(0, 60)))
    .find((said) => said !== '' && !/^(?:bonjour|bonsoir|cher|chere)\b/.test(said))
  return first !== undefined && /^(?:le )?retrait(?: svp| merci)?$/.test(first)
}

const REPORTED =
  /\b(?:retire|a retire|retirer|retrait de|retrait du) ?(?:bien |donc )?(?:son |le )?(?:consentement|accord)\b|\bne consent plus\b|\bne (?:veut|souhaite|desire|voulait) (?:finalement )?plus (?:de |d |du |que je (?:donne|rende) )?(?:votre |cet |cette |l |mon |un |une |cet )?(?:avis|teleexpertise|expertise)\b/

/** Does a requis say that the patient told him to stop: « elle m'a appelé, elle ne veut plus de cet avis »? */
export function retraitRapporte(text: string): boolean {
  return phrases(text).some((said) => {
    const found = REPORTED.exec(said)
    if (found === null || said.split(' ').length > MAX_WORDS) return false
    const rest = said.slice(found.index + found[0].length).trim()
    return rest === '' || isOfThis(rest.split(' '))
  })
}

const GIVES_UP =
  /\b(?:je|nous|on) (?:vous )?(?:retir(?:e|ons)|(?:souhait|voudr|veu)\w{1,4} retirer) (?:donc |finalement )?(?:la|ma|notre|cette|mon|ce|le|l) ?(?:demande|avis|mail|message|dossier|teleexpertise)\b|^(?:bonjour |merci |svp )*retrait (?:de |d )(?:la |ma |cette |cet |l )?(?:demande|avis|teleexpertise)\b/
const FORGET = /\boubli(?:ez|er)\b(?: (?:mon|ma|mes|ce|cette|la|le|tout|ca|cela)\b| svp\b|$)/
const IGNORE =
  /\b(?:ne (?:tenez|tiens|pas tenir|plus tenir) (?:pas |plus )?compte d|ne pas (?:traiter|donner suite)|ne (?:traitez|repondez) pas|(?:laissez|laisse) tomber)\b/
const STOP = /^stop\b|\bpar erreur\b|\berreur (?:de )?(?:destinataire|d envoi|envoi)\b/
const SENT =
  /\b(?:demande|mail|message|courriel|envoye\w*|part\w*|adress\w*|stop|destinataire|envoi)\b/
const SETTLED =
  /^(?:finalement |bon |merci )*(?:c est|tout est|le probleme est) (?:desormais |maintenant )?regle(?: merci)?$/
const DEAD =
  /\b(?:elle|il|(?:le |la |mon |ma |ce |cette )?patiente?|mme [a-z]+|m [a-z]+) (?:est|vient|serait) (?:malheureusement |de |d etre )*(?:decedee?|deceder|morte?|mourir)\b|\bdeces (?:du|de la|de mon|de ma) patiente?\b/
const SHORT = 8

/** Is the request given up by these words: « oubliez mon mail », « le patient est décédé ce matin »? */
export function abandonDit(text: string): boolean {
  return phrases(text).some(
    (said) =>
      (FORGET.test(said) && said.split(' ').length <= SHORT) ||
      IGNORE.test(said) ||
      GIVES_UP.test(said) ||
      ERASE.test(said) ||
      (STOP.test(said) && SENT.test(said)) ||
      SETTLED.test(said) ||
      DEAD.test(said),
  )
}

function phrases(text: string): readonly string[] {
  return text
    .split(/[.;!?,:\n]/)
    .map((one) => words(one.slice(0, 1000)))
    .concat(text.split(/[.;!?\n]/).map((one) => words(one.slice(0, 1000))))
}
