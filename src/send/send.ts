/**
 * Hands a sealed letter to the relay, or to the servers of the recipient's domain.
 *
 * In    SealedMessage, the envelope
 * Out   Delivery: delivered (the `2xx` after DATA), later or never, with a code
 * Refuses   an address that is none (never). Bytes are sent exactly as sealed, dots stuffed and unstuffed
 *
 * TLS with a verified certificate to anything but loopback: SPEC §2. RFC 5321 §3.3, §5.1 ·
 * RFC 3461 §4 (NOTIFY=FAILURE,DELAY RET=HDRS: a notice never carries the letter back) · RFC 3207 §4
 */
import type { MxRecord } from 'node:dns'
import { resolveMx as resolveMxByDns } from 'node:dns/promises'
import { isIPv4, isIPv6 } from 'node:net'

import { opening } from '../kit/opening.ts'
import type { Delivery, SealedMessage } from '../message.ts'
import { domainOf, isSendable } from './address.ts'
import { type Attempted, attempt, type Letter } from './attempt.ts'
import { openDestinations } from './destinations.ts'
import { exchangersOf } from './exchangers.ts'
import { greet } from './greet.ts'
import { later, never } from './outcome.ts'
import { type Bar, NoSession, openSessions, type Server, type Timeouts } from './sessions.ts'

/** How mail leaves. */
export interface SenderOptions {
  /** `smtp://` or `smtps://`, credentials allowed; null: the servers of each domain. */
  readonly relay: string | null
  readonly ehloName: string
  readonly tlsCa?: readonly Buffer[]
  /** Why a server that shows these certificates (DER, its own first) is not to be trusted; null: it may be. */
  readonly bar?: Bar
  readonly tlsClient?: { readonly key: Buffer; readonly cert: Buffer } | null
  readonly timeouts?: Partial<Timeouts>
  /** Sessions at once to one server. */
  readonly perServer?: number
  readonly resolveMx?: (domain: string) => Promise<readonly MxRecord[]>
  /** Port of the servers of a domain; 25 but for tests. */
  readonly mxPort?: number
}

/** What a letter depends on until it has left. */
export interface Leave {
  /** May it leave, at this very instant? What it throws is thrown. */
  readonly may: () => Promise<boolean>
  /** Aborted when the letter is no longer ours to send: the session is cut. */
  readonly signal: AbortSignal
}

/** Within which an attempt has ended, whatever the peer does: who holds the letter must hold it longer. */
export const ATTEMPT_MS = 30 * 60_000

/** The way out. */
export interface Sender {
  /**
   * One attempt; never throws for what the network or the peer does. `leave` is asked right before the first octet
   * of the letter, once a session is had and the server waits for it.
   */
  send(
    sealed: SealedMessage,
    envelope: { readonly from: string; readonly to: string },
    leave?: Leave,
  ): Promise<Delivery>
  /**
   * Takes a session of the relay (greeting, TLS, login) and hands it a NOOP. Throws one sentence, which names the
   * setting, when one of these fails. Without a relay there is nothing to try.
   */
  check(): Promise<void>
  /** Ends idle sessions, waits for letters in flight. */
  close(): Promise<void>
}

const TIMEOUTS: Timeouts = {
  connectMs: 60_000,
  commandMs: 5 * 60_000,
  dataMs: 2 * 60_000,
  blockMs: 3 * 60_000,
  endMs: 10 * 60_000,
  attemptMs: ATTEMPT_MS,
  idleMs: 20_000,
  waitMs: 5_000,
}

/** Opens the way out; throws for a relay that is no `smtp://` or `smtps://` address. */
export function openSender(options: SenderOptions): Sender {
  const relay = options.relay === null ? null : serverOf(options.relay)
  const timeouts = { ...TIMEOUTS, ...options.timeouts }
  const perServer = options.perServer ?? 10
  const sessions = openSessions({
    ehloName: options.ehloName,
    timeouts,
    perServer,
    tlsCa: options.tlsCa ?? [],
    bar: options.bar ?? (() => Promise.resolve(null)),
    tlsClient: options.tlsClient ?? null,
  })
  const parts = { sessions, timeouts }
  const destinations = openDestinations(perServer, timeouts.waitMs)

  /** To the servers of a domain, in their order. */
  const toDomain = async (letter: Letter): Promise<Attempted> => {
    const exchangers = await exchangersOf(domainOf(letter.to), options.resolveMx ?? resolveMxByDns)
    if (exchangers.kind === 'none') return heard(never('delivery-domain-unknown', ''))
    if (exchangers.kind === 'unresolved') return mute('delivery-unreachable', exchangers.said)
    let last = mute('delivery-unreachable', '')
    for (const host of exchangers.hosts) {
      last = await attempt(letter, toServer(host, options.mxPort ?? 25), parts)
      // Only a server that gave no verdict on the letter leaves room for the next one.
      if (!last.isServerDown) break
    }
    return last
  }

  return {
    async send({ raw }, envelope, leave) {
      if (!isSendable(envelope.to)) return never('delivery-address-invalid', '')
      if (envelope.from !== '' && !isSendable(envelope.from)) {
        throw new Error('the envelope sender is no address')
      }
      const passage = await destinations.enter(relay === null ? domainOf(envelope.to) : '')
      if ('busyMs' in passage) return { kind: 'busy', afterMs: passage.busyMs }
      const over = new AbortController()
      const abort = (): void => over.abort()
      const patience = setTimeout(abort, timeouts.attemptMs)
      leave?.signal.addEventListener('abort', abort)
      if (leave?.signal.aborted) abort()
      const may = leave?.may ?? (() => Promise.resolve(true))
      const letter: Letter = { raw, ...envelope, may, over: over.signal }
      let what: 'moved' | 'down' | 'nothing' = 'nothing'
      try {
        const sent = relay === null ? await toDomain(letter) : await attempt(letter, relay, parts)
        if (sent.delivery.kind !== 'withheld') what = sent.isMute ? 'down' : 'moved'
        return sent.delivery
      } catch (error) {
        if (error instanceof NoSession) return { kind: 'busy', afterMs: timeouts.waitMs }
        throw error
      } finally {
        clearTimeout(patience)
        leave?.signal.removeEventListener('abort', abort)
        passage.end(what)
      }
    },
    async check() {
      if (relay === null) return
      const thing = `le relais ${relay.host}:${relay.port}`
      await opening('CONFRERE_RELAY', thing, () => greet(relay, sessions))
    },
    close: () => sessions.close(),
  }
}

function heard(delivery: Delivery): Attempted {
  return { delivery, isServerDown: false, isMute: false }
}

function mute(code: 'delivery-unreachable', said: string): Attempted {
  return { delivery: later(code, said), isServerDown: true, isMute: true }
}

/** The server that a relay setting names. */
function serverOf(relay: string): Server {
  const url = URL.canParse(relay) ? new URL(relay) : null
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') {
    throw new Error('CONFRERE_RELAY : attendu smtp://hôte[:port] ou smtps://hôte[:port]')
  }
  const isImplicit = url.protocol === 'smtps:'
  const login =
    url.username === ''
      ? null
      : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }
  const usual = isImplicit ? 465 : login === null ? 25 : 587
  const server = toServer(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || usual))
  return { ...server, login, tls: isImplicit ? 'implicit' : server.tls }
}

function toServer(host: string, port: number): Server {
  const isLocal = isLoopback(host)
  return {
    host: host.toLowerCase() === 'localhost' ? '127.0.0.1' : host,
    port,
    tls: isLocal ? 'opportunistic' : 'required',
    login: null,
  }
}

function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.')
  return isIPv6(host) ? host === '::1' : host.toLowerCase() === 'localhost'
}

/** One who hands letters over. */
export interface WithSender {
  readonly sender: Sender
}
