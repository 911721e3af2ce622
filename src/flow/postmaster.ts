/**
 * `postmaster@` and `abuse@`: the mail itself goes to the administrator, whole, as a document.
 *
 * Without an administrator's address it waits in quarantine with an owner, as anything that nobody could be
 * told of. Its sender is never written to. RFC 2142 §4, §5 · SPEC §3
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import { refusal } from '../errors.ts'
import { ringAll } from './commit.ts'
import { conclude, type Mail } from './mail.ts'
import type { Parts } from './parts.ts'
import { ADMINISTRATEUR, postOutside, refuse, warn } from './refuse.ts'

/** Forwards a mail to the administrator. */
export async function forward(mail: Mail, parts: Parts): Promise<void> {
  const { db, config, clock } = parts
  const { ref } = mail.received.raw
  const adresse = config.adminAddress
  if (adresse === null || ref === null) {
    return await refuse(mail, refusal('courrier-administrateur'), parts)
  }
  const rings = await db.transaction(async (sql) => {
    const code = 'courrier-administrateur'
    await conclude(sql, mail, { etat: 'accepted', code, responsable: ADMINISTRATEUR }, parts)
    const a = { role: ADMINISTRATEUR, rpps: null, adresse } as const
    // The mail may be blocked on its way, as clinical content is; that there is one always gets through.
    const jour = jourParis(clock.now().toISOString() as Instant)
    return [
      await postOutside(sql, { kind: 'courrierAdministrateur', ...ref }, a, mail, parts),
      ...(await warn(sql, code, mail, jour, parts)),
    ]
  })
  ringAll(rings, parts)
}
