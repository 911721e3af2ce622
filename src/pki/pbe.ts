/**
 * Password-based protection of PKCS#12 files: the key that a password gives, what it deciphers, what it vouches for.
 *
 * In    the algorithm as the file names it, the password in the readings that software writes it by
 * Out   deciphered octets; or whether a MAC is the password's
 * Refuses   UnknownCipher (thrown): an algorithm, or a count of rounds, that nobody uses; null: it does not decipher
 *
 * RFC 7292 §4, Appendix B · RFC 8018 §5.2, §6.2, Appendix A.2. RC2 is
 * node-forge's: OpenSSL 3 has none.
 */
import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'

import forge from 'node-forge'

import { parseAlgorithm } from './algorithms.ts'
import { content, type Der, octets, sequence, smallInteger, TAG } from './der.ts'

/** The file is protected in a way that is not ours. */
export class UnknownCipher extends Error {}

/** One password in the forms that the schemes take: RFC 7292 §B.1 has UTF-16 and two zeros, RFC 8018 §3 octets. */
export interface Password {
  readonly wide: Buffer
  readonly octets: Buffer
}

/** What an operator typed, as software of different ages may have read it; the usual readings first. */
export function readingsOf(password: string): readonly Password[] {
  const utf8 = Buffer.from(password, 'utf8')
  const plain: Password = { wide: wideOf(password), octets: utf8 }
  if (password === '') return [plain, { wide: Buffer.alloc(0), octets: utf8 }]
  if (/^[\0-\x7f]*$/.test(password)) return [plain]
  // OpenSSL before 1.1 widens each octet of UTF-8; some take Latin-1 where octets are asked for.
  const byOctet = wideOf(utf8.toString('latin1'))
  const latin1 = Buffer.from(password, 'latin1')
  return [plain.wide, byOctet].flatMap((wide) => [utf8, latin1].map((octets) => ({ wide, octets })))
}

function wideOf(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le').swap16()
}

const MAX_ROUNDS = 10_000_000
const PKCS5 = '1.2.840.113549.1.5'
const PKCS12_PBE = '1.2.840.113549.1.12.1'
const HMACS: { readonly [oid: string]: string } = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
const DIGESTS: { readonly [oid: string]: string } = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const CIPHERS: { readonly [oid: string]: { readonly name: string; readonly keyBytes: number } } = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
}
const OLD_CIPHERS: typeof CIPHERS = {
  [`${PKCS12_PBE}.3`]: { name: 'des-ede3-cbc', keyBytes: 24 },
  [`${PKCS12_PBE}.4`]: { name: 'des-ede-cbc', keyBytes: 16 },
  [`${PKCS12_PBE}.5`]: { name: 'rc2', keyBytes: 16 },
  [`${PKCS12_PBE}.6`]: { name: 'rc2', keyBytes: 5 },
}

/** Deciphers octets by one reading of the password; null when it is not the one. */
export function decipher(algorithm: Der, encrypted: Buffer, password: Password): Buffer | null {
  const { oid, params } = parseAlgorithm(algorithm)
  const [first, second] = sequence(params ?? undefined)
  const old = OLD_CIPHERS[oid]
  if (old) {
    const { wide } = password
    const from = { hash: 'sha1', wide, salt: octets(first), rounds: roundsOf(second) }
    const key = pkcs12Key(from, { id: 1, length: old.keyBytes })
    return undone(old.name, { key, iv: pkcs12Key(from, { id: 2, length: 8 }), encrypted })
  }
  if (oid !== `${PKCS5}.13` || !first || !second) throw new UnknownCipher(oid)
  const scheme = parseAlgorithm(second)
  const cipher = CIPHERS[scheme.oid]
  if (!cipher || !scheme.params) throw new UnknownCipher(scheme.oid)
  const key = pbkdf2Key(first, password.octets, cipher.keyBytes)
  return undone(cipher.name, { key, iv: octets(scheme.params), encrypted })
}

/** Does this reading of the password make the MAC of the file? `macData` is the MacData of RFC 7292 §4. */
export function isVouchedFor(data: Buffer, macData: Der, { wide }: Password): boolean {
  const [info, salt, iterations] = sequence(macData)
  const [algorithm, expected] = sequence(info)
  const { oid } = parseAlgorithm(algorithm)
  const hash = DIGESTS[oid]
  if (!hash) throw new UnknownCipher(oid)
  const rounds = iterations === undefined ? 1 : roundsOf(iterations)
  const length = createHash(hash).digest().length
  const key = pkcs12Key({ hash, wide, salt: octets(salt), rounds }, { id: 3, length })
  const mac = createHmac(hash, key).update(data).digest()
  const given = octets(expected)
  return mac.length === given.length && timingSafeEqual(mac, given)
}

/** PBKDF2, whose hash is SHA-1 where none is named. RFC 8018 Appendix A.2 */
function pbkdf2Key(kdf: Der, password: Buffer, keyBytes: number): Buffer {
  const { oid, params } = parseAlgorithm(kdf)
  if (oid !== `${PKCS5}.12`) throw new UnknownCipher(oid)
  const [salt, rounds, ...more] = sequence(params ?? undefined)
  if (salt?.tag !== TAG.octetString) throw new UnknownCipher('salt')
  const prf = more.find((field) => field.tag === TAG.sequence)
  const hash = prf ? HMACS[parseAlgorithm(prf).oid] : 'sha1'
  if (!hash) throw new UnknownCipher('PRF')
  return pbkdf2Sync(password, content(salt), roundsOf(rounds), keyBytes, hash)
}

function roundsOf(node: Der | undefined): number {
  const rounds = node ? smallInteger(node) : 0
  if (rounds < 1 || rounds > MAX_ROUNDS) throw new UnknownCipher('rounds')
  return rounds
}

function undone(
  name: string,
  { key, iv, encrypted }: { key: Buffer; iv: Buffer; encrypted: Buffer },
): Buffer | null {
  try {
    if (name === 'rc2') return undoneRc2(key, iv, encrypted)
    const cipher = createDecipheriv(name, key, iv)
    return Buffer.concat([cipher.update(encrypted), cipher.final()])
  } catch {
    // A bad padding: most often another password.
    return null
  }
}

function undoneRc2(key: Buffer, iv: Buffer, encrypted: Buffer): Buffer | null {
  const cipher = forge.rc2.createDecryptionCipher(key.toString('latin1'), key.length * 8)
  cipher.start(iv.toString('latin1'))
  cipher.update(forge.util.createBuffer(encrypted.toString('latin1')))
  return cipher.finish() ? Buffer.from(cipher.output.getBytes(), 'latin1') : null
}

/** RFC 7292 §B.2: id 1 gives keys, 2 initial values, 3 MAC keys. */
function pkcs12Key(
  { hash, wide, salt, rounds }: { hash: string; wide: Buffer; salt: Buffer; rounds: number },
  { id, length }: { id: number; length: number },
): Buffer {
  const block = hash === 'sha384' || hash === 'sha512' ? 128 : 64
  const diversifier = Buffer.alloc(block, id)
  const input = Buffer.concat([filled(salt, block), filled(wide, block)])
  const made: Buffer[] = []
  for (let size = 0; size < length; ) {
    let digest = createHash(hash).update(diversifier).update(input).digest()
    for (let round = 1; round < rounds; round++) digest = createHash(hash).update(digest).digest()
    made.push(digest)
    size += digest.length
    addTo(input, filled(digest, block).subarray(0, block))
  }
  return Buffer.concat(made).subarray(0, length)
}

/** The octets again and again, up to whole blocks; none of none. */
function filled(octets: Buffer, block: number): Buffer {
  return Buffer.alloc(Math.ceil(octets.length / block) * block, octets)
}

/** Each block of the input: itself plus the addend plus one, modulo 2 to the width of a block. */
function addTo(input: Buffer, addend: Buffer): void {
  for (let start = 0; start < input.length; start += addend.length) {
    let carry = 1
    for (let at = addend.length - 1; at >= 0; at--) {
      carry += (input[start + at] ?? 0) + (addend[at] ?? 0)
      input[start + at] = carry & 0xff
      carry >>= 8
    }
  }
}
