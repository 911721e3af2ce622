/**
 * The patient's consent, gathered by the requerant before anything leaves.
 *
 * CSP art. L. 1111-2, L. 1111-4, L. 1110-4. Bound to the hash of the signed request that states it.
 */
import type { Instant, Jour, Rpps, Sha256 } from './correspondant.ts'

export type ModeConsentement = 'oral' | 'ecrit' | 'electronique'
export type AuteurConsentement = 'patient' | 'representantLegal'
/** Who was consulted for a patient who cannot express a will. Neither consents for him. CSP art. L. 1111-4, L. 1111-6 */
export type PersonneConsultee = 'personneDeConfiance' | 'proche'

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
  /** No consent of the patient's: he cannot express a will, and this person was consulted. SPEC §4 */
  | {
      readonly kind: 'recueilli'
      readonly par: PersonneConsultee
      /** As written: name, and what he is to the patient. */
      readonly nom: string
      /** The day on which that person was consulted. */
      readonly le: Jour
      readonly portee: PorteeConsentement
      readonly preuve: Sha256
    }
  | { readonly kind: 'refuse'; readonly le: Instant; readonly preuve: Sha256 }
  /** Without proof a coordinator entered it: the audit has his name and the reason. */
  | { readonly kind: 'retire'; readonly le: Instant; readonly preuve: Sha256 | null }
