/**
 * Whose turn it is in a dossier: one mail of this process at a time holds its lock, a few more are judged meanwhile, and
 * all others wait in the ledger. None of those who wait holds a hand, nor a connection.
 *
 * In    rows that go to a dossier, each with its author
 * Out   a place; `alone`, the turn of one at the lock; `called` with the next row when a place is free
 * Refuses   (throws) Engaged: the dossier has work enough. The row goes back to the ledger without a lost attempt, and is
 *           called when it is its turn: its authors take turns. A row that was called has its place: it is judged twice
 *           at most
 *
 * A row whose call is lost is due again by itself (`worker/dispatch.ts`). SPEC §13.12
 */

import { openRound, type Round } from '../kit/fair-line.ts'
import { Crowded } from '../sandbox/turns.ts'

/** Nothing is wrong with the mail: others are being judged for its dossier. */
export class Engaged extends Crowded {
  readonly dossier: string
  readonly who: string
  constructor(dossier: string, who: string) {
    super('the dossier has others in hand')
    this.dossier = dossier
    this.who = who
  }
}

/** The lines of all dossiers, in this process. */
export interface DossierLines {
  /** The place of a row for the length of its hop; `letGo` gives its hand to others while it waits. */
  place(id: string, letGo: () => void): Place
  /** Lets a row that was turned away wait for its turn; called at once when nobody is before it. */
  wait(id: string, refused: Engaged): void
}

/** One row on its way to a dossier. */
export interface Place {
  /** Takes a place in the line of this dossier. Throws Engaged. */
  enter(dossier: string, who: string): void
  /** Does `work` when no other mail of this process is at the lock of this dossier. Throws Engaged. */
  alone<T>(dossier: string, who: string, work: () => Promise<T>): Promise<T>
  /** Gives up its places: the next are called. */
  leave(): void
}

/** A row that waits for nobody: a person asked for it and waits himself. */
export const OUT_OF_LINE: Place = {
  enter: () => undefined,
  alone: (_dossier, _who, work) => work(),
  leave: () => undefined,
}

/** Mails of one dossier that are judged at a time. */
const AT_ONCE = 4
/** Mails that wait in memory for their turn, of all dossiers: past them a dossier has one mail in hand. */
const MOST_BESIDE = 16

interface Line {
  /** Rows that have a place. */
  readonly inside: Set<string>
  /** Rows that were called: each has a place when it comes. */
  readonly called: Set<string>
  /** How many of those called are thought to be on their way. */
  onTheWay: number
  readonly waiting: Round<string>
  readonly known: Set<string>
  /** Those before the lock, in order; the first one has it. */
  readonly turns: (() => void)[]
}

/** Opens the lines; `call` rings a row whose turn has come. */
export function openDossierLines(call: (id: string, dossier: string) => void): DossierLines {
  const lines = new Map<string, Line>()
  /** Where each row that was called is to come. */
  const calls = new Map<string, string>()
  let beside = 0
  const room = (): number => (beside < MOST_BESIDE ? AT_ONCE : 1)

  const lineOf = (dossier: string): Line => {
    const line = lines.get(dossier) ?? newLine()
    lines.set(dossier, line)
    return line
  }
  const came = (id: string, line: Line): boolean => {
    calls.delete(id)
    if (!line.called.delete(id)) return false
    line.onTheWay = Math.max(0, line.onTheWay - 1)
    return true
  }
  const callNext = (dossier: string, line: Line): void => {
    while (line.inside.size + line.onTheWay < room()) {
      const id = line.waiting.next()
      if (id === undefined) break
      line.known.delete(id)
      line.called.add(id)
      line.onTheWay += 1
      calls.set(id, dossier)
      call(id, dossier)
    }
    if (line.inside.size + line.waiting.count() + line.called.size === 0) lines.delete(dossier)
  }
  const enter = (id: string, dossier: string, who: string): Line => {
    const line = lineOf(dossier)
    if (line.inside.has(id)) return line
    const isNext = line.waiting.count() === 0 && line.inside.size + line.onTheWay < room()
    const isAlone = line.inside.size === 0
    if (!came(id, line) && !isNext) {
      if (!isAlone) throw new Engaged(dossier, who)
      // Nobody came of those who were called: they are late, and get in when they come.
      line.onTheWay = 0
    }
    line.inside.add(id)
    return line
  }
  const turnOf = async (line: Line, letGo: () => void): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    line.turns.push(resolve)
    if (line.turns.length === 1) return
    letGo()
    beside += 1
    await promise
    beside -= 1
  }

  return {
    place(id, letGo) {
      const entered = new Map<string, Line>()
      return {
        enter(dossier, who) {
          entered.set(dossier, enter(id, dossier, who))
        },
        async alone(dossier, who, work) {
          const line = enter(id, dossier, who)
          entered.set(dossier, line)
          await turnOf(line, letGo)
          try {
            return await work()
          } finally {
            line.turns.shift()
            line.turns[0]?.()
          }
        },
        leave() {
          // Another host took the row that was called here.
          const called = calls.get(id)
          const line = called === undefined ? undefined : lines.get(called)
          if (called !== undefined && line !== undefined && came(id, line))
            entered.set(called, line)
          for (const [dossier, each] of entered) {
            each.inside.delete(id)
            callNext(dossier, each)
          }
          entered.clear()
        },
      }
    },
    wait(id, { dossier, who }) {
      const line = lineOf(dossier)
      if (!line.known.has(id)) line.waiting.put(id, who)
      line.known.add(id)
      callNext(dossier, line)
    },
  }
}

function newLine(): Line {
  return {
    inside: new Set(),
    called: new Set(),
    onTheWay: 0,
    waiting: openRound(),
    known: new Set(),
    turns: [],
  }
}

/** One who has a place in the lines of the dossiers. */
export interface WithPlace {
  readonly place: Place
}
