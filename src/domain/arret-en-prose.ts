/**
 * Prose of the requérant that may mean « stop »: the consent is missing or gone, the request is given up, the patient is
 * dead, it was sent by mistake. Then he is asked, and it goes to nobody meanwhile.
 *
 * In    his words
 * Out   yes or no; a yes leads to a question, never to an effect
 *
 * SPEC §5, §6 rules 1 and 8; CSP art. L. 1111-4
 */
import { sansSoins } from './soins-dits.ts'
import { words } from './texte.ts'

const REFUSES =
  /^(?:bonjour |mais |finalement |en fait |bon |non |desole )*(?:refus (?:du|de la) patiente?|(?:elle|il|(?:le |la |mon |ma |ce |cette )?patiente?|mme [a-z]+|m [a-z]+) (?:me |nous |le |la |l |vous )?(?:a )?(?:finalement )?refuse(?: finalement| desormais| maintenant| en fait)?)$/
const NO_MORE =
  /\bne (?:veut|souhaite|desire|voulait) (?:finalement )?plus (?:de |d )?(?:votre |cet |cette |l |un |une |du tout )?(?:avis|teleexpertise|reponse|expertise)\b/
const CONSENT = /\bconsentement\b/
const NEGATED = /\b(?:n|ne|pas|jamais|plus|sans|non|faute|retire|refuse|refus|manque|oublie)\b/
const MAX_WORDS = 16

/** Is the consent missing, refused or gone by these words: « je n'avais pas le consentement en fait »? */
export function consentementEnCause(text: string): boolean {
  return phrases(text).some((raw) => {
    const said = sansSoins(raw)
    if (REFUSES.test(said) || NO_MORE.test(said)) return true
    return said.split(' ').length <= MAX_WORDS && CONSENT.test(said) && NEGATED.test(said)
  })
}

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
