/**
 * What was read in the prose of a request, as its author is asked to say that it is so.
 *
 * In    what lacks, what the letter may quote
 * Out   which of it is shown to him, and the words that say what to do
 *
 * SPEC §4, §6.3
 */
import type { Manque } from '../domain/dossier.ts'
import { type Citable, isLibelle } from './formulaire.ts'
import { citeFr } from './francais.ts'

/** Those read in his prose, which the letter shows him: his word is enough for them. */
export function lusEnProse(manques: readonly Manque[], { lignes }: Citable): readonly Manque[] {
  return manques.filter(
    ({ quoi, pourquoi }) =>
      pourquoi === 'prose' && isLibelle(quoi) && citeFr(lignes[quoi] ?? '') !== '',
  )
}

/** What his word does for them. */
export const LU_EN_PROSE =
  "Ce qui est lu dans votre texte ne compte pas encore : JE CONFIRME dit que c'est juste ; sinon, écrivez la ligne vous-même, avec son libellé."

/** What he is to do: say yes to what was read in his prose, fill in the lines. */
export function repondezFr(lignes: number, lus: number): string {
  if (lus === 0)
    return `répondez à ce message${lignes === 0 ? '' : ' en complétant les lignes ci-dessous'}`
  const mot = 'répondez à ce message, écrivez JE CONFIRME en première ligne'
  return lignes === 0 ? mot : `${mot}, puis complétez les lignes ci-dessous`
}
