import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import type { Dossier } from '../../src/domain/dossier.ts'
import { compteRenduPdf } from '../../src/write/compte-rendu.ts'
import * as ex from './exemple.ts'

const missing = (tool: string): { skip: string } | Record<string, never> =>
  spawnSync(tool, ['-v']).error ? { skip: `${tool} (poppler-utils) is not on this machine` } : {}

const SUJET = 'CN=899700000027+SN=CURIE+GN=Marie,OU=test,C=FR'

function textOf(pdf: Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'pdf-')), 'cr.pdf')
  writeFileSync(file, pdf)
  return execFileSync('pdftotext', ['-layout', file, '-'])
    .toString()
    .replace(/[ \u00a0\s]+/g, ' ')
}

async function text(about: Dossier = ex.dossier, signataire: string | null = SUJET) {
  const cr = about.sollicitations[0]?.comptesRendus.at(-1)
  return textOf(await compteRenduPdf(about, cr!, 1, signataire))
}

t.test('the same opinion gives the same bytes, another opinion others', async (t) => {
  const draw = (texte: string) => compteRenduPdf(ex.dossier, { ...ex.compteRendu, texte }, 1, SUJET)
  const [a, b, c] = [await draw('Avis.'), await draw('Avis.'), await draw('Autre avis.')]
  t.ok(a.equals(b))
  t.notOk(a.equals(c))
})

t.test('the file says it is PDF/A-1b, in French, dated by the act', async (t) => {
  const pdf = (await compteRenduPdf(ex.dossier, ex.compteRendu, 1, SUJET)).toString('latin1')
  t.ok(pdf.startsWith('%PDF-1.4'))
  t.match(pdf, '<pdfaid:part>1</pdfaid:part>')
  t.match(pdf, '<pdfaid:conformance>B</pdfaid:conformance>')
  t.match(pdf, '/OutputIntents')
  t.match(pdf, '/Lang (fr-FR)')
  t.match(pdf, '<xmp:CreateDate>2026-11-22T09:15:00Z')
  t.notMatch(pdf, '/Helvetica')
  t.notMatch(pdf.slice(pdf.indexOf('<x:xmpmeta')), /zephyrin|Zéphyrin/i, 'no patient in metadata')
})

t.test('every item of CSP art. R. 6316-4 is there', missing('pdftotext'), async (t) => {
  const said = await text()
  for (const item of [
    'Compte-rendu de téléexpertise',
    'TE-2026-000123',
    'version 1',
    'ZÉPHYRIN Aurélie Jeanne',
    'Née le 3 mars 1951 (75 ans)',
    'Sexe féminin',
    'identité déclarée, INS non qualifiée',
    'dimanche 22 novembre 2026 à 10 h 15',
    'Dr Marie CURIE',
    'RPPS 99700000027',
    'Dermatologie et vénéréologie',
    'Dr Paul BERNARD',
    'RPPS 99700000019',
    'Dr René LAENNEC',
    'modifiée depuis trois mois, justifie-t-elle une exérèse ?',
    'lésion bras gauche.jpg (180 ko, SHA-256',
    'Lésion pigmentée asymétrique de 8 mm',
    'marges de 2 mm, envoi en anatomopathologie',
    'ordonnance.pdf',
    'Avis rendu sans examen du patient, au vu des éléments transmis.',
    'Aucun incident technique signalé.',
    'le patient, oral, 20 novembre 2026',
    SUJET,
    'niveau « signe »',
    ex.compteRendu.empreinte,
    'Page 1 / 1',
  ]) {
    t.ok(said.includes(item), item)
  }
})

t.test('what is different in this opinion is said', missing('pdftotext'), async (t) => {
  const ins = {
    matricule: '251035121598912',
    oid: '1.2.250.1.213.1.4.10',
    statut: 'qualifiee',
  } as const
  const patient = { ...ex.dossier.patient!, ins }
  const cr = {
    version: 3,
    enRetard: true,
    complementaire: true,
    pieces: [],
    assurance: 'mssante',
  } as const
  const incidents = [{ le: ex.OUVERT, code: 'code-de-demonstration' }]
  const said = await text(
    ex.avecCompteRendu(cr, { ...ex.dossier, patient, incidents, pieces: [] }),
    null,
  )
  t.match(said, 'Version 3 : annule et remplace la version 2')
  t.match(said, 'Avis tardif')
  t.match(said, 'Avis complémentaire')
  t.match(said, 'Aucune prescription jointe.')
  t.match(said, 'sans document joint')
  t.match(said, 'niveau « mssante »')
  t.match(said, '251035121598912')
  t.match(said, 'code-de-demonstration')
  t.notMatch(said, 'Aucun incident technique')
  t.notMatch(said, 'Certificat')
  t.notMatch(said, 'avis-signe.eml', 'no original is promised where there is none')
})

t.test('an incident after the opinion is not of the act', missing('pdftotext'), async (t) => {
  const incidents = [{ le: ex.instant('2026-11-23T00:00:00Z'), code: 'plus-tard' }]
  const said = await text({ ...ex.dossier, incidents })
  t.match(said, 'Aucun incident technique signalé.')
})

t.test('a requis may answer in documents alone', missing('pdftotext'), async (t) => {
  t.match(
    await text(ex.avecCompteRendu({ texte: '', conclusion: null })),
    'joint par le médecin requis',
  )
  t.match(await text(ex.avecCompteRendu({ texte: ' ' })), 'dans la conclusion ci-dessus')
})

t.test(
  'long texts, long words and strange characters stay on the page',
  missing('pdftotext'),
  async (t) => {
    const word = 'W'.repeat(700)
    const texte = `${'Un paragraphe assez long pour remplir des pages entières. '.repeat(150)}\n${word}\nα-fœtoprotéine ≥ 3 → 漢字 👍🏽 \u202e!`
    const conclusion = 'Conclusion qui ne tient pas sur une page. '.repeat(150)
    const about = ex.avecCompteRendu({ texte, conclusion })
    const said = await text(about)
    t.match(said, 'α-fœtoprotéine ≥ 3 → □□ □□')
    t.equal(said.split('W').length - 1, word.length, 'no letter of the word is lost')
    t.match(said, /Page 4 \/ \d/)
    t.equal(said.split('ZÉPHYRIN').length - 1 >= 4, true, 'the patient stands on every page')
  },
)

t.test(
  'a sign that no font holds is named at the foot of its page',
  missing('pdftotext'),
  async (t) => {
    const filler = 'Un paragraphe assez long pour remplir des pages entières. '.repeat(150)
    const pages = async (texte: string): Promise<string[]> => {
      const said = await text(ex.avecCompteRendu({ texte, conclusion: null }))
      return said.replace(/\s+/g, ' ').split(/(?=Page \d)/)
    }
    const [first = '', second = '', ...others] = await pages(`Accord 👍 de 漢.\n${filler}`)
    t.match(first + second.slice(0, 20), /□ de □/)
    t.match(
      second.slice(0, 200),
      'U+1F44D THUMBS UP SIGN ; U+6F22 CJK UNIFIED IDEOGRAPH-6F22',
      'named below the page where they stand',
    )
    t.notMatch(others.join(' ').slice(200), 'THUMBS')

    const many = Array.from({ length: 30 }, (_, at) => String.fromCodePoint(0x6f22 + at))
    const whole = (await pages(many.join(' '))).join(' ')
    for (const char of many) {
      t.match(whole, `IDEOGRAPH-${char.codePointAt(0)?.toString(16).toUpperCase()}`)
    }
    t.match(whole, 'nommés en fin de document')
  },
)

t.test('a compte-rendu about a patient not known is not drawn', async (t) => {
  await t.rejects(compteRenduPdf({ ...ex.dossier, patient: null }, ex.compteRendu, 1, null))
})

t.test(
  'a word of 80 000 characters is cut where its line ends, and loses none',
  missing('pdftotext'),
  async (t) => {
    const word = '0123456789abcdef'.repeat(5_000)
    const pdf = await compteRenduPdf(ex.dossier, { ...ex.compteRendu, texte: word }, 1, null)
    const shown = textOf(pdf).replace(/Page \d+ \/ \d+|[^0-9a-f]/g, '')
    t.ok(shown.length >= word.length, `${shown.length} characters`)
  },
)
