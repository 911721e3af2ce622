/**
 * The disk of the database fills, then may not be written: new mail hears 452 or 451, nothing that had its `250`
 * is lost, and all moves on by itself once there is room. SPEC §13.1, §13.8
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import t from 'tap'

import { openDatabase } from '../../src/postgres/database.ts'
import { startEmbedded } from '../../src/postgres/embedded.ts'
import { openCabinet } from '../support/chaos/cabinet.ts'
import { count } from '../support/chaos/count.ts'
import { dice } from '../support/chaos/dice.ts'
import { command, type Host, openHost, settingsOf, until } from '../support/chaos/gateways.ts'
import { killServer } from '../support/chaos/kill-server.ts'
import { addressOf, nextWalFile, tell } from '../support/chaos/postgres.ts'
import { openRelay } from '../support/chaos/relay.ts'
import { isSettled, isUp, prepare } from '../support/chaos/stage.ts'
import { openVolume } from '../support/chaos/volume.ts'
import { TOO_LONG } from '../support/long.ts'
import { dial } from '../support/smtp-dialogue.ts'

const MIB = 1 << 20
const WITHIN_MS = 60_000
const IN_PEACE = { at: 'dot', fall: () => undefined } as const

// Two gateways start, and PostgreSQL recovers twice.
t.setTimeout(240_000)

const volume = TOO_LONG ?? (await openVolume(224))
const skip = typeof volume === 'string' ? volume : false
t.teardown(() => (typeof volume === 'string' ? undefined : volume.close()))

t.test('a full disk and one that may not be written lose nothing', { skip }, async (t) => {
  if (typeof volume === 'string') return
  const dataDir = volume.dir
  const base = join(dataDir, 'postgres')
  const relay = await openRelay()
  const env = settingsOf(dataDir, relay.url, { CONFRERE_LIMITE_DISQUE: '0' })
  const hosts: Host[] = []
  t.teardown(async () => {
    for (const host of hosts) await host.stop()
    await relay.close()
  })
  const people = await prepare(dataDir, env)
  const careful = { ...env, CONFRERE_LIMITE_DISQUE: String(32 * MIB) }
  for (const [name, settings] of [
    ['careless', env],
    ['careful', careful],
  ] as const)
    hosts.push(await openHost(name, settings, () => undefined))
  const [careless, prudent] = hosts as [Host, Host]
  for (const host of hosts) host.start()
  t.ok(await until(() => isUp(hosts), WITHIN_MS), 'both gateways are up')

  const cabinet = openCabinet(hosts, people, dice(1))
  relay.onArrival = (letter) => cabinet.answer(letter)
  const settled = (): Promise<boolean> =>
    until(() => isSettled(() => addressOf(base), cabinet.requests), WITHIN_MS)
  const refusesAll = async (what: string): Promise<void> => {
    await until(async () => !(await cabinet.askUnder(careless, IN_PEACE))?.startsWith('250'), 5_000)
    for (let i = 0; i < 3; i += 1) {
      const answer = await cabinet.askUnder(careless, IN_PEACE)
      t.notMatch(answer ?? '', /^[25]/, `${what}: ${answer}`)
    }
  }
  await cabinet.ask(4, 8)
  t.ok(await settled(), 'mail flows')

  t.comment('little room: one defers before DATA, the other still takes')
  await volume.fill(16)
  t.ok(await until(async () => (await atMail(prudent)) === 452, WITHIN_MS))
  t.match(await cabinet.askUnder(careless, IN_PEACE), /^250/)

  t.comment('no room at all, and PostgreSQL falls over it')
  await volume.fill(0)
  await cabinet.ask(2, 8)
  await refusesAll('full')
  for (let i = 0; i < 6; i += 1) await nextWalFile(base)
  // Its own log has no room for the reason.
  const isDown = (): Promise<boolean> =>
    tell(base, 'select 1').then(
      () => false,
      () => true,
    )
  t.ok(await until(isDown, WITHIN_MS), 'PostgreSQL has fallen, and cannot come back')
  await refusesAll('full, and PostgreSQL fallen')

  await volume.empty()
  t.ok(await settled(), 'room is back: all moves on by itself')
  t.ok(await cabinet.rest(WITHIN_MS), 'each request has its 250')

  t.comment('PostgreSQL finds its disk read-only')
  killServer(base, 'all')
  t.ok(await volume.readOnly(true))
  await cabinet.ask(2, 8)
  await refusesAll('read-only')
  await pause(2_000)
  t.ok(await volume.readOnly(false))
  t.ok(await cabinet.rest(WITHIN_MS), 'each request has its 250')
  t.ok(await settled(), 'all moves on by itself')

  t.strictSame(cabinet.refusals, [])
  await cabinet.close()
  for (const host of hosts) t.equal(await host.stop(), '0')
  t.strictSame(
    hosts.flatMap(({ crashes }) => crashes),
    [],
  )
  const verified = await command(env, ['journal', 'verify'])
  t.equal(verified.code, 0, verified.out + verified.err)
  const server = await startEmbedded(dataDir)
  const db = openDatabase(server.url)
  const { acknowledged, requests, toTheGone } = cabinet
  t.strictSame(
    await count({ db, acknowledged, requests, toTheGone, arrived: relay.arrived }),
    [],
    'nothing lost, nothing doubled',
  )
  await db.close()
  await server.release()
})

/** The code at MAIL FROM. */
async function atMail(host: Host): Promise<number | null> {
  const dialogue = await dial(host.smtp).catch(() => null)
  if (dialogue === null) return null
  try {
    await dialogue.reply()
    await dialogue.say('EHLO plein.test')
    return (await dialogue.say('MAIL FROM:<a@plein.test>')).code
  } catch {
    return null
  } finally {
    dialogue.destroy()
  }
}
