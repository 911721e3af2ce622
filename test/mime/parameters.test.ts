import t from 'tap'

import { parseStructured } from '../../src/mime/parameters.ts'

t.test(
  'joins continuations, decodes their charset, and prefers them to the plain parameter',
  async (t) => {
    const name = (raw: string) => parseStructured(raw).parameters.get('filename')
    t.equal(name("attachment; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf"), 'Résumé.pdf')
    t.equal(
      name("attachment; filename=x.pdf; filename*=iso-8859-1'fr'R%E9sum%E9.pdf"),
      'Résumé.pdf',
    )
    t.equal(
      name("attachment; filename*0*=utf-8''R%C3; filename*1*=%A9s; filename*2=.pdf"),
      'Rés.pdf',
    )
    t.equal(name('attachment; filename*1="b.pdf"; filename*0="a"'), 'ab.pdf')
    t.equal(name('attachment; filename="=?utf-8?Q?R=C3=A9s.pdf?="'), 'Rés.pdf')
    t.equal(name('attachment; filename=compte rendu (1).pdf'), 'compte rendu (1).pdf')
    t.equal(name('attachment; filename="a;b\\"c.pdf"'), 'a;b"c.pdf')
  },
)

t.test('takes the first of two boundaries, and no comment for a token', async (t) => {
  const { value, parameters } = parseStructured('Multipart/Mixed (x); boundary=a (b); boundary="c"')
  t.equal(value, 'multipart/mixed')
  t.equal(parameters.get('boundary'), 'a')
})

t.test('says which parameters another reader may read otherwise', async (t) => {
  const of = (raw: string) => [...parseStructured(`a/b; ${raw}`).ambiguous]
  t.strictSame(of('x=1; x="1"; y=2'), [])
  t.strictSame(of('x=1; X=2'), ['x'])
  t.strictSame(of("x=1; x*=us-ascii''1"), [])
  t.strictSame(of("x=1; x*=us-ascii''2"), ['x'])
  t.strictSame(of('x*0=a; x*1=b'), [])
  t.strictSame(of('x*0=a; x*2=b'), ['x'])
  t.strictSame(of('x*0=a; x*0=b'), ['x'])
  t.strictSame(of('x*0=a; x=b'), ['x'])
  t.strictSame(of("filename=a.pdf; filename*=utf-8''%C3%A9.pdf"), [])
})

t.test('reads values between comments, in quotes and in pieces as RFC 2231 says', async (t) => {
  const x = (raw: string) => parseStructured(raw).parameters.get('x')
  t.equal(x('a/b (; x=1); x=2'), '2')
  t.equal(x('a/b; (; x=1) x=2 (; x=3)'), '2')
  t.equal(x('a/b; x="(a; b)"'), '(a; b)')
  t.equal(x('a/b; x*1*=%C3; x*0=a; x*2*=%A9'), 'aé')
  t.equal(x("a/b; x*=us-ascii'en'a%20b"), 'a b')
  t.equal(x('a/b; x="=?us-ascii?q?a?="'), '=?us-ascii?q?a?=')
  t.equal(x('a/b; (x=1'), undefined)
})

t.test('stays linear on headers made to be slow', async (t) => {
  for (const evil of [
    ';'.repeat(200_000),
    `${'a;'.repeat(100_000)}=`,
    `x${' '.repeat(200_000)}y`,
    '('.repeat(200_000),
    `n=${'=?a?B?'.repeat(30_000)}`,
    `n*0*=${'%'.repeat(200_000)}`,
    'a(x)'.repeat(50_000),
    `n=a${'(x)'.repeat(50_000)}`,
  ]) {
    t.ok(parseStructured(`a/b;${evil}`))
    t.ok(parseStructured(evil))
  }
})
