/**
 * What a command of the terminal asks of the corridor: a command row, carried out here or by a running `serve`,
 * with the same effect either way.
 *
 * SPEC §1, §12
 */
import { setTimeout as pause } from 'node:timers/promises'

import { ERRORS } from '../errors.ts'
import type { Deciding } from '../flow/commit.ts'
import type { WithLog } from '../kit/log.ts'
import { commandResult, type NewCommand, precisionOf, putCommand } from '../ledger/commands.ts'
import type { WithWorker } from '../ledger/leases.ts'
import type { WithIdentity } from '../message.ts'
import type { WithFreshTrust, WithTrust } from '../trust/store.ts'
import { type Arguments, Failure, type Terminal } from './terms.ts'

/** What this file takes of the gateway. */
type Needs = Deciding & WithLog & WithTrust & WithFreshTrust & WithIdentity & WithWorker

/** Who the audit names for what is done at the terminal. */
export const PAR = 'terminal'

/** A long file is carried out by whoever took it: some ten minutes. */
const LOOKS = 6_000
const LOOK_EVERY_MS = 100

/** Writes the command, carries it out, and gives what it answered; fails with the sentence of its code. */
export async function order(
  args: Arguments,
  terminal: Terminal,
  asked: Omit<NewCommand, 'par'>,
): Promise<unknown> {
  // Half of the program: loaded when something is ordered, not for a list.
  const { workingParts } = await import('./workshop.ts')
  return await workingParts(args, terminal, (parts) => carriedOut(parts, asked))
}

/** The same with the parts at hand. */
export async function carriedOut(parts: Needs, asked: Omit<NewCommand, 'par'>): Promise<unknown> {
  return await answered(parts, await putCommand(parts.db, { ...asked, par: PAR }))
}

/** Carries out a command that was put with what it is about, and gives what it answered. */
export async function orderPut(args: Arguments, terminal: Terminal, id: string): Promise<unknown> {
  const { workingParts } = await import('./workshop.ts')
  return await workingParts(args, terminal, (parts) => answered(parts, id))
}

async function answered(parts: Needs, id: string): Promise<unknown> {
  const { carryOutCommand } = await import('../flow/command.ts')
  await carryOutCommand(id, parts)
  // A sweep may have taken it first: its end is the answer.
  for (let look = 0; look < LOOKS; look += 1) {
    const found = await commandResult(parts.db, id)
    if (found !== null && found.faitLe !== null) {
      if (found.erreur !== null)
        throw new Failure([sentence(found.erreur), precisionOf(found) ?? ''].join(' ').trim())
      return found.resultat
    }
    await pause(LOOK_EVERY_MS)
  }
  throw new Failure('la demande est enregistrée et sera exécutée dès que possible')
}

function sentence(code: string): string {
  return Object.hasOwn(ERRORS, code) ? ERRORS[code as keyof typeof ERRORS].public : code
}
