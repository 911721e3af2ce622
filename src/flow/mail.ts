/**
 * A mail under judgement, and how its judgement is written down.
 */
import { createHash } from 'node:crypto'

import type { Instant, Rpps, Sha256 } from '../domain/correspondant.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Assurance, DossierId } from '../domain/dossier.ts'
import type { Provenance } from '../domain/evenement.ts'
import type { Code } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import { settleTravauxOf } from '../ledger/dossiers/travaux.ts'
import { append } from '../ledger/journal/journal.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import { concludeMessage } from '../ledger/messages/messages.ts'
import type { OpenedMessage, Readings, ReceivedMessage } from '../message.ts'
import type { Sql } from '../postgres/sql.ts'
import type { Addressees } from './addressees.ts'
import type { Author } from './author.ts'

/** A message taken up, opened, with what its recipients ask. */
export interface Mail {
  readonly received: ReceivedMessage & { readonly cle: string; readonly tentatives: number }
  readonly opened: OpenedMessage
  readonly to: Addressees
  /** How sure we are of its author. SPEC §5 */
  readonly assurance: Assurance
  /** What two readers found in it, where they differ. */
  readonly readings?: Readings | null
  /** Another content bore its Message-ID. SPEC §6.6 */
  readonly reutilise?: boolean
}

/** A mail whose author is known and whose letter is read. */
export interface Letter extends Mail {
  readonly author: Author
  readonly courrier: Courrier
}

/** Where a signed letter comes from, as the domain says it. */
export function provenanceOf({ received, opened, assurance }: Mail): Provenance {
  const { original } = opened
  const ref = original?.body.ref ?? null
  return {
    message: received.id,
    messageId: opened.headers.messageId,
    recuLe: received.receivedAt.toISOString() as Instant,
    empreinte: opened.empreinte ?? ('' as Sha256),
    original:
      original === null || ref === null
        ? null
        : { entetes: original.headers, contenu: ref.contenu, debut: ref.debut, fin: ref.fin },
    assurance,
  }
}

/** The names of one act of signing: those it is bound by, and those that older versions gave it. */
export interface Signing {
  /** The author's, then those of his other signatures over the same content. */
  readonly names: readonly Sha256[]
  /** Looked up, never written: a signature that an older version took is known for ever. */
  readonly former: readonly Sha256[]
}

/**
 * Names one act of signing: by the author's key and signed attributes. The same signature replayed has the
 * same name; the same words signed again have another. An unsigned letter has that of its Message-ID. SPEC §8
 */
export function signingOf({ received, opened, assurance }: Mail): Signing {
  const { empreinte, verdict, headers, signing, otherSignings } = opened
  if (assurance !== 'signe' || signing === null) {
    return { names: [named(empreinte, 'mssante', headers.messageId ?? received.id)], former: [] }
  }
  const former = named(empreinte, verdict.signer?.sha256, verdict.signature.signingTime)
  return { names: [signing, ...otherSignings], former: [former] }
}

function named(...parts: readonly (string | null | undefined)[]): Sha256 {
  return createHash('sha256').update(parts.join('|')).digest('hex') as Sha256
}

/** Writes the end of a judgement, in the transaction of what it caused. */
export async function conclude(
  sql: Sql,
  mail: Mail,
  end: {
    readonly etat: 'accepted' | 'refused' | 'quarantined' | 'deferred'
    readonly code: string | null
    readonly dossier?: DossierId | null
    readonly auteurRpps?: Rpps | null
    readonly responsable?: string | null
    readonly prochaine?: Date | null
  },
  { keys, clock }: WithKeys & WithClock,
): Promise<void> {
  if (end.etat === 'accepted') await flag(sql, mail, clock.now())
  const isReused = mail.reutilise === true
  if (isReused && end.etat !== 'deferred') await note(sql, mail, REUTILISE, clock.now())
  await concludeMessage(sql, keys, mail.received, {
    etat: end.etat,
    // What refuses says more than the flag.
    code: isReused && end.etat === 'accepted' ? REUTILISE : end.code,
    verdict: mail.opened.verdict,
    dossier: end.dossier ?? null,
    auteurRpps: end.auteurRpps ?? null,
    responsable: end.responsable ?? null,
    empreinte: mail.opened.empreinte,
    messageIdHeader: mail.opened.headers.messageId,
    prochaine: end.prochaine ?? null,
    le: clock.now(),
    preuve: mail.opened.evidence,
    lectures: mail.readings ?? null,
  })
  // Refused once, judged again, it has its effect: what was opened for it has no cause any more. SPEC §13.13
  if (end.etat !== 'accepted') return
  const how = { par: 'passerelle', now: clock.now(), codes: null }
  await settleTravauxOf(sql, mail.received.id, how)
}

/** Code of a mail whose Message-ID another content bore. SPEC §6.6 */
export const REUTILISE = 'message-id-reutilise' satisfies Code

async function note(sql: Sql, { received }: Mail, code: string, instant: Date): Promise<void> {
  await append(sql, {
    chaine: 'passerelle',
    quoi: `message.${code}`,
    auteur: 'passerelle',
    detail: { message: received.id },
    instant,
  })
}

/** A message accepted although nobody could tell whether its signer is revoked: said in the audit. SPEC §8 */
async function flag(sql: Sql, { received, opened }: Mail, instant: Date): Promise<void> {
  const { signature, revocation } = opened.verdict
  if (signature.status !== 'valid' || revocation.status !== 'unknown') return
  await append(sql, {
    chaine: 'passerelle',
    quoi: 'message.revocation-inconnue',
    auteur: 'passerelle',
    detail: { message: received.id },
    instant,
  })
}
