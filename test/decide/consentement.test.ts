import t from 'tap'

import { barriere, elargie, portee } from '../../src/decide/consentement.ts'
import { decide } from '../../src/decide/decide.ts'
import type { Consentement } from '../../src/domain/consentement.ts'
import type { Jour, Sha256 } from '../../src/domain/correspondant.ts'
import {
  CARDIOLOGIE,
  DERMATOLOGIE,
  histoire,
  LUNDI,
  lettersOf,
  rppsTest,
  sampleContexte,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const pool = { kind: 'specialite', code: DERMATOLOGIE } as const
const person = { kind: 'requis', rpps: rppsTest(101) } as const
const preuve = 'f'.repeat(64) as Sha256

const given = (le: string, asked: Parameters<typeof portee>[0] = [pool]): Consentement => ({
  kind: 'recueilli',
  par: 'patient',
  le: le as Jour,
  mode: 'oral',
  portee: portee(asked),
  preuve,
})

const bars: readonly (readonly [string, Consentement, string | null])[] = [
  ['opens for a consent that covers the pool', given('2026-06-08'), null],
  ['stops before the consent is known', { kind: 'attendu' }, 'consentement-absent'],
  ['stops at a refusal', { kind: 'refuse', le: LUNDI, preuve }, 'consentement-refuse'],
  ['stops at a withdrawal', { kind: 'retire', le: LUNDI, preuve }, 'consentement-retire'],
  ['stops at a consent of tomorrow', given('2026-06-09'), 'consentement-absent'],
  [
    'stops beyond the specialty asked',
    given('2026-06-08', [{ kind: 'specialite', code: CARDIOLOGIE }]),
    'consentement-hors-portee',
  ],
]

for (const [name, consentement, expected] of bars) {
  t.test(`${name}`, async (t) => {
    // A slot that nobody holds, whatever brought the dossier there: the gate is the last word.
    const { dossier } = histoire({ trouvailles: sampleTrouvailles({ possibles: [] }) })
    const changed = { ...dossier, consentement }
    t.equal(barriere(changed, pool, rppsTest(101), LUNDI), expected)
    const free = {
      ...changed,
      sollicitations: changed.sollicitations.map((one) => ({ ...one, essaiLe: null })),
    }
    const event = { kind: 'echeance', trouvailles: sampleTrouvailles() } as const
    const { effets } = decide(free, event, sampleContexte())
    t.equal(lettersOf(effets, 'demandeAvis').length, expected === null ? 1 : 0)
  })
}

t.test('opens for the person asked and for nobody else', async (t) => {
  const { dossier } = histoire()
  const named = { ...dossier, consentement: given('2026-06-08', [person]) }
  t.equal(barriere(named, person, rppsTest(101), LUNDI), null)
  t.equal(barriere(named, person, rppsTest(102), LUNDI), 'consentement-hors-portee')
})

t.test('widens by what was agreed to, each target once', async (t) => {
  const wide = elargie(elargie(portee([person]), pool), pool)
  t.strictSame(wide, { requis: [rppsTest(101)], specialites: [DERMATOLOGIE] })
})
