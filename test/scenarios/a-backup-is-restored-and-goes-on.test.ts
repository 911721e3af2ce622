import { chmod, chown, cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { start } from '../../src/main.ts'
import { verifyAudit } from '../../src/monitor/audit.ts'
import { openDatabase } from '../../src/postgres/database.ts'
import { bareEnv } from '../support/bare-env.ts'
import { command, openHost, until } from '../support/chaos/gateways.ts'
import { startGateway, transmit } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('a copy of the database, with the keys, goes on where the backup stood', async (t) => {
  // 1. A demande is asked; the gateway stops, and its database is copied.
  const first = await startGateway(t)
  const { config } = first.parts
  t.match(await first.requerant.asks(demande()), /^250 /)
  await first.settles()
  const requis = first.dermatologue.unread().length > 0 ? first.dermatologue : first.dermatologue2
  const ask = await requis.receives('avis')
  const { smtp } = first.gateway.ports
  await first.gateway.stop()
  const from = new URL(config.databaseUrl ?? '')
  const copy = new URL(from)
  copy.pathname = `${from.pathname}_restaure`
  const admin = new URL(from)
  admin.pathname = '/postgres'
  const db = openDatabase(admin.href, { max: 1 })
  const named = (url: URL): string => url.pathname.slice(1)
  await db.query(`create database ${named(copy)} template ${named(from)}`)
  t.teardown(async () => {
    await db.query(`drop database if exists ${named(copy)} with (force)`)
    await db.close()
  })

  // 2. A gateway on the copy, at the same address, with the same keys, takes the answer.
  const second = await start({
    ...config,
    databaseUrl: copy.href,
    smtp: { ...config.smtp, port: smtp ?? 0 },
  })
  t.teardown(() => second.stop())
  t.match(await requis.answers(ask, 'AVIS\r\n\r\nLésion bénigne.'), /^250 /)
  const report = await first.requerant.receives('compte-rendu')
  t.ok(report.files.some((name) => name.endsWith('.pdf')))

  // 3. One dossier, and an audit without a seam.
  const dossiers = await second.parts.db.query('select numero from dossier')
  t.equal(dossiers.length, 1)
  t.match(await verifyAudit(second.parts), { ok: true })
})

t.test(
  'a copy of the embedded database, made while it is stopped, goes on elsewhere',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'confrere-copie-'))
    // The embedded server runs as another user: it must be able to come here.
    await chmod(folder, 0o755)
    t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }))
    const at = (name: string): NodeJS.ProcessEnv => ({
      ...bareEnv,
      CONFRERE_DATA_DIR: join(folder, name),
      CONFRERE_RELAY: 'smtp://127.0.0.1:1',
      CONFRERE_LOG_LEVEL: 'error',
    })
    const mail = Buffer.from('From: a@ailleurs.test\r\nSubject: x\r\n\r\nBonjour\r\n')
    const said: string[] = []
    const life = async (name: string): Promise<string> => {
      const host = await openHost(name, at(name), (line) => said.push(line))
      host.start()
      let answer = ''
      const taken = await until(async () => {
        const ports = { smtp: host.smtp, http: host.http }
        answer = await transmit({ ports } as never, 'a@ailleurs.test', 'demande@te.localhost', mail)
        return answer.startsWith('250')
      }, 60_000)
      t.ok(taken, `${name} takes mail: ${answer} ${said.join('\n')}`)
      t.equal(await host.stop(), '0')
      return answer.split(' ').at(-1) ?? ''
    }
    const id = await life('premiere')
    // What docs/operations.md says: the folder of the database, the keys, the trust.
    for (const part of ['postgres', 'keys', 'trust']) {
      await cp(join(folder, 'premiere', part), join(folder, 'seconde', part), {
        recursive: true,
        preserveTimestamps: true,
      })
    }
    if (process.getuid?.() === 0) {
      const { uid, gid } = await stat(join(folder, 'premiere', 'postgres', 'base'))
      for (const each of await readdir(join(folder, 'seconde', 'postgres'), { recursive: true })) {
        await chown(join(folder, 'seconde', 'postgres', each), uid, gid)
      }
    }
    await rm(join(folder, 'premiere'), { recursive: true })
    await life('seconde')
    const listed = await command(at('seconde'), ['rejouer', '--liste'])
    t.match(listed.out, id, 'what was kept before the copy is there')
    const audit = await command(at('seconde'), ['journal', 'verify'])
    t.equal(audit.code, 0, audit.err)
  },
)
