import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { startEmbedded } from '../../src/postgres/embedded.ts'
import { bareEnv } from '../support/bare-env.ts'
import { openHost, until } from '../support/chaos/gateways.ts'
import { isUp, prepare } from '../support/chaos/stage.ts'

const WITHIN_MS = 60_000

t.test('a gateway that starts before its database waits for it, or for SIGTERM', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'confrere-serve-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  const first = await startEmbedded(dataDir)
  const env = { ...bareEnv, CONFRERE_DATA_DIR: dataDir, DATABASE_URL: first.url }
  await prepare(dataDir, env)
  await first.release()

  const said: string[] = []
  const waits = (): boolean => said.some((line) => line.includes('base de données injoignable'))
  const host = await openHost('A', env, (line) => said.push(line))
  t.teardown(() => host.stop())
  host.start()
  t.ok(await until(waits, WITHIN_MS), 'it says what it waits for')
  t.equal(await host.stop(), '0', 'and stops when told')

  said.length = 0
  host.start()
  t.ok(await until(waits, WITHIN_MS))
  const again = await startEmbedded(dataDir)
  t.teardown(() => again.release())
  t.ok(await until(() => isUp([host]), WITHIN_MS), 'and starts when the database is there')
  t.equal(await host.stop(), '0')
  t.strictSame(host.crashes, [])
})
