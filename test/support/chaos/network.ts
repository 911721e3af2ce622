/**
 * A network of our own: one bridge, and hosts that are network namespaces, each on a cable that can be pulled.
 *
 *   const network = openNetwork(['A', 'B'])     // a string: why this machine cannot have one
 *   network.address                             // ours, as the hosts see it
 *   network.within('A')                         // `ip netns exec …`, before a command
 *   network.pull('A'); network.plug('A')
 *   network.close()
 */
import { spawnSync } from 'node:child_process'

/** The network. */
export interface Network {
  readonly address: string
  within(name: string): readonly string[]
  pull(name: string): void
  plug(name: string): void
  close(): void
}

/** Lays it; a string says why not. */
export function openNetwork(names: readonly string[]): Network | string {
  if (process.getuid?.() !== 0) return 'needs root'
  if (spawnSync('ip', ['-V']).error !== undefined) return 'no ip (iproute2) on this machine'
  const id = process.pid % 65_536
  // Two runs at once are not to meet.
  const net = `10.${200 + ((id >> 8) % 50)}.${id & 255}`
  const own = `cfr${id}`
  const close = (): void => {
    for (const name of names) attempt(`netns del ${own}${name}`)
    attempt(`link del ${own}`)
  }
  const lines = [
    `link add ${own} type bridge`,
    `addr add ${net}.1/24 dev ${own}`,
    `link set ${own} up`,
    ...names.flatMap((name, i) => {
      const inside = `-n ${own}${name}`
      return [
        `netns add ${own}${name}`,
        `link add ${own}${name} type veth peer name eth0 netns ${own}${name}`,
        `link set ${own}${name} master ${own} up`,
        `${inside} link set lo up`,
        `${inside} addr add ${net}.${i + 2}/24 dev eth0`,
        `${inside} link set eth0 up`,
      ]
    }),
  ]
  for (const line of lines) {
    if (attempt(line)) continue
    close()
    return 'needs the right to make network namespaces'
  }
  return {
    address: `${net}.1`,
    within: (name) => ['ip', 'netns', 'exec', `${own}${name}`],
    pull: (name) => void attempt(`link set ${own}${name} down`),
    plug: (name) => void attempt(`link set ${own}${name} up`),
    close,
  }
}

function attempt(line: string): boolean {
  return spawnSync('ip', line.split(' '), { stdio: 'ignore' }).status === 0
}
