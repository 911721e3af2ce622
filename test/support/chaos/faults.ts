/**
 * What goes wrong: each fault by its name, how many times it struck, and which this machine cannot have.
 */
import { setTimeout as pause } from 'node:timers/promises'

import type { Cabinet } from './cabinet.ts'
import type { Dice } from './dice.ts'
import { cableFaults, gatewayFaults } from './faults-gateway.ts'
import { diskFaults, queueFaults, storeFaults } from './faults-store.ts'
import type { Ground } from './ground.ts'
import { RELAY_MODES } from './relay.ts'

/** What faults strike. */
export interface Targets extends Ground {
  readonly cabinet: Cabinet
}

/** Faults by their names; a string says why this machine cannot have those of that name. */
export type FaultTable = { readonly [name: string]: ((dice: Dice) => Promise<void>) | string }

/** Strikes faults, and counts them. */
export interface Faults {
  readonly struck: ReadonlyMap<string, number>
  /** Those that cannot be had here, and why. */
  readonly impossible: ReadonlyMap<string, string>
  /** Counts one that somebody else struck; or, with 0, names it before. */
  note(name: string, times?: number): void
  /** One fault, chosen by the dice; resolves when the next may come. */
  strike(dice: Dice): Promise<void>
  /** Each fault once, in an order chosen by the dice; gives up when `isOver` says so. */
  tour(dice: Dice, isOver?: () => boolean): Promise<void>
  /** Everything well again. */
  heal(): Promise<void>
}

const TRIES = 20

/** Makes the faults of `targets`. */
export function openFaults(targets: Targets): Faults {
  const { hosts, relay, volume, network } = targets
  const struck = new Map<string, number>()
  const impossible = new Map<string, string>()
  const all = new Map<string, (dice: Dice) => Promise<void>>()
  const tables = [gatewayFaults, cableFaults, storeFaults, diskFaults, queueFaults, relayFaults]
  for (const [name, fault] of tables.flatMap((table) => Object.entries(table(targets)))) {
    if (typeof fault === 'string') impossible.set(name, fault)
    // A fault that never struck is to be seen in the report.
    else all.set(name, fault) && struck.set(name, 0)
  }
  const names = [...all.keys()]
  const note = (name: string, times = 1): void =>
    void struck.set(name, (struck.get(name) ?? 0) + times)
  const run = async (name: string, dice: Dice): Promise<void> => {
    try {
      await all.get(name)?.(dice)
      note(name)
    } catch {
      // What it would strike is down already.
    }
  }
  return {
    struck,
    impossible,
    note,
    async strike(dice) {
      const one = run(dice.pick(names), dice)
      // Now and then two at once.
      if (dice.roll() < 0.3) await run(dice.pick(names), dice)
      await one
    },
    async tour(dice, isOver = () => false) {
      const left = [...names]
      while (left.length > 0 && !isOver()) {
        const [name = ''] = left.splice(dice.between(0, left.length - 1), 1)
        // Each is to strike once: what is down is waited for.
        for (let tries = TRIES; tries > 0 && struck.get(name) === 0; tries -= 1) {
          await run(name, dice)
          await pause(dice.between(100, 1_500))
        }
      }
    },
    async heal() {
      relay.restart()
      if (typeof network !== 'string') network.plug('C')
      if (typeof volume !== 'string') {
        await volume.readOnly(false)
        await volume.empty()
      }
      for (const host of hosts) host.kill('SIGCONT')
    },
  }
}

function relayFaults({ relay }: Targets): FaultTable {
  const table: { [name: string]: (dice: Dice) => Promise<void> } = {}
  for (const mode of RELAY_MODES) {
    table[`relay ${mode}`] = async (dice) => {
      relay.mode = mode
      await pause(dice.between(500, 2_500))
      relay.mode = 'well'
    }
  }
  return table
}
