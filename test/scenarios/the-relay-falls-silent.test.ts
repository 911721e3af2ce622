/**
 * The one relay takes the connection and falls silent: at its greeting, at EHLO, at DATA, after the final dot. Letters
 * wait; deadlines, checkpoints, the purge and the HTTP port go on; once it speaks, each letter has come once.
 * SPEC §7, §13.3, §13.5, §13.6, §13.12 · RFC 5321 §4.5.3.2
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

import t, { type Test } from 'tap'

import { answerWith } from '../../src/worker/dispatch.ts'
import { startSweep } from '../../src/worker/sweep.ts'
import { startGateway, until } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

/** What the client says last before the relay falls silent. */
const STEPS = { greeting: /^/, EHLO: /^EHLO /m, DATA: /^DATA\r\n/m, 'final dot': /\r\n\.\r\n$/ }
type Step = keyof typeof STEPS

/** Passes all on to a server, until it falls silent at a step. */
async function fickle(t: Test) {
  const sockets = new Set<Socket>()
  let [target, silentAt, stuck]: [number, Step | null, number] = [0, null, 0]
  const silence = new EventTarget()
  const server = createServer((client) => {
    const behind = connect(target, '127.0.0.1')
    let said = ''
    let isHeld = false
    const hold = (): void => {
      if (isHeld || silentAt === null || !STEPS[silentAt].test(said)) return
      isHeld = true
      stuck += 1
      behind.pause()
      silence.addEventListener('over', () => behind.resume(), { once: true })
    }
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        behind.destroy()
      })
    }
    if (silentAt === 'greeting') hold()
    behind.on('data', (piece) => client.write(piece))
    client.on('data', (piece) => {
      said = (said + piece.toString('latin1')).slice(-2_000)
      if (silentAt !== 'greeting') hold()
      // What is said in answer to this comes to a reader who no longer reads.
      behind.write(piece)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  t.teardown(() => {
    cut()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    to: (port: number) => {
      target = port
    },
    /** New connections fall silent at this step; those that are open are cut. */
    fallSilent(step: Step) {
      ;[silentAt, stuck] = [step, 0]
      cut()
    },
    stuck: () => stuck,
    speak() {
      silentAt = null
      silence.dispatchEvent(new Event('over'))
    },
  }
}

t.test('a relay that falls silent holds up letters, and nothing else', async (t) => {
  const relay = await fickle(t)
  const gateway = await startGateway(t, {
    env: { CONFRERE_RELAY: `smtp://127.0.0.1:${relay.port}` },
  })
  const { requerant, dermatologue, parts, sink, clock, base } = gateway
  const { db, keys } = parts
  relay.to(sink.port)
  const count = async (what: string, values: readonly unknown[] = []): Promise<number> =>
    Number((await db.query<{ n: string }>(`select count(*) as n from ${what}`, values))[0]?.n)

  for (const step of Object.keys(STEPS) as Step[]) {
    const asks = (n: number) =>
      requerant.asks(demande({ Question: `Que faire, ${step}, ${n} ?` }), {
        to: `${dermatologue.rpps}@te.localhost`,
      })
    await asks(1)
    await dermatologue.receives("demande d'avis")
    await gateway.settles()
    const reminders = await count(`envoi where lettre = 'rappelRequis'`)

    relay.fallSilent(step)
    await asks(2)
    await until(async () => relay.stuck() > 0)
    const points = await count('point_de_controle')
    const key = await db.transaction((sql) =>
      keys.create(sql, 'message', null, new Date(clock.now().getTime() + 3_600_000)),
    )
    clock.advance(25 * 3_600_000)
    const sweep = startSweep(answerWith(parts), parts)
    await until(
      async () =>
        (await count(`envoi where lettre = 'rappelRequis'`)) > reminders &&
        (await count('point_de_controle')) > points &&
        (await count('cle where id = $1 and detruite_le is not null', [key])) === 1,
    )
    t.equal((await fetch(`${base}/healthz`)).status, 200, `${step}: the HTTP port answers`)

    relay.speak()
    await sweep.stop()
    await until(async () => {
      await gateway.passes('PT1M')
      return (await count(`envoi where etat not in ('remis', 'retire')`)) === 0
    })
    t.equal(await count(`envoi where etat = 'echec'`), 0, step)
  }
  const ids = sink.messages.map(
    ({ raw, to }) => `${to} ${/^Message-ID: (.*)$/im.exec(String(raw))}`,
  )
  t.equal(new Set(ids).size, ids.length, 'nothing came twice')
  t.equal(ids.length, await count(`envoi where etat = 'remis'`), 'and all of it came')
})
