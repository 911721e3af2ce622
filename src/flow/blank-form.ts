/**
 * `modele@`: the blank form, pre-filled with what the directory knows of who asks.
 *
 * Only an active professional of the directory is answered, a few times a day (`decide/frequence.ts`): an answer to
 * anybody is backscatter.
 * SPEC §3
 */
import { refusal } from '../errors.ts'
import type { WithLog } from '../kit/log.ts'
import { professionnelParRpps } from '../ledger/annuaire/annuaire.ts'
import { type Deciding, ringAll } from './commit.ts'
import { mayWrite } from './how-often.ts'
import { conclude, type Mail } from './mail.ts'
import { postOutside } from './post-outside.ts'
import { refuse, soleAuthor } from './refuse.ts'

/** Answers with the form. */
export async function answerForm(mail: Mail, parts: Deciding & WithLog): Promise<void> {
  const author = await soleAuthor(mail, parts)
  if (author === null) return await refuse(mail, refusal('auteur-inconnu'), parts)
  const rings = await parts.db.transaction(async (sql) => {
    const to = { lecteur: 'auteur', adresse: author.adresse } as const
    if (!(await mayWrite(sql, mail, 'modele', to, parts))) return null
    await conclude(sql, mail, { etat: 'accepted', code: 'modele', auteurRpps: author.rpps }, parts)
    const pour = await professionnelParRpps(sql, author.rpps)
    return [
      await postOutside(sql, { kind: 'modele', pour }, { role: 'auteur', ...author }, mail, parts),
    ]
  })
  // Asked for too often: a machine, of which the administrator is told.
  if (rings === null) return await refuse(mail, refusal('boucle'), parts)
  ringAll(rings, parts)
}
