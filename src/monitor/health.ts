/**
 * Each dependency by name: does it answer? For `/readyz` and `check`.
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { answerWithin, TooLate } from '../kit/within.ts'
import type { Identity, WithIdentity } from '../message.ts'
import { identityProblem } from '../pki/identity-use.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import type { WithBell } from '../queue/queue.ts'
import { operateurs } from '../trust/operators.ts'
import type { WithTrust } from '../trust/store.ts'
import { lookAtRoom } from './capacity.ts'

/** What this file takes of the gateway. */
type Needs = WithDatabase & WithConfig & WithClock & WithLog & WithBell & WithTrust & WithIdentity

/** One dependency: fine, or what is wrong in a few words. */
export interface Dependency {
  readonly name: string
  readonly ok: boolean
  readonly detail: string
}

const WITHIN_MS = 3_000

/** Asks every dependency at once; one that hangs is one that is down. */
export async function healthOf(parts: Needs): Promise<readonly Dependency[]> {
  const { db, bell, clock } = parts
  return await Promise.all([
    ask('postgresql', async () => {
      await db.query('select 1')
      return 'répond'
    }),
    ask('file', async () => {
      await bell.check()
      return 'répond'
    }),
    ask('disque', () => diskSaid(parts)),
    ask('confiance', () => anchorsSaid(parts)),
    ask('liste', () => listeSaid(parts)),
    ask('identite', () => identitySaid(parts.identity, clock.now())),
  ])
}

/** The same look as the door's: a disk on which new mail is deferred is a fault. */
async function diskSaid(parts: Needs): Promise<string> {
  const code = await lookAtRoom(parts)
  if (code === 'disk-nearly-full') throw new Error('presque plein : aucun courrier pris')
  return 'a de la place'
}

/** How many anchors there are; none is a fault. */
export async function anchorsSaid({ trust }: WithTrust): Promise<string> {
  const { anchors } = (await trust()).all
  if (anchors.length === 0) throw new Error('aucune ancre de confiance')
  return `${anchors.length} ancre(s)`
}

/** Until when the identity serves; one that cannot sign now is a fault. */
export function identitySaid(identity: Identity, now: Date): string {
  const problem = identityProblem(identity, now)
  if (problem !== null) throw new Error(`${problem.text} : aucun courrier pris`)
  const { validToDate } = identity.certificate
  const days = Math.floor((validToDate.getTime() - now.getTime()) / 86_400_000)
  const soon = days <= 60 ? ` : plus que ${days} jour(s), renouvelez-le` : ''
  return `jusqu’au ${day(validToDate)}${soon}`
}

/** The list in force and its age; none is a fault where the settings name one, an old one is told. */
export async function listeSaid(parts: Parameters<typeof operateurs>[0]): Promise<string> {
  const liste = await operateurs(parts)
  if (liste === null && parts.config.listeBlanche === null) return 'aucune liste blanche demandée'
  if (liste === null) throw new Error('aucune liste blanche vérifiée')
  const hours = Math.floor((parts.clock.now().getTime() - liste.genereeLe.getTime()) / 3_600_000)
  const old = hours < 48 ? '' : ' : prenez la dernière'
  return `liste blanche générée il y a ${hours} h${old}`
}

function day(instant: Date): string {
  return instant.toISOString().slice(0, 10)
}

/** Asks one; what is wrong is what is thrown. */
export async function ask(
  name: string,
  question: () => string | Promise<string>,
): Promise<Dependency> {
  try {
    return { name, ok: true, detail: await answerWithin(WITHIN_MS, question) }
  } catch (error) {
    if (error instanceof TooLate) return { name, ok: false, detail: 'ne répond pas' }
    return { name, ok: false, detail: error instanceof Error ? error.message : 'erreur' }
  }
}
