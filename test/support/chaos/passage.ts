/**
 * Passages: what arrives at one place goes on to another. A Unix socket is seen from every network namespace,
 * a port only from its own: run as a program, it makes those of a namespace.
 *
 *   ip netns exec NAME node passage.ts '[{"from":{"path":"/…/smtp"},"to":{"host":"127.0.0.1","port":2525}}]'
 */
import { type AddressInfo, createConnection, createServer, type Server } from 'node:net'

export type Place = { readonly path: string } | { readonly host: string; readonly port: number }

export interface Passage {
  readonly from: Place
  readonly to: Place
}

/** Several, closed together. */
export interface Passages {
  /** Opens one; gives its port, if it has one. */
  open(passage: Passage): Promise<number>
  close(): void
}

/** None yet. */
export function openPassages(): Passages {
  const all: Server[] = []
  return {
    async open(passage) {
      const one = await openPassage(passage)
      all.push(one)
      return (one.address() as AddressInfo | null)?.port ?? 0
    },
    close() {
      for (const each of all) each.close()
    },
  }
}

async function openPassage({ from, to }: Passage): Promise<Server> {
  const server = createServer((near) => {
    const far = createConnection(to)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(from, resolve))
  return server
}

if (import.meta.main) {
  for (const each of JSON.parse(process.argv[2] ?? '[]') as Passage[]) await openPassage(each)
  process.stdout.write('open\n')
}
