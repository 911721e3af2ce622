import { X509Certificate } from 'node:crypto'

import t from 'tap'

import { setCertificatRefuse } from '../../src/ledger/certificates/certificats-refuses.ts'
import { watchOnce } from '../../src/monitor/watch.ts'
import { sha256Of } from '../../src/pki/certificate.ts'
import { ADMINISTRATION } from '../support/gateway.ts'
import { demande, letter, signed, unsigned } from '../support/letters.ts'
import { startWithOperators } from '../support/operateurs.ts'

const TO = 'dermatologie@te.localhost'

t.test('an operator brings mail of its own domains, by the envelope and by the From', async (t) => {
  const { gateway, bring, pki } = await startWithOperators(t)
  const { requerant } = gateway
  const mail = await signed(
    letter({ from: requerant.email, to: TO, text: demande() }),
    pki.people.requerant,
  )

  t.match(
    await bring('server', requerant.email, TO, mail),
    /^550 5\.7\.1 .*\[operateur-hors-liste\]/,
    'envelope',
  )
  t.match(
    await bring('server', 'a@ailleurs.test', TO, mail),
    /^550 5\.7\.1 .*\[operateur-hors-liste\]/,
    'From',
  )
  t.match(
    await bring('operator', 'a@inconnu.test', TO, mail),
    /^550 5\.7\.1/,
    'a domain on no list',
  )
  await gateway.settles()
  t.strictSame(await gateway.verdicts(), [], 'nothing of what is refused is kept')

  t.match(await bring('operator', requerant.email, TO, mail), /^250 /)
  await requerant.receives('accusé')
})

t.test(
  'a header block cut in pieces, or a message without a body, is judged all the same',
  async (t) => {
    const { gateway, bring } = await startWithOperators(t)
    const long = `X-Long: ${'x'.repeat(900)}\r\n`.repeat(60)
    const raw = (from: string, end: string): Buffer =>
      Buffer.from(`${long}From: ${from}\r\nTo: ${TO}${end}`)
    t.match(
      await bring('server', 'a@ailleurs.test', TO, raw(gateway.requerant.email, '\r\n\r\nx')),
      /^550/,
    )
    t.match(await bring('server', 'a@ailleurs.test', TO, raw(gateway.requerant.email, '')), /^550/)
    t.match(
      await bring('server', 'a@ailleurs.test', TO, raw('b@ailleurs.test', '\r\n\r\nx')),
      /^250/,
    )
  },
)

t.test(
  'the null return path is left to any operator of the list, and adopts nothing',
  async (t) => {
    const { gateway, bring, pki } = await startWithOperators(t)
    const { requerant } = gateway
    const mail = await signed(
      letter({ from: requerant.email, to: TO, text: demande() }),
      pki.people.requerant,
    )
    t.match(await bring('server', '', TO, mail), /^250/)
    await gateway.settles()
    t.strictSame(await gateway.dossiers(), [])
  },
)

t.test('a newer list is taken when its file changes; an older or a broken one never', async (t) => {
  const { gateway, bring, rewrite } = await startWithOperators(t)
  const raw = unsigned(letter({ from: 'a@nouveau.test', to: TO, text: 'x' }))
  const dn = 'CN=operateur.test,O=Autre,C=FR'
  t.match(await bring('server', 'a@nouveau.test', TO, raw), /^550/)
  const [row] = await gateway.parts.db.query<{ domaines: [string, string[]][] }>(
    'select domaines from liste_blanche',
  )
  const server = row?.domaines.find(([domain]) => domain === 'ailleurs.test')?.[1][0] ?? dn

  await rewrite('2026-11-02T06:00:00Z', [['nouveau.test', server]])
  gateway.clock.advance(6_000)
  t.match(await bring('server', 'a@nouveau.test', TO, raw), /^250/)

  await rewrite('2026-10-02T06:00:00Z', [['ancien.test', server]])
  gateway.clock.advance(6_000)
  t.match(await bring('server', 'a@ancien.test', TO, raw), /^550/)
  t.match(await bring('server', 'a@nouveau.test', TO, raw), /^250/, 'the last good one stays')
  await watchOnce(gateway.parts)
  t.match(
    await gateway.parts.db.query(
      "select code from alerte where code = 'liste-ancienne' and fin is null",
    ),
    [{ code: 'liste-ancienne' }],
  )
  t.match((await gateway.mailTo(ADMINISTRATION, 'liste-ancienne')).text, /plus ancienne/)
  await rewrite('2026-11-03T06:00:00Z', [['nouveau.test', server]])
  gateway.clock.advance(6_000)
  await watchOnce(gateway.parts)
  await gateway.mailTo(ADMINISTRATION, 'fin de l')
})

t.test('an operator whose certificate is denied, or its authority, brings nothing', async (t) => {
  const { gateway, bring, files } = await startWithOperators(t)
  const { requerant, parts } = gateway
  const raw = unsigned(letter({ from: requerant.email, to: TO, text: 'x' }))
  const set = async (file: Buffer, etat: 'refuse' | 'admis') => {
    const sha256 = sha256Of(new X509Certificate(file).raw)
    const le = gateway.clock.now()
    await setCertificatRefuse(parts.db, { sha256, etat, motif: 'essai', par: 'terminal', le })
  }
  for (const denied of [files.operator.cert, files.ca]) {
    t.match(await bring('operator', requerant.email, TO, raw), /^250/)
    await set(denied, 'refuse')
    t.match(await bring('operator', requerant.email, TO, raw), /^550 5\.7\.1.*certificate-denied/)
    await set(denied, 'admis')
  }
})
