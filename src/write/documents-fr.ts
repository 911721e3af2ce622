/**
 * What a request still waits for of its documents, as its author is asked: those that could not be read or passed on,
 * those that the patient keeps back.
 *
 * In    what lacks; whether names of files and sentences may be quoted
 * Out   French words, the way out among them
 * Refuses nothing.
 *
 * SPEC §4, §6.1, §6.3, §6.8
 */
import { type Illisible, isRefuse } from '../domain/courrier.ts'
import type { Dossier, Manque } from '../domain/dossier.ts'
import { illisiblesFr, nomOuGenre } from './fichiers-fr.ts'
import { citeFr, enumeration, majuscule, nombre } from './francais.ts'

const UN_ILLISIBLE = [
  "qui n'a pas pu être lu",
  "qui n'est transmis à personne",
  'le',
  'sans ce document',
] as const
const DES_ILLISIBLES = [
  "qui n'ont pas pu être lus",
  'qui ne sont transmis à personne',
  'les',
  'sans ces documents',
] as const

/** Documents that could not be read or must not be passed on, and how the request leaves. */
export function pieceIllisibleFr(
  illisibles: readonly Illisible[],
  citable: { readonly fichiers: boolean },
): string {
  const [lu, passe, les, ces] = illisibles.length === 1 ? UN_ILLISIBLE : DES_ILLISIBLES
  const qui = illisibles.some(isRefuse) ? passe : lu
  const comment = illisibles.every(({ raison }) => raison === 'archive')
    ? `joignez-en le contenu hors de toute archive`
    : `joignez-${les} de nouveau en PDF ou en image`
  return `${majuscule(illisiblesFr(illisibles, citable))}, ${qui} : ${comment}, ou écrivez « ${ces} » pour que la demande parte ainsi`
}

/** The patient keeps the documents back: without them, or with those that he agrees to. SPEC §6.1 */
export function limiteFr(
  { mots = '', motsDiscrets = mots, fichiers: noms = [] }: Manque,
  { fichiers }: { readonly fichiers: boolean },
): string {
  const eux = enumeration(noms.map((nom) => nomOuGenre(nom, fichiers)))
  return `Documents que le patient garde pour lui, car vous écrivez « ${citeFr(fichiers ? mots : motsDiscrets)} » (${eux}) : écrivez SANS DOCUMENTS, et la demande part sans eux ni le message signé qui les contient ; ou, s'il accepte leur envoi, remplissez de nouveau la ligne du consentement, en joignant seulement ceux qu'il accepte s'il ne les accepte pas tous`
}

/** SANS DOCUMENTS: what stays here. */
export function gardesFr({ limite }: Dossier): [string, string][] {
  const total = limite?.pieces.length ?? 0
  if (limite === undefined || limite.levee || total === 0) return []
  return [['Documents non transmis', `${nombre(total, 'document', 'documents')}, comme demandé`]]
}

/** The requis knows that there are documents, not more; null: nothing is kept back. */
export function gardesPourRequis({ limite }: Dossier): string | null {
  const total = limite?.pieces.length ?? 0
  if (limite === undefined || limite.levee || total === 0) return null
  return total === 1
    ? "Un document du requérant n'est pas transmis : le patient n'accepte pas son envoi."
    : `${total} documents du requérant ne sont pas transmis : le patient n'accepte pas leur envoi.`
}
