import t from 'tap'

import type { Sollicitation } from '../../src/domain/dossier.ts'
import type { Ecriture } from '../../src/write/lettre.ts'
import * as termes from '../../src/write/termes.ts'
import * as ex from './exemple.ts'

const [slot] = ex.attendu.sollicitations as readonly [Sollicitation]
const DUE = ex.instant('2026-11-24T09:00:00Z')
const END = ex.instant('2026-11-27T09:00:00Z')

function ecriture(now: string, asked: string = ex.OUVERT): Ecriture {
  const requis = [{ ...ex.requis, solliciteLe: ex.instant(asked) }]
  return {
    envoi: ex.envoi({ kind: 'rappelRequis', rang: 1 }, 'requis', ex.attendu),
    dossier: { ...ex.attendu, sollicitations: [{ ...slot, requis }] },
    parts: { ...ex.parts, now: ex.instant(now) },
  }
}

t.test('an opinion is due when the slot says, and later for who was asked later', async (t) => {
  for (const [now, asked, expected, why] of [
    ['2026-11-20T09:00:00Z', ex.OUVERT, DUE, 'asked first'],
    ['2026-11-23T09:00:00Z', '2026-11-23T09:00:00Z', DUE, 'asked before the term: the same'],
    ['2026-11-24T10:00:00Z', '2026-11-24T09:00:01Z', '2026-11-26T09:00:01.000Z', 'asked after it'],
    ['2026-11-26T10:00:00Z', '2026-11-26T10:00:00Z', END, 'never beyond the end of the request'],
    ['2026-11-25T09:00:00Z', ex.OUVERT, END, 'late: until the request ends'],
    ['2026-11-28T09:00:00Z', ex.OUVERT, null, 'ended: no term stands'],
  ] as const) {
    const e = ecriture(now, asked)
    const [held] = e.dossier.sollicitations as readonly [Sollicitation]
    t.equal(termes.termeAvis(e, held), expected, why)
  }
})

t.test('while the clock stands no term is told; what is asked meanwhile has its own', async (t) => {
  const [paused] = ex.enPause.sollicitations as readonly [Sollicitation]
  const e = { ...ecriture('2026-11-21T09:00:00Z'), dossier: ex.enPause }
  t.equal(termes.termeAvis(e, paused), null)
  t.equal(termes.auPlusTard(null), 'Dès que possible')
  t.equal(termes.termeComplement(e, paused), '2026-11-25T15:00:00.000Z')
  t.equal(termes.termeComplement(e, slot), null)
})

t.test('a term at midnight is told as that of the day before', async (t) => {
  t.equal(
    termes.auPlusTard(ex.instant('2026-12-01T23:00:00Z')),
    'Au plus tard mardi 1er décembre à minuit',
  )
})
