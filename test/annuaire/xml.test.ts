import t from 'tap'

import { elementsOf, readXml, textOf, XmlError } from '../../src/annuaire/xml.ts'

const HOSTILE: readonly (readonly [string, string | Buffer])[] = [
  ['a document type', '<!DOCTYPE a><a/>'],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
  ['a billion laughs', '<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>'],
  ['an entity of HTML', '<a>&nbsp;</a>'],
  ['an entity in an attribute', '<a b="&x;"/>'],
  ['a reference without its end', '<a>&amp</a>'],
  ['a bare ampersand', '<a>x & y</a>'],
  ['a character that is none', '<a>&#0;</a>'],
  ['half a character', '<a>&#xd800;</a>'],
  ['a NUL', '<a>\0</a>'],
  ['a processing instruction', '<a><?php x ?></a>'],
  ['another encoding', '<?xml version="1.0" encoding="UTF-16"?><a/>'],
  ['octets that are not UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e])],
  ['two roots', '<a/><b/>'],
  ['text after the root', '<a/>x'],
  ['no end', '<a><b></b>'],
  ['crossed ends', '<a><b></a></b>'],
  ['an end that only begins so', '<a></ab>'],
  ['the same attribute twice', '<a b="1" b="2"/>'],
  ['the same attribute by two prefixes', '<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>'],
  ['an unknown prefix', '<x:a/>'],
  ['the prefix xmlns', '<a xmlns:xmlns="urn:x"/>'],
  ['a prefix undeclared', '<a xmlns:p=""/>'],
  ['an attribute without quotes', '<a b=1/>'],
  ['a < in an attribute', '<a b="<"/>'],
  ['attributes that touch', '<a b="1"c="2"/>'],
  ['a comment that does not end', '<a><!-- x -- y --></a>'],
  ['the end of a CDATA in text', '<a>]]></a>'],
  ['a depth beyond measure', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`],
  ['nothing', ''],
]

t.test('refuses what reaches outside, is not well formed, or is beyond measure', async (t) => {
  for (const [what, document] of HOSTILE) {
    t.throws(() => readXml(Buffer.from(document)), XmlError, what)
  }
})

t.test('reads text, references, CDATA and namespaces', async (t) => {
  const root = readXml(
    Buffer.from(
      '\ufeff<?xml version="1.0"?><a xmlns="urn:a"><b>1&#13;\r\n2</b><![CDATA[<&>]]><!----></a>',
    ),
  )
  t.match(root, { local: 'a', namespace: 'urn:a' })
  t.equal(textOf(root), '1\r\n2<&>')
  t.match(elementsOf(root), [{ local: 'b', namespace: 'urn:a' }])
})

t.test('a document of a million references is read in one pass', async (t) => {
  t.equal(textOf(readXml(Buffer.from(`<a>${'&lt;'.repeat(1_000_000)}</a>`))).length, 1_000_000)
})
