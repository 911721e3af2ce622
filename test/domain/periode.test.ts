import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import { periodeDe } from '../../src/domain/periode.ts'

const NOW = '2026-03-10' as Jour

t.test('reads a period in each of the ways it is written', async (t) => {
  for (const text of [
    '12/03/2026 20/03/2026',
    'du 12/03/2026 au 20/03/2026',
    'du 12 au 20 mars 2026',
    'du 12/03 au 20/03',
    'du 12/03 au 20/03/2026',
    '2026-03-12 2026-03-20',
    '2026-03-12..2026-03-20',
    '12/03/2026 - 20/03/2026',
    'du 12 mars au 20 mars',
    'du 12 mars 2026 au 20 mars 2026 inclus',
    'le 12/03/2026 jusqu’au 20/03/2026',
    'du jeudi 12 mars 2026 au vendredi 20 mars 2026',
  ]) {
    t.strictSame(periodeDe(text, NOW), { du: '2026-03-12', au: '2026-03-20' }, text)
  }
  t.strictSame(periodeDe('le 12/03/2026', NOW), { du: '2026-03-12', au: '2026-03-12' })
})

t.test('completes a missing year with the next one that makes sense', async (t) => {
  t.strictSame(periodeDe('du 24/12 au 02/01', NOW), { du: '2026-12-24', au: '2027-01-02' })
  t.strictSame(periodeDe('du 1er au 5 janvier', NOW), { du: '2027-01-01', au: '2027-01-05' })
  t.strictSame(periodeDe('du 24/12 au 02/01/2027', NOW), { du: '2026-12-24', au: '2027-01-02' })
  t.equal(periodeDe('du 12/03 au 20/03', null), null)
})

t.test('refuses an end before the beginning, and what is no period', async (t) => {
  for (const text of [
    '20/03/2026 12/03/2026',
    'demain',
    '',
    'du 30/02/2026 au 03/03/2026',
    'du lundi 12/03/2026 au 20/03/2026',
    'du 12/03/2026 au dimanche 20/03/2026',
    'du 12 au 20',
  ]) {
    t.equal(periodeDe(text, NOW), null, text)
  }
})

t.test('a two-digit year is of this century, an end alone begins today', async (t) => {
  const today = '2026-03-10' as Jour
  t.strictSame(periodeDe('du 12/03/26 au 20/03/26', today), { du: '2026-03-12', au: '2026-03-20' })
  t.strictSame(periodeDe('12.03.26 20.03.26', today), { du: '2026-03-12', au: '2026-03-20' })
  t.strictSame(periodeDe("jusqu'au 20/03/2026", today), { du: today, au: '2026-03-20' })
  t.strictSame(periodeDe("jusqu'au 20 mars", today), { du: today, au: '2026-03-20' })
  t.equal(periodeDe("jusqu'au 01/03/2026", today), null)
  t.equal(periodeDe("jusqu'au 20/03", null), null)
})
