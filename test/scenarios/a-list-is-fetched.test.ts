/**
 * CONFRERE_REVOCATION_HOTES through the front door: the trust folder holds no list, the authorities' web server does:
 * several in one PEM, gzip, behind a redirection. SPEC §2, §8
 */
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import t, { type Test } from 'tap'

import { verdictOf } from '../../src/ledger/messages/messages.ts'
import { watchRevocation } from '../../src/monitor/revocation.ts'
import { refreshLists } from '../../src/trust/lists.ts'
import { authority, distributionPoint, distributionPoints, uriName } from '../pki/authority.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('a request is judged with lists that were fetched', async (t) => {
  const web = await serving(t)
  const gateway = await startGateway(t, {
    env: { CONFRERE_REVOCATION_HOTES: web.host, CONFRERE_REVOCATION_INCONNUE: 'quarantine' },
  })
  const folder = join(gateway.folder, 'trust')
  const lists = (await readdir(folder)).filter((name) => name.endsWith('.crl'))
  let all = ''
  for (const name of lists) {
    all += pemOf(await readFile(join(folder, name)))
    await rm(join(folder, name))
  }
  web.publishes(gzipSync(all))
  // Where the authorities publish: named by a certificate of the folder.
  const point = distributionPoint([uriName(`http://${web.host}/listes`)])
  const names = authority('Annonce').issues('AC', { extensions: [distributionPoints(point)] })
  await writeFile(join(folder, 'annonce.der'), names.certificate.der)
  await utimes(folder, new Date(), new Date())
  await gateway.parts.reloadTrust()

  await gateway.requerant.asks(demande())
  await gateway.settles()
  t.strictSame(await gateway.verdicts(), [{ etat: 'quarantined', code: 'revocation-unknown' }])
  await refreshLists(gateway.parts)
  await watchRevocation(gateway.parts)
  await gateway.parts.reloadTrust()
  await gateway.requerant.asks(demande({ Prénoms: 'Paul' }))
  await gateway.requerant.receives('TE-')
  await gateway.settles()
  const rows = await gateway.parts.db.query<{ id: string }>(
    'select id from message_entrant order by recu_le desc, id desc limit 1',
  )
  const verdict = await verdictOf(gateway.parts.db, gateway.parts.keys, rows[0]?.id ?? '')
  t.match(verdict, { accepted: true, revocation: { status: 'good', source: 'crl' } })
})

function pemOf(list: Buffer): string {
  if (list[0] !== 0x30) return list.toString('latin1')
  return `-----BEGIN X509 CRL-----\n${list.toString('base64')}\n-----END X509 CRL-----\n`
}

/** A web server that sends on to its one page. */
async function serving(t: Test) {
  let page: string | Buffer = ''
  const server = createServer((request, reply) => {
    if (request.url === '/la') reply.end(page)
    else reply.writeHead(302, { Location: '/la' }).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const publishes = (next: string | Buffer) => {
    page = next
  }
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, publishes }
}
