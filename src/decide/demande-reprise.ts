/**
 * A request that its author takes back in its own words: nothing leaves before he says whether he wants it.
 *
 * In    the dossier, the newest letter
 * Out   the question asked for again, his words quoted; a later letter that puts the question settles it
 *
 * SPEC §6.3, §6.8
 */
import { phraseCitee } from '../domain/consentement-en-doute.ts'
import { type Courrier, enPropre, type Libelle } from '../domain/courrier.ts'
import { demandeReprise } from '../domain/demande-reprise.ts'
import type { Dossier, Manque } from '../domain/dossier.ts'
import { manque } from '../domain/manque.ts'

const PROSE: readonly Libelle[] = ['question', 'contexte', 'antecedents', 'traitements']

/** What is asked where he takes it back; null: he does not. */
export function manqueDeReprise({ manques }: Dossier, courrier: Courrier): Manque | null {
  const { formulaire } = courrier
  const lines = PROSE.map((label) => formulaire[label] ?? '')
  const said = [enPropre(courrier).libre, ...lines].map(demandeReprise).find((one) => one !== null)
  if (said != null) {
    const { mots, discrets } = phraseCitee(said)
    return { ...manque('question', 'contradictoire'), mots, motsDiscrets: discrets }
  }
  const before = manques.find(
    ({ quoi, pourquoi, mots }) =>
      quoi === 'question' && pourquoi === 'contradictoire' && mots !== undefined,
  )
  return formulaire.question === undefined ? (before ?? null) : null
}
