/**
 * Files as letters tell of them: by name where something clinical may go, else by their kind.
 *
 * In    the name of a file, why it could not be read or passed on
 * Out   French words
 * Refuses nothing.
 *
 * SPEC §6.8
 */
import type { Illisible } from '../domain/courrier.ts'
import { citeFr, enumeration, nombre } from './francais.ts'

/** What kind of file it is, by its name: « fichier .pdf », « fichier » without. */
export function extensionFr(nom: string): string {
  const extension = /\.[a-z0-9]{1,5}$/i.exec(nom)?.[0]
  return extension === undefined ? 'fichier' : `fichier ${extension.toLowerCase()}`
}

/** The name of a file, or where nothing clinical may go its kind. */
export function nomOuGenre(nom: string, cite: boolean): string {
  return cite && nom !== '' ? `« ${citeFr(nom)} »` : `un ${extensionFr(nom)}`
}

/** What is wrong with an archive. */
const ARCHIVES: { readonly [detail: string]: string } = {
  abimee: 'archive endommagée',
  chemin: 'archive dont un fichier se place hors de son dossier',
  chiffree: 'protégé par un mot de passe',
  duree: 'trop long à examiner',
  entrees: 'archive de plus de 1 000 fichiers',
  format: "archive d'un format qui n'est pas examiné : seul le zip l'est",
  imbriquee: 'archive dans une autre',
  'message-chiffre': 'message chiffré pour un autre lecteur',
  ratio: 'archive trop comprimée',
  taille: 'trop volumineux une fois ouvert',
}

/**
 * The documents that could not be read, by their place and name: « le document n° 2 (« bilan.pdf », encodage inconnu
 * « x-uuencode ») ». Names of files may name a patient: where nothing clinical may go, only what kind they are.
 */
export function illisiblesFr(
  illisibles: readonly Illisible[],
  { fichiers }: { readonly fichiers: boolean } = { fichiers: false },
): string {
  const place = (rang: number) =>
    rang === 0 ? 'le message signé lui-même' : `le document n° ${rang}`
  return enumeration(illisibles.map((one) => `${place(one.rang)} (${formeFr(one, fichiers)})`))
}

function formeFr({ nom, raison, detail }: Illisible, isNamed: boolean): string {
  if (raison === 'outlook') {
    const dedans =
      detail === null ? '' : `, ${nombre(Number(detail), 'document', 'documents')} à l'intérieur`
    return `winmail.dat, format propre à Outlook${dedans}`
  }
  const fichier = nom === '' ? '' : `${isNamed ? `« ${citeFr(nom)} »` : extensionFr(nom)}, `
  switch (raison) {
    case 'codage':
      return `${fichier}encodage inconnu « ${detail} »`
    case 'executable':
      return `${fichier}qui contient un programme`
    case 'macros':
      return `${fichier}qui contient des macros`
    case 'actions':
      return `${fichier}qui contient un script`
    case 'infecte':
      return detail === null
        ? `${fichier}trop volumineux pour l'antivirus`
        : `${fichier}que l'antivirus dit infecté (${detail})`
    case 'archive':
      return `${fichier}${ARCHIVES[detail ?? ''] ?? 'archive qui ne peut pas être examinée'}`
    default:
      return raison satisfies never
  }
}
