/**
 * What a window asks of the corridor: a command row, a ring, and a short wait for its end.
 *
 * In    what is asked, its parameters, its holder and reason
 * Out   the result, a problem, or `202` and where to look later
 *
 * SPEC §12 (a window writes a command through `ledger`; `flow` carries it out)
 */
import type { FastifyReply } from 'fastify'

import { type Code, ERRORS } from '../errors.ts'
import { commandResult, precisionOf, putCommand } from '../ledger/commands.ts'
import type { StatusOptions } from './options.ts'
import { sendProblem } from './problem.ts'
import type { Holder } from './session/access.ts'

/** What may be asked. */
export interface Command {
  readonly quoi:
    | 'replay'
    | 'retry'
    | 'close'
    | 'export'
    | 'void'
    | 'returns'
    | 'acte'
    | 'reattribuer'
    | 'retirer-consentement'
    | 'annuler'
    | 'regler'
    | 'absence'
    | 'presence'
    | 'activite'
  readonly parametres: { readonly [nom: string]: unknown }
  readonly motif: string | null
}

/** How a command ended, or that it has not yet. */
export type Outcome =
  | { readonly kind: 'pending'; readonly id: string }
  | { readonly kind: 'done'; readonly id: string; readonly result: unknown }
  | {
      readonly kind: 'refused'
      readonly id: string
      readonly code: Code
      /** A sentence that says more; null without. */
      readonly precision: string | null
    }

const WAIT_MS = 10_000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LOOK_EVERY_MS = 50

/** Writes a command, rings, and waits a little for its end. */
export async function ask(
  command: Command,
  holder: Holder,
  { db, wake, commandWaitMs = WAIT_MS }: StatusOptions,
): Promise<Outcome> {
  const id = await putCommand(db, { ...command, par: holder.titulaire })
  wake(id)
  const looks = Math.ceil(commandWaitMs / LOOK_EVERY_MS)
  for (let look = 0; look < looks; look += 1) {
    await pause(LOOK_EVERY_MS)
    const outcome = await outcomeOf(id, { db })
    if (outcome !== null && outcome.kind !== 'pending') return outcome
  }
  return { kind: 'pending', id }
}

/** How a command ended; null if there is no such command. */
export async function outcomeOf(
  id: string,
  { db }: Pick<StatusOptions, 'db'>,
): Promise<Outcome | null> {
  const found = UUID.test(id) ? await commandResult(db, id) : null
  if (found === null) return null
  if (found.faitLe === null) return { kind: 'pending', id }
  if (found.erreur === null) return { kind: 'done', id, result: found.resultat }
  const { erreur } = found
  const code = isCode(erreur) ? erreur : 'command-failed'
  return { kind: 'refused', id, code, precision: precisionOf(found) }
}

/** Answers with what became of a command: `status` when it is done, `202` while it is not. */
export function sendOutcome(
  reply: FastifyReply,
  outcome: Outcome,
  status: 200 | 201,
): FastifyReply {
  if (outcome.kind === 'refused') {
    return sendProblem(reply, outcome.code, outcome.precision ?? undefined)
  }
  if (outcome.kind === 'done') return reply.code(status).send(outcome.result)
  const url = `/api/v1/commands/${outcome.id}`
  return reply
    .code(202)
    .header('Location', url)
    .type('application/json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ command: outcome.id, state: 'pending', url })
}

function isCode(text: string): text is Code {
  return Object.hasOwn(ERRORS, text)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
