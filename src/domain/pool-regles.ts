/**
 * What the rules of a pool mean: delays that can stand together, documents that a request lacks.
 *
 * In    the delays, the pools asked, what a request says of its documents
 * Out   why the delays contradict each other; the documents that nothing names
 *
 * SPEC §1 (`pool set`), §7
 */
import { DAY_MS } from './calendrier.ts'
import type { Cible, Dossier } from './dossier.ts'
import type { DelaisPropres, Pool } from './pool.ts'
import { words } from './texte.ts'

/** Why delays cannot stand together, in French; null: they can. `retentionMs`: how long content is kept. */
export function delaisContraires(
  { rappelMs, limiteMs, expirationJours }: Required<DelaisPropres>,
  retentionMs: number,
): string | null {
  const expirationMs = expirationJours * DAY_MS
  if (rappelMs >= limiteMs) return 'le rappel doit venir avant la limite'
  if (limiteMs >= expirationMs) return 'la limite doit venir avant l’expiration'
  return retentionMs < expirationMs + SUIVI_MS
    ? 'CONFRERE_RETENTION_CONTENU est plus courte que l’expiration et trente jours de suivi'
    : null
}

const SUIVI_MS = 30 * DAY_MS

/** The documents that the pools asked want to see, each once. */
export function documentsDe(
  cibles: readonly Cible[],
  pools: readonly Pool[] = [],
): readonly string[] {
  const codes = cibles.flatMap((cible) => (cible.kind === 'specialite' ? [cible.code] : []))
  const asked = pools.filter(({ specialite }) => codes.includes(specialite))
  return [...new Set(asked.flatMap(({ documents }) => documents))]
}

/** What a request says of the documents it comes with. */
type Dit = Pick<Dossier, 'pieces' | 'formulaire' | 'textes'>

/** The documents wanted that no attachment is named after and that no line speaks of. */
export function documentsManquants(dit: Dit, documents: readonly string[]): readonly string[] {
  const { formulaire, textes = [], pieces } = dit
  const prose = [formulaire.question, formulaire.contexte, formulaire.antecedents]
  const lines = [...prose, formulaire.traitements, ...textes.map((one) => one.texte)]
    .flatMap((text) => (text ?? '').split('\n'))
    .map((line) => words(line).split(' '))
  const names = pieces.map((piece) => words(piece.nom).split(' '))
  return documents.filter((each) => {
    const wanted = words(each).split(' ')
    const isNamed = (said: readonly string[]) => wanted.every((word) => said.some(isSame(word)))
    // A line that is only the name, sent back empty, says nothing of it.
    return (
      !names.some(isNamed) && !lines.some((line) => isNamed(line) && line.length > wanted.length)
    )
  })
}

const LEAST = 4

/** « photo » and « photographie » are the same word; « ECG » is only itself. */
function isSame(wanted: string): (said: string) => boolean {
  return (said) =>
    said === wanted ||
    (Math.min(said.length, wanted.length) >= LEAST &&
      (said.startsWith(wanted) || wanted.startsWith(said)))
}
