/**
 * Which parts of a letter are its words, and which are its documents.
 *
 * In    the tree of the signed entity
 * Out   segments of text, each in one or two renditions (plain, HTML), and the parts that are documents
 *
 * RFC 2046 §5.1.4 (alternative) · RFC 2387 (related) · RFC 2183 (disposition). An attached message is a
 * document: what it says, somebody else said.
 */
import type { MimeNode } from '../mime/tree.ts'

/** The same words, as plain text and as HTML; one of the two may lack. */
export interface Segment {
  readonly plain: readonly MimeNode[]
  readonly html: readonly MimeNode[]
}

export interface Body {
  readonly segments: readonly Segment[]
  readonly documents: readonly MimeNode[]
}

const NOTHING: Body = { segments: [], documents: [] }

/** Sorts the leaves of a tree into words and documents. */
export function readBody(node: MimeNode): Body {
  if (node.children.length === 0) return leaf(node)
  switch (node.type) {
    case 'multipart/alternative':
      return alternative(node.children.map(readBody))
    case 'multipart/related':
      return related(node)
    case 'multipart/signed':
      // The outer signature covers this one; its own signature is no document.
      return node.children[0] ? readBody(node.children[0]) : NOTHING
    case 'multipart/digest':
    case 'multipart/report':
    case 'multipart/encrypted':
      return { segments: [], documents: leaves(node) }
    default:
      return joined(node.children.map(readBody))
  }
}

/** All leaves below a node, in order. */
export function leaves(node: MimeNode): readonly MimeNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leaves)
}

/** Outlook's own format, which nothing else reads. */
export function isTnef(node: MimeNode): boolean {
  return (
    /^application\/(?:vnd\.)?ms-tnef$/.test(node.type) ||
    /^winmail\.dat$/i.test(node.filename ?? '')
  )
}

function leaf(node: MimeNode): Body {
  // A multipart that is closed before any part of it: what it holds is in none.
  if (node.marges.length > 0) return NOTHING
  const isWords = node.disposition !== 'attachment' && node.filename === null
  if (isWords && node.type === 'text/html') {
    return { segments: [{ plain: [], html: [node] }], documents: [] }
  }
  // A multipart without a usable boundary is read as text. RFC 2045 §5.2
  if (isWords && (node.type === 'text/plain' || node.type.startsWith('multipart/'))) {
    return { segments: [{ plain: [node], html: [] }], documents: [] }
  }
  return { segments: [], documents: [node] }
}

function joined(bodies: readonly Body[]): Body {
  return {
    segments: bodies.flatMap((body) => body.segments),
    documents: bodies.flatMap((body) => body.documents),
  }
}

/** Apple Mail puts documents inside one of the alternatives: they are kept, the words become one segment. */
function alternative(bodies: readonly Body[]): Body {
  const { segments, documents } = joined(bodies)
  const plain = segments.flatMap((segment) => segment.plain)
  const html = segments.flatMap((segment) => segment.html)
  return { segments: segments.length === 0 ? [] : [{ plain, html }], documents }
}

function related(node: MimeNode): Body {
  const start = node.parameters.get('start')
  const isRoot = (child: MimeNode) =>
    start !== undefined && child.fields.some((f) => f.name === 'content-id' && f.value === start)
  const root = node.children.find(isRoot) ?? node.children[0]
  const others = node.children.filter((child) => child !== root).flatMap(leaves)
  const body = root ? readBody(root) : NOTHING
  return { segments: body.segments, documents: [...body.documents, ...others] }
}
