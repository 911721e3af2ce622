/**
 * Verifies the author's signature once more, with pkijs, over the same octets.
 *
 * In    the signed entity as it arrived, the digest and the certificate that the first verification rests on
 * Out   confirmed, denied, or unsupported: what pkijs does not know is no objection
 *
 * Trust, revocation and the sender are judged in `open`; here it is the signature alone. RFC 5652 §5.4, §5.6
 */
import { createHash, webcrypto } from 'node:crypto'

import * as asn1js from 'asn1js'
import * as pkijs from 'pkijs'

import { type Bytes, wholeBuffer } from '../kit/bytes.ts'
import { carriedBy } from './carried.ts'

/** What is to be confirmed. */
export interface Claim {
  readonly headers: string
  readonly body: Bytes
  /** SHA-256 of the content as it was signed, hexadecimal. */
  readonly contentSha256: string
  /** The signer's, DER. */
  readonly certificate: Buffer
}

export type Confirmation = 'confirmed' | 'denied' | 'unsupported'

/** Larger objects are parsed by no library in bounded memory: the content is inside them. */
const MAX_CMS_BYTES = 8 * 1024 * 1024
const LIMITS = { maxContentLength: MAX_CMS_BYTES, maxNodes: 200_000 }
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const RSA = '1.2.840.113549.1.1.'
const PSS = `${RSA}10`
const ECDSA = '1.2.840.10045.4.3.'
const HASHES: { readonly [oid: string]: string } = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as never }))

/** Looks at every signer of the object; one that pkijs denies is denied. */
export async function confirm(claim: Claim): Promise<Confirmation> {
  const body = await wholeBuffer(claim.body, claim.body.size)
  const carried = carriedBy(claim.headers, body)
  if (carried === null || carried.cms.length > MAX_CMS_BYTES) return 'unsupported'
  const signed = signedDataOf(carried.cms, claim.certificate)
  if (signed === null) return 'unsupported'
  const content = contentOf(carried.content, signed, claim.contentSha256)
  if (content === 'unsupported') return content
  // The second reader takes other octets for those that were signed.
  if (content === null) return 'denied'
  let outcome: Confirmation = 'unsupported'
  for (const signer of signed.signerInfos.keys()) {
    const one = await confirmed(signed, signer, content)
    if (one === 'denied') return one
    if (one === 'confirmed') outcome = one
  }
  return outcome
}

function signedDataOf(cms: Buffer, certificate: Buffer): pkijs.SignedData | null {
  try {
    const info = new pkijs.ContentInfo({ schema: asn1js.fromBER(alone(cms), LIMITS).result })
    const signed = new pkijs.SignedData({ schema: info.content })
    // A mail may come without it: the trust folder knew it.
    signed.certificates = [
      ...(signed.certificates ?? []),
      pkijs.Certificate.fromBER(alone(certificate)),
    ]
    return signed
  } catch {
    return null
  }
}

/** The octets that were signed, as they came or with the line ends of mail; null: they are others. */
function contentOf(
  beside: Buffer | null,
  { encapContentInfo: { eContent } }: pkijs.SignedData,
  sha256: string,
): Buffer | null | 'unsupported' {
  const inside = eContent === undefined ? null : Buffer.from(eContent.getValue())
  const content = beside ?? inside
  if (content === null || content.length === 0) return 'unsupported'
  if (sha256Of(content) === sha256) return content
  // A mail saved with bare line ends, or whose line ends were signed as CRLF. RFC 8551 §3.1.1
  const canonical = Buffer.from(content.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
  if (sha256Of(canonical) !== sha256) return null
  return inside === null ? canonical : 'unsupported'
}

async function confirmed(
  signed: pkijs.SignedData,
  signer: number,
  content: Buffer,
): Promise<Confirmation> {
  const info = signed.signerInfos[signer]
  if (info === undefined || !isKnown(info)) return 'unsupported'
  if (isOtherDigest(info, content)) return 'denied'
  try {
    const data = alone(content)
    const isGood = await signed.verify({ signer, data, checkChain: false })
    if (isGood) return 'confirmed'
    return isCanonical(info) ? 'denied' : 'unsupported'
  } catch {
    return 'unsupported'
  }
}

/** Is it a signature that pkijs verifies: RSA with PKCS #1 v1.5 or PSS, ECDSA, SHA-2 throughout? */
function isKnown({ digestAlgorithm, signatureAlgorithm, signature }: pkijs.SignerInfo): boolean {
  const { algorithmId, algorithmParams } = signatureAlgorithm
  if (HASHES[digestAlgorithm.algorithmId] === undefined) return false
  if (signature.idBlock.isConstructed) return false
  if (algorithmId === PSS) return isPlainPss(algorithmParams)
  return algorithmId.startsWith(RSA) || algorithmId.startsWith(ECDSA)
}

/** pkijs takes the hash of MGF1 for the same as that of the signature. */
function isPlainPss(schema: unknown): boolean {
  const { hashAlgorithm, maskGenAlgorithm } = new pkijs.RSASSAPSSParams({ schema })
  const mask = new pkijs.AlgorithmIdentifier({ schema: maskGenAlgorithm.algorithmParams })
  return mask.algorithmId === hashAlgorithm.algorithmId
}

/** Do the attributes say another digest than the content has? pkijs throws then as for what it does not know. */
function isOtherDigest(
  { digestAlgorithm, signedAttrs }: pkijs.SignerInfo,
  content: Buffer,
): boolean {
  const name = HASHES[digestAlgorithm.algorithmId]
  const [value] = signedAttrs?.attributes.find(({ type }) => type === MESSAGE_DIGEST)?.values ?? []
  if (name === undefined || !(value instanceof asn1js.OctetString)) return false
  if (value.idBlock.isConstructed) return false
  const said = Buffer.from(value.valueBlock.valueHexView)
  return !createHash(name).update(content).digest().equals(said)
}

/** Are the attributes encoded as they were signed? pkijs does not encode them anew. RFC 5652 §5.4 */
function isCanonical({ signedAttrs }: pkijs.SignerInfo): boolean {
  if (signedAttrs === undefined) return true
  const items = signedAttrs.attributes.map((each) => Buffer.from(each.toSchema().toBER()))
  const sorted = Buffer.concat(items.toSorted(Buffer.compare))
  const came = Buffer.from(signedAttrs.encodedValue)
  return (
    came.subarray(came.length - sorted.length).equals(sorted) && isDefinite(came, sorted.length)
  )
}

/** Is the length before the last `size` octets a definite one? */
function isDefinite(came: Buffer, size: number): boolean {
  const head = came.length - size
  return came[1] !== 0x80 && (head === 2 || head === 2 + ((came[1] ?? 0) & 0x7f))
}

function sha256Of(octets: Buffer): string {
  return createHash('sha256').update(octets).digest('hex')
}

/** Octets alone in their memory, as pkijs wants them. */
function alone(octets: Buffer): ArrayBuffer {
  return new Uint8Array(octets).buffer
}
