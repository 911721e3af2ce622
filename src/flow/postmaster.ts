/**
 * `postmaster@` and `abuse@`: the mail itself goes to the administrator, whole, as a document.
 *
 * Without an administrator's address it waits in quarantine with an owner. Its sender is never written to; what it
 * says is read by `./confrere message`, whatever became of the copy. RFC 2142 §4, §5 · SPEC §3
 */
import { ADMINISTRATEUR, alertOnce } from './alert.ts'
import { ringAll } from './commit.ts'
import { conclude, type Mail } from './mail.ts'
import type { Parts } from './parts.ts'
import { postOutside } from './post-outside.ts'
import { soleAuthor } from './refuse.ts'

const CODE = 'courrier-administrateur'

/** Forwards a mail to the administrator. */
export async function forward(mail: Mail, parts: Parts): Promise<void> {
  const { db, config } = parts
  const { ref } = mail.received.raw
  const adresse = config.adminAddress
  if (adresse === null || ref === null) {
    await db.transaction((sql) =>
      conclude(sql, mail, { etat: 'quarantined', code: CODE, responsable: ADMINISTRATEUR }, parts),
    )
    return
  }
  const auteur = (await soleAuthor(mail, parts))?.dit ?? null
  const about = { concerne: { kind: 'message', dossier: null, auteur, averti: 'non' } } as const
  const rings = await db.transaction(async (sql) => {
    await conclude(sql, mail, { etat: 'accepted', code: CODE, responsable: ADMINISTRATEUR }, parts)
    const a = { role: ADMINISTRATEUR, rpps: null, adresse } as const
    // The mail may be blocked on its way, as clinical content is; that there is one always gets through.
    return [
      await postOutside(sql, { kind: 'courrierAdministrateur', ...ref }, a, mail, parts),
      ...(await alertOnce(sql, CODE, mail.received.id, parts, about)),
    ]
  })
  ringAll(rings, parts)
}
