/**
 * What must hold for any octets and any way to write a form. FUZZ_RUNS sets how many are tried.
 */
import fc from 'fast-check'
import t from 'tap'

import { designationDe, medecinTraitantDit } from '../../src/domain/designation.ts'
import {
  adresseDe,
  jourDe,
  luhnValid,
  nirDe,
  nirKey,
  ouiNonDe,
  rppsDe,
} from '../../src/domain/identifiants.ts'
import { periodeDe } from '../../src/domain/periode.ts'
import { specialiteDe } from '../../src/domain/specialites.ts'
import { urgenceDuSujet } from '../../src/domain/urgence.ts'
import { voieDe } from '../../src/domain/voie.ts'
import { isRefusal } from '../../src/errors.ts'
import { memoryBytes } from '../../src/kit/bytes.ts'
import { type Codage, decodeBody } from '../../src/mime/decode.ts'
import { parseStructured } from '../../src/mime/parameters.ts'
import { type MimeNode, readTree } from '../../src/mime/tree.ts'
import { readReceipt } from '../../src/read/receipt.ts'
import { courrier, html, plain, reading } from '../support/mime-opened.ts'
import { inPieces } from '../support/mime-tree.ts'

const numRuns = Number(process.env.FUZZ_RUNS ?? 300)

// Octets that look like mail often enough to reach every branch.
const FRAGMENTS = [
  '\r\n',
  '\n',
  '\r',
  '--b',
  '--b--',
  '\r\n\r\n',
  'Content-Type: multipart/mixed; boundary=b',
  'Content-Type: text/html',
  'Content-Type: message/rfc822',
  'Content-Transfer-Encoding: base64',
  'Content-Transfer-Encoding: quoted-printable',
  "Content-Disposition: attachment; filename*0*=utf-8''%C3",
  '=?utf-8?Q?=C3=A9?=',
  '<table><tr><td>Sexe</td><td>',
  '</blockquote>',
  '> ',
  'Sexe : F',
  'AVIS',
  'Le 12/03/2026 à 10:00, X a écrit :',
  'Content-Type: multipart/report; boundary=b',
  'Content-Type: message/delivery-status',
  'Action: failed',
  ' ',
  '\t',
  '=',
  ';',
  '"',
  '(',
  '\u0000',
]
const mailLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(...FRAGMENTS).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 8 }).map((octets) => Buffer.from(octets)),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => Buffer.concat(pieces))

function check(node: MimeNode, from: number, to: number): boolean {
  return (
    node.debut >= from &&
    node.fin >= node.debut &&
    node.fin <= to &&
    node.children.every((child) => check(child, node.debut, node.fin))
  )
}

t.test('reads any octets without throwing, into ranges that lie within each other', async (t) => {
  await fc.assert(
    fc.asyncProperty(mailLike, async (octets) => {
      const tree = await readTree(memoryBytes(octets))
      return isRefusal(tree) || check(tree, 0, octets.length)
    }),
    { numRuns },
  )
  t.pass('for all')
})

t.test('reads the same tree whatever the seams', async (t) => {
  await fc.assert(
    fc.asyncProperty(mailLike, fc.integer({ min: 1, max: 9 }), async (octets, size) => {
      const whole = JSON.stringify(await readTree(memoryBytes(octets)))
      return whole === JSON.stringify(await readTree(inPieces(octets, size)))
    }),
    { numRuns },
  )
  t.pass('for all')
})

t.test('decodes the same octets whatever the seams', async (t) => {
  const all = async (octets: Buffer, size: number, codage: Codage) => {
    const pieces: Buffer[] = []
    for await (const piece of decodeBody(inPieces(octets, size), codage)) pieces.push(piece)
    return Buffer.concat(pieces)
  }
  await fc.assert(
    fc.asyncProperty(
      mailLike,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom<Codage>('base64', 'quoted-printable', 'identite'),
      async (octets, size, codage) =>
        (await all(octets, size, codage)).equals(await all(octets, 1_000_000, codage)),
    ),
    { numRuns },
  )
  t.pass('for all')
})

t.test('reads any letter and any notice without throwing', async (t) => {
  await fc.assert(
    fc.asyncProperty(mailLike, fc.string(), async (octets, subject) => {
      await reading(octets, subject)
      await readReceipt(memoryBytes(octets))
    }),
    { numRuns },
  )
  t.pass('for all')
})

t.test(
  'reads any small text of a form without throwing, and only into values that hold',
  async (t) => {
    await fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        parseStructured(text)
        designationDe(text)
        medecinTraitantDit(text)
        specialiteDe(text)
        urgenceDuSujet(text)
        voieDe(text, 'te.localhost')
        periodeDe(text, null)
        ouiNonDe(text)
        const jour = jourDe(text)
        const rpps = rppsDe(text)
        const adresse = adresseDe(text)
        return (
          (jour === null || !Number.isNaN(Date.parse(jour))) &&
          (rpps === null || luhnValid(rpps)) &&
          (adresse === null || adresseDe(adresse) === adresse)
        )
      }),
      { numRuns },
    )
    t.pass('for all')
  },
)

t.test('takes every NIR with its key and none with another', async (t) => {
  const digits = (n: number) =>
    fc.integer({ min: 0, max: 10 ** n - 1 }).map((value) => String(value).padStart(n, '0'))
  await fc.assert(
    fc.property(
      fc.constantFrom('1', '2'),
      digits(2),
      fc.integer({ min: 1, max: 12 }),
      fc.oneof(digits(2), fc.constantFrom('2A', '2B')),
      digits(6),
      fc.integer({ min: 1, max: 97 }),
      (sex, year, month, place, order, other) => {
        const body = `${sex}${year}${String(month).padStart(2, '0')}${place}${order}`
        const key = nirKey(body)
        const wrong = String(other).padStart(2, '0')
        return (
          key !== null &&
          nirDe(body + key) === body + key &&
          (wrong === key || nirDe(body + wrong) === null)
        )
      },
    ),
    { numRuns },
  )
  t.pass('for all')
})

const nameOf = (...list: string[]) =>
  fc.array(fc.constantFrom(...list), { minLength: 1, maxLength: 3 }).map((all) => all.join(' '))
const filled = fc.record({
  nomNaissance: nameOf('DUPONT', "d'Arc", 'LE GOFF', 'Ünal', 'Roux-Saget'),
  prenoms: nameOf('Zoé', 'Anne-Marie', 'LOU', 'Éléa'),
  dateNaissance: fc.constantFrom('03/03/1951', '3 mars 1951', '1951-03-03'),
  sexe: fc.constantFrom('M', 'F'),
  consentement: fc.constantFrom('oui', 'non'),
  medecinTraitant: fc.constantFrom('moi-même', 'Dr A <a@x.fr>', '99700218896'),
  question: fc.constantFrom('que faire ?', 'biopsie ? surveillance ?'),
})
const LABELS: { readonly [label: string]: string } = {
  nomNaissance: 'Nom de naissance',
  prenoms: 'Prénoms',
  dateNaissance: 'Date de naissance',
  sexe: 'Sexe',
  consentement: 'Consentement',
  medecinTraitant: 'Médecin traitant',
  question: 'Question',
}
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
type Style = (lines: readonly (readonly [string, string])[]) => string
const STYLES: { readonly [style: string]: Style } = {
  plain: (lines) => plain(lines.map(([l, v]) => `${l} : ${v}`).join('\n')),
  tight: (lines) => plain(lines.map(([l, v]) => `${l}:${v}`).join('\n')),
  equals: (lines) => plain(lines.map(([l, v]) => `${l} = ${v}`).join('\n')),
  capitals: (lines) => plain(lines.map(([l, v]) => `${l.toUpperCase()} : ${v}`).join('\n')),
  'no accents': (lines) =>
    plain(lines.map(([l, v]) => `${l.normalize('NFD').replace(/\p{M}/gu, '')} : ${v}`).join('\n')),
  bullets: (lines) => plain(lines.map(([l, v]) => ` - ${l} : ${v}`).join('\n')),
  bold: (lines) => plain(lines.map(([l, v]) => `*${l} :* ${v}`).join('\n\n')),
  quoted: (lines) => plain(lines.map(([l, v]) => `> ${l} : ${v}`).join('\n')),
  'hard blanks': (lines) =>
    plain(lines.map(([l, v]) => `${l}\u00a0: ${v.replaceAll(' ', '\u00a0')}`).join('\n')),
  'next line': (lines) => plain(lines.map(([l, v]) => `${l} :\n${v}`).join('\n')),
  paragraphs: (lines) =>
    html(lines.map(([l, v]) => `<p><b>${l}</b>&nbsp;: ${escaped(v)}</p>`).join('')),
  breaks: (lines) => html(lines.map(([l, v]) => `${l} : ${escaped(v)}`).join('<br>')),
  table: (lines) =>
    html(
      `<table>${lines.map(([l, v]) => `<tr><td>${l}</td><td>${escaped(v)}</td></tr>`).join('')}</table>`,
    ),
  columns: (lines) =>
    html(
      `<table><tr>${lines.map(([l]) => `<th>${l}</th>`).join('')}</tr><tr>${lines.map(([, v]) => `<td>${escaped(v)}</td>`).join('')}</tr></table>`,
    ),
  list: (lines) =>
    html(`<ul>${lines.map(([l, v]) => `<li>${l} : ${escaped(v)}</li>`).join('')}</ul>`),
  base64: (lines) =>
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(lines.map(([l, v]) => `${l} : ${v}`).join('\n')).toString('base64')}`,
}

t.test('reads a form back the same, in any order, whatever the style', async (t) => {
  for (const [style, write] of Object.entries(STYLES)) {
    await fc.assert(
      fc.asyncProperty(
        filled.chain((form) =>
          fc.tuple(fc.constant(form), fc.shuffledSubarray(Object.keys(form), { minLength: 7 })),
        ),
        async ([form, order]) => {
          const lines = order.map(
            (key) => [LABELS[key] ?? key, (form as { [key: string]: string })[key] ?? ''] as const,
          )
          const { formulaire, contradictions } = await courrier(write(lines))
          for (const [key, value] of Object.entries(form)) {
            if ((formulaire as { [key: string]: string })[key] !== value)
              throw new Error(`${key}: ${JSON.stringify(formulaire)}`)
          }
          return contradictions.length === 0
        },
      ),
      { numRuns: Math.min(numRuns, 60) },
    )
    t.pass(style)
  }
})
