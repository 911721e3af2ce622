/** What a notice of refusal counts under: a table of who may use up whose. SPEC §10 */
import t from 'tap'

import { compteDuRefus } from '../../src/decide/refus.ts'

const code = 'not-signed'

t.test('a stranger uses up only the notices about mail to public addresses', (t) => {
  const forged = { code, signe: false }
  const own = { dossier: 'd', isOwn: true }
  const anothers = { dossier: 'd', isOwn: false }
  t.equal(compteDuRefus({ ...forged, fil: null }), 'not-signed')
  t.equal(compteDuRefus({ ...forged, fil: anothers }), 'not-signed', 'a token that is not his')
  t.equal(compteDuRefus({ ...forged, fil: own }), 'not-signed@d')
  t.equal(compteDuRefus({ code, signe: true, fil: null }), 'not-signed@signe')
  t.equal(compteDuRefus({ code, signe: true, fil: anothers }), 'not-signed@signe@d')
  t.equal(compteDuRefus({ code, signe: true, fil: own }), 'not-signed@signe@d')
  t.end()
})

t.test('the same refusal in two dossiers, and two refusals in one, are counted apart', (t) => {
  const counts = ['not-signed', 'bad-signature'].flatMap((code) =>
    ['d', 'e'].flatMap((dossier) =>
      [true, false].map((signe) => compteDuRefus({ code, signe, fil: { dossier, isOwn: true } })),
    ),
  )
  t.equal(new Set(counts).size, 8)
  t.end()
})
