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
import type { Sollicitation, TexteEnReserve } from '../domain/dossier.ts'
import type { Provenance } from '../domain/evenement.ts'
import { propos } from './texte-libre.ts'

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
