/**
 * Takes one of the letters of a day that a mail may cause (`decide/frequence.ts`). SPEC §10
 */
import type { WithConfig } from '../config.ts'
import {
  type CauseDeLettre,
  frequence,
  type LecteurDeLettre,
  type Preuve,
} from '../decide/frequence.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { WithClock } from '../kit/clock.ts'
import { mayAnswerAgain } from '../ledger/dossiers/notice-limit.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import type { Sql } from '../postgres/sql.ts'
import type { Mail } from './mail.ts'

/** What this file takes of the gateway. */
type Needs = WithKeys & WithConfig & WithClock

/** What a mail proves of its author. */
export function preuveDe({ opened }: Pick<Mail, 'opened'>): Preuve {
  const { accepted, refusal } = opened.verdict
  return accepted && refusal === null ? 'signe' : 'aucune'
}

/** May this mail make one more letter today to this reader? */
export async function mayWrite(
  sql: Sql,
  mail: Mail,
  cause: CauseDeLettre,
  { lecteur, adresse }: { readonly lecteur: LecteurDeLettre; readonly adresse: string },
  { keys, clock, config }: Needs,
): Promise<boolean> {
  const { compte, parJour, par } = frequence(
    cause,
    preuveDe(mail),
    lecteur,
    config.limites.exchanges,
  )
  const counted = par === 'lecteur' ? adresse : (mail.opened.headers.from[0] ?? adresse)
  const jour = jourParis(clock.now().toISOString() as Instant)
  return await mayAnswerAgain(sql, keys, counted, { code: compte, jour, most: parJour })
}
