/**
 * Fetches one list, or asks one responder, over HTTP: bounded in time and size, redirected to named hosts only.
 *
 * In    an address that was allowed before, the hosts that CONFRERE_REVOCATION_HOTES names
 * Out   its octets, or in one word why not
 *
 * A redirection is an address like any other: it is followed where that address could have been asked at once, a few
 * times, never from `https` to `http`, and for a question (POST) only where it asks for the same question again.
 *
 * SPEC §2, §8 · RFC 5280 §4.2.1.13 (a DER CRL) · RFC 6960 §A.1 (OCSP by POST) · RFC 9110 §15.4
 */
import { isAllowed } from '../pki/list-addresses.ts'

/** Octets, or a word for the log. */
export type Fetched = { readonly bytes: Buffer } | { readonly fault: string }

export interface FetchLimits {
  readonly maxBytes: number
  readonly withinMs: number
  /** Where a redirection may lead; none: nowhere. */
  readonly hosts?: readonly string[]
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
    let at = address
    for (let hops = 0; ; hops++) {
      const reply = await fetch(at, { ...request, signal, redirect: 'manual' })
      if (reply.status === 200) return await bodyOf(reply, limits.maxBytes)
      await reply.body?.cancel()
      const next = targetOf(reply, { at, method: request.method ?? 'GET' })
      if (next === null) return { fault: `http-${reply.status}` }
      if (hops >= MAX_REDIRECTIONS || !mayFollow(at, next, limits.hosts ?? []))
        return { fault: 'redirection' }
      at = next
    }
  } catch {
    // No name, no answer, cut short, too slow: the world's fault, tried again later.
    return { fault: late.aborted ? 'trop-lent' : 'injoignable' }
  }
}

const MAX_REDIRECTIONS = 3
const SAME_QUESTION = [307, 308]
const REDIRECTIONS = [301, 302, 303, ...SAME_QUESTION]

/** Where a redirection leads; null for any other reply, and where it would ask another question. */
function targetOf(
  { status, headers }: Response,
  { at, method }: { readonly at: string; readonly method: string },
): string | null {
  const location = headers.get('location')
  const codes = method === 'GET' ? REDIRECTIONS : SAME_QUESTION
  if (location === null || !codes.includes(status) || !URL.canParse(location, at)) return null
  return new URL(location, at).href
}

function mayFollow(from: string, to: string, hosts: readonly string[]): boolean {
  const isDowngrade = from.startsWith('https:') && !to.startsWith('https:')
  return !isDowngrade && isAllowed(to, hosts)
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
