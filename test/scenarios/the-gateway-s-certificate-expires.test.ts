/** An identity that is out of its validity says so and accepts nothing it could not answer. SPEC §8 */
import { setTimeout as pause } from 'node:timers/promises'

import t from 'tap'

import { watchOnce } from '../../src/monitor/watch.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'
import { dial } from '../support/smtp-dialogue.ts'

const DAY_MS = 86_400_000

t.test('an identity that expires while the gateway runs, and is good again', async (t) => {
  const gateway = await startGateway(t)
  const { parts, clock } = gateway
  const mail = async () => {
    const door = await dial(gateway.gateway.ports.smtp ?? 0)
    t.teardown(() => door.destroy())
    await door.reply()
    await door.say('EHLO cabinet.test')
    return await door.say('MAIL FROM:<cabinet@exemple.test>')
  }
  const alerts = async () =>
    await parts.db.query(`select code, fin is null as open from alerte where code like 'identite%'`)
  const letters = async () =>
    await parts.db.query(
      `select lettre, etat, tentatives, code from envoi where etat not in ('remis', 'retire') order by lettre`,
    )

  // 1. A request is accepted and answered while all is well.
  t.equal((await mail()).code, 250)
  await gateway.requerant.asks(demande())
  await gateway.dermatologue.receives("demande d'avis")
  await gateway.settles()
  t.strictSame(await letters(), [])

  // 2. The certificate ends: nothing more is accepted, the windows and the watch say why.
  const { identity } = parts
  const dates = {
    raw: identity.certificate.raw,
    validFromDate: new Date(clock.now().getTime() - 2 * DAY_MS),
    validToDate: new Date(clock.now().getTime() - DAY_MS),
  }
  const put = (certificate: unknown) =>
    Object.assign(parts, { identity: { ...identity, certificate } })
  put(dates)
  const refused = await mail()
  t.match(refused, { code: 451, text: /4\.3\.5 .*\[identite-hors-validite\]/ })
  await watchOnce(parts)
  t.strictSame(await alerts(), [{ code: 'identite-hors-validite', open: true }])
  const ready = await fetch(`${gateway.base}/readyz`)
  t.equal(ready.status, 503)
  t.match(await ready.json(), { dependencies: { identite: 'down', postgresql: 'ok' } })
  t.equal((await fetch(`${gateway.base}/healthz`)).status, 200)

  // 3. What it has to say waits: no attempt is made, none fails, whoever asks.
  await gateway.passes('P4D')
  for (const { id } of await parts.db.query<{ id: string }>(
    `select id from envoi where etat = 'a_envoyer'`,
  )) {
    parts.bell.ring('outbound', id)
  }
  await gateway.passes('PT1H')
  await pause(100)
  const waiting = await letters()
  t.ok(waiting.length > 0, 'the reminders of the dossier')
  for (const each of waiting) t.match(each, { etat: 'a_envoyer', tentatives: 0, code: null })

  // 4. A certificate that is valid: mail is taken, what waited leaves, the alert is over.
  put(identity.certificate)
  t.equal((await mail()).code, 250)
  await watchOnce(parts)
  t.strictSame(await alerts(), [{ code: 'identite-hors-validite', open: false }])
  await gateway.passes('PT0S')
  const told = await gateway.mailTo(ADMINISTRATION, 'identite-hors-validite')
  t.match(told.subject, /fin de l/, 'its end alone: nothing could leave before')
})

t.test('a gateway starts with an identity that is not valid yet, or no more', async (t) => {
  for (const now of [new Date('2019-01-08T09:00:00Z'), new Date('2096-01-10T09:00:00Z')]) {
    const gateway = await startGateway(t, { now })
    t.match(
      await gateway.transmit('a@exemple.test', 'demande@te.localhost', Buffer.from('x')),
      /^451 4\.3\.5 /,
    )
    const ready = await fetch(`${gateway.base}/readyz`)
    t.match([ready.status, await ready.json()], [503, { dependencies: { identite: 'down' } }])
    await gateway.gateway.stop()
  }
})
