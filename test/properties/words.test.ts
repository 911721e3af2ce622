/** Not a word of a letter is lost or changed on its way through reading, whatever it looks like. SPEC §4, §13.14 */
import fc from 'fast-check'
import t from 'tap'

import { courrier, html, plain } from '../support/mime-opened.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 300)

/** Words and signs that programs and forms give a meaning to. */
const WORDS = [
  'perfusion',
  '5*2',
  'mg/h',
  '>',
  '38,5',
  '°C',
  ':',
  '--',
  '-- ',
  '__',
  '**',
  '*gras*',
  '_a_',
  '|',
  '10⁹/L',
  '½',
  '≥',
  'µg',
  'Portable :',
  'Épouse :',
  'Régime :',
  'Délai :',
  'Rang :',
  'Né à :',
  'Niveau :',
  'Patient :',
  'Hospitalisation :',
  'Allergies :',
  'Conclusion :',
  'Envoyé de mon',
  'a écrit :',
  'De :',
  'À :',
  'Objet :',
  '-----Message d’origine-----',
  'Cordialement',
  'Merci pour votre avis',
  'Bonjour,',
  'PS :',
  'Ce message est destiné',
  'oxygène',
  'HTA',
  'non',
  'oui',
  'œdème',
  'sous',
  'Previscan',
  '2',
  'L/min',
  '(allergie)',
  '[x]',
  '☑',
  '<5>',
  '&',
  '"',
  '😀',
  'é',
  '…',
  '«',
  '»',
  'http://x',
]

const word = fc.constantFrom(...WORDS)
const line = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '))
const text = fc
  .array(fc.tuple(fc.constantFrom('', '> ', '>> ', '- ', '    '), line), {
    minLength: 1,
    maxLength: 8,
  })
  .map((lines) => lines.map(([before, said]) => `${before}${said}`).join('\n'))

/** What stands between blanks. */
const tokens = (said: string) => said.split(/\s+/).filter((one) => one !== '')

const quotedPrintable = (said: string) =>
  `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${[
    ...Buffer.from(said),
  ]
    .map((octet) =>
      octet === 10 ? '\r\n' : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
    .replace(/(?:=[0-9A-F]{2}){20}(?!\r)/g, '$&=\r\n')}`
const escaped = (said: string) =>
  said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const CLIENTS: { readonly [name: string]: (said: string) => string } = {
  plain: (said) => plain(said),
  quotedPrintable,
  outlook: (said) =>
    html(
      said
        .split('\n')
        .map((one) => `<p class="MsoNormal">${escaped(one)}</p>`)
        .join(''),
    ),
  gmail: (said) => html(`<div dir="ltr">${said.split('\n').map(escaped).join('<br>')}</div>`),
  apple: (said) =>
    html(
      said
        .split('\n')
        .map((one) => `<div>${escaped(one) || '<br>'}</div>`)
        .join(''),
    ),
}

for (const [client, written] of Object.entries(CLIENTS)) {
  t.test(`an opinion written with ${client} arrives whole and in order`, async (t) => {
    await fc.assert(
      fc.asyncProperty(text, async (said) => {
        const whole = `Avis rendu ce jour.\n${said}\nSurveillance du patient.`
        const c = await courrier(written(`AVIS\n${whole}`))
        t.strictSame(tokens(c.texte), tokens(whole))
      }),
      { numRuns: RUNS },
    )
  })

  t.test(
    `each word of a request written with ${client} stands in a value or in the free text`,
    async (t) => {
      await fc.assert(
        fc.asyncProperty(text, text, text, async (before, within, after) => {
          const whole = `${before}\nSexe : F\nContexte : toux\n${within}\nQuestion : exérèse ?\n\n${after}`
          const c = await courrier(written(whole))
          const shown = new Map<string, number>()
          const values = Object.values(c.formulaire).join('\n')
          for (const one of tokens(`${c.libre}\n${values}`))
            shown.set(bare(one), (shown.get(bare(one)) ?? 0) + 1)
          // Labels and what they end with are the form's.
          for (const one of tokens(saidOnce(`${before}\n${within}\n${after}`))) {
            if (LABELS.has(bare(one)) || bare(one) === '' || BOXES.has(one)) continue
            const left = (shown.get(bare(one)) ?? 0) - 1
            if (left < 0) throw new Error(`lost: ${one}`)
            shown.set(bare(one), left)
          }
          t.pass()
        }),
        { numRuns: RUNS, examples: [['Hospitalisation : 2\n', '>> \nHospitalisation : 2', '']] },
      )
    },
  )
}

/** Boxes and dots of a form that was not filled in. */
const BOXES = new Set(['[x]', '☑', '…'])
const LABELS = new Set(tokens(WORDS.filter((one) => one.endsWith(':')).join(' ')).map(bare))

/** A line of the form that says again what it said: one value stands for both. */
function saidOnce(text: string): string {
  const said = new Set<string>()
  const lines = text.split('\n').filter((line) => {
    const own = tokens(line.replaceAll('>', ' ')).join(' ')
    const isAgain = LABELS.has(bare(own.split(' ')[0] ?? '')) && said.has(own)
    said.add(own)
    return !isAgain
  })
  return lines.join('\n')
}

function bare(token: string): string {
  return token.replace(/^[>*_:|-]+|[>*_:;,|-]+$/g, '')
}
