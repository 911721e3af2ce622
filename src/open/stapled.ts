/**
 * What a signature brings of revocation: CRLs and OCSP responses, beside those of the trust folder.
 *
 * In        SignedData, untrusted
 * Out       Stapled: what parses and is small enough; the rest is as good as absent
 *
 * The sender chose them, so they only serve as candidates: signer, path, instant and age are judged
 * as for any other, and the newest goes first, whoever brought it.
 *
 * RFC 5652 §5.1 (crls) · RFC 5940 §2.1
 */
import { type Crl, parseCrl } from '../pki/crl.ts'
import { DerError } from '../pki/der.ts'
import { type OcspResponse, parseOcsp } from '../pki/ocsp.ts'
import { answering, type Trust } from '../pki/trust.ts'
import type { SignedData } from './cms.ts'

export interface Stapled {
  readonly crls: readonly Crl[]
  readonly responses: readonly OcspResponse[]
}

const MAX_OBJECT_BYTES = 512 * 1024
const MAX_TOTAL_BYTES = 2 * 1024 * 1024

/** Parses what a signature brings, within bounds. */
export function stapledIn({ revocation }: Pick<SignedData, 'revocation'>): Stapled {
  const crls: Crl[] = []
  const responses: OcspResponse[] = []
  let left = MAX_TOTAL_BYTES
  for (const { kind, der } of revocation) {
    left -= der.length
    if (der.length > MAX_OBJECT_BYTES || left < 0) continue
    try {
      if (kind === 'crl') crls.push(parseCrl(der))
      else responses.push(parseOcsp(der))
    } catch (error) {
      // A list or a response that does not parse is as good as absent.
      if (!(error instanceof DerError)) throw error
    }
  }
  return { crls, responses }
}

/** The responses among these octets: what does not parse is as good as absent. */
export function responsesIn(all: readonly Buffer[]): OcspResponse[] {
  return stapledIn({ revocation: all.map((der) => ({ kind: 'ocsp', der })) }).responses.slice()
}

/** The lists and responses of the trust folder and of a signature, newest first. */
export function heldWith(trust: Trust, { crls, responses }: Stapled): Pick<Trust, 'crls' | 'ocsp'> {
  if (crls.length === 0 && responses.length === 0) return trust
  const brought = answering(responses)
  return {
    crls: (issuer) =>
      [...trust.crls(issuer), ...crls.filter((crl) => crl.issuer.key === issuer)].sort(
        (a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime(),
      ),
    ocsp: (serial) =>
      [...trust.ocsp(serial), ...brought(serial)].sort(
        (a, b) => b.producedAt.getTime() - a.producedAt.getTime(),
      ),
  }
}
