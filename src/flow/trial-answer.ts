/**
 * How `essai@` answers: one letter an act of signing, so many a day; the mail is destroyed with it.
 *
 * In    a mail to `essai@`, what would have become of it, its author
 * Out   the letter, or none: whoever holds a signed request of a physician writes him nothing by sending it again. Each use
 *       is in the audit (who, not which patient); of those unanswered the administrator is told once a day
 *
 * SPEC §3 (a rate of its own), §10, §13.7
 */
import { jourParis } from '../domain/calendrier.ts'
import type { AdresseMss, Instant, Rpps } from '../domain/correspondant.ts'
import type { ResultatEssai } from '../domain/essai.ts'
import type { Code } from '../errors.ts'
import { takeTrial } from '../ledger/essais.ts'
import { append } from '../ledger/journal.ts'
import { mayAnswerAgain } from '../ledger/refusals.ts'
import type { Sql } from '../ledger/sql.ts'
import { alertOnce } from './alert.ts'
import type { Ring } from './commit.ts'
import { conclude, type Mail, signingOf } from './mail.ts'
import type { Parts } from './parts.ts'
import { postOutside } from './post-outside.ts'

/** Answers a day to what a person signed; and to what only bears his address, which a stranger can use up. */
const A_DAY = { prouve: 50, 'non-prouve': 5 } as const
const ESSAI = 'essai'
const REPETES = 'essais-repetes' satisfies Code

/** A mail to `essai@` that was judged. */
export interface Trial {
  readonly resultat: ResultatEssai
  readonly author: {
    readonly rpps: Rpps | null
    readonly adresse: AdresseMss
    readonly dit: string
  }
  /** Its signature is good, and it is the author's. */
  readonly preuve: keyof typeof A_DAY
}

/** Answers, or does not; either way the mail and its verdict go. */
export async function answerTrial(
  sql: Sql,
  mail: Mail,
  { resultat, author, preuve }: Trial,
  parts: Parts,
): Promise<readonly Ring[]> {
  const { keys, clock } = parts
  const now = clock.now()
  const { rpps, adresse, dit } = author
  const bound = {
    code: `essai-${preuve}`,
    jour: jourParis(now.toISOString() as Instant),
    most: A_DAY[preuve],
  }
  const isTold =
    (await takeTrial(sql, keys, signingOf(mail).names, now)) &&
    (await mayAnswerAgain(sql, keys, adresse, bound))
  const lettre = { kind: 'essai', resultat } as const
  const rings = isTold
    ? // The answer outlives the mail it answers: a key of its own.
      [
        await postOutside(
          sql,
          lettre,
          { role: 'auteur', rpps, adresse },
          mail,
          parts,
          await keys.create(sql, 'message'),
        ),
      ]
    : await alertOnce(sql, REPETES, dit, parts)
  await append(sql, {
    chaine: 'passerelle',
    quoi: 'message.essai',
    auteur: dit,
    detail: { message: mail.received.id, preuve, repondu: isTold ? 'oui' : 'non' },
    instant: now,
  })
  await conclude(sql, mail, { etat: 'accepted', code: ESSAI, auteurRpps: rpps }, parts)
  await keys.destroy(sql, mail.received.cle)
  return rings
}
