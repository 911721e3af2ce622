/**
 * An open door for tests: what it accepts is kept in a list, what it is told can be changed.
 */
import type { Test } from 'tap'

import { silentLog } from '../../src/kit/log.ts'
import { type DoorOptions, type IncomingMessage, openDoor } from '../../src/receive/receive.ts'

export const LIMITS = {
  connections: 50,
  connectionsPerPeer: 20,
  messagesPerConnection: 100,
  messagesPerMinute: 10_000,
  messagesPerCorrespondent: 10_000,
  recipients: 3,
  headerBytes: 4_096,
  lineBytes: 2_000,
  hops: 30,
  idleMs: 5_000,
  totalMs: 5_000,
} as const

export interface Kept {
  readonly envelope: IncomingMessage['envelope']
  readonly id: string
  readonly raw: Buffer
}

/** Opens a door on a free port, closed at the end of the test. */
export async function testDoor(t: Test, change: Partial<DoorOptions> = {}) {
  const kept: Kept[] = []
  const seen = { begun: 0, broken: 0 }
  const door = await openDoor({
    host: '127.0.0.1',
    port: 0,
    domain: 'te.localhost',
    maxMessageBytes: 100_000,
    tls: { mode: 'off' },
    allow: ['127.0.0.0/8'],
    limits: LIMITS,
    ready: () => true,
    log: silentLog,
    closeMs: 1_000,
    recipient: (address) =>
      Promise.resolve(
        address.endsWith('@te.localhost') && !address.startsWith('inconnu')
          ? { kind: 'known' }
          : { kind: 'unknown' },
      ),
    async accept({ id, envelope, source }) {
      seen.begun += 1
      const pieces: Buffer[] = []
      try {
        for await (const piece of source) pieces.push(Buffer.from(piece))
      } catch (error) {
        seen.broken += 1
        throw error
      }
      kept.push({ id, envelope, raw: Buffer.concat(pieces) })
      return { kind: 'stored', id }
    },
    ...change,
  })
  t.teardown(() => door.close())
  return { port: door.port, kept, seen, close: door.close }
}
