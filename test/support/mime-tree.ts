/** Words for the MIME tests: a tree from text, all octets of a part, an outline of a tree. */
import { isRefusal } from '../../src/errors.ts'
import { type Bytes, memoryBytes } from '../../src/kit/bytes.ts'
import { decodeBody } from '../../src/mime/decode.ts'
import { type MimeNode, readTree } from '../../src/mime/tree.ts'

/** Bytes that come in pieces of `size` octets, so that every seam is crossed. */
export function inPieces(buffer: Buffer, size: number): Bytes {
  return {
    size: buffer.length,
    ref: null,
    async *read(start = 0, end = buffer.length) {
      for (let at = start; at < end; at += size) yield buffer.subarray(at, Math.min(end, at + size))
    },
    slice: (start, end) => inPieces(buffer.subarray(start, end), size),
  }
}

/** The tree of a message; throws on a refusal. */
export async function treeOf(message: string | Buffer | Bytes): Promise<MimeNode> {
  const bytes =
    typeof message === 'string'
      ? memoryBytes(Buffer.from(message))
      : Buffer.isBuffer(message)
        ? memoryBytes(message)
        : message
  const tree = await readTree(bytes)
  if (isRefusal(tree)) throw new Error(tree.code)
  return tree
}

/** All decoded octets of a leaf. */
export async function octetsOf(bytes: Bytes, node: MimeNode): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of decodeBody(bytes.slice(node.debut, node.fin), node.codage))
    pieces.push(piece)
  return Buffer.concat(pieces)
}

/** `multipart/mixed(text/plain image/png)` */
export function outline(node: MimeNode): string {
  return node.children.length === 0
    ? node.type
    : `${node.type}(${node.children.map(outline).join(' ')})`
}
