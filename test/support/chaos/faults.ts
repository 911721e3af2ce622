/**
 * What goes wrong: each fault by its name, and how many times it struck.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { Redis } from 'ioredis'

import type { Point } from '../../../src/kit/points.ts'
import { openDatabase } from '../../../src/ledger/database.ts'
import type { Cabinet } from './cabinet.ts'
import type { Dice } from './dice.ts'
import type { Host } from './gateways.ts'
import { RELAY_MODES, type Relay } from './relay.ts'

const POINTS: readonly Point[] = [
  'message-stored',
  'message-claimed',
  'message-opened',
  'decision-written',
  'commit-sent',
  'decision-committed',
  'letter-claimed',
  'letter-sealed',
  'letter-sent',
  'letter-settled',
]

/** What faults strike. */
export interface Targets {
  readonly hosts: readonly Host[]
  readonly cabinet: Cabinet
  readonly relay: Relay
  readonly dataDir: string
  readonly redis: Broker | null
}

/** Strikes faults, and counts them. */
export interface Faults {
  readonly struck: ReadonlyMap<string, number>
  /** One fault, chosen by the dice; resolves when the next may come. */
  strike(dice: Dice): Promise<void>
  /** Each fault once, in an order chosen by the dice. */
  tour(dice: Dice): Promise<void>
  /** One host, killed at each named point in turn. */
  points(host: Host): Promise<void>
  /** One host asleep for longer than its leases. */
  sleep(host: Host, ms: number): Promise<void>
  /** Everything well again. */
  heal(): void
}

const PATIENCE_MS = 30_000

/** Makes the faults of `targets`. */
export function openFaults({ hosts, cabinet, relay, dataDir, redis }: Targets): Faults {
  const struck = new Map<string, number>()
  const note = (name: string): void => void struck.set(name, (struck.get(name) ?? 0) + 1)
  const base = join(dataDir, 'postgres')

  const all: { readonly [name: string]: (dice: Dice) => Promise<void> } = {
    async 'gateway killed'(dice) {
      dice.pick(hosts).kill('SIGKILL')
    },
    async 'gateway stopped and started'(dice) {
      const host = dice.pick(hosts)
      await host.stop()
      host.start()
    },
    async 'gateway frozen'(dice) {
      const host = dice.pick(hosts)
      host.kill('SIGSTOP')
      await pause(dice.between(500, 3_000))
      host.kill('SIGCONT')
    },
    async 'clock jumps'(dice) {
      const host = dice.pick(hosts)
      host.kill('SIGUSR2')
      await pause(dice.between(500, 2_000))
      host.kill('SIGUSR2')
    },
    async 'peer gone in the middle of DATA'(dice) {
      await cutData(dice.pick(hosts).smtp)
    },
    async 'postgresql killed'() {
      await killPostgres(base, 'postmaster')
    },
    async 'postgresql killed whole'() {
      await killPostgres(base, 'all')
    },
    async 'gateway killed within DATA'(dice) {
      const host = dice.pick(hosts)
      await cabinet.askUnder(host, { at: 'data', fall: () => host.kill('SIGKILL') })
    },
    async 'gateway killed behind the dot'(dice) {
      const host = dice.pick(hosts)
      const fall = (): void => host.kill('SIGKILL')
      await cabinet.askUnder(host, { at: 'dot', fall, afterMs: dice.between(0, 25) })
    },
    async 'postgresql killed within DATA'(dice) {
      const fall = (): Promise<void> => killPostgres(base, 'all')
      await cabinet.askUnder(dice.pick(hosts), { at: 'data', fall })
    },
    async 'postgresql killed behind the dot'(dice) {
      const fall = (): Promise<void> => killPostgres(base, 'all')
      const blow = { at: 'dot', fall, afterMs: dice.between(0, 25) } as const
      await cabinet.askUnder(dice.pick(hosts), blow)
    },
    async 'postgresql sessions cut'() {
      await tell(
        base,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'confrere' and pid <> pg_backend_pid()",
      )
    },
    async 'queue wiped'() {
      if (redis === null) await tell(base, 'drop schema if exists bullmq cascade')
      else await redis.flush()
    },
  }
  if (redis !== null) Object.assign(all, { 'queue killed': () => redis.kill() })
  for (const mode of RELAY_MODES) {
    Object.assign(all, {
      async [`relay ${mode}`](dice: Dice) {
        relay.mode = mode
        await pause(dice.between(500, 2_500))
        relay.mode = 'well'
      },
    })
  }
  // A fault that never struck is to be seen in the report.
  for (const name of Object.keys(all)) struck.set(name, 0)
  const run = async (name: string, dice: Dice): Promise<void> => {
    try {
      await all[name]?.(dice)
      note(name)
    } catch {
      // What it would strike is down already.
    }
  }

  return {
    struck,
    async strike(dice) {
      const names = Object.keys(all)
      const one = run(dice.pick(names), dice)
      // Now and then two at once.
      if (dice.roll() < 0.3) await run(dice.pick(names), dice)
      await one
    },
    async tour(dice) {
      const names = Object.keys(all)
      while (names.length > 0) {
        const [name = ''] = names.splice(dice.between(0, names.length - 1), 1)
        // Each is to strike once: what is down is waited for.
        for (let left = 20; left > 0 && struck.get(name) === 0; left -= 1) {
          await run(name, dice)
          await pause(dice.between(100, 1_500))
        }
      }
    },
    async points(host) {
      for (const point of POINTS) {
        host.breakAt = { point, nth: 1 }
        host.kill('SIGKILL')
        const end = performance.now() + PATIENCE_MS
        // Its end and then, once the point is passed, its death there.
        while (host.brokenAt !== point && performance.now() < end) await pause(50)
        if (host.brokenAt === point) note(`killed at ${point}`)
      }
    },
    async sleep(host, ms) {
      host.kill('SIGSTOP')
      await pause(ms)
      host.kill('SIGCONT')
      note('gateway asleep beyond its leases')
    },
    heal() {
      relay.mode = 'well'
      for (const host of hosts) host.kill('SIGCONT')
    },
  }
}

/** The address of the embedded server now. */
export async function addressOf(base: string): Promise<string> {
  const [password, port] = await Promise.all(
    ['motdepasse', 'port'].map((name) => readFile(join(base, name), 'utf8')),
  )
  return `postgres://confrere:${password}@127.0.0.1:${port}/confrere`
}

/** Says one statement to the embedded server. */
export async function tell(base: string, text: string): Promise<void> {
  const db = openDatabase(await addressOf(base), { max: 1 })
  try {
    await db.query(text)
  } finally {
    await db.close()
  }
}

/** `kill -9` of the server alone, its sessions ending by themselves, or of the sessions with it. */
export async function killPostgres(base: string, which: 'postmaster' | 'all'): Promise<void> {
  const pid = Number((await readFile(join(base, 'base/postmaster.pid'), 'utf8')).split('\n')[0])
  const sessions = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  process.kill(pid, 'SIGKILL')
  if (which === 'postmaster') return
  for (const session of sessions.split(' ').filter(Boolean)) {
    try {
      process.kill(Number(session), 'SIGKILL')
    } catch {
      // It was gone before.
    }
  }
}

/** Half a message, then nothing. */
async function cutData(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  for (const line of [
    'EHLO coupe.test',
    'MAIL FROM:<camille.martin@medecins.exemple.test>',
    'RCPT TO:<dermatologie@te.localhost>',
    'DATA',
  ]) {
    socket.write(`${line}\r\n`)
    await pause(60)
  }
  socket.write(`Subject: coupe\r\n\r\n${'x'.repeat(70)}\r\n`)
  await pause(60)
  socket.destroy()
}

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
