/**
 * Does a value of the form say nothing beside what is understood and shown of it? Else its line is text as well.
 *
 * In    a label with its value as written
 * Out   true: not a word of it would be lost without the line itself
 *
 * Whoever reads less than a line says passes the whole of it on: an allergy beside the name of the médecin traitant
 * reaches the requis. SPEC §4, §13.14
 */
import { isConsentementSeul } from '../domain/consentement-dit.ts'
import type { Jour } from '../domain/correspondant.ts'
import { isNomSeul } from '../domain/designation.ts'
import {
  finessDe,
  jourDe,
  modeConsentementDe,
  nirDe,
  numeroAmDe,
  sexeDe,
  statutInsDe,
} from '../domain/identifiants.ts'
import { isSpecialiteSeule } from '../domain/specialites.ts'
import { words } from '../domain/texte.ts'
import type { LibelleLu } from './libelles.ts'

/** Any day: whether a value is one of its kind does not depend on it. */
const DAY = '2030-12-31' as Jour

/** Words that may stand in a value of a closed kind, and add nothing to it. */
const PLAIN = new Set(
  (
    'oui non o n ok x le la les du de des d en par au a ce jour aujourd hui hier et donne donnee recueilli recueillie ' +
    'recueillis obtenu obtenue exprime oral orale oralement verbal verbale verbalement ecrit ecrite electronique ' +
    'electroniquement patient patiente lui elle meme representant legal legale parent parents mere pere tuteur tutrice ' +
    'm h f i masculin feminin masc fem homme femme sexe garcon fille indetermine indeterminee ne nee ans an ' +
    'janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fevr avr juil sept oct ' +
    'nov dec lundi mardi mercredi jeudi vendredi samedi dimanche 1er qualifiee qualifie validee provisoire recuperee ' +
    'identite vitale absolue aucune aucun tel telephone fixe portable mobile poste ins nir oid cle finess am general ' +
    'regime agricole msa'
  ).split(' '),
)

/** Does the value say nothing beside what is shown of it? Else its line is shown as written, too. */
export function isWhole(libelle: LibelleLu, value: string): boolean {
  switch (libelle) {
    case 'question':
    case 'contexte':
    case 'antecedents':
    case 'traitements':
    case 'delaiSouhaite':
      return true
    case 'telephone':
      return true
    case 'sexe':
      return sexeDe(value) !== null && !/[,;(]/.test(value)
    case 'dateNaissance':
    case 'dateConsentement':
      return jourDe(value) !== null && isPlain(value) && hasNumbers(value, isInWords(value) ? 2 : 3)
    case 'consentement':
      return isConsentementSeul(value, DAY)
    case 'modeConsentement':
      return modeConsentementDe(value) !== null && isPlain(value) && hasDigits(value, 0)
    case 'consentementDonnePar':
      return BY.test(words(value))
    case 'statutIns':
      return statutInsDe(value) !== null && isPlain(value) && hasDigits(value, 0)
    case 'copieMedecinTraitant':
    case 'ald':
    case 'urgence':
      return isPlain(value) && hasDigits(value, 0)
    case 'patientHospitalise':
      return isPlain(value) && hasDigits(value, 9)
    // A number that cannot be one is used for nothing, and is shown as it stands.
    case 'numeroAm':
      return numeroAmDe(value) !== null && isPlain(value) && hasDigits(value, 9)
    case 'numeroFiness':
      return finessDe(value) !== null && isPlain(value) && hasDigits(value, 9)
    case 'nirAssure':
      return nirDe(value) !== null && isPlain(value) && hasDigits(value, 15)
    case 'matriculeIns':
      return isPlain(value) && hasDigits(value, 15)
    case 'rang':
    case 'regime':
    case 'natureAssurance':
    case 'niveau':
    case 'specialiteRequerant':
      return isPlain(value) && hasDigits(value, 3)
    case 'nomNaissance':
    case 'nom':
    case 'nomUtilise':
    case 'prenoms':
    case 'nomPrenoms':
    case 'lieuNaissance':
    case 'personneDeConfiance':
    case 'procheConsulte':
      return value.length <= 80 && !/[;:!?\n]|[.,] /.test(value)
    case 'specialiteDemandee':
      return isSpecialiteSeule(value)
    case 'medecinRequis':
    case 'medecinTraitant':
      return isNomSeul(value)
    // Nothing is shown of it but the line itself.
    case 'remplacantDe':
    case 'date':
      return false
  }
}

const BY =
  /^(?:le |la |l )?(?:patiente?|representante? legale?|elle meme|lui meme|interessee?)(?: (?:elle|lui) meme)?$/

function isInWords(value: string): boolean {
  const list = value.split(/\s/)
  return list.some((word, at) => {
    const digit = word.search(/\d/)
    if (digit === -1) return false
    return /[a-zà-ÿ]{3}/i.test(word.slice(digit)) || /^[a-zà-ÿ]{3}/i.test(list[at + 1] ?? '')
  })
}

/** No more numbers than the value itself is made of. */
function hasNumbers(value: string, most: number): boolean {
  return (value.match(/\d+/g) ?? []).length <= most
}

/** No more digits than the number that the line wants. */
function hasDigits(value: string, most: number): boolean {
  return value.replace(/\D/g, '').length <= most
}

/** Only words that may stand in a value of a closed kind. */
export function isPlain(value: string): boolean {
  return words(value)
    .split(' ')
    .every((word) => PLAIN.has(word) || /\d/.test(word))
}
