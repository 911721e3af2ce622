/**
 * A row of the commands: what is typed and what is seen of it; and the words that the rows are made of.
 */

import type { Who } from '../../certs/people.ts'
import { dayInParis } from './days.ts'
import type { Front } from './front.ts'

/** What is typed, and what then is so. */
export interface Command {
  /** As its help names it: the command and its verb. */
  readonly form: string
  readonly args?: (front: Front) => readonly string[] | Promise<readonly string[]>
  /** On either stream. */
  readonly said: RegExp
  /** A file that it wrote. */
  readonly wrote?: readonly [name: string, start: RegExp]
  readonly status?: 1 | 2
}

export const day = (offset: number): string => dayInParis(offset)
export const MOTIF = ['--motif', 'essai']
/** In the directory, without a secure address. */
export const SANS_ADRESSE = '99700000096'

export const rpps = ({ pki }: Front, who: Who): string => pki.people[who].rpps
export const only = async ({ db }: Front, query: string): Promise<string> => {
  const [row] = await db.query<{ id: string }>(query)
  return String(row?.id)
}
