/** Who is there on a day, and which absence may be noted. */
import t from 'tap'

import { absenceDe, isAbsencePossible, isAbsent } from '../../src/decide/presence.ts'
import type { Jour } from '../../src/domain/correspondant.ts'
import { rppsTest, samplePossible } from '../support/dossiers.ts'

const day = (text: string) => text as Jour
const TODAY = day('2026-06-08')

t.test('an absence holds from its first to its last day, both inclusive', async (t) => {
  const absence = { du: day('2026-06-08'), au: day('2026-06-10'), delegue: rppsTest(102) }
  const away = samplePossible(1, { absences: [absence] })
  for (const [jour, expected] of [
    ['2026-06-07', false],
    ['2026-06-08', true],
    ['2026-06-10', true],
    ['2026-06-11', false],
  ] as const) {
    t.equal(isAbsent(away, day(jour)), expected, jour)
    t.equal(absenceDe(away, day(jour)), expected ? absence : null, jour)
  }
})

t.test('an absence that is over, or whose delegate is the absent one, is not noted', async (t) => {
  const [rpps, other] = [rppsTest(101), rppsTest(102)]
  for (const [au, delegue, expected] of [
    ['2026-06-07', null, false],
    ['2026-06-08', null, true],
    ['2026-06-30', other, true],
    // A day of a year and not one more: beyond, the year was mistyped.
    ['2027-06-08', null, true],
    ['2027-06-09', null, false],
    ['2036-06-30', null, false],
    ['2026-06-30', rpps, false],
  ] as const) {
    t.equal(
      isAbsencePossible({ rpps, du: TODAY, au: day(au), delegue }, TODAY),
      expected,
      `${au} ${delegue}`,
    )
  }
})
