/**
 * The rooms that parse what strangers wrote, each mail in a thread that it cannot outlive: a small pool.
 *
 * In    the hand-overs of open and read, unchanged
 * Out   theirs; `too-costly` where a mail made its thread compute too long or fill its heap
 *
 * The ledger, the directory and the queue stay in the process. A thread that dies is replaced, and only
 * the mail it judged is refused. SPEC §13.8
 */
import type { AvisTechnique, Courrier, Danger } from '../domain/courrier.ts'
import type { Decision } from '../domain/decision.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Contexte, Evenement } from '../domain/evenement.ts'
import { type Refusal, refusal } from '../errors.ts'
import type { Bytes } from '../kit/bytes.ts'
import type { Identity, OpenedMessage, ReceivedMessage } from '../message.ts'
import type { MimeLimits } from '../mime/tree.ts'
import type { OpenParts } from '../open/open.ts'
import { unreadableVerdict } from '../open/report.ts'
import { withBeside } from '../pki/identity-use.ts'
import { objectsOf, type Trust } from '../pki/trust.ts'
import type { Look, lookAt } from '../read/patient-dit.ts'
import type { ReadParts } from '../read/read.ts'
import type { Objection } from '../second/second.ts'
import type { compteRenduPdf } from '../write/compte-rendu.ts'
import { exactly, pack, unpack } from './protocol.ts'
import { Seat } from './thread.ts'
import { type Order, TooCostly } from './thread-answers.ts'
import { type Bringer, openTurns } from './turns.ts'

type Received = Pick<ReceivedMessage, 'raw' | 'receivedAt' | 'envelope'>

/** Opens and reads in threads. */
export interface Judges {
  open(received: Received, parts: Omit<OpenParts, 'keys'>): Promise<OpenedMessage>
  read(
    opened: OpenedMessage,
    parts: ReadParts,
    who?: Bringer,
  ): Promise<Courrier | AvisTechnique | Refusal>
  /** Looks in one document for its patient; what is too costly is not looked at. */
  look(body: Bytes, how: Parameters<typeof lookAt>[1], who?: Bringer): Promise<Look>
  /** Reads and verifies an accepted letter again by other programs; null: nothing speaks against it. */
  second(
    opened: OpenedMessage,
    limits: MimeLimits,
    who?: Bringer,
  ): Promise<Objection | Refusal | null>
  readReceipt(raw: Bytes, who?: Bringer): Promise<AvisTechnique | null>
  /** Why a mail must not be passed on whole; null: nothing speaks against it. */
  dangerIn(raw: Bytes, who?: Bringer): Promise<Danger | null>
  /** Decides on what somebody wrote at length; an unchanged dossier comes back as itself. */
  decide(dossier: Dossier | null, evenement: Evenement, contexte: Contexte): Promise<Decision>
  /** Draws a compte-rendu. Refuses (throws) one that takes longer than any page of words should. */
  draw: typeof compteRenduPdf
  close(): Promise<void>
}

interface JudgesOptions {
  readonly keys: readonly Identity[]
  readonly threads?: number
  /** The start of a thread; a test has its own. */
  readonly thread?: URL
  readonly heapMb?: number
  readonly computeMs?: number
  readonly stillMs?: number
  readonly lookMs?: number
}

const THREADS = 2
const HEAP_MB = 512
const COMPUTE_MS = 1200
/** A mebibyte of words is some thousands of pages. */
const DRAW_MS = 20_000
const DRAW_STILL_MS = 120_000
/** Every word is looked at some twenty times. */
const DECIDE_MS = 15_000
const DECIDE_STILL_MS = 60_000
/** The first look of a thread loads its libraries too. */
const SECOND_MS = 6000
const SECOND_STILL_MS = 35_000
/** The first page of one document; the first look of a thread loads its libraries too. */
const LOOK_MS = 2500
const LOOK_STILL_MS = 15_000
/** All the documents of one mail. */
const LOOK_AT_ALL_MS = 6000
const TOO_COSTLY = 'too-costly'
/** A mail that nobody brought: a file that `inspect` looks at. */
const NOBODY: Bringer = { peer: '', from: '' }
const NO_EVIDENCE: OpenedMessage['evidence'] = { chain: [], crls: [], ocsp: [] }

/** Opens a pool; threads start when they are first needed. */
export function openJudges({
  keys,
  threads = THREADS,
  thread = new URL('./thread-main.ts', import.meta.url),
  heapMb = HEAP_MB,
  computeMs = COMPUTE_MS,
  stillMs,
  lookMs = LOOK_MS,
}: JudgesOptions): Judges {
  const options = { thread, keys: withBeside(keys), heapMb, computeMs, ...(stillMs && { stillMs }) }
  const seats = Array.from({ length: threads }, () => new Seat(options))
  const turns = openTurns(seats, () => performance.now())
  // Deciding waits within a transaction: it has a seat of its own, which asks the database for nothing.
  const deciding = new Seat(options)
  const decidingTurns = openTurns([deciding], () => performance.now())
  const seated = async <T>(
    who: Bringer,
    work: (seat: Seat) => Promise<T>,
    at = turns,
  ): Promise<T> => {
    const { place, done } = await at.take(who)
    try {
      return await work(place)
    } finally {
      done(place.usedMs)
    }
  }
  const judged = async (
    task: Order['job']['task'],
    input: unknown,
    who: Bringer,
    order: Partial<Omit<Order, 'job'>> & { readonly settings?: Order['job']['settings'] } = {},
  ): Promise<unknown> => {
    const { settings = {}, trust = null, keep = null, annuaire = null, bounds } = order
    const sources: Bytes[] = []
    const placeOf = (bytes: Bytes) => [sources.push(bytes) - 1, 0, bytes.size] as const
    const packed = pack(input, { placeOf })
    const job = { task, input: packed, settings }
    const value = await seated(who, (seat) =>
      seat.judge({ job, sources, trust, keep, annuaire, ...(bounds && { bounds }) }),
    )
    const at = (id: number, start: number, end: number): Bytes => {
      const source = sources[id]
      if (source === undefined) throw new Error(`no source ${id}`)
      return start === 0 && end === source.size ? source : source.slice(start, end)
    }
    return unpack(value, { at, named: (name) => (trust ? octetsNamed(name, trust) : undefined) })
  }
  return {
    async open(received, { trust, annuaire, policy, keep, answers = [], at }) {
      const own = { policy, hasAnnuaire: annuaire !== null, answers: answers.map(exactly) }
      const settings = { ...own, ...(at && { at }) }
      const { raw, receivedAt, envelope } = received
      const input = { raw, receivedAt, envelope }
      const opened = judged('open', input, bringerOf(envelope), { settings, trust, annuaire, keep })
      return (await opened.catch(costly(() => unopened(received)))) as OpenedMessage
    },
    async read(opened, parts, who = NOBODY) {
      // Of the opened message only what reading looks at crosses.
      const own = { ...opened, original: null, certificates: [], evidence: NO_EVIDENCE }
      const read = judged('read', [own, parts], who)
      return (await read.catch(costly(() => refusal(TOO_COSTLY)))) as Courrier
    },
    async look(body, how, who = NOBODY) {
      const order = { bounds: { computeMs: lookMs, stillMs: LOOK_STILL_MS } }
      const looked = judged('look', [body, how], who, order)
      return (await looked.catch(costly(() => ({ nonCompare: 'excessif' })))) as Look
    },
    async second(opened, limits, who = NOBODY) {
      // Nothing but the signer's own certificate is looked at of the evidence.
      const evidence = { ...NO_EVIDENCE, chain: opened.evidence.chain.slice(0, 1) }
      const own = { ...opened, certificates: [], evidence }
      const order = { bounds: { computeMs: SECOND_MS, stillMs: SECOND_STILL_MS } }
      const looked = judged('second', [own, limits], who, order)
      return (await looked.catch(costly(() => refusal(TOO_COSTLY)))) as Objection | null
    },
    async readReceipt(raw, who = NOBODY) {
      return (await judged('receipt', raw, who).catch(costly(() => null))) as AvisTechnique | null
    },
    async dangerIn(raw, who = NOBODY) {
      const order = { bounds: { computeMs: LOOK_AT_ALL_MS, stillMs: LOOK_STILL_MS } }
      const otherwise = costly((): Danger => ({ raison: 'archive', detail: 'duree' }))
      return (await judged('danger', raw, who, order).catch(otherwise)) as Danger | null
    },
    async decide(dossier, evenement, contexte) {
      const job = { task: 'decide', input: [dossier, evenement, contexte], settings: {} } as const
      const bounds = { computeMs: DECIDE_MS, stillMs: DECIDE_STILL_MS }
      const order = { job, sources: [], trust: null, keep: null, annuaire: null, bounds }
      const made = await seated(NOBODY, (seat) => seat.judge(order), decidingTurns)
      const { decision, same } = made as { readonly decision: Decision; readonly same: boolean }
      return same ? { ...decision, dossier } : decision
    },
    async draw(...what) {
      const order = { bounds: { computeMs: DRAW_MS, stillMs: DRAW_STILL_MS } }
      return (await judged('draw', what, NOBODY, order)) as Buffer
    },
    async close() {
      await Promise.all([...seats, deciding].map((seat) => seat.close()))
    },
  }
}

/** The operator or the machine that brought a mail, and the correspondent it names. */
export function bringerOf({ operator, peer, from }: ReceivedMessage['envelope']): Bringer {
  return { peer: operator ?? peer, from }
}

const named = new WeakMap<Trust, ReadonlyMap<string, Buffer>>()

/** Octets of the trust folder, which its thread was given under this name. */
function octetsNamed(name: string, trust: Trust): Buffer | undefined {
  const all = named.get(trust) ?? new Map(objectsOf(trust).map((one) => [one.name, one.bytes]))
  named.set(trust, all)
  return all.get(name)
}

function costly<T>(otherwise: () => T): (error: unknown) => T {
  return (error) => {
    if (error instanceof TooCostly) return otherwise()
    throw error
  }
}

/** Nothing is known of a mail that could not be judged; it is refused, and kept. */
function unopened({ raw }: Received): OpenedMessage {
  return {
    verdict: unreadableVerdict(TOO_COSTLY),
    headers: {
      messageId: null,
      inReplyTo: [],
      references: [],
      subject: '',
      subjectIsSigned: false,
      from: [],
      to: [],
      toIsSigned: false,
      automatic: false,
      wantsNoAnswer: false,
    },
    entity: raw,
    empreinte: null,
    signing: null,
    otherSignings: [],
    original: null,
    certificates: [],
    capabilities: null,
    preferred: null,
    evidence: NO_EVIDENCE,
  }
}

/** One who has mails opened and read where they can harm no other. */
export interface WithJudges {
  readonly judges: Judges
}
