/**
 * A raw SMTP dialogue: octets out exactly as given, replies in line by line. For tests of the door itself.
 */
import { connect, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'

/** One connection to an SMTP server. */
export interface Dialogue {
  /** The next reply, whole: its code and its lines. Rejects when the peer closes first. */
  reply(): Promise<Reply>
  /** Sends one line and gives the reply. */
  say(line: string): Promise<Reply>
  /** Sends octets as they are. */
  raw(octets: string | Buffer): void
  /** Turns the connection into TLS, after the server's `220`. */
  secure(options: ConnectionOptions): Promise<TLSSocket>
  /** Resolves when the server has closed. */
  closed: Promise<void>
  end(): void
  destroy(): void
}

export interface Reply {
  readonly code: number
  readonly text: string
}

/** Whom to call, and whence. */
export interface Line {
  readonly host?: string
  readonly localAddress?: string
}

/** Connects; the greeting is the first reply. */
export async function dial(port: number, line: Line = {}): Promise<Dialogue> {
  let socket: Socket = connect({ host: '127.0.0.1', ...line, port })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  let buffered = ''
  let isClosed = false
  let wake: () => void = () => undefined
  let markClosed: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    markClosed = resolve
  })
  const attach = (): void => {
    socket.on('data', (piece: Buffer) => {
      buffered += piece.toString('latin1')
      wake()
    })
    socket.on('close', () => {
      isClosed = true
      markClosed()
      wake()
    })
    socket.on('error', () => undefined)
  }
  attach()

  async function reply(): Promise<Reply> {
    for (;;) {
      const found = /^(?:\d{3}-[^\r\n]*\r\n)*(\d{3})(?: [^\r\n]*)?\r\n/.exec(buffered)
      if (found !== null) {
        buffered = buffered.slice(found[0].length)
        return { code: Number(found[1]), text: found[0] }
      }
      if (isClosed) throw new Error(`closed by the server, unread: ${JSON.stringify(buffered)}`)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return {
    reply,
    async say(line) {
      socket.write(`${line}\r\n`)
      return await reply()
    },
    raw: (octets) => void socket.write(octets),
    async secure(options) {
      socket.removeAllListeners('data')
      const tls = connectTls({ socket, ...options })
      await new Promise<void>((resolve, reject) => {
        tls.once('secureConnect', resolve)
        tls.once('error', reject)
        tls.once('close', () => reject(new Error('closed in the handshake')))
      })
      socket = tls
      attach()
      return tls
    },
    closed,
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
  }
}

/** A dialogue past EHLO, STARTTLS and EHLO again. */
export async function dialSecured(
  port: number,
  options: ConnectionOptions,
): Promise<Dialogue & { readonly tls: TLSSocket }> {
  const client = await dial(port)
  await client.reply()
  await client.say('EHLO operateur.test')
  await client.say('STARTTLS')
  const tls = await client.secure(options)
  await client.say('EHLO operateur.test')
  return Object.assign(client, { tls })
}

/** Hands a message over on a dialogue past EHLO: the last reply, whatever it is. */
export async function handOver(
  client: Dialogue,
  from: string,
  to: string,
  raw: Buffer,
): Promise<string> {
  const lines = [`MAIL FROM:<${from}>`, ...to.split(',').map((each) => `RCPT TO:<${each}>`), 'DATA']
  for (const line of lines) {
    const { code, text } = await client.say(line)
    if (code >= 400) return text.trim()
  }
  const stuffed = raw.toString('latin1').replace(/^\./gm, '..')
  client.raw(Buffer.from(`${stuffed}${stuffed.endsWith('\r\n') ? '' : '\r\n'}.\r\n`, 'latin1'))
  return (await client.reply()).text.trim()
}

/** A dialogue past greeting, EHLO, MAIL and one RCPT, ready for DATA. */
export async function dialToData(port: number, to = 'demande@te.localhost'): Promise<Dialogue> {
  const dialogue = await dial(port)
  await dialogue.reply()
  await dialogue.say('EHLO client.example')
  await dialogue.say('MAIL FROM:<a@cabinet.example>')
  await dialogue.say(`RCPT TO:<${to}>`)
  return dialogue
}
