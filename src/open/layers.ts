/**
 * Takes the S/MIME layers off one by one, outermost first.
 *
 * In        the outer entity, what decrypting and verifying need
 * Out       Peeled: the layers met, the signatures verified, the innermost entity
 * Refuses   by throwing Hostile with the layers met so far: too-many-layers, cannot-decrypt,
 *           certs-only, no-signer, openpgp, malformed-cms and what the layers themselves refuse
 *
 * An encrypted part beside other parts is never decrypted (EFAIL): only an entity that is wholly
 * encrypted is.
 *
 * RFC 8551 §3.2–§3.7 · RFC 1847 §2.1
 */
import type { Code } from '../errors.ts'
import { type Keep, memoryBytes, replayed, wholeBuffer } from '../kit/bytes.ts'
import type { Identity, Layer, OpenPolicy } from '../message.ts'
import { parseStructured } from '../mime/parameters.ts'
import type { Certificate } from '../pki/certificate.ts'
import { DerError } from '../pki/der.ts'
import { certificateOf } from '../pki/memory.ts'
import type { Trust } from '../pki/trust.ts'
import { beginsCms, carrierOfContent, carrierOfPem } from './carrier.ts'
import { mayBeNamed } from './certificate-name.ts'
import { type CertificateId, parseCms, type SignedData } from './cms.ts'
import { decrypt, inflate } from './decrypt.ts'
import {
  bodyOf,
  type Entity,
  fieldValue,
  Hostile,
  hasBareLines,
  partsOf,
  readEntity,
} from './entity.ts'
import { isNamed } from './recipient.ts'
import { type Skimmed, type Source, skim } from './skim.ts'
import { type Stapled, stapledIn } from './stapled.ts'
import { decodedSource, decoderOf } from './transfer.ts'
import { type Verified, verifySigned } from './verify.ts'

/** One signature layer, verified over the exact octets. */
export interface SignedLayer {
  readonly verified: Verified
  readonly bundled: readonly Certificate[]
  /** CRLs and OCSP responses that came with the signature: verified like those of the trust folder. */
  readonly stapled: Stapled
  /** The S/MIME entity that carries the signature. */
  readonly carrier: Entity
  /** What it signs. */
  readonly content: Entity
}

export interface Peeled {
  readonly layers: Layer[]
  readonly signed: SignedLayer[]
  covers: 'whole' | 'part'
  /** An encryption layer was met; the last one is under the last signature. */
  encrypted: 'no' | 'outside' | 'inside'
  cbc: boolean
  /** What CBC hid was seen: from here on every failure must look alike. */
  seen: boolean
  clear: Entity
  /** Why peeling stopped short; null: all layers are off. */
  stopped: Code | null
}

export interface PeelParts {
  readonly keys: readonly Identity[]
  readonly trust: Trust
  readonly keep: Keep
  readonly at: Date
  readonly policy: Pick<OpenPolicy, 'maxExpandedBytes'>
}

/** Enough to know a CMS object by, in base64. */
const HEAD_OCTETS = 512
const MAX_LAYERS = 5
/** Larger ones are no certificates of persons. */
const MAX_CERTIFICATE_BYTES = 64 * 1024
const MAX_SEARCH_DEPTH = 10
const MAX_SEARCH_PARTS = 200

/** Takes off all layers. What is hostile or malformed stops it and is told in `stopped`. */
export async function peel(outer: Entity, parts: PeelParts): Promise<Peeled> {
  const peeled: Peeled = {
    layers: [],
    signed: [],
    covers: 'whole',
    encrypted: 'no',
    cbc: false,
    seen: false,
    clear: outer,
    stopped: null,
  }
  try {
    for (let next: Entity | null = outer; next !== null; ) {
      peeled.clear = next
      next = await takeOff(next, peeled, parts)
    }
  } catch (error) {
    if (error instanceof Hostile) peeled.stopped = error.code
    else if (error instanceof DerError) peeled.stopped = 'malformed-cms'
    else throw error
  }
  return peeled
}

/** Takes one layer off; null when there is none. */
async function takeOff(entity: Entity, peeled: Peeled, parts: PeelParts): Promise<Entity | null> {
  const kind = kindOf(entity) ?? (await kindInside(entity))
  if (kind === null) return partlySigned(entity, peeled)
  if (isAmbiguous(entity)) throw new Hostile('malformed-mail')
  if (kind === 'openpgp') throw new Hostile('openpgp')
  if (peeled.layers.length >= MAX_LAYERS) throw new Hostile('too-many-layers')
  if (kind === 'detached') return takeDetached(entity, peeled, parts)
  const bare = await carrierOfPem(entity)
  if (bare) return readEntity(await parts.keep(bare))
  const skimmed = await skimmedOf(entity)
  const cms = parseCms(skimmed.structure)
  if (cms.kind === 'signed') return takeOpaque(entity, { cms, skimmed }, { peeled, parts })
  // Beside other parts nothing is decrypted, so that no clear text can leak into them.
  if (peeled.covers === 'part' && peeled.encrypted === 'no') return null
  peeled.layers.push(cms.kind)
  if (cms.kind === 'compressed') {
    // What it comes to is no measure of what was sent: it is inflated anew where it is read.
    const clear = await replayed(() => inflate(cms, skimmed, parts.policy.maxExpandedBytes))
    return readEntity(clear)
  }
  peeled.encrypted = peeled.signed.length > 0 ? 'inside' : 'outside'
  peeled.cbc ||= cms.kind === 'enveloped'
  const clear = await parts.keep(decrypt(cms, skimmed.content(), parts.keys))
  peeled.seen ||= cms.kind === 'enveloped'
  const nested = await carrierOfContent(cms.contentType, clear)
  return readEntity(nested ? await parts.keep(nested) : clear)
}

async function skimmedOf(entity: Entity): Promise<Skimmed> {
  return skim(await sourceOf(entity))
}

async function sourceOf(entity: Entity): Promise<Source> {
  const encoding = fieldValue(entity.fields, 'content-transfer-encoding')
  return decodedSource(bodyOf(entity), encoding)
}

/** A detached signature has no content to take out first: held, it is parsed where it is. */
async function detachedOf(signature: Entity): Promise<ReturnType<typeof parseCms>> {
  const source = await sourceOf(signature)
  const octets = source()
  const [whole] = Array.isArray(octets) ? (octets as readonly Buffer[]) : []
  return parseCms(whole ?? (await skim(source)).structure)
}

async function takeDetached(entity: Entity, peeled: Peeled, parts: PeelParts): Promise<Entity> {
  const [first, second, third] = await partsOf(entity, MAX_SEARCH_PARTS)
  if (!first || !second || third) throw new Hostile('malformed-cms')
  const content = await readEntity(entity.bytes.slice(first.start, first.end))
  const signature = await readEntity(entity.bytes.slice(second.start, second.end))
  const isSignature =
    /^application\/((x-)?pkcs7-signature|octet-stream)$/.test(signature.type.type) ||
    /\.p7s$/i.test(fileName(signature))
  if (!isSignature) throw new Hostile('malformed-cms')
  peeled.layers.push('signed')
  const cms = await detachedOf(signature)
  if (cms.kind !== 'signed' || cms.hasContent) throw new Hostile('malformed-cms')
  await verifyLayer({ entity, cms, content }, peeled, parts)
  return content
}

async function takeOpaque(
  entity: Entity,
  { cms, skimmed }: { cms: SignedData; skimmed: Skimmed },
  { peeled, parts }: { peeled: Peeled; parts: PeelParts },
): Promise<Entity> {
  if (cms.signers.length === 0) throw new Hostile('certs-only')
  peeled.layers.push('signed')
  if (!cms.hasContent) throw new Hostile('malformed-cms')
  const content = await readEntity(await parts.keep(skimmed.content()))
  await verifyLayer({ entity, cms, content }, peeled, parts)
  return content
}

async function verifyLayer(
  { entity, cms, content }: { entity: Entity; cms: SignedData; content: Entity },
  peeled: Peeled,
  { trust, at }: PeelParts,
): Promise<void> {
  if (cms.signers.length === 0) throw new Hostile('no-signer')
  const read = cms.certificates.map((der) => ({
    der,
    certificate: der.length > MAX_CERTIFICATE_BYTES ? null : certificateOf(der, trust),
  }))
  const bundled = read.flatMap(({ certificate }) => certificate ?? [])
  const unreadable = read.flatMap(({ der, certificate }) => (certificate ? [] : [der]))
  const find = (id: CertificateId) => {
    const own = bundled.filter((certificate) => isNamed(certificate, id))
    if (own.length > 0) return own
    return [...trust.all.candidates, ...trust.all.anchors].filter((c) => isNamed(c, id)).slice(0, 5)
  }
  const verified = await verifySigned(cms, content.bytes, {
    at,
    find,
    isUnreadable: (id) => unreadable.some((der) => mayBeNamed(der, id)),
    hasBareLines: () => hasBareLines(entity.bytes),
  })
  peeled.signed.push({ verified, bundled, stapled: stapledIn(cms), carrier: entity, content })
  if (peeled.encrypted === 'inside') peeled.encrypted = 'outside'
}

/** Looks for a signature that covers only a part, so that the refusal can say so. */
async function partlySigned(entity: Entity, peeled: Peeled): Promise<Entity | null> {
  const isDone = peeled.signed.length > 0 && peeled.encrypted !== 'inside'
  if (isDone || !entity.type.type.startsWith('multipart/')) return null
  const found = await search(entity, { depth: MAX_SEARCH_DEPTH, parts: MAX_SEARCH_PARTS })
  if (found) peeled.covers = 'part'
  return found
}

async function search(
  entity: Entity,
  left: { depth: number; parts: number },
): Promise<Entity | null> {
  if (left.depth <= 0) return null
  for (const range of await partsOf(entity, MAX_SEARCH_PARTS)) {
    if (--left.parts < 0) return null
    const part = await readEntity(entity.bytes.slice(range.start, range.end))
    const kind = kindOf(part)
    if (
      kind === 'detached' ||
      (kind === 'cms' && part.type.params.get('smime-type') !== 'enveloped-data')
    ) {
      return part
    }
    if (part.type.type.startsWith('multipart/')) {
      const found = await search(part, { depth: left.depth - 1, parts: left.parts })
      if (found) return found
    }
  }
  return null
}

/** What S/MIME layer an entity announces, by the types and names that clients really use. */
function kindOf(entity: Entity): 'detached' | 'cms' | 'openpgp' | null {
  const { type, params } = entity.type
  if (type === 'multipart/signed') {
    return /pgp/i.test(params.get('protocol') ?? '') ? 'openpgp' : 'detached'
  }
  if (/^application\/(x-)?pkcs7-mime$/.test(type)) return 'cms'
  const isNamed = /\.p7[mz]$/i.test(fileName(entity))
  return type === 'application/octet-stream' && isNamed ? 'cms' : null
}

/** A CMS object that nothing announces: octets without type and name, as some gateways leave them. */
async function kindInside(entity: Entity): Promise<'cms' | null> {
  if (entity.type.type !== 'application/octet-stream' || fileName(entity) !== '') return null
  const body = bodyOf(entity)
  const head: Buffer[] = []
  const decode = decoderOf(fieldValue(entity.fields, 'content-transfer-encoding'))
  const begin = body.slice(0, Math.min(body.size, HEAD_OCTETS))
  for await (const piece of decode(memoryBytes(await wholeBuffer(begin, HEAD_OCTETS))))
    head.push(piece)
  return beginsCms(Buffer.concat(head)) ? 'cms' : null
}

function fileName(entity: Entity): string {
  const disposition = parseStructured(fieldValue(entity.fields, 'content-disposition') ?? '')
  return disposition.parameters.get('filename') ?? entity.type.params.get('name') ?? ''
}

/** May another reader find another layer here? Types given twice, parameters that say two things. */
function isAmbiguous({ fields, type }: Entity): boolean {
  const types = fields.filter((field) => field.name === 'content-type').length
  return types > 1 || ['protocol', 'smime-type'].some((name) => type.ambiguous.has(name))
}
