/**
 * A bound for what may never end: a query on a cable that was cut, a queue store that is away. The one home of
 * races: whatever loses one is heard here, so that its failure is nobody's end.
 *
 * In    milliseconds, a promise or what makes one
 * Out   resolves when it does, or when the time is up; what goes wrong before that is thrown
 */

/** The work did not end in time. */
export class TooLate extends Error {
  override readonly name = 'TooLate'
}

/**
 * Waits for `work`, at most so long. The work goes on. The process stays for the wait: what never ends may hold
 * nothing open, and would otherwise end it in the middle of a stop.
 */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  await inTime(ms, work)
}

/**
 * Gives the answer to `question`, and throws `TooLate` when it does not come in time. A question that throws at once
 * is one whose answer is that error: no promise of ours is left behind that could fail unheard.
 */
export async function answerWithin<T>(ms: number, question: () => T | Promise<T>): Promise<T> {
  const asked = (async () => ({ answer: await question() }))()
  const come = await inTime(ms, asked)
  if (come === LATE) throw new TooLate(`no answer within ${ms} ms`)
  return come.answer
}

/** The first of several to end decides; what becomes of the others is heard and left aside. */
export async function firstOf<T>(works: readonly Promise<T>[]): Promise<T> {
  return await Promise.race(works)
}

const LATE = Symbol('late')

// The timer's promise cannot fail, and `Promise.race` listens to the work whatever comes first.
async function inTime<T>(ms: number, work: Promise<T>): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined
  const up = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms)
  })
  try {
    return await Promise.race([work, up])
  } finally {
    clearTimeout(timer)
  }
}
