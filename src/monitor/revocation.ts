/**
 * What is said of the lists and of who gives them: an alert when a list nears its end or is over, when who should answer
 * stays silent, when a file of the trust folder cannot be read.
 *
 * SPEC §8, §13.10 · RFC 5280 §6.3
 */
import type { WithConfig } from '../config.ts'
import { type Sort, sayWhatChanged } from '../flow/findings.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { silentAddresses } from '../ledger/certificates/crls.ts'
import { silentResponders } from '../ledger/certificates/ocsp-responses.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import type { Constat } from '../ledger/late.ts'
import type { Crl } from '../pki/crl.ts'
import { isAllowed } from '../pki/list-addresses.ts'
import { nameText } from '../pki/name.ts'
import type { Trust } from '../pki/trust.ts'
import type { WithBell } from '../queue/queue.ts'
import type { WithTrust } from '../trust/store.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithLog & WithBell & WithTrust

/** A list is near its end in the last quarter of its life, at most two days before. */
const NEAR_MS = 2 * 86_400_000
const MAX_SUBJECT = 200
const NEAR = 'liste-revocation-expire'
const OVER = 'liste-revocation-perimee'
/** Three tries without an answer: it is no hiccup. */
const SILENT_MS = 15 * 60_000
const SILENT = 'revocation-muette'
const UNREADABLE = 'confiance-illisible'

/**
 * What became of what is no longer found. A list has ended its alert where it serves; where the authority has none, it has
 * not, and where the authority itself is gone nothing more is to be told. An address has where we may ask it still.
 */
async function sortOf({ trust, clock, config }: Needs): Promise<Sort> {
  const now = clock.now()
  const read = await trust()
  const serves = ({ nextUpdate }: Crl): boolean => nextUpdate === null || nextUpdate >= now
  const names = (all: readonly { readonly issuer: Crl['issuer'] }[]) =>
    all.map(({ issuer }) => subjectOf(nameText(issuer)))
  const serving = new Set(names(newestLists(read).filter(serves)))
  const over = new Set(names(newestLists(read).filter((crl) => !serves(crl))))
  const known = new Set(
    [...read.all.anchors, ...read.all.candidates].map(({ subject }) =>
      subjectOf(nameText(subject)),
    ),
  )
  return ({ code, sujet }) => {
    if (code === SILENT) return isAllowed(sujet, config.revocationHotes) ? 'terminee' : 'relevee'
    if (code === UNREADABLE) return 'terminee'
    // Of several lists of one authority, one that is over is told by its own alert.
    if (over.has(sujet)) return 'relevee'
    if (serving.has(sujet)) return 'terminee'
    return known.has(sujet) ? 'demeure' : 'relevee'
  }
}

/** As an alert names it. */
function subjectOf(text: string): string {
  return text.slice(0, MAX_SUBJECT)
}

/** Looks once: says what begins and what is over. */
export async function watchRevocation(parts: Needs): Promise<void> {
  const { clock } = parts
  const found = [
    ...constatsOf(NEAR, endsOf(await parts.trust(), clock.now()).near),
    ...constatsOf(OVER, endsOf(await parts.trust(), clock.now()).over),
    ...constatsOf(SILENT, await silent(parts)),
    ...constatsOf(UNREADABLE, unreadableIn(await parts.trust())),
  ]
  await sayWhatChanged([NEAR, OVER, SILENT, UNREADABLE], found, parts, await sortOf(parts))
}

/** The authorities whose newest list nears its end, and those whose newest list is over. */
function endsOf(
  trust: Trust,
  now: Date,
): { readonly near: readonly string[]; readonly over: readonly string[] } {
  const ends = newestLists(trust).filter((crl) => isNearItsEnd(crl, now))
  const isOver = ({ nextUpdate }: Crl): boolean => nextUpdate !== null && nextUpdate < now
  return {
    near: ends.filter((crl) => !isOver(crl)).map(({ issuer }) => nameText(issuer)),
    over: ends.filter(isOver).map(({ issuer }) => nameText(issuer)),
  }
}

/** Files of the trust folder of which something is not used, whatever it is. */
function unreadableIn({ unreadable }: Trust): string[] {
  return unreadable.map(({ file }) => file)
}

/** Responders and distribution points that are asked and give nothing; none that we may ask no more. */
async function silent({ db, clock, config }: Needs): Promise<string[]> {
  const now = clock.now()
  const since = new Date(now.getTime() - SILENT_MS)
  const all = [...(await silentAddresses(db, since)), ...(await silentResponders(db, since, now))]
  return all.filter((address) => isAllowed(address, config.revocationHotes))
}

/** One finding a subject, however many lists or certificates show it. */
function constatsOf(code: string, subjects: readonly string[]): Constat[] {
  const each = new Set(subjects.map(subjectOf))
  return [...each].map((sujet) => ({ code, sujet }))
}

/** The newest list of each authority, scope and kind: what serves, whatever older ones lie beside it. */
export function newestLists({ allCrls }: Trust): Crl[] {
  const groups = Map.groupBy(
    allCrls,
    (crl) => `${crl.issuer.key} ${crl.scope?.key ?? ''} ${crl.base !== null}`,
  )
  return [...groups.values()].flatMap(([newest]) => newest ?? [])
}

/** In the last quarter of its life, at most two days before its end? */
export function isNearItsEnd({ thisUpdate, nextUpdate }: Crl, now: Date): boolean {
  if (nextUpdate === null) return false
  const life = nextUpdate.getTime() - thisUpdate.getTime()
  return nextUpdate.getTime() - now.getTime() < Math.min(NEAR_MS, life / 4)
}
