/**
 * How many letters may be on their way to one destination: a dead or slow one holds up only its own.
 *
 * In    a destination (the relay, or a domain), and what came of each letter sent to it
 * Out   leave to go on, after a short wait at most; or how long to stay away, which is no attempt
 * Refuses   one that failed, for a time that doubles up to a minute; one that is full and where nothing moves
 *
 * A new destination begins with few letters at once and earns more by each that gets through; one that fails is
 * tried by one letter at a time until it answers. RFC 5321 §4.5.4.1 (retries, one destination at a time)
 */

/** A letter on its way. */
export interface Passage {
  /** Ends it: the peer answered, gave no answer, or nothing was learned of it. */
  end(what: 'moved' | 'down' | 'nothing'): void
}

/** All destinations of one process. */
export interface Destinations {
  enter(name: string): Promise<Passage | { readonly busyMs: number }>
}

interface State {
  inHand: number
  limit: number
  /** When (`performance.now`) something last got through, or the first of those in hand began. */
  movedAt: number
  downs: number
  /** Nobody is let in before. */
  until: number
  readonly waiting: ((free: boolean) => void)[]
}

const FIRST = 2
const BACK_OFF_MS = 1_000
const MAX_BACK_OFF_MS = 60_000
/** Told to who comes to a full destination: it is looked at again after that. */
const FULL_MS = 10_000

/** Prepares them; `most` letters at once to one, and `waitMs` is both the longest wait and what makes a stall. */
export function openDestinations(most: number, waitMs: number): Destinations {
  const states = new Map<string, State>()

  const stateOf = (name: string): State => {
    const found = states.get(name) ?? {
      inHand: 0,
      limit: Math.min(FIRST, most),
      movedAt: 0,
      downs: 0,
      until: 0,
      waiting: [],
    }
    states.set(name, found)
    return found
  }

  const end = (name: string, state: State, what: 'moved' | 'down' | 'nothing'): void => {
    state.inHand -= 1
    const now = performance.now()
    if (what === 'moved') {
      Object.assign(state, { movedAt: now, downs: 0, until: 0 })
      state.limit = Math.min(most, state.limit + 1)
    } else if (what === 'down') {
      state.until = now + Math.min(MAX_BACK_OFF_MS, BACK_OFF_MS * 2 ** state.downs)
      state.downs += 1
      state.limit = 1
      for (const tell of state.waiting.splice(0)) tell(false)
    }
    for (let free = state.limit - state.inHand; free > 0; free -= 1) state.waiting.shift()?.(true)
    // One that is well and idle is like one never seen.
    if (state.inHand === 0 && state.downs === 0 && state.waiting.length === 0 && states.size > 1000)
      states.delete(name)
  }

  return {
    async enter(name) {
      const state = stateOf(name)
      const begun = performance.now()
      for (let now = begun; ; now = performance.now()) {
        if (now < state.until) return { busyMs: Math.ceil(state.until - now) }
        if (state.inHand < state.limit) break
        const left = waitMs - (now - begun)
        const stalled = begun - state.movedAt >= waitMs
        if (stalled || left <= 0 || !(await turn(state, left))) return { busyMs: FULL_MS }
      }
      if (state.inHand === 0) state.movedAt = performance.now()
      state.inHand += 1
      return { end: (what) => end(name, state, what) }
    },
  }
}

/** Waits for a turn, at most so long; false when it did not come. */
function turn(state: State, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const tell = (free: boolean): void => {
      clearTimeout(patience)
      resolve(free)
    }
    const patience = setTimeout(() => {
      state.waiting.splice(state.waiting.indexOf(tell), 1)
      resolve(false)
    }, ms)
    state.waiting.push(tell)
  })
}
