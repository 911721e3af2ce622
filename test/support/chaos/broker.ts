/**
 * A Redis of our own, to be flushed and killed.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

import { Redis } from 'ioredis'

/** A Redis of our own. */
export interface Broker {
  readonly url: string
  flush(): Promise<void>
  kill(): Promise<void>
  close(): Promise<void>
}

/** Starts Redis on a port, at `also` too; it comes back after `kill`. */
export async function openBroker(
  port: number,
  dir: string,
  also: readonly string[] = [],
): Promise<Broker> {
  const url = `redis://127.0.0.1:${port}`
  const bind = ['--bind', '127.0.0.1', ...also, '--protected-mode', 'no']
  const live = (): ChildProcess =>
    spawn('redis-server', ['--port', String(port), ...bind, '--dir', dir], {
      stdio: 'ignore',
    })
  let server = live()
  await pause(300)
  return {
    url,
    async flush() {
      const client = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null })
      client.on('error', () => undefined)
      try {
        await client.flushall()
      } finally {
        client.disconnect()
      }
    },
    async kill() {
      const ended = once(server, 'exit')
      server.kill('SIGKILL')
      await ended
      await pause(1_500)
      server = live()
    },
    async close() {
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
    },
  }
}
