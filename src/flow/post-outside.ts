/**
 * A letter that belongs to no dossier, put into the outbox.
 *
 * SPEC §3, §10
 */
import { randomUUID } from 'node:crypto'

import type { WithConfig } from '../config.ts'
import type { AdresseMss, Rpps } from '../domain/correspondant.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import type { WithClock } from '../kit/clock.ts'
import { randomLetters } from '../ledger/dossiers/thread-tokens.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import { putEnvoi } from '../ledger/outbox/outbox.ts'
import type { Sql } from '../postgres/sql.ts'
import type { Ring } from './commit.ts'
import type { Mail } from './mail.ts'
import { newMessageId } from './post.ts'

/** What this file takes of the gateway. */
type Needs = WithKeys & WithConfig & WithClock

/** Puts a letter that belongs to no dossier, under the key of the mail it answers or `cle`. */
export async function postOutside(
  sql: Sql,
  lettre: LettreHorsDossier,
  a: {
    readonly role: 'auteur' | 'administrateur' | 'coordinateur'
    readonly rpps: Rpps | null
    readonly adresse: AdresseMss
  },
  mail: Mail,
  parts: Needs,
  cle: string = mail.received.cle,
): Promise<Ring> {
  const id = randomUUID()
  await putEnvoi(sql, parts.keys, {
    id,
    dossier: null,
    cle,
    cleUnique: `${mail.received.id}:${lettre.kind}:${'code' in lettre ? lettre.code : ''}:${a.role}`,
    lettre: lettre.kind,
    role: a.role,
    rang: null,
    version: null,
    rpps: a.rpps,
    donnees: { lettre, a, enReponseA: mail.opened.headers.messageId },
    messageId: newMessageId(parts.config.domain),
    jetonRebond: randomLetters(),
    pasAvant: null,
    priorite: 0,
    creeLe: parts.clock.now(),
  })
  return { call: 'outbound', id, at: null }
}
