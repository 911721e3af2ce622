/** Whose envelope it is, and what it may say: nothing outside the signature chooses a recipient. SPEC §8 */
import t from 'tap'

import { avecEnveloppeEnDoute, isEnveloppeDe } from '../../src/decide/porteur.ts'
import { sampleCourrier } from '../support/dossiers.ts'

const AUTHOR = 'claire.fontaine@cabinet.test'

const ENVELOPES: readonly (readonly [string, boolean])[] = [
  [AUTHOR, true],
  ['Claire.Fontaine@Cabinet.test', true],
  ['srs0=ab12=xy=cabinet.test=claire.fontaine@relais.test', true],
  ['SRS0=AB12=XY=cabinet.test=claire.fontaine@relais.test', true],
  ['srs1=zz=autre.test==ab12=xy=cabinet.test=claire.fontaine@relais.test', true],
  ['bounces+claire.fontaine=cabinet.test@operateur.test', true],
  ['claire.fontaine=cabinet.test@operateur.test', true],
  ['prvs=0123456789=claire.fontaine@cabinet.test', true],
  ['claire.fontaine+te@cabinet.test', true],
  ['paul.autre@cabinet.test', false],
  ['claire.fontaine@ailleurs.test', false],
  ['prvs=0123456789=claire.fontaine@ailleurs.test', false],
  ['srs0=ab12=xy=cabinet.test=paul.autre@relais.test', false],
  ['bounces+paul.autre=cabinet.test@operateur.test', false],
  ['x@evil.test', false],
  ['claire.fontaine', false],
  ['', false],
]

t.test('an envelope is its author’s as he wrote it and as operators rewrite it', (t) => {
  for (const [envelope, isOwn] of ENVELOPES)
    t.equal(isEnveloppeDe(envelope, AUTHOR), isOwn, envelope)
  t.end()
})

t.test('what only the envelope says waits for the author; what he wrote himself stands', (t) => {
  const dit = { specialiteDemandee: 'Cardiologie' }
  const bare = avecEnveloppeEnDoute(sampleCourrier({ formulaire: { question: 'Quoi ?' } }), dit)
  t.match(bare, { formulaire: dit, douteux: { specialiteDemandee: 'porteur' } })
  const quoted = sampleCourrier({
    formulaire: { specialiteDemandee: 'x' },
    douteux: { specialiteDemandee: 'cite' },
  })
  t.match(avecEnveloppeEnDoute(quoted, dit).douteux, { specialiteDemandee: 'porteur' })
  for (const formulaire of [{ specialiteDemandee: 'dermatologie' }, { medecinRequis: 'Dr X' }]) {
    const own = sampleCourrier({ formulaire })
    t.equal(avecEnveloppeEnDoute(own, dit), own)
  }
  t.end()
})
