/**
 * The guide for physicians: every keyword and the lines that must be written are in it, the document is made from it,
 * and the form and the answers hold on a page each.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { medecinsDocument } from '../../docs/make-medecins.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import { LIBELLES } from '../../src/write/formulaire.ts'
import { guide, guidePdf } from '../../src/write/guide.ts'

/** A keyword without a line here does not compile. */
const MOTS: { readonly [M in MotCle]: true } = {
  AVIS: true,
  RECTIFICATIF: true,
  ACCEPTE: true,
  COMPLEMENT: true,
  REFUS: true,
  REORIENTATION: true,
  URGENT: true,
  ABSENT: true,
  PRESENT: true,
  ACCORD: true,
  DESACCORD: true,
  'NON URGENT': true,
  ANNULATION: true,
  'RETRAIT CONSENTEMENT': true,
  ETAT: true,
  'JE VALIDE': true,
  'JE CONFIRME': true,
}

t.test('docs/medecins.md is made from the guide: npm run docs', (t) => {
  const written = readFileSync(new URL('../../docs/medecins.md', import.meta.url), 'utf8')
  t.equal(written, medecinsDocument())
  t.end()
})

t.test('the guide knows every keyword, and each client has five steps', (t) => {
  const chapitres = guide('te.localhost')
  const mots = chapitres.flatMap(({ faits = [] }) => faits.map(([nom]) => nom))
  for (const mot of Object.keys(MOTS))
    t.ok(
      mots.some((each) => each === mot || each.startsWith(`${mot} `)),
      mot,
    )
  const clients = chapitres.filter(({ etapes }) => etapes !== undefined)
  t.equal(clients.length, 4)
  for (const { titre, etapes } of clients) t.equal(etapes?.length, 5, titre)
  for (const { faits = [] } of chapitres) for (const [, valeur] of faits) t.not(valeur, '')
  t.ok(mots.includes(LIBELLES.question))
  t.end()
})

const missing = spawnSync('pdftotext', ['-v']).error
  ? { skip: 'pdftotext (poppler-utils) is not on this machine' }
  : {}

t.test('in the PDF the form holds on a page, and the answers on another', missing, async (t) => {
  const octets = await guidePdf('te.localhost')
  t.ok(octets.equals(await guidePdf('te.localhost')))
  const folder = mkdtempSync(join(tmpdir(), 'confrere-guide-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'guide.pdf')
  writeFileSync(file, octets)
  const { stdout } = spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  const pages = stdout.split('\f')
  const [form] = pages.filter((page) => page.includes('La demande, sur une page'))
  const [answers] = pages.filter((page) => page.includes('Les réponses, sur une page'))
  t.match(form, /Nom de naissance[\s\S]*Traitements[\s\S]*rien ne part avant/)
  t.match(answers, /RECTIFICATIF[\s\S]*JE CONFIRME[\s\S]*envoyez de nouveau/)
})
