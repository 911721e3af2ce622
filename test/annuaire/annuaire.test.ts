import t from 'tap'

import { type AnnuaireProblem, readAnnuaire } from '../../src/annuaire/annuaire.ts'
import type { LigneAnnuaire } from '../../src/domain/annuaire.ts'

const HEADER = 'rpps;nom;prenom;profession;specialite;adresse;numero_am;finess'
const ROW = '99700000019;CURIE;Marie;10;05;marie.curie@cabinet.example;;'

async function* pieces(text: string | Buffer, size: number): AsyncGenerator<Buffer> {
  const octets = Buffer.from(text as string)
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size)
}

async function read(text: string | Buffer, size = 1_000_000) {
  const lignes: LigneAnnuaire[] = []
  const problems: AnnuaireProblem[] = []
  const remarks: AnnuaireProblem[] = []
  const result = await readAnnuaire(pieces(text, size), {
    onRow: (ligne) => void lignes.push(ligne),
    onProblem: (problem) => void problems.push(problem),
    onRemark: (remark) => void remarks.push(remark),
  })
  return { lignes, problems, remarks, result }
}

/** An RPPS of tests: 99…, with its Luhn key. */
function rpps(n: number): string {
  const body = `99${String(n).padStart(8, '0')}`
  for (let key = 0; key < 10; key++) {
    const digits = [...`${body}${key}`].reverse().map(Number)
    const sum = digits.reduce((total, digit, at) => {
      const weighted = at % 2 === 0 ? digit : digit * 2
      return total + (weighted > 9 ? weighted - 9 : weighted)
    }, 0)
    if (sum % 10 === 0) return `${body}${key}`
  }
  throw new Error('no key')
}

const row = (n: number, rest = 'NOM;Prénom;10;05;x@cabinet.example;;'): string =>
  `${rpps(n)};${rest}`

t.test('reads the simple file, cut anywhere, with or without BOM, in LF or CRLF', async (t) => {
  const text = [HEADER, row(1, 'NOËL;Zoé;10;05;Zoe.Noel@Cabinet.example;;'), row(2)].join('\n')
  for (const variant of [text, `${text}\n`, `\ufeff${text}`, text.replaceAll('\n', '\r\n')]) {
    for (const size of [1, 7, 1_000]) {
      const { lignes, result } = await read(variant, size)
      t.match(result, { refused: null, source: 'csv', rows: 2, problems: 0 })
      t.match(lignes[0], {
        rpps: rpps(1),
        nom: 'NOËL',
        prenom: 'Zoé',
        profession: '10',
        specialite: '05',
        adresse: 'zoe.noel@cabinet.example',
        numeroAm: null,
        finess: null,
      })
    }
  }
})

t.test('finds its columns by name, whatever their case and order', async (t) => {
  const text = `ADRESSE;Prénom;NOM;RPPS;Spécialité;Profession;Commentaire\nx@y.example;A;B;${rpps(3)};1;10;rien`
  const { lignes, result } = await read(text)
  t.match(result, { refused: null, rows: 1 })
  t.match(lignes[0], { nom: 'B', prenom: 'A', specialite: '01', adresse: 'x@y.example' })
})

t.test('reads quoted fields', async (t) => {
  const quoted = `${rpps(4)};"D""ARC; dite ""la Pucelle""";"Jeanne\nMarie";10;05;j@y.example;;`
  const { lignes, result } = await read(`${HEADER}\n${quoted}\n${row(5)}`, 3)
  t.match(result, { rows: 2, problems: 0 })
  t.match(lignes[0], { nom: 'D"ARC; dite "la Pucelle"', prenom: 'Jeanne\nMarie' })
})

t.test('refuses a file that is empty, unknown, or lacks a required column', async (t) => {
  t.match((await read('')).result, { refused: /vide/ })
  t.match((await read('a;b;c\n1;2;3')).result, { refused: /en-tête non reconnu/ })
  for (const column of ['nom', 'prenom', 'profession', 'specialite', 'adresse']) {
    const header = HEADER.split(';').filter((name) => name !== column)
    const { result, lignes } = await read(`${header.join(';')}\n${ROW}`)
    t.match(result, { refused: new RegExp(`absente : ${column}$`), rows: 0 })
    t.equal(lignes.length, 0)
  }
})

t.test('skips a broken row, says which line and why, and goes on', async (t) => {
  const broken: [string, RegExp][] = [
    ['12345;NOM;P;10;05;x@y.example;;', /RPPS/],
    [row(1).replace(rpps(1), `${rpps(1).slice(0, 10)}${(Number(rpps(1)[10]) + 1) % 10}`), /RPPS/],
    [row(2, ';P;10;05;x@y.example;;'), /nom absent/],
    [row(3, 'NOM;P;médecin;05;x@y.example;;'), /profession/],
    [row(4, 'NOM;P;10;dermato;x@y.example;;'), /spécialité/],
    [row(5, 'NOM;P;10;05;pas une adresse;;'), /adresse/],
    [row(6, 'NOM;P;10;05'), /8 colonnes attendues, 5 lues/],
    [row(7, 'NOM;P;10;05;x@y.example;;;trop'), /8 colonnes attendues/],
    [row(7, `${'N'.repeat(1_001)};P;10;05;x@y.example;;`), /trop longue/],
    [row(7, `${'N'.repeat(300_000)};P;10;05;x@y.example;;`), /trop longue/],
    [row(8, 'N"OM;P;10;05;x@y.example;;'), /guillemets/],
    [row(9, '"NOM" x;P;10;05;x@y.example;;'), /guillemets/],
    [row(10, '"NOM jamais fermé;P;10;05;x@y.example;;'), /guillemets/],
  ]
  for (const [line, reason] of broken) {
    const { lignes, problems, result } = await read(`${HEADER}\n${row(90)}\n${line}\n${row(91)}\n`)
    t.match(result, { refused: null, rows: 2, problems: 1 }, line)
    t.match(problems, [{ line: 3, reason }], line)
    t.strictSame(
      lignes.map((each) => each.rpps),
      [rpps(90), rpps(91)],
      'its neighbours are read',
    )
  }
})

t.test('skips a row that is not UTF-8', async (t) => {
  const latin = Buffer.from(row(11, 'NOËL;Zoé;10;05;x@y.example;;'), 'latin1')
  const text = Buffer.concat([Buffer.from(`${HEADER}\n`), latin, Buffer.from(`\n${row(12)}`)])
  const { problems, result } = await read(text)
  t.match(result, { rows: 1, problems: 1 })
  t.match(problems[0], { line: 2, reason: /UTF-8/ })
})

t.test('keeps a row without a number whose key is wrong, and says so', async (t) => {
  const { lignes, remarks } = await read(
    `${HEADER}\n${row(13, 'N;P;10;05;x@y.example;123456789;1')}`,
  )
  t.match(lignes[0], { numeroAm: null, finess: null })
  t.match(remarks, [
    { line: 2, reason: /AM/ },
    { line: 2, reason: /FINESS/ },
  ])
})

t.test('reads the national extraction of addresses', async (t) => {
  const header = `Type de BAL|Adresse BAL|Type Identifiant PP|Identifiant PP|Identification nationale PP|Type identifiant structure|Identification Structure|Service de rattachement|Civilité d'exercice|Nom d'exercice|Prénom d'exercice|Catégorie profession|Libellé de catégorie profession|Code Profession|Libellé Profession|Code savoir-faire|Libellé savoir-faire|Dématérialisation|Raison Sociale structure BAL|Enseigne commerciale structure BAL|L2COMPLEMENTLOCALISATION structure BAL|L3COMPLEMENTDISTRIBUTION structure BAL|L4NUMEROVOIE structure BAL|L4COMPLEMENTNUMEROVOIE structure BAL|NL4TYPEVOIE structure BAL|L4LIBELLEVOIE structure BAL|L5LIEUDITMENTION structure BAL|L6LIGNEACHEMINEMENT structure BAL|Code postal structure BAL|Département structure BAL|Pays structure BAL`
  const line = (kind: string, national: string): string =>
    [
      ...[kind, `${kind}@medecin.mssante.example`, national[0] ?? '', national.slice(1), national],
      ...['', '', '', 'DR', `D'ARC "la Pucelle"`, 'Jeanne', 'C', 'Civil', '10', 'Médecin', 'SM15'],
      ...Array.from({ length: 11 }, () => ''),
      ...['97400 SAINT-DENIS', '97400', '974', 'FR'],
    ].join('|')
  t.equal(header.split('|').length, 31)
  const { lignes, result } = await read(
    [header, line('PER', `8${rpps(20)}`), line('ORG', ''), line('PER', '0123456789')].join('\n'),
  )
  t.match(result, { refused: null, source: 'extraction-mssante', rows: 1, ignored: 2, problems: 0 })
  t.match(lignes[0], {
    rpps: rpps(20),
    nom: `D'ARC "la Pucelle"`,
    adresse: 'per@medecin.mssante.example',
    profession: '10',
    specialite: '05',
    territoire: 'dom',
    codePostal: '97400',
    commune: 'SAINT-DENIS',
  })
})

t.test('reads the national file of activities, with its bar at the end', async (t) => {
  const header = `Type d'identifiant PP|Identifiant PP|Identification nationale PP|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|Code savoir-faire|Numéro FINESS site|Code postal (coord. Structure)|Libellé commune (coord. Structure)|Téléphone (coord. Structure)|Adresse e-mail (coord. structure)|`
  const line = `8|${rpps(21)}|8${rpps(21)}|NOM|Prénom|10|Médecin|SM15||75011|Paris 11e Arrondissement|0102030405|x@ordinaire.example|`
  const { lignes, result } = await read(`${header}\n${line}\n`)
  t.match(result, { refused: null, source: 'ps-libreacces', rows: 1 })
  t.match(lignes[0], {
    rpps: rpps(21),
    adresse: null,
    telephone: '0102030405',
    territoire: 'metropole',
    codePostal: '75011',
    commune: 'Paris 11e Arrondissement',
  })
})

t.test('hands over one row at a time', async (t) => {
  const count = { now: 0, most: 0 }
  const text = [HEADER, ...Array.from({ length: 50 }, (_, n) => row(n + 100))].join('\n')
  await readAnnuaire(pieces(text, 100), {
    async onRow() {
      count.now += 1
      count.most = Math.max(count.most, count.now)
      await new Promise((resolve) => setImmediate(resolve))
      count.now -= 1
    },
    onProblem: () => t.fail('no row is broken'),
  })
  t.equal(count.most, 1)
})

t.test('a row with a NUL is told by its line and skipped, the others are read', async (t) => {
  const good = `${rpps(1)};CURIE;Marie;10;05;marie.curie@cabinet.example;;`
  const { lignes, problems } = await read([HEADER, good.replace('U', '\0'), good, ''].join('\n'))
  t.equal(lignes.length, 1)
  t.strictSame(problems, [{ line: 2, reason: 'caractère interdit (NUL ou Unicode incomplet)' }])
})
