/**
 * The correspondents: many signed requests, the opinions that answer them, and a ledger of every `250`.
 *
 * As any mail server does, a sender who did not hear the `250` sends the same bytes again; now and then one
 * who did hear it does so too.
 */
import { setTimeout as pause } from 'node:timers/promises'

import {
  composeSigned,
  type Player,
  REQUERANTE,
  REQUIS,
  requestText,
  TRAITANTE,
} from '../../../src/cli/demo-cast.ts'
import type { AdresseMss } from '../../../src/domain/correspondant.ts'
import { memoryBytes } from '../../../src/kit/bytes.ts'
import type { DevPerson } from '../../../src/pki/dev-keys.ts'
import { openSender } from '../../../src/send/send.ts'
import { type Blow, NotBegun, spokenUnder } from './blow.ts'
import type { Dice } from './dice.ts'
import type { Host } from './gateways.ts'
import { type Arrived, GONE } from './relay.ts'

/** What was acknowledged: each `250` names the row that the gateway promised to keep. */
export interface Acknowledged {
  /** Which letter of ours: `demande:12`, `avis:TE-2026-000012`. */
  readonly what: string
  readonly id: string
}

/** The correspondents at work. */
export interface Cabinet {
  readonly acknowledged: readonly Acknowledged[]
  /** What the gateway said no to, which it should not. */
  readonly refusals: readonly string[]
  readonly requests: number
  readonly answers: number
  /** Requests whose médecin traitant has left. */
  readonly toTheGone: number
  /** Sends `count` requests, about `perSecond`. */
  ask(count: number, perSecond: number): Promise<void>
  /**
   * Sends one large request to this host under a blow, then again as anyone who heard no `250`. Gives the reply
   * of the first time; null when none came. `header` goes before its own.
   */
  askUnder(host: Pick<Host, 'smtp'>, blow: Blow, header?: string): Promise<string | null>
  /** The requis answers what he is asked, once a dossier. */
  answer(letter: Arrived): void
  /** Waits for all that is on its way; false when something never got its `250`. */
  rest(ms: number): Promise<boolean>
  close(): Promise<void>
}

const TRIES = 600
const TWICE = 0.1
const DOOR = 'dermatologie@te.localhost'
/** More than one chunk of the ledger: the store has written some of it before the end. */
const LARGE_BYTES = 700_000

/** Seats the correspondents. */
export function openCabinet(
  hosts: readonly Pick<Host, 'smtp'>[],
  people: ReadonlyMap<string, DevPerson>,
  dice: Dice,
  /** The number of the first request: no two cabinets are to send the same. */
  first = 0,
): Cabinet {
  const senders = hosts.map((host) =>
    openSender({ relay: `smtp://127.0.0.1:${host.smtp}`, ehloName: 'cabinet.test' }),
  )
  const acknowledged: Acknowledged[] = []
  const answered = new Set<string>()
  const onTheWay = new Set<Promise<void>>()
  let requests = 0
  let toTheGone = 0
  let failed = 0
  const refusals: string[] = []
  let closed = false

  const personOf = ({ rpps }: Player): DevPerson => {
    const person = people.get(rpps)
    if (person === undefined) throw new Error(`no key for ${rpps}`)
    return person
  }
  const once = async (what: string, from: string, to: string, raw: Buffer): Promise<boolean> => {
    const delivery = await dice
      .pick(senders)
      .send({ raw: memoryBytes(raw), to: to as AdresseMss, encrypted: false }, { from, to })
    if (delivery.kind === 'never') throw new Error(`${what} refused for good: ${delivery.reply}`)
    if (delivery.kind !== 'delivered') return false
    acknowledged.push({ what, id: idIn(delivery.reply) })
    return true
  }
  const post = async (what: string, from: string, to: string, raw: Buffer): Promise<void> => {
    const again = dice.roll() < TWICE
    for (let left = TRIES; !(await once(what, from, to, raw)); left -= 1) {
      if (left === 0 || closed) {
        failed += 1
        return
      }
      await pause(250)
    }
    if (again) await once(what, from, to, raw)
  }
  const begin = (work: Promise<void>): void => {
    const watched = work
      .catch((error: Error) => {
        failed += 1
        refusals.push(error.message)
      })
      .finally(() => onTheWay.delete(watched))
    onTheWay.add(watched)
  }

  return {
    acknowledged,
    refusals,
    get requests() {
      return requests
    },
    get answers() {
      return answered.size
    },
    get toTheGone() {
      return toTheGone
    },
    async ask(count, perSecond) {
      for (let i = 0; i < count; i += 1) {
        const n = first + requests++
        const isGone = dice.roll() < 0.1
        const raw = await request(n, isGone, personOf(REQUERANTE))
        if (isGone) toTheGone += 1
        begin(post(`demande:${n}`, REQUERANTE.email, DOOR, raw))
        await pause(Math.max(0, 1000 / perSecond - 15))
        while (onTheWay.size > 60) await pause(50)
      }
    },
    async askUnder(host, blow, header = '') {
      // It counts from now: whatever the answer, it is to be kept in the end.
      const n = first + requests++
      const signed = await request(n, false, personOf(REQUERANTE), LARGE_BYTES)
      const raw = Buffer.concat([Buffer.from(header), signed])
      const mail = { port: host.smtp, from: REQUERANTE.email, to: DOOR, raw }
      const sent = spokenUnder(mail, blow)
      const answer = await sent.catch((error) => (error instanceof NotBegun ? error.reply : null))
      if (answer?.startsWith('5')) refusals.push(`demande:${n} under a blow: ${answer}`)
      if (answer?.startsWith('250')) acknowledged.push({ what: `demande:${n}`, id: idIn(answer) })
      else begin(post(`demande:${n}`, REQUERANTE.email, DOOR, raw))
      return answer
    },
    answer(letter) {
      const numero = /TE-\d{4}-\d{6}/.exec(letter.subject)?.[0]
      if (letter.to !== REQUIS.email || !/demande d.avis/.test(letter.subject)) return
      if (numero === undefined || answered.has(numero)) return
      answered.add(numero)
      const write = async (): Promise<void> => {
        const raw = await opinion(letter, personOf(REQUIS))
        await post(`avis:${numero}`, REQUIS.email, letter.replyTo, raw)
      }
      begin(write())
    },
    async rest(ms) {
      const end = performance.now() + ms
      while (onTheWay.size > 0 && performance.now() < end) await pause(100)
      return onTheWay.size === 0 && failed === 0
    },
    async close() {
      closed = true
      for (const sender of senders) await sender.close()
    },
  }
}

function idIn(reply: string): string {
  return /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(reply)?.[0] ?? 'none'
}

async function request(
  n: number,
  isGone: boolean,
  person: DevPerson,
  documentBytes = 3_000,
): Promise<Buffer> {
  const now = new Date()
  const name = [...String(n)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('')
  const text = requestText(now.toISOString().slice(0, 10))
    .replace('DEMO-PATIENTE', `DEMO-${name}`)
    .replace(TRAITANTE.email, isGone ? GONE : TRAITANTE.email)
    .replace(
      isGone ? `Dr ${TRAITANTE.prenom} ${TRAITANTE.nom}` : '\0',
      isGone ? 'Dr Paul PARTI' : '\0',
    )
  return await composeSigned(
    {
      from: REQUERANTE,
      to: DOOR,
      subject: 'Demande',
      text,
      documents: [
        { name: 'image.jpg', type: 'image/jpeg', bytes: Buffer.alloc(documentBytes, n & 255) },
      ],
      inReplyTo: null,
      now,
    },
    person,
  )
}

async function opinion(letter: Arrived, person: DevPerson): Promise<Buffer> {
  return await composeSigned(
    {
      from: REQUIS,
      to: letter.replyTo,
      subject: `Re: ${letter.subject}`,
      text: `AVIS\r\n\r\nLésion bénigne.\r\n\r\nConclusion : surveillance simple.\r\n\r\nRéférence : ${letter.replyTo}\r\n`,
      documents: [],
      inReplyTo: letter.messageId,
      now: new Date(),
    },
    person,
  )
}
