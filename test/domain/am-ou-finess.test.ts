/** AM or FINESS: each that a party has × each that is entered, whatever the directory says. SPEC §4, §11 */
import t from 'tap'

import type { Acte, PartieActe } from '../../src/domain/acte.ts'
import { jugement } from '../../src/domain/doutes.ts'
import { acteSelonAnnuaire, corriger, isRefus } from '../../src/domain/reglement.ts'
import { acte } from '../support/actes.ts'

const AM = '750000001'
const AM2 = '750000010'
const FINESS = '750712184'
const FINESS2 = '690781810'
const HAS: readonly (readonly [string | null, string | null])[] = [
  [AM, null],
  [null, FINESS],
  [AM, FINESS],
  [null, null],
]
/** Column, value, then what the party has: `same` is what it had. */
const ENTERED: readonly (readonly [
  string,
  string,
  string | null | 'same',
  string | null | 'same',
])[] = [
  ['am', AM2, AM2, null],
  ['finess', FINESS2, null, FINESS2],
  ['am', '', null, 'same'],
  ['finess', '', 'same', null],
]

for (const [prefix, side] of [
  ['exec', 'executant'],
  ['presc', 'prescripteur'],
] as const) {
  t.test(`one takes the place of the other, of the ${side}`, async (t) => {
    for (const [numeroAm, finess] of HAS) {
      for (const [column, value, wantedAm, wantedFiness] of ENTERED) {
        const base = acte()
        const partie: PartieActe = { ...base[side], numeroAm, finess }
        const before: Acte = { ...base, [side]: partie }
        const name = `${numeroAm}/${finess}, ${prefix}_${column}=${value}`
        const done = corriger(before, { [`${prefix}_${column}`]: value })
        if (isRefus(done)) return t.fail(name)
        // The directory gives him a number: who is under a FINESS stays so.
        const am = wantedAm === 'same' ? numeroAm : wantedAm
        const kept = wantedFiness === 'same' ? finess : wantedFiness
        const { numeroAm: now, finess: under } = done[side]
        t.strictSame([now, under], [am, kept], name)
        t.match(done, jugement(done), `${name}: judged again`)
        const known = { de: { [partie.rpps]: AM2 }, a: {} }
        const after = acteSelonAnnuaire(done, known)[side]
        if (done[side].sous === 'finess') t.strictSame([after.numeroAm, after.finess], [null, kept])
      }
    }
    const both = { [`${prefix}_am`]: AM2, [`${prefix}_finess`]: FINESS2 }
    t.match(corriger(acte(), both), { refus: 'champ-impossible' })
  })
}

t.test('the reason that one of them gave goes with it', async (t) => {
  const base = acte()
  const same: Acte = {
    ...base,
    executant: { ...base.executant, finess: FINESS },
    prescripteur: { ...base.prescripteur, finess: FINESS },
    sansDocument: false,
  }
  const doubtful = { ...same, ...jugement(same) }
  t.equal(doubtful.motif, 'meme-finess')
  t.match(corriger(doubtful, { exec_am: AM2 }), { etat: 'facturable', motif: null })
})
