/**
 * The five hand-overs: what one room gives the next. Read this first.
 *
 * ReceivedMessage → OpenedMessage → (Courrier, Decision: see domain/) → WrittenMessage → SealedMessage → Delivery
 */
import type { X509Certificate } from 'node:crypto'

import type { AdresseMss, Rpps, Sha256 } from './domain/correspondant.ts'
import type { Lettre, Role } from './domain/decision.ts'
import type { Dossier } from './domain/dossier.ts'
import type { LettreHorsDossier } from './domain/hors-dossier.ts'
import type { Bytes } from './kit/bytes.ts'
import type { TokenKey } from './kit/pkcs11-uri.ts'

/** A message as the SMTP door took it: the bytes exactly as they arrived, and the envelope. */
export interface ReceivedMessage {
  readonly id: string
  /** Instant of the `250`. Every judgement of a signature is made at this instant. */
  readonly receivedAt: Date
  readonly raw: Bytes
  readonly envelope: Envelope
}

/** What the SMTP dialogue said. RFC 5321 §3.3 */
export interface Envelope {
  /** `MAIL FROM`, lower case; empty for the null return path. */
  readonly from: string
  /** `RCPT TO`, lower case, all of our domain. */
  readonly to: readonly string[]
  readonly peer: string
  readonly tls: 'none' | 'tls' | 'mutual'
  /** Subject of the peer's certificate in `mutual` mode, RFC 4514; null otherwise. */
  readonly operator: string | null
}

/** Who signed, as far as the certificate itself tells. */
export interface Signer {
  /** RFC 4514 text of the subject. */
  readonly subject: string
  readonly rpps: Rpps | null
  readonly emails: readonly string[]
  readonly sha256: Sha256
}

export type Layer = 'signed' | 'enveloped' | 'authEnveloped' | 'compressed'

/** The verdict of SPEC §8: what `inspect --json` prints and the ledger keeps, without the `file`. */
export interface Verdict {
  readonly layers: readonly Layer[]
  readonly signature: {
    readonly status: 'valid' | 'invalid' | 'absent' | 'unsupported'
    readonly reason: string | null
    readonly algorithm: string | null
    readonly signingTime: string | null
    readonly signers: number
    readonly covers: 'whole' | 'part' | null
  }
  readonly path: {
    readonly status: 'valid' | 'invalid' | 'indeterminate' | null
    readonly reason: string | null
    readonly length: number | null
    readonly anchor: string | null
  }
  readonly revocation: {
    readonly status: 'good' | 'revoked' | 'unknown' | null
    readonly source: 'crl' | 'ocsp' | 'none'
  }
  readonly signer: Signer | null
  readonly sender: {
    readonly from: readonly string[]
    readonly bound: boolean | null
    readonly reason: string | null
  }
  readonly accepted: boolean
  readonly refusal: string | null
}

/** Headers of the outer message that a rule may use, unfolded, decoded, never trusted. */
export interface OuterHeaders {
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  readonly subject: string
  /**
   * Does the author's signature cover `subject`? One that it does not cover chooses neither a recipient nor an
   * author: it can only stop. SPEC §8
   */
  readonly subjectIsSigned: boolean
  readonly from: readonly string[]
  /** The addresses of To and Cc. */
  readonly to: readonly string[]
  /** Does the author's signature cover To or Cc? What it covers and what stands outside are the same then. */
  readonly toIsSigned: boolean
  /** `Auto-Submitted` other than `no`, `Precedence`, `X-Autoreply` and its like, null return path, report types. */
  readonly automatic: boolean
  /** Its sender wants no automatic answer: of a mail that goes no further only the administrator is told. */
  readonly wantsNoAnswer: boolean
}

/** A message with its S/MIME layers off. */
export interface OpenedMessage {
  readonly verdict: Verdict
  readonly headers: OuterHeaders
  /**
   * The one MIME entity that the signature covers (headers and body); the whole clear message when
   * nothing is signed. Only this is read.
   */
  readonly entity: Bytes
  /** SHA-256 of `entity` when signed: names the same signed content whatever its envelope. */
  readonly empreinte: Sha256 | null
  /**
   * Names the author's act of signing: his key and his signed attributes. Null when nothing is signed. The same
   * in every wrapping of the same signature; another when the same content is signed anew. SPEC §8
   */
  readonly signing: Sha256 | null
  /** The names of his other signatures over the same content: who repeats one of them repeats the act. */
  readonly otherSignings: readonly Sha256[]
  /**
   * The S/MIME entity that carries the signature (after decryption): its raw `MIME-Version` and
   * `Content-*` lines and its body. Null when nothing is signed.
   */
  readonly original: { readonly headers: string; readonly body: Bytes } | null
  /** Certificates that came with a good signature, DER: candidates for the correspondents' keys. */
  readonly certificates: readonly Buffer[]
  /** What the author's client reads, as his signed attributes say; null: nothing was said. */
  readonly capabilities: { readonly gcm: boolean; readonly oaep: boolean } | null
  /** Which of the certificates he wants to be encrypted to. RFC 8551 §2.5.3 */
  readonly preferred: Sha256 | null
  /** What the judgement rested on, to be kept as evidence. */
  readonly evidence: {
    readonly chain: readonly Buffer[]
    readonly crls: readonly {
      readonly issuer: string
      readonly number: string | null
      readonly sha256: Sha256
      readonly der: Buffer
    }[]
    /** OCSP responses. */
    readonly ocsp: readonly { readonly sha256: Sha256; readonly der: Buffer }[]
  }
}

/** One part of a letter as one reader finds it, before anything is marked up. */
export interface PartRead {
  readonly kind: 'plain' | 'html' | 'file'
  /** As decoded; null: none. */
  readonly name: string | null
  /** As declared, lower case; null: none. */
  readonly charset: string | null
  /** Decoded octets, and their SHA-256 without line ends at their end. */
  readonly size: number
  readonly sha256: string
  /** Its words, all of them; null: it is none, or too long to be. */
  readonly text: string | null
}

/** What two readers found in one letter, kept where they differ. */
export interface Readings {
  readonly premiere: readonly PartRead[]
  readonly seconde: readonly PartRead[]
}

/** How the charset of a text is decided, for every reader alike: octets to characters. */
export type Decode = (
  octets: Buffer,
  part: { readonly kind: 'plain' | 'html'; readonly charset: string | null },
) => string

/** A letter to compose: what `decide` wanted, with what only the corridor knows. */
export interface Envoi {
  readonly id: string
  readonly lettre: Lettre | LettreHorsDossier
  readonly a: {
    readonly role: Role | 'auteur'
    readonly rpps: Rpps | null
    readonly adresse: AdresseMss
  }
  /** Null for letters that belong to no dossier. */
  readonly dossier: Dossier | null
  /** Without angle brackets; the same on each retry. */
  readonly messageId: string
  /** `dossier+<jeton>@…`, or our `From` without a dossier. */
  readonly replyTo: AdresseMss
  /** Message-IDs without brackets, oldest first; the last is `In-Reply-To`. */
  readonly references: readonly string[]
}

/** A letter composed: the MIME entity to be signed, and the outer headers. */
export interface WrittenMessage {
  /** Outer header fields in order, unencoded names and already encoded values. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Canonical CRLF MIME entity, own `Content-*` headers included. */
  readonly entity: Bytes
  /** Its two bodies: a reply may quote either. */
  readonly bodies: { readonly text: string; readonly html: string }
  readonly to: AdresseMss
  readonly messageId: string
  /** Does it carry the signed original of what it tells? It can do without, and says so. SPEC §10 */
  readonly original: boolean
  /** Can it be written without what it says about a patient, where that may not go? */
  readonly discreet?: boolean
  /** True when the entity says something about a patient: such a letter leaves only by the rules of SPEC §8. */
  readonly clinical: boolean
}

/** The bytes that leave. */
export interface SealedMessage {
  readonly raw: Bytes
  readonly to: AdresseMss
  readonly encrypted: boolean
}

/** What became of one attempt. */
export type Delivery =
  | { readonly kind: 'delivered'; readonly reply: string; readonly server: string }
  | { readonly kind: 'later'; readonly code: string; readonly reply: string }
  | { readonly kind: 'never'; readonly code: string; readonly reply: string }
  /** It was asked right before the first octet of the letter, and may not leave: nothing of it was said. */
  | { readonly kind: 'withheld' }
  /** No attempt was made: its destination is down, or takes no more for now. */
  | { readonly kind: 'busy'; readonly afterMs: number }

/** A private identity of the gateway: PKCS#12 content, or a certificate whose key is in a PKCS#11 module. */
export interface Identity {
  /** With `token`, the public key. */
  readonly key: import('node:crypto').KeyObject
  readonly certificate: X509Certificate
  /** Without the root. */
  readonly intermediates: readonly X509Certificate[]
  /** Where the private key is when it never leaves its module. */
  readonly token?: TokenKey
  /** The other keys of its file, those that open mail first: what is encrypted to them is ours. */
  readonly beside?: readonly Identity[]
  /** Certificates that came with it and could not be read, in words. */
  readonly unreadable?: readonly string[]
}

/** What the directory can say of a signer who has no address in his certificate. */
export interface Liens {
  /** Active addresses of a professional, lower case. */
  addressesOf(rpps: Rpps): Promise<readonly string[]>
  /** May this professional sign from this service mailbox? */
  mayUse(address: string, rpps: Rpps): Promise<boolean>
}

/** What the operators of this gateway say of single certificates. SPEC §2 */
export interface TrustRules {
  /** Anchors under which an RPPS is believed: SHA-256, common name or whole subject; null: all. */
  readonly rppsAnchors: readonly string[] | null
  /** Anchors and intermediates that speak for these mail domains only, and what is below those. */
  readonly domains: readonly { readonly sha256: string; readonly domain: string }[]
  /** SHA-256 of certificates that stand on no path. */
  readonly denied: readonly string[]
}

/** The written policy of verification. SPEC §2, §8 */
export interface OpenPolicy {
  readonly revocationInconnue: 'refuse' | 'quarantine' | 'accept-flagged'
  /** Product category 8x. */
  readonly testCertificates: 'accept' | 'refuse'
  /** `path`: signature, path and revocation only. */
  readonly purpose: 'mail' | 'path'
  /** What a compressed layer may come to; absent: a limit of opening's own. SPEC §13.8 */
  readonly maxExpandedBytes?: number
}

/** One who speaks as the gateway. */
export interface WithIdentity {
  readonly identity: Identity
}

/** One who holds the identities that ours replaced: they decrypt, and sign nothing. */
export interface WithFormer {
  readonly former: readonly Identity[]
}
