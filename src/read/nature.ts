/**
 * What a document is by its first octets, whatever its name and type say.
 *
 * In    the beginning of a document, its name
 * Out   its kind; null: none that is looked into
 *
 * ISO 32000-1 §7.5.2 and its note (the head of a PDF stands in the first 1024 octets) · DICOM PS3.10 §7.1 · RFC 5322 (mails)
 */
import type { Nature } from '../domain/courrier.ts'
import { isCms } from './cms-content.ts'
import { kindOf } from './signatures.ts'

/** As many octets as tell. */
export const HEAD_BYTES = 1028

/** The kind of a document that begins so. */
export function natureOf(head: Buffer, name = ''): Nature | null {
  if (head.subarray(128, 132).toString('latin1') === 'DICM') return 'dicom'
  if (isCms(head)) return 'signe'
  if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  return kindOf(head, name) === 'mail' ? 'message' : null
}
