import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { canonical } from '../../src/annuaire/c14n.ts'
import { readXml } from '../../src/annuaire/xml.ts'

/** Documents that a canonicaliser gets wrong one at a time. */
const DOCUMENTS: readonly string[] = [
  '<a/>',
  '<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->\n<a  b = "1"\n a=\'2\' ></a >\n<!-- y -->',
  '<a xmlns="urn:a" xmlns:x="urn:x" xmlns:unused="urn:u"><x:b x:z="1" a="2"/><c xmlns=""><d/></c></a>',
  '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"/></p:b><p:d/></p:a>',
  '<a xmlns="urn:a"><b xmlns="urn:a"><c xmlns="urn:c"><d xmlns="urn:a"/></c></b></a>',
  '<a xmlns:z="urn:a" xmlns:a="urn:z" z:k="1" a:k="2" k="3" b="4" xml:lang="fr"/>',
  '<a>1 &lt; 2 &amp; 3 &gt; 2 &#13; "x" &#x9;&#xe9;é <![CDATA[<b>&amp;]]> end</a>',
  '<a b="&#9;&#10;&#13;&quot;\'&lt;&gt;&amp; \t x"/>',
  '<a>one<!-- two -->three\r\nfour\rfive</a>',
  '<été xmlns="urn:e" œ="ç">𝄞 \u{e000}</été>',
]

const xmllint = (document: string): Buffer => {
  const dir = mkdtempSync(join(tmpdir(), 'confrere-xml-'))
  try {
    writeFileSync(join(dir, 'in.xml'), document)
    return execFileSync('xmllint', ['--exc-c14n', join(dir, 'in.xml')])
  } finally {
    rmSync(dir, { recursive: true })
  }
}
const hasXmllint = (): boolean => {
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

t.test(
  'writes what xmllint writes, but for the comments, which are not signed',
  { skip: hasXmllint() ? false : 'xmllint is not installed' },
  async (t) => {
    for (const document of DOCUMENTS) {
      const expected = xmllint(document.replace(/<!--.*?-->\n?/gs, ''))
        .toString('utf8')
        .trim()
      t.equal(canonical(readXml(Buffer.from(document))).toString('utf8'), expected, document)
    }
  },
)

t.test('leaves one element out, and what stands around it stays', async (t) => {
  const root = readXml(Buffer.from('<a> <b/> <s:s xmlns:s="urn:s">x</s:s>\n</a>'))
  const out = root.children.find((each) => typeof each !== 'string' && each.local === 's')
  t.ok(out)
  if (typeof out === 'object') t.equal(String(canonical(root, out)), '<a> <b></b> \n</a>')
})
