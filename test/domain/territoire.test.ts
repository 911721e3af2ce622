/** Which tariff a place is paid by: each postal code and each AM number, with each setting. SPEC §2, NGAP */
import t from 'tap'

import type { Acte } from '../../src/domain/acte.ts'
import { RIEN_DE_CONNU } from '../../src/domain/numero-am.ts'
import { completer, confirmer, corriger, isRefus } from '../../src/domain/reglement.ts'
import {
  acteSelonTerritoire,
  territoireDe,
  territoireDuCodePostal,
  territoireDuNumeroAm,
} from '../../src/domain/territoire.ts'
import { acte } from '../support/actes.ts'

const POSTAL: { readonly [code: string]: string | null } = {
  ...{ '01000': 'metropole', '20000': 'metropole', '75011': 'metropole', '95000': 'metropole' },
  ...{ '97100': 'dom', '97200': 'dom', '97300': 'dom', '97400': 'dom', '97600': 'dom' },
  ...{ '97133': 'dom', '97150': 'dom', '98000': 'metropole' },
  ...{ '97500': 'a-verifier', '98600': 'a-verifier', '98700': 'a-verifier', '98800': 'a-verifier' },
  ...{ '00000': null, '99000': null, '7501': null, '': null, '2A000': null },
}
const NUMEROS: { readonly [debut: string]: string | null } = {
  ...{ '01': 'metropole', '13': 'metropole', '20': 'metropole', '2A': 'metropole' },
  ...{ '2B': 'metropole', '75': 'metropole', '95': 'metropole' },
  ...{ '97': 'dom', '9A': 'dom', '9B': 'dom', '9C': 'dom', '9D': 'dom', '9F': 'dom' },
  ...{ '9E': 'a-verifier', '00': null, '96': null, '98': null, '99': null },
}

t.test('a postal code, or an AM number, tells it; nothing else does', async (t) => {
  for (const [code, told] of Object.entries(POSTAL)) t.equal(territoireDuCodePostal(code), told)
  t.equal(territoireDuNumeroAm(null), null)
  for (const [debut, told] of Object.entries(NUMEROS)) {
    const numero = `${debut}1001086`
    t.equal(territoireDuNumeroAm(numero), told, debut)
    for (const reglage of ['metropole', 'dom'] as const) {
      const { territoire, territoireSelon } = territoireDe(null, numero, reglage)
      t.equal(territoire, told === null || told === 'a-verifier' ? reglage : told)
      t.equal(territoireSelon, told === null ? 'reglage' : told === 'a-verifier' ? told : 'numero')
      t.equal(territoireDe('dom', numero, reglage).territoire, 'dom', 'the place is surer')
    }
  }
})

const { executant } = acte()
const bare = { ...executant, numeroAm: null }
const WAITING: Acte = {
  ...acte({ executant: bare, etat: 'a_verifier', motif: 'numero-executant-manquant' }),
  territoireSelon: 'reglage',
  sansDocument: false,
}

t.test('a number that comes later tells it too, a decision stays', async (t) => {
  const given = { rpps: executant.rpps, numeroAm: '971001086', finess: null, specialite: null }
  const apport = { parties: [given], assure: {} }
  const today = WAITING.dateActe
  const after = completer(WAITING, apport, { today, connus: RIEN_DE_CONNU })
  t.match(after, { etat: 'facturable', territoire: 'dom', montantCentimes: 2760 })
  for (const territoireSelon of ['adresse', 'decision'] as const) {
    const sure = { ...WAITING, territoireSelon }
    const kept = completer(sure, apport, { today, connus: RIEN_DE_CONNU })
    t.match(kept, { etat: 'facturable', territoire: 'metropole', montantCentimes: 2300 })
  }
})

t.test('a place whose tariff is not known waits for a person', async (t) => {
  const one = { ...WAITING, executant: { ...executant, numeroAm: '9E1001086' } }
  const waiting = { ...acteSelonTerritoire(one), motif: 'territoire-a-verifier' }
  t.equal(waiting.territoireSelon, 'a-verifier')
  const settled = confirmer(waiting, { parRequis: {}, parRequerant: 0 })
  t.match(settled, { etat: 'facturable', montantCentimes: 2300 })
  const said = corriger(waiting, { territoire: 'DOM' })
  t.match(said, { etat: 'facturable', montantCentimes: 2760 })
  t.notOk(isRefus(said))
})
