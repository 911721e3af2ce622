/**
 * What a mail's recipients ask of us, taken together: one mail may name several requis, or a pool and a requis.
 *
 * SPEC §3
 */
import type { Cible } from '../domain/dossier.ts'
import { type Voie, voieDe } from '../domain/voie.ts'

/** The one errand of a mail. */
export type Addressees =
  | { readonly kind: 'essai' | 'modele' | 'postmaster' }
  | { readonly kind: 'rebond'; readonly jeton: string }
  | { readonly kind: 'fil'; readonly jetons: readonly string[] }
  /** A reply by References, or a new request. */
  | { readonly kind: 'teleexpertise'; readonly cibles: readonly Cible[] }
  | { readonly kind: 'demande'; readonly cibles: readonly Cible[] }

/**
 * Reads the recipients. A trial stays a trial whoever else is named; a thread wins over a new request,
 * so that an answer to all is an answer.
 */
export function addresseesOf(to: readonly string[], domain: string): Addressees {
  const voies = to.map((address) => voieDe(address, domain)).filter((voie) => voie !== null)
  for (const kind of ['essai', 'modele'] as const) {
    if (voies.some((voie) => voie.kind === kind)) return { kind }
  }
  const rebond = voies.find((voie) => voie.kind === 'rebond')
  if (rebond !== undefined) return { kind: 'rebond', jeton: rebond.jeton }
  const jetons = voies.filter((voie) => voie.kind === 'fil').map((voie) => voie.jeton)
  if (jetons.length > 0) return { kind: 'fil', jetons }
  const cibles = voies.flatMap(cibleOf)
  if (voies.some((voie) => voie.kind === 'teleexpertise')) return { kind: 'teleexpertise', cibles }
  if (cibles.length > 0 || voies.some((voie) => voie.kind === 'demande')) {
    return { kind: 'demande', cibles }
  }
  return { kind: 'postmaster' }
}

function cibleOf(voie: Voie): Cible[] {
  if (voie.kind === 'specialite') return [{ kind: 'specialite', code: voie.code }]
  return voie.kind === 'requis' ? [{ kind: 'requis', rpps: voie.rpps }] : []
}
