/**
 * What a question about another patient says: which documents name him, and how to correct the identity.
 *
 * In    the dossier, the documents
 * Out   sentences and blocks of the letter
 * Refuses nothing.
 *
 * SPEC §6.5
 */
import type { DocumentDUnAutre } from '../domain/courrier.ts'
import type { Bloc } from './blocs.ts'
import { extensionFr } from './fichiers-fr.ts'
import { enumeration } from './francais.ts'
import { type Ecriture, p } from './lettre.ts'

/** What to do where the words are right and the dossier is not. SPEC §6.5 */
export function autreVoie({ dossier: { etat } }: Ecriture): string {
  switch (etat) {
    case 'incomplet':
      return "Une demande porte sur un seul patient : pour une autre personne, envoyez une demande à part. Pour corriger l'identité, renvoyez le formulaire entier, corrigé."
    case 'en_cours':
      return "Pour corriger l'identité du patient, écrivez ANNULATION en première ligne, puis envoyez une nouvelle demande : celle-ci est déjà partie. Pour une autre personne, envoyez une demande à part."
    case 'repondu':
    case 'sans_reponse':
    case 'annule':
    case 'clos':
      return "Pour corriger l'identité du patient, ou pour une autre personne, envoyez une nouvelle demande."
  }
}

const LIEUX: { readonly [O in DocumentDUnAutre['ou']]: string } = {
  nom: 'le nom du fichier',
  pdf: 'la première page du fichier',
  dicom: "l'en-tête DICOM du fichier",
  message: 'le message joint',
}

/** Which documents name another patient, and in which words; where that may not go, only what kind of file it is. */
export function documentsDUnAutre(
  documents: readonly DocumentDUnAutre[],
  discret: boolean,
): Bloc[] {
  if (documents.length === 0) return []
  const vus = documents.map(({ nom, ou, mots }) => {
    if (discret) return `${LIEUX[ou]} joint (${extensionFr(nom)})`
    return ou === 'nom' ? `${LIEUX.nom} « ${nom} »` : `${LIEUX[ou]} « ${nom} », qui dit « ${mots} »`
  })
  const [eux, les] = documents.length === 1 ? ['ce fichier', "s'il"] : ['ces fichiers', "s'ils"]
  return [
    p(`Ce qui désigne un autre patient : ${enumeration(vus)}.`),
    p(
      `Renvoyez votre message sans ${eux} ${les} ne ${documents.length === 1 ? 'concerne' : 'concernent'} pas ce patient.`,
    ),
  ]
}
