import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import { isPlafondAtteint, plafondDe, tarif } from '../../src/domain/tarif.ts'

const on = (text: string) => text as Jour

t.test('applies the tariff of the day, to the day', async (t) => {
  t.equal(tarif('TE1', on('2019-02-09')), null)
  t.equal(tarif('TE1', on('2022-03-31'))?.centimes.metropole, 1200)
  t.equal(tarif('TE1', on('2022-04-01')), null)
  t.equal(tarif('RQD', on('2022-03-31')), null)
  t.equal(tarif('RQD', on('2022-04-01'))?.centimes.metropole, 1000)
  t.equal(tarif('TE2', on('2025-12-31'))?.centimes.metropole, 2000)
  t.equal(tarif('TE2', on('2026-01-01'))?.centimes.metropole, 2300)
})

t.test('pays overseas amounts a fifth above', async (t) => {
  for (const [code, day] of [
    ['TE2', '2024-06-01'],
    ['TE2', '2026-06-01'],
    ['RQD', '2026-06-01'],
  ] as const) {
    const { metropole = 0, dom = 0 } = tarif(code, on(day))?.centimes ?? {}
    t.equal(dom * 10, metropole * 12)
  }
})

t.test('opens each profession on its own day', async (t) => {
  for (const [code, profession, first] of [
    ['TE2', '50', '2022-09-05'],
    ['RQD', '91', '2022-04-06'],
    ['RQD', '60', '2023-03-23'],
    ['RQD', '70', '2024-02-22'],
    ['RQD', '80', '2024-03-07'],
    ['TE2', '40', '2025-02-01'],
  ] as const) {
    const eve = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10)
    t.equal(plafondDe(code, profession, on(eve)), null, `${profession} ${eve}`)
    t.not(plafondDe(code, profession, on(first)), null, `${profession} ${first}`)
  }
  t.equal(plafondDe('RQD', '92', on('2026-06-01')), null)
  t.equal(plafondDe('TE2', '60', on('2026-06-01')), null)
})

t.test('counts four acts a year for a physician, two for a sage-femme', async (t) => {
  t.notOk(isPlafondAtteint('10', on('2026-06-01'), 3))
  t.ok(isPlafondAtteint('10', on('2026-06-01'), 4))
  t.ok(isPlafondAtteint('50', on('2026-06-01'), 2))
})
