/**
 * TLS at the door: what the server shows, what it asks of peers, and who an operator is.
 *
 * In    the mode, our certificate and key, the authorities of operators (PEM or DER)
 * Out   options for the listener; the operator of a connection: the subject of its certificate, and what it shows
 * Refuses (throws)   a mode that asks for certificates without saying whose: the public authorities of the
 *                    runtime are nobody's operators
 *
 * RFC 3207 §4 · RFC 4514
 */
import type { Socket } from 'node:net'
import { TLSSocket, type TlsOptions } from 'node:tls'

import { shownBy } from '../kit/shown.ts'
import { parseCertificate } from '../pki/certificate.ts'
import { nameText } from '../pki/name.ts'

/** How TLS is asked of the peers. */
export type TlsMode = 'off' | 'opportunistic' | 'required' | 'mutual'

/** What the door needs to speak TLS. */
export interface DoorTls {
  readonly mode: TlsMode
  readonly cert?: Buffer | null
  readonly key?: Buffer | null
  /** PEM, several in one buffer allowed, or DER. */
  readonly ca?: Buffer | readonly Buffer[] | null
}

/** The options of the listener; null when it speaks no TLS. */
export function listenerTls({ mode, cert, key, ca }: DoorTls): TlsOptions | null {
  const needed = mode === 'required' || mode === 'mutual'
  if (mode === 'off' || !cert || !key) {
    if (needed) throw new Error(`TLS mode ${mode} without a certificate and its key`)
    return null
  }
  const authorities = [ca ?? []].flat().map(pem)
  if (mode === 'mutual' && authorities.length === 0) {
    throw new Error('TLS mode mutual without the authorities of the operators')
  }
  const asks = mode === 'mutual'
  return {
    cert,
    key,
    minVersion: 'TLSv1.2',
    requestCert: asks,
    rejectUnauthorized: asks,
    ...(asks ? { ca: authorities } : {}),
  }
}

/** A peer whose certificate the handshake has verified. */
export interface Operator {
  /** The subject of its certificate, RFC 4514. */
  readonly name: string
  /** DER, its own certificate first. */
  readonly shown: readonly Buffer[]
}

/** The operator of a connection; null: none is asked for, or none was verified. */
export function operatorOf(socket: Socket | TLSSocket, mode: TlsMode): Operator | null {
  if (mode !== 'mutual' || !(socket instanceof TLSSocket) || !socket.authorized) return null
  const shown = shownBy(socket)
  const [own] = shown
  return own === undefined ? null : { name: nameText(parseCertificate(own).subject), shown }
}

function pem(certificate: Buffer): string {
  if (certificate.includes('-----BEGIN')) return certificate.toString('latin1')
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
