/**
 * The médecin traitant who answers his compte-rendu: what his words become, as letters.
 *
 * SPEC §5, §6.7, §6.8
 */
import type { Rpps } from './correspondant.ts'
import type { MotCle, Piece } from './courrier.ts'

/** Whose word a keyword is. */
export type PartieDuMot = 'requerant' | 'requis' | 'autre'

/** Why his message went to nobody. */
export type MotifNonTransmis = 'mot' | 'vide' | 'autre-patient' | 'sans-consentement' | 'clos'

export type LettreDuTraitant =
  /** His words, to the requérant and to the authors of the opinions: no act, no new opinion. */
  | {
      readonly kind: 'messageTraitant'
      readonly rang: number | null
      readonly texte: string
      readonly pieces: readonly Piece[]
      /** `non`: thanks; `repondre`: a question, a danger or a new fact, which the author of the opinion answers. */
      readonly attend?: 'non' | 'repondre'
      readonly urgent?: 'oui'
    }
  /** To him: who got them, or why nobody did. */
  | {
      readonly kind: 'messageTraitantNote'
      /** The authors of opinions who got it beside the requérant; null: nobody got it. */
      readonly requis: readonly Rpps[] | null
      readonly motif: MotifNonTransmis | null
      /** The word that is another's, and whose. */
      readonly mot?: { readonly mot: MotCle; readonly de: PartieDuMot }
      /** His words, given back to him where they went to nobody. */
      readonly dit?: string
      readonly urgent?: 'oui'
    }

const MOTS: { readonly [M in MotCle]: PartieDuMot | null } = {
  AVIS: 'requis',
  RECTIFICATIF: 'requis',
  ACCEPTE: 'requis',
  REFUS: 'requis',
  REORIENTATION: 'requis',
  ABSENT: 'requis',
  PRESENT: 'requis',
  ACCORD: 'requerant',
  DESACCORD: 'requerant',
  'NON URGENT': 'requerant',
  ANNULATION: 'requerant',
  'RETRAIT CONSENTEMENT': 'requerant',
  ETAT: 'requerant',
  'JE VALIDE': 'autre',
  'JE CONFIRME': 'autre',
  // His message is a complement, and he may tell an emergency.
  COMPLEMENT: null,
  URGENT: null,
}

/** Whose word it is; null: the médecin traitant may write it too. */
export function partieDuMot(mot: MotCle): PartieDuMot | null {
  return MOTS[mot]
}
