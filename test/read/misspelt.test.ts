/** A first word one letter off from a keyword is read as it, or asked about; never passed over. SPEC §5, §6.1 */
import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import { misspelt } from '../../src/read/misspelt.ts'

const read = (text: string) => readKeyword(text.split('\n'), '2026-06-08' as Jour)

/** Words that let something leave, or commit their author. */
const ASKED: readonly MotCle[] = [
  'AVIS',
  'RECTIFICATIF',
  'ACCEPTE',
  'REFUS',
  'REORIENTATION',
  'ABSENT',
  'PRESENT',
  'ACCORD',
  'DESACCORD',
  'NON URGENT',
  'JE VALIDE',
  'JE CONFIRME',
]
const UNDERSTOOD: readonly MotCle[] = [
  'ANNULATION',
  'RETRAIT CONSENTEMENT',
  'COMPLEMENT',
  'ETAT',
  'URGENT',
]

/** Every word that one slip of a finger makes of another. */
function slips(word: string): readonly string[] {
  const at = [...word].map((_, index) => index)
  return [
    ...at.map((i) => word.slice(0, i) + word.slice(i + 1)),
    ...at.map((i) => `${word.slice(0, i)}W${word.slice(i)}`),
    ...at.map((i) => `${word.slice(0, i)}W${word.slice(i + 1)}`),
    ...at.map((i) => word.slice(0, i) + (word[i + 1] ?? '') + word[i] + word.slice(i + 2)),
  ].filter((one) => one !== word && /\S/.test(one))
}

/** Slips that make other words, or the keyword itself. */
const WORDS = new Set(['ETA', 'JE VALIDE ', 'NON URGENT '])

t.test('each slip in each keyword is heard: read as it, or asked about', async (t) => {
  for (const motCle of [...ASKED, ...UNDERSTOOD])
    for (const slip of slips(motCle)) {
      const { motCle: got, presque } = read(slip)
      if (WORDS.has(slip) || got === motCle) continue
      const heard = got ?? presque?.motCle ?? null
      t.equal(heard, motCle, slip)
      if (ASKED.includes(motCle)) t.equal(got, null, `${slip} does nothing by itself`)
    }
})

t.test(
  'as people misspell them: alone, before a colon, a dash, a greeting or the number',
  async (t) => {
    const asked: readonly (readonly [string, MotCle, string])[] = [
      ['ACORD', 'ACCORD', 'ACORD'],
      ['Bonjour,\n\nAcord', 'ACCORD', 'Acord'],
      ['ACORD, merci', 'ACCORD', 'ACORD, merci'],
      ['ACORD TE-2026-000123', 'ACCORD', 'ACORD TE-2026-000123'],
      ['Accords', 'ACCORD', 'Accords'],
      ['AVSI\nLésion bénigne.', 'AVIS', 'AVSI'],
      ['AVSI : lésion bénigne', 'AVIS', 'AVSI'],
      ['AVSI — lésion bénigne', 'AVIS', 'AVSI'],
      ['AVSI - lésion bénigne', 'AVIS', 'AVSI'],
      ['REFFUS', 'REFUS', 'REFFUS'],
      ['REFFUS : hors de mon champ', 'REFUS', 'REFFUS'],
      ['RECTIFICATFI', 'RECTIFICATIF', 'RECTIFICATFI'],
      ['JE CONFIRM', 'JE CONFIRME', 'JE CONFIRM'],
      ['ACEPTE', 'ACCEPTE', 'ACEPTE'],
      ['ACEPTE : biopsie demain', 'ACCEPTE', 'ACEPTE'],
      ['COMPLÉMANT : depuis quand ?', 'COMPLEMENT', 'COMPLÉMANT'],
      ['COMPLÉMANT — depuis quand ?', 'COMPLEMENT', 'COMPLÉMANT'],
      ['ANULATION : guéri', 'ANNULATION', 'ANULATION'],
    ]
    for (const [text, motCle, dit] of asked) {
      const { motCle: got, presque, rest } = read(text)
      t.match([got, presque?.motCle, presque?.dit], [null, motCle, dit], text)
      t.equal(rest.join('\n'), text, 'and not a word is taken from it')
    }
    const understood: readonly (readonly [string, MotCle])[] = [
      ['ANULATION', 'ANNULATION'],
      ['RETRAIT CONSENTEMNT', 'RETRAIT CONSENTEMENT'],
      ['COMPLÉMANT', 'COMPLEMENT'],
      ['ETTAT', 'ETAT'],
      ['URGNET', 'URGENT'],
    ]
    for (const [text, motCle] of understood) {
      const { motCle: got, presque } = read(text)
      t.strictSame([got, presque], [motCle, null], text)
    }
    for (const text of ['avis: bénin', 'Avis — bénin', 'Avis – bénin', 'AVIS:bénin']) {
      t.match(read(text), { motCle: 'AVIS', rest: ['bénin'] }, text)
    }
  },
)

t.test('a word of its own, a label or a sentence is no keyword one letter off', async (t) => {
  for (const line of [
    'Devis',
    'Ravis',
    'Amis : merci',
    'Été',
    'Urgence : non',
    'Absence',
    'Présence',
    'Acord du patient pour la photo',
    'Avsi pris auprès d’un confrère',
    'Patient : DURAND',
    'Sexe : F',
    '',
    '-',
  ]) {
    t.equal(misspelt(line), null, line)
  }
})
