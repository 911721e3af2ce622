/**
 * Answers typed below lines of ours: each reaches its reader with the quoted line above it, whatever program quotes,
 * and a quoted line is never its author's own word. SPEC §4
 */
import fc from 'fast-check'
import t from 'tap'

import { enPropre } from '../../src/domain/courrier.ts'
import { courrier, html, plain } from '../support/mime-opened.ts'

const RUNS = Number(process.env.FUZZ_RUNS ?? 200)
const US = 'Téléexpertise <teleexpertise@x.fr>'
const WROTE = `Le lun. 30 nov. 2026 à 10:31, ${US} a écrit :`

/** A letter of ours: how it begins, what it says, how it ends. */
const HEAD = ['Bonjour Dr Paul BERNARD,', '', 'Voici l’avis du Dr Marie CURIE sur votre demande :']
const SAID = [
  "TEP-TDM d'emblée (nodule 9 mm, 45 PA : risque > 10 %).",
  'VEMS 62 % : pas de CI à une biopsie.',
  'prégabaline 75 → 150 mg x2',
  'Conclusion : majoration modérée, iono J2.',
  'Passer le Lasilix de 5*2 à 7,5*2 mg/h (et non 10).',
  'Le consentement du patient est oral et la patiente ne veut plus attendre.',
]
const END = [
  '',
  'COMPLEMENT (ajouter une précision ou un document)',
  '',
  '-- ',
  'Téléexpertise x.fr',
]
const LETTER = [...HEAD, '', ...SAID, ...END]

/** Lines as they were sent, and answers between them (`own`). */
type Line = { readonly own: boolean; readonly text: string }

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const div = (text: string) => (text === '' ? '<div><br></div>' : `<div>${escaped(text)}</div>`)

/** Quoted lines in blocks, own ones between them. */
function blocks(lines: readonly Line[], open: string): string {
  let out = ''
  let isIn = false
  for (const { own, text } of lines) {
    if (isIn === own) out += own ? '</blockquote>' : open
    isIn = !own
    out += div(text)
  }
  return isIn ? `${out}</blockquote>` : out
}

/** How programs show answers between the lines of what they answer. */
const CLIENTS: { readonly [client: string]: (lines: readonly Line[]) => string } = {
  'plain >': (lines) =>
    plain(lines.map(({ own, text }) => (own ? text : `> ${text}`.trimEnd())).join('\n')),
  'plain > with its announcement': (lines) =>
    plain([WROTE, ...lines.map(({ own, text }) => (own ? text : `>${text}`))].join('\n')),
  'plain |': (lines) => plain(lines.map(({ own, text }) => (own ? text : `| ${text}`)).join('\n')),
  'Outlook, plain': (lines) =>
    plain(
      `-----Message d'origine-----\nDe : ${US}\nEnvoyé : lundi 30 novembre 2026 10:31\nÀ : Dr Moi\nObjet : TE\n\n${lines.map(({ text }) => text).join('\n')}`,
    ),
  Gmail: (lines) =>
    html(
      `<div class="gmail_attr">${escaped(WROTE)}<br></div>${blocks(lines, '<blockquote class="gmail_quote">')}`,
    ),
  Thunderbird: (lines) =>
    html(
      `<div class="moz-cite-prefix">${escaped(WROTE)}</div>${blocks(lines, '<blockquote type="cite" cite="mid:x">')}`,
    ),
  'Apple Mail': (lines) => html(blocks(lines, '<blockquote type="cite">')),
}

const ANSWERS = [
  'refusé par le patient',
  'ok, on fait',
  'impossible J2, labo fermé',
  '50 mg',
  'fait',
]

/** Answers below some lines of what the letter says; whether what was not needed of it was cut away. */
const interleaved = fc
  .record({
    answers: fc.array(fc.option(fc.constantFrom(...ANSWERS), { freq: 2 }), {
      minLength: SAID.length,
      maxLength: SAID.length,
    }),
    isCut: fc.boolean(),
  })
  .filter(({ answers }) => answers.some((one) => one !== null))
  .map(({ answers, isCut }) => {
    const lines = SAID.flatMap((text, i): readonly Line[] => {
      const said = answers[i] ?? null
      return said === null
        ? [{ own: false, text }]
        : [
            { own: false, text },
            { own: true, text: said },
          ]
    })
    const lastAnswer = lines.findLastIndex(({ own }) => own)
    const quoted = (all: readonly string[]) => all.map((text) => ({ own: false, text }))
    return isCut ? lines.slice(0, lastAnswer + 1) : [...quoted(HEAD), ...lines, ...quoted(END)]
  })

const bare = (line: string) => line.replace(/^[>|\s]+/, '').trim()

t.test('each answer reaches its reader below the quoted line that it answers', async (t) => {
  for (const [client, quote] of Object.entries(CLIENTS)) {
    await fc.assert(
      fc.asyncProperty(interleaved, async (lines) => {
        const { texte, libre } = await courrier(quote(lines), '', [LETTER.join('\n')])
        for (const read of [texte, libre]) {
          const shown = read
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map(bare)
          let from = 0
          for (const [i, { own, text }] of lines.entries()) {
            if (!own) continue
            const at = shown.findIndex(
              (line, n) => n >= from && line === text && shown[n - 1] === lines[i - 1]?.text,
            )
            if (at === -1) throw new Error(`${client}: « ${text} » in\n${read}`)
            from = at + 1
          }
        }
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    )
    t.pass(client)
  }
})

t.test('what is quoted is marked and is nobody’s own word', async (t) => {
  for (const [client, quote] of Object.entries(CLIENTS)) {
    if (client.startsWith('Outlook')) continue
    const lines = SAID.map((text) => ({ own: false, text }))
    const mail = quote([...lines, { own: true, text: 'ok, on fait' }])
    const read = await courrier(mail, '', [LETTER.join('\n')])
    t.equal(read.cite?.length, SAID.length, client)
    for (const line of SAID)
      t.ok(
        read.texte.split('\n').some((one) => /^[>|]/.test(one) && bare(one) === line),
        client,
      )
    t.equal(enPropre(read).texte.trim().replace(WROTE, '').trim(), 'ok, on fait', client)
    t.equal(read.conclusion, null, client)
  }
})

/** What stays out: a letter of ours above or below all that its author says. */
const OUT: { readonly [place: string]: (quoted: readonly string[]) => readonly string[] } = {
  'a whole letter above': (quoted) => [WROTE, ...quoted, '', 'Merci, je fais le nécessaire lundi.'],
  'a whole letter above, without its announcement': (quoted) => [...quoted, '', 'Je fais lundi.'],
  'a whole letter below': (quoted) => ['Je fais le nécessaire lundi.', '', WROTE, ...quoted],
  'the end of a letter above': (quoted) => [...quoted.slice(4), 'Je fais le nécessaire lundi.'],
  'lines above a signature': (quoted) => [
    'Je fais lundi.',
    '',
    ...quoted.slice(4, 7),
    'Cordialement',
    'Dr Paul BERNARD',
  ],
}

t.test('a whole letter above its answer, and what nobody answers, is left out', async (t) => {
  for (const [place, of] of Object.entries(OUT)) {
    const mail = plain(of(LETTER.map((line) => `> ${line}`)).join('\n'))
    const { texte, cite } = await courrier(mail, '', [LETTER.join('\n')])
    t.equal(cite, undefined, place)
    for (const line of SAID) t.notMatch(texte, line, place)
    t.match(texte, /lundi/, place)
  }
})

t.test(
  'the keyword above a quoted line is the keyword, the answer below it the text',
  async (t) => {
    const mail = plain(`COMPLEMENT\n> ${SAID[0]}\nrefusé par le patient\n> ${SAID[1]}\nok, on fait`)
    const read = await courrier(mail, '', [LETTER.join('\n')])
    t.equal(read.motCle, 'COMPLEMENT')
    t.equal(read.texte, `> ${SAID[0]}\nrefusé par le patient\n> ${SAID[1]}\nok, on fait`)
  },
)

t.test('a line that holds a link of ours never stays', async (t) => {
  const link = 'dossier+abcdefghijklmnopqrstuvwxyz234567@x.fr?subject=TE'
  const letter = [...HEAD, SAID[0], link, SAID[1], ...END].join('\n')
  const mail = plain(`> ${SAID[0]}\n> ${link}\n> ${SAID[1]}\nok`)
  t.notMatch((await courrier(mail, '', [letter])).texte, 'dossier+')
})
