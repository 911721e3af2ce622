/**
 * Odd From fields: which address is read, or why none is. One that stands alone is read whatever its name looks like;
 * where two readers could read two, none is. RFC 5322 §3.4, §4.4, Appendix A.5 · RFC 6854 · RFC 5321 §4.1.2
 */
import t from 'tap'

import { memoryBytes } from '../../src/kit/bytes.ts'
import { asciiDomain, unquoted } from '../../src/kit/mailbox.ts'
import { readEntity } from '../../src/open/entity.ts'
import { fromOf } from '../../src/open/sender.ts'

const A = 'a@b.test'
const TABLE: readonly (readonly [field: string, read: string])[] = [
  // One address.
  ['a@b.test', A],
  ['A@B.Test', A],
  ['<a@b.test>', A],
  ['  <a@b.test>  ', A],
  ['Alice Durand <a@b.test>', A],
  ['"Durand, Alice" <a@b.test>', A],
  ['"Alice \\"Dr\\" Durand" <a@b.test>', A],
  ['Alice Durand (cardiologie) <a@b.test>', A],
  ['Alice (6" de plus) <a@b.test>', A],
  ['a@b.test (Alice (la grande) Durand)', A],
  ['(Cabinet) a@b.test', A],
  ['=?utf-8?Q?Durand=2C_Alice?= <a@b.test>', A],
  ['=?utf-8?B?RHVyYW5kLCBBbGljZSA8eEB5Pg==?= <a@b.test>', A],
  ['"x@y.test" <a@b.test>', A],
  ['x@y.test <a@b.test>', A],
  ['a@b.test,', A],
  [', a@b.test', A],
  // The signs of the grammar, unquoted in a name.
  ['DURAND, Alice <a@b.test>', A],
  ['DURAND, Alice, cardiologue <a@b.test>', A],
  ['DURAND,Alice<a@b.test>', A],
  ['Dr. Alice DURAND; cardiologue <a@b.test>', A],
  ['Cabinet : DURAND <a@b.test>', A],
  ['Cabinet : DURAND, Alice <a@b.test>', A],
  ['Cabinet : DURAND; Alice <a@b.test>', A],
  ['DURAND, "Alice; x@y.test" <a@b.test>', A],
  ['DURAND, Alice (x@y.test) <a@b.test>', A],
  ['DURAND, Alice <a@b.test>;', A],
  ['DURAND, Alice < a@b.test >', A],
  // Quotes that a local part does not need.
  ['"a"@b.test', A],
  ['Alice <"a"@b.test>', A],
  ['"\\a"@b.test', A],
  ['"a.b"@c.test', 'a.b@c.test'],
  ['DURAND, Alice <"a"@b.test>', A],
  // Several, or what some reader takes for several.
  ['a@b.test, c@d.test', 'several-from'],
  ['DURAND, Alice <a@b.test>, MARTIN, Paul <c@d.test>', 'several-from'],
  ['DURAND, Alice <a@b.test>; <a@b.test>', 'several-from'],
  ['<a@b.test>, <a@b.test>', 'several-from'],
  ['c@d.test, DURAND <a@b.test>', 'several-from'],
  ['c@d.test: <a@b.test>', 'several-from'],
  ['c@d.test: a@b.test;', 'several-from'],
  ['Cabinet: a@b.test;', 'several-from'],
  ['Cabinet: DURAND <a@b.test>;', 'several-from'],
  ['Cabinet: a@b.test, c@d.test;', 'several-from'],
  ['<@r.test:a@b.test>', 'several-from'],
  // None that is read without doubt.
  ['', 'no-from'],
  ['Alice', 'no-from'],
  ['DURAND, Alice', 'no-from'],
  ['undisclosed-recipients:;', 'no-from'],
  ['Cabinet:;', 'no-from'],
  ['<>', 'no-from'],
  ['Alice <>', 'no-from'],
  ['c@d.test; <a@b.test>', 'no-from'],
  ['DURAND, c@d.test <a@b.test>', 'no-from'],
  ['DURAND, Alice <a@b.test> <c@d.test>', 'no-from'],
  ['DURAND, Alice <a@b.test> c@d.test', 'no-from'],
  ['DURAND, Alice <a@b.test> MARTIN', 'no-from'],
  ['DURAND, Alice <a@b.test', 'no-from'],
  ['DURAND, Alice a@b.test>', 'no-from'],
  ['DURAND, Alice <<a@b.test>>', 'no-from'],
  ['DURAND, Alice <a@b.test> <>', 'no-from'],
  ['DURAND, x＠y.test <a@b.test>', 'no-from'],
  ['DURAND, Alice <a＠b.test>', 'no-from'],
  ['DURAND, Alice <a @ b.test>', 'no-from'],
  ['DURAND, Alice <a@b.test@c.test>', 'no-from'],
  ['DURAND, Alice <a\u200b@b.test>', 'no-from'],
  ['DURAND, Alice a@b.test', 'no-from'],
  ['"c@d.test"@b.test', 'no-from'],
  ['"a b"@b.test', 'no-from'],
  ['"a."@b.test', 'no-from'],
  ['""@b.test', 'no-from'],
  ['"a" @b.test', 'no-from'],
  ['"DURAND, Alice <a@b.test>', 'no-from'],
  ['DURAND, Alice (x <a@b.test>', 'no-from'],
  ['<@r.test,@s.test:a@b.test>', 'no-from'],
  ['=?utf-8?Q?a=40b.test?=', 'no-from'],
]

t.test('one address in all is read, whatever signs its name holds', async (t) => {
  for (const [field, wanted] of TABLE) {
    const { fields } = await readEntity(memoryBytes(Buffer.from(`From: ${field}\r\n\r\n`)))
    const { from, reason } = fromOf(fields)
    t.equal(reason ?? from.join(' '), wanted, field)
  }
})

t.test('a quoted local part equals the one without the quotes it does not need', async (t) => {
  for (const [given, same] of [
    ['"dermatologie"@te.test', 'dermatologie@te.test'],
    ['"dossier+abc"@te.test', 'dossier+abc@te.test'],
    ['"\\d\\e"@te.test', 'de@te.test'],
    ['"a.b"@te.test', 'a.b@te.test'],
    ['a@te.test', 'a@te.test'],
    ['"a b"@te.test', null],
    ['"a..b"@te.test', null],
    ['"a@b"@te.test', null],
    ['"a\\"b"@te.test', null],
    ['""@te.test', null],
    ['"a"b@te.test', null],
    ['"a', null],
    ['"', null],
  ] as const)
    t.equal(unquoted(given), same ?? given, given)
})

t.test('a domain longer than a name of a host can be is none. RFC 1035 §2.3.4', async (t) => {
  const longest = `${'é.'.repeat(126)}fr`
  t.equal(asciiDomain('bücher.test'), 'xn--bcher-kva.test')
  t.equal(asciiDomain('a'.repeat(256)), '')
  t.equal(longest.length, 254)
  t.not(asciiDomain(longest), '')
  t.equal(asciiDomain(`a.a.${longest}`), '')
})
