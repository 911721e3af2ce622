/**
 * PKITS 4.13 (name constraints), case by case.
 */
import t from 'tap'

import * as der from '../../src/pki/der-writer.ts'
import {
  alternativeNames,
  directoryName,
  dnsName,
  type Entity,
  emailName,
  nameConstraints,
  organisation,
  type Shape,
  uriName,
} from '../pki/authority.ts'
import { accept, chain, judge, reject, type Thing } from './pkits-judge.ts'

const tree = (...ou: string[]) => directoryName(organisation(...ou))
/** A name in a subtree, with what more is said in its last RDN. */
const nameIn = (ou: readonly string[], oid = '2.5.4.3', text = 'EE') => {
  const base = organisation(...ou)
  const rdn = der.setOf(der.sequence(der.oid(oid), der.ia5(text)))
  return der.sequence(base.subarray(2), rdn)
}
const constrained = (...bases: Buffer[]) => nameConstraints(bases)
const excluding = (...bases: Buffer[]) => nameConstraints([], bases)

/** A certificate under authorities of these constraints. */
function under(constraints: readonly Buffer[], shape: Shape): readonly [Entity, ...Thing[]] {
  const { last, things } = chain(...constraints.map((one) => [one]))
  return [last.issues('EE', shape), ...things]
}
const named = (...ou: string[]): Shape => ({ subject: nameIn(ou) })
const within = (ou: string, ...names: Buffer[]): Shape => ({
  subject: nameIn([ou]),
  extensions: [alternativeNames(...names)],
})
const bears = (...names: Buffer[]): Shape => ({ extensions: [alternativeNames(...names)] })

/** Authorities below the first bear names of its tree. */
function below(
  first: Buffer,
  { ou, second }: { readonly ou: string; readonly second: Buffer },
  shape: Shape,
): readonly [Entity, ...Thing[]] {
  const { last, things } = chain([first])
  const sub = last.issues('AC', {
    ca: true,
    subject: nameIn([ou], '2.5.4.3', 'AC'),
    extensions: [second],
  })
  return [sub.issues('EE', shape), ...things, sub, sub.lists()]
}

t.test('4.13 holds directory names to their trees', async (t) => {
  const dn1 = constrained(tree('permitted 1'))
  const dn2 = constrained(tree('permitted 1'), tree('permitted 2'))
  const dn3 = excluding(tree('excluded 1'))
  const dn4 = excluding(tree('excluded 1'), tree('excluded 2'))
  const dn5 = nameConstraints([tree('permitted 1')], [tree('permitted 1', 'excluded 1')])
  const nameless = {
    subject: der.sequence(),
    extensions: [alternativeNames(emailName('x@certificates.test'))],
  }
  const sub1 = { ou: 'permitted 1', second: constrained(tree('permitted 1', 'permitted 2')) }
  const sub2 = { ou: 'permitted 1', second: constrained(tree('permitted 2')) }
  const sub3 = { ou: 'permitted 2', second: excluding(tree('excluded 2')) }
  const sub4 = { ou: 'permitted 2', second: constrained(tree('permitted 1')) }
  judge(t, [
    accept('4.13.1 DN', ...under([dn1], named('permitted 1'))),
    reject('4.13.2 DN', ...under([dn1], named('excluded 1'))),
    reject('4.13.3 DN', ...under([dn1], within('permitted 1', tree('excluded 1')))),
    accept('4.13.4 DN', ...under([dn1], within('permitted 1', tree('permitted 1', 'x')))),
    accept('4.13.5 DN', ...under([dn2], named('permitted 2'))),
    accept('4.13.6 DN', ...under([dn3], named('permitted 1'))),
    reject('4.13.7 DN', ...under([dn3], named('excluded 1'))),
    reject('4.13.8 DN', ...under([dn4], named('excluded 1'))),
    reject('4.13.9 DN', ...under([dn4], named('excluded 2'))),
    reject('4.13.10 DN', ...under([dn5], named('permitted 1', 'excluded 1'))),
    accept('4.13.11 DN', ...under([dn5], named('permitted 1', 'permitted 2'))),
    reject('4.13.12 DN', ...below(dn1, sub1, named('permitted 1'))),
    reject('4.13.13 DN', ...below(dn1, sub2, named('permitted 2'))),
    accept('4.13.14 DN', ...below(dn1, sub2, nameless)),
    reject('4.13.15 DN', ...below(dn3, sub3, named('excluded 1'))),
    reject('4.13.16 DN', ...below(dn3, sub3, named('excluded 2'))),
    reject('4.13.17 DN', ...below(dn3, sub4, named('excluded 1'))),
    accept('4.13.18 DN', ...below(dn3, sub4, named('permitted 1'))),
  ])
})

t.test('4.13.19 and 4.13.20 let only authorities issue to themselves', async (t) => {
  const { last, things } = chain([constrained(tree('permitted 1'))])
  const again = last.issues('', { ca: true, subject: last.name })
  const leaf = again.issues('EE', named('permitted 1'))
  judge(t, [
    accept('4.13.19 Self-Issued', leaf, ...things, again, again.lists()),
    reject('4.13.20 Self-Issued', last.issues('', { subject: last.name }), ...things),
  ])
})

t.test('4.13 holds addresses, hosts and URIs to theirs', async (t) => {
  const mail = (text: string) => bears(emailName(text))
  const hosts = constrained(emailName('.certificates.test'))
  const host = constrained(emailName('certificates.test'))
  const notHost = excluding(emailName('certificates.test'))
  const both = constrained(emailName('certificates.test'))
  const tree1 = constrained(tree('permitted 1'))
  const sub = { ou: 'permitted 1', second: both }
  const dn = (text: string): Shape => ({
    subject: nameIn(['permitted 1'], '1.2.840.113549.1.9.1', text),
  })
  const dns = (text: string) => bears(dnsName(text))
  const uri = (text: string) => bears(uriName(text))
  const dns1 = constrained(dnsName('certificates.test'))
  const dns2 = excluding(dnsName('invalid.test'))
  const uri1 = constrained(uriName('.certificates.test'))
  const uri2 = excluding(uriName('invalid.test'))
  judge(t, [
    accept('4.13.21 RFC822', ...under([hosts], mail('x@mail.certificates.test'))),
    reject('4.13.22 RFC822', ...under([hosts], mail('x@certificates.test'))),
    accept('4.13.23 RFC822', ...under([host], mail('x@certificates.test'))),
    reject('4.13.24 RFC822', ...under([host], mail('x@mail.certificates.test'))),
    accept('4.13.25 RFC822', ...under([notHost], mail('x@mail.certificates.test'))),
    reject('4.13.26 RFC822', ...under([notHost], mail('x@certificates.test'))),
    accept(
      '4.13.27 DN and RFC822',
      ...below(tree1, sub, within('permitted 1', emailName('x@certificates.test'))),
    ),
    reject(
      '4.13.28 DN and RFC822',
      ...below(tree1, sub, within('permitted 1', emailName('x@invalid.test'))),
    ),
    reject('4.13.29 DN and RFC822', ...below(tree1, sub, dn('x@invalid.test'))),
    accept('4.13.29 DN and RFC822, in its place', ...below(tree1, sub, dn('x@certificates.test'))),
    accept('4.13.30 DNS', ...under([dns1], dns('server.certificates.test'))),
    reject('4.13.31 DNS', ...under([dns1], dns('server.invalid.test'))),
    accept('4.13.32 DNS', ...under([dns2], dns('server.certificates.test'))),
    reject('4.13.33 DNS', ...under([dns2], dns('server.invalid.test'))),
    accept('4.13.34 URI', ...under([uri1], uri('http://server.certificates.test/index.html'))),
    reject('4.13.35 URI', ...under([uri1], uri('http://certificates.test/invalid.html'))),
    accept('4.13.36 URI', ...under([uri2], uri('http://server.invalid.test/index.html'))),
    reject('4.13.37 URI', ...under([uri2], uri('ftp://invalid.test:21/test37/'))),
    reject('4.13.38 DNS', ...under([dns1], dns('mycertificates.test'))),
  ])
})
