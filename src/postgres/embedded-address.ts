/**
 * Where the embedded server answers: the port of last time, so that the address its users hold stays good.
 */
import { randomInt } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { keepText, keptText } from './embedded-files.ts'

/** Below the range from which systems draw the ports of outgoing connections: nobody takes ours meanwhile. */
const PORTS = { from: 15_000, to: 32_000 } as const
const MAX_PORT = 65_535
/** The longest path of a Unix socket, unix(7). */
const SOCKET_PATH_BYTES = 107
const PATIENT_TRIES = 4
const PAUSE_MS = 500

/** The port of last time while it is to be had; after a few attempts, another that is free. */
export async function portFor(home: string, attempt: number): Promise<number> {
  const known = Number(await keptText(portFile(home), /^\d{1,5}$/))
  if (known > 0 && known <= MAX_PORT && attempt < PATIENT_TRIES) {
    if (await isFree(known)) return known
    await pause(PAUSE_MS)
    if (await isFree(known)) return known
  }
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.to)
    if (await isFree(port)) return port
  }
}

/** Keeps the port on which the server did start. */
export async function rememberPort(home: string, port: number): Promise<void> {
  await keepText(portFile(home), String(port))
}

/**
 * The setting for a Unix socket in the server's own folder, which only its users may enter: a fifth cheaper
 * than the loopback. None where the path would be too long.
 */
export function socketSetting(base: string, port: number): string {
  const fits = Buffer.byteLength(socketFile(base, port)) <= SOCKET_PATH_BYTES
  return `unix_socket_directories=${fits ? base : ''}`
}

/** The URL by which its users reach the server: the socket if there is one, else the loopback. */
export async function addressOf(loopback: string, base: string, port: number): Promise<string> {
  const socket = await stat(socketFile(base, port)).catch(() => null)
  return socket?.isSocket() === true ? `${loopback}?host=${encodeURIComponent(base)}` : loopback
}

/** As PostgreSQL names it. */
function socketFile(base: string, port: number): string {
  return join(base, `.s.PGSQL.${port}`)
}

function portFile(home: string): string {
  return join(home, 'port')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
}
