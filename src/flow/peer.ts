/**
 * What an operator may bring in `mutual` mode: mail of its own domains, by the envelope and by the `From`.
 *
 * In    the envelope sender and the operator of the connection; later the header block as it flows by
 * Out   null, or why not: operateur-hors-liste, liste-absente
 *
 * Without a white list, whoever shows a certificate of our authorities may bring any mail. The null return
 * path has no domain: it is left to any operator of the list, and what it brings is never adopted.
 * SPEC §2 (mutual), §5
 */
import { type Code, type Deferral, deferral, type Refusal, refusal } from '../errors.ts'
import { memoryBytes } from '../kit/bytes.ts'
import type { Envelope } from '../message.ts'
import { readEntity } from '../open/entity.ts'
import { addressesOf } from '../open/headers.ts'
import { operateurs } from './operateurs.ts'
import type { Parts } from './parts.ts'

/** May this operator bring mail of this envelope sender? */
export async function senderProblem(
  from: string,
  operator: string | null,
  parts: Parts,
): Promise<Code | null> {
  if (operator === null) return null
  const liste = await operateurs(parts)
  if (liste === null) return parts.config.listeBlanche === null ? null : 'liste-absente'
  const may = from === '' ? liste.knows(operator) : liste.holds(domainOf(from), operator)
  return may ? null : 'operateur-hors-liste'
}

/** Breaks off a message whose `From` is not the operator's. */
export class NotTheirs extends Error {
  readonly outcome: Refusal | Deferral

  constructor(outcome: Refusal | Deferral) {
    super(outcome.code)
    this.name = 'NotTheirs'
    this.outcome = outcome
  }
}

/** The message as it flows, its `From` judged before its last octet is given on; throws NotTheirs. */
export async function* judged(
  source: AsyncIterable<Buffer>,
  { from, operator }: Envelope,
  parts: Parts,
): AsyncGenerator<Buffer> {
  if (operator === null || from === '') {
    yield* source
    return
  }
  let head: Buffer | null = Buffer.alloc(0)
  for await (const piece of source) {
    if (head !== null) {
      head = Buffer.concat([head, piece])
      const end = head.indexOf('\r\n\r\n')
      if (end !== -1) {
        await judge(head.subarray(0, end + 4), operator, parts)
        head = null
      }
    }
    yield piece
  }
  if (head !== null) await judge(head, operator, parts)
}

/** Each address of `From`; whether there is one, and one only, is for the opening to say. */
async function judge(head: Buffer, operator: string, parts: Parts): Promise<void> {
  const { fields } = await readEntity(memoryBytes(head))
  const liste = await operateurs(parts)
  if (liste === null) {
    if (parts.config.listeBlanche !== null) throw new NotTheirs(deferral('liste-absente'))
    return
  }
  for (const address of addressesOf(fields, 'from') ?? []) {
    if (!liste.holds(domainOf(address), operator)) {
      throw new NotTheirs(refusal('operateur-hors-liste'))
    }
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
