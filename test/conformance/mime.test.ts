/**
 * MIME structure, names and decoded content, judged by the corpora of stalwart's mail-parser and of mime4j.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { type Bytes, memoryBytes } from '../../src/kit/bytes.ts'
import { decodeText } from '../../src/mime/charset.ts'
import type { MimeNode } from '../../src/mime/tree.ts'
import { octetsOf, treeOf } from '../support/mime-tree.ts'

const CORPORA = join(import.meta.dirname, '../../../shared/corpora')

/** What we read otherwise, each with its reason. */
const EXPECTED_FAILURES: { readonly [file: string]: string } = {
  'stalwart-mime/016.eml': 'raw windows-1252 in a name: they replace it, we read it',
  'stalwart-mime/023.eml': 'raw windows-1252 in a name: they replace it, we read it',
  'stalwart-mime/026.eml': 'raw windows-1252 in a name; uuencode is not decoded',
  'stalwart-mime/033.eml': 'windows-1252 declared as UTF-8: they replace it, we read it',
  'stalwart-mime/049.eml': 'a lone CR after the last line: they drop it',
  'stalwart-mime/052.eml': 'undeclared windows-1252: they replace it, we read it',
  'stalwart-mime-rfc/000.eml': 'prose labelled base64: they give it back undecoded',
  'mime4j/malformedHeader-noheader.msg':
    'text without headers: here taken for a header, elsewhere (StartsBody) for a body',
  'mime4j/malformedHeaderStartsBody-nocrlfcrlf.msg':
    'a line that is no field amid the headers: we leave it out (as in malformedHeader-nocrlfcrlf)',
  'mime4j/malformedHeaderStartsBody-noheader.msg':
    'their own parser drops the first line of the body',
  'mime4j/very-long-boundary.msg':
    'a boundary told from another by blanks at its end only, which RFC 2046 forbids',
  'mime4j/weird-boundary.msg':
    'a boundary told from another by blanks at its end only, which RFC 2046 forbids',
  'mime4j/very-very-long-boundary.msg': 'a boundary of more than 1000 octets is refused',
}

interface Part {
  readonly headers: readonly { readonly name: unknown; readonly value: unknown }[]
  readonly body: { readonly [kind: string]: unknown }
  readonly is_encoding_problem: boolean
}
interface Message {
  readonly parts: readonly Part[]
}

function stalwartValue(
  part: Part,
  header: string,
): { type: string; attributes: { name: string; value: string }[] } | null {
  for (const { name, value } of part.headers) {
    const content = (
      value as {
        ContentType?: {
          c_type: string
          c_subtype: string | null
          attributes: { name: string; value: string }[] | null
        }
      }
    ).ContentType
    if (name === header && content) {
      const type =
        content.c_subtype === null ? content.c_type : `${content.c_type}/${content.c_subtype}`
      return { type: type.toLowerCase(), attributes: content.attributes ?? [] }
    }
  }
  return null
}

function stalwartName(part: Part): string | null {
  for (const [header, attribute] of [
    ['content_disposition', 'filename'],
    ['content_type', 'name'],
  ] as const) {
    const found = stalwartValue(part, header)?.attributes.find(
      ({ name }) => name.toLowerCase() === attribute,
    )
    if (found) return found.value
  }
  return null
}

const plain = (text: string) => text.replace(/\r\n/g, '\n').replace(/^\ufeff/, '')

async function differences(
  bytes: Bytes,
  node: MimeNode,
  message: Message,
  index: number,
  path: string,
): Promise<string[]> {
  const part = message.parts[index]
  if (!part) return [`${path}: no such part`]
  const found: string[] = []
  const [kind = '', content] = Object.entries(part.body)[0] ?? []
  const name = stalwartName(part)
  if (name !== node.filename)
    found.push(`${path}: name ${JSON.stringify(node.filename)}, expected ${JSON.stringify(name)}`)
  if (kind === 'Multipart') {
    const ids = content as number[]
    if (ids.length !== node.children.length)
      return [...found, `${path}: ${node.children.length} children, expected ${ids.length}`]
    for (const [i, id] of ids.entries()) {
      const child = node.children[i]
      if (child) found.push(...(await differences(bytes, child, message, id, `${path}.${i + 1}`)))
    }
    return found
  }
  if (node.children.length > 0) return [...found, `${path}: a multipart, expected ${kind}`]
  const octets = await octetsOf(bytes, node)
  if (kind === 'Message') {
    const inner = content as Message
    return [
      ...found,
      ...(await differences(memoryBytes(octets), await treeOf(octets), inner, 0, `${path}.m`)),
    ]
  }
  if (kind === 'Text' || kind === 'Html') {
    const text = decodeText(octets, node.parameters.get('charset') ?? null)
    if (plain(text) !== plain(content as string)) {
      found.push(
        `${path}: text ${JSON.stringify(plain(text).slice(0, 60))}, expected ${JSON.stringify(plain(content as string).slice(0, 60))}`,
      )
    }
  } else if (!octets.equals(Buffer.from(content as number[]))) {
    found.push(`${path}: ${octets.length} octets, expected ${(content as number[]).length}`)
  }
  return found
}

for (const folder of ['stalwart-mime', 'stalwart-mime-rfc']) {
  const path = join(CORPORA, folder)
  const skip = existsSync(path) ? false : `${folder} is not on this machine`
  t.test(`reads ${folder} as its authors do`, { skip }, async (t) => {
    const files = readdirSync(path).filter((file) => file.endsWith('.eml'))
    for (const file of files) {
      const all: string[] = []
      for (const [ending, suffix] of [
        ['\n', '.json'],
        ['\r\n', '.crlf.json'],
      ] as const) {
        const raw = readFileSync(join(path, file))
        const message = Buffer.from(raw.toString('latin1').replace(/\r?\n/g, ending), 'latin1')
        const expected = JSON.parse(
          readFileSync(join(path, file.replace('.eml', suffix)), 'utf8'),
        ) as Message
        const bytes = memoryBytes(message)
        all.push(...(await differences(bytes, await treeOf(bytes), expected, 0, suffix)))
      }
      const reason = EXPECTED_FAILURES[`${folder}/${file}`]
      if (reason) t.not(all.length, 0, `${folder}/${file} still fails: ${reason}`)
      else t.strictSame(all, [], `${folder}/${file}`)
    }
  })
}

/** mime4j names each decoded leaf by its place: `x_decoded_1_2.txt` is the second part of the message. */
async function mime4jLeaves(
  bytes: Bytes,
  node: MimeNode,
  place: string,
  out: Map<string, Buffer>,
): Promise<void> {
  if (node.children.length > 0) {
    for (const [i, child] of node.children.entries())
      await mime4jLeaves(bytes, child, `${place}_${i + 1}`, out)
    return
  }
  const octets = await octetsOf(bytes, node)
  if (node.type === 'message/rfc822') {
    await mime4jLeaves(memoryBytes(octets), await treeOf(octets), `${place}_1`, out)
  } else out.set(place, octets)
}

const MIME4J = join(CORPORA, 'mime4j')
t.test(
  'decodes mime4j as its authors do',
  { skip: existsSync(MIME4J) ? false : 'mime4j is not on this machine' },
  async (t) => {
    const all = readdirSync(MIME4J)
    for (const file of all.filter((file) => file.endsWith('.msg'))) {
      const base = file.replace('.msg', '')
      const bytes = memoryBytes(readFileSync(join(MIME4J, file)))
      const leaves = new Map<string, Buffer>()
      const found: string[] = []
      await treeOf(bytes).then(
        (tree) => mime4jLeaves(bytes, tree, '1', leaves),
        (error: Error) => found.push(error.message),
      )
      const xml = readFileSync(join(MIME4J, `${base}_decoded.xml`), 'latin1')
      for (const [, expected = ''] of xml.matchAll(/body name="([^"]+)"/g)) {
        const place = expected.slice(`${base}_decoded_`.length).replace(/\.\w+$/, '')
        const octets = leaves.get(place)
        const wanted = readFileSync(join(MIME4J, expected))
        if (!octets) found.push(`${place}: missing among ${[...leaves.keys()].join(' ')}`)
        else if (plain(octets.toString('latin1')) !== plain(wanted.toString('latin1')))
          found.push(`${place}: ${octets.length} octets, expected ${wanted.length}`)
      }
      const reason = EXPECTED_FAILURES[`mime4j/${file}`]
      if (reason) t.not(found.length, 0, `${file} still fails: ${reason}`)
      else t.strictSame(found, [], file)
    }
  },
)
