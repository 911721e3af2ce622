/**
 * The patient's consent, gathered by the requerant before anything leaves.
 *
 * CSP art. L. 1111-2, L. 1111-4, L. 1110-4. Bound to the hash of the signed request that states it.
 */
import type { Instant, Jour, Rpps, Sha256 } from './correspondant.ts'

export type ModeConsentement = 'oral' | 'ecrit' | 'electronique'
export type AuteurConsentement = 'patient' | 'representantLegal'

/** What the consent covers: the person or the specialty asked, more after each `ACCORD`. */
export interface PorteeConsentement {
  readonly requis: readonly Rpps[]
  readonly specialites: readonly string[]
}

/** The consent as the dossier holds it. */
export type Consentement =
  | { readonly kind: 'attendu' }
  | {
      readonly kind: 'recueilli'
      readonly par: AuteurConsentement
      readonly le: Jour
      readonly mode: ModeConsentement
      readonly portee: PorteeConsentement
      /** Hash of the signed entity that states it. */
      readonly preuve: Sha256
    }
  | { readonly kind: 'refuse'; readonly le: Instant; readonly preuve: Sha256 }
  | { readonly kind: 'retire'; readonly le: Instant; readonly preuve: Sha256 }
