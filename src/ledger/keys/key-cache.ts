/**
 * Data keys in clear, kept for seconds: another process may destroy one, and it must be gone here soon too.
 *
 * SPEC §13.5
 */
const MAX_CACHED = 2_000
const CACHED_MS = 10_000

/** The newest keys, each for its seconds. */
export class KeyCache<Held extends object> {
  readonly #held = new Map<string, { readonly key: Held; readonly until: number }>()

  get(cle: string): Held | null {
    const held = this.#held.get(cle)
    return held !== undefined && held.until > performance.now() ? held.key : null
  }

  put(cle: string, key: Held): void {
    this.#held.delete(cle)
    this.#held.set(cle, { key, until: performance.now() + CACHED_MS })
    if (this.#held.size <= MAX_CACHED) return
    const [oldest] = this.#held.keys()
    if (oldest !== undefined) this.#held.delete(oldest)
  }

  clear(): void {
    this.#held.clear()
  }
}
