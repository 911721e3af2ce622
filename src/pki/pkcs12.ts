/**
 * A PKCS#12 file taken apart: its private keys and its certificates, octet by octet as they were put in.
 *
 * In    the file, its password
 * Out   keys (PKCS#8) and certificates (DER) with the local key identifiers that pair them
 * Refuses   a wrong password, a file that is no PKCS#12, a protection that is not known (thrown, one sentence)
 *
 * Nothing is decoded and encoded again: what an authority signed, or named by its parameters, is what goes on.
 * RFC 7292 §4, §5 · BER as some cards and browsers write it
 */
import {
  children,
  content,
  type Der,
  DerError,
  octets,
  oid,
  parseDer,
  raw,
  sequence,
  TAG,
} from './der.ts'
import { decipher, isVouchedFor, type Password, readingsOf, UnknownCipher } from './pbe.ts'

/** A private key or a certificate, its octets not looked at. */
export interface Bag {
  readonly kind: 'key' | 'certificate'
  readonly der: Buffer
  /** Hexadecimal; null: none. The same for a key and its certificate. */
  readonly localKeyId: string | null
}

const PKCS7 = '1.2.840.113549.1.7'
const PKCS9 = '1.2.840.113549.1.9'
const BAGS = '1.2.840.113549.1.12.10.1'
const LOCAL_KEY_ID = `${PKCS9}.21`
const X509_CERTIFICATE = `${PKCS9}.22.1`
const MAX_DEPTH = 5
const BER = { rules: 'ber' } as const

/** Takes a file apart; throws one clear sentence, fit for the operator. */
export function readPkcs12(file: Buffer, password: string): readonly Bag[] {
  const { authSafe, macData } = partsOf(file)
  try {
    const readings = readingsOf(password).filter(
      (reading) => macData === null || isVouchedFor(authSafe, macData, reading),
    )
    if (readings.length === 0) throw wrongPassword()
    return sequence(parseDer(authSafe, BER)).flatMap((info) => bagsIn(info, readings))
  } catch (cause) {
    if (cause instanceof UnknownCipher)
      throw new Error(
        'le fichier PKCS#12 emploie un chiffrement inconnu : exportez-le de nouveau en AES-256 avec HMAC SHA-256',
        { cause },
      )
    if (cause instanceof DerError) throw new Error('le fichier PKCS#12 est abîmé', { cause })
    throw cause
  }
}

/** The octets that hold the bags, and the MAC over them. */
function partsOf(file: Buffer): { authSafe: Buffer; macData: Der | null } {
  try {
    const [, authSafe, macData] = sequence(parseDer(file, BER))
    return { authSafe: octets(dataIn(authSafe)), macData: macData ?? null }
  } catch (cause) {
    throw new Error('le fichier n’est pas un PKCS#12 (.p12 ou .pfx)', { cause })
  }
}

/** The content of a ContentInfo of type data. */
function dataIn(info: Der | undefined): Der {
  const [type, wrapped] = sequence(info)
  const data = wrapped ? children(wrapped)[0] : undefined
  if (oid(type) !== `${PKCS7}.1` || !data) throw new DerError('not data')
  return data
}

function bagsIn(info: Der, readings: readonly Password[]): Bag[] {
  const [type, wrapped] = sequence(info)
  const kind = oid(type)
  if (kind === `${PKCS7}.1`) return bagsOf(parseDer(octets(dataIn(info)), BER), readings)
  // Sealed for the key of a recipient: no password opens it.
  if (kind !== `${PKCS7}.6` || !wrapped) throw new UnknownCipher(kind)
  const [, encrypted] = sequence(children(wrapped)[0])
  const [, algorithm, octetsNode] = sequence(encrypted)
  if (!algorithm || !octetsNode) throw new DerError('encrypted data')
  const clear = opened({ algorithm, encrypted: octets(octetsNode) }, readings)
  return bagsOf(parseDer(clear, BER), readings)
}

/** Deciphered by the first reading of the password that gives DER: a padding is right by chance now and then. */
function opened(
  { algorithm, encrypted }: { algorithm: Der; encrypted: Buffer },
  readings: readonly Password[],
): Buffer {
  for (const reading of readings) {
    const clear = decipher(algorithm, encrypted, reading)
    if (clear !== null && isSequence(clear)) return clear
  }
  throw wrongPassword()
}

function isSequence(clear: Buffer): boolean {
  try {
    return parseDer(clear, BER).tag === TAG.sequence
  } catch {
    return false
  }
}

function bagsOf(contents: Der, readings: readonly Password[], depth = 0): Bag[] {
  if (depth > MAX_DEPTH) throw new DerError('too deep')
  return sequence(contents).flatMap((bag) => {
    const [type, wrapped, attributes] = sequence(bag)
    const value = wrapped ? children(wrapped)[0] : undefined
    if (!value) throw new DerError('bag')
    const named = { localKeyId: attributes ? localKeyIdIn(attributes) : null }
    switch (oid(type)) {
      case `${BAGS}.1`:
        return [{ kind: 'key' as const, der: raw(value), ...named }]
      case `${BAGS}.2`: {
        const [algorithm, encrypted] = sequence(value)
        if (!algorithm) throw new DerError('bag')
        const der = opened({ algorithm, encrypted: octets(encrypted) }, readings)
        return [{ kind: 'key' as const, der, ...named }]
      }
      case `${BAGS}.3`: {
        const [id, certificate] = sequence(value)
        if (oid(id) !== X509_CERTIFICATE || !certificate) return []
        return [{ kind: 'certificate' as const, der: octets(children(certificate)[0]), ...named }]
      }
      case `${BAGS}.6`:
        return bagsOf(value, readings, depth + 1)
      default:
        // CRLs and secrets are nothing of ours.
        return []
    }
  })
}

function localKeyIdIn(attributes: Der): string | null {
  for (const attribute of children(attributes)) {
    const [type, values] = sequence(attribute)
    const value = values ? children(values)[0] : undefined
    if (value?.tag === TAG.octetString && oid(type) === LOCAL_KEY_ID)
      return content(value).toString('hex')
  }
  return null
}

/** The file is one, and the password is not its own. */
export class WrongPassword extends Error {}

function wrongPassword(): Error {
  return new WrongPassword('le mot de passe du fichier PKCS#12 n’est pas le bon')
}
