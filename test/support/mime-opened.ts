/** Words for the tests of reading: an OpenedMessage from the text of its signed entity. */
import type { AvisTechnique, Courrier } from '../../src/domain/courrier.ts'
import { isRefusal, type Refusal } from '../../src/errors.ts'
import { type Bytes, memoryBytes } from '../../src/kit/bytes.ts'
import type { OpenedMessage } from '../../src/message.ts'
import { isAvisTechnique, read } from '../../src/read/read.ts'

export const NOW = new Date('2026-03-10T09:00:00Z')

/** An opened message whose entity is this; the verdict is not looked at by `read`. */
export function opened(entity: string | Buffer | Bytes, subject = ''): OpenedMessage {
  const bytes =
    typeof entity === 'string'
      ? memoryBytes(Buffer.from(entity))
      : Buffer.isBuffer(entity)
        ? memoryBytes(entity)
        : entity
  return {
    verdict: {
      layers: ['signed'],
      signature: {
        status: 'valid',
        reason: null,
        algorithm: null,
        signingTime: null,
        signers: 1,
        covers: 'whole',
      },
      path: { status: 'valid', reason: null, length: 2, anchor: null },
      revocation: { status: 'good', source: 'crl' },
      signer: null,
      sender: { from: [], bound: true, reason: null },
      accepted: true,
      refusal: null,
    },
    headers: {
      messageId: null,
      inReplyTo: [],
      references: [],
      subject,
      subjectIsSigned: true,
      from: [],
      to: [],
      toIsSigned: false,
      automatic: false,
      wantsNoAnswer: false,
    },
    entity: bytes,
    empreinte: null,
    signing: null,
    otherSignings: [],
    original: null,
    certificates: [],
    evidence: { chain: [], crls: [], ocsp: [] },
    capabilities: null,
    preferred: null,
  }
}

/** What `read` says of an entity, whatever it is. */
export function reading(
  entity: string | Buffer | Bytes,
  subject = '',
  sent: readonly string[] = [],
): Promise<Courrier | AvisTechnique | Refusal> {
  return read(opened(entity, subject), {
    now: NOW,
    sent: sent.map((text) => ({ text, html: '' })),
    domain: 'x.fr',
  })
}

/** The letter that an entity is; throws when it is none. */
export async function courrier(
  entity: string | Buffer | Bytes,
  subject = '',
  sent: readonly string[] = [],
): Promise<Courrier> {
  const result = await reading(entity, subject, sent)
  if (isRefusal(result)) throw new Error(result.code)
  if (isAvisTechnique(result)) throw new Error(`an ${result.kind}`)
  return result
}

/** A plain-text entity. */
export function plain(text: string, type = 'text/plain; charset=utf-8'): string {
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text.replace(/\r?\n/g, '\r\n')}`
}

/** An HTML entity. */
export function html(body: string): string {
  return plain(
    `<html><head><style>p {x:y}</style></head><body>${body}</body></html>`,
    'text/html; charset=utf-8',
  )
}

/** Both renditions. */
export function alternative(text: string, body: string): string {
  const b = 'alternative-boundary'
  return `Content-Type: multipart/alternative; boundary="${b}"\r\n\r\n--${b}\r\n${plain(text)}\r\n--${b}\r\n${html(body)}\r\n--${b}--\r\n`
}
