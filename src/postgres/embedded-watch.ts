/**
 * Brings the embedded server back when it dies while its users live.
 *
 * Of several users who see it die, the lock lets one start it and the others find it well.
 */
import { findPostmaster } from './embedded-server.ts'

/** What a watch tells: the server is gone; it is back; it could not be started, and will be tried again. */
export type WatchEvent = 'down' | 'up' | 'failed'

const EVERY_MS = 1_000

/** Looks every second; gives what ends the watch. */
export function watchServer(
  base: string,
  again: () => Promise<void>,
  told: (event: WatchEvent, error?: unknown) => void,
): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  const look = async (): Promise<void> => {
    try {
      if ((await findPostmaster(base)) === null && !stopped) {
        told('down')
        await again()
        if (!stopped) told('up')
      }
    } catch (error) {
      // What fails now is tried again at the next look.
      told('failed', error)
    }
    next()
  }
  const next = (): void => {
    if (!stopped) timer = setTimeout(look, EVERY_MS).unref()
  }
  next()
  return () => {
    stopped = true
    if (timer !== null) clearTimeout(timer)
  }
}
