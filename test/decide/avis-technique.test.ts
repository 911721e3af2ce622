/** Notice × recipient named × address × envelope sender: only one row of failures decides. SPEC §3, §14 */
import t from 'tap'

import { porteeDe } from '../../src/decide/avis-technique.ts'

const ADRESSE = 'a@cabinet.test'

t.test(
  'a failure decides at its return path, from nobody, about its own recipient alone',
  async (t) => {
    let decided = 0
    for (const kind of ['dsn', 'mdn'] as const) {
      for (const issue of [
        'failed',
        'delayed',
        'delivered',
        'displayed',
        'processed',
        'processed/error',
      ]) {
        for (const destinataire of [ADRESSE, 'autre@x.test', null]) {
          for (const auRetour of [true, false]) {
            for (const sansExpediteur of [true, false]) {
              const notice = { kind, issue, statut: null, messageId: null, destinataire }
              const where = { adresse: 'A@Cabinet.test', auRetour, sansExpediteur }
              const said = porteeDe(notice, where)
              const name = JSON.stringify({ ...notice, ...where })
              const isFailure = kind === 'dsn' && issue === 'failed'
              const isKo = kind === 'mdn' && issue === 'processed/error'
              if (said === 'decide') {
                decided += 1
                t.ok(
                  isFailure && auRetour && sansExpediteur && destinataire !== 'autre@x.test',
                  name,
                )
              } else if (isFailure) t.equal(said, 'demander', name)
              else t.equal(said, isKo && auRetour ? 'demander' : 'informe', name)
            }
          }
        }
      }
    }
    t.equal(decided, 2)
  },
)
