/**
 * What an operator may bring in `mutual` mode: mail of its own domains, by the envelope and by the `From`, while its
 * certificate stands.
 *
 * In    the envelope sender and the operator of the connection; later the header block as it flows by
 * Out   null, or why not: operateur-hors-liste, liste-absente; what bars its certificate (pki/peers.ts)
 *
 * Without a white list, whoever shows a certificate of our authorities may bring any mail. The null return
 * path has no domain: it is left to any operator of the list, and what it brings is never adopted.
 * SPEC §1 (`certificat refuser`), §2 (mutual, CONFRERE_ANCRES_DOMAINES), §5
 */
import type { WithConfig } from '../config.ts'
import { type Code, type Deferral, deferral, ERRORS, type Refusal, refusal } from '../errors.ts'
import { memoryBytes } from '../kit/bytes.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { NotOpened } from '../kit/opening.ts'
import { addressesOf } from '../open/addresses.ts'
import { readEntity } from '../open/entity.ts'
import { type Authorities, authoritiesIn, peerBar } from '../pki/peers.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import { operateurs } from '../trust/operators.ts'
import { authoritiesOf, type WithTrust } from '../trust/store.ts'

/** The operator of a connection, as the door tells it. */
interface Operator {
  readonly name: string
  readonly shown: readonly Buffer[]
}

/** What operators are judged by. */
export interface Peers {
  readonly parts: WithDatabase & WithConfig & WithClock & WithLog & WithTrust
  /** Files of the authorities whose certificates the door asks for. */
  readonly files: readonly Buffer[]
  readonly authorities: Authorities
}

/** The authorities of operators: those of a file of their own, else those of the trust folder. */
export async function openPeers(
  parts: Peers['parts'],
  ca: readonly Buffer[] | null,
): Promise<Peers> {
  const files = ca ?? (await authoritiesOf({ current: parts.trust }))
  if (files.length === 0 && parts.config.smtp.tls === 'mutual') {
    throw new NotOpened(
      'CONFRERE_SMTP_TLS=mutual demande les autorités des opérateurs ; donnez-les ici, ou dans CONFRERE_TRUST_DIR',
      { setting: 'CONFRERE_SMTP_CA' },
    )
  }
  return { parts, files, authorities: authoritiesIn(files) }
}

/** May this operator bring mail of this envelope sender? */
export async function senderProblem(
  from: string,
  operator: Operator | null,
  peers: Peers,
): Promise<Code | null> {
  if (operator === null) return null
  const bar = await barFor(from === '' ? null : from, operator, peers)
  if (bar !== null) return bar
  const { parts } = peers
  const liste = await operateurs(parts)
  if (liste === null) return parts.config.listeBlanche === null ? null : 'liste-absente'
  const { name } = operator
  const may = from === '' ? liste.knows(name) : liste.holds(domainOf(from), name)
  return may ? null : 'operateur-hors-liste'
}

/** Why the operator's certificate does not stand for this address; a limit to other domains is told as theirs is. */
async function barFor(
  address: string | null,
  { shown }: Operator,
  { parts, authorities }: Peers,
): Promise<Code | null> {
  const { rules } = await parts.trust()
  const bar = peerBar({ shown, authorities }, rules, address)
  return bar === 'name-constraint' ? 'operateur-hors-liste' : bar
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
  { from, operator }: { readonly from: string; readonly operator: Operator },
  peers: Peers,
): AsyncGenerator<Buffer> {
  if (from === '') {
    yield* source
    return
  }
  let head: Buffer | null = Buffer.alloc(0)
  for await (const piece of source) {
    if (head !== null) {
      head = Buffer.concat([head, piece])
      const end = head.indexOf('\r\n\r\n')
      if (end !== -1) {
        await judge(head.subarray(0, end + 4), operator, peers)
        head = null
      }
    }
    yield piece
  }
  if (head !== null) await judge(head, operator, peers)
}

/** Each address of `From`; whether there is one, and one only, is for the opening to say. */
async function judge(head: Buffer, operator: Operator, peers: Peers): Promise<void> {
  const { fields } = await readEntity(memoryBytes(head))
  for (const address of addressesOf(fields, 'from') ?? []) {
    const code = await senderProblem(address, operator, peers)
    if (code === null) continue
    throw new NotTheirs(ERRORS[code].family === 'deferral' ? deferral(code) : refusal(code))
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
