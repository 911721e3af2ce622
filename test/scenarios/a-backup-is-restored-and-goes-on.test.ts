import t from 'tap'

import { verifyAudit } from '../../src/flow/audit.ts'
import { openDatabase } from '../../src/ledger/database.ts'
import { start } from '../../src/main.ts'
import { startGateway } from '../support/gateway.ts'
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
