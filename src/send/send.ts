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

import type { Delivery, SealedMessage } from '../message.ts'
import { domainOf, isSendable } from './address.ts'
import { attempt } from './attempt.ts'
import { exchangersOf } from './exchangers.ts'
import { later, never } from './outcome.ts'
import { openSessions, type Server, type Timeouts } from './sessions.ts'

/** How mail leaves. */
export interface SenderOptions {
  /** `smtp://` or `smtps://`, credentials allowed; null: the servers of each domain. */
  readonly relay: string | null
  readonly ehloName: string
  readonly tlsCa?: readonly Buffer[]
  readonly tlsClient?: { readonly key: Buffer; readonly cert: Buffer } | null
  readonly timeouts?: Partial<Timeouts>
  /** Sessions at once to one server. */
  readonly perServer?: number
  readonly resolveMx?: (domain: string) => Promise<readonly MxRecord[]>
  /** Port of the servers of a domain; 25 but for tests. */
  readonly mxPort?: number
}

/** The way out. */
export interface Sender {
  /** One attempt; never throws for what the network or the peer does. */
  send(
    sealed: SealedMessage,
    envelope: { readonly from: string; readonly to: string },
  ): Promise<Delivery>
  /** Throws one sentence when the relay does not take a session. Without a relay there is nothing to try. */
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
  attemptMs: 30 * 60_000,
  idleMs: 20_000,
}

/** Opens the way out; throws for a relay that is no `smtp://` or `smtps://` address. */
export function openSender(options: SenderOptions): Sender {
  const relay = options.relay === null ? null : serverOf(options.relay)
  const timeouts = { ...TIMEOUTS, ...options.timeouts }
  const sessions = openSessions({
    ehloName: options.ehloName,
    timeouts,
    perServer: options.perServer ?? 10,
    tlsCa: options.tlsCa ?? [],
    tlsClient: options.tlsClient ?? null,
  })
  const parts = { sessions, timeouts }

  return {
    async send({ raw }, envelope) {
      if (!isSendable(envelope.to)) return never('delivery-address-invalid', '')
      if (envelope.from !== '' && !isSendable(envelope.from)) {
        throw new Error('the envelope sender is no address')
      }
      const letter = { raw, ...envelope }
      if (relay !== null) return (await attempt(letter, relay, parts)).delivery

      const domain = domainOf(envelope.to)
      const exchangers = await exchangersOf(domain, options.resolveMx ?? resolveMxByDns)
      if (exchangers.kind === 'none') return never('delivery-domain-unknown', '')
      if (exchangers.kind === 'unresolved') return later('delivery-unreachable', exchangers.said)
      let last = later('delivery-unreachable', '')
      for (const host of exchangers.hosts) {
        const server = toServer(host, options.mxPort ?? 25)
        const { delivery, isServerDown } = await attempt(letter, server, parts)
        last = delivery
        // Only a server that gave no verdict on the letter leaves room for the next one.
        if (!isServerDown) break
      }
      return last
    },
    async check() {
      if (relay === null) return
      try {
        const session = await sessions.take(relay)
        sessions.give(relay, session, 'quit')
      } catch (cause) {
        const said = cause instanceof Error ? cause.message : 'erreur'
        throw new Error(
          `le relais ${relay.host}:${relay.port} ne répond pas comme attendu (${said})`,
          {
            cause,
          },
        )
      }
    },
    close: () => sessions.close(),
  }
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
