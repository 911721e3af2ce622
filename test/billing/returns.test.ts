/** The insurer's answers: what a clerk's spreadsheet may send, and each bad line by its number. */
import t from 'tap'

import { type Retours, readReturns } from '../../src/billing/returns.ts'
import { isRefusal } from '../../src/errors.ts'

function read(text: string): Retours {
  const found = readReturns(text)
  if (isRefusal(found)) throw new Error(found.code)
  return found
}

t.test('reads paid and rejected acts', async (t) => {
  const text =
    'id_acte;statut;date;motif\n12;paye;2026-04-20;\n13;rejete;2026-04-21;Droits fermés\n'
  t.strictSame(read(text), {
    lignes: [
      { ligne: 2, acte: 12, statut: 'paye', date: '2026-04-20', motif: null },
      { ligne: 3, acte: 13, statut: 'rejete', date: '2026-04-21', motif: 'Droits fermés' },
    ],
    erreurs: [],
  })
})

t.test(
  'reads what a spreadsheet makes of it: BOM, CRLF, quotes, capitals, accents, French days',
  async (t) => {
    const text =
      '\uFEFF"ID_ACTE";"Statut";"Date";"Motif"\r\n"12";"Payé";"20/04/2026";"a;b ""c"""\r\n'
    t.strictSame(read(text).lignes, [
      { ligne: 2, acte: 12, statut: 'paye', date: '2026-04-20', motif: 'a;b "c"' },
    ])
  },
)

t.test('reads the columns in any order, and without a reason column', async (t) => {
  t.match(read('statut;date;id_acte\npaye;2026-04-20;12').lignes, [{ acte: 12, motif: null }])
})

t.test('reports each bad line by its number and keeps the others', async (t) => {
  const text = [
    'id_acte;statut;date;motif',
    'douze;paye;2026-04-20;',
    '13;perdu;2026-04-20;',
    '14;paye;2026-02-30;',
    `15;rejete;2026-04-20;${'x'.repeat(201)}`,
    '',
    '16;paye;2026-04-20;',
  ].join('\n')
  const { lignes, erreurs } = read(text)
  t.strictSame(
    lignes.map((each) => [each.ligne, each.acte]),
    [[7, 16]],
  )
  t.strictSame(
    erreurs.map((each) => each.ligne),
    [2, 3, 4, 5],
  )
  t.match(erreurs[0]?.raison, /id_acte/)
  t.match(erreurs[1]?.raison, /statut/)
  t.match(erreurs[2]?.raison, /date/)
  t.match(erreurs[3]?.raison, /motif/)
})

t.test('counts lines rightly after a field that holds a line break', async (t) => {
  const text = 'id_acte;statut;date;motif\n12;rejete;2026-04-20;"a\nb"\n13;x;2026-04-20;\n'
  const { lignes, erreurs } = read(text)
  t.equal(lignes[0]?.motif, 'a\nb')
  t.equal(erreurs[0]?.ligne, 4)
})

t.test('refuses a file that is none', async (t) => {
  for (const text of ['', 'a;b;c\n1;2;3\n', '%PDF-1.7 …']) {
    t.match(readReturns(text), { kind: 'refusal', code: 'returns-unreadable' })
  }
})
