/**
 * The certificates that a peer over TLS shows, its own first.
 *
 * Of a peer that connects to us the runtime tells its own alone, or what the authorities we named hold above it too;
 * of a server all of them, but at the handshake only: later they are forgotten with its first ticket.
 */
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'

const MAX_CERTIFICATES = 20

/** DER of the certificates of a peer that connected to us, as far as they are told; none: it shows none. */
export function shownBy(socket: Pick<TLSSocket, 'getPeerX509Certificate'>): Buffer[] {
  const shown: Buffer[] = []
  let one = socket.getPeerX509Certificate()
  while (one !== undefined && shown.length < MAX_CERTIFICATES) {
    shown.push(one.raw)
    one = one.issuerCertificate
    if (one !== undefined && shown.at(-1)?.equals(one.raw)) break
  }
  return shown
}

/** DER of the certificates of a server, as `checkServerIdentity` is given them. */
export function shownAs(own: DetailedPeerCertificate): Buffer[] {
  const shown: Buffer[] = []
  let one: DetailedPeerCertificate | undefined = own
  while (one?.raw !== undefined && shown.length < MAX_CERTIFICATES) {
    shown.push(one.raw)
    // A root is its own issuer.
    one = one.issuerCertificate === one ? undefined : one.issuerCertificate
  }
  return shown
}
