/**
 * Loads the gateway's identities from a PKCS#12 file: each private key with its certificate and intermediates.
 *
 * In    the file's bytes and its password, the instant
 * Out   the one that signs, and the others that may open mail; the roots are dropped, what does not belong to a path
 *       is left aside
 * Refuses   a wrong password, a file that is no PKCS#12, a key without its certificate, or whose certificate cannot be
 *       read (thrown, one sentence)
 *
 * Authorities that issue two certificates, one to sign and one to encrypt to, deliver both in one file, in any
 * order: usages and validity choose, never the place. RFC 7292 §4, §5 · SPEC §2 (CONFRERE_IDENTITY)
 */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

import { type Clock, systemClock } from '../kit/clock.ts'
import type { Identity } from '../message.ts'
import { type Certificate, parseCertificate } from './certificate.ts'
import { DerError } from './der.ts'
import { mayDecrypt, maySign } from './identity-use.ts'
import { type Bag, readPkcs12 } from './pkcs12.ts'

const MAX_PATH = 10

/** One key with one certificate of its own. */
interface Pair {
  readonly key: KeyObject
  readonly certificate: Readable
  /** The file itself puts them together. */
  readonly isNamed: boolean
}

interface Readable {
  readonly localKeyId: string | null
  readonly x509: X509Certificate
  readonly parsed: Certificate
}

/**
 * Loads what a file makes us: the identity that signs, as far as any may (`identityProblem`), and beside it every
 * other key with its certificate. Throws one clear sentence, fit for the operator, when the file cannot serve.
 */
export function loadIdentity(p12: Buffer, password: string, clock: Clock = systemClock): Identity {
  const now = clock.now()
  const { pairs, all, unreadable } = pairsIn(readPkcs12(p12, password))
  const [own, ...rest] = pairs.toSorted(byRank(now, signs))
  if (own === undefined)
    throw new Error('le fichier PKCS#12 ne contient pas le certificat de sa clé privée')
  const identity = ({ key, certificate: { x509 } }: Pair): Identity => ({
    key,
    certificate: x509,
    intermediates: issuersOf(x509, all),
  })
  const beside = rest.sort(byRank(now, opens)).map(identity)
  return {
    ...identity(own),
    ...(beside.length > 0 && { beside }),
    ...(unreadable.length > 0 && { unreadable }),
  }
}

const signs = ({ certificate, key }: Pair): boolean => maySign(certificate.parsed, key)
const opens = ({ certificate, key }: Pair): boolean => mayDecrypt(certificate.parsed, key)

/** Those that may first, of these those that are valid now, then as the file pairs them, then the newest. */
function byRank(now: Date, may: (pair: Pair) => boolean): (a: Pair, b: Pair) => number {
  const rank = (pair: Pair): number[] => {
    const { notBefore, notAfter } = pair.certificate.parsed
    const isValid = now >= notBefore && now <= notAfter
    return [
      Number(may(pair)),
      Number(isValid),
      Number(pair.isNamed),
      notAfter.getTime(),
      notBefore.getTime(),
    ]
  }
  return (a, b) => {
    const [first, second] = [rank(a), rank(b)]
    const at = first.findIndex((value, place) => value !== second[place])
    if (at >= 0) return (second[at] ?? 0) - (first[at] ?? 0)
    return a.certificate.parsed.sha256 < b.certificate.parsed.sha256 ? -1 : 1
  }
}

/** Every key with every certificate of its own; refuses a key whose certificate cannot be read. */
function pairsIn(bags: readonly Bag[]) {
  const keys = bags.filter(({ kind }) => kind === 'key')
  if (keys.length === 0) throw new Error('le fichier PKCS#12 ne contient pas de clé privée')
  const readable: Readable[] = []
  const faults: { readonly localKeyId: string | null; readonly text: string }[] = []
  for (const [at, bag] of bags.filter(({ kind }) => kind === 'certificate').entries()) {
    const read = readableIn(bag)
    if (typeof read !== 'string') readable.push(read)
    else
      faults.push({
        localKeyId: bag.localKeyId,
        text: `certificat n° ${at + 1} illisible (${read})`,
      })
  }
  const pairs = keys.flatMap((bag) => {
    const key = privateKey(bag)
    const own = key === null ? [] : readable.filter(({ x509 }) => x509.checkPrivateKey(key))
    const fault = faults.find(
      ({ localKeyId }) => localKeyId === null || localKeyId === bag.localKeyId,
    )
    if (own.length === 0 && fault !== undefined)
      throw new Error(`le fichier PKCS#12 contient un certificat qui ne se lit pas : ${fault.text}`)
    return own.flatMap((certificate): Pair[] => {
      const isNamed = bag.localKeyId !== null && bag.localKeyId === certificate.localKeyId
      return key === null ? [] : [{ key, certificate, isNamed }]
    })
  })
  if (keys.every((bag) => privateKey(bag) === null))
    throw new Error('le fichier PKCS#12 ne contient pas de clé privée lisible')
  return {
    pairs,
    all: readable.map(({ x509 }) => x509),
    unreadable: faults.map(({ text }) => text),
  }
}

function privateKey({ der }: Bag): KeyObject | null {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } catch {
    // A key of a kind unknown to OpenSSL is none for us; another bag may hold one.
    return null
  }
}

/** A certificate whose octets OpenSSL gives back as they came; else in a word what is wrong with it. */
function readableIn({ der, localKeyId }: Bag): Readable | string {
  try {
    const parsed = parseCertificate(der)
    const x509 = new X509Certificate(der)
    return x509.raw.equals(der) ? { localKeyId, x509, parsed } : 'autre codage'
  } catch (error) {
    // Not X.509, or broken: the operator is told which.
    return error instanceof DerError ? error.message : 'refusé par OpenSSL'
  }
}

/** From the leaf upwards, without the self-signed root. */
export function issuersOf(
  leaf: X509Certificate,
  certificates: readonly X509Certificate[],
): readonly X509Certificate[] {
  const path: X509Certificate[] = []
  for (let last = leaf; path.length < MAX_PATH; ) {
    const issuer = certificates.find(
      (one) =>
        one !== last && !path.includes(one) && isIssuedBy(last, one) && !isIssuedBy(one, one),
    )
    if (issuer === undefined) break
    path.push(issuer)
    last = issuer
  }
  return path
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}
