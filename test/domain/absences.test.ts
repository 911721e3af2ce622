/** Days of absence: noted, corrected, taken back. SPEC §1 (requis absent), §5 (ABSENT) */
import fc from 'fast-check'
import t from 'tap'

import {
  absenceAVenir,
  avecAbsence,
  type JoursAbsents,
  sansAbsence,
} from '../../src/domain/absences.ts'
import { addDays } from '../../src/domain/calendrier.ts'
import type { Jour, Rpps } from '../../src/domain/correspondant.ts'
import { retourDe } from '../../src/domain/retour-dit.ts'

const j = (day: number) => `2026-06-${String(day).padStart(2, '0')}` as Jour
const TODAY = j(8)
const days = (...all: readonly (readonly [number, number])[]): JoursAbsents[] =>
  all.map(([du, au]) => ({ du: j(du), au: j(au) }))
const plain = (all: readonly JoursAbsents[]) =>
  all.map(({ du, au }) => `${du.slice(8)}-${au.slice(8)}`).join(' ')

t.test('new days correct those that they touch, whoever was to answer still does', async (t) => {
  const known = days([10, 12], [15, 18], [25, 28])
  t.equal(plain(avecAbsence(known, { du: j(12), au: j(16) })), '12-16 25-28')
  t.equal(plain(avecAbsence(known, { du: j(20), au: j(21) })), '10-12 15-18 20-21 25-28')
  const [one] = avecAbsence([{ du: j(10), au: j(12), delegue: '1' as Rpps }], {
    du: j(11),
    au: j(20),
  })
  t.equal(one?.delegue, '1')
})

t.test('days on which he is there after all are taken out, the past never is', async (t) => {
  const known = days([5, 12], [20, 25])
  for (const [du, au, expected] of [
    // Whatever was announced; from a day on; on some days.
    [null, null, '05-07'],
    [11, null, '05-10 20-25'],
    [20, null, '05-12'],
    [15, null, '05-12 20-25'],
    [6, null, '05-07 20-25'],
    [10, 10, '05-09 11-12 20-25'],
    [9, 22, '05-08 23-25'],
    [1, 7, '05-12 20-25'],
  ] as const) {
    const retour = { du: du === null ? null : j(du), au: au === null ? null : j(au) }
    t.equal(plain(sansAbsence(known, retour, TODAY)), expected, `${du} ${au}`)
  }
})

t.test(
  'he is away on a day after a return exactly if he was before, and is not back',
  async (t) => {
    const day = fc.integer({ min: 1, max: 30 })
    const period = fc.tuple(day, day).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    const away = (all: readonly JoursAbsents[], at: Jour) =>
      all.some(({ du, au }) => du <= at && at <= au)
    const holds = fc.property(fc.array(period, { maxLength: 4 }), period, (noted, [from, to]) => {
      const known = noted.reduce<readonly JoursAbsents[]>(
        (all, [du, au]) => avecAbsence(all, { du: j(du), au: j(au) }),
        [],
      )
      const left = sansAbsence(known, { du: j(from), au: j(to) }, TODAY)
      for (let at = j(1); at <= j(30); at = addDays(at, 1)) {
        const back = at >= TODAY && at >= j(from) && at <= j(to)
        if (away(left, at) !== (away(known, at) && !back)) return false
      }
      return true
    })
    t.doesNotThrow(() => fc.assert(holds))
  },
)

t.test('the absence of a day, else the next one', async (t) => {
  const known = days([20, 25], [9, 12])
  t.equal(absenceAVenir(known, j(8))?.du, j(9))
  t.equal(absenceAVenir(known, j(12))?.du, j(9))
  t.equal(absenceAVenir(known, j(13))?.du, j(20))
  t.equal(absenceAVenir(known, j(26)), null)
})

t.test('what stands after PRESENT', async (t) => {
  for (const [said, expected] of [
    [null, [null, null]],
    ['', [null, null]],
    ['12/06/2026', [j(12), null]],
    ['le 12 juin', [j(12), null]],
    ['à partir du 12/06', [j(12), null]],
    ['dès le 12/06/2026', [j(12), null]],
    ['du 12 au 14 juin', [j(12), j(14)]],
  ] as const) {
    const found = retourDe(said, TODAY)
    t.strictSame([found?.du, found?.au], expected, String(said))
  }
  for (const said of ['demain', '32/06/2026', 'du 14 au 12 juin 2026', 'bientôt'])
    t.equal(retourDe(said, TODAY), null, said)
})
