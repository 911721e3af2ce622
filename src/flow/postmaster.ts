/**
 * `postmaster@` and `abuse@`: the mail itself goes to the administrator, whole, as a document, unless it holds a program.
 *
 * Of mails that prove nothing one a day and address is forwarded; the others are told of once an hour, all together.
 * Without an administrator's address it waits in quarantine with an owner. Its sender is never written to; what it
 * says is read by `./confrere message`, whatever became of the copy. RFC 2142 §4, §5 · SPEC §3
 */
import { markUntold } from '../ledger/dossiers/notice-limit.ts'
import { bringerOf } from '../sandbox/judges.ts'
import { auteurDit } from './author.ts'
import { type Deciding, ringAll } from './commit.ts'
import { mayWrite } from './how-often.ts'
import { conclude, type Mail } from './mail.ts'
import { postOutside } from './post-outside.ts'
import { soleAuthor } from './refuse.ts'
import { ADMINISTRATEUR, alertOnce } from './tell-administrator.ts'

const CODE = 'courrier-administrateur'
/** It holds what must not be passed on. */
const DANGEREUX = 'courrier-dangereux'

/** Forwards a mail to the administrator; what holds a program, and what proves nothing and comes again, is only told of. */
export async function forward(mail: Mail, parts: Deciding): Promise<void> {
  const { db, config, judges } = parts
  const { raw, envelope, id } = mail.received
  const { ref } = raw
  const adresse = config.adminAddress
  if (adresse === null || ref === null) {
    await db.transaction((sql) =>
      conclude(sql, mail, { etat: 'quarantined', code: CODE, responsable: ADMINISTRATEUR }, parts),
    )
    return
  }
  const danger = await judges.dangerIn(raw, bringerOf(envelope))
  const dit = auteurDit(mail, await soleAuthor(mail, parts))
  const about = { concerne: { kind: 'message', dossier: null, ...dit, averti: 'non' } } as const
  const isAbuse = /^<?abuse@/i.test(envelope.to[0] ?? '')
  const cause = isAbuse ? 'courrier-abuse' : 'courrier-postmaster'
  const rings = await db.transaction(async (sql) => {
    if (danger !== null) {
      const end = { etat: 'quarantined', code: DANGEREUX, responsable: ADMINISTRATEUR } as const
      await conclude(sql, mail, end, parts)
      const told = await alertOnce(sql, DANGEREUX, id, parts, about)
      if (told.length === 0) await markUntold(sql, id)
      return told
    }
    await conclude(sql, mail, { etat: 'accepted', code: CODE, responsable: ADMINISTRATEUR }, parts)
    const to = { lecteur: 'administrateur', adresse } as const
    if (!(await mayWrite(sql, mail, cause, to, parts))) {
      await markUntold(sql, id)
      return []
    }
    const a = { role: ADMINISTRATEUR, rpps: null, adresse } as const
    // Where the mail is blocked on its way, as clinical content is, an alert tells that there is one (`outbound.ts`).
    const lettre = { kind: 'courrierAdministrateur', message: id, ...ref } as const
    return [await postOutside(sql, lettre, a, mail, parts)]
  })
  ringAll(rings, parts)
}
