/**
 * `modele@`: the blank form, pre-filled with what the directory knows of who asks.
 *
 * Only an active professional of the directory is answered, once a day: an answer to anybody is backscatter.
 * SPEC §3
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import { refusal } from '../errors.ts'
import { professionnelParRpps } from '../ledger/annuaire.ts'
import { mayAnswerRefusal } from '../ledger/refusals.ts'
import { ringAll } from './commit.ts'
import { conclude, type Mail } from './mail.ts'
import type { Parts } from './parts.ts'
import { postOutside, refuse, soleAuthor } from './refuse.ts'

/** Answers with the form. */
export async function answerForm(mail: Mail, parts: Parts): Promise<void> {
  const author = await soleAuthor(mail, parts)
  if (author === null) return await refuse(mail, refusal('auteur-inconnu'), parts)
  const jour = jourParis(parts.clock.now().toISOString() as Instant)
  const rings = await parts.db.transaction(async (sql) => {
    await conclude(sql, mail, { etat: 'accepted', code: 'modele', auteurRpps: author.rpps }, parts)
    if (!(await mayAnswerRefusal(sql, parts.keys, author.adresse, 'modele', jour))) return []
    const pour = await professionnelParRpps(sql, author.rpps)
    return [
      await postOutside(sql, { kind: 'modele', pour }, { role: 'auteur', ...author }, mail, parts),
    ]
  })
  ringAll(rings, parts)
}
