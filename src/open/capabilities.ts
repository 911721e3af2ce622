/**
 * What a signer says of his own keys: the algorithms that his client reads, the certificate to encrypt to.
 *
 * In        the signed attributes of a good signature, the certificates that came with it
 * Out       capabilities (null: he announced none), SHA-256 of the preferred certificate (null: none named)
 * Refuses   nothing: an announcement that cannot be read is none
 *
 * RFC 8551 §2.5.2 (SMIMECapabilities), §2.5.3 (SMIMEEncryptionKeyPreference)
 */
import type { Sha256 } from '../domain/correspondant.ts'
import type { OpenedMessage } from '../message.ts'
import { parseAlgorithm } from '../pki/algorithms.ts'
import type { Certificate } from '../pki/certificate.ts'
import { children, content, type Der, DerError, oid, sequence, TAG } from '../pki/der.ts'
import { type Attributes, type CertificateId, parseCertificateId } from './cms.ts'
import { isNamed } from './recipient.ts'

const CAPABILITIES = '1.2.840.113549.1.9.15'
/** The standard one, and the one Outlook writes beside it. */
const PREFERENCES = ['1.2.840.113549.1.9.16.2.11', '1.3.6.1.4.1.311.16.4']
const AES256_GCM = '2.16.840.1.101.3.4.1.46'
const OAEP = '1.2.840.113549.1.1.7'
const SHA256 = '2.16.840.1.101.3.4.2.1'

/** Reads both attributes. */
export function announced(
  attributes: Attributes | null,
  certificates: readonly Certificate[],
): Pick<OpenedMessage, 'capabilities' | 'preferred'> {
  return {
    capabilities: attempt(() => capabilitiesIn(attributes)),
    preferred: attempt(() => preferredIn(attributes, certificates)),
  }
}

function capabilitiesIn(attributes: Attributes | null): OpenedMessage['capabilities'] {
  const [list] = attributes?.values.get(CAPABILITIES) ?? []
  if (list === undefined) return null
  const all = sequence(list).map((item) => sequence(item))
  const named = (id: string) => all.filter(([type]) => oid(type) === id)
  return {
    gcm: named(AES256_GCM).length > 0,
    oaep: named(OAEP).some(([, parameters]) => readsSha256(parameters)),
  }
}

/** We write OAEP with SHA-256; who names another hash, and only that, would not read it. */
function readsSha256(parameters: Der | undefined): boolean {
  if (parameters?.tag !== TAG.sequence) return true
  const hash = children(parameters).find((field) => field.tag === 0xa0)
  return hash === undefined || parseAlgorithm(children(hash)[0]).oid === SHA256
}

function preferredIn(
  attributes: Attributes | null,
  certificates: readonly Certificate[],
): Sha256 | null {
  for (const type of PREFERENCES) {
    const [choice] = attributes?.values.get(type) ?? []
    const id = choice && preferenceId(choice)
    const found = id && certificates.find((certificate) => isNamed(certificate, id))
    if (found) return found.sha256
  }
  return null
}

/** `[0]` issuer and serial number, `[1]` or `[2]` a key identifier; Outlook writes the first untagged. */
function preferenceId(choice: Der): CertificateId | null {
  if (choice.tag === TAG.sequence) return parseCertificateId(choice)
  if (choice.tag === 0xa0) return parseCertificateId({ ...choice, tag: TAG.sequence })
  if (choice.tag === 0x82) return { keyId: content(choice) }
  const inner = choice.tag === 0xa1 || choice.tag === 0xa2 ? children(choice)[0] : undefined
  return inner ? { keyId: content(inner) } : null
}

function attempt<T>(read: () => T | null): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof DerError) return null
    throw error
  }
}
