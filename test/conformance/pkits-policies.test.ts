/**
 * PKITS 4.8 to 4.12 (policies, their mappings, what inhibits them), case by case, with the suite's
 * default settings: any policy, nothing required at first.
 */
import t from 'tap'

import * as der from '../../src/pki/der-writer.ts'
import {
  type Entity,
  extension,
  inhibitAny,
  mappings,
  policies,
  policyConstraints,
} from '../pki/authority.ts'
import { accept, chain, judge, policy, reject, root, rootList, type Thing } from './pkits-judge.ts'

const ANY = '2.5.29.32.0'
const P = (...numbers: number[]) => policies(...numbers.map(policy))
const any = policies(ANY)
const anyAnd1 = policies(ANY, policy(1))
const map = (...pairs: (readonly [number, number])[]) =>
  mappings(...pairs.map(([a, b]) => [policy(a), policy(b)] as const))
const required = policyConstraints(0)
/** In the place of an authority: the same name again, with a new key. */
const SELF = 'self-issued'

/** A certificate under a chain of authorities. */
function under(
  leaf: readonly Buffer[],
  ...shapes: readonly (readonly Buffer[] | { readonly [SELF]: readonly Buffer[] })[]
): readonly [Entity, ...Thing[]] {
  const things: Thing[] = [rootList]
  let last = root
  for (const [at, shape] of shapes.entries()) {
    last =
      SELF in shape
        ? last.issues('', { ca: true, subject: last.name, extensions: shape[SELF] })
        : last.issues(`AC ${at}`, { ca: true, extensions: shape as readonly Buffer[] })
    things.push(last, last.lists())
  }
  return [last.issues('EE', { extensions: leaf }), ...things]
}
const again = (...extensions: Buffer[]) => ({ [SELF]: extensions })

/** Policies with qualifiers: a user notice for each. */
const noticed = (...oids: string[]) =>
  extension(
    '2.5.29.32',
    der.sequence(
      ...oids.map((oid) => {
        const notice = der.sequence(der.utf8(`q of ${oid} `.repeat(20)))
        const qualifier = der.sequence(der.oid('1.3.6.1.5.5.7.2.2'), notice)
        return der.sequence(der.oid(oid), der.sequence(qualifier))
      }),
    ),
  )
const cps = extension(
  '2.5.29.32',
  der.sequence(
    der.sequence(
      der.oid(policy(1)),
      der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.2.1'), der.ia5('http://cps.test/'))),
    ),
  ),
)

t.test('4.8 follows policies down the path', async (t) => {
  const wide = [P(1, 2, 3), required]
  judge(t, [
    accept('4.8.1 Same Policy', ...under([P(1)], [P(1), required])),
    accept('4.8.2 No Policies', ...under([], [])),
    reject('4.8.2 No Policies, one required', ...under([], [required])),
    accept('4.8.3 Different Policies', ...under([P(1)], [P(1)], [P(2)])),
    reject('4.8.4 Different Policies', ...under([P(2)], [P(1)], [P(1), required])),
    reject('4.8.5 Different Policies', ...under([P(1)], [P(1)], [P(2), required])),
    accept(
      '4.8.6 Overlapping',
      ...under([P(1)], [P(1, 2, 3, 4), required], [P(1, 2, 3)], [P(1, 2)]),
    ),
    reject('4.8.7 Different Policies', ...under([P(2)], wide, [P(1, 2)], [P(1)])),
    reject('4.8.8 Different Policies', ...under([P(1)], [P(1, 2), required], [P(1)], [P(2)])),
    reject('4.8.9 Different Policies', ...under([P(1)], wide, [P(1, 2)], [P(2)], [P(1)])),
    accept('4.8.10 Same Policies', ...under([P(1, 2)], [P(1, 2), required])),
    accept('4.8.11 AnyPolicy', ...under([any], [any, required])),
    reject('4.8.12 Different Policies', ...under([P(1)], [P(3), required])),
    accept('4.8.13 Same Policies', ...under([P(1, 2, 3)], wide)),
    accept('4.8.14 AnyPolicy', ...under([P(1)], [any, required])),
    accept('4.8.15 User Notice', ...under([noticed(policy(1))])),
    accept('4.8.16 User Notice', ...under([noticed(policy(1))], [P(1)])),
    accept('4.8.17 User Notice', ...under([noticed(ANY)], [P(1)])),
    accept('4.8.18 User Notice', ...under([noticed(policy(1), policy(2))], [P(1, 2), required])),
    accept('4.8.19 User Notice', ...under([noticed(policy(1), ANY)])),
    accept('4.8.20 CPS Pointer', ...under([cps], [P(1), required])),
  ])
})

t.test('4.9 requires a policy after so many certificates', async (t) => {
  const after = (n: number) => [P(1), policyConstraints(n)]
  judge(t, [
    accept('4.9.1 requireExplicitPolicy', ...under([], after(10), [P(1)], [P(1)], [P(1)])),
    accept('4.9.2 requireExplicitPolicy', ...under([], after(5), [P(1)], [P(1)], [P(1)])),
    reject('4.9.3 requireExplicitPolicy', ...under([], after(4), [P(1)], [P(1)], [P(1)])),
    accept('4.9.4 requireExplicitPolicy', ...under([P(1)], after(0), [P(1)], [P(1)], [P(1)])),
    reject('4.9.5 requireExplicitPolicy', ...under([], after(7), after(2), after(4), [P(1)])),
    accept('4.9.6 Self-Issued', ...under([], after(2), again(P(1)))),
    reject('4.9.7 Self-Issued', ...under([], after(2), again(P(1)), [P(1)])),
    reject('4.9.8 Self-Issued', ...under([], after(2), again(P(1)), [P(1)], again(P(1)))),
    reject('4.9.3 in the certificate itself', ...under([required], [P(1)])),
  ])
})

t.test('4.10 maps policies', async (t) => {
  const one = [P(1), map([1, 2]), required]
  const two = [P(1, 2), map([1, 3]), required]
  const many = [P(1), map([1, 2], [1, 3], [1, 4]), required]
  const both = [anyAnd1, map([1, 2]), required]
  judge(t, [
    accept('4.10.1 Mapping', ...under([P(2)], one)),
    reject('4.10.2 Mapping', ...under([P(1)], one)),
    accept('4.10.3 Mapping', ...under([P(2)], two, [P(2, 5)], [P(2, 6)])),
    reject('4.10.4 Mapping', ...under([P(1)], two, [P(3)], [P(3)])),
    accept('4.10.5 Mapping', ...under([P(2)], many, [P(2)])),
    accept('4.10.6 Mapping', ...under([P(4)], many, [P(4, 6)])),
    reject('4.10.7 From anyPolicy', ...under([P(1)], [any, mappings([ANY, policy(1)]), required])),
    reject(
      '4.10.7 From anyPolicy, none required',
      ...under([P(1)], [any, mappings([ANY, policy(1)])]),
    ),
    reject('4.10.8 To anyPolicy', ...under([P(1)], [P(1), mappings([policy(1), ANY]), required])),
    accept('4.10.9 Mapping', ...under([P(2)], [any, map([1, 2]), required])),
    reject('4.10.10 Mapping', ...under([P(1)], [P(1)], [any, map([1, 2]), required])),
    accept('4.10.11 Mapping', ...under([P(2)], [P(1)], [any, map([1, 2]), required])),
    accept('4.10.12 Mapping', ...under([noticed(policy(3), ANY)], two)),
    accept('4.10.13 Mapping', ...under([P(2)], both)),
    accept('4.10.14 Mapping', ...under([P(1)], both)),
  ])
})

t.test('4.11 inhibits mapping', async (t) => {
  const after = (n: number) => policyConstraints(0, n)
  const top = [P(1, 2), after(1)]
  const sub = [P(1, 2), map([1, 3], [2, 4])]
  const single = [P(1), after(1)]
  const mapped = [P(1), map([1, 2])]
  const deeper = [P(2), map([2, 3])]
  judge(t, [
    reject('4.11.1 inhibitPolicyMapping', ...under([P(2)], [P(1), after(0)], mapped)),
    accept('4.11.2 inhibitPolicyMapping', ...under([P(3)], top, sub)),
    reject('4.11.3 inhibitPolicyMapping', ...under([P(5)], top, sub, [P(3), map([3, 5])])),
    accept('4.11.4 inhibitPolicyMapping', ...under([P(4)], top, sub, [P(3, 4), map([3, 5])])),
    reject(
      '4.11.5 inhibitPolicyMapping',
      ...under([P(2)], [P(1), after(5)], [P(1), policyConstraints(null, 1)], [P(1)], mapped),
    ),
    reject(
      '4.11.6 inhibitPolicyMapping',
      ...under([P(5)], top, [...sub, policyConstraints(null, 5)], [P(3), map([3, 5])]),
    ),
    accept('4.11.7 Self-Issued', ...under([P(2)], single, again(P(1)), mapped)),
    reject('4.11.8 Self-Issued', ...under([P(3)], single, again(P(1)), mapped, deeper)),
    reject('4.11.9 Self-Issued', ...under([P(2)], single, again(P(1)), mapped, deeper)),
    reject('4.11.10 Self-Issued', ...under([P(3)], single, again(P(1)), mapped, again(...deeper))),
    reject('4.11.11 Self-Issued', ...under([P(2)], single, again(P(1)), mapped, again(...deeper))),
  ])
})

t.test('4.12 inhibits anyPolicy', async (t) => {
  const after = (n: number) => [P(1), inhibitAny(n), required]
  judge(t, [
    reject('4.12.1 inhibitAnyPolicy', ...under([any], after(0))),
    accept('4.12.2 inhibitAnyPolicy', ...under([anyAnd1], after(0))),
    accept('4.12.3 inhibitAnyPolicy', ...under([P(1)], after(1), [any])),
    reject('4.12.4 inhibitAnyPolicy', ...under([any], after(1), [any])),
    reject('4.12.5 inhibitAnyPolicy', ...under([any], after(5), [P(1), inhibitAny(1)], [any])),
    reject('4.12.6 inhibitAnyPolicy', ...under([any], after(1), [any, inhibitAny(5)])),
    accept('4.12.7 Self-Issued', ...under([P(1)], after(1), again(any), [any])),
    reject('4.12.8 Self-Issued', ...under([P(1)], after(1), again(any), [any], [any])),
    accept('4.12.9 Self-Issued', ...under([P(1)], after(1), again(any), [any], again(any))),
    reject('4.12.10 Self-Issued', ...under([any], after(1), again(any), [any])),
  ])
})

t.test('4.16 knows no private extension', async (t) => {
  const { last, things } = chain([])
  const value = der.octets(Buffer.from('?'))
  const bears = (critical: 'critical' | 'not critical') =>
    last.issues('EE', { extensions: [extension('2.16.840.1.101.2.1.12.2', value, critical)] })
  judge(t, [
    accept('4.16.1 Unknown Not Critical', bears('not critical'), ...things),
    reject('4.16.2 Unknown Critical', bears('critical'), ...things),
  ])
})
