/**
 * How `essai@` answers: one letter an act of signing, so many a day; the mail is destroyed with it.
 *
 * In    a mail to `essai@`, what would have become of it, its author
 * Out   the letter, or none: whoever holds a signed request of a physician writes him nothing by sending it again. Each use
 *       is in the audit (who, not which patient); of those unanswered the administrator is told once a day
 *
 * SPEC §3 (a rate of its own), §10, §13.7
 */
import type { WithConfig } from '../config.ts'
import type { AdresseMss, Rpps } from '../domain/correspondant.ts'
import type { ResultatEssai } from '../domain/essai.ts'
import type { Code } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import { append } from '../ledger/journal/journal.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import { takeTrial } from '../ledger/messages/essais.ts'
import type { Sql } from '../postgres/sql.ts'
import type { Ring } from './commit.ts'
import { mayWrite, preuveDe } from './how-often.ts'
import { conclude, type Mail, signingOf } from './mail.ts'
import { postOutside } from './post-outside.ts'
import { alertOnce } from './tell-administrator.ts'

/** What this file takes of the gateway. */
type Needs = WithKeys & WithConfig & WithClock

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
}

/** Answers, or does not; either way the mail and its verdict go. */
export async function answerTrial(
  sql: Sql,
  mail: Mail,
  { resultat, author }: Trial,
  parts: Needs,
): Promise<readonly Ring[]> {
  const { keys, clock } = parts
  const now = clock.now()
  const { rpps, adresse, dit } = author
  const isTold =
    (await takeTrial(sql, keys, signingOf(mail).names, now)) &&
    (await mayWrite(sql, mail, 'essai', { lecteur: 'auteur', adresse }, parts))
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
    detail: { message: mail.received.id, preuve: preuveDe(mail), repondu: isTold ? 'oui' : 'non' },
    instant: now,
  })
  await conclude(sql, mail, { etat: 'accepted', code: ESSAI, auteurRpps: rpps }, parts)
  await keys.destroy(sql, mail.received.cle)
  return rings
}
