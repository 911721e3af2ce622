/** RSF-ACE 2026: every zone of records A and C stands where the layout says. */
import t from 'tap'

import { RSF_ACE } from '../../src/billing/rsf-ace.ts'
import { acte } from '../support/actes.ts'
import { whole } from '../support/exports.ts'

const ENTETE = { id: 7, creeLe: '2026-04-01T08:00:00.000Z', rendu: 2 }
const { executant, assure, patient } = acte()
const HOSPITAL = acte({ executant: { ...executant, finess: '750712184' } })

function records(of = HOSPITAL, id = 42): string[] {
  return whole(RSF_ACE, ENTETE, [{ id, acte: of }]).split('\n')
}
/** The zone from `start` to `end`, 1-based and inclusive, as the layout gives them. */
function zone(record: string | undefined, start: number, end: number): string {
  return (record ?? '').slice(start - 1, end)
}

t.test('gives one invoice and one fee an act, of 310 and 161 ASCII characters', async (t) => {
  const [a, c, rest] = records()
  t.equal(a?.length, 310)
  t.equal(c?.length, 161)
  t.equal(rest, '')
  t.match(`${a}${c}`, /^[\x20-\x7E]+$/)
})

t.test('puts every zone of the invoice (A) in its place', async (t) => {
  const [a] = records()
  const expected: [number, number, string][] = [
    [1, 1, 'A'],
    [2, 10, '750712184'],
    [11, 19, '750712184'],
    [20, 20, '2'],
    [21, 21, '2'],
    [22, 34, '1531245007231'],
    [35, 36, '60'],
    [37, 39, '001'],
    [40, 48, '026000123'],
    [49, 61, '2840588321025'],
    [62, 63, '32'],
    [64, 65, '  '],
    [66, 67, '10'],
    [68, 69, '  '],
    [70, 70, '3'],
    [71, 71, '1'],
    [72, 73, '  '],
    [74, 75, '01'],
    [76, 83, '17051984'],
    [84, 84, '1'],
    [85, 92, '02032026'],
    [93, 100, '02032026'],
    [101, 105, '     '],
    [106, 113, '00000000'],
    [114, 121, '00000000'],
    [122, 129, '00002300'],
    [130, 137, '00002300'],
    [138, 145, '00000000'],
    [146, 153, '00000000'],
    [154, 161, '00000000'],
    [162, 169, '00000000'],
    [170, 170, ' '],
    [171, 172, '00'],
    [173, 202, ' '.repeat(30)],
    [203, 210, '00000000'],
    [211, 211, '0'],
    [212, 259, ' '.repeat(48)],
    [260, 262, '099'],
    [263, 285, ' '.repeat(23)],
    [286, 300, '284058832102532'],
    [301, 301, '0'],
    [302, 310, '000000042'],
  ]
  for (const [start, end, text] of expected) t.equal(zone(a, start, end), text, `A ${start}-${end}`)
  t.equal(expected.map((each) => each[2]).join(''), a, 'and no zone is left out')
})

t.test('puts every zone of the fee (C) in its place', async (t) => {
  const [, c] = records()
  const expected: [number, number, string][] = [
    [1, 1, 'C'],
    [2, 10, '750712184'],
    [11, 19, '750712184'],
    [20, 32, '1531245007231'],
    [33, 34, '60'],
    [35, 37, '001'],
    [38, 46, '026000123'],
    [47, 59, '2840588321025'],
    [60, 61, '32'],
    [62, 63, '07'],
    [64, 66, '   '],
    [67, 67, '3'],
    [68, 69, '05'],
    [70, 77, '02032026'],
    [78, 82, 'TE2  '],
    [83, 85, '001'],
    [86, 91, '000100'],
    [92, 93, '01'],
    [94, 100, '0002300'],
    [101, 108, '00002300'],
    [109, 111, '100'],
    [112, 119, '00002300'],
    [120, 127, '00002300'],
    [128, 134, '0000000'],
    [135, 147, ' '.repeat(13)],
    [148, 152, '10000'],
    [153, 161, '000000042'],
  ]
  for (const [start, end, text] of expected) t.equal(zone(c, start, end), text, `C ${start}-${end}`)
  t.equal(expected.map((each) => each[2]).join(''), c, 'and no zone is left out')
})

t.test('leaves FINESS and INS blank where there are none', async (t) => {
  const [a] = records(acte({ patient: { ...patient, ins: null } }))
  t.equal(zone(a, 2, 19), ' '.repeat(18))
  t.equal(zone(a, 286, 300), ' '.repeat(15))
})

t.test('leaves blank a number that does not fit, and moves nothing', async (t) => {
  const [a] = records(acte({ executant: { ...executant, finess: '7507121840' } }))
  t.equal(zone(a, 2, 19), ' '.repeat(18))
  t.equal(a?.length, 310)
})

t.test('says ALD, and maternity, by their own codes', async (t) => {
  const [a, c] = records(acte({ assure: { ...assure, ald: true, natureAssurance: 'maternité' } }))
  t.equal(zone(a, 70, 70), '4')
  t.equal(zone(c, 67, 67), '4')
  t.equal(zone(a, 66, 67), '30')
})
