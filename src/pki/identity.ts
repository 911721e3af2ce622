/**
 * Loads the gateway's identity from a PKCS#12 file: private key, certificate, intermediates in order.
 *
 * In    the file's bytes and its password
 * Out   Identity; the root is dropped, what does not belong to the path is left aside
 * Refuses   a wrong password, a file that is no PKCS#12, a key without its certificate (thrown, one sentence)
 *
 * node-forge only takes the container apart (RC2, 3DES and AES alike); keys and certificates go as DER
 * to node:crypto, so that EC and Ed25519 load too. RFC 7292 §4, §5
 */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'

import forge from 'node-forge'

import type { Identity } from '../message.ts'

const MAX_PATH = 10

/** Loads an identity; throws one clear sentence, fit for the operator, when the file cannot serve. */
export function loadIdentity(p12: Buffer, password: string): Identity {
  const bags = safeBags(p12, password)
  const keys = bags.flatMap((bag) => privateKey(bag) ?? [])
  const certificates = bags.flatMap((bag) => certificateOf(bag) ?? [])
  if (keys.length === 0) throw new Error('le fichier PKCS#12 ne contient pas de clé privée lisible')

  for (const key of keys) {
    const certificate = certificates.find((one) => one.checkPrivateKey(key))
    if (certificate === undefined) continue
    return { key, certificate, intermediates: issuersOf(certificate, certificates) }
  }
  throw new Error('le fichier PKCS#12 ne contient pas le certificat de sa clé privée')
}

function safeBags(p12: Buffer, password: string): readonly forge.pkcs12.Bag[] {
  let pfx: forge.asn1.Asn1
  try {
    // forge reads BER too: some cards and browsers write it.
    pfx = forge.asn1.fromDer(forge.util.createBuffer(p12.toString('latin1')))
  } catch (cause) {
    throw new Error('le fichier n’est pas un PKCS#12 (.p12 ou .pfx)', { cause })
  }
  try {
    return bagsOf(pfx, password)
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : ''
    // Octets deciphered amiss most often end in a bad padding; by chance they do not, and are no DER.
    if (/[^ -~]/.test(password) && !/MAC/.test(said)) {
      const bags = bagsByUtf8(pfx, password)
      if (bags !== null) return bags
    }
    if (/password|decrypt/i.test(said)) throw wrongPassword(cause)
    if (/not an PKCS#12|version other/i.test(said)) {
      throw new Error('le fichier n’est pas un PKCS#12 (.p12 ou .pfx)', { cause })
    }
    throw new Error(
      'le fichier PKCS#12 emploie un chiffrement inconnu : exportez-le de nouveau en AES-256 avec HMAC SHA-256',
      { cause },
    )
  }
}

function bagsOf(pfx: forge.asn1.Asn1, password: string): readonly forge.pkcs12.Bag[] {
  const { safeContents } = forge.pkcs12.pkcs12FromAsn1(pfx, false, password)
  return safeContents.flatMap((contents) => contents.safeBags)
}

/**
 * RFC 7292 §B.1 has the MAC take the password as BMPString, RFC 8018 §3 has PBES2 take its octets,
 * UTF-8 by custom; forge takes one text for both. The MAC was good already, so it is left out here. Null when
 * that was not it either.
 */
function bagsByUtf8(pfx: forge.asn1.Asn1, password: string): readonly forge.pkcs12.Bag[] | null {
  const [version, authSafe] = pfx.value as forge.asn1.Asn1[]
  const octets = Buffer.from(password, 'utf8').toString('latin1')
  try {
    return bagsOf({ ...pfx, value: [version, authSafe] as forge.asn1.Asn1[] }, octets)
  } catch {
    return null
  }
}

function wrongPassword(cause: unknown): Error {
  return new Error('le mot de passe du fichier PKCS#12 n’est pas le bon', { cause })
}

function privateKey(bag: forge.pkcs12.Bag): KeyObject | null {
  const { keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids
  if (bag.type !== keyBag && bag.type !== pkcs8ShroudedKeyBag) return null
  // forge knows RSA alone; of another kind it hands over the PrivateKeyInfo as it stands.
  const info = bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1
  try {
    return createPrivateKey({ key: derOf(info), format: 'der', type: 'pkcs8' })
  } catch {
    // A key of a kind unknown to OpenSSL is none for us; another bag may hold one.
    return null
  }
}

function certificateOf(bag: forge.pkcs12.Bag): X509Certificate | null {
  if (bag.type !== forge.pki.oids.certBag) return null
  const tree = bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1
  try {
    return new X509Certificate(derOf(tree))
  } catch {
    // Not X.509, or broken: it can be neither ours nor a step of our path.
    return null
  }
}

function derOf(tree: forge.asn1.Asn1): Buffer {
  return Buffer.from(forge.asn1.toDer(tree).getBytes(), 'latin1')
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
