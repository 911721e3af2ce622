/**
 * Documents that the patient keeps back, told to who joined them: which, why, and how they may go all the same.
 *
 * In    an Ecriture, the limit in his words, what became of the rest of his message
 * Out   a Brouillon; names of files and sentences are quoted only where something clinical may go
 * Refuses nothing.
 *
 * SPEC §6.1, §6.8
 */
import type { Lettre } from '../domain/decision.ts'
import type { LimiteDocuments } from '../domain/documents-tenus.ts'
import { nomOuGenre } from './fichiers-fr.ts'
import { avecArticle, citeFr, enumeration, nomFr } from './francais.ts'
import { suiteRecue } from './letters-reponse.ts'
import {
  actifs,
  type Brouillon,
  bonjour,
  type Ecriture,
  notice,
  p,
  RIEN,
  reponses,
  sujetDossier,
} from './lettre.ts'
import { motsClesRequerant } from './mots-possibles.ts'

/** To the requérant: his documents stay here. */
export function documentsLimites(
  e: Ecriture,
  limite: NonNullable<Extract<Lettre, { kind: 'reponseAPreciser' }>['limite']>,
): Brouillon {
  const { dossier, parts } = e
  const cite = parts.discret !== true
  const { transmis } = limite
  const question = notice(sujetDossier(dossier, 'des documents ne sont pas transmis'), [
    bonjour(e),
    p(
      `${RIEN} si le patient garde ses documents pour lui : ${tenusFr(limite, cite)} (référence consentement-hors-portee). S'il accepte leur envoi, répondez par une ligne « Consentement : oui », avec son mode et sa date.`,
    ),
    p(`Vous avez écrit « ${citeFr(cite ? limite.mots : limite.motsDiscrets)} ».`),
    ...dejaPartis(e, limite),
    ...(transmis === undefined
      ? []
      : suiteRecue(e, { kind: 'bienRecu', rang: null, motCle: null, transmis })),
    reponses(e, motsClesRequerant(dossier)),
  ])
  return cite ? { ...question, clinical: true, discret: 'possible' } : question
}

function tenusFr({ pieces }: LimiteDocuments, cite: boolean): string {
  const noms = pieces.map(({ piece }) => nomOuGenre(piece.nom, cite))
  return pieces.length === 1
    ? `${noms[0]} n'est transmis à personne`
    : `${enumeration(noms)} ne sont transmis à personne`
}

/** What left before the limit was said cannot be taken back. */
function dejaPartis({ dossier }: Ecriture, { pieces }: LimiteDocuments) {
  const lus = dossier.sollicitations.flatMap(actifs).map((un) => avecArticle('au', nomFr(un)))
  if (lus.length === 0 || !pieces.some(({ partie }) => partie)) return []
  return [
    p(
      `Ceux qui étaient joints à la demande ont été transmis ${enumeration(lus)} avant ce message, et ne partiront plus à personne d'autre.`,
    ),
  ]
}
