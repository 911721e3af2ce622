import type { Pki } from '../../certs/make.ts'
import { type Bytes, keepInMemory } from '../../src/kit/bytes.ts'
import type { OpenedMessage, OpenPolicy } from '../../src/message.ts'
import { type OpenParts, open, receivedFile } from '../../src/open/open.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { identityOf, testPki } from '../support/pki.ts'

export type Overrides = Partial<Omit<OpenParts, 'policy'>> & {
  /** Instead of the octets in memory. */
  readonly raw?: Bytes
  readonly policy?: Partial<OpenPolicy>
}

export interface Opening {
  readonly pki: Pki
  opened(octets: Buffer, overrides?: Overrides): Promise<OpenedMessage>
}

/** Opens mails with the test PKI's trust, now. */
export async function opening(): Promise<Opening> {
  const pki = await testPki()
  const trust = await loadTrust(pki.trust)
  const keys = [identityOf(pki.people.gateway)]
  return {
    pki,
    opened: (octets, { policy, raw, ...parts } = {}) =>
      open(
        { ...receivedFile(octets, pki.now), ...(raw && { raw }) },
        {
          keys,
          trust,
          annuaire: null,
          keep: keepInMemory,
          ...parts,
          policy: {
            revocationInconnue: 'quarantine',
            testCertificates: 'accept',
            purpose: 'mail',
            ...policy,
          },
        },
      ),
  }
}
