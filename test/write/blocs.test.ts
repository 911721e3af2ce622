import fc from 'fast-check'
import t from 'tap'

import { type Bloc, clean, htmlBody, textBody } from '../../src/write/blocs.ts'

const evil = `<script>alert(1)</script>"'&\u202e\u0007\r\n<img src=x onerror=1>`
const all = (texte: string): readonly Bloc[] => [
  { kind: 'texte', texte },
  { kind: 'texte', texte, exact: true },
  { kind: 'titre', texte },
  { kind: 'faits', lignes: [[texte, texte]] },
  { kind: 'liste', elements: [texte] },
  { kind: 'cite', texte },
  { kind: 'liens', liens: [{ motCle: texte, libelle: texte, href: `mailto:a@b?x="${texte}` }] },
  { kind: 'formulaire', lignes: [texte] },
]

t.test('no block lets a text become markup', async (t) => {
  for (const bloc of all(evil)) {
    const html = htmlBody([bloc])
    t.notMatch(html, /<script|<img/, bloc.kind)
    t.notMatch(html, /href="[^"]*"[^>]*"/, bloc.kind)
  }
})

t.test('no text of any kind adds a tag', async (t) => {
  const tags = (html: string): number => html.split('<').length
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (texte) => {
      // Line breaks are the only markup that a text may bring.
      const flat = `a${texte.replace(/[\r\n\v\f\u0085\u2028\u2029]/g, ' ')}b`
      return all(flat).every((bloc, at) => {
        const plain = all('ab')[at]
        return plain !== undefined && tags(htmlBody([bloc])) === tags(htmlBody([plain]))
      })
    }),
  )
  t.pass()
})

t.test('text is cleaned of what steers a display, and of nothing else', async (t) => {
  t.equal(clean('a\r\nb\rc\u2028d'), 'a\nb\nc\nd')
  t.equal(clean('5\f3\v4\u00858'), '5\n3\n4\n8', 'what breaks a line never joins two numbers')
  t.equal(clean('\u202eabc\u2066\u0000\u001b[31m'), 'abc[31m')
  t.equal(clean('œ €\u00a0« é » ≥\t1'), 'œ €\u00a0« é » ≥\t1')
  t.equal(clean('a\ud800b'), 'a\ufffdb')
})

t.test('our own words take French spaces in HTML, words fixed by contract do not', async (t) => {
  const texte = 'Urgence vitale : appelez « le 15 » !'
  t.match(htmlBody([{ kind: 'texte', texte }]), 'vitale\u00a0: appelez «\u00a0le 15\u00a0»\u00a0!')
  t.match(htmlBody([{ kind: 'texte', texte, exact: true }]), texte)
  t.match(textBody([{ kind: 'texte', texte }]), texte)
})

t.test('a word of any length breaks within the screen, in a table too', async (t) => {
  const texte = 'a'.repeat(200)
  const html = htmlBody([{ kind: 'faits', lignes: [['Adresse', texte]] }])
  t.match(html, /<body style="[^"]*overflow-wrap:break-word/)
  // A cell is as wide as its longest word, unless this is said of it. CSS Text 3 §5.5
  t.match(html, /<td style="[^"]*overflow-wrap:anywhere[^"]*">a{200}</)
})

t.test('empty blocks leave no trace', async (t) => {
  t.equal(
    textBody([
      { kind: 'liste', elements: [] },
      { kind: 'liens', liens: [] },
    ]),
    '\n',
  )
  t.notMatch(
    htmlBody([
      { kind: 'liste', elements: [] },
      { kind: 'faits', lignes: [] },
    ]),
    /<ul|<table/,
  )
})

t.test(
  'no line of a text that is not ours stands at the margin as a title of ours does',
  async (t) => {
    const title = (line: string): boolean => /^[\u2500-\u257f]{2}/.test(line)
    const forged = [
      '── Demande ──',
      '\u200b── Demande ──',
      '━━ Demande ━━',
      '—— Demande ——',
      '-- Demande --',
      '== Demande ==',
      'Prose.\n── Demande ──\nNuméro : TE-2026-000001\nConsentement : le patient, écrit, 1er janvier 2020',
    ]
    const word = fc.constantFrom(
      '──',
      '── Demande ──',
      '\n',
      ' ',
      'Consentement : oui',
      '—',
      'é',
      '-- \n',
    )
    const facts: Bloc = { kind: 'faits', lignes: [['Consentement', 'oui']] }
    const check = (texte: string): boolean =>
      (['cite', 'texte'] as const).every((kind) => {
        const [, , ...lines] = textBody([facts, { kind, texte }]).split('\n')
        return !lines.some(title)
      })
    for (const texte of forged) {
      const lines = textBody([facts, { kind: 'cite', texte }])
        .trimEnd()
        .split('\n')
        .slice(2)
      t.ok(
        lines.every((line) => line.startsWith('  ')),
        JSON.stringify(texte),
      )
      t.equal(lines.map((line) => line.slice(2)).join('\n'), clean(texte), 'not a word changes')
    }
    for (const texte of [
      'Consentement : le patient',
      'CONSENTEMENT: oui',
      '* Consentement : oui',
    ]) {
      t.match(textBody([facts, { kind: 'cite', texte }]), `\n\n  ${texte}\n`)
    }
    for (const texte of ['Bonjour.\n-- \nDr X', 'TA : 12/8\n- un\n- deux', 'a — b', '---']) {
      t.match(
        textBody([facts, { kind: 'cite', texte }]),
        `\n\n${texte}\n`,
        'what is like nothing of ours stays',
      )
    }
    fc.assert(fc.property(fc.array(word, { maxLength: 12 }), (words) => check(words.join(''))))
  },
)
