/**
 * The hands of this process for one kind of call: so many at a time, and a short line before them.
 *
 * In    calls rung by this process itself, and calls that the queue brings
 * Out   each answered once a hand is free, those of one turn in the order they came (`fair-line.ts`). One that has to
 *       wait for others lets its hand go: it ends without one
 * Refuses   `offer` says no when the line is full: then somebody else must be rung
 *
 * A row committed here is most often looked at here, at once, without a walk through the queue store: that
 * is for what this process has no hand for. Nothing is promised: what waits in line when the process ends
 * is found by the sweep. ADR 0003, ADR 0015
 */

import { openFairLine, type Turn } from '../kit/fair-line.ts'

/** Hands at work. */
export interface Hands {
  /** Takes a call that will be answered here soon; false: its lane is full, or the hands are leaving. */
  offer(work: Work, turn?: Turn): boolean
  /** Answers a call when its turn comes; resolves when that is done, or when the hands have left. */
  take(work: Work): Promise<void>
  /** Takes nothing more, forgets the line, and resolves when what is in hand is done. */
  close(): Promise<void>
}

/** What a hand does; `letGo` gives the hand to the next while this work waits. */
type Work = (letGo: () => void) => Promise<void>

interface Waiting {
  readonly work: Work
  readonly done: () => void
}

/** The turn of what nobody in particular brought. */
const ANYBODY: Turn = { lane: '', who: '' }

/** Opens `hands` hands, before whom at most `line` calls wait in a lane. */
export function openHands({ hands, line }: { hands: number; line: number }): Hands {
  const waiting = openFairLine<Waiting>()
  const begun = new Set<Promise<void>>()
  let free = hands
  let closed = false

  const next = (): void => {
    while (free > 0) {
      const first = waiting.next()
      if (first === undefined) return
      free -= 1
      let held = true
      const letGo = (): void => {
        if (!held) return
        held = false
        free += 1
        next()
      }
      const run = answered(first, letGo).finally(() => {
        begun.delete(run)
        letGo()
      })
      begun.add(run)
    }
  }
  const add = (each: Waiting, turn: Turn): void => {
    waiting.put(each, turn)
    next()
  }

  return {
    offer(work, turn = ANYBODY) {
      if (closed || waiting.count(turn.lane) >= line) return false
      add({ work, done: () => undefined }, turn)
      return true
    },
    async take(work) {
      if (closed) return
      await new Promise<void>((done) => add({ work, done }, ANYBODY))
    },
    async close() {
      closed = true
      for (const each of waiting.empty()) each.done()
      await Promise.all(begun)
    },
  }
}

async function answered({ work, done }: Waiting, letGo: () => void): Promise<void> {
  try {
    await work(letGo)
  } catch {
    // Who answers has already written down what went wrong; the row waits for the sweep.
  } finally {
    done()
  }
}
