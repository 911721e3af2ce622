/**
 * Words by which a clause keeps the médecin traitant out without a word of sending: discretion, distance, a quarrel, an
 * answer that is for its author alone.
 *
 * In    a clause as words, where the médecin traitant is named in it
 * Out   yes or no: whoever writes so is asked, none of it is an opposition by itself
 *
 * SPEC §4
 */

/** Beside his name or his role. */
const KEEPS_FROM =
  /\b(?:insu|cacher|secret|confidentiel|confidentielle|confidentialite|ignore|ignorer|discretion|conflit avec|en conflit|litige avec|mauvais termes|(?:plus|pas|perdu|peu|aucune|manque de|perte de) (?:toute |sa |la |en |de )?confiance|(?:rester|restez|soyez|etre) discrete?s?)\b/
/** « qu’on le laisse en dehors »: he may be named before it. */
const KEPT_OUT =
  /\b(?:laiss(?:e|er|ez|ons)|ten(?:ir|ez|u|ue)|tienne|tiens|rest(?:e|er)|gard(?:e|er|ez)|maintenir|mettre|mettez) (?:[a-z]{1,12} ){0,7}(?:dehors|ecart|hors (?:de|du)|distance)\b/
const LEAVES_HIM =
  /\b(?:va|vont|veut|souhaite|desire|compte|voudrait|envisage de|doit) (?:bientot )?changer de (?:medecin|generaliste|docteur|mt)\b/
/** « exclure le Dr X »: he comes next. */
const BEFORE_HIM =
  /\b(?:exclure|excluez|exclue|ecarter|ecartez|eviter|evitez|contourner|sauf|hormis|excepte)(?: (?:le|la|l|son|sa|leur|notre|mon|dr|docteur|docteure)){0,3} $/
/** « Dr X à exclure » */
const AFTER_HIM = /^[a-z]+(?: traitante?)? a (?:exclure|ecarter|eviter)\b/

/** Does a clause keep him out? `from`: where he is named in it, -1: nowhere; `isMeant`: he is named in its sentence. */
export function ecarteLeTraitant(clause: string, from: number, isMeant: boolean): boolean {
  if (from !== -1) {
    if (KEEPS_FROM.test(clause) || BEFORE_HIM.test(clause.slice(0, from))) return true
    if (AFTER_HIM.test(clause.slice(from))) return true
  }
  return isMeant && (KEPT_OUT.test(clause) || LEAVES_HIM.test(clause))
}

const REPLY =
  /\b(?:reponses?|repondre|repondez|reponde|retour|avis|cr|comptes? rendus?|resultats?|conclusions?|courriers?|envoyer|envoyez|adresser|adressez|transmettre|transmettez|destinee?s?)\b/
/** « à moi seule », « uniquement à mon adresse », « ne … qu’à moi ». */
const ME_ALONE =
  /\b(?:moi|nous|mon adresse|ma (?:boite|messagerie|mss|mssante)|mon attention|requerante?)(?: meme)? (?:uniquement|seulement|exclusivement|seule?s?)\b/
const ALONE_ME =
  /\b(?:uniquement|seulement|exclusivement|seule?) (?:a |pour |sur |vers |au |la )?(?:moi|nous|mon adresse|ma (?:boite|messagerie|mss|mssante)|mon attention|requerante?)\b/
const NONE_BUT_ME =
  /\b(?:ne?|rien|personne|autre) (?:[a-z]{1,14} ){0,5}(?:qu|que) (?:a |pour |sur |au |la )?(?:moi|nous|mon adresse|ma (?:boite|messagerie|mss|mssante)|requerante?)\b/

/** Is the answer for its author alone? */
export function isPourSoiSeul(clause: string): boolean {
  return (
    REPLY.test(clause) &&
    (ME_ALONE.test(clause) || ALONE_ME.test(clause) || NONE_BUT_ME.test(clause))
  )
}
