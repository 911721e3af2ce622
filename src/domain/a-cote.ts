/**
 * Does the line of a médecin traitant say more than who he is: gone, another's, until October, not to be written to?
 *
 * In    the line, the name of the one whom it designates
 * Out   yes where a word beside his name, titles, addresses, numbers, places and specialty is not known to be harmless
 *
 * What is not understood whole sends him nothing. SPEC §4
 */
import type { Professionnel } from './correspondant.ts'
import { sansReperes } from './designation.ts'
import { ensemble } from './mots.ts'
import { isPrenom } from './prenoms.ts'
import { specialiteDe } from './specialites.ts'
import { words } from './texte.ts'

/** Words that say who, where, since when, and that he is to have his copy: negations are none of them. */
const HARMLESS = ensemble(
  'a au aux avec bd bis bp c ce cedex ces chez cs d de des du elle en est et il l la le les leur lui m mes n no numero par pour ' +
    's sa se ses son sur ter un une y dr drs docteur docteure pr prof professeur professeure mr mme mlle monsieur madame confrere ' +
    'medecin med traitant traitante mt generaliste general generale famille habituel habituelle actuel actuelle actuellement ' +
    'declare declaree designe designee officiel bien depuis annee annees an ans mois janvier fevrier mars avril mai juin juillet ' +
    'aout septembre octobre novembre decembre cabinet medical medicale centre maison sante pluriprofessionnelle pluridisciplinaire ' +
    'msp pole chu ch chr clinique hopital service secretariat rue avenue av boulevard place chemin impasse route allee cours quai ' +
    'tel telephone fixe portable port mobile mob fax rpps adresse adresses mail mails email courriel mss mssante messagerie ' +
    'securisee copie copies cr crs compte rendu merci svp stp vous plait adresser envoyer transmettre informer informe recevoir ' +
    'exercant exerce installe installee consultant vers recoit destinataire envoi souhaite souhaitee oui meme mailto',
)
/** What a capital letter makes no name or place of. */
const NO_NAME = ensemble(
  'pas ne non sans jamais rien aucun aucune plus mais ou sauf ni puis surtout ex ancien ancienne anciennement avant autrefois ' +
    'jusque jusqu moi autre autres nouveau nouvelle maintenant desormais decede decedee deces mort feu retraite retraitee parti ' +
    'partie part cesse arrete ferme demenage change quitte remplace remplacant remplacante successeur voir suivi suivie suit vu ' +
    'attention allergie allergique mere pere fils fille mari femme soeur frere conjoint conjointe epoux epouse parent parents ' +
    'attente inconnu inconnue oppose opposee opposition refus refuse interdit confidentiel secret provisoire temporaire ' +
    'recherche cherche absent absente conge malade suspendu radie fin depart que qui quand si son patient patiente enfant ' +
    'urgence important nb ps fausse erreur faux',
)
/** He is away for a time, and is the médecin traitant all the same: « (remplacé cette semaine) », « , en vacances ». */
const AWAY =
  /(?<=[(,] ?)(?:(?:actuellement|momentan[ée]ment) )?(?:remplac[ée]e? (?=cette|la semaine|ce jour|aujourd|en ce moment|ce mois|jusqu)|absente? |en (?:vacances|cong[ée]s?) ?)(?:cette semaine|la semaine prochaine|ce jour|aujourd['’]hui|en ce moment|ce mois(?:-ci)?|jusqu['’]au \d{1,2}(?:er)?[ /](?:\d{1,2}|\p{L}{3,9})(?:[ /]\d{4})?)?(?= ?(?:[),]|$))/giu
const TITLES = /(?<![\p{L}\p{N}])(?:drs?|docteure?s?|prs?|prof|professeure?s?)(?![\p{L}\p{N}])/giu

/** Does the line say anything else than who he is? `holder`: his name and towns, as the directory writes them. */
export function ditAutreChose(
  line: string,
  holder: Pick<Professionnel, 'nom' | 'prenom' | 'lieux'>,
): boolean {
  const rest = sansReperes(line.replace(AWAY, ' '))
  if (rest === null || /[?=]/.test(rest)) return true
  // « Dr X et Dr Y »: one of them is somebody else.
  if ((rest.match(TITLES) ?? []).length > 1) return true
  const towns = (holder.lieux ?? []).map(({ commune }) => commune)
  const names = new Set(words([holder.nom, holder.prenom, ...towns].join(' ')).split(' '))
  const capitals = /\p{Ll}{2}/u.test(rest.replace(TITLES, ' '))
  return rest.split(/[,;/()[\]\n]|\s[-–—]\s/).some((part) => {
    if (specialiteDe(part) !== null) return false
    return part.split(/[^\p{L}\p{M}\p{N}'’.-]+/u).some((word) => !isKnown(word, names, capitals))
  })
}

/**
 * The words by which prose names him: of his family name where the directory knows him, else those of the line that can
 * be one.
 */
export function nomsDuTraitant(
  line: string,
  holder: { readonly nom: string } | null,
): ReadonlySet<string> {
  const list =
    holder === null
      ? (sansReperes(line) ?? '')
          .split(/[^\p{L}\p{M}'’-]+/u)
          .filter((word) => /^\p{Lu}/u.test(word))
      : [holder.nom]
  const names = list.flatMap((word) => words(word).split(' ')).filter((one) => one.length > 2)
  return new Set(
    names.filter(
      (one) => !HARMLESS.has(one) && !NO_NAME.has(one) && (holder !== null || !isPrenom(one)),
    ),
  )
}

/** « 6 », « 6e », « 6ème », « 1er », « 12b » */
const ORDINAL = /^\d+(?:[a-z]|er|ere|eme|nd|nde)?$/

/** `capitals`: a capital letter marks a name, for not all letters of the line are. */
function isKnown(word: string, names: ReadonlySet<string>, capitals: boolean): boolean {
  const isName = capitals ? /^\p{Lu}/u.test(word) : /^\p{Lu}[\p{L}'’.-]+$/u.test(word)
  return words(word)
    .split(' ')
    .every((one) => {
      if (one.length < 2 || ORDINAL.test(one) || names.has(one) || HARMLESS.has(one)) return true
      return isPrenom(one) || (isName && !NO_NAME.has(one))
    })
}
