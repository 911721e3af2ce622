/**
 * A gateway behind a cable: its `serve` in a network namespace, and the passages by which its doors are reached.
 *
 *   const far = await openFar('C', { network, env, folder, relayPort, said })
 *   far.host          // as any host; `smtp` and `http` are ports of ours that lead to it
 *   network.pull('C'); network.plug('C')
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { type Host, openHost } from './gateways.ts'
import type { Network } from './network.ts'
import { openPassages } from './passage.ts'

const PASSAGE = new URL('./passage.ts', import.meta.url).pathname
const LOOPBACK = '127.0.0.1'
/** Where it finds the relay, on its own loopback. */
const RELAY_PORT = 2500

/** The host, and all that leads to it. */
export interface Far {
  readonly host: Host
  close(): Promise<void>
}

export interface FarParts {
  readonly network: Network
  /** Its settings; what they name is reached by the cable. */
  readonly env: NodeJS.ProcessEnv
  /** For sockets, whose paths are short. */
  readonly folder: string
  /** The relay, on our loopback. */
  readonly relayPort: number
  readonly said: (line: string) => void
}

/** Makes it; it is to be started. */
export async function openFar(name: string, parts: FarParts): Promise<Far> {
  const { network, env, folder, relayPort, said } = parts
  const passages = openPassages()
  const within = network.within(name)
  const own = { ...env, CONFRERE_RELAY: `smtp://${LOOPBACK}:${RELAY_PORT}` }
  const host = await openHost(name, own, said, within)
  const path = (what: string): { path: string } => ({ path: join(folder, `${name}.${what}`) })
  const cable = { host: network.address, port: 0 }
  const relay = await passages.open({ from: cable, to: { host: LOOPBACK, port: relayPort } })
  const inside = [
    { from: path('smtp'), to: { host: LOOPBACK, port: host.smtp } },
    { from: path('http'), to: { host: LOOPBACK, port: host.http } },
    { from: { host: LOOPBACK, port: RELAY_PORT }, to: { ...cable, port: relay } },
  ]
  const porter = await openPorter([...within, process.execPath, PASSAGE, JSON.stringify(inside)])
  const here = { host: LOOPBACK, port: 0 }
  const [smtp, http] = await Promise.all([
    passages.open({ from: here, to: path('smtp') }),
    passages.open({ from: here, to: path('http') }),
  ])
  return {
    host: Object.create(host, { smtp: { value: smtp }, http: { value: http } }) as Host,
    async close() {
      await host.stop()
      porter.kill('SIGKILL')
      passages.close()
    },
  }
}

async function openPorter(line: readonly string[]): Promise<ChildProcess> {
  const [file = '', ...args] = line
  const porter = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(porter.stdout, 'data')
  return porter
}
