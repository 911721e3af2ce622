import t from 'tap'

import type { Who } from '../../certs/people.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, signed, unsigned } from '../support/letters.ts'

t.test(
  'an unsigned demande is refused with its code; its author is told, once a day, quoting nothing',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant } = gateway
    const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
    t.match(
      await gateway.transmit(requerant.email, 'dermatologie@te.localhost', unsigned(mail)),
      /^250 /,
    )
    const told = await requerant.receives('non transmise')
    t.match(told.text, /sign/i)
    t.match(told.text, 'not-signed')
    t.notMatch(told.text, /ESSAI-DURAND|exérèse/)
    t.equal(told.parsed.headers.get('auto-submitted') ?? 'auto-generated', 'auto-generated')

    await gateway.transmit(requerant.email, 'dermatologie@te.localhost', unsigned(mail))
    await gateway.settles()
    t.strictSame(requerant.unread(), [])
    t.strictSame(
      (await gateway.verdicts()).map(({ etat, code }) => `${etat} ${code}`),
      ['refused not-signed', 'refused not-signed'],
    )
    // What he is not told a second time has an owner, who is.
    const owners = await gateway.parts.db.query(
      'select responsable from message_entrant order by recu_le',
    )
    t.strictSame(owners, [{ responsable: null }, { responsable: 'administrateur' }])
    t.match((await gateway.mailTo(ADMINISTRATION, 'not-signed')).text, 'not-signed')
  },
)

t.test('a tampered demande is refused, kept, and never becomes a dossier', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, pki } = gateway
  const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
  const good = await signed(mail, pki.people.requerant)
  const bad = Buffer.from(
    good
      .toString('latin1')
      .replace(
        /(Content-Transfer-Encoding: base64\r\n(?:.*\r\n)*?\r\n)(.)/,
        (_, head: string, first: string) => head + (first === 'A' ? 'B' : 'A'),
      ),
    'latin1',
  )
  t.notSame(good, bad)
  await gateway.transmit(requerant.email, 'dermatologie@te.localhost', bad)
  await requerant.receives('non transmise')
  t.strictSame(await gateway.dossiers(), [])
  const [verdict] = await gateway.verdicts()
  t.match(verdict?.code, /digest|signature/)
})

const HOSTILE: readonly (readonly [Who, string])[] = [
  ['expired', 'expired'],
  ['notYetValid', 'not-yet-valid'],
  ['revoked', 'revoked'],
  ['otherRoot', 'bad-certificate-signature'],
  ['wrongExtendedUsage', 'usage'],
  ['weakDigest', 'weak'],
  ['weakKey', 'weak'],
  ['noCrl', 'revocation-unknown'],
]

t.test('each signer who cannot be trusted has his code', async (t) => {
  const gateway = await startGateway(t)
  const { pki, requerant } = gateway
  for (const [who, code] of HOSTILE) {
    const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
    await gateway.transmit(
      requerant.email,
      'dermatologie@te.localhost',
      await signed(mail, pki.people[who]),
    )
    await gateway.settles()
    const last = (await gateway.verdicts()).at(-1)
    t.match(last?.code, code, who)
  }
  t.strictSame(await gateway.dossiers(), [])
})

t.test(
  'a signer who is not the sender is refused, and the sender of the envelope changes nothing',
  async (t) => {
    const gateway = await startGateway(t)
    const { pki, requerant } = gateway
    const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
    await gateway.transmit(
      pki.people.cardiologue.email,
      'dermatologie@te.localhost',
      await signed(mail, pki.people.cardiologue),
    )
    await gateway.settles()
    t.match((await gateway.verdicts())[0]?.code, /signer|sender/)
  },
)

t.test('whom the directory does not know gets no answer: the administrator owns it', async (t) => {
  const gateway = await startGateway(t)
  const mail = letter({
    from: 'inconnu@ailleurs.test',
    to: 'dermatologie@te.localhost',
    text: demande(),
  })
  await gateway.transmit('inconnu@ailleurs.test', 'dermatologie@te.localhost', unsigned(mail))
  const alert = await gateway.mailTo(ADMINISTRATION, '')
  t.match(alert.text, 'not-signed')
  t.notMatch(alert.text, /ESSAI-DURAND/)
  await gateway.settles()
  t.notOk(gateway.sink.messages.some(({ to }) => to.includes('inconnu@ailleurs.test')))
  const [row] = await gateway.parts.db.query('select responsable from message_entrant')
  t.match(row, { responsable: 'administrateur' })
})
