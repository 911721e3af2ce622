/**
 * `modele@`: the blank form, pre-filled with what the directory knows of who asks.
 *
 * Only an active professional of the directory is answered, a few times a day: an answer to anybody is backscatter.
 * SPEC §3
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import { refusal } from '../errors.ts'
import { professionnelParRpps } from '../ledger/annuaire.ts'
import { mayAnswerRefusal } from '../ledger/refusals.ts'
import type { Sql } from '../ledger/sql.ts'
import { ringAll } from './commit.ts'
import { conclude, type Mail } from './mail.ts'
import type { Parts } from './parts.ts'
import { postOutside } from './post-outside.ts'
import { refuse, soleAuthor } from './refuse.ts'

const ANSWERS_A_DAY = 5

/** Answers with the form. */
export async function answerForm(mail: Mail, parts: Parts): Promise<void> {
  const author = await soleAuthor(mail, parts)
  if (author === null) return await refuse(mail, refusal('auteur-inconnu'), parts)
  const rings = await parts.db.transaction(async (sql) => {
    if (!(await mayAnswer(sql, author.adresse, parts))) return null
    await conclude(sql, mail, { etat: 'accepted', code: 'modele', auteurRpps: author.rpps }, parts)
    const pour = await professionnelParRpps(sql, author.rpps)
    return [
      await postOutside(sql, { kind: 'modele', pour }, { role: 'auteur', ...author }, mail, parts),
    ]
  })
  // Asked for by nobody signed, and too often: a machine, of which the administrator is told.
  if (rings === null) return await refuse(mail, refusal('boucle'), parts)
  ringAll(rings, parts)
}

async function mayAnswer(sql: Sql, adresse: string, { keys, clock }: Parts): Promise<boolean> {
  const jour = jourParis(clock.now().toISOString() as Instant)
  for (let time = 1; time <= ANSWERS_A_DAY; time += 1) {
    if (await mayAnswerRefusal(sql, keys, adresse, `modele:${time}`, jour)) return true
  }
  return false
}
