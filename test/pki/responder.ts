/**
 * OCSP responses of any shape, for what real responders should not say.
 *
 *   answers(ca, [{ of: leaf, issuer: ca }])
 *   answers(responder, [...], { certificates: [responder], by: 'key' })
 */
import { createHash, sign } from 'node:crypto'

import * as der from '../../src/pki/der-writer.ts'
import { day, type Entity } from './authority.ts'

export interface Said {
  readonly of: Entity
  readonly issuer: Entity
  readonly hash?: 'sha1' | 'sha256'
  readonly status?: 'good' | 'unknown' | { readonly at: Date; readonly reason?: number }
  readonly thisUpdate?: Date
  /** Null: absent. */
  readonly nextUpdate?: Date | null
  readonly extensions?: readonly Buffer[]
}

export interface Saying {
  readonly by?: 'name' | 'key'
  readonly certificates?: readonly Entity[]
  readonly producedAt?: Date
  readonly keys?: Entity['keys']
  readonly extensions?: readonly Buffer[]
}

const SHA = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' }
const ECDSA_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2'))

/** DER of an OCSPResponse. */
export function answers(
  responder: Entity,
  said: readonly Said[],
  { by = 'name', certificates = [], producedAt = day(-1), keys, extensions }: Saying = {},
): Buffer {
  const id =
    by === 'name'
      ? der.tagged(1, responder.name)
      : der.tagged(2, der.octets(digest('sha1', keyOf(responder))))
  const data = der.sequence(
    id,
    general(producedAt),
    der.sequence(...said.map(single)),
    ...(extensions ? [der.tagged(1, der.sequence(...extensions))] : []),
  )
  const signature = sign('sha256', data, (keys ?? responder.keys).privateKey)
  const basic = der.sequence(
    data,
    ECDSA_SHA256,
    der.bits(signature),
    ...(certificates.length > 0
      ? [der.tagged(0, der.sequence(...certificates.map((one) => one.certificate.der)))]
      : []),
  )
  return wrapped(basic)
}

/** An OCSPResponse around a basic one. */
export function wrapped(basic: Buffer, status = 0, type = '1.3.6.1.5.5.7.48.1.1'): Buffer {
  const bytes = der.sequence(der.oid(type), der.octets(basic))
  return der.sequence(der.tlv(0x0a, Buffer.from([status])), der.tagged(0, bytes))
}

function single(said: Said): Buffer {
  const { of, issuer, hash = 'sha1', status = 'good', extensions } = said
  const id = der.sequence(
    der.sequence(der.oid(SHA[hash]), der.NULL),
    der.octets(digest(hash, issuer.name)),
    der.octets(digest(hash, keyOf(issuer))),
    der.tlv(0x02, of.serial),
  )
  const next = said.nextUpdate === undefined ? day(7) : said.nextUpdate
  return der.sequence(
    id,
    statusOf(status),
    general(said.thisUpdate ?? day(-1)),
    ...(next === null ? [] : [der.tagged(0, general(next))]),
    ...(extensions ? [der.tagged(1, der.sequence(...extensions))] : []),
  )
}

function statusOf(status: NonNullable<Said['status']>): Buffer {
  if (status === 'good') return der.primitive(0, Buffer.alloc(0))
  if (status === 'unknown') return der.primitive(2, Buffer.alloc(0))
  const { at, reason } = status
  const why =
    reason === undefined ? [] : [der.tagged(0, der.tlv(der.TAG.enumerated, Buffer.from([reason])))]
  return der.tagged(1, general(at), ...why)
}

function general(instant: Date): Buffer {
  const digits = instant.toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return der.tlv(der.TAG.generalizedTime, Buffer.from(`${digits}Z`))
}

/** The public key's own octets: of an uncompressed point of P-256, the last 65. */
function keyOf({ keys }: Entity): Buffer {
  return keys.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65)
}

function digest(hash: string, bytes: Buffer): Buffer {
  return createHash(hash).update(bytes).digest()
}
