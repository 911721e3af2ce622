import t from 'tap'

import type { CodeSpecialite } from '../../src/domain/correspondant.ts'
import {
  isGeneraliste,
  isSpecialiteAuChoix,
  libelleSpecialite,
  slugSpecialite,
  specialiteDe,
  specialiteDuSavoirFaire,
  specialiteDuSlug,
  specialitesDe,
} from '../../src/domain/specialites.ts'
import { SPECIALITES } from '../../src/domain/specialites-table.ts'

t.test('reads a specialty by name, person, short form or code', async (t) => {
  for (const text of [
    'Dermatologie',
    'DERMATOLOGIE',
    'dermatologue',
    'Dermatologues',
    'dermato',
    'avis dermatologique',
    'Dermatologie et vénéréologie',
    '05',
    '5',
    '05 - Dermatologie',
    'Dermatologie (05)',
    'service de dermatologie',
  ]) {
    t.equal(specialiteDe(text), '05', text)
  }
  t.equal(specialiteDe('médecin généraliste'), '01')
  t.equal(specialiteDe('O.R.L.'), '11')
  t.equal(specialiteDe('chirurgie vasculaire'), '48')
  t.equal(specialiteDe('médecine vasculaire'), '84')
  t.equal(specialiteDe('chirurgie cardio-vasculaire'), '47')
  t.equal(specialiteDe('01 médecine générale'), '01')
  t.equal(specialiteDe('22 médecine générale'), '22')
  t.equal(specialiteDe('91'), '91', 'a newer code passes')
})

t.test('refuses none, several, and a code that contradicts the name', async (t) => {
  for (const text of [
    '',
    'bonjour',
    'cardiologie ou pneumologie',
    '05 - Cardiologie',
    '00',
    '99',
    'Dr Martin dermatologue',
    'un confrère',
  ]) {
    t.equal(specialiteDe(text), null, text)
  }
})

t.test('reads several specialties in one line', async (t) => {
  t.strictSame(specialitesDe('dermatologie, cardiologie'), ['05', '03'])
  t.strictSame(specialitesDe('Dermatologie et vénéréologie'), ['05'])
  t.strictSame(specialitesDe('dermato et cardio'), ['05', '03'])
  t.strictSame(specialitesDe('dermato, truc'), [])
})

t.test(
  'gives each name back its own code, and each pool an address that leads to it',
  async (t) => {
    for (const [code, libelle] of SPECIALITES) {
      t.equal(specialiteDe(libelle), code, libelle)
      t.equal(libelleSpecialite(code as CodeSpecialite), libelle)
      t.equal(specialiteDuSlug(slugSpecialite(code as CodeSpecialite) ?? ''), code, libelle)
    }
  },
)

t.test('gives no word to two specialties', async (t) => {
  const mots = SPECIALITES.flatMap(([, , list]) => list.split('|'))
  t.equal(new Set(mots).size, mots.length)
})

t.test('knows the usual short addresses', async (t) => {
  const expected = {
    dermato: '05',
    cardio: '03',
    orl: '11',
    ophtalmo: '15',
    gyneco: '07',
    pneumo: '13',
    rhumato: '14',
    neuro: '32',
    endocrino: '42',
    nephro: '35',
    gastro: '08',
    hemato: '71',
    onco: '73',
    geriatrie: '34',
    pediatrie: '12',
    psychiatrie: '33',
    'medecine-generale': '01',
    mg: '01',
    radio: '06',
    'medecine.interne': '09',
  }
  for (const [slug, code] of Object.entries(expected)) t.equal(specialiteDuSlug(slug), code, slug)
  t.equal(specialiteDuSlug('inconnu'), null)
  t.equal(specialiteDuSlug('urgence'), null)
})

t.test('leads from the savoir-faire of the directory to the CPAM code', async (t) => {
  const expected = {
    SM04: '03',
    SM15: '05',
    SM26: '01',
    SM54: '01',
    SM53: '01',
    SM38: '15',
    SM34: '11',
    SM48: '14',
    SM08: '41',
    sm40: '12',
    SM25: null,
    SM99: null,
    constructor: null,
  }
  for (const [sm, code] of Object.entries(expected)) t.equal(specialiteDuSavoirFaire(sm), code, sm)
})

t.test('takes 01, 22 and 23 for general practice', async (t) => {
  for (const code of ['01', '22', '23']) t.ok(isGeneraliste(code as CodeSpecialite))
  t.notOk(isGeneraliste('05' as CodeSpecialite))
})

t.test('a specialty begun, or one letter off, is known where it can be but one', async (t) => {
  const written: { readonly [text: string]: string | null } = {
    'Gynéco-obst.': '07',
    hépato: '08',
    ophta: '15',
    Dermatolgie: '05',
    'ophtalmo (glaucome)': '15',
    '[x] Dermato [ ] Ophtalmo': '05',
    chir: null,
    xyzt: null,
  }
  for (const [text, code] of Object.entries(written)) {
    t.equal(specialitesDe(text)[0] ?? null, code, text)
  }
})

t.test('a choice that is left open is no request to both', async (t) => {
  t.equal(isSpecialiteAuChoix('cardio ou pneumo'), true)
  for (const text of ['cardio et pneumo', 'cardio, pneumo', 'cardio', '']) {
    t.equal(isSpecialiteAuChoix(text), false, text)
  }
})
