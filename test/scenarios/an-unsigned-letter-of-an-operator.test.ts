import t from 'tap'

import { demande, letter, unsigned } from '../support/letters.ts'
import { startWithOperators } from '../support/operateurs.ts'

const TO = 'dermatologie@te.localhost'
const MSSANTE = { CONFRERE_ASSURANCE_MINIMALE: 'mssante' }

t.test(
  'unsigned from end to end: two recaps, two words, and the level on the compte-rendu',
  async (t) => {
    const { gateway } = await startWithOperators(t, MSSANTE)
    const { requerant, dermatologue, dermatologue2 } = gateway
    t.match(await gateway.unsigned('requerant', TO, demande()), /^250 /)
    const recap = await requerant.receives('à confirmer')
    t.match(recap.text, /JE CONFIRME/)
    t.match(recap.text, /exérèse/, 'the request is quoted')
    await gateway.settles()
    t.strictSame([...dermatologue.unread(), ...dermatologue2.unread()], [], 'nothing has left')

    await gateway.unsignedAnswer(
      'requerant',
      recap,
      `JE CONFIRME\n\n${recap.text.replace(/^/gm, '> ')}`,
    )
    await requerant.receives('accusé')
    await gateway.settles()
    const who = dermatologue.unread().length > 0 ? 'dermatologue' : 'dermatologue2'
    const ask = await gateway[who].receives("demande d'avis")

    await gateway.unsignedAnswer(who, ask, 'AVIS\n\nNaevus bénin, à revoir dans un an.')
    const second = await gateway[who].receives('avis à confirmer')
    t.match(second.text, /Naevus bénin/)
    await gateway.settles()
    t.strictSame(requerant.unread(), [], 'an opinion that is not confirmed is none')

    await gateway.unsignedAnswer(who, second, 'JE CONFIRME')
    const report = await requerant.receives('ompte-rendu')
    t.ok(report.files.some((name) => name.endsWith('.pdf')))
    t.notOk(report.files.includes('avis-signe.eml'), 'nothing was signed')
    await gateway.settles()
    t.equal((await gateway.acts()).length, 2)
    const lines = await gateway.parts.db.query<{ quoi: string; assurance: string }>(
      "select quoi, detail::jsonb ->> 'assurance' as assurance from journal where detail::jsonb ? 'assurance' order by seq",
    )
    t.strictSame(
      lines.map(({ quoi, assurance }) => `${quoi} ${assurance}`),
      ['demande-recue mssante', 'compte-rendu-accepte mssante'],
    )
  },
)

t.test('the same unsigned request brought twice is one dossier', async (t) => {
  const { gateway } = await startWithOperators(t, MSSANTE)
  const { requerant } = gateway
  const raw = unsigned(letter({ from: requerant.email, to: TO, text: demande() }))
  await gateway.transmit(requerant.email, TO, raw)
  await requerant.receives('à confirmer')
  await gateway.transmit(
    requerant.email,
    TO,
    Buffer.concat([Buffer.from('Received: by hop\r\n'), raw]),
  )
  await requerant.receives('TE-')
  await gateway.settles()
  t.equal((await gateway.dossiers()).length, 1)
})

t.test('each thing that the level rests on is needed', async (t) => {
  const { gateway, bring, pki } = await startWithOperators(t, MSSANTE)
  const { requerant } = gateway
  const plain = (from: string, headers = {}) =>
    unsigned(letter({ from, to: TO, text: demande(), headers }))
  const other = pki.people.infirmiere.email ?? ''
  // The envelope of another mailbox of the same operator.
  await gateway.transmit(other, TO, plain(requerant.email))
  // A mailbox that the directory does not know.
  await gateway.transmit(other, TO, plain(other))
  // The operator of another domain.
  await bring('server', 'a@ailleurs.test', TO, plain('a@ailleurs.test'))
  // Somebody on behalf of somebody.
  await gateway.transmit(requerant.email, TO, plain(requerant.email, { Sender: other }))
  await gateway.settles()
  t.strictSame(
    (await gateway.verdicts()).map(({ etat, code }) => `${etat} ${code}`),
    Array(4).fill('refused not-signed'),
  )
  t.strictSame(await gateway.dossiers(), [])
})

t.test('without the setting an unsigned mail of an operator is refused as any', async (t) => {
  const { gateway } = await startWithOperators(t)
  await gateway.unsigned('requerant', TO, demande())
  t.match((await gateway.requerant.receives('non transmise')).text, 'not-signed')
  t.strictSame(await gateway.dossiers(), [])
})
