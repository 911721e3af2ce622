/**
 * smtp-server, made to greet at once, to give our enhanced codes, and to end lines by CRLF alone.
 *
 * The library waits a fixed 100 ms before its greeting, to catch early talkers. Peers here are operators on a
 * list, often with one connection a message, so that wait would cap each at ten messages a second.
 * Early talkers are still told off: nothing is read as a command before the greeting.
 */
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'

import { SMTPServer } from 'smtp-server'
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js'

import { type Code, ERRORS } from '../errors.ts'
import { replyOf } from './reply.ts'
import { StrictStream } from './strict-stream.ts'

type SocketOptions = ConstructorParameters<typeof SMTPConnection>[2]

/** One connection. */
export class PromptConnection extends SMTPConnection {
  /** The library's own, without the wait. */
  override init(): void {
    this._setListeners(() => {
      const { maxClients } = this._server.options
      if (maxClients && this._server.connections.size > maxClients) {
        this.#hangUp('too-many-connections')
        return
      }
      this.connectionReady()
    })
  }

  /** The library's own reader, strict. A peer that ends lines otherwise is hung up on: RFC 5321 §2.3.8 */
  override _createParser(): StrictStream {
    const parser = new StrictStream()
    parser.oncommand = (command, next) => this._onCommand(command, next)
    parser.onbare = () => this.#hangUp('command-line-ending')
    parser.on('error', (error) => this.send(421, `Error: ${error.message}`))
    return parser
  }

  /**
   * What follows BDAT is content, which this dialogue would take for commands: the connection ends with it.
   * RFC 3030 §2
   */
  handler_BDAT(_command: Buffer, next: () => void): void {
    this.#hangUp('command-not-offered')
    next()
  }

  #hangUp(code: Code): void {
    const { status, text } = replyOf(
      code,
      ERRORS[code].family === 'deferral' ? 'deferral' : 'refusal',
    )
    this.send(status, text)
    this.close()
  }

  /** A text that brings its own enhanced code keeps it. RFC 2034 §4 */
  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    const coded = typeof data === 'string' && /^[245]\.\d{1,3}\.\d{1,3} /.test(data)
    super.send(code, data, coded ? false : context)
  }

  /** Is a mail transaction under way? */
  get isBusy(): boolean {
    return Boolean(this.session.envelope.mailFrom) || Boolean(this._dataStream)
  }
}

/** The server. */
export class PromptServer extends SMTPServer {
  override connect(socket: Socket | TLSSocket, socketOptions?: SocketOptions): void {
    const connection = new PromptConnection(this, socket, socketOptions)
    this.connections.add(connection)
    connection.on('error', (error) => this._onError(error))
    connection.on('connect', (data) => this._onClientConnect(data))
    connection.init()
  }

  /** The connection of a session. */
  connectionOf(session: { readonly id: string }): PromptConnection | null {
    for (const connection of this.connections) {
      if (connection.id === session.id && connection instanceof PromptConnection) return connection
    }
    return null
  }
}
