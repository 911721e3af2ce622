/**
 * A plain SMTP client that costs next to nothing, so that a bench measures the server: one kept connection,
 * MAIL, RCPT and DATA in one write. RFC 2920
 *
 *   const client = await openClient(port)
 *   await client.send(raw, { from, to })     // the reply to the final dot
 *   client.close()
 */
import { connect } from 'node:net'

/** One connection. */
export interface Client {
  /** Gives the last reply: that to the end of the letter, or the refusal before it. */
  send(raw: Buffer, envelope: { readonly from: string; readonly to: string }): Promise<string>
  close(): void
}

/** Connects to a server on loopback and greets it. */
export async function openClient(port: number): Promise<Client> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  let text = ''
  let wake = (): void => undefined
  let lost: Error | null = null
  socket.on('data', (piece) => {
    text += piece.toString('latin1')
    wake()
  })
  const end = (error?: Error): void => {
    lost = error ?? new Error('the server hung up')
    wake()
  }
  socket.on('error', end).on('close', () => end())

  /** The next reply, its last line; those of several lines are told by the hyphen. RFC 5321 §4.2.1 */
  const reply = async (): Promise<string> => {
    for (;;) {
      const found = /^(?:\d{3}-[^\r]*\r\n)*(\d{3} [^\r]*)\r\n/.exec(text)
      if (found?.[1] !== undefined) {
        text = text.slice(found[0].length)
        return found[1]
      }
      if (lost !== null) throw lost
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  await reply()
  socket.write('EHLO bench.test\r\n')
  await reply()
  return {
    async send(raw, { from, to }) {
      socket.write(`MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`)
      let refused = ''
      for (let i = 0; i < 3; i += 1) {
        const one = await reply()
        if (refused === '' && !/^[23]/.test(one)) refused = one
      }
      if (refused !== '') return refused
      socket.write(onTheWire(raw))
      return await reply()
    },
    close() {
      socket.end('QUIT\r\n')
    },
  }
}

/** Dots doubled where a line begins with one, and the final dot. RFC 5321 §4.5.2 */
function onTheWire(raw: Buffer): Buffer {
  const stuffed =
    raw[0] === DOT || raw.includes('\r\n.')
      ? Buffer.from(raw.toString('latin1').replace(/^\./gm, '..'), 'latin1')
      : raw
  return Buffer.concat([stuffed, END])
}

const DOT = 0x2e
const END = Buffer.from('.\r\n')
