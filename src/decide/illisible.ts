/**
 * Documents that could not be read: their author is asked, and the readable rest of his letter is not held for it.
 *
 * In    a letter, the dossier
 * Out   what a request still waits for; the question to the author of any other letter
 *
 * SPEC §4, §6.8
 */
import { type Courrier, enPropre, type Illisible, isRefuse } from '../domain/courrier.ts'
import type { Destinataire } from '../domain/decision.ts'
import type { Dossier, Manque } from '../domain/dossier.ts'
import type { Evenement } from '../domain/evenement.ts'
import { manque } from '../domain/manque.ts'
import { words } from '../domain/texte.ts'
import { envoyer, type Pas, pas, puis, trace } from './pas.ts'

const QUOI = 'pieceIllisible'
const SANS_EUX = /\bsans (?:ce|ces|le|les|cette|la) (?:documents?|pieces?|fichiers?)\b/

/**
 * What a request waits for: the documents of this letter that could not be read, and those of letters before
 * until a document comes or its author does without.
 */
export function piecesAttendues({ manques }: Dossier, courrier: Courrier): readonly Manque[] {
  const { illisibles = [], pieces, motCle } = courrier
  const isSettled = pieces.length > 0 || motCle === 'ACCORD' || renonce(courrier)
  const before = manques.find(({ quoi }) => quoi === QUOI)?.illisibles ?? []
  const awaited: readonly Illisible[] = illisibles.length > 0 ? illisibles : isSettled ? [] : before
  return awaited.length === 0 ? [] : [{ ...manque(QUOI, 'illisible'), illisibles: awaited }]
}

/** The documents that a request does without at its author's word: whoever reads it or its answer is told. */
export function piecesAbandonnees(before: Dossier, courrier: Courrier): readonly Illisible[] {
  const { illisibles: known = [], manques } = before
  const asked = manques.find(({ quoi }) => quoi === QUOI)?.illisibles ?? []
  const isGivenUp =
    courrier.pieces.length === 0 && (courrier.motCle === 'ACCORD' || renonce(courrier))
  return isGivenUp && (courrier.illisibles ?? []).length === 0 ? [...known, ...asked] : known
}

function renonce(courrier: Courrier): boolean {
  return enPropre(courrier)
    .texte.split('\n')
    .some((line) => SANS_EUX.test(words(line.slice(0, 400))))
}

/** Asks the author of a letter about its unreadable documents, where nothing that it still lacks does. */
export function demanderLesIllisibles(
  step: Pas,
  { illisibles = [] }: Courrier,
  { message, a }: { readonly message: string; readonly a: Destinataire },
): Pas {
  if (illisibles.length === 0 || step.dossier.etat === 'incomplet') return step
  const code = codeDe(illisibles)
  const lettre = { kind: 'reponseAPreciser', code, rang: null, illisibles } as const
  const letter = envoyer({ lettre, a, sceau: `illisible:${message}` })
  const line = trace(code, { message, nombre: illisibles.length })
  return puis(step, (dossier) => pas(dossier, [letter], [line]))
}

/** The code of a question about several: of what is worst. */
function codeDe(illisibles: readonly Illisible[]): string {
  const raisons = new Set(illisibles.map(({ raison }) => raison))
  if (raisons.has('infecte')) return 'piece-infectee'
  if (raisons.has('executable') || raisons.has('macros') || raisons.has('actions')) {
    return 'piece-dangereuse'
  }
  return raisons.has('archive') ? 'piece-archive' : 'piece-illisible'
}

/** The letter whose signed original holds what must not be passed on: it stays here. */
export function avecOriginalRetenu<E extends Evenement>(evenement: E): E {
  if (!('courrier' in evenement) || !('provenance' in evenement)) return evenement
  const { courrier, provenance } = evenement
  const { original } = provenance
  if (original === null || !(courrier.illisibles ?? []).some(isRefuse)) return evenement
  return { ...evenement, provenance: { ...provenance, original: { ...original, retenu: true } } }
}

/** The documents of a letter whose words were not compared with the patient stand on the dossier. SPEC §6.5 */
export function noterNonCompares(step: Pas, evenement: Evenement): Pas {
  if (!('courrier' in evenement) || !('provenance' in evenement)) return step
  const { nonCompares = [] } = evenement.courrier
  if (nonCompares.length === 0) return step
  const detail = { message: evenement.provenance.message, raisons: nonCompares.join(' ') }
  return { ...step, traces: [...step.traces, trace('documents-non-compares', detail)] }
}
