/**
 * Certificates and CRLs of any shape, for what real authorities should not issue.
 *
 *   const root = authority('Root')
 *   const ca = root.issues('CA', { ca: true, extensions: [pathLength…] })
 *   const leaf = ca.issues('Leaf', { extensions: [email('a@b.test')] })
 *   trustOf([root, ca, ca.revokes({ serials: […] })])
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

import { type Certificate, parseCertificate } from '../../src/pki/certificate.ts'
import * as der from '../../src/pki/der-writer.ts'
import { type Trust, trustOf as trustOfFiles } from '../../src/pki/trust.ts'

export const NOW = new Date('2026-11-22T09:00:00Z')
const DAY_MS = 86_400_000
export const day = (offset: number): Date => new Date(NOW.getTime() + offset * DAY_MS)
const ECDSA_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2'))

export interface Shape {
  readonly ca?: boolean
  readonly pathLength?: number
  readonly extensions?: readonly Buffer[]
  readonly from?: Date
  readonly to?: Date
  /** Subject key; default: a new one. */
  readonly keys?: Keys
  readonly subject?: Buffer
  /** Content of the serial number's INTEGER; default: the next small one. */
  readonly serial?: Buffer
  /** `absent`: no basicConstraints at all. */
  readonly basic?: 'absent'
}

interface Keys {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export interface Listing {
  readonly revoked?: readonly {
    readonly of: Pick<Entity, 'serial'>
    readonly at: Date
    readonly reason?: number
    readonly issuer?: Buffer
    readonly extensions?: readonly Buffer[]
  }[]
  readonly thisUpdate?: Date
  readonly nextUpdate?: Date
  readonly extensions?: readonly Buffer[]
  readonly number?: number
  /** Key that signs, and name that issues, when they are not the authority's own. */
  readonly keys?: Keys
  readonly issuer?: Buffer
}

export interface Entity {
  readonly certificate: Certificate
  readonly name: Buffer
  readonly keys: Keys
  /** Content octets of the INTEGER. */
  readonly serial: Buffer
  issues(name: string, shape?: Shape): Entity
  lists(listing?: Listing): { readonly crl: Buffer }
}

let serials = 1
export const keyPair = (): Keys => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

/** A self-signed authority. */
export function authority(name: string, shape: Shape = {}): Entity {
  const keys = shape.keys ?? keyPair()
  return entity(nameOf(name), { ca: true, ...shape, keys }, { name: nameOf(name), keys })
}

/** Trust of whole certificates and lists. */
export function trusting(...things: readonly (Entity | { readonly crl: Buffer })[]): Trust {
  const bytes = things.map((thing) => ('crl' in thing ? thing.crl : thing.certificate.der))
  return trustOfFiles(
    bytes.map((b, at) => ({ name: `${at}`, bytes: b })),
    { now: NOW },
  )
}

/** An extension from its identifier and its value. */
export function extension(
  oid: string,
  value: Buffer,
  critical: 'critical' | 'not critical' = 'not critical',
): Buffer {
  const flag = critical === 'critical' ? [der.boolean('true')] : []
  return der.sequence(der.oid(oid), ...flag, der.octets(value))
}

export const keyUsage = (octet: number): Buffer =>
  extension('2.5.29.15', der.bits(Buffer.from([octet])), 'critical')
export const alternativeNames = (...names: Buffer[]): Buffer =>
  extension('2.5.29.17', der.sequence(...names))
export const emailName = (text: string): Buffer => der.primitive(1, Buffer.from(text))
export const dnsName = (text: string): Buffer => der.primitive(2, Buffer.from(text))
export const uriName = (text: string): Buffer => der.primitive(6, Buffer.from(text))
export const ipName = (...octets: number[]): Buffer => der.primitive(7, Buffer.from(octets))
export const directoryName = (name: Buffer): Buffer => der.tagged(4, name)

/** NameConstraints from permitted and excluded bases. */
export function nameConstraints(
  permitted: readonly Buffer[],
  excluded: readonly Buffer[] = [],
): Buffer {
  const trees = (bases: readonly Buffer[]) => bases.map((base) => der.sequence(base))
  const parts = [
    ...(permitted.length > 0 ? [der.tagged(0, ...trees(permitted))] : []),
    ...(excluded.length > 0 ? [der.tagged(1, ...trees(excluded))] : []),
  ]
  return extension('2.5.29.30', der.sequence(...parts), 'critical')
}

export const policies = (...oids: string[]): Buffer =>
  extension('2.5.29.32', der.sequence(...oids.map((oid) => der.sequence(der.oid(oid)))))

export const mappings = (...pairs: (readonly [string, string])[]): Buffer =>
  extension(
    '2.5.29.33',
    der.sequence(...pairs.map(([a, b]) => der.sequence(der.oid(a), der.oid(b)))),
  )

/** PolicyConstraints. */
export function policyConstraints(explicit: number | null, mapping: number | null = null): Buffer {
  const parts = [explicit, mapping].flatMap((skip, at) =>
    skip === null ? [] : [der.primitive(at, Buffer.from([skip]))],
  )
  return extension('2.5.29.36', der.sequence(...parts), 'critical')
}

export const inhibitAny = (skip: number): Buffer =>
  extension('2.5.29.54', der.integer(skip), 'critical')

/** One distribution point: full names, reasons, CRL issuers. */
export function distributionPoint(
  names: readonly Buffer[] | { readonly relative: string },
  { reasons, issuer }: { readonly reasons?: number; readonly issuer?: Buffer } = {},
): Buffer {
  return der.sequence(
    ...pointName(names),
    ...(reasons === undefined ? [] : [der.primitive(1, flags(reasons))]),
    ...(issuer ? [der.tagged(2, directoryName(issuer))] : []),
  )
}

export const distributionPoints = (...points: Buffer[]): Buffer =>
  extension('2.5.29.31', der.sequence(...points))

/** ReasonFlags of one octet, or of two: aACompromise is the first bit of the second. */
const flags = (bits: number): Buffer =>
  bits > 0xff ? Buffer.from([7, bits >> 8, bits & 0xff]) : Buffer.from([0, bits])

/** DistributionPointName: full names, or a CN to add to the name of the CRL issuer. */
function pointName(names: readonly Buffer[] | { readonly relative: string }): Buffer[] {
  if ('relative' in names) {
    const pair = der.sequence(der.oid('2.5.4.3'), der.utf8(names.relative))
    return [der.tagged(0, der.tagged(1, pair))]
  }
  return names.length > 0 ? [der.tagged(0, der.tagged(0, ...names))] : []
}

/** IssuingDistributionPoint. */
export function issuingPoint(scope: {
  readonly names?: readonly Buffer[] | { readonly relative: string }
  readonly only?: 'user' | 'ca' | 'attribute'
  readonly reasons?: number
  readonly indirect?: boolean
}): Buffer {
  const flag = (tag: number) => der.primitive(tag, Buffer.from([0xff]))
  return extension(
    '2.5.29.28',
    der.sequence(
      ...pointName(scope.names ?? []),
      ...(scope.only === 'user' ? [flag(1)] : scope.only === 'ca' ? [flag(2)] : []),
      ...(scope.reasons === undefined ? [] : [der.primitive(3, flags(scope.reasons))]),
      ...(scope.indirect ? [flag(4)] : []),
      ...(scope.only === 'attribute' ? [flag(5)] : []),
    ),
    'critical',
  )
}

export const deltaOf = (base: number): Buffer =>
  extension('2.5.29.27', der.integer(base), 'critical')

const rdn = (oid: string, text: string) => der.setOf(der.sequence(der.oid(oid), der.utf8(text)))
const units = (names: readonly string[]) => [
  rdn('2.5.4.10', 'Essai'),
  ...names.map((name) => rdn('2.5.4.11', name)),
]

/** `O=Essai, OU=…, CN=name` */
export const nameOf = (name: string, ...ou: string[]): Buffer =>
  der.sequence(...units(ou), rdn('2.5.4.3', name))

/** `O=Essai, OU=…` */
export const organisation = (...ou: string[]): Buffer => der.sequence(...units(ou))

function entity(name: Buffer, shape: Shape, issuer: { name: Buffer; keys: Keys }): Entity {
  const keys = shape.keys ?? keyPair()
  const serial = shape.serial ?? der.integer(serials++).subarray(2)
  const basic = der.sequence(
    ...(shape.ca ? [der.boolean('true')] : []),
    ...(shape.pathLength === undefined ? [] : [der.integer(shape.pathLength)]),
  )
  const tbs = der.sequence(
    der.tagged(0, der.integer(2)),
    der.tlv(0x02, serial),
    ECDSA_SHA256,
    issuer.name,
    der.sequence(der.time(shape.from ?? day(-365)), der.time(shape.to ?? day(365))),
    name,
    keys.publicKey.export({ type: 'spki', format: 'der' }),
    der.tagged(
      3,
      der.sequence(
        ...(shape.basic === 'absent' ? [] : [extension('2.5.29.19', basic, 'critical')]),
        ...(shape.extensions ?? []),
      ),
    ),
  )
  return {
    certificate: parseCertificate(signed(tbs, issuer.keys)),
    name,
    keys,
    serial,
    issues: (child, childShape = {}) =>
      entity(childShape.subject ?? nameOf(child), childShape, { name, keys }),
    lists: (listing = {}) => ({
      crl: signed(tbsList(listing.issuer ?? name, listing), listing.keys ?? keys),
    }),
  }
}

function tbsList(
  name: Buffer,
  { revoked = [], thisUpdate, nextUpdate, extensions = [], number }: Listing,
): Buffer {
  const entries = revoked.map(({ of, at, reason, issuer, extensions: others = [] }) => {
    const more = [
      ...(reason === undefined
        ? []
        : [extension('2.5.29.21', der.tlv(0x0a, Buffer.from([reason])))]),
      ...(issuer ? [extension('2.5.29.29', der.sequence(directoryName(issuer)), 'critical')] : []),
      ...others,
    ]
    return der.sequence(
      der.tlv(0x02, of.serial),
      der.time(at),
      ...(more.length > 0 ? [der.sequence(...more)] : []),
    )
  })
  const all = [
    ...(number === undefined ? [] : [extension('2.5.29.20', der.integer(number))]),
    ...extensions,
  ]
  return der.sequence(
    der.integer(1),
    ECDSA_SHA256,
    name,
    der.time(thisUpdate ?? day(-1)),
    der.time(nextUpdate ?? day(7)),
    ...(entries.length > 0 ? [der.sequence(...entries)] : []),
    ...(all.length > 0 ? [der.tagged(0, der.sequence(...all))] : []),
  )
}

function signed(tbs: Buffer, keys: Keys): Buffer {
  return der.sequence(tbs, ECDSA_SHA256, der.bits(sign('sha256', tbs, keys.privateKey)))
}
