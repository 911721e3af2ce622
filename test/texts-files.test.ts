/** No text costs more than its length: adversarial files by those that take them in. SPEC §13.12 */
import t from 'tap'

import { readAnnuaire } from '../src/annuaire/annuaire.ts'
import { canonical } from '../src/annuaire/c14n.ts'
import { certificatesOf, isCertificateFile } from '../src/annuaire/certificats.ts'
import { domainesDe, domainName, isListeBlanche } from '../src/annuaire/liste-blanche.ts'
import { readXml, textOf, XmlError } from '../src/annuaire/xml.ts'
import { readReturns } from '../src/billing/returns.ts'
import { adverse, squares } from './support/adverse.ts'
import { openCounter } from './support/work.ts'

/** What a file is made of. */
const FILES = [
  'a;b\n',
  'a|',
  '"a";',
  '";',
  '"a\n',
  '"\n',
  '""a;',
  '"a""',
  '\r',
  '1;paye;2026-01-01;a\n',
  '-----BEGIN CERTIFICATE-----\n',
  '-----BEGIN ',
  'MIIB',
  'MIIB\n\n',
  '0\0',
  '0\x80',
  '<a',
  '<a>',
  '<a>b</a>',
  '<a b="',
  '<!--',
  '<!-- -->',
  '<![CDATA[',
  '&lt;',
  '&#x41;',
  '&',
  ' a="b"',
]

const LISTE = 'xmlns="https://listeblanche.mssante.fr/schema"'
const CARNET = 'rpps;nom;prenom;profession;specialite;adresse\n'
const NATIONAL =
  "Identification nationale PP|Nom d'exercice|Prénom d'exercice|Code profession|Code savoir-faire\n"

/** What a file goes through, its text where the foreigner has his. */
const READERS: { readonly [name: string]: (text: string) => unknown } = {
  'the header of a directory': (text) => directory([text]),
  'rows of a directory': (text) => directory([CARNET, text]),
  'a cell of a directory': (text) => directory([CARNET, `99700000012;${text};A;10;05;a@b.fr\n`]),
  'a quoted cell of a directory': (text) => directory([CARNET, `99700000012;"${text}";A;10;05;\n`]),
  'rows of a national file': (text) => directory([NATIONAL, `899700000012|A|B|10|SM15|${text}\n`]),
  'answers of the insurer': (text) => returns([text]),
  'rows of the insurer': (text) => returns(['id_acte;statut;date;motif\n', text]),
  'a cell of the insurer': (text) => returns([`id_acte;statut;date;motif\n1;"${text}";a;${text}`]),
  'a file of certificates': (text) => {
    const file = Buffer.from(text, 'latin1')
    return [isCertificateFile(file), isListeBlanche(file), certificatesOf(file)]
  },
  'a document of XML': (text) => read(text),
  'text of XML': (text) => read(`<a>${text}</a>`),
  'an attribute of XML': (text) => read(`<a b="${text}"/>`),
  'a list of operators': (text) =>
    operateurs([
      ['te.test', `CN=${text}`],
      [text, 'CN=a'],
    ]),
}

t.test('four times the text is no more than about four times the work', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  for (const [name, step] of Object.entries(READERS)) {
    t.strictSame(await squares(counter, { step, texts: adverse([''], FILES) }), [], name)
  }
})

t.test('four times the entries are no more than about four times the work', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  const times = async (step: (count: number) => unknown): Promise<number> => {
    await step(1)
    const small = await counter.count(() => step(500))
    return (await counter.count(() => step(2_000))) / small
  }
  const many = (count: number) => Array.from({ length: count }, (_, i) => String(i))
  const found = {
    'operators of one domain': await times((n) =>
      operateurs(many(n).map((i) => ['te.test', `CN=${i}`])),
    ),
    domains: await times((n) => operateurs(many(n).map((i) => [`a${i}.test`, 'CN=a']))),
    attributes: await times((n) =>
      read(
        `<a>${`<b ${many(20)
          .map((i) => `x${i}="1"`)
          .join(' ')}/>`.repeat(n)}</a>`,
      ),
    ),
    namespaces: await times((n) => read(`<a>${'<b xmlns:x="u" x:y="1"/>'.repeat(n)}</a>`)),
  }
  for (const [what, ratio] of Object.entries(found)) t.ok(ratio < 5, `${what}: ${ratio.toFixed(1)}`)
})

t.test('a megabyte of anything is read or refused', async (t) => {
  for (const [name, step] of Object.entries(READERS)) {
    for (const sign of ['a', ';', '"', '\u3000', '"a', '<a>', '&lt;', 'MIIB']) {
      const text = sign.repeat(Math.ceil(1_000_000 / sign.length))
      try {
        await step(text)
      } catch (error) {
        t.type(error, XmlError, `${name}: ${JSON.stringify(sign)}`)
      }
    }
    t.pass(name)
  }
})

async function directory(pieces: readonly string[]): Promise<void> {
  const nothing = () => undefined
  await readAnnuaire(source(pieces), { onRow: nothing, onProblem: nothing })
}

async function returns(pieces: readonly string[]): Promise<void> {
  const today = '2026-11-29' as never
  await readReturns(source(pieces), { today, onPage: async () => undefined })
}

async function* source(pieces: readonly string[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece)
}

function read(document: string): unknown {
  const root = readXml(Buffer.from(document))
  return [textOf(root), canonical(root)]
}

function operateurs(entries: readonly (readonly [domain: string, dn: string])[]): unknown {
  const domaines = entries.map(
    ([domain, dn]) =>
      `<Domaine><Nom>${domain}</Nom><DNCertificatOperateur>${dn}</DNCertificatOperateur></Domaine>`,
  )
  return [
    domainesDe(readXml(Buffer.from(`<a ${LISTE}>${domaines.join('')}</a>`))),
    entries.map(([one]) => domainName(one)),
  ]
}
