/**
 * A bound for what may never end: a query on a cable that was cut, a queue store that is away.
 *
 * In    milliseconds, a promise
 * Out   resolves when it does, or when the time is up; what goes wrong before that is thrown
 */

/**
 * Waits for `work`, at most so long. The work goes on. The process stays for the wait: what never ends may hold
 * nothing open, and would otherwise end it in the middle of a stop.
 */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const up = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  try {
    await Promise.race([work, up])
  } finally {
    clearTimeout(timer)
  }
}
