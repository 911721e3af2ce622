/**
 * Whether an act may be billed: what can never be, what lacks, what is doubtful and nobody has settled.
 *
 * In    an act, whatever its former state
 * Out   its state and the first reason that holds, surest first; all its open doubts
 *
 * NGAP art. 14.9; SPEC §11
 */
import type { Acte, PartieActe } from './acte.ts'
import { contredit } from './numero-am.ts'
import { etatPour } from './remplacement.ts'
import { plafondDe } from './tarif.ts'

/** What must be known before an act can be billed: nobody can confirm it away. */
export const LACUNES = [
  'numero-executant-manquant',
  'numero-prescripteur-manquant',
  'specialite-executant-manquante',
  'specialite-prescripteur-manquante',
] as const

/** Doubts about a party that each act of a pair has under its own name for him. */
export const DOUTES_EN_MIROIR: { readonly [doute: string]: string } = {
  'numero-executant-different': 'numero-prescripteur-different',
  'numero-prescripteur-different': 'numero-executant-different',
  'numero-executant-autrui': 'numero-prescripteur-autrui',
  'numero-prescripteur-autrui': 'numero-executant-autrui',
  'remplace-inconnu': 'prescripteur-remplace-inconnu',
  'prescripteur-remplace-inconnu': 'remplace-inconnu',
  'remplacement-a-valider': 'prescripteur-remplacement-a-valider',
  'prescripteur-remplacement-a-valider': 'remplacement-a-valider',
}

/** What somebody refused in a signed letter: nobody confirms it away, only he takes it back. SPEC §5 */
export const REFUS_SIGNES = ['remplacement-refuse', 'prescripteur-remplacement-refuse'] as const

/** Doubts about the téléexpertise itself: settled for both acts of a pair at once. */
export const DOUTES_COMMUNS: readonly string[] = [
  'patient-hospitalise',
  'meme-finess',
  'aucun-document',
]

/** One person on both sides of an act: nobody makes it billable, by whatever way. SPEC §11 */
export const MEME_PERSONNE = 'requerant-requis'

/** Is the executant the prescripteur: the same professional, or billed under the same AM number? */
export function isMemePersonne({
  executant,
  prescripteur,
}: Pick<Acte, 'executant' | 'prescripteur'>): boolean {
  const { rpps, numeroAm } = executant
  return rpps === prescripteur.rpps || (numeroAm !== null && numeroAm === prescripteur.numeroAm)
}

/** The state that the facts of an act give it: the one way by which an act becomes billable. */
export function jugement(acte: Acte): Pick<Acte, 'etat' | 'motif'> {
  const cap = plafondDe(acte.code, acte.executant.profession, acte.dateActe)
  if (cap === null) return { etat: 'non_facturable', motif: 'profession-sans-acte' }
  if (acte.rangAnnuel > acte.plafond) return { etat: 'non_facturable', motif: 'plafond-atteint' }
  // Whatever was confirmed of it.
  if (isMemePersonne(acte)) return { etat: 'a_verifier', motif: MEME_PERSONNE }
  const [first] = doutes(acte)
  if (doutes(acte).includes('remplacement-refuse')) {
    return { etat: 'non_facturable', motif: 'remplacement-refuse' }
  }
  return first === undefined
    ? { etat: 'facturable', motif: null }
    : { etat: 'a_verifier', motif: first }
}

/** Every doubt that holds and that no authorised person has settled, in the order they are told. */
export function doutes(acte: Acte): readonly string[] {
  const { executant, prescripteur, assure } = acte
  const cap = plafondDe(acte.code, executant.profession, acte.dateActe)
  const all: readonly (readonly [string, boolean])[] = [
    ['remplace-inconnu', etatPour(acte, executant) === 'inconnu'],
    ['remplacement-a-valider', etatPour(acte, executant) === 'a-valider'],
    ['remplacement-refuse', etatPour(acte, executant) === 'refuse'],
    ['prescripteur-remplacement-refuse', etatPour(acte, prescripteur) === 'refuse'],
    ['prescripteur-remplace-inconnu', etatPour(acte, prescripteur) === 'inconnu'],
    ['prescripteur-remplacement-a-valider', etatPour(acte, prescripteur) === 'a-valider'],
    ['numero-executant-autrui', contredit(executant) === 'autrui'],
    ['numero-prescripteur-autrui', contredit(prescripteur) === 'autrui'],
    ['numero-executant-manquant', lacksNumber(executant)],
    ['numero-prescripteur-manquant', lacksNumber(prescripteur)],
    ['numero-executant-different', contredit(executant) === 'different'],
    ['numero-prescripteur-different', contredit(prescripteur) === 'different'],
    ['specialite-executant-manquante', executant.specialite === null],
    ['specialite-prescripteur-manquante', prescripteur.specialite === null],
    ['territoire-a-verifier', acte.territoireSelon === 'a-verifier'],
    ['patient-hospitalise', assure.hospitalise === true],
    ['meme-finess', executant.finess !== null && executant.finess === prescripteur.finess],
    // A record made before the fact was kept tells it by its reason.
    ['aucun-document', acte.sansDocument ?? acte.motif === 'aucun-document'],
    ['cas-restreint', cap?.casRestreints === 'oui'],
    ['niveau-manquant', acte.code === 'TE1' && assure.niveau === null],
  ]
  const signed: readonly string[] = REFUS_SIGNES
  const isSettled = (name: string): boolean =>
    !signed.includes(name) && (acte.confirmes ?? []).includes(name)
  return all.flatMap(([name, holds]) => (holds && !isSettled(name) ? [name] : []))
}

/** May no number be billed for this party yet? */
export function lacksNumber(partie: PartieActe): boolean {
  return partie.numeroAm === null && partie.finess === null
}
