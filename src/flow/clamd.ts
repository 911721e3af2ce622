/**
 * Asks clamd: is it there, and does it know this document?
 *
 * In    where it listens; octets as a stream, which memory never holds as a whole
 * Out   the name of what it found; null: nothing
 * Refuses (throws) ClamdAway: it is not there, does not answer in time, or says what is no answer
 *
 * clamd(8), commands PING and INSTREAM: each piece after its length in four octets, the greatest first; a piece of
 * none ends it.
 */
import { createConnection, type Socket } from 'node:net'

import type { ClamdPlace } from '../config/clamd.ts'

/** clamd gave no answer that says anything: what it was asked about is not scanned. */
export class ClamdAway extends Error {}

/** What it says of a document. */
export type Scanned =
  | { readonly kind: 'clean' }
  | { readonly kind: 'infected'; readonly name: string }
  /** More than it takes by its own settings: not scanned. */
  | { readonly kind: 'too-large' }

const MAX_ANSWER = 2000
const PIECE_BYTES = 64 * 1024

/** Is it there? Refuses what is not. */
export async function pingClamd(place: ClamdPlace, withinMs: number): Promise<void> {
  const said = await asked(place, withinMs, async function* () {
    yield Buffer.from('zPING\0')
  })
  if (said !== 'PONG') throw new ClamdAway(`répond « ${said.slice(0, 40)} »`)
}

/** Has it scan one document. */
export async function scanned(
  place: ClamdPlace,
  octets: AsyncIterable<Buffer>,
  withinMs: number,
): Promise<Scanned> {
  const said = await asked(place, withinMs, () => instream(octets))
  if (said.endsWith('OK')) return { kind: 'clean' }
  const name = /^stream: (.+) FOUND$/.exec(said)?.[1]
  if (name !== undefined) return { kind: 'infected', name: name.slice(0, 100) }
  if (said.includes('size limit exceeded')) return { kind: 'too-large' }
  throw new ClamdAway(`répond « ${said.slice(0, 40)} »`)
}

async function* instream(octets: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for await (const piece of octets) {
    for (let at = 0; at < piece.length; at += PIECE_BYTES) {
      const part = piece.subarray(at, at + PIECE_BYTES)
      yield Buffer.concat([lengthOf(part.length), part])
    }
  }
  yield lengthOf(0)
}

function lengthOf(count: number): Buffer {
  const four = Buffer.alloc(4)
  four.writeUInt32BE(count)
  return four
}

/** One connection, one question, its answer; whatever happens it ends in time. */
async function asked(
  place: ClamdPlace,
  withinMs: number,
  question: () => AsyncIterable<Buffer>,
): Promise<string> {
  const socket = createConnection(
    place.kind === 'socket' ? { path: place.path } : { host: place.host, port: place.port },
  )
  const timer = setTimeout(
    () => socket.destroy(new ClamdAway(`ne répond pas en ${Math.round(withinMs / 1000)} s`)),
    Math.max(0, withinMs),
  )
  const answer = answerOf(socket)
  // What the source of the octets throws is no fault of clamd.
  let fault: { readonly cause: unknown } | null = null
  const told = tell(socket, question()).catch((cause: unknown) => {
    fault = { cause }
    socket.destroy()
  })
  try {
    return await answer
  } catch (error) {
    await told
    if (fault !== null) throw (fault as { cause: unknown }).cause
    if (error instanceof ClamdAway) throw error
    const code = (error as { code?: string }).code ?? 'inconnu'
    throw new ClamdAway(`injoignable (${code})`, { cause: error })
  } finally {
    clearTimeout(timer)
    socket.destroy()
    await told
  }
}

function answerOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const end = (): void => {
      if (said === '') reject(new ClamdAway('a raccroché sans répondre'))
      else resolve(said.replace(/[\0\n].*$/s, '').trim())
    }
    socket.on('data', (piece: Buffer) => {
      said += piece.toString('latin1')
      if (/[\0\n]/.test(said) || said.length > MAX_ANSWER) end()
    })
    socket.on('error', (error) => (said === '' ? reject(error) : end()))
    socket.on('close', end)
  })
}

/** It may answer, and close, before it was told all: then its answer counts. */
async function tell(socket: Socket, question: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of question) {
    if (socket.destroyed) return
    await new Promise<void>((resolve) => {
      socket.once('close', resolve)
      socket.write(piece, () => {
        socket.removeListener('close', resolve)
        resolve()
      })
    })
  }
}
