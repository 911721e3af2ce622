import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import {
  adresseDe,
  finessDe,
  insContredit,
  jourDe,
  luhnValid,
  matriculeInsDe,
  modeConsentementDe,
  nirDe,
  nirKey,
  numeroAmDe,
  ouiNonDe,
  rppsDe,
  sexeDe,
  statutInsDe,
} from '../../src/domain/identifiants.ts'
import { avecAnnee, avecSiecle, semaineContredite } from '../../src/domain/jour.ts'

t.test('reads an RPPS with blanks, its word, or the 8 of the national identifier', async (t) => {
  for (const text of [
    '99700218896',
    '997 002 188 96',
    'RPPS : 99700218896',
    '899700218896',
    'n° RPPS 99700218896',
  ]) {
    t.equal(rppsDe(text), '99700218896', text)
  }
})

t.test('refuses an RPPS whose key is wrong, too short, or zero', async (t) => {
  for (const text of ['99700218897', '9970021889', '00000000000', 'abc', ''])
    t.equal(rppsDe(text), null, text)
})

t.test('reads the published FINESS numbers', async (t) => {
  for (const n of ['750712184', '690781810', '330781196', '130786049']) {
    t.equal(finessDe(n), n)
    t.ok(luhnValid(n))
    t.equal(finessDe(n.slice(0, 8) + ((Number(n[8]) + 1) % 10)), null)
  }
})

t.test(
  'checks the key of an AM number, and skips it for a département with a letter',
  async (t) => {
    t.equal(numeroAmDe('76 0 31208 2'), '760312082')
    t.equal(numeroAmDe('760312083'), null)
    t.equal(numeroAmDe('2A1000007'), '2A1000007')
    t.equal(numeroAmDe('000000000'), null)
    t.equal(numeroAmDe('76031208'), null)
  },
)

const NIRS = [
  ['2840588321025', '32'],
  ['2550814168025', '38'],
  ['2940375120005', '91'],
  ['1531245007231', '60'],
  ['284052A321025', '52'],
  ['284052B321025', '79'],
  ['284202B321025', '28'],
  ['284992B321025', '31'],
  ['2790351215189', '89'],
] as const

t.test('computes the key of the published NIR, Corsica and unknown months included', async (t) => {
  for (const [body, key] of NIRS) {
    t.equal(nirKey(body), key, body)
    t.equal(nirDe(body + key), body + key)
    t.equal(nirDe(body), body + key)
    t.equal(matriculeInsDe(`${body} ${key}`), body + key)
    t.equal(matriculeInsDe(body), null)
  }
})

t.test('refuses a NIR with a wrong sex digit, key, month or length', async (t) => {
  for (const text of [
    '8 84 05 88 321 025 23',
    '2 55 08 14 168 025 00',
    '284058832102',
    '2 84 13 88 321 025 32',
    '284058832102533',
  ]) {
    t.equal(nirDe(text), null, text)
  }
})

t.test('takes a provisional number for billing, never as an INS', async (t) => {
  const body = '7120512345678'
  const whole = body + nirKey(body)
  t.equal(nirDe(whole), whole)
  t.equal(matriculeInsDe(whole), null)
})

t.test('says which traits a matricule contradicts', async (t) => {
  const born = '1984-05-02' as Jour
  t.equal(insContredit('284058832102532', { sexe: 'F', dateNaissance: born }), null)
  t.equal(insContredit('284058832102532', { sexe: 'I', dateNaissance: born }), null)
  t.strictSame(insContredit('284058832102532', { sexe: 'M', dateNaissance: born }), ['sexe'])
  t.strictSame(
    insContredit('284058832102532', { sexe: 'F', dateNaissance: '1985-06-02' as Jour }),
    ['annee', 'mois'],
  )
  t.equal(
    insContredit('284202B32102528', { sexe: 'F', dateNaissance: born }),
    null,
    'unknown month',
  )
})

t.test('reads a day in each of the ways it is written', async (t) => {
  for (const text of [
    '03/03/1951',
    '3/3/1951',
    '03-03-1951',
    '03.03.1951',
    '03 03 1951',
    '1951-03-03',
    '3 mars 1951',
    '3 Mars 1951',
    'le 3 mars 1951',
    'samedi 3 mars 1951',
    'né le 03/03/1951',
    'trois mars 1951',
    'le trois mars mille neuf cent cinquante et un',
    '03031951',
    '19510303',
    '03/03/1951 (75 ans)',
    '03/03/1951, à Nancy',
    '1951-03-03T10:00:00Z',
  ]) {
    t.equal(jourDe(text), '1951-03-03', text)
  }
  t.equal(jourDe('1er mars 1951'), '1951-03-01')
  t.equal(jourDe('premier mars mil neuf cent quatre-vingt-douze'), '1992-03-01')
  t.equal(jourDe('vingt-et-un juin deux mille quatre'), '2004-06-21')
  t.equal(jourDe('29 févr. 1952'), '1952-02-29')
  t.equal(jourDe('15 août 1960'), '1960-08-15')
})

t.test('refuses two-digit years, impossible days and two dates', async (t) => {
  for (const text of [
    '03/03/51',
    '3 mars 51',
    '30/02/1951',
    '29/02/1951',
    '31/04/1951',
    '00/01/1951',
    '13/13/1951',
    '03/03/1951 ou 04/03/1951',
    '12/03/19511',
    'hier',
    '',
    '3/4-1951',
  ]) {
    t.equal(jourDe(text), null, text)
  }
})

t.test('a two-digit year is written out where one century is possible, else left', async (t) => {
  const today = '2026-11-29' as Jour
  const births: { readonly [written: string]: string | null } = {
    '12/3/51': '1951-03-12',
    '12-03-51': '1951-03-12',
    '12.03.51': '1951-03-12',
    '12 Mars 51': '1951-03-12',
    'né le 12/3/51 (75 ans)': '1951-03-12',
    '30/11/26': '1926-11-30',
    '28/11/26': null,
    '12/3/20': null,
    '30/02/51': null,
    '12/3/51/4': null,
    '51': null,
  }
  for (const [written, day] of Object.entries(births)) {
    t.equal(jourDe(avecSiecle(written, today, 120)), day, written)
  }
  t.equal(jourDe(avecSiecle('28/11/26', today, 20)), '2026-11-28')
})

t.test('lower-cases an address and refuses what is not a plain addr-spec', async (t) => {
  t.equal(adresseDe(' <Marie.Curie@X.Mssante.FR> '), 'marie.curie@x.mssante.fr')
  t.equal(adresseDe('a+b@te.localhost'), 'a+b@te.localhost')
  for (const text of [
    'a',
    '@x.fr',
    'a@',
    'a b@x.fr',
    '"a b"@x.fr',
    'a@[127.0.0.1]',
    'é@x.fr',
    'a@é.fr',
    '\u212a@x.fr',
    'a@\u212a.fr',
    'a..b@x.fr',
    '.a@x.fr',
    'a@x..fr',
    'a@-x.fr',
    'a@b@c.fr',
    'a@x.fr\r\nb',
    `${'a'.repeat(65)}@x.fr`,
    `a@${'x'.repeat(64)}.fr`,
  ]) {
    t.equal(adresseDe(text), null, text)
  }
})

t.test('reads the sex as written', async (t) => {
  for (const text of ['M', 'homme', 'Masculin', 'H']) t.equal(sexeDe(text), 'M', text)
  for (const text of ['F', 'femme', 'Féminin']) t.equal(sexeDe(text), 'F', text)
  for (const text of ['I', 'indéterminé']) t.equal(sexeDe(text), 'I', text)
  for (const text of ['', 'X', 'M / F']) t.equal(sexeDe(text), null, text)
})

t.test('takes no yes that is weakened or left open', async (t) => {
  for (const text of ['oui', 'OUI', 'Oui.', 'oui (oral)', 'oui, recueilli le 12/03/2026'])
    t.equal(ouiNonDe(text), true, text)
  for (const text of ['non', 'NON', 'non recueilli', 'Non, patient opposé'])
    t.equal(ouiNonDe(text), false, text)
  for (const text of [
    'oui / non',
    'oui ou non',
    'oui, sous réserve',
    'oui mais',
    'oui ?',
    'à recueillir',
    '',
    'ouistiti',
    'non / oui',
  ]) {
    t.equal(ouiNonDe(text), null, text)
  }
})

t.test('reads the mode and the author of a consent', async (t) => {
  t.equal(modeConsentementDe('Oral'), 'oral')
  t.equal(modeConsentementDe('écrit'), 'ecrit')
  t.equal(modeConsentementDe('par voie électronique'), 'electronique')
  t.equal(modeConsentementDe('oral ou écrit'), null)
  t.equal(modeConsentementDe('?'), null)
})

t.test('never reads a status of identity as higher than it is written', async (t) => {
  t.equal(statutInsDe('Qualifiée'), 'qualifiee')
  t.equal(statutInsDe('non qualifiée'), 'provisoire')
  t.equal(statutInsDe('validée'), 'validee')
  t.equal(statutInsDe('récupérée'), 'recuperee')
  t.equal(statutInsDe('en cours'), null)
})

t.test('a day without its year is the last one, where it is near and alone', async (t) => {
  const today = '2026-01-10' as Jour
  for (const [written, read] of [
    ['oui, oral, 09/01', 'oui, oral, 09/01/2026'],
    ['le 28 décembre à 14h', 'le 28 décembre 2025 à 14h'],
    ['le 1er janvier.', 'le 1er janvier 2026.'],
    ['11/01', '11/01'],
    ['1/6', '1/6'],
    ['31/12', '31/12/2025'],
    ['31/11', '31/11'],
    ['09/01 et 08/01', '09/01 et 08/01'],
    ['09/01, né le 12/03/1951', '09/01, né le 12/03/1951'],
    ['12/03/1951', '12/03/1951'],
    ['28 décembre 2020', '28 décembre 2020'],
    ['12 sur 13', '12 sur 13'],
    ['', ''],
  ] as const)
    t.equal(avecAnnee(written, today), read, written)
})

t.test('the century is written out of a whole day only', async (t) => {
  const today = '2026-11-30' as Jour
  for (const said of ['14 / 05 / 1958', '14 05 1958', '14 - 05 - 1958'])
    t.equal(avecSiecle(said, today, 120), said)
  for (const said of ['14/05/58', '14 / 05 / 58', '140558'])
    t.equal(jourDe(avecSiecle(said, today, 120)), '1958-05-14', said)
})

t.test('a day of the week that the date beside it is not', async (t) => {
  const today = '2026-11-30' as Jour
  for (const [written, isWrong] of [
    ['lundi 30/11/2026', false],
    ['Lundi, le 30 novembre 2026', false],
    ['mardi 30/11/2026', true],
    ['recueilli le jeudi 30/11/2026 au cabinet', true],
    ['lundi 12/03/1951', false],
    ['lundi douze mars mille neuf cent cinquante et un', false],
    ['mardi', false],
    ['mardi 30', false],
    ['30/11/2026', false],
    ['vu mardi, le 30/11/2026', true],
    ['', false],
  ] as const) {
    t.equal(semaineContredite(written, today, 120), isWrong, written)
  }
})
