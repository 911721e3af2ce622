/**
 * Gateway or PostgreSQL die while a message is spoken: its sender hears `250` only for what is kept, and never
 * a permanent no. SPEC §13.1
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { openDatabase } from '../../src/postgres/database.ts'
import { bareEnv } from '../support/bare-env.ts'
import { type Blow, spokenUnder } from '../support/chaos/blow.ts'
import { openHost, until } from '../support/chaos/gateways.ts'
import { killServer } from '../support/chaos/kill-server.ts'
import { addressOf } from '../support/chaos/postgres.ts'

const LARGE = Buffer.from(`Subject: coup\r\n\r\n${`${'x'.repeat(70)}\r\n`.repeat(10_000)}`)

// Starting again six times takes longer than a test has by default.
t.setTimeout(240_000)

t.test('a message is kept or it has no 250, whoever dies and when', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'confrere-blow-'))
  const env = {
    ...bareEnv,
    CONFRERE_DATA_DIR: dataDir,
    CONFRERE_RELAY: 'smtp://127.0.0.1:1',
    CONFRERE_LOG_LEVEL: 'error',
  }
  const host = await openHost('A', env, (line) => t.comment(line))
  t.teardown(async () => {
    await host.stop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  })
  const isUp = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${host.http}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  const speak = async (blow: Blow): Promise<string | null> => {
    t.ok(await until(isUp, 60_000), 'the gateway is up')
    return await spokenUnder(
      { port: host.smtp, from: 'a@cabinet.test', to: 'demande@te.localhost', raw: LARGE },
      blow,
    )
  }
  host.start()

  const base = join(dataDir, 'postgres')
  const kept: string[] = []
  for (const fall of [() => host.kill('SIGKILL'), () => killServer(base, 'all')]) {
    for (const [at, afterMs] of [
      ['data', 0],
      ['dot', 0],
      ['dot', 4],
    ] as const) {
      const answer = await speak({ at, fall, afterMs })
      t.match(answer ?? '451', /^(250|4)/, `${at} ${afterMs}: ${answer}`)
      if (answer?.startsWith('250')) kept.push(answer)
    }
  }
  // And once more in peace.
  const last = await speak({ at: 'dot', fall: () => undefined })
  t.match(last, /^250/)
  kept.push(last ?? '')

  const db = openDatabase(await addressOf(base), { max: 1 })
  const rows = await db.query<{ id: string }>('select id from message_entrant')
  await db.close()
  for (const answer of kept)
    t.ok(
      rows.some(({ id }) => answer.includes(id)),
      answer,
    )
})
