/**
 * What an address of ours means. SPEC §3
 *
 * In    a recipient address and our domain
 * Out   the way the mail takes, or null when no such address exists (550 at the door)
 */
import type { CodeSpecialite, Rpps } from './correspondant.ts'
import { rppsDe } from './identifiants.ts'
import { specialiteDuSlug } from './specialites.ts'

export type Voie =
  /** A new request; the form says to whom. */
  | { readonly kind: 'demande' }
  /** A new request to a pool. */
  | { readonly kind: 'specialite'; readonly code: CodeSpecialite }
  /** A new request to one physician. */
  | { readonly kind: 'requis'; readonly rpps: Rpps }
  /** The thread of one dossier for one correspondent; the jeton selects and proves nothing. */
  | { readonly kind: 'fil'; readonly jeton: string }
  /** Our From: a reply matched by its references, else a new request. */
  | { readonly kind: 'teleexpertise' }
  | { readonly kind: 'modele' }
  | { readonly kind: 'essai' }
  /** Envelope sender of a mail of ours: a delivery notice. */
  | { readonly kind: 'rebond'; readonly jeton: string }
  /** postmaster@ and abuse@: to the administrator. RFC 2142 §4, §5 */
  | { readonly kind: 'postmaster' }

/** What a mail is for: mails to addresses of two errands are two mails. A thread is that of its dossier. */
export type Course =
  | { readonly kind: 'demande' | 'teleexpertise' | 'modele' | 'essai' | 'postmaster' }
  | { readonly kind: 'fil'; readonly dossier: string }
  | { readonly kind: 'rebond'; readonly jeton: string }

/**
 * May one mail have both errands? A request may name several requis and pools, at our From too; a thread goes with itself
 * and with our From. Nothing else goes with anything else, an answer and a new request neither, so that no recipient is
 * passed over in silence. SPEC §3, §6.8
 */
export function vontEnsemble(une: Course, autre: Course): boolean {
  if (une.kind === 'fil' && autre.kind === 'fil') return une.dossier === autre.dossier
  if (une.kind === 'rebond' && autre.kind === 'rebond') return une.jeton === autre.jeton
  if (une.kind === autre.kind) return true
  const [first, second] = une.kind === 'teleexpertise' ? [une, autre] : [autre, une]
  return first.kind === 'teleexpertise' && (second.kind === 'demande' || second.kind === 'fil')
}

const JETON = /^[a-z2-7]{26,40}$/

/** What `address` means at `domain`, letter case ignored; null for an address that is none of ours. */
export function voieDe(address: string, domain: string): Voie | null {
  const bare = address
    .trim()
    .replace(/^<(.*)>$/, '$1')
    .toLowerCase()
  // RFC 5321 §4.5.1: <Postmaster> without a domain
  if (bare === 'postmaster') return { kind: 'postmaster' }
  const at = bare.lastIndexOf('@')
  if (at < 1 || bare.slice(at + 1) !== domain.toLowerCase()) return null
  return localVoie(bare.slice(0, at))
}

function localVoie(local: string): Voie | null {
  switch (local) {
    case 'demande':
    case 'teleexpertise':
    case 'modele':
    case 'essai':
    case 'postmaster':
      return { kind: local }
    case 'abuse':
      return { kind: 'postmaster' }
    default:
      break
  }
  const [prefix = '', jeton, ...more] = local.split('+')
  if (jeton !== undefined) {
    if (more.length > 0 || !JETON.test(jeton)) return null
    if (prefix === 'dossier') return { kind: 'fil', jeton }
    return prefix === 'rebond' ? { kind: 'rebond', jeton } : null
  }
  if (/^\d+$/.test(local)) {
    const rpps = /^\d{11}$/.test(local) ? rppsDe(local) : null
    return rpps === null ? null : { kind: 'requis', rpps }
  }
  const code = /^[a-z][a-z0-9._-]*$/.test(local) ? specialiteDuSlug(local) : null
  return code === null ? null : { kind: 'specialite', code }
}
