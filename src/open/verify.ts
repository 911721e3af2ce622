/**
 * Verifies SignedData over content that is hashed as a stream: every signer, or none.
 *
 * In        the structure, the content as Bytes, the certificates that may be the signers'
 * Out       for each signer its certificate and what is wrong with its signature (null: nothing)
 * Refuses   digest-mismatch, bad-signature, signer-certificate-missing, signer-certificate-unreadable,
 *           signed-attributes, certificate-mismatch, weak-algorithm, weak-key, unsupported-algorithm
 *
 * RFC 5652 §5.4–§5.6 · RFC 5035 §3–§5 (signing-certificate) · RFC 8551 §2.5
 */
import { constants, createHash, createVerify, hash, type KeyObject, type Verify } from 'node:crypto'

import type { Sha256 } from '../domain/correspondant.ts'
import type { Code } from '../errors.ts'
import { type Bytes, eachPiece } from '../kit/bytes.ts'
import { digestOf, isSignedBy, keyProblem, type Scheme, schemeOf } from '../pki/algorithms.ts'
import { type Certificate, publicKeyOf } from '../pki/certificate.ts'
import { DerError, octets, oid, time } from '../pki/der.ts'
import { ATTRIBUTE, areAttributesRight } from './attributes.ts'
import {
  type Attributes,
  type CertificateId,
  OID_DATA,
  type SignedData,
  type SignerInfo,
} from './cms.ts'
import { signingName } from './signing.ts'
import { isNamedBySigner, isSignedAttributes } from './signing-certificate.ts'

export interface SignerVerdict {
  readonly problem: Code | null
  readonly certificate: Certificate | null
  readonly algorithm: string | null
  /** A claim of the signer. */
  readonly signingTime: Date | null
  readonly attributes: Attributes | null
  /** Names the act of signing; null when the signature is not good. */
  readonly signing: Sha256 | null
}

export interface Verified {
  readonly signers: readonly SignerVerdict[]
  /** SHA-256 of the content as it was signed. */
  readonly contentSha256: string
}

type Form = 'exact' | 'crlf'

/** EdDSA hashes by itself: without attributes the whole content must be held. */
const MAX_PURE_BYTES = 32 * 1024 * 1024
/** No signer has more attributes. */
const MAX_ATTRIBUTES_BYTES = 1024 * 1024

/**
 * Verifies all signers over `contentBytes`. What has no CRLF at all (mail saved on Unix, or encrypted
 * from such a file) is hashed a second time with CRLF when the exact octets do not verify.
 */
export async function verifySigned(
  signed: SignedData,
  contentBytes: Bytes,
  parts: {
    readonly at: Date
    find(id: CertificateId): readonly Certificate[]
    /** May the certificate of this name be one that came and cannot be read? */
    isUnreadable(id: CertificateId): boolean
    /** Has the carrier no CRLF at all? */
    hasBareLines(): Promise<boolean>
  },
): Promise<Verified> {
  const exact = await verifyAs('exact', signed, contentBytes, parts)
  const mismatch = exact.signers.some(
    (s) => s.problem === 'digest-mismatch' || s.problem === 'bad-signature',
  )
  if (!mismatch || !(await parts.hasBareLines())) return exact
  const canonical = await verifyAs('crlf', signed, contentBytes, parts)
  return canonical.signers.every((s) => s.problem === null) ? canonical : exact
}

async function verifyAs(
  form: Form,
  signed: SignedData,
  contentBytes: Bytes,
  {
    at,
    find,
    isUnreadable,
  }: {
    readonly at: Date
    find(id: CertificateId): readonly Certificate[]
    isUnreadable(id: CertificateId): boolean
  },
): Promise<Verified> {
  const wanted = new Set(['sha256'])
  const trials = signed.signers.map((info) => {
    const digest = digestOf(info.digest)
    if ('hash' in digest) wanted.add(digest.hash)
    return {
      info,
      digest,
      candidates: find(info.sid).map((c) => candidate(c, info, { digest, at })),
      isUnreadable: isUnreadable(info.sid),
    }
  })
  const direct = trials.filter((t) => t.info.attributes === null).flatMap((t) => t.candidates)
  const digests = await digestsOf(contentBytes, { form, wanted, direct })
  const pure = direct.some((c) => c.scheme?.hash === null)
    ? await held(contentBytes, form, MAX_PURE_BYTES)
    : null
  const short = direct.length > 0 ? await held(contentBytes, form, MAX_ATTRIBUTES_BYTES) : null
  const isAttributes = short !== null && isSignedAttributes(short)
  return {
    signers: trials.map((trial) => judge(trial, signed, { digests, pure, isAttributes })),
    contentSha256: digests.get('sha256')?.toString('hex') ?? '',
  }
}

/** Hashes the content once for all signers; feeds those whose signature is over the content itself. */
async function digestsOf(
  bytes: Bytes,
  {
    form,
    wanted,
    direct,
  }: { form: Form; wanted: ReadonlySet<string>; direct: readonly Candidate[] },
): Promise<ReadonlyMap<string, Buffer>> {
  if (bytes.held && direct.length === 0) {
    const octets = inForm(form, bytes.held)
    return new Map([...wanted].map((name) => [name, hash(name, octets, 'buffer')]))
  }
  const hashes = new Map([...wanted].map((name) => [name, createHash(name)]))
  await eachPiece(bytes, (piece) => {
    const octets = inForm(form, piece)
    for (const one of hashes.values()) one.update(octets)
    for (const { stream } of direct) stream?.update(octets)
  })
  return new Map([...hashes].map(([name, one]) => [name, one.digest()]))
}

interface Candidate {
  readonly certificate: Certificate
  readonly key: KeyObject | null
  readonly scheme: Scheme | null
  readonly code: Code | null
  readonly stream: Verify | null
}

interface Trial {
  readonly info: SignerInfo
  readonly digest: { readonly hash: string } | { readonly code: Code }
  readonly candidates: readonly Candidate[]
  readonly isUnreadable: boolean
}

function candidate(
  certificate: Certificate,
  info: SignerInfo,
  { digest, at }: { digest: Trial['digest']; at: Date },
): Candidate {
  const key = publicKeyOf(certificate)
  const none = { certificate, key, scheme: null, stream: null }
  if (!key) return { ...none, code: 'unsupported-algorithm' }
  if ('code' in digest) return { ...none, code: keyProblem(key) ?? digest.code }
  // RFC 8419 §3.1: with EdDSA the digest algorithm hashes the content only
  const scheme = schemeOf(info.algorithm, key, {
    digest: key.asymmetricKeyType === 'ed25519' ? null : digest.hash,
    at,
  })
  if ('code' in scheme) return { ...none, code: scheme.code }
  const stream = info.attributes === null && scheme.hash ? createVerify(scheme.hash) : null
  return { certificate, key, scheme, stream, code: null }
}

/** What the signers are held to. */
interface Content {
  readonly digests: ReadonlyMap<string, Buffer>
  /** The whole of it, for EdDSA without attributes. */
  readonly pure: Buffer | null
  /** Is it the encoding of signed attributes? */
  readonly isAttributes: boolean
}

function judge(trial: Trial, signed: SignedData, content: Content): SignerVerdict {
  const { info, digest, candidates, isUnreadable } = trial
  const signingTime = info.attributes ? claimedTime(info.attributes) : null
  const sha256 = content.digests.get('sha256')?.toString('hex') ?? ''
  const verdict = (problem: Code | null, c: Candidate | undefined): SignerVerdict => ({
    problem,
    signing: problem === null && c?.key ? signingName(c.key, info.attributes, sha256) : null,
    certificate: c?.certificate ?? null,
    algorithm: c?.scheme?.name ?? null,
    signingTime,
    attributes: info.attributes,
  })
  if (candidates.length === 0) {
    const code = isUnreadable ? 'signer-certificate-unreadable' : 'signer-certificate-missing'
    return verdict(code, undefined)
  }
  let first: SignerVerdict | null = null
  for (const c of candidates) {
    const problem =
      c.code ?? attributesProblem(trial, signed, { ...content, certificate: c.certificate })
    const outcome = verdict(problem ?? signatureProblem(info, c, content.pure), c)
    if (outcome.problem === null) return outcome
    first ??= outcome
  }
  if (first === null)
    throw new Error(`no candidate judged for ${'hash' in digest ? digest.hash : digest.code}`)
  return first
}

/** RFC 5652 §5.4, §11.1–§11.2: contentType and messageDigest, once each, with the right values. */
function attributesProblem(
  { info, digest }: Trial,
  signed: SignedData,
  { digests, isAttributes, certificate }: Content & { certificate: Certificate },
): Code | null {
  // RFC 8551 §2.4.1: a MIME entity is signed as id-data; a signature over anything else is of no mail
  if (signed.contentType !== OID_DATA) return 'signed-attributes'
  if (!areAttributesRight(info)) return 'signed-attributes'
  // RFC 5652 §5.4: the same octets may be the attributes of another mail, which nobody wrote as a text
  if (info.attributes === null) return isAttributes ? 'signed-attributes' : null
  const { values } = info.attributes
  const [type] = values.get(ATTRIBUTE.contentType) ?? []
  const [claimed] = values.get(ATTRIBUTE.messageDigest) ?? []
  if (!type || !claimed) return 'signed-attributes'
  if (oid(type) !== signed.contentType) return 'signed-attributes'
  const computed = 'hash' in digest ? digests.get(digest.hash) : undefined
  if (!computed || !octets(claimed).equals(computed)) return 'digest-mismatch'
  return isNamedBySigner(info.attributes, certificate) ? null : 'certificate-mismatch'
}

function signatureProblem(info: SignerInfo, c: Candidate, pure: Buffer | null): Code | null {
  const { key, scheme } = c
  if (!key || !scheme) return c.code ?? 'unsupported-algorithm'
  const { signature } = info
  if (info.attributes) {
    const isSigned = info.attributes.encodings.some((data) =>
      isSignedBy(scheme, key, { data, signature }),
    )
    return isSigned ? null : 'bad-signature'
  }
  if (c.stream) {
    const options = scheme.pss
      ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.pss.saltLength }
      : key
    try {
      return c.stream.verify(options, signature) ? null : 'bad-signature'
    } catch {
      // OpenSSL raises an error for a signature of an impossible form: it does not verify.
      return 'bad-signature'
    }
  }
  return pure && isSignedBy(scheme, key, { data: pure, signature }) ? null : 'bad-signature'
}

function claimedTime({ values }: Attributes): Date | null {
  const [value] = values.get(ATTRIBUTE.signingTime) ?? []
  if (!value) return null
  try {
    return time(value)
  } catch (error) {
    // A claim without consequence in an odd form: no claim.
    if (error instanceof DerError) return null
    throw error
  }
}

async function held(bytes: Bytes, form: Form, limit: number): Promise<Buffer | null> {
  if (bytes.size > limit) return null
  const pieces: Buffer[] = []
  await eachPiece(bytes, (piece) => pieces.push(Buffer.from(inForm(form, piece))))
  return Buffer.concat(pieces)
}

function inForm(form: Form, piece: Buffer): Buffer {
  return form === 'exact'
    ? piece
    : Buffer.from(piece.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
}
