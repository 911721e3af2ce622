/** The insurer's answers as a file: what a clerk's spreadsheet may send, and each bad line by its number. */
import t from 'tap'

import {
  type LigneFausse,
  type LigneLue,
  type LigneRetour,
  RETURNS_PAGE,
  readReturns,
} from '../../src/billing/returns.ts'
import type { Jour } from '../../src/domain/correspondant.ts'
import type { Refusal } from '../../src/errors.ts'
import { octets } from '../support/returns.ts'

const TODAY = '2026-04-30' as Jour

async function readAll(
  text: string | Buffer,
  size?: number,
): Promise<{ no: Refusal | null; pages: (readonly LigneLue[])[] }> {
  const pages: (readonly LigneLue[])[] = []
  const no = await readReturns(octets(text, size), {
    today: TODAY,
    onPage: async (page) => {
      pages.push(page)
    },
  })
  return { no, pages }
}

async function read(text: string | Buffer) {
  const { no, pages } = await readAll(text)
  if (no !== null) throw new Error(no.code)
  const all = pages.flat()
  const lignes = all.filter((one): one is LigneRetour => 'acte' in one)
  const erreurs = all.filter((one): one is LigneFausse => 'raison' in one)
  return { lignes, erreurs }
}

t.test('reads paid and rejected acts', async (t) => {
  const text =
    'id_acte;statut;date;motif\n12;paye;2026-04-20;\n13;rejete;2026-04-21;Droits fermés\n'
  const montantCentimes = null
  t.strictSame(await read(text), {
    lignes: [
      { ligne: 2, acte: 12, statut: 'paye', date: '2026-04-20', motif: null, montantCentimes },
      {
        ligne: 3,
        acte: 13,
        statut: 'rejete',
        date: '2026-04-21',
        motif: 'Droits fermés',
        montantCentimes,
      },
    ],
    erreurs: [],
  })
})

t.test(
  'reads what a spreadsheet makes of it: BOM, CRLF, quotes, capitals, accents, French days',
  async (t) => {
    const text =
      '\uFEFF"ID_ACTE";"Statut";"Date";"Motif";;\r\n"12";"Payé";"20/04/2026";"a;b ""c""";;\r\n;;;;;\r\n'
    const { lignes, erreurs } = await read(text)
    t.match(lignes, [{ ligne: 2, acte: 12, statut: 'paye', date: '2026-04-20', motif: 'a;b "c"' }])
    t.strictSame(erreurs, [])
  },
)

t.test('reads the columns in any order, and without those that may lack', async (t) => {
  t.match((await read('statut;date;id_acte\npaye;2026-04-20;12')).lignes, [
    { acte: 12, motif: null, montantCentimes: null },
  ])
  t.match(
    (await read('montant_centimes;motif;statut;date;id_acte\n100;x;paye;2026-04-20;12')).lignes,
    [{ acte: 12, motif: 'x', montantCentimes: 100 }],
  )
})

t.test('each line that is none is told by its number, and the others are read', async (t) => {
  const bad: readonly (readonly [line: string, said: RegExp])[] = [
    ['douze;paye;2026-04-20;;', /id_acte/],
    ['-1;paye;2026-04-20;;', /id_acte/],
    ['13;perdu;2026-04-20;;', /statut/],
    ['13;;2026-04-20;;', /statut/],
    ['14;paye;2026-02-30;;', /date attendue/],
    ['14;paye;31/04/2026;;', /date attendue/],
    ['14;paye;;;', /date attendue/],
    ['14;paye;2026-05-01;;', /à venir/],
    ['14;paye;1926-04-20;;', /impossible/],
    [`15;rejete;2026-04-20;${'x'.repeat(201)};`, /motif/],
    ['15;paye;2026-04-20;;12,50', /montant/],
    ['15;paye;2026-04-20;;-1', /montant/],
    ['15;paye;2026-04-20;;;7', /colonnes/],
    ['15;paye;2026-04-20;"a" b;', /guillemets/],
    ['15;paye;2026-04-20;"a;', /guillemets/],
  ]
  const good = '16;paye;2026-04-20;;'
  const text = ['id_acte;statut;date;motif;montant_centimes', ...bad.map(([line]) => line)]
  const { lignes, erreurs } = await read([...text, '', good].join('\n'))
  t.match(lignes, [{ ligne: bad.length + 3, acte: 16 }])
  t.strictSame(
    erreurs.map((each) => each.ligne),
    bad.map((_, at) => at + 2),
  )
  for (const [at, [line, said]] of bad.entries()) t.match(erreurs[at]?.raison, said, line)
})

t.test('counts lines rightly after a field that holds a line break', async (t) => {
  const text = 'id_acte;statut;date;motif\n12;rejete;2026-04-20;"a\nb"\n13;x;2026-04-20;\n'
  const { lignes, erreurs } = await read(text)
  t.equal(lignes[0]?.motif, 'a\nb')
  t.equal(erreurs[0]?.ligne, 4)
})

t.test('a line in Windows-1252 is said to be so, the others are read', async (t) => {
  const text = 'id_acte;statut;date;motif\n12;payé;2026-04-20;\n13;paye;2026-04-20;\n'
  const { lignes, erreurs } = await read(Buffer.from(text, 'latin1'))
  t.match(lignes, [{ ligne: 3, acte: 13 }])
  t.match(erreurs, [{ ligne: 2, raison: /UTF-8.*Windows-1252/ }])
})

t.test('refuses a file that is none, before any page of it', async (t) => {
  for (const [text, code, detail] of [
    ['', 'returns-unreadable', {}],
    ['\n\n', 'returns-unreadable', {}],
    ['a;b;c\n1;2;3\n', 'returns-unreadable', {}],
    ['%PDF-1.7 …', 'returns-unreadable', {}],
    ['id_acte;date;motif\n1;2026-04-20;\n', 'returns-unreadable', { colonnes: 'statut' }],
    ['id_acte,statut,date\n1,paye,2026-04-20\n', 'returns-unreadable', {}],
    [
      'id_acte;statut;date;montant\n1;paye;2026-04-20;5\n',
      'returns-unknown-column',
      { colonne: 'montant' },
    ],
    ['id_acte;statut;date;Jean DUPONT\n', 'returns-unknown-column', { colonne: 'n° 4' }],
    ['id_acte;;statut;date\n', 'returns-unknown-column', { colonne: 'n° 2' }],
    ['id_acte;statut;statut;date\n', 'returns-unknown-column', { colonne: 'statut' }],
    [Buffer.from('id_acte;statut;date\n1;paye;2026-04-20\n', 'utf16le'), 'returns-unreadable', {}],
    ['id_acte;statut;date\n1;paye;2026-04-20\0\n', 'returns-unreadable', {}],
  ] as const) {
    const { no, pages } = await readAll(Buffer.from(text))
    t.match(no, { kind: 'refusal', code, detail }, String(text))
    t.strictSame(pages, [])
  }
  t.match(await read('id_acte;statut;date\n'), { lignes: [], erreurs: [] }, 'a header alone is one')
})

t.test('gives pages of the same length, and reads on only when a page is taken', async (t) => {
  const line = '1;paye;2026-04-20\n'
  let given = 0
  const source = async function* (): AsyncGenerator<Buffer> {
    yield Buffer.from('id_acte;statut;date\n')
    for (; given < RETURNS_PAGE * 8; given += 100) yield Buffer.from(line.repeat(100))
  }
  const lengths: number[] = []
  await readReturns(source(), {
    today: TODAY,
    onPage: async (page) => {
      lengths.push(page.length)
      t.ok(
        given <= lengths.length * RETURNS_PAGE,
        `${given} lines read for ${lengths.length} pages`,
      )
    },
  })
  t.strictSame(
    lengths,
    Array.from({ length: 8 }, () => RETURNS_PAGE),
  )
})
