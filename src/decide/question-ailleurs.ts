/**
 * A question that the line does not put, but points to: « voir objet », « cf. PJ », « voir ci-dessous ».
 *
 * In    the clinical lines as read, the dossier, the newest letter
 * Out   the same where what it points to reaches the requis; else the question is asked for, the subject quoted
 *
 * A subject outside the signature is not its author's signed word: it is never taken for the question. SPEC §4, §8
 */
import { phraseCitee } from '../domain/consentement-en-doute.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Clinique, Dossier, Manque } from '../domain/dossier.ts'
import { manque } from '../domain/manque.ts'
import { renvoiDe } from '../domain/renvoi.ts'
import type { Lu } from './lu.ts'
import { substance } from './texte-libre.ts'

/** The clinical lines, their question asked for where it is nowhere that its author signed. */
export function avecQuestionDite(
  lu: Lu<Clinique | null>,
  dossier: Dossier,
  courrier: Courrier,
): Lu<Clinique | null> {
  const { valeur, manques } = lu
  const renvoi = valeur === null ? null : renvoiDe(valeur.question)
  if (valeur === null || renvoi === null) return lu
  const objet = objetSigne(dossier, courrier)
  const says =
    renvoi === 'piece'
      ? dossier.pieces.length > 0
      : renvoi === 'objet'
        ? objet
        : ditAilleurs(valeur, dossier)
  if (says) return lu
  return { valeur: null, manques: [manqueDe(renvoi === 'objet', dossier, courrier), ...manques] }
}

function manqueDe(isObjet: boolean, { manques }: Dossier, { sujet = '' }: Courrier): Manque {
  const before = manques.find(({ quoi, mots }) => quoi === 'question' && mots !== undefined)
  const one = manque('question', 'illisible')
  if (!isObjet) return { ...one, precisions: ['renvoi'] }
  // A later letter has the subject of our own.
  if (before !== undefined) return before
  if (sujet.trim() === '') return { ...one, precisions: ['renvoi'] }
  const { mots, discrets } = phraseCitee(sujet)
  return { ...one, precisions: ['objet'], mots, motsDiscrets: discrets }
}

/** A subject that is signed is among his words, and reaches the requis with them. */
function objetSigne({ textes = [] }: Dossier, { libre }: Courrier): boolean {
  return [libre, ...textes.map(({ texte }) => texte)].some((one) => /^Objet : \S/m.test(one))
}

function ditAilleurs(
  { contexte, antecedents, traitements }: Clinique,
  { textes = [], requerant }: Dossier,
): boolean {
  const lines = [contexte, antecedents, traitements].some((one) => one !== null)
  const said = textes.map(({ texte }) => texte.replace(/^Objet : .{0,1000}$/m, ''))
  return lines || said.some((texte) => substance(texte, requerant) !== '')
}
