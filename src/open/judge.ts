/**
 * Judges a signature layer: signature, path, revocation, usages, for every signer.
 *
 * In        a verified layer, trust, the instant, the policy
 * Out       the parts of the verdict that speak of the signature, and the evidence they rest on
 *
 * RFC 5280 §6, §4.2.1.12 (usages) · RFC 8550 §4.4 · SPEC §8
 */
import type { Code } from '../errors.ts'
import type { OpenedMessage, OpenPolicy, Verdict } from '../message.ts'
import { type Certificate, emailsOf, isTestCertificate, rppsOf } from '../pki/certificate.ts'
import { KEY_USAGE } from '../pki/extensions.ts'
import { remember } from '../pki/memory.ts'
import { nameText } from '../pki/name.ts'
import type { OcspResponse } from '../pki/ocsp.ts'
import { type PathOutcome, type Pool, paths } from '../pki/path.ts'
import { judgeRevocation, type Revocation } from '../pki/revocation.ts'
import type { Trust } from '../pki/trust.ts'
import type { SignedLayer } from './layers.ts'
import { heldWith } from './stapled.ts'
import type { SignerVerdict } from './verify.ts'

export interface Judgement {
  readonly signature: Verdict['signature']
  readonly path: Verdict['path']
  readonly revocation: Verdict['revocation']
  /** Certificates of all signers that were found, the worst first. */
  readonly signers: readonly Certificate[]
  readonly isTest: boolean
  readonly evidence: OpenedMessage['evidence']
}

interface Trusted {
  readonly outcome: PathOutcome
  readonly revocation: Revocation
}

type Held = Pick<Trust, 'crls' | 'ocsp'>

const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4'
const ANY_USAGE = '2.5.29.37.0'
const UNKNOWN: Revocation = { status: 'unknown', source: 'none', crls: [], responses: [] }

/** Judges one layer; the worst of its signers decides. */
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
): Judgement {
  const pool = poolOf(trust, layer.bundled)
  const held = heldWith(trust, {
    crls: layer.stapled.crls,
    responses: [...layer.stapled.responses, ...answers],
  })
  const { signers } = layer.verified
  const judged = signers.map((signer) => ({
    signer,
    trusted: signer.certificate
      ? trustIn(signer.certificate, { trust, held, pool, at, policy })
      : null,
  }))
  const [worst] = judged.sort((a, b) => rank(b) - rank(a))
  const trusted = worst?.trusted ?? null
  const chain = trusted?.outcome.chain ?? []
  return {
    signature: signatureVerdict(worst?.signer, { signers: signers.length, covers }),
    path: pathVerdict(trusted),
    revocation: trusted
      ? { status: trusted.revocation.status, source: trusted.revocation.source }
      : { status: null, source: 'none' },
    signers: judged.flatMap(({ signer }) => signer.certificate ?? []),
    isTest: judged.some(({ trusted: t }) => t?.outcome.chain.some(isTestCertificate)),
    evidence: {
      chain: chain.map((c) => c.der),
      crls: (trusted?.revocation.crls ?? []).map((crl) => ({
        issuer: nameText(crl.issuer),
        number: crl.number?.toString() ?? null,
        sha256: crl.sha256,
        der: crl.der,
      })),
      ocsp: (trusted?.revocation.responses ?? []).map(({ sha256, der }) => ({ sha256, der })),
    },
  }
}

/** How bad a signer is: a broken signature before a broken path, before revocation. */
function rank({ signer, trusted }: { signer: SignerVerdict; trusted: Trusted | null }): number {
  if (signer.problem !== null) return 5
  if (trusted === null || trusted.outcome.status !== 'valid') return 4
  return { revoked: 3, unknown: 2, good: 1 }[trusted.revocation.status]
}

function signatureVerdict(
  signer: SignerVerdict | undefined,
  { signers, covers }: { signers: number; covers: 'whole' | 'part' },
): Verdict['signature'] {
  const problem = signer?.problem ?? null
  const invalid = problem === 'unsupported-algorithm' ? 'unsupported' : 'invalid'
  return {
    status: problem === null ? 'valid' : invalid,
    reason: problem,
    algorithm: signer?.algorithm ?? null,
    signingTime: signer?.signingTime?.toISOString().replace('.000Z', 'Z') ?? null,
    signers,
    covers,
  }
}

function pathVerdict(trusted: Trusted | null): Verdict['path'] {
  if (trusted === null) return { status: null, reason: null, length: null, anchor: null }
  const { outcome } = trusted
  const anchor = outcome.chain.at(-1)
  return {
    status: outcome.status,
    reason: outcome.status === 'valid' ? null : outcome.reason,
    length: anchor ? outcome.chain.length : null,
    anchor: anchor ? nameText(anchor.subject) : null,
  }
}

interface Given {
  readonly trust: Trust
  readonly held: Held
  readonly pool: Pool
  readonly at: Date
  readonly policy: OpenPolicy
}

/** The valid path with the best revocation; the reason of the first when none is valid. */
function trustIn(certificate: Certificate, { trust, held, pool, at, policy }: Given): Trusted {
  let best: Trusted | null = null
  for (const outcome of paths(certificate, pool, at)) {
    if (outcome.status !== 'valid') return { outcome, revocation: UNKNOWN }
    remember(trust, outcome.chain)
    const unfit = policy.purpose === 'mail' && !isFitForMail(outcome.chain)
    const revocation = judgeRevocation(outcome.chain, {
      pool,
      at,
      crls: held.crls,
      ocsp: held.ocsp,
    })
    const found: Trusted = unfit
      ? { outcome: { status: 'invalid', reason: 'wrong-usage', chain: outcome.chain }, revocation }
      : { outcome, revocation }
    if (!unfit && revocation.status === 'good') return found
    best = better(best, found)
  }
  return (
    best ?? {
      outcome: { status: 'indeterminate', reason: 'no-path', chain: [] },
      revocation: UNKNOWN,
    }
  )
}

function better(best: Trusted | null, found: Trusted): Trusted {
  if (best === null) return found
  if (best.outcome.status !== found.outcome.status)
    return found.outcome.status === 'valid' ? found : best
  return found.revocation.status === 'revoked' ? found : best
}

/** digitalSignature or nonRepudiation for the signer; emailProtection all the way where usages are named. */
function isFitForMail(chain: readonly Certificate[]): boolean {
  const usage = chain[0]?.extensions.keyUsage ?? null
  const mask = KEY_USAGE.digitalSignature | KEY_USAGE.nonRepudiation
  if (usage !== null && (usage & mask) === 0) return false
  return chain.every((certificate, at) => {
    const isAnchor = at > 0 && at === chain.length - 1
    return isAnchor || isForMail(certificate)
  })
}

/** emailProtection, where extended usages are named at all. RFC 8550 §4.4.4 */
export function isForMail({ extensions: { extKeyUsage: named } }: Certificate): boolean {
  return named === null || named.includes(EMAIL_PROTECTION) || named.includes(ANY_USAGE)
}

/** What a certificate tells of its holder. */
export function signerOf(certificate: Certificate): Verdict['signer'] {
  return {
    subject: nameText(certificate.subject),
    rpps: rppsOf(certificate),
    emails: emailsOf(certificate),
    sha256: certificate.sha256,
  }
}

function poolOf(trust: Trust, bundled: readonly Certificate[]): Pool {
  const carried = bundled.filter((certificate) => !trust.known(certificate.sha256))
  const candidates = (subject: string) => [
    ...trust.candidates(subject),
    ...carried.filter((certificate) => certificate.subject.key === subject),
  ]
  return { anchors: trust.anchors, candidates }
}

/** Why the judgement is not good, in the order in which it is told; null when it is good. */
export function judgementProblem(judgement: Judgement, policy: OpenPolicy): Code | null {
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
