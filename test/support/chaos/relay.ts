/**
 * The world's mail servers as one relay that misbehaves on demand, and the mailboxes behind it.
 *
 * In every mode an address of someone who left is refused for good: the other recipients must not suffer.
 */
import libmime from 'libmime'

import { openSink } from '../smtp-sink.ts'

/** How the relay answers for now. */
export type RelayMode = 'well' | 'refuses' | 'stalls' | 'later' | 'cuts' | 'takes-and-cuts'
export const RELAY_MODES = ['refuses', 'stalls', 'later', 'cuts', 'takes-and-cuts'] as const

/** A letter that reached a mailbox. */
export interface Arrived {
  readonly to: string
  readonly subject: string
  readonly messageId: string
  readonly replyTo: string
}

/** Who is gone: `550` at each `RCPT`. */
export const GONE = 'parti@medecins.exemple.test'

/** The relay. */
export interface Relay {
  readonly url: string
  mode: RelayMode
  readonly arrived: readonly Arrived[]
  /** Told of each letter that arrives. */
  onArrival: (letter: Arrived) => void
  /** Started again: it behaves, and what stalled is over. */
  restart(): void
  close(): Promise<void>
}

/** Opens the relay on loopback. */
export async function openRelay(): Promise<Relay> {
  const state = { mode: 'well' as RelayMode }
  const only = (mode: RelayMode, answer: 'drop' | 'hang' | 'taken' | '451 4.3.0 later') => () =>
    state.mode === mode ? answer : null
  const sink = await openSink({
    on: {
      greeting: only('refuses', 'drop'),
      mail: only('later', '451 4.3.0 later'),
      rcpt: (line) => (line.includes(GONE) ? '550 5.1.1 gone' : null),
      data: only('stalls', 'hang'),
      end: () => ({ cuts: 'drop', 'takes-and-cuts': 'taken' })[state.mode as string] ?? null,
    },
  })
  const arrived: Arrived[] = []
  let seen = 0
  let closed = false
  const relay: Relay = {
    url: sink.url,
    get mode() {
      return state.mode
    },
    set mode(mode) {
      state.mode = mode
    },
    arrived,
    onArrival: () => undefined,
    restart() {
      state.mode = 'well'
      sink.cut()
    },
    async close() {
      closed = true
      clearInterval(timer)
      await sink.close()
    },
  }
  const collect = (): void => {
    for (; seen < sink.messages.length && !closed; seen += 1) {
      const { to, raw } = sink.messages[seen] ?? { to: [], raw: Buffer.alloc(0) }
      for (const address of to) {
        const letter = { to: address, ...headOf(raw) }
        arrived.push(letter)
        relay.onArrival(letter)
      }
    }
  }
  const timer = setInterval(collect, 20)
  return relay
}

function headOf(raw: Buffer): { subject: string; messageId: string; replyTo: string } {
  const head = raw
    .toString('latin1', 0, Math.max(0, raw.indexOf('\r\n\r\n')))
    .replace(/\r\n[ \t]+/g, ' ')
  const field = (name: string): string =>
    new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(head)?.[1]?.trim() ?? ''
  return {
    subject: libmime.decodeWords(field('Subject')),
    messageId: field('Message-ID').replace(/[<>]/g, ''),
    replyTo: /([^\s<>]+@[^\s<>]+)/.exec(field('Reply-To'))?.[1] ?? '',
  }
}
