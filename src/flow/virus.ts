/**
 * Has clamd scan what a letter carries, where CONFRERE_CLAMD names one, before anything of it goes on.
 *
 * In    a letter whose author is known
 * Out   the same without what is infected, which is named and asked about; null: clamd is away, and the letter waits
 *
 * Each document is scanned by itself, then the signed entity as a whole: what is no document of its own (a logo,
 * another's format) travels in it. Nothing leaves unscanned. SPEC §2, §15
 */
import type { Config, WithConfig } from '../config.ts'
import type { Courrier, Illisible } from '../domain/courrier.ts'
import { refusal } from '../errors.ts'
import { memoryBytes } from '../kit/bytes.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { decodeBody } from '../mime/decode.ts'
import type { WithBell } from '../queue/queue.ts'
import { cmsContent, isCms } from '../read/cms-content.ts'
import { ClamdAway, type Scanned, scanned } from './clamd.ts'
import { type Deciding, ringAll } from './commit.ts'
import { sayWhatChanged } from './findings.ts'
import { conclude, type Letter, type Mail } from './mail.ts'
import { refuse, toldAs } from './refuse.ts'
import { ADMINISTRATEUR, alertOnce } from './tell-administrator.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithLog & WithBell

/** For all that a letter carries. SPEC §13.12 */
const ALL_MS = 40_000
const RETRY_AFTER_MS = 60_000
export const AWAY = 'antivirus-injoignable'
const INFECTED = 'piece-infectee'

/** The letter with what may go on of it; null: it waits, with an owner. */
export async function withoutVirus(
  letter: Letter,
  parts: Deciding & WithLog,
): Promise<Letter | null> {
  const { pieces, illisibles = [], logos = 0 } = letter.courrier
  const isBare = pieces.length + illisibles.length + logos === 0
  if (parts.config.clamd === null || isBare) return letter
  try {
    const found = await scan(letter, parts.config.clamd)
    await sayWhatChanged([AWAY], [], parts)
    return found.size === 0 ? letter : await without(letter, found, parts)
  } catch (error) {
    if (!(error instanceof ClamdAway)) throw error
    parts.log.warn('clamd.away', { reason: error.message })
    await wait(letter, parts)
    return null
  }
}

/** May a mail for the administrator go on to him as it came? False: it waits, or is refused as infected. */
export async function isFreeOfVirus(mail: Mail, parts: Deciding & WithLog): Promise<boolean> {
  if (parts.config.clamd === null) return true
  try {
    const said = await scanned(parts.config.clamd, mail.received.raw.read(), ALL_MS)
    await sayWhatChanged([AWAY], [], parts)
    if (said.kind === 'clean') return true
    await refuse(mail, refusal(INFECTED), parts)
  } catch (error) {
    if (!(error instanceof ClamdAway)) throw error
    await wait(mail, parts)
  }
  return false
}

type Place = NonNullable<Config['clamd']>

/** What must not go on: documents by their index, and -1 for the signed letter as a whole. */
type Found = ReadonlyMap<number, Illisible>

async function scan({ courrier, opened }: Letter, place: Place): Promise<Found> {
  const { entity } = opened
  const end = performance.now() + ALL_MS
  const base = entity.ref?.debut ?? 0
  const ask = (octets: AsyncIterable<Buffer>) => scanned(place, octets, end - performance.now())
  const found = new Map<number, Illisible>()
  const ranks = ranksOf(courrier)
  for (const [at, { debut, fin, codage, nom, nature }] of courrier.pieces.entries()) {
    const octets = () => decodeBody(entity.slice(debut - base, fin - base), codage)
    const said = await ask(octets())
    const inside = said.kind === 'clean' && nature === 'signe' ? await signed(octets(), ask) : said
    if (inside.kind !== 'clean') found.set(at, { rang: ranks[at] ?? 0, nom, ...refusedFor(inside) })
  }
  if (found.size > 0) return found
  const said = await ask(asMail(entity.read()))
  // One that is too large as a whole had its documents scanned: only it stays here.
  return said.kind === 'clean' ? found : found.set(-1, { rang: 0, nom: '', ...refusedFor(said) })
}

/** Held while a signature is taken off. */
const SIGNED_BYTES = 8 * 1024 * 1024
const MAX_LAYERS = 3

/** What an opaque signature surrounds, which clamd does not take off; one too large is not passed on unscanned. */
async function signed(
  source: AsyncIterable<Buffer>,
  ask: (octets: AsyncIterable<Buffer>) => Promise<Scanned>,
): Promise<Scanned> {
  const held: Buffer[] = []
  let size = 0
  for await (const piece of source) {
    size += piece.length
    if (size > SIGNED_BYTES) return { kind: 'too-large' }
    held.push(piece)
  }
  let octets: Buffer = Buffer.concat(held)
  for (let layer = 0; layer < MAX_LAYERS && isCms(octets); layer++) {
    const inside = cmsContent(octets)
    if (inside.kind !== 'contenu') return { kind: 'clean' }
    octets = inside.octets
    for (const way of [memoryBytes(octets).read(), asMail(memoryBytes(octets).read())]) {
      const said = await ask(way)
      if (said.kind !== 'clean') return said
    }
  }
  return { kind: 'clean' }
}

/** The place of each document in its letter, those counted that were set aside before. */
function ranksOf({ pieces, illisibles = [] }: Courrier): readonly number[] {
  const taken = new Set(illisibles.map(({ rang }) => rang))
  const free = Array.from({ length: pieces.length + taken.size }, (_, at) => at + 1)
  return free.filter((rang) => !taken.has(rang))
}

function refusedFor(said: Scanned): Pick<Illisible, 'raison' | 'detail'> {
  return { raison: 'infecte', detail: said.kind === 'infected' ? said.name : null }
}

/** By this line clamd knows a mail, and takes it apart. */
async function* asMail(entity: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('MIME-Version: 1.0\r\n')
  yield* entity
}

async function without(letter: Letter, found: Found, parts: Needs): Promise<Letter> {
  const { courrier, received } = letter
  const { db, log } = parts
  if ([...found.values()].some(({ detail }) => detail !== null)) {
    log.warn('clamd.found', { message: received.id })
    const auteur = toldAs(letter.author.professionnel)
    const about = { concerne: { kind: 'message', dossier: null, auteur, averti: 'oui' } } as const
    ringAll(
      await db.transaction((sql) => alertOnce(sql, INFECTED, received.id, parts, about)),
      parts,
    )
  }
  const pieces = courrier.pieces.filter((_, at) => !found.has(at))
  const illisibles = [...(courrier.illisibles ?? []), ...found.values()]
  return { ...letter, courrier: { ...courrier, pieces, illisibles } }
}

/** Judged again in a minute; who writes of an emergency is told at once where to turn to. SPEC §6.2 */
async function wait(mail: Mail | Letter, parts: Deciding & WithLog): Promise<void> {
  const { db, clock } = parts
  await sayWhatChanged([AWAY], [{ code: AWAY, sujet: 'clamd' }], parts)
  const isUrgent = 'courrier' in mail && mail.courrier.urgence !== null
  if (isUrgent) return await refuse(mail, refusal(AWAY), parts)
  const prochaine = new Date(clock.now().getTime() + RETRY_AFTER_MS)
  const end = { etat: 'deferred', code: AWAY, responsable: ADMINISTRATEUR, prochaine } as const
  await db.transaction(async (sql) => await conclude(sql, mail, end, parts))
}
