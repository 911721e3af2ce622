/**
 * A patient for whom somebody stands, or who cannot say what he wants: told in prose beside a « oui ».
 *
 * In    any text of the request
 * Out   the sentence that says so; null where none does, where it is denied, or said of somebody else
 *
 * A state that passes (coma, intubation, confusion) counts where it is told of today, a protection where it is in force.
 * Who is represented consents by himself or by who represents him, and which of the two is to be said; for one who cannot
 * express a will, nobody consents: a person is consulted. CSP art. L. 1111-4, L. 1111-6; SPEC §4
 */

import { ensemble } from './mots.ts'
import { enoncesDe } from './phrases.ts'
import { words } from './texte.ts'

/** Guardianship that represents: a curatelle and a sauvegarde de justice do not, nor a habilitation to assist. */
const REPRESENTED =
  /\b(?:(?:sous )?tutelles?|(?:sous |en )?habilitation familiale|majeure?s? protegee?s?|majeure?s? incapables?|incapable majeure?|mandat de protection future|mjpm|mandataire judiciaire|(?:sa|son|la|le|une?|m|mme|par l|de l) ?(?:tuteur|tutrice)|(?:tuteur|tutrice) (?:legale?|designee?|m|mme|udaf)|udaf)\b/
/** Beside these words he decides himself. */
const ASSISTED = /\b(?:curatelle|assistance|sauvegarde)\b/
/** He is it for somebody else: « tutrice de son frère ». */
const GUARDIAN_OF =
  /\b(?:tuteur|tutrice) (?:de|du|d) (?:(?:son|sa|ses|leur|un|une|l|la) )?(?:mere|pere|frere|soeur|fils|fille|mari|femme|epoux|epouse|conjoint|conjointe|neveu|niece|oncle|tante|enfant|petit|petite|ami|amie|stage|stages)/
const UNABLE =
  /\b(?:hors d etat|incapable|inapte|ne peut (?:pas|plus)|ne pouvant|n est (?:pas|plus) (?:capable|en etat|en mesure|apte|en capacite))\b.{0,60}\b(?:exprim\w+|consent\w+|volonte|decid\w+|communiqu\w+|comprendre)\b/
const STATE =
  /\b(?:inconsciente?(?! (?:du|de|des|d)\b)|comateu(?:x|se)|(?:dans le|en) coma|etat (?:vegetatif|pauci relationnel)|aphasi(?:e|que) (?:totale|globale|complete|severe|massive)|demen(?:ce|te?) (?:[a-z]+ ){0,3}(?:severe|avancee?|evoluee?|profonde?|terminale?|majeure?)|(?:severe|profonde) demence|alzheimer (?:[a-z]+ ){0,3}(?:severe|avancee?|evoluee?|terminale?)|non communicante?|ne communique (?:pas|plus)|(?:mms|mmse|mini mental)(?: (?:a|de|score|est))? ?[0-9]( |$)(?:sur )?(?:30)?)\b|\bne comprend (?:pas|plus|rien)(?: (?:la|cette|ma|votre|sa) (?:demande|demarche|situation|question|maladie|teleexpertise)| (?:les|ses) (?:enjeux|questions|consignes|explications|informations?)| ce qu on lui (?:dit|demande|explique)| grand chose)?$/
/** States that pass: told of the past they say nothing of today. `dement` is a verb too: « il dément avoir bu ». */
const ACUTE =
  /\b(?:coma|intubee?|sedatee?|(?:syndrome|etat) confusionnel|(?:patiente?|residente?|il est|elle est) (?:[a-z]+ )?(?:confuse?|demente?(?! (?:avoir|etre|toute?|que|formellement|prendre|leger|legere|debutante?|moderee?)\b))|ne reconnait (?:pas|plus) (?:ses|sa|son|personne))\b|\bdesorientee?(?= dans le temps| temporo|$)|^(?:tres )?demente?$/
/** In its clause: over, to come, feared. */
const NOT_NOW =
  /\b(?:antecedents?|atcd|ancienne?|ex|a (?:ete|eu|fait|presente)|avait|etait|fut|sera|serait|apres|sorti|sortie|reveil|il y a|en (?:[a-z]+ )?(?:19|20)[0-9]{2}|risques?|prevention|prevenir|eviter|suspicion|si|en cas|peu|parfois|legerement)\b/
/** In its sentence, or the one behind a comma: it is over. */
const OVER =
  /\b(?:resolue?s?|resolutif|recuperee?|recuperation|regressif|regresse|extubee?|guerie?)\b/
/** « tutelle levée par le juge » */
const LIFTED =
  /^(?:(?:mesure|a|ete|est|desormais|depuis|qui|judiciaire|familiale) ){0,4}(?:levee?s?|revoquee?|terminee?|expiree?|a pris fin)\b/
const FORMER = /\b(?:ancienne?s?|ex)(?: (?:de|d|mesures?|sous|la|une|en)){0,4}$/
const DENIED =
  /\b(?:pas|sans|ni|non|aucune?|jamais|plus)(?: (?:de|d|mesures?|sous|la|une|en|placee?|mise?|signes?|notion|ete|est|a ce jour|actuellement)){0,5}$/
const RELATIVES = ensemble(
  'mere pere parents mari epoux epouse conjoint conjointe compagne compagnon frere soeur belle neveu niece gendre cousin cousine ' +
    'tante oncle voisin voisine aidant aidante grand fils fille femme ami amie enfant famille familiaux familial',
)
const PATIENT = ensemble('patient patiente il elle resident residente lui')
/** « démence sévère chez sa mère » */
const AT_A_RELATIVE =
  /^chez (?:sa|son|ses|leur|la|le|l|une?) ?(?:mere|pere|mari|femme|frere|soeur|fils|fille|epoux|epouse|tante|oncle)/
const MAX_CHARS = 1000
const MAX_BEFORE_CHARS = 80

/** The sentence that says that somebody stands for the patient by law. */
export function representationDite(text: string): string | null {
  return phraseOf(text, (clause, sentence) => {
    if (ASSISTED.test(sentence)) return false
    if (GUARDIAN_OF.test(clause)) return false
    return (
      isInForce(clause) && isOfThePatient(clause, REPRESENTED, /^sous |^en |^majeur|^incapable/)
    )
  })
}

/** The sentence that says that the patient cannot express a will. */
export function horsEtatDit(text: string): string | null {
  return phraseOf(
    text,
    (clause, sentence) =>
      isOfThePatient(clause, UNABLE) ||
      isOfThePatient(clause, STATE) ||
      (isOfThePatient(clause, ACUTE) && isOfToday(clause, sentence)),
  )
}

/** Is the protection that a clause tells of one of today, neither former nor lifted? */
function isInForce(clause: string): boolean {
  const found = REPRESENTED.exec(clause)
  if (found === null) return false
  const before = clause.slice(0, found.index).trim()
  const after = clause.slice(found.index + found[0].length).trim()
  return !FORMER.test(before.slice(-MAX_BEFORE_CHARS)) && !LIFTED.test(after)
}

/** « coma en 2015 » and « intubée puis extubée » are over; « dans le coma depuis 2025 » is not. */
function isOfToday(clause: string, sentence: string): boolean {
  return !NOT_NOW.test(clause) && !OVER.test(sentence)
}

function phraseOf(
  text: string,
  says: (clause: string, sentence: string) => boolean,
): string | null {
  const found = enoncesDe(text).find((sentence) =>
    sentence
      .slice(0, MAX_CHARS)
      .split(/[,()–—]|\s-\s|\s(?:mais|car|donc|et)\s/i)
      .some((clause) => says(words(clause), words(sentence))),
  )
  return found === undefined ? null : found.trim()
}

/**
 * Is it said, not denied, and of the patient? `whose`: only of what is said so may a relative named before be the one;
 * elsewhere he may well be the guardian.
 */
function isOfThePatient(clause: string, said: RegExp, whose = /^/): boolean {
  const found = said.exec(clause)
  if (found === null) return false
  const before = clause.slice(0, found.index).trim()
  const after = clause.slice(found.index + found[0].length).trim()
  if (DENIED.test(before.slice(-MAX_BEFORE_CHARS))) return false
  const last = before.split(' ').findLast((word) => RELATIVES.has(word) || PATIENT.has(word))
  const isHis = last === undefined || PATIENT.has(last)
  return (isHis || !whose.test(found[0])) && !AT_A_RELATIVE.test(after)
}
