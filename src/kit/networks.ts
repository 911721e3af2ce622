/**
 * Networks by address and prefix, and which addresses are in them.
 *
 * In    `10.0.0.0/8`, `192.0.2.7`, `2001:db8::/32`
 * Refuses   names, a prefix out of range, an address that is none (null)
 */
import { BlockList, isIP } from 'node:net'

/** Every address. */
export const ANYWHERE: readonly string[] = ['0.0.0.0/0', '::/0']
/** This machine. */
export const LOOPBACK: readonly string[] = ['127.0.0.0/8', '::1/128']

interface Network {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

/** A set of networks. */
export interface Networks {
  has(address: string): boolean
}

/** Reads one network; null when it is none. */
export function networkOf(text: string): Network | null {
  const [address = '', prefix, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return null
  const bits = version === 4 ? 32 : 128
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return null
  const length = prefix === undefined ? bits : Number(prefix)
  if (length > bits) return null
  return { address, prefix: length, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** The set of the networks listed; refuses a text that is no network by throwing. */
export function networks(list: readonly string[]): Networks {
  const block = new BlockList()
  for (const text of list) {
    const network = networkOf(text)
    if (network === null) throw new RangeError(`not a network: ${text}`)
    block.addSubnet(network.address, network.prefix, network.family)
  }
  return {
    has(address) {
      const plain = plainAddress(address)
      const version = isIP(plain)
      return version !== 0 && block.check(plain, version === 4 ? 'ipv4' : 'ipv6')
    },
  }
}

/** An address as its own family writes it: `::ffff:192.0.2.1` is an IPv4 address. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
}

const loopback = networks(LOOPBACK)

/** Does a listener on this host hear only this machine? */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || loopback.has(host)
}
