/**
 * A plain SMTP server on a raw socket that takes whatever comes and keeps the exact bytes.
 *
 *   const sink = await openSink()                    // on a free port of loopback
 *   openSender({ relay: sink.url, … })
 *   const mail = await sink.received((one) => one.to.includes('hugo.lamarche@chu.test'))
 *   mail.raw                                         // dots unstuffed, without the final dot
 *
 *   openSink({ on: { rcpt: () => '550 5.1.1 unknown' } })       // another reply at one step
 *   openSink({ on: { end: () => 'drop' } })                     // cut the line instead; 'hang': say nothing
 *   openSink({ extensions: ['PIPELINING', 'DSN', 'SIZE 1000'] })
 *   openSink({ tls: { key, cert } })                            // STARTTLS; `implicit: true` for smtps
 *   await sink.close()
 */
import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'

/** One letter as it came. */
export interface Sunk {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
  /** The `MAIL` and `RCPT` lines, parameters included. */
  readonly commands: readonly string[]
  readonly secure: boolean
  /** Which connection it came on, from 1. */
  readonly connection: number
}

type Step = 'greeting' | 'ehlo' | 'auth' | 'noop' | 'mail' | 'rcpt' | 'data' | 'end'
/**
 * A reply line, `drop` to cut the line, `hang` to say nothing, `taken` (at the end) to take the letter and
 * cut the line before saying so, null for the usual reply.
 */
type Answer = (line: string) => string | 'drop' | 'hang' | 'taken' | null

/** The open sink. */
export interface Sink {
  readonly port: number
  readonly url: string
  readonly messages: readonly Sunk[]
  readonly connections: number
  /** The first letter, of those that came or come, that fits; throws when none does in time. */
  received(fits?: (one: Sunk) => boolean, timeoutMs?: number): Promise<Sunk>
  /** Cuts every connection, as a server that is started again. */
  cut(): void
  close(): Promise<void>
}

/** Opens a sink on loopback. */
export async function openSink(
  options: {
    readonly port?: number
    readonly extensions?: readonly string[]
    readonly on?: { readonly [S in Step]?: Answer }
    readonly tls?: { readonly key: Buffer; readonly cert: Buffer; readonly implicit?: boolean }
    /** Octets in clear right behind the go-ahead of STARTTLS, as one between the two would add them. */
    readonly behindStarttls?: string
  } = {},
): Promise<Sink> {
  const { extensions = ['PIPELINING', '8BITMIME', 'DSN', 'SIZE 52428800'], on = {}, tls } = options
  const messages: Sunk[] = []
  const waiting: ((one: Sunk) => void)[] = []
  const sockets = new Set<Socket>()
  let connections = 0

  const accept = (socket: Socket): void => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    talk(socket, connections)
  }
  const server: Server = tls?.implicit ? createTlsServer(tls, accept) : createServer(accept)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }

  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }

  function talk(first: Socket, connection: number): void {
    let socket = first
    let secure = tls?.implicit === true
    let buffered: Buffer[] = []
    let isData = false
    // Answers come in the order of the commands: after one that does not come, none does.
    let isHung = false
    let from = ''
    let to: string[] = []
    let commands: string[] = []

    const say = (step: Step, line: string, usual: string): boolean => {
      const answer = on[step]?.(line) ?? usual
      if (answer === 'drop' || answer === 'taken') {
        socket.uncork()
        socket.destroy()
      } else if (answer === 'hang') isHung = true
      else socket.write(`${answer}\r\n`)
      return answer === 'taken' || /^[23]/.test(answer)
    }
    const reset = (): void => {
      from = ''
      to = []
      commands = []
    }
    const take = (): void => {
      if (isHung) return
      const all = Buffer.concat(buffered)
      buffered = [all]
      if (isData) {
        const end = all.subarray(0, 3).equals(Buffer.from('.\r\n')) ? 0 : all.indexOf('\r\n.\r\n')
        if (end === -1) return
        const raw = end === 0 ? Buffer.alloc(0) : unstuffed(all.subarray(0, end + 2))
        buffered = [all.subarray(end === 0 ? 3 : end + 5)]
        isData = false
        const one = { from, to, raw, commands, secure, connection }
        if (say('end', '', '250 2.0.0 taken')) {
          messages.push(one)
          for (const tell of [...waiting]) tell(one)
        }
        reset()
        take()
        return
      }
      const end = all.indexOf('\r\n')
      if (end === -1) return
      buffered = [all.subarray(end + 2)]
      command(all.subarray(0, end).toString('latin1'))
      if (!socket.destroyed) take()
    }
    const command = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'EHLO' || verb === 'HELO') {
        const offered = [...extensions, ...(tls && !secure ? ['STARTTLS'] : [])]
        const lines = ['sink', ...offered].map(
          (one, at, list) => `250${at === list.length - 1 ? ' ' : '-'}${one}`,
        )
        say('ehlo', line, lines.join('\r\n'))
      } else if (verb === 'STAR' && tls) {
        socket.write(`220 go\r\n${options.behindStarttls ?? ''}`)
        upgrade(tls)
      } else if (verb === 'AUTH') say('auth', line, '235 2.7.0 welcome')
      else if (verb === 'NOOP') say('noop', line, '250 2.0.0 here')
      else if (verb === 'MAIL') {
        if (!say('mail', line, '250 2.1.0 ok')) return
        from = /<([^>]*)>/.exec(line)?.[1] ?? ''
        commands.push(line)
      } else if (verb === 'RCPT') {
        if (!say('rcpt', line, '250 2.1.5 ok')) return
        to.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
        commands.push(line)
      } else if (verb === 'DATA') {
        isData = say('data', line, to.length > 0 ? '354 go' : '503 5.5.1 no recipient')
      } else if (verb === 'RSET') {
        reset()
        socket.write('250 ok\r\n')
      } else if (verb === 'QUIT') {
        socket.end('221 bye\r\n')
      } else socket.write('502 5.5.2 what?\r\n')
    }
    const upgrade = (context: { key: Buffer; cert: Buffer }): void => {
      socket.removeAllListeners('data')
      buffered = []
      const secured = new TLSSocket(socket, {
        isServer: true,
        secureContext: createSecureContext(context),
      })
      secured.on('error', () => undefined)
      socket = secured
      secure = true
      listen()
    }
    const listen = (): void => {
      socket.on('data', (piece: Buffer) => {
        buffered.push(piece)
        // Joining at each piece would cost the square of a large letter.
        if (isData && !piece.includes('.\r\n') && piece.length >= 5) return
        // The replies to what came together leave together, as those of Postfix. RFC 2920 §3.2
        const at = socket
        at.cork()
        take()
        at.uncork()
      })
    }
    listen()
    say('greeting', '', '220 sink ESMTP')
  }

  return {
    port,
    url: `${tls?.implicit ? 'smtps' : 'smtp'}://127.0.0.1:${port}`,
    messages,
    get connections() {
      return connections
    },
    async received(fits = () => true, timeoutMs = 10_000) {
      const found = messages.find(fits)
      if (found !== undefined) return found
      return await new Promise<Sunk>((resolve, reject) => {
        const tell = (one: Sunk): void => {
          if (!fits(one)) return
          done()
          resolve(one)
        }
        const patience = setTimeout(() => {
          done()
          const seen = messages.map((one) => one.to.join(',')).join(' ')
          reject(new Error(`no such letter in ${timeoutMs} ms; letters to: ${seen || 'nobody'}`))
        }, timeoutMs)
        const done = (): void => {
          clearTimeout(patience)
          waiting.splice(waiting.indexOf(tell), 1)
        }
        waiting.push(tell)
      })
    },
    cut,
    async close() {
      cut()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function unstuffed(data: Buffer): Buffer {
  if (data[0] !== 0x2e && !data.includes('\r\n.')) return data
  const text = data.toString('latin1')
  return Buffer.from(text.replace(/(^|\r\n)\./g, '$1'), 'latin1')
}
