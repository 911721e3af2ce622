/**
 * Who may look: bearer tokens for programs, a signed cookie for the administrators' page.
 *
 * In    `Authorization: Bearer …`, or the cookie of a session
 * Out   the holder and what the token opens
 * Refuses   token-missing (401), scope-missing (403), acces-verrouille (429: too many wrong tokens from this address)
 *
 * Tokens are looked up by their hash: nothing of a token is ever compared as text. A session names a
 * token, ends with it, and is sealed with the index key: any process of the gateway can read it.
 *
 * RFC 6750 §2.1, §3 · SPEC §12
 */
import { timingSafeEqual } from 'node:crypto'

import type { FastifyReply, FastifyRequest } from 'fastify'

import { type Networks, networks } from '../../kit/networks.ts'
import { tokenById, tokenOf } from '../../ledger/api-tokens.ts'
import type { Keys } from '../../ledger/keys/keys.ts'
import type { StatusOptions } from '../options.ts'
import { sendProblem } from '../problem.ts'
import { auditLock } from './lock-audit.ts'
import { countWrongTokens, type WrongTokens } from './wrong-tokens.ts'

export type Scope = 'status' | 'ops' | 'billing'

/** Who asks, and what may be shown to him. */
export interface Holder {
  readonly id: string
  readonly titulaire: string
  readonly portees: readonly string[]
}

const holders = new WeakMap<FastifyRequest, Holder>()

/** The holder that `requires` admitted. */
export function holderOf(request: FastifyRequest): Holder {
  const holder = holders.get(request)
  if (holder === undefined) throw new Error('route without access control')
  return holder
}

/** A hook that admits only tokens of a scope, or of one of several. */
export function requires(scope: Scope | readonly Scope[], options: StatusOptions) {
  const scopes: readonly string[] = typeof scope === 'string' ? [scope] : scope
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const holder = await heard(request, bearer(request), options)
    if (typeof holder === 'number') {
      return sendProblem(reply.header('Retry-After', holder), 'acces-verrouille')
    }
    if (holder === null) {
      reply.header('WWW-Authenticate', 'Bearer realm="confrere"')
      return sendProblem(reply, 'token-missing')
    }
    if (!holder.portees.some((portee) => scopes.includes(portee))) {
      const asked = scopes.join(' ')
      const challenge = `Bearer realm="confrere", error="insufficient_scope", scope="${asked}"`
      reply.header('WWW-Authenticate', challenge)
      return sendProblem(reply, 'scope-missing')
    }
    holders.set(request, holder)
    return undefined
  }
}

const counts = new WeakMap<StatusOptions, WrongTokens>()

/** Whose token this is; null: nobody's; a number: too many wrong ones came from this address, it waits so many seconds. */
export async function heard(
  { ip }: FastifyRequest,
  token: string | null,
  options: StatusOptions,
): Promise<Holder | number | null> {
  const { db, clock, locked } = options
  const wrong = counts.get(options) ?? countWrongTokens(clock)
  counts.set(options, wrong)
  const before = wrong.waits(ip)
  if (before !== null || token === null) return before
  const holder = await tokenOf(db, token, clock.now())
  if (holder !== null) return holder
  // Those that were on their way together are counted as they end: past the bound they wait, too.
  const late = wrong.waits(ip)
  if (late !== null) return late
  const begun = wrong.count(ip)
  if (begun !== null) await auditLock(ip, options)
  if (begun === 'locked-again') locked?.(ip)
  return null
}

/** Admits a peer on this machine, unless a proxy speaks for another; else a token of the scope. */
export function requiresUnlessLocal(scope: Scope, options: StatusOptions) {
  const admitted = requires(scope, options)
  const proxies = networks(options.proxies ?? [])
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> =>
    isLocal(request, proxies) ? undefined : await admitted(request, reply)
}

/** Fields that a proxy adds, and nobody who speaks for himself. RFC 7239 §4, RFC 9110 §7.6.3 */
const OF_PROXIES = /^(?:x-forwarded-|x-real-ip$|forwarded$|via$)/

/** On this machine, and not through a proxy: one that is declared speaks for others, whatever it says. */
function isLocal(request: FastifyRequest, proxies: Networks): boolean {
  const { headers, socket } = request
  if (proxies.has(socket.remoteAddress ?? '')) return false
  if (Object.keys(headers).some((name) => OF_PROXIES.test(name))) return false
  return /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '')
}

function bearer({ headers }: FastifyRequest): string | null {
  // The scheme is not case-sensitive. RFC 6750 §2.1
  return /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1] ?? null
}

const COOKIE = 'confrere'
const SESSION_HOURS = 8

/** The cookie that opens a session for a token, until the end of the working day. */
export function sessionCookie(
  holder: Holder,
  { now, keys, secure }: { readonly now: Date; readonly keys: Keys; readonly secure: boolean },
): string {
  const end = now.getTime() + SESSION_HOURS * 3_600_000
  const session = `${holder.id}.${end}`
  const value = `${session}.${seal(session, keys)}`
  return cookie(value, SESSION_HOURS * 3600, secure)
}

/** The cookie that ends a session. */
export function endCookie(secure: boolean): string {
  return cookie('', 0, secure)
}

/** Who is signed in; null: nobody. */
export async function signedIn(
  request: FastifyRequest,
  { db, keys, clock }: StatusOptions,
): Promise<Holder | null> {
  const [id, end, mac, ...rest] = (cookieOf(request) ?? '').split('.')
  if (id === undefined || end === undefined || mac === undefined || rest.length > 0) return null
  if (!same(mac, seal(`${id}.${end}`, keys))) return null
  const now = clock.now()
  // A token revoked or expired since ends its sessions.
  return Number(end) > now.getTime() ? await tokenById(db, id, now) : null
}

/** The word that a form must send back: only a page of this session holds it. */
export function formToken(request: FastifyRequest, keys: Keys): string {
  return keys.index('formulaire', cookieOf(request) ?? '').toString('base64url')
}

/** Was this form made by a page of this session? */
export function isOwnForm(request: FastifyRequest, token: unknown, keys: Keys): boolean {
  return typeof token === 'string' && same(token, formToken(request, keys))
}

/**
 * Does a browser say that another site's page made this request? `Sec-Fetch-Site` no script can write; where a browser
 * does not send it (plain HTTP), `Origin`, then `Referer` name the site. Who says nothing of it is no browser. SPEC §12
 */
export function isFromElsewhere({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  const from = headers.origin ?? headers.referer
  return from !== undefined && (!URL.canParse(from) || new URL(from).host !== host.toLowerCase())
}

function seal(session: string, keys: Keys): string {
  return keys.index('session', session).toString('base64url')
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

function cookieOf({ headers }: FastifyRequest): string | null {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === COOKIE && value !== undefined && value !== '') return value
  }
  return null
}

function cookie(value: string, seconds: number, secure: boolean): string {
  const flags = `HttpOnly; SameSite=Strict; Path=/; Max-Age=${seconds}${secure ? '; Secure' : ''}`
  return `${COOKIE}=${value}; ${flags}`
}
