/**
 * One message spoken octet by octet to a gateway, and a blow that falls in the middle of DATA or right behind
 * the final dot, where nobody knows what the store has done.
 *
 *   const answer = await spokenUnder({ port, from, to, raw }, { at: 'dot', fall: () => host.kill('SIGKILL') })
 *   answer     // the reply to the message; null when the line broke before it came
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Where the blow falls, and what it is. */
export interface Blow {
  readonly at: 'data' | 'dot'
  readonly fall: () => Promise<void> | void
  /** How long after the final dot. */
  readonly afterMs?: number
}

const PATIENCE_MS = 30_000

/** The reply that kept a message from being begun; null when none came. */
export class NotBegun extends Error {
  readonly reply: string | null

  constructor(reply: string | null) {
    super(`not even begun: ${reply}`)
    this.reply = reply
  }
}

/** Speaks the message; gives the reply to it, null when none came. Throws `NotBegun` when DATA was never granted. */
export async function spokenUnder(
  mail: { port: number; from: string; to: string; raw: Buffer },
  { at, fall, afterMs = 0 }: Blow,
): Promise<string | null> {
  const socket = connect(mail.port, '127.0.0.1')
  const reply = replies(socket)
  const granted = async (code: string): Promise<void> => {
    const answer = await reply()
    if (!answer?.startsWith(code)) throw new NotBegun(answer)
  }
  try {
    await reply()
    for (const line of ['EHLO coup.test', `MAIL FROM:<${mail.from}>`, `RCPT TO:<${mail.to}>`]) {
      socket.write(`${line}\r\n`)
      await granted('250')
    }
    socket.write('DATA\r\n')
    await granted('354')
    const stuffed = Buffer.from(mail.raw.toString('latin1').replace(/^\./gm, '..'), 'latin1')
    const half = stuffed.length >> 1
    socket.write(stuffed.subarray(0, half))
    if (at === 'data') {
      // What was sent is on its way into the store.
      await pause(30)
      await fall()
      await pause(30)
    }
    socket.write(stuffed.subarray(half))
    socket.write('.\r\n')
    if (at === 'dot') {
      await pause(afterMs)
      await fall()
    }
    return await reply()
  } finally {
    socket.destroy()
  }
}

/** The replies of a socket one by one, each its last line; null once the line is broken or silent. */
function replies(socket: Socket): () => Promise<string | null> {
  let text = ''
  let broken = false
  let wake = (): void => undefined
  socket.on('data', (piece: Buffer) => {
    text += piece.toString('latin1')
    wake()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    broken = true
    wake()
  })
  return async () => {
    const end = performance.now() + PATIENCE_MS
    while (performance.now() < end) {
      const whole = /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/.exec(text)?.[0]
      if (whole !== undefined) {
        text = text.slice(whole.length)
        return whole.trimEnd().split('\n').at(-1)?.trim() ?? ''
      }
      if (broken) return null
      await Promise.race([
        pause(500),
        new Promise<void>((resolve) => {
          wake = resolve
        }),
      ])
    }
    return null
  }
}
