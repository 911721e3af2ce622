/**
 * The trust folder: anchors, other certificates, CRLs and OCSP responses, read from files of any name.
 *
 * In    a folder of files in any form of `der-files.ts` (bundles .p7b and OCSP responses included)
 * Out   Trust, indexed by name; what could not be read is told in `unreadable`, never thrown
 *
 * A certificate is an anchor if and only if its own key verifies its signature; every other one,
 * and those that mails carry, are only candidates. SPEC §8.
 *
 * RFC 5280 §6.1.1 (anchors)
 */
import { type KeyObject, verify } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type Clock, systemClock } from '../kit/clock.ts'
import { saidOf } from '../kit/opening.ts'
import type { TrustRules } from '../message.ts'
import { isSignedBy, schemeOf } from './algorithms.ts'
import {
  type Certificate,
  isSelfIssued,
  parseCertificate,
  publicKeyOf,
  sha256Of,
} from './certificate.ts'
import { type Crl, parseCrl } from './crl.ts'
import { children, type Der, DerError, oid, parseDer, raw, sequence, TAG } from './der.ts'
import { derObjectsIn } from './der-files.ts'
import { keyHashOf, type OcspResponse, parseOcsp, responseInside } from './ocsp.ts'
import type { Pool } from './path.ts'
import { barOf, NO_RULES } from './rules.ts'

export interface Trust extends Pool {
  /** What the operators say of single certificates; `bars` is made of it. */
  readonly rules: TrustRules
  readonly all: {
    readonly anchors: readonly Certificate[]
    readonly candidates: readonly Certificate[]
  }
  /** Lists by the key of their issuer's name, newest first. */
  crls(issuer: string): readonly Crl[]
  readonly allCrls: readonly Crl[]
  /** OCSP responses with an answer for a serial number, newest first. */
  ocsp(serial: string): readonly OcspResponse[]
  readonly allResponses: readonly OcspResponse[]
  /** A certificate of the folder by its SHA-256. */
  known(sha256: string): Certificate | undefined
  readonly loadedAt: Date
  /** What the folder holds and cannot be used, each with its file. */
  readonly unreadable: readonly Unreadable[]
  /** The same, one French sentence each. */
  readonly problems: readonly string[]
}

/** A file, or an object in it, that is not used. */
interface Unreadable {
  readonly file: string
  /** French, a few words. */
  readonly reason: string
}

const MAX_FILE_BYTES = 256 * 1024 * 1024
const SIGNED_DATA = '1.2.840.113549.1.7.2'

/** Reads a trust folder, and lists held elsewhere; refuses only a folder that cannot be listed, by throwing. */
export async function loadTrust(
  folder: string,
  clock: Clock = systemClock,
  held: readonly { readonly name: string; readonly bytes: Buffer }[] = [],
): Promise<Trust> {
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries.filter((entry) => !entry.name.startsWith('.'))
  const objects: { readonly name: string; readonly bytes: Buffer }[] = []
  const unreadable: Unreadable[] = []
  for (const entry of files.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const { name } = entry
    if (entry.isDirectory()) {
      unreadable.push({ file: name, reason: 'sous-dossier, ignoré : les fichiers vont à plat' })
      continue
    }
    try {
      const bytes = await readFile(join(folder, name))
      if (bytes.length <= MAX_FILE_BYTES) objects.push({ name, bytes })
      else unreadable.push({ file: name, reason: 'fichier trop grand, ignoré' })
    } catch (error) {
      // One unreadable file must not hide the others: it is told, and the administrator decides.
      const said = saidOf(error) ?? 'vérifiez les droits du fichier'
      unreadable.push({ file: name, reason: `lecture impossible : ${said}` })
    }
  }
  return trustOf([...objects, ...held], { now: clock.now(), unreadable })
}

/** The same trust, under what the operators say of single certificates. SPEC §1, §2 */
export function ruled(trust: Trust, rules: TrustRules): Trust {
  return { ...trust, rules, bars: (certificate) => barOf(certificate, rules) }
}

/** Trust from objects already in memory, in any form that a file may have; under no rules. */
export function trustOf(
  objects: readonly { readonly name: string; readonly bytes: Buffer }[],
  { now, unreadable = [] }: { readonly now: Date; readonly unreadable?: readonly Unreadable[] },
): Trust {
  const told = [...unreadable]
  const certificates = new Map<string, Certificate>()
  const crls = new Map<string, Crl>()
  const responses = new Map<string, OcspResponse>()
  for (const { name, bytes } of objects) {
    const { found, faults } = trustObjectsIn(bytes)
    for (const one of found) {
      if ('entries' in one) crls.set(one.sha256, one)
      else if ('answers' in one) responses.set(one.sha256, one)
      else certificates.set(one.sha256, one)
    }
    told.push(...faults.map((fault) => ({ file: name, reason: `${fault}, ignoré` })))
  }
  return indexed(
    [...certificates.values()],
    { crls: [...crls.values()], responses: [...responses.values()] },
    { now, unreadable: told },
  )
}

/** What a trust folder, or an authority's web server, may hold. */
type TrustObject = Certificate | Crl | OcspResponse

/** The certificates, lists and responses of a file; keys and the like are left out, and told where nothing else is. */
export function trustObjectsIn(
  file: Buffer,
  maxBytes?: number,
): { readonly found: readonly TrustObject[]; readonly faults: readonly string[] } {
  const { objects, faults } = derObjectsIn(file, maxBytes)
  const found: TrustObject[] = []
  const told = [...faults]
  const wanted = objects.filter(({ label }) => label === null || LABELS.test(label))
  if (wanted.length === 0 && faults.length === 0)
    told.push('ni certificat, ni liste de révocation, ni réponse OCSP')
  for (const { der } of wanted) {
    try {
      found.push(...read(der))
    } catch (error) {
      if (!(error instanceof DerError)) throw error
      told.push(`objet illisible (${error.message})`)
    }
  }
  return { found, faults: told }
}

const LABELS = /^(X509 |TRUSTED )?(CERTIFICATE|CRL)$|^PKCS7$|^CMS$|^OCSP RESPONSE$/

/** What `trustOf` makes the same trust of again, in another thread. */
export function objectsOf({
  all,
  allCrls,
  allResponses,
}: Trust): { readonly name: string; readonly bytes: Buffer }[] {
  const certificates = [...all.anchors, ...all.candidates]
  return [...certificates, ...allCrls, ...allResponses].map(({ sha256, der }) => ({
    name: sha256,
    bytes: der,
  }))
}

/** Does the certificate's own key verify its signature? Whatever the age of its algorithm. */
export function isAnchor(certificate: Certificate): boolean {
  if (!isSelfIssued(certificate)) return false
  const key = publicKeyOf(certificate)
  if (!key) return false
  const scheme = schemeOf(certificate.algorithm, key, { digest: null, at: certificate.notBefore })
  const data = certificate.tbs
  const { signature } = certificate
  if (!('code' in scheme)) return isSignedBy(scheme, key, { data, signature })
  return isOldSelfSignature(certificate, key)
}

/** A root's signature on itself proves nothing to others, so an old hash does not make it less a root. */
function isOldSelfSignature({ algorithm, tbs, signature }: Certificate, key: KeyObject): boolean {
  const hash = OLD_HASHES[algorithm.oid]
  if (!hash) return false
  try {
    return verify(hash, tbs, key, signature)
  } catch {
    // The machine's OpenSSL may refuse the hash or the key altogether: then it is no anchor here.
    return false
  }
}

const OLD_HASHES: { readonly [id: string]: string } = {
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10040.4.3': 'sha1',
  '2.16.840.1.101.3.4.3.2': 'sha256',
}

function indexed(
  certificates: readonly Certificate[],
  {
    crls,
    responses,
  }: { readonly crls: readonly Crl[]; readonly responses: readonly OcspResponse[] },
  { now, unreadable }: { readonly now: Date; readonly unreadable: readonly Unreadable[] },
): Trust {
  const anchors = certificates.filter(isAnchor)
  const candidates = certificates.filter((certificate) => !anchors.includes(certificate))
  const anchorsByName = Map.groupBy(anchors, (c) => c.subject.key)
  const candidatesByName = Map.groupBy(candidates, (c) => c.subject.key)
  const newestFirst = crls.toSorted((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime())
  const crlsByName = Map.groupBy(newestFirst, (crl) => crl.issuer.key)
  const byHash = new Map(certificates.map((c) => [c.sha256 as string, c]))
  return {
    all: { anchors, candidates },
    rules: NO_RULES,
    bars: () => null,
    anchors: (subject) => anchorsByName.get(subject) ?? [],
    candidates: (subject) => candidatesByName.get(subject) ?? [],
    keyed: byKeyHash(candidates),
    crls: (issuer) => crlsByName.get(issuer) ?? [],
    ocsp: answering(responses),
    allResponses: responses,
    allCrls: newestFirst,
    known: (sha256) => byHash.get(sha256),
    loadedAt: now,
    unreadable,
    problems: unreadable.map(({ file, reason }) => `${file} : ${reason}`),
  }
}

/** Certificates by the SHA-1 of their key, hashed when first asked for: few responders are named so. */
function byKeyHash(all: readonly Certificate[]): (keyHash: string) => readonly Certificate[] {
  let index: Map<string, Certificate[]> | null = null
  return (keyHash) => {
    index ??= Map.groupBy(all, keyHashOf)
    return index.get(keyHash) ?? []
  }
}

/** Responses by the serial numbers they answer for, newest first. */
export function answering(
  responses: readonly OcspResponse[],
): (serial: string) => readonly OcspResponse[] {
  const bySerial = new Map<string, OcspResponse[]>()
  const newestFirst = responses.toSorted((a, b) => b.producedAt.getTime() - a.producedAt.getTime())
  for (const response of newestFirst) {
    for (const serial of new Set(response.answers.map((answer) => answer.serial))) {
      bySerial.set(serial, [...(bySerial.get(serial) ?? []), response])
    }
  }
  return (serial) => bySerial.get(serial) ?? []
}

/** A certificate, a list, a response, or all that a certificates-only bundle holds. */
function read(der: Buffer): TrustObject[] {
  const root = parseDer(der, { rules: 'ber', maxNodes: 20_000_000 })
  const [first, second] = sequence(root)
  if (first?.tag === TAG.enumerated) return [parseOcsp(raw(root))]
  if (first?.tag === TAG.oid) {
    const bundle = oid(first) === SIGNED_DATA && second ? children(second)[0] : undefined
    return sequence(bundle)
      .filter((part) => part.tag === 0xa0 || part.tag === 0xa1)
      .flatMap((part) => children(part).flatMap(readItem))
  }
  // TBSCertificate: [0] version or a serial number, then a sequence; TBSCertList has a Time third or fourth
  const fields = sequence(first)
  const isList = fields.some((field) => field.tag === 0x17 || field.tag === 0x18)
  // TRUSTED CERTIFICATE carries OpenSSL's own data after the certificate: left out
  const exact = raw(root)
  return [isList ? parseCrl(exact) : parseCertificate(exact, sha256Of(exact))]
}

/** An item of a bundle; an OCSP response stands in it under a tag of its own. */
function readItem(item: Der): TrustObject[] {
  if (item.tag === TAG.sequence) return read(raw(item))
  const response = item.tag === 0xa1 ? responseInside(item) : null
  return response ? [parseOcsp(response)] : []
}
