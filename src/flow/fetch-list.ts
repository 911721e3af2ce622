/**
 * Fetches one list, or asks one responder, over HTTP: bounded in time and size, never redirected.
 *
 * In    an address that was allowed before
 * Out   its octets, or in one word why not
 *
 * SPEC §8 · RFC 5280 §4.2.1.13 (a DER CRL) · RFC 6960 §A.1 (OCSP by POST)
 */

/** Octets, or a word for the log. */
export type Fetched = { readonly bytes: Buffer } | { readonly fault: string }

export interface FetchLimits {
  readonly maxBytes: number
  readonly withinMs: number
  /** Ends the fetch before its time. */
  readonly stopped?: AbortSignal
}

/** Fetches an address; every failure of the world is a value. */
export async function fetchList(address: string, limits: FetchLimits): Promise<Fetched> {
  return await fetched(address, { headers: { Accept: 'application/pkix-crl' } }, limits)
}

/** Asks a responder; every failure of the world is a value. */
export async function askResponder(
  address: string,
  request: Buffer,
  limits: FetchLimits,
): Promise<Fetched> {
  const headers = {
    'Content-Type': 'application/ocsp-request',
    Accept: 'application/ocsp-response',
  }
  const body = new Uint8Array(request)
  return await fetched(address, { method: 'POST', headers, body }, limits)
}

async function fetched(
  address: string,
  request: RequestInit,
  limits: FetchLimits,
): Promise<Fetched> {
  const late = AbortSignal.timeout(limits.withinMs)
  const signal = limits.stopped ? AbortSignal.any([late, limits.stopped]) : late
  try {
    const reply = await fetch(address, { ...request, signal, redirect: 'manual' })
    if (reply.status !== 200) {
      await reply.body?.cancel()
      return { fault: `http-${reply.status}` }
    }
    return await bodyOf(reply, limits.maxBytes)
  } catch {
    // No name, no answer, cut short, too slow: the world's fault, tried again later.
    return { fault: late.aborted ? 'trop-lent' : 'injoignable' }
  }
}

async function bodyOf(reply: Response, maxBytes: number): Promise<Fetched> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of reply.body ?? []) {
    size += piece.length
    // Leaving the loop closes the connection.
    if (size > maxBytes) return { fault: 'trop-grand' }
    pieces.push(piece)
  }
  return { bytes: Buffer.concat(pieces) }
}
