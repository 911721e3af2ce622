/**
 * Whose turn it is at the judging threads: peers take turns, and within a peer its correspondents.
 *
 * In    who asks: the peer that brought the mail, the correspondent of its envelope
 * Out   a place, as soon as one is free and it is his turn
 * Refuses   (throws) Crowded: a peer whose mails cost much lets no more than a few of them wait here
 *
 * While others wait, no peer holds more than half of the places. A mail that may not wait goes back to the
 * ledger, is due again soon, and has lost no attempt: hands stay free for others. SPEC §13.12
 */

import { openRound, type Round } from '../kit/fair-line.ts'

/** Who brought a mail. */
export interface Bringer {
  readonly peer: string
  readonly from: string
}

/** Nothing is wrong with the mail: others go first. */
export class Crowded extends Error {}

/** Places that are taken in turn. */
export interface Turns<Place> {
  /** Waits for a place; `done` gives it back and says what the work took. */
  take(who: Bringer): Promise<{ readonly place: Place; done(tookMs: number): void }>
}

interface Line<Place> {
  held: number
  /** Until when its mails are taken for costly ones. */
  heavyUntil: number
  /** Its correspondents take turns. */
  readonly waiting: Round<(place: Place) => void>
}

/** A mail that computes for longer is costly. */
const HEAVY_MS = 500
const HEAVY_FOR_MS = 60_000
/** Mails of a costly peer that wait at once; a correspondent of it who has none waiting yet may come beside them. */
const MAX_WAITING = 2
const MAX_WITH_OTHERS = 4

/** Opens a line before `places`; `now` tells milliseconds. */
export function openTurns<Place>(places: readonly Place[], now: () => number): Turns<Place> {
  const free = [...places].reverse()
  const lines = new Map<string, Line<Place>>()
  const most = Math.max(1, Math.floor(places.length / 2))

  const lineOf = (peer: string): Line<Place> => {
    const line = lines.get(peer) ?? { held: 0, heavyUntil: 0, waiting: openRound() }
    lines.set(peer, line)
    return line
  }
  const serve = (): void => {
    for (let place = free.pop(); place !== undefined; place = free.pop()) {
      const waiting = [...lines].filter(([, line]) => line.waiting.count() > 0)
      const [next] = waiting.filter(([, line]) => line.held < most)
      const [peer, line] = next ?? waiting[0] ?? []
      if (peer === undefined || line === undefined) {
        free.push(place)
        return
      }
      // Who is served goes to the end.
      lines.delete(peer)
      lines.set(peer, line)
      line.held += 1
      line.waiting.next()?.(place)
    }
  }
  const giveBack = (peer: string, place: Place, tookMs: number): void => {
    const line = lineOf(peer)
    line.held -= 1
    if (tookMs > HEAVY_MS) line.heavyUntil = now() + HEAVY_FOR_MS
    free.push(place)
    serve()
    for (const [name, one] of lines) {
      if (one.held === 0 && one.waiting.count() === 0 && one.heavyUntil <= now()) lines.delete(name)
    }
  }

  return {
    async take({ peer, from }) {
      const line = lineOf(peer)
      const most = line.waiting.has(from) ? MAX_WAITING : MAX_WITH_OTHERS
      if (line.waiting.count() >= most && line.heavyUntil > now())
        throw new Crowded('others go first')
      const place = await new Promise<Place>((resolve) => {
        line.waiting.put(resolve, from)
        serve()
      })
      return { place, done: (tookMs) => giveBack(peer, place, tookMs) }
    },
  }
}
