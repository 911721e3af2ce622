/**
 * The same Message-ID with other content: flagged, judged like any other mail, and told.
 *
 * In    a mail, opened
 * Out   whether another mail of other content bore its Message-ID; its author, where he may be written to, and
 *       the administrator have a letter, once a mail
 *
 * SPEC §6 rule 6
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import { bearsUsedMessageId } from '../ledger/messages-connus.ts'
import { mayAnswerAgain } from '../ledger/refusals.ts'
import type { Sql } from '../ledger/sql.ts'
import { ADMINISTRATEUR } from './alert.ts'
import { type Ring, ringAll } from './commit.ts'
import { type Mail, REUTILISE } from './mail.ts'
import type { Parts } from './parts.ts'
import { postOutside } from './post-outside.ts'
import { soleAuthor } from './refuse.ts'

/** Is this Message-ID another content's? Tells its author and the administrator; done twice has one effect. */
export async function tellReuse(mail: Mail, parts: Parts): Promise<boolean> {
  const { db, keys } = parts
  const { messageId } = mail.opened.headers
  if (messageId === null) return false
  const named = { id: mail.received.id, messageId, empreinte: mail.opened.empreinte }
  const isUsed = await db.transaction((sql) => bearsUsedMessageId(sql, keys, named))
  if (!isUsed) return false
  const author = await soleAuthor(mail, parts)
  const rings = await db.transaction(async (sql) => {
    const to = author === null ? [] : [{ role: 'auteur' as const, ...author }]
    const adresse = parts.config.adminAddress
    const admin = adresse === null ? [] : [{ role: ADMINISTRATEUR, rpps: null, adresse } as const]
    const told: Ring[] = []
    for (const a of [...to, ...admin]) {
      if (await mayTell(sql, a.adresse, parts)) told.push(await post(sql, mail, a, parts))
    }
    return told
  })
  ringAll(rings, parts)
  return true
}

/** Each time, up to CONFRERE_LIMITE_ECHANGES a day. */
async function mayTell(sql: Sql, adresse: string, parts: Parts): Promise<boolean> {
  const { keys, clock, config } = parts
  const jour = jourParis(clock.now().toISOString() as Instant)
  return await mayAnswerAgain(sql, keys, adresse, {
    code: REUTILISE,
    jour,
    most: config.limites.exchanges,
  })
}

async function post(
  sql: Sql,
  mail: Mail,
  a: Parameters<typeof postOutside>[2],
  parts: Parts,
): Promise<Ring> {
  const lettre =
    a.role === ADMINISTRATEUR
      ? ({ kind: 'alerteExploitation', code: REUTILISE, sujet: mail.received.id } as const)
      : ({ kind: 'messageSignale', code: REUTILISE } as const)
  // The letter outlives the mail, whose key may be destroyed at once.
  return await postOutside(sql, lettre, a, mail, parts, await parts.keys.create(sql, 'message'))
}
