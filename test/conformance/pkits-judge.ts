/**
 * The PKITS cases rebuilt: each is a certificate, what surrounds it, and what must be said of it.
 *
 * Only the shapes of the NIST suite are here, with keys and names of our own. Each test file lists
 * its cases by the suite's numbers.
 */
import type { Test } from 'tap'

import { paths } from '../../src/pki/path.ts'
import { judgeRevocation } from '../../src/pki/revocation.ts'
import { authority, type Entity, NOW, trusting } from '../pki/authority.ts'

export type Thing = Entity | { readonly crl: Buffer }

export interface Case {
  /** Number and title in the suite. */
  readonly id: string
  readonly expected: 'accept' | 'reject'
  readonly leaf: Entity
  readonly things: readonly Thing[]
}

export const root = authority('Ancre')
export const rootList = root.lists()

/** P1, P2, … of the suite. */
export const policy = (n: number): string => `2.16.840.1.101.3.2.1.48.${n}`

export const accept = (id: string, leaf: Entity, ...things: readonly Thing[]): Case => ({
  id,
  expected: 'accept',
  leaf,
  things,
})

export const reject = (id: string, leaf: Entity, ...things: readonly Thing[]): Case => ({
  id,
  expected: 'reject',
  leaf,
  things,
})

/** Holds each case to its expectation: the order in which things are known changes nothing. */
export function judge(t: Test, cases: readonly Case[]): void {
  for (const { id, expected, leaf, things } of cases) {
    const all = [...new Set([root, ...things])]
    for (const known of [all, all.toReversed()]) {
      const { told, verdict } = verdictOf(leaf, known)
      t.equal(verdict, expected, `${id}: ${told}`)
    }
  }
}

/** The verdict, and the words for it. */
function verdictOf(leaf: Entity, known: readonly Thing[]) {
  const trust = trusting(...known)
  const told: string[] = []
  for (const outcome of paths(leaf.certificate, trust, NOW)) {
    if (outcome.status !== 'valid') {
      told.push(outcome.reason)
      continue
    }
    const { status } = judgeRevocation(outcome.chain, {
      pool: trust,
      at: NOW,
      crls: trust.crls,
      ocsp: trust.ocsp,
    })
    told.push(status)
    if (status === 'good') return { told: told.join(' '), verdict: 'accept' }
  }
  return { told: told.join(' '), verdict: 'reject' }
}

/** A chain of authorities below the root, each with its list: the last one, and all of them. */
export function chain(...shapes: readonly (readonly Buffer[])[]) {
  const things: Thing[] = [rootList]
  let last = root
  for (const [at, extensions] of shapes.entries()) {
    last = last.issues(`AC ${at}`, { ca: true, extensions })
    things.push(last, last.lists())
  }
  return { last, things }
}
