/**
 * `postmaster@` and `abuse@`: the mail itself goes to the administrator, whole, as a document.
 *
 * Without an administrator's address it waits in quarantine with an owner, as anything that nobody could be
 * told of. Its sender is never written to. RFC 2142 §4, §5 · SPEC §3
 */
import { refusal } from '../errors.ts'
import { ADMINISTRATEUR, alertOnce } from './alert.ts'
import { ringAll } from './commit.ts'
import { conclude, type Mail } from './mail.ts'
import type { Parts } from './parts.ts'
import { postOutside, refuse } from './refuse.ts'

/** Forwards a mail to the administrator. */
export async function forward(mail: Mail, parts: Parts): Promise<void> {
  const { db, config } = parts
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
    return [
      await postOutside(sql, { kind: 'courrierAdministrateur', ...ref }, a, mail, parts),
      ...(await alertOnce(sql, code, mail.received.id, parts)),
    ]
  })
  ringAll(rings, parts)
}
