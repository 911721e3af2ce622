/** What a letter invites is understood when it comes: each invitation of each letter, in every ordinary spelling. SPEC §13.13 */
import { readdirSync, readFileSync } from 'node:fs'

import t from 'tap'

import { isSansDocumentsEcrit } from '../../src/domain/limite-documents.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import { sampleCourrier } from '../support/dossiers.ts'

const TODAY = '2026-11-30' as never
const SNAPSHOTS = ['letters', 'write'].map(
  (name) => new URL(`../../tap-snapshots/test/write/${name}.test.ts.test.cjs`, import.meta.url),
)
const letters = SNAPSHOTS.map((url) => {
  try {
    return readFileSync(url, 'utf8')
  } catch {
    return ''
  }
}).join('\n')

/** The sentences as they are written, those that no snapshot shows among them. */
const WRITE = new URL('../../src/write/', import.meta.url)
const sources = [
  ...readdirSync(WRITE)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => new URL(name, WRITE)),
  new URL('../../src/errors.ts', import.meta.url),
]
  .map((url) => readFileSync(url, 'utf8').replace(/^ *(?:\*|\/\*).*$/gm, ''))
  .join('\n')

const motCleDe = (lines: readonly string[]) => readKeyword(lines, TODAY)

t.test('the body of each link', async (t) => {
  const bodies = [...letters.matchAll(/mailto:[^\s>"]{1,400}?body=([^\s>"&]{1,400})/g)].map(
    ([, body = '']) => decodeURIComponent(body),
  )
  const distinct = [...new Set(bodies)]
  t.ok(distinct.length > 10)
  for (const body of distinct) {
    const lines = body.split(/\r?\n/)
    if (/^[\p{Lu}][\p{L} ’']+ :/u.test(lines[0] ?? '')) continue
    t.not(motCleDe(lines).motCle, null, JSON.stringify(lines[0]))
    t.equal(motCleDe([...lines, 'Bien confraternellement,']).motCle, motCleDe(lines).motCle)
  }
})

/** What is understood as a line, without being a keyword. */
const PHRASES: { readonly [mot: string]: (line: string) => boolean } = {
  'SANS DOCUMENTS': (texte) => isSansDocumentsEcrit(sampleCourrier({ texte })),
}

/** What a sentence tells the reader to write after the word. */
const SUITES: { readonly [suite: string]: readonly string[] } = {
  'ce numéro': [
    '06 88 00 55 55',
    '0688005555',
    '06.88.00.55.55',
    '+33 6 88 00 55 55',
    'au 06 88 00 55 55',
    'tél. 06 88 00 55 55',
    '(06 88 00 55 55)',
    '06 88 00 55 55, appelez-moi vite',
  ],
  'la spécialité': ['cardiologie', 'Cardiologie', 'en cardiologie'],
  'premier et du dernier jour': [
    '12/12/2026 20/12/2026',
    '12/12/2026 au 20/12/2026',
    'du 12 au 20 décembre 2026',
  ],
  'jour de votre retour': ['16/12/2026', '16 décembre 2026', 'le 16 décembre'],
}

t.test('each sentence', async (t) => {
  const plain = `${letters}\n${sources}`.replace(/\s+/g, ' ')
  const said = [
    ...plain.matchAll(
      /(?:[RrÉé]pondez|[ÉéE]crivez)(?: en première ligne)?(?: :)? (?:« ?)?((?:JE [A-Z]{3,}|[A-Z]{3,}(?: [A-Z]{3,})?)(?: TE-\d{4}-\d{6})?)(?: suivie? (?:de|du) ([^,.;:»]{3,30}))?/g,
    ),
  ]
  const rows = [
    ...new Map(
      said.map(([, mot = '', suite = '']) => [`${mot}|${suite}`, { mot, suite }]),
    ).values(),
  ]
  t.ok(rows.some(({ mot, suite }) => mot === 'URGENT' && suite.startsWith('ce numéro')))
  t.ok(rows.some(({ mot }) => mot.startsWith('ACCORD TE-')))
  for (const { mot, suite } of rows) {
    const word = mot.replace(/ TE-.*/, '')
    for (const text of [mot, `${mot}.`, `${mot} :`, mot.toLowerCase()]) {
      t.ok(motCleDe([text]).motCle === word || PHRASES[word]?.(text), text)
    }
    const known = Object.entries(SUITES).find(([name]) => suite.startsWith(name))?.[1]
    t.ok(suite === '' || known !== undefined, `what is « ${suite} »?`)
    for (const value of known ?? []) {
      for (const text of [
        `${mot} ${value}`,
        `${mot} : ${value}`,
        `${mot} - ${value}`,
        `${mot}, ${value}`,
      ]) {
        const found = motCleDe([text, '', 'Le patient doit être vu.'])
        t.equal(found.motCle, word, text)
        t.ok(
          `${found.argument ?? ''}\n${found.rest.join('\n')}`.includes(value.replace(/^en /, '')),
          text,
        )
      }
      t.equal(motCleDe([mot, value]).motCle, word, `${mot} and ${value} below`)
    }
  }
})

t.test('« urgent » in prose is no word', async (t) => {
  for (const text of [
    'Urgent de revoir le patient',
    'Urgent 2 patients à voir',
    'Urgent le 06/12',
  ]) {
    t.equal(motCleDe([text]).motCle, null, text)
  }
})
