import t from 'tap'

import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, signed, unsigned } from '../support/letters.ts'

const TO = 'dermatologie@te.localhost'
const FIRST =
  /^\s*Demande non transmise\. Urgence vitale : SAMU-Centre 15\. Sinon, appelez l'astreinte de la spécialité\./

type Gateway = Awaited<ReturnType<typeof startGateway>>
type Maker = (gateway: Gateway, text: string, subject: string) => Promise<Buffer>

function mailBy(gateway: Gateway, text: string, subject: string) {
  return letter({ from: gateway.requerant.email, to: TO, text, subject })
}

/** How a mail may be wrong, and the code it gets. */
const WRONG: readonly [readonly [RegExp, Maker], ...(readonly [RegExp, Maker])[]] = [
  [/not-signed/, async (...all) => unsigned(mailBy(...all))],
  [/expired/, (gateway, ...said) => signed(mailBy(gateway, ...said), gateway.pki.people.expired)],
  [/revoked/, (gateway, ...said) => signed(mailBy(gateway, ...said), gateway.pki.people.revoked)],
  [
    /signer|sender/,
    (gateway, ...said) => signed(mailBy(gateway, ...said), gateway.pki.people.cardiologue),
  ],
  [
    /digest|signature/,
    async (gateway, text, subject) => {
      const good = await signed(mailBy(gateway, text, subject), gateway.pki.people.requerant)
      // One signed header field more: the text is what it was, the digest is not.
      return Buffer.from(
        good
          .toString('latin1')
          .replace(/(Content-Type: text\/plain; charset=utf-8)/, '$1\r\nX-Added: 1'),
        'latin1',
      )
    },
  ],
]

/** Where the emergency stands. */
type Way = readonly [text: string, subject: string]
const SAID: readonly [Way, ...Way[]] = [
  [demande({ Urgence: 'oui' }), 'Avis'],
  [demande(), 'Avis URGENT'],
  [demande({ 'Délai souhaité': "en urgence, aujourd'hui" }), 'Avis'],
  [demande({ Urgence: 'oui', Consentement: null, Sexe: null }), 'Avis'],
]

t.test('whatever else is wrong, an emergency is told first, and each time', async (t) => {
  const gateway = await startGateway(t)
  const { requerant } = gateway
  // Each code with one of the ways, the first with all; and the first without any.
  const said = WRONG.map((_, at) => SAID[at % SAID.length] ?? SAID[0])
  const mails = [
    ...WRONG.map(([code, make], at) => [code, make, said[at]] as const),
    ...SAID.slice(1).map((way) => [...WRONG[0], way] as const),
    [...WRONG[0], [demande(), 'Avis']] as const,
  ]
  for (const [, make, way] of mails) {
    await gateway.transmit(requerant.email, TO, await make(gateway, ...(way ?? ['', ''])))
  }
  const told: string[] = []
  for (const _ of mails) told.push((await requerant.receives('non transmise')).text)
  for (const [code] of WRONG) {
    const mine = told.filter((text) => code.test(text.replace(/.*Référence/s, '')))
    t.ok(
      mine.some((text) => FIRST.test(text)),
      `${code}`,
    )
  }
  const plain = told.filter((text) => !FIRST.test(text))
  t.equal(plain.length, 1, 'and only an emergency is')
  t.match(plain[0], /ne recevront pas de réponse/)
  for (const text of told) t.notMatch(text, /ESSAI-DURAND/)
  t.strictSame(await gateway.dossiers(), [])
})

t.test('where nobody may be answered, the administrator reads it first, each time', async (t) => {
  const gateway = await startGateway(t)
  const from = 'inconnu@ailleurs.test'
  for (const [text, subject] of SAID) {
    await gateway.transmit(from, TO, unsigned(letter({ from, to: TO, text, subject })))
    const alert = await gateway.mailTo(ADMINISTRATION, 'not-signed')
    t.match(alert.text, FIRST)
    t.notMatch(alert.text, /ESSAI-DURAND/)
  }
  await gateway.settles()
  t.notOk(gateway.sink.messages.some(({ to }) => to.includes(from)))
})

t.test(
  'a good signature changes nothing to it: the delay that is asked for stops too',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant } = gateway
    for (const [text, subject] of SAID) {
      await requerant.asks(text, { subject })
      t.match((await requerant.receives('non transmise')).text, FIRST)
    }
    t.ok((await gateway.dossiers()).every(({ motif }) => motif === 'urgence'))
  },
)
