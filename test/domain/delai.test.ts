import t from 'tap'

import type { Instant } from '../../src/domain/correspondant.ts'
import { dueAt, dureeMs, expirationAt, ouvertureSuivante } from '../../src/domain/delai.ts'

const at = (text: string) => text as Instant
const H = 3_600_000
const ouvre = {
  calendrier: 'ouvre',
  feries: 'metropole',
  horaires: { de: '08:00', a: '20:00' },
} as const
const continu = { ...ouvre, calendrier: 'continu' } as const

t.test('reads ISO 8601 durations and refuses anything else', async (t) => {
  t.equal(dureeMs('PT24H'), 24 * H)
  t.equal(dureeMs('P7D'), 168 * H)
  t.equal(dureeMs('PT2S'), 2000)
  t.equal(dureeMs('PT0.5S'), 500)
  t.equal(dureeMs('P1DT12H30M'), 36.5 * H)
  t.ok((dureeMs('P10Y') ?? 0) >= 3653 * 24 * H)
  for (const wrong of ['', 'P', 'PT', '24h', '7D', 'P-1D', 'P7D ou plus', 'PT1D'])
    t.equal(dureeMs(wrong), null)
})

t.test('counts whole working days: Friday noon and 24 h is Monday noon', async (t) => {
  t.equal(dueAt(at('2026-06-12T10:00:00.000Z'), 24 * H, [], ouvre), '2026-06-15T10:00:00.000Z')
})

// zammad/zammad#390
t.test('takes a holiday for one only where it is one', async (t) => {
  const goodFriday = at('2026-04-02T10:00:00.000Z')
  t.equal(dueAt(goodFriday, 24 * H, [], ouvre), '2026-04-03T10:00:00.000Z')
  t.equal(
    dueAt(goodFriday, 24 * H, [], { ...ouvre, feries: 'alsace-moselle' }),
    '2026-04-07T10:00:00.000Z',
  )
  t.equal(dueAt(at('2026-04-30T10:00:00.000Z'), 24 * H, [], ouvre), '2026-05-04T10:00:00.000Z')
})

// zammad/zammad#3180
t.test('loses no minute at midnight: days are half-open', async (t) => {
  t.equal(dueAt(at('2026-06-08T21:59:00.000Z'), 2 * 60_000, [], ouvre), '2026-06-08T22:01:00.000Z')
  t.equal(dueAt(at('2026-06-07T22:00:00.000Z'), 24 * H, [], ouvre), '2026-06-08T22:00:00.000Z')
})

// zammad/zammad#4432, glpi-project/glpi#22678
t.test('moves a reminder to the next opening, never to midnight nor a week-end', async (t) => {
  t.equal(ouvertureSuivante(at('2026-06-08T02:00:00.000Z'), ouvre), '2026-06-08T06:00:00.000Z')
  t.equal(ouvertureSuivante(at('2026-06-08T10:00:00.000Z'), ouvre), '2026-06-08T10:00:00.000Z')
  t.equal(ouvertureSuivante(at('2026-06-12T18:00:00.000Z'), ouvre), '2026-06-15T06:00:00.000Z')
  t.equal(ouvertureSuivante(at('2026-06-13T10:00:00.000Z'), continu), '2026-06-13T10:00:00.000Z')
})

// zammad/zammad#3140
t.test('is due at no time while the other side must answer', async (t) => {
  const pauses = [{ de: at('2026-06-08T09:00:00.000Z'), a: null }]
  t.equal(dueAt(at('2026-06-08T08:00:00.000Z'), 24 * H, pauses, ouvre), null)
  t.equal(dueAt(at('2026-06-08T08:00:00.000Z'), H, pauses, ouvre), '2026-06-08T09:00:00.000Z')
})

// glpi-project/glpi#10594
t.test('counts a pause over a week-end once, not twice', async (t) => {
  const pauses = [{ de: at('2026-06-12T10:00:00.000Z'), a: at('2026-06-15T10:00:00.000Z') }]
  t.equal(dueAt(at('2026-06-12T08:00:00.000Z'), 24 * H, pauses, ouvre), '2026-06-16T08:00:00.000Z')
  t.equal(
    dueAt(at('2026-06-12T08:00:00.000Z'), 24 * H, pauses, continu),
    '2026-06-16T08:00:00.000Z',
  )
})

// glpi-project/glpi#15605
t.test('keeps the time paused when the rule changes', async (t) => {
  const pauses = [{ de: at('2026-06-09T08:00:00.000Z'), a: at('2026-06-09T12:00:00.000Z') }]
  const start = at('2026-06-08T08:00:00.000Z')
  t.equal(dueAt(start, 48 * H, pauses, ouvre), '2026-06-10T12:00:00.000Z')
  t.equal(dueAt(start, 72 * H, pauses, ouvre), '2026-06-11T12:00:00.000Z')
})

t.test('unites pauses that overlap', async (t) => {
  const pauses = [
    { de: at('2026-06-08T09:00:00.000Z'), a: at('2026-06-08T12:00:00.000Z') },
    { de: at('2026-06-08T10:00:00.000Z'), a: at('2026-06-08T11:00:00.000Z') },
  ]
  t.equal(dueAt(at('2026-06-08T08:00:00.000Z'), 2 * H, pauses, continu), '2026-06-08T13:00:00.000Z')
})

t.test(
  'counts elapsed time across both daylight-saving nights when every hour counts',
  async (t) => {
    t.equal(dueAt(at('2026-03-28T12:00:00.000Z'), 24 * H, [], continu), '2026-03-29T12:00:00.000Z')
    t.equal(dueAt(at('2026-10-24T12:00:00.000Z'), 24 * H, [], continu), '2026-10-25T12:00:00.000Z')
  },
)

t.test('keeps the wall time over a daylight-saving night when working days count', async (t) => {
  t.equal(dueAt(at('2026-03-27T11:00:00.000Z'), 24 * H, [], ouvre), '2026-03-30T10:00:00.000Z')
  t.equal(dueAt(at('2026-10-23T10:00:00.000Z'), 24 * H, [], ouvre), '2026-10-26T11:00:00.000Z')
})

t.test(
  'expires after calendar days at the same wall time, or after a fraction of one',
  async (t) => {
    t.equal(expirationAt(at('2026-03-26T11:00:00.000Z'), 7), '2026-04-02T10:00:00.000Z')
    t.equal(expirationAt(at('2026-10-20T10:00:00.000Z'), 7), '2026-10-27T11:00:00.000Z')
    t.equal(expirationAt(at('2026-06-08T08:00:00.000Z'), 2 / 86_400), '2026-06-08T08:00:02.000Z')
  },
)
