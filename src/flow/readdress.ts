/**
 * A letter whose reader has another address now: taken back from the old one, put again for the new one.
 *
 * In    the row, its dossier under the lock, the address that the directory gives to him now
 * Out   the id of the letter that takes its place, sealed anew when it leaves; what to ring
 *
 * The dossier learns the address with it: whatever follows is written there. SPEC §9, §13.11
 */
import { randomUUID } from 'node:crypto'

import type { WithConfig } from '../config.ts'
import type { AdresseMss, Rpps } from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { WithClock } from '../kit/clock.ts'
import { randomLetters } from '../ledger/dossiers/thread-tokens.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import { putAgain } from '../ledger/outbox/adresses.ts'
import type { EnvoiConnu } from '../ledger/outbox/outbox.ts'
import type { Sql } from '../postgres/sql.ts'
import type { WithJudges } from '../sandbox/judges.ts'
import { commit, type Ring } from './commit.ts'
import { newMessageId } from './post.ts'

/** What this file takes of the gateway. */
type Needs = WithKeys & WithConfig & WithClock & WithJudges

/** What took the place of a letter. */
export interface Readdressed {
  readonly id: string
  readonly rings: readonly Ring[]
}

/** Puts the letter, already taken back, again for its reader's present address. */
export async function readdress(
  sql: Sql,
  { envoi, dossier, auteur }: { envoi: EnvoiConnu; dossier: Dossier | null; auteur: string },
  vers: AdresseMss,
  parts: Needs,
): Promise<Readdressed> {
  const id = randomUUID()
  await putAgain(sql, parts.keys, envoi.id, {
    id,
    adresse: vers,
    messageId: newMessageId(parts.config.domain),
    jetonRebond: randomLetters(),
    creeLe: parts.clock.now(),
  })
  const ring: Ring = { call: 'outbound', id, at: null }
  const { adresse: de, rpps } = envoi
  if (dossier === null || de === null || rpps === null) return { id, rings: [ring] }
  const evenement = {
    kind: 'readressage',
    rpps: rpps as Rpps,
    de: de as AdresseMss,
    vers,
    envois: { de: envoi.id, vers: id },
  } as const
  const cause = { auteur, message: null }
  const { rings } = await commit(sql, dossier, evenement, cause, null, parts)
  return { id, rings: [...rings, ring] }
}
