/**
 * A participant's mail client in the demo: opens what arrived with his own key, checks who signed, lists
 * what he sees.
 */

import { isRefusal } from '../errors.ts'
import { keepInMemory, memoryBytes } from '../kit/bytes.ts'
import { systemClock } from '../kit/clock.ts'
import { decodeText } from '../mime/charset.ts'
import { decodeBody } from '../mime/decode.ts'
import { fieldText, parseFields } from '../mime/headers.ts'
import { type MimeNode, readTree } from '../mime/tree.ts'
import { open } from '../open/open.ts'
import { loadTrust } from '../pki/trust.ts'
import type { Player } from './demo-cast.ts'
import type { Received, Stage } from './demo-stage.ts'

/** A mail as its reader sees it. */
export interface ReadMail {
  readonly subject: string
  readonly messageId: string
  readonly replyTo: string
  readonly text: string
  readonly files: readonly string[]
  readonly signed: boolean
  readonly encrypted: boolean
}

/** Opens a received mail with its reader's key. */
export async function openedBy(
  player: Player,
  { raw }: Received,
  { people, config }: Stage,
): Promise<ReadMail> {
  const person = people.get(player.rpps)
  const opened = await open(
    {
      raw: memoryBytes(raw),
      receivedAt: systemClock.now(),
      envelope: {
        from: config.from,
        to: [player.email],
        peer: '127.0.0.1',
        tls: 'none',
        operator: null,
      },
    },
    {
      keys:
        person === undefined
          ? []
          : [{ key: person.key, certificate: person.certificate, intermediates: [] }],
      trust: await loadTrust(config.trustDir),
      annuaire: null,
      policy: { revocationInconnue: 'refuse', testCertificates: 'accept', purpose: 'mail' },
      keep: keepInMemory,
    },
  )
  const head = parseFields(raw.subarray(0, Math.max(0, raw.indexOf('\r\n\r\n')) + 2))
  const field = (name: string): string => fieldText(head, name) ?? ''
  const tree = await readTree(opened.entity)
  const leaves = isRefusal(tree) ? [] : leavesOf(tree)
  const plain = leaves.find(({ type, filename }) => type === 'text/plain' && filename === null)
  return {
    subject: field('subject'),
    messageId: opened.headers.messageId ?? '',
    replyTo: /<([^<>]*)>/.exec(field('reply-to'))?.[1] ?? field('reply-to'),
    text: plain === undefined ? '' : await textOf(opened.entity, plain),
    files: leaves.flatMap(({ filename }) => (filename === null ? [] : [filename])),
    signed: opened.verdict.accepted,
    encrypted: opened.verdict.layers.some((layer) => layer !== 'signed'),
  }
}

function leavesOf(node: MimeNode): readonly MimeNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf)
}

async function textOf(entity: Parameters<typeof readTree>[0], leaf: MimeNode): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of decodeBody(entity.slice(leaf.debut, leaf.fin), leaf.codage))
    pieces.push(piece)
  return decodeText(Buffer.concat(pieces), leaf.parameters.get('charset') ?? null)
}
