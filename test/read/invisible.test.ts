/** Characters without ink: they change no word, quarantine nothing, and those that deceive a reader are shown. SPEC §4 */
import t from 'tap'

import { isRefusal } from '../../src/errors.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { readParts } from '../../src/read/parts.ts'
import { decoded } from '../../src/read/texts.ts'
import { differenceOf } from '../../src/second/compare.ts'
import { partsOf } from '../../src/second/reading.ts'
import { courrier, html, plain } from '../support/mime-opened.ts'

const INKLESS = ['\u00ad', '\u200b', '\u200c', '\u200e', '\u2060', '\ufeff']
const SHOWN: { readonly [name: string]: string } = {
  'U+202A': '\u202a',
  'U+202C': '\u202c',
  'U+2066': '\u2066',
  'U+2069': '\u2069',
  'U+FE00': '\ufe00',
  'U+E0100': '\u{e0100}',
  'U+FFF9': '\ufff9',
  'U+FFFB': '\ufffb',
}
const TURNED: { readonly [name: string]: string } = {
  'U+202D': '\u202d',
  'U+202E': '\u202e',
  'U+E0041': '\u{e0041}',
  'U+E0001': '\u{e0001}',
}
const PLACES: { readonly [name: string]: (sign: string) => string } = {
  'at the beginning': (sign) => `${sign}Nom de naissance : TARTEMPION`,
  'within a label': (sign) => `Nom de nais${sign}sance : TARTEMPION`,
  'within a value': (sign) => `Nom de naissance : TARTEM${sign}PION`,
  'at the end': (sign) => `Nom de naissance : TARTEMPION${sign}`,
}
const entities = (text: string) => ({
  plain: plain(text),
  html: html(
    text
      .split('\n')
      .map((line) => `<p>${line}</p>`)
      .join(''),
  ),
})

async function difference(entity: string) {
  const octets = memoryBytes(Buffer.from(entity))
  const first = await readParts(octets)
  if (isRefusal(first)) throw new Error(first.code)
  return differenceOf(first, await partsOf(octets, decoded))
}

t.test('a sign without ink changes no word and no reading', async (t) => {
  for (const [place, put] of Object.entries(PLACES)) {
    for (const sign of INKLESS) {
      const name = `${place} × U+${sign.charCodeAt(0).toString(16)}`
      for (const [kind, entity] of Object.entries(entities(`Bonjour\n${put(sign)}\nSexe : F`))) {
        const { formulaire, douteux } = await courrier(entity)
        t.strictSame(formulaire, { nomNaissance: 'TARTEMPION', sexe: 'F' }, `${name}, ${kind}`)
        t.equal(douteux, undefined)
        t.equal(await difference(entity), null, `${name}, ${kind}: two readings agree`)
      }
    }
  }
})

t.test('the author’s text keeps them', async (t) => {
  const prose = 'dermato\u00adlogie, per\u200bfusion \u200c5 mg\u2060/h'
  for (const entity of Object.values(entities(`AVIS : ${prose}\n${prose}`))) {
    t.match((await courrier(entity)).texte, `${prose}\n`.trimEnd())
    t.ok((await courrier(entity)).texte.startsWith(prose))
  }
  const { formulaire } = await courrier(plain(`Contexte : ${prose}\nsuite ${prose}`))
  t.equal(formulaire.contexte, `${prose}\nsuite ${prose}`)
})

t.test('a sign that turns, hides or replaces words is shown, wherever it stands', async (t) => {
  for (const [code, sign] of Object.entries({ ...SHOWN, ...TURNED })) {
    for (const [place, put] of Object.entries(PLACES)) {
      for (const entity of Object.values(entities(`${put(sign)}\nAlors${sign} non`))) {
        const { libre } = await courrier(entity)
        t.match(libre, put(`[${code}]`), `${place} × ${code}`)
        t.match(libre, `Alors[${code}] non`)
      }
    }
    const { texte } = await courrier(plain(`AVIS : a${sign}b`))
    t.equal(texte, `a[${code}]b`)
    const { formulaire } = await courrier(plain(`Question : a${sign}b ?`))
    t.equal(formulaire.question, `a[${code}]b ?`)
  }
})

t.test(
  'a line of the form that is turned round, or holds what nobody sees, is asked about',
  async (t) => {
    for (const [code, sign] of Object.entries(TURNED)) {
      const { douteux } = await courrier(plain(PLACES['within a value']?.(sign) ?? ''))
      t.strictSame(douteux, { nomNaissance: 'signes' }, code)
    }
    for (const [code, sign] of Object.entries(SHOWN)) {
      t.equal((await courrier(plain(`Sexe : F${sign}`))).douteux, undefined, code)
    }
  },
)

t.test('pictures, keycaps and flags keep theirs', async (t) => {
  const text = 'Merci ❤️ 1️⃣ 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 👩‍⚕️'
  t.equal((await courrier(plain(text))).libre, text)
})
