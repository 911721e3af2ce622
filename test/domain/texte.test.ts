/**
 * One form for words: the quick way through French text gives what the rules of Unicode give.
 */
import fc from 'fast-check'
import t from 'tap'

import { fold, words } from '../../src/domain/texte.ts'

/** The rules, one after the other. */
function byTheRules(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[’‘ʼ′`]/g, "'")
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

t.test('folds every unit of writing as the rules do, alone and among others', async (t) => {
  const differing: number[] = []
  for (let unit = 0; unit < 0x10000; unit++) {
    const text = ` A${String.fromCharCode(unit)}  É`
    if (fold(text) !== byTheRules(text)) differing.push(unit)
  }
  t.strictSame(differing, [])
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0x17f }),
    fc.integer({ min: 0x2000, max: 0x206f }),
    fc.constantFrom(0x20, 0x301, 0x3a3, 0xfeff, 0x2212, 0x1f600),
  )
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 12 }), (units) => {
      const text = String.fromCodePoint(...units)
      return fold(text) === byTheRules(text)
    }),
  )
})

t.test('blanks around a plain text fall away', (t) => {
  t.equal(fold(' !'), '!')
  t.equal(fold(' Oui '), 'oui')
  t.equal(fold(''), '')
  t.end()
})

t.test('keeps letters and digits of words', async (t) => {
  t.equal(words('  L’Œuvre — n° 2,  Évaluée '), 'l oeuvre n 2 evaluee')
})
