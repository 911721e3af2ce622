/**
 * Where a storm takes place: three gateways on one PostgreSQL, the relay, the queue; the disk of the database and
 * the cable of the third gateway are ours to fail where this machine lets us.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { DevPerson } from '../../../src/pki/dev-keys.ts'
import { type Broker, openBroker } from './broker.ts'
import { openFar } from './far.ts'
import { freePort, type Host, openHost, settingsOf } from './gateways.ts'
import { type Network, openNetwork } from './network.ts'
import { openPassages } from './passage.ts'
import { addressOf } from './postgres.ts'
import { openRelay, type Relay } from './relay.ts'
import { prepare } from './stage.ts'
import { openVolume, type Volume } from './volume.ts'

/** The ground. */
export interface Ground {
  readonly hosts: readonly Host[]
  readonly people: ReadonlyMap<string, DevPerson>
  readonly relay: Relay
  readonly redis: Broker | null
  /** The disk of the database; a string: why it cannot fail here. */
  readonly volume: Volume | string
  /** The cable of the third host, `C`; a string: why it has none. */
  readonly network: Network | string
  readonly env: NodeJS.ProcessEnv
  readonly dataDir: string
  /** The folder of the embedded server. */
  readonly base: string
  close(): Promise<void>
}

const VOLUME_MIB = 3_072

/** Lays it; nothing is started. `said` hears the gateways. */
export async function openGround(options: {
  readonly redis: boolean
  readonly said: (line: string) => void
}): Promise<Ground> {
  const { said } = options
  const closers: (() => unknown)[] = []
  const close = async (): Promise<void> => {
    for (const each of closers.splice(0).reverse()) await each()
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), 'confrere-chaos-'))
    const gone = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }
    closers.push(() => rm(folder, gone))
    const volume = await openVolume(VOLUME_MIB)
    if (typeof volume !== 'string') closers.push(() => volume.close())
    const network = openNetwork(['C'])
    if (typeof network !== 'string') closers.push(() => network.close())
    const relay = await openRelay()
    closers.push(() => relay.close())
    const redis = options.redis ? await openBroker(await freePort(), folder) : null
    closers.push(() => redis?.close())
    const dataDir = typeof volume === 'string' ? join(folder, 'data') : volume.dir
    const env = settingsOf(dataDir, relay.url, redis === null ? {} : { REDIS_URL: redis.url })
    const base = join(dataDir, 'postgres')
    const people = await prepare(dataDir, env)
    // One takes mail until the disk is full, the other defers before.
    const careless = { ...env, CONFRERE_LIMITE_DISQUE: '0' }
    const hosts = [await openHost('A', env, said), await openHost('B', careless, said)]
    const third =
      typeof network === 'string'
        ? await openHost('C', env, said)
        : await openThird({ network, env, base, folder, relay, redis, said }, closers)
    hosts.push(third)
    closers.push(() => Promise.all(hosts.map((host) => host.stop())))
    return { hosts, people, relay, redis, volume, network, env, dataDir, base, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The third host, all of whose roads are one cable. */
async function openThird(
  parts: Pick<Ground, 'env' | 'base' | 'relay' | 'redis'> & {
    readonly network: Network
    readonly folder: string
    readonly said: (line: string) => void
  },
  closers: (() => unknown)[],
): Promise<Host> {
  const { network, folder, base, relay, redis, said } = parts
  const passages = openPassages()
  closers.push(() => passages.close())
  const byCable = async (to: number): Promise<string> => {
    const from = { host: network.address, port: 0 }
    const port = await passages.open({ from, to: { host: '127.0.0.1', port: to } })
    return `${network.address}:${port}`
  }
  const store = new URL(await addressOf(base))
  store.host = await byCable(Number(store.port))
  const env = {
    ...parts.env,
    DATABASE_URL: store.href,
    ...(redis && { REDIS_URL: `redis://${await byCable(Number(new URL(redis.url).port))}` }),
  }
  const relayPort = Number(new URL(relay.url).port)
  const far = await openFar('C', { network, env, folder, relayPort, said })
  closers.push(() => far.close())
  return far.host
}
