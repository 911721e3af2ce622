/**
 * Files as letters tell of them without their names.
 *
 * In    the name of a file, what is wrong with an archive
 * Out   French words
 * Refuses nothing.
 *
 * SPEC §6 rule 8
 */

/** What kind of file it is, by its name: « fichier .pdf », « fichier » without. */
export function extensionFr(nom: string): string {
  const extension = /\.[a-z0-9]{1,5}$/i.exec(nom)?.[0]
  return extension === undefined ? 'fichier' : `fichier ${extension.toLowerCase()}`
}

/** What is wrong with an archive. */
export const ARCHIVES: { readonly [detail: string]: string } = {
  abimee: 'archive endommagée',
  chemin: 'archive dont un fichier se place hors de son dossier',
  chiffree: 'protégé par un mot de passe',
  duree: 'trop long à examiner',
  entrees: 'archive de plus de 1 000 fichiers',
  format: "archive d'un format qui n'est pas examiné : seul le zip l'est",
  imbriquee: 'archive dans une autre',
  ratio: 'archive trop comprimée',
  taille: 'trop volumineux une fois ouvert',
}
