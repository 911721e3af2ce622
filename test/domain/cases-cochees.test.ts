import t from 'tap'

import { cochees, hasCases } from '../../src/domain/cases-cochees.ts'
import { consentementDit } from '../../src/domain/consentement-dit.ts'
import type { Jour } from '../../src/domain/correspondant.ts'
import { modeConsentementDe, ouiNonDe, sexeDe } from '../../src/domain/identifiants.ts'

t.test('the words beside what is ticked', async (t) => {
  const table: { readonly [written: string]: string } = {
    '☐ M ☑ F ☐ I': 'F',
    '[ ] M [x] F': 'F',
    '( ) M (X) F': 'F',
    'M ☐ F ☒ I ☐': 'F',
    '☑ oui, oral, ce jour ☐ non': 'oui, oral, ce jour',
    '☐ M\n☑ F': 'F',
    '☑ oui': 'oui',
    'oui ✓': 'oui',
    '☑ oui ☑ non': 'oui non',
    '☐ oui ☐ non': '',
    'oui ☑ non': '',
    '☐ oui ☑': '',
    oui: 'oui',
    '': '',
  }
  for (const [written, said] of Object.entries(table)) t.equal(cochees(written), said, written)
  t.ok(hasCases('☐ M'))
  t.notOk(hasCases('M (ou F)'))
})

t.test('every closed kind is read by its boxes, never by an empty one', async (t) => {
  const day = '2026-11-29' as Jour
  t.equal(sexeDe('☐ M ☑ F'), 'F')
  t.equal(sexeDe('☐ M ☐ F'), null)
  t.equal(sexeDe('☑ M ☑ F'), null)
  t.equal(ouiNonDe('☐ oui ☑ non'), false)
  t.equal(modeConsentementDe('☐ oral ☑ écrit ☐ électronique'), 'ecrit')
  t.equal(consentementDit('☑ oui ☐ non', day).dit, 'oui')
  t.equal(consentementDit('☐ oui ☑ non', day).dit, 'non')
  t.equal(consentementDit('☐ oui ☐ non', day).dit, null)
  t.equal(consentementDit('☑ oui ☑ non', day).dit, null)
  t.equal(consentementDit('oui ☑ non', day).dit, null)
})
