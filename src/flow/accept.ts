/**
 * The SMTP door, given its rules by the settings and its truth by the ledger.
 *
 * SPEC §3, §13.1
 */
import type { WithConfig } from '../config.ts'
import { type Course, type Voie, voieDe, vontEnsemble } from '../domain/voie.ts'
import { type Code, deferral } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import { pass } from '../kit/fault-points.ts'
import type { WithLog } from '../kit/log.ts'
import { listening } from '../kit/opening.ts'
import { threadOf } from '../ledger/dossiers/thread-tokens.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { markOf } from '../ledger/keys/mark.ts'
import { acceptMessage } from '../ledger/messages/messages.ts'
import { envoiByRebond } from '../ledger/outbox/outbox.ts'
import type { WithIdentity } from '../message.ts'
import { tlsFilesOf } from '../pki/tls-files.ts'
import { isConnectionLoss } from '../postgres/database.ts'
import type { Database, WithDatabase } from '../postgres/sql.ts'
import type { WithBell } from '../queue/queue.ts'
import { type Door, type DoorOptions, openDoor } from '../receive/receive.ts'
import type { Recipient } from '../receive/recipient.ts'
import type { WithTrust } from '../trust/store.ts'
import { judged, NotTheirs, openPeers, senderProblem } from './operator-mail.ts'
import { identityProblem } from './own-identity.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithLog & WithBell & WithTrust & WithIdentity

/**
 * Opens the door: what it accepts is in the ledger before its `250`, and the bell rings after. Out of the validity of
 * our certificate it accepts nothing: `451` at `MAIL`. SPEC §8
 */
export async function openDoorOn(parts: Needs, hold: () => Code | null): Promise<Door> {
  const { config, db, keys, bell, clock, log } = parts
  const { pair, ca } = await tlsFilesOf(config.smtp, 'CONFRERE_SMTP')
  const peers = await openPeers(parts, ca)
  const where = { host: config.smtp.host, port: config.smtp.port, settings: 'CONFRERE_SMTP' }
  const options: DoorOptions = {
    host: config.smtp.host,
    port: config.smtp.port,
    domain: config.domain,
    mark: markOf(keys),
    maxMessageBytes: config.maxMessageBytes,
    tls: {
      mode: config.smtp.tls,
      cert: pair?.cert ?? null,
      key: pair?.key ?? null,
      ca: peers.files,
    },
    allow: config.smtp.allow,
    limits: config.limites,
    ready: () => true,
    hold: () => identityProblem(parts) ?? hold(),
    log,
    sender: (from, operator) => senderProblem(from, operator, peers),
    recipient: (address, before) => recipientOf(address, before, parts),
    async accept({ id, envelope, operator, source, saysSigned }) {
      const receivedAt = clock.now()
      const voie = voieDe(envelope.to[0] ?? '', config.domain)?.kind ?? 'inconnue'
      try {
        const brought = operator && { from: envelope.from, operator }
        const theirs = brought ? judged(source, brought, peers) : source
        await acceptMessage(db, keys, { id, receivedAt, envelope, voie, source: theirs })
      } catch (error) {
        if (error instanceof NotTheirs) return error.outcome
        if (!isConnectionLoss(error)) throw error
        return deferral('base-indisponible')
      }
      pass('message-stored')
      // Who writes one signed mail does not wait behind those that another sends by the hundred. SPEC §13.12
      bell.ring('inbound', id, 0, { lane: saysSigned() ? 'signed' : 'plain', who: envelope.from })
      return { kind: 'stored', id }
    },
  }
  return await listening(where, () => openDoor(options))
}

/**
 * Is this address one of ours, and may a mail that is already for `before` go there too? A token must exist;
 * its case does not matter. SPEC §3
 */
async function recipientOf(
  address: string,
  before: readonly string[],
  { config, db }: WithDatabase & WithConfig,
): Promise<Recipient> {
  const voie = voieDe(address, config.domain)
  if (voie === null) return { kind: 'unknown' }
  try {
    const course = await courseOf(voie, db)
    if (course === null) return { kind: 'unknown' }
    for (const each of before) {
      const other = voieDe(each, config.domain)
      const theirs = other && (await courseOf(other, db))
      if (theirs && !vontEnsemble(course, theirs)) return { kind: 'apart' }
    }
    // Even an address that needs no look-up is refused for now when nothing could be stored.
    if (voie.kind !== 'fil' && voie.kind !== 'rebond') await answers(db)
  } catch {
    // Whatever the database says, the sender must come back: SPEC §3, `451`.
    return { kind: 'unavailable' }
  }
  return { kind: 'known' }
}

/** What a mail to this address is for; null when no such token exists. */
async function courseOf(voie: Voie, db: Database): Promise<Course | null> {
  if (voie.kind === 'fil') {
    const fil = await threadOf(db, voie.jeton)
    return fil && { kind: 'fil', dossier: fil.dossier }
  }
  if (voie.kind === 'rebond') return (await envoiByRebond(db, voie.jeton)) && voie
  return { kind: voie.kind === 'specialite' || voie.kind === 'requis' ? 'demande' : voie.kind }
}

/** When each database last answered: asked again after a second, not at every recipient. */
const ANSWERED = new WeakMap<Database, number>()
const ASK_AGAIN_MS = 1_000

async function answers(db: Database): Promise<void> {
  const last = ANSWERED.get(db)
  if (last !== undefined && performance.now() - last < ASK_AGAIN_MS) return
  await db.query('select 1')
  ANSWERED.set(db, performance.now())
}
