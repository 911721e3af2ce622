/**
 * Second thoughts in the request itself: « finalement, non, oubliez », « annulez », « à reformuler ».
 *
 * In    what its author writes beside the lines and in them
 * Out   the sentence, as written; null: none takes the request back. It leads to a question
 *
 * What was cancelled of an appointment, or forgotten of a treatment, is clinical. SPEC §6.8
 */
import { enoncesDe, MAX_SENTENCE_CHARS } from './phrases.ts'
import { words } from './texte.ts'

const TAKES_BACK: readonly RegExp[] = [
  /^(?:(?:ah|bon|donc|pardon|desolee?|svp|non|euh|en fait) )*finalement non(?: (?:merci|svp|oubliez|annulez|laissez tomber|desolee?))*$/,
  /^(?:(?:ah|bon|donc|pardon|desolee?|svp|non|merci|finalement|en fait) )*(?:oubliez|annulez|laissez tomber)(?: (?:tout|ca|cela|svp|merci|finalement|pardon|desolee?))*$/,
  /\b(?:oubliez|annulez|ignorez|supprimez) (?:(?:donc|svp|tout de suite) )?(?:(?:ma|mon|cette|cet|ce|la|le|l) ){0,2}(?:demande|avis|teleexpertise|question|mail|message|courriel|envoi)\b/,
  /\b(?:merci d|a|veuillez|pouvez vous|souhaite|veux|prefere|faut) (?:annuler|oublier) (?:(?:ma|mon|cette|cet|ce|la|le|l) ){0,2}(?:demande|avis|teleexpertise|question|mail|message|courriel|envoi)\b/,
  /\bne (?:tenez|tenir) (?:pas |plus )?compte de (?:ma|cette|ce|mon|la)(?: (?:demande|question|mail|message|courriel|envoi))\b/,
  /\b(?:demande|mail|message|courriel|envoi|envoye|envoyee|adresse|adressee) par erreur\b|\berreur (?:de destinataire|d envoi)\b/,
  /^(?:(?:non|question|demande|pardon|bon|finalement) )*a (?:reformuler|revoir|refaire|completer) ?(?:plus tard|svp|merci)?$/,
  /\bje (?:la |ma question |ma demande )?(?:reformule|reformulerai|vais reformuler|dois reformuler|renvoie une demande|refais une demande|refais ma demande)\b/,
  /\bplus besoin de (?:votre |cet |l |un )?(?:avis|reponse|teleexpertise)\b/,
]
const DEAD =
  /\b(?:le |la |mon |ma )?patiente? (?:est|vient) (?:malheureusement )?(?:decedee?|de deceder|d etre decedee?)\b/

/** The sentence that takes a request back. */
export function demandeReprise(text: string): string | null {
  return enoncesDe(text).find(isReprise)?.trim() ?? null
}

function isReprise(sentence: string): boolean {
  const said = words(sentence.slice(0, MAX_SENTENCE_CHARS))
  return TAKES_BACK.some((one) => one.test(said)) || DEAD.test(said)
}
