/**
 * Judges the SignerInfos of a signature layer, each into a whole of its own.
 *
 * In        a verified layer, trust, the instant, the policy
 * Out       one SignerJudgement a SignerInfo: all that a verdict would say of it alone, and its evidence
 * Refuses   within the value; `signerProblem` gives the code
 *
 * Nothing here is put together from two of them: which one speaks, and whether the others are the same
 * person's, is decided in author.ts.
 *
 * RFC 5280 §6 · RFC 8550 §4.4 · SPEC §8
 */
import type { Sha256 } from '../domain/correspondant.ts'
import type { Code } from '../errors.ts'
import type { OpenedMessage, OpenPolicy, Signer, Verdict } from '../message.ts'
import { type Certificate, isTestCertificate } from '../pki/certificate.ts'
import { nameText } from '../pki/name.ts'
import { keyHashOf, type OcspResponse } from '../pki/ocsp.ts'
import type { Pool } from '../pki/path.ts'
import type { Trust } from '../pki/trust.ts'
import type { Attributes } from './cms.ts'
import type { SignedLayer } from './layers.ts'
import { type Given, type Holder, type Standing, standingOf } from './standing.ts'
import { heldWith } from './stapled.ts'
import type { SignerVerdict } from './verify.ts'

/** One SignerInfo, judged. */
export interface SignerJudgement {
  readonly signature: Verdict['signature']
  readonly path: Verdict['path']
  readonly revocation: Verdict['revocation']
  /** Null: it was not found. */
  readonly certificate: Certificate | null
  readonly holder: Holder
  readonly attributes: Attributes | null
  /** Names the act of signing; null when the signature is not good. */
  readonly signing: Sha256 | null
  readonly isTest: boolean
  readonly evidence: OpenedMessage['evidence']
}

const NOBODY: Holder = { rpps: null, emails: [], limits: [] }

/** What is said of a mail without signature. */
export const ABSENT: SignerJudgement = {
  signature: {
    status: 'absent',
    reason: null,
    algorithm: null,
    signingTime: null,
    signers: 0,
    covers: null,
  },
  path: { status: null, reason: null, length: null, anchor: null },
  revocation: { status: null, source: 'none' },
  certificate: null,
  holder: NOBODY,
  attributes: null,
  signing: null,
  isTest: false,
  evidence: { chain: [], crls: [], ocsp: [] },
}

/** Judges every SignerInfo of one layer, in the order in which they came. */
export function judgeLayer(
  layer: SignedLayer,
  {
    trust,
    at,
    policy,
    answers,
    covers,
  }: {
    trust: Trust
    at: Date
    policy: OpenPolicy
    answers: readonly OcspResponse[]
    covers: 'whole' | 'part'
  },
): readonly SignerJudgement[] {
  const { crls, responses } = layer.stapled
  const held = heldWith(trust, { crls, responses: [...responses, ...answers] })
  const given = { trust, held, pool: poolOf(trust, layer.bundled), at, policy }
  const { signers } = layer.verified
  return signers.map((signer) => judged(signer, { signers: signers.length, covers }, given))
}

function judged(
  signer: SignerVerdict,
  told: { readonly signers: number; readonly covers: 'whole' | 'part' },
  given: Given,
): SignerJudgement {
  const { certificate, attributes, signing } = signer
  const standing = certificate ? standingOf(certificate, given) : null
  const revocation = standing?.revocation
  return {
    signature: { ...signatureVerdict(signer), ...told },
    path: pathVerdict(standing),
    revocation: { status: revocation?.status ?? null, source: revocation?.source ?? 'none' },
    certificate,
    holder: standing?.holder ?? NOBODY,
    attributes,
    signing,
    isTest: standing?.outcome.chain.some(isTestCertificate) ?? false,
    evidence: {
      chain: standing?.outcome.chain.map((c) => c.der) ?? [],
      crls: (revocation?.crls ?? []).map((crl) => ({
        issuer: nameText(crl.issuer),
        number: crl.number?.toString() ?? null,
        sha256: crl.sha256,
        der: crl.der,
      })),
      ocsp: (revocation?.responses ?? []).map(({ sha256, der }) => ({ sha256, der })),
    },
  }
}

function signatureVerdict({ problem, algorithm, signingTime }: SignerVerdict) {
  const invalid = problem === 'unsupported-algorithm' ? 'unsupported' : 'invalid'
  return {
    status: problem === null ? 'valid' : invalid,
    reason: problem,
    algorithm,
    signingTime: signingTime?.toISOString().replace('.000Z', 'Z') ?? null,
  } as const
}

function pathVerdict(standing: Standing | null): Verdict['path'] {
  if (standing === null) return ABSENT.path
  const { outcome } = standing
  const anchor = outcome.chain.at(-1)
  return {
    status: outcome.status,
    reason: outcome.status === 'valid' ? null : outcome.reason,
    length: anchor ? outcome.chain.length : null,
    anchor: anchor ? nameText(anchor.subject) : null,
  }
}

/** What a certificate tells of its holder, as far as its path may say it. */
export function signerOf({ certificate, holder }: SignerJudgement): Signer | null {
  if (certificate === null) return null
  const { rpps, emails } = holder
  return { subject: nameText(certificate.subject), rpps, emails, sha256: certificate.sha256 }
}

function poolOf(trust: Trust, bundled: readonly Certificate[]): Pool {
  const carried = bundled.filter((certificate) => !trust.known(certificate.sha256))
  const candidates = (subject: string) => [
    ...trust.candidates(subject),
    ...carried.filter((certificate) => certificate.subject.key === subject),
  ]
  const keyed = (keyHash: string) => [
    ...(trust.keyed?.(keyHash) ?? []),
    ...carried.filter((certificate) => keyHashOf(certificate) === keyHash),
  ]
  return { anchors: trust.anchors, candidates, keyed, bars: trust.bars }
}

/** Why one SignerInfo is not good, in the order in which it is told; null when it is good. */
export function signerProblem(judgement: SignerJudgement, policy: OpenPolicy): Code | null {
  const { signature, path, revocation } = judgement
  if (signature.status !== 'valid') return (signature.reason as Code | null) ?? 'bad-signature'
  if (path.status !== 'valid') return (path.reason as Code | null) ?? 'no-path'
  if (revocation.status === 'revoked') return 'revoked'
  if (revocation.status !== 'good' && policy.revocationInconnue !== 'accept-flagged')
    return 'revocation-unknown'
  if (judgement.isTest && policy.purpose === 'mail' && policy.testCertificates === 'refuse')
    return 'test-certificate'
  return null
}
