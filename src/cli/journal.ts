/**
 * `journal verify`: recomputes the audit; exit 1 and the first fault if it was altered, cut or rebuilt.
 */

import { systemClock } from '../kit/clock.ts'
import { silentLog } from '../kit/log.ts'
import { verifyAudit } from '../monitor/audit.ts'
import { loadFormerIdentities, loadGatewayIdentity } from '../start/gateway-identity.ts'
import { openTrustFolder } from '../trust/store.ts'
import { withSession } from './session.ts'
import { type Command, Misuse } from './terms.ts'

export const journal: Command = {
  name: 'journal',
  summary: 'Vérifie le journal d’audit (verify).',
  usage: 'journal verify',
  example: 'journal verify',
  options: {},
  words: 1,
  async run(args, terminal) {
    if (args.words[0] !== 'verify') throw new Misuse(`usage : ./confrere ${this.usage}`)
    return await withSession(args, terminal, async ({ config, db }) => {
      const identity = await loadGatewayIdentity(config)
      const former = await loadFormerIdentities(config)
      const trust = openTrustFolder(config, { clock: systemClock, log: silentLog, db })
      const given = { db, config, identity, former, trust: () => trust.current() }
      const result = await verifyAudit(given)
      if (!result.ok) {
        terminal.err(`confrere : journal altéré : ${result.fault}`)
        return 1
      }
      terminal.out(
        `Journal intact : ${result.entries} écritures, ${result.checkpoints} points de contrôle signés.`,
      )
      return 0
    })
  },
}
