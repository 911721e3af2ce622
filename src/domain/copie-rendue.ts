/**
 * Does prose give back the copy to the médecin traitant after an opposition: « le patient veut bien que le Dr X soit informé »?
 *
 * In    what the requérant writes, the words of the family name of the médecin traitant, folded
 * Out   the sentence, to be asked about; null where nothing is given back. It never lets anything leave by itself
 *
 * A copy that left cannot be taken back: only the line `Copie au médecin traitant : oui` lets it go. SPEC §4, §8
 */
import { copieContredite, isAboutTraitant, isSending } from './copie-dite.ts'
import { ensemble } from './mots.ts'
import { enoncesDe, MAX_SENTENCE_CHARS } from './phrases.ts'
import { words } from './texte.ts'

/** Beside a word of sending they say that it may or shall be. */
const GIVES = ensemble(
  'veut veulent souhaite souhaitent desire accepte accord ok autorise autorisent consent permet peut peuvent pouvez pourra pourrez ' +
    'possible demande prefere faut finalement maintenant desormais merci svp stp oui soit soient recoive ait rassure reconcilie ' +
    'envoyez envoyer transmettez transmettre adressez adresser informez informer prevenez prevenir avertissez avertir copie',
)
/** What is done by the author himself, or was done. */
const OWN =
  /\b(?:je|j|nous) (?:(?:l|le|la|lui|vais|ai|ne|en|avons|allons|compte|dois|viens de) ){0,3}(?:[a-z]+ ){0,2}(?:informe|prevenu|averti|envoye|transmis|adresse|informer|informerai|prevenir|previendrai|ecrit|ecrire|enverrai|adresserai|transmettrai)/
/** « m'a adressé la patiente », « adressée par »: he is who sends. */
const FROM_HIM =
  /\b(?:m|nous|l|les) (?:a|ait|avait) (?:[a-z]+ )?(?:adresse|envoye|transmis|informe|prevenu)|\b(?:adresse|envoye|transmis)e?s? par\b|\b(?:m|nous) adresse\b/
/** « lève son opposition », « n'est plus opposée », « ne s'oppose plus ». */
const LIFTED =
  /\b(?:leve|levee?s?|retiree?|retire|annulee?|abandonnee?|revient sur|revenue? sur) (?:[a-z]+ ){0,3}(?:opposition|refus)\b|\b(?:opposition|refus) (?:[a-z]+ ){0,5}(?:levee?s?|retiree?|annulee?|abandonnee?)\b|\b(?:n est|n etait|ne sont) plus (?:[a-z]+ ){0,1}(?:opposee?s?|contre)\b|\boppose(?:nt)? plus\b|\bplus (?:d|aucune) (?:opposition|objection)\b/
/** What such a lift is of, where he is not named. */
const COPIE = /\b(?:copie|medecin traitant|mt|compte rendu|opposition)\b/
/** A consent that is taken back is no copy that is given back. */
const CONSENT = /\bconsentement\b/

/** The sentence that gives the copy back; null: none does. */
export function copieRendue(text: string, noms: ReadonlySet<string>): string | null {
  return (
    enoncesDe(text)
      .find((one) => isRendue(one, noms))
      ?.trim() ?? null
  )
}

/** The text without the sentences that give the copy back: they are for nobody else. */
export function sansCopieRendue(text: string, noms: ReadonlySet<string>): string {
  return enoncesDe(text)
    .filter((one) => !isRendue(one, noms))
    .join('\n')
}

function isRendue(sentence: string, noms: ReadonlySet<string>): boolean {
  const said = words(sentence.slice(0, MAX_SENTENCE_CHARS))
  if (CONSENT.test(said)) return false
  if (copieContredite(sentence, noms) !== null) return false
  const isAbout = isAboutTraitant(said, noms)
  if (LIFTED.test(said)) return isAbout || COPIE.test(said)
  const list = said.split(' ')
  const sends = list.some((word) => isSending(word))
  const isHis = isAbout || (list.includes('lui') && list.includes('copie'))
  return (
    isHis &&
    sends &&
    list.some((word) => GIVES.has(word)) &&
    !OWN.test(said) &&
    !FROM_HIM.test(said)
  )
}
