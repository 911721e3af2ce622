/**
 * The same Message-ID with other content: flagged, judged like any other mail, and told.
 *
 * In    a mail, opened
 * Out   whether another mail of other content bore its Message-ID; its author, where he may be written to, and
 *       the administrator have a letter, as often as the proof allows
 *
 * SPEC §6.6
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { bearsUsedMessageId } from '../ledger/messages/messages-connus.ts'
import type { Sql } from '../postgres/sql.ts'
import type { WithBell } from '../queue/queue.ts'
import { auteurDit } from './author.ts'
import { type Ring, ringAll } from './commit.ts'
import { mayWrite } from './how-often.ts'
import { type Mail, REUTILISE } from './mail.ts'
import { postOutside } from './post-outside.ts'
import { soleAuthor } from './refuse.ts'
import { alert } from './tell-administrator.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithBell

/** Is this Message-ID another content's? Tells its author and the administrator; done twice has one effect. */
export async function tellReuse(mail: Mail, parts: Needs): Promise<boolean> {
  const { db, keys } = parts
  const { messageId } = mail.opened.headers
  if (messageId === null) return false
  const named = { id: mail.received.id, messageId, empreinte: mail.opened.empreinte }
  const isUsed = await db.transaction((sql) => bearsUsedMessageId(sql, keys, named))
  if (!isUsed) return false
  const author = await soleAuthor(mail, parts)
  const about = {
    concerne: { kind: 'message', dossier: null, ...auteurDit(mail, author), averti: 'non' },
  } as const
  const rings = await db.transaction(async (sql) => {
    const told: Ring[] = []
    const mayTell = async (lecteur: 'auteur' | 'administrateur', adresse: string | null) =>
      adresse !== null && (await mayWrite(sql, mail, REUTILISE, { lecteur, adresse }, parts))
    const toAuthor = author !== null && (await mayTell('auteur', author.adresse))
    if (toAuthor) told.push(await post(sql, mail, { role: 'auteur', ...author }, parts))
    if (await mayTell('administrateur', parts.config.adminAddress)) {
      const averti = toAuthor ? 'oui' : 'non'
      const concerne = { ...about.concerne, averti } as const
      told.push(...(await alert(sql, REUTILISE, mail.received.id, parts, { concerne })))
    }
    return told
  })
  ringAll(rings, parts)
  return true
}

async function post(
  sql: Sql,
  mail: Mail,
  a: Parameters<typeof postOutside>[2],
  parts: Needs,
): Promise<Ring> {
  const lettre = { kind: 'messageSignale', code: REUTILISE } as const
  // The letter outlives the mail, whose key may be destroyed at once.
  return await postOutside(sql, lettre, a, mail, parts, await parts.keys.create(sql, 'message'))
}
