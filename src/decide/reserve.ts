/**
 * Texts that a requis signed in the thread without AVIS: kept, one an author, until he says what they are.
 *
 * In    a signed letter
 * Out   the text as it would become an opinion; adopted only by the same author
 *
 * SPEC §5 (a keyword alone adopts only a text that the same requis signed in this thread)
 */
import type { Rpps } from '../domain/correspondant.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Sollicitation } from '../domain/dossier.ts'
import type { Provenance } from '../domain/evenement.ts'
import { joindre } from '../domain/pieces-jointes.ts'
import { words } from '../domain/texte.ts'
import type { TexteEnReserve } from '../domain/texte-en-reserve.ts'
import { isVide, propos } from './texte-libre.ts'

/** The signed letter as a text that may be adopted. */
export function enReserve(
  auteur: Rpps,
  provenance: Provenance,
  courrier: Courrier,
): TexteEnReserve {
  return {
    auteur,
    ...provenance,
    texte: courrier.motCle === null ? courrier.texte : propos(courrier),
    conclusion: courrier.conclusion,
    pieces: courrier.pieces,
    ...(courrier.illisibles && { illisibles: courrier.illisibles }),
    ...(courrier.motCle !== null && courrier.motCle !== 'AVIS' && { motCle: courrier.motCle }),
  }
}

/** A keyword alone, with the words and documents that its author signed before in the thread; null: it has its own. */
export function adoptee(slot: Sollicitation, courrier: Courrier, auteur: Nomme): Courrier | null {
  const texte = reserveDe(slot, auteur.rpps)
  // REORIENTATION stands before its argument, which is no reason.
  const isArgument = courrier.motCle === 'REORIENTATION'
  const said = isArgument
    ? { ...courrier, argument: null, texte: withoutFirst(courrier) }
    : courrier
  if (texte === null || texte.aConfirmer !== undefined || !isVide(said, auteur)) return null
  const { conclusion, pieces } = texte
  return { ...courrier, texte: texte.texte, conclusion, pieces }
}

interface Nomme {
  readonly rpps: Rpps
  readonly nom: string
  readonly prenom: string
}

function withoutFirst({ argument, texte }: Courrier): string {
  const first = argument?.trim() ?? ''
  return first !== '' && texte.trim().startsWith(first) ? texte.trim().slice(first.length) : texte
}

/**
 * A text joined behind the one that its author signed before: nothing of either is lost, and each stays signed. The
 * newer one alone where it holds the former.
 */
export function joindreTextes(before: TexteEnReserve, next: TexteEnReserve): TexteEnReserve {
  if (words(next.texte).includes(words(before.texte)) && before.pieces.length === 0) return next
  const { avant: _, ...own } = next
  const { message, empreinte, original } = before
  const conclusions = [before.conclusion, next.conclusion].filter((one) => one !== null)
  const illisibles = [...(before.illisibles ?? []), ...(next.illisibles ?? [])]
  return {
    ...own,
    texte: [before.texte, next.texte]
      .map((one) => one.trim())
      .join('\n\n')
      .trim(),
    conclusion: conclusions.length === 0 ? null : conclusions.join('\n'),
    pieces: joindre(before.pieces, next.pieces),
    ...(illisibles.length > 0 && { illisibles }),
    avant: [...(before.avant ?? []), { message, empreinte, original }, ...(next.avant ?? [])],
  }
}

/** The text this author left in the slot; null without. */
export function reserveDe(slot: Sollicitation, auteur: Rpps): TexteEnReserve | null {
  return toutes(slot).find((one) => one.auteur === auteur) ?? null
}

/** The slot's texts with this one in the place of the same author's former. */
export function avecReserve(slot: Sollicitation, texte: TexteEnReserve) {
  const others = toutes(slot).filter((one) => one.auteur !== texte.auteur)
  return { reserve: texte, autresReserves: others }
}

/** The slot's texts without those of this author. */
export function sansReserve(slot: Sollicitation, auteur: Rpps) {
  const [reserve = null, ...autresReserves] = toutes(slot).filter((one) => one.auteur !== auteur)
  return { reserve, autresReserves }
}

function toutes({ reserve, autresReserves = [] }: Sollicitation): readonly TexteEnReserve[] {
  return reserve === null ? autresReserves : [reserve, ...autresReserves]
}
