import t from 'tap'

import { sweepOnce } from '../../src/worker/sweep.ts'
import { startGateway } from '../support/gateway.ts'

t.test('a letter that never ends does not keep the sweep from its next round', async (t) => {
  const gateway = await startGateway(t)
  const { parts } = gateway
  await gateway.requerant.asks('Bonjour')
  await gateway.settles()
  await parts.db.query("update envoi set etat = 'a_envoyer', prochaine = now() - interval '1 day'")

  let letters = 0
  const never = (call: string): Promise<never> => {
    if (call === 'outbound') letters += 1
    return new Promise(() => undefined)
  }
  await sweepOnce(never, parts, { hopMs: 10 })
  t.ok(letters > 0)
})
