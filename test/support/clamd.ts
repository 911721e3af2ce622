/** A small clamd: PING and INSTREAM as clamd(8) says them, which knows EICAR and nothing else. */
import { createServer, type Socket } from 'node:net'

/** The test file of EICAR, in two parts so that no scanner minds this one. */
export const EICAR = `X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-${'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'}`

export interface FakeClamd {
  readonly port: number
  /** What was scanned, each whole. */
  readonly scanned: Buffer[]
  /** How it answers: as it should, not at all, or that what it gets is too large. */
  way: 'well' | 'silent' | 'full' | 'nonsense'
  close(): Promise<void>
}

/** Starts one on loopback, on a free port or this one. */
export async function openClamd(at = 0): Promise<FakeClamd> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => undefined)
    let held: Buffer = Buffer.alloc(0)
    socket.on('data', (piece: Buffer) => {
      held = Buffer.concat([held, piece])
      const said = answerTo(held)
      if (said !== null && clamd.way !== 'silent') socket.end(`${said}\0`)
    })
  })
  const answerTo = (held: Buffer): string | null => {
    const end = held.indexOf(0)
    if (end === -1) return null
    const command = held.subarray(0, end).toString()
    if (clamd.way === 'nonsense') return 'UNKNOWN COMMAND'
    if (command === 'zPING') return 'PONG'
    if (command !== 'zINSTREAM') return 'UNKNOWN COMMAND'
    if (clamd.way === 'full') return 'INSTREAM size limit exceeded. ERROR'
    const pieces: Buffer[] = []
    for (let at = end + 1; at + 4 <= held.length; ) {
      const length = held.readUInt32BE(at)
      if (length === 0) {
        const whole = Buffer.concat(pieces)
        clamd.scanned.push(whole)
        return whole.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK'
      }
      if (at + 4 + length > held.length) return null
      pieces.push(held.subarray(at + 4, at + 4 + length))
      at += 4 + length
    }
    return null
  }
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const clamd: FakeClamd = {
    port,
    scanned: [],
    way: 'well',
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return clamd
}
