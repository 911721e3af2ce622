/**
 * The lists of the configured authorities, fetched before they end; an alert when one nears its end, or when who
 * should answer stays silent.
 *
 * Addresses come from the distribution points of the authorities' own certificates and of certificates
 * that a valid path led to, on hosts that CONFRERE_REVOCATION_HOTES names; without hosts nothing is
 * fetched. What comes is kept only if an authority of the trust folder signed it, it serves now, and it
 * is no older than what is held: a failure never loses the last good list.
 *
 * SPEC §8, §13.10 · RFC 5280 §6.3
 */
import type { Constat } from '../ledger/attente.ts'
import {
  claimAddresses,
  keepList,
  noteAddresses,
  noteFault,
  silentAddresses,
} from '../ledger/lists.ts'
import { silentResponders } from '../ledger/reponses.ts'
import type { OpenedMessage } from '../message.ts'
import { type Certificate, parseCertificate } from '../pki/certificate.ts'
import { type Crl, parseCrl } from '../pki/crl.ts'
import { isListSignedBy } from '../pki/crl-verify.ts'
import { DerError } from '../pki/der.ts'
import { withBeside } from '../pki/identity-use.ts'
import { isAllowed, listAddresses } from '../pki/list-addresses.ts'
import { nameText } from '../pki/name.ts'
import type { Trust } from '../pki/trust.ts'
import { refreshAnswers } from './ask-revocation.ts'
import { fetchList } from './fetch-list.ts'
import type { Parts } from './parts.ts'
import { sayWhatChanged } from './watch.ts'

const EVERY = { goodMs: 3_600_000, failedMs: 300_000 }
const LIMITS = { maxBytes: 32 * 1024 * 1024, withinMs: 30_000 }
/** A list is near its end in the last quarter of its life, at most two days before. */
const NEAR_MS = 2 * 86_400_000
const MAX_SUBJECT = 200
const ALERT = 'liste-revocation-expire'
/** Three tries without an answer: it is no hiccup. */
const SILENT_MS = 15 * 60_000
const SILENT = 'revocation-muette'

/** Fetches what is due and says what is near its end. */
export async function refreshLists(
  parts: Parts,
  stopped: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { db, clock, config } = parts
  const trust = await parts.trust()
  if (config.revocationHotes.length > 0) {
    await noteAddresses(
      db,
      listAddresses(ownCertificates(trust, parts), config.revocationHotes),
      clock.now(),
    )
    const due = await claimAddresses(db, clock.now(), EVERY)
    for (const address of due) {
      if (stopped.aborted) return
      await refresh(address, { trust, stopped }, parts)
    }
    await refreshAnswers(parts, stopped)
  }
  const found = [
    ...constatsOf(ALERT, nearTheirEnd(await parts.trust(), clock.now())),
    ...constatsOf(SILENT, await silent(parts)),
  ]
  await sayWhatChanged([ALERT, SILENT], found, parts)
}

/** Notes where the authorities of a valid path publish, so that the next round fetches it. */
export async function notePath({ verdict, evidence }: OpenedMessage, parts: Parts): Promise<void> {
  const { revocationHotes } = parts.config
  if (revocationHotes.length === 0 || verdict.path.status !== 'valid') return
  const chain = evidence.chain.map((der) => parseCertificate(der))
  await noteAddresses(parts.db, listAddresses(chain, revocationHotes), parts.clock.now())
}

function ownCertificates(trust: Trust, { identity }: Parts): Certificate[] {
  const own = withBeside([identity])
    .flatMap(({ certificate, intermediates }) => [certificate, ...intermediates])
    .map(({ raw }) => parseCertificate(raw))
  return [...trust.all.anchors, ...trust.all.candidates, ...own]
}

async function refresh(
  address: string,
  { trust, stopped }: { trust: Trust; stopped: AbortSignal },
  parts: Parts,
): Promise<void> {
  const { db, clock, log, config } = parts
  // A host that was taken off the list since is off at once.
  if (!isAllowed(address, config.revocationHotes)) return
  const fetched = await fetchList(address, { ...LIMITS, stopped })
  const judged = 'fault' in fetched ? fetched : listIn(fetched.bytes, trust, clock.now())
  if ('fault' in judged) {
    log.warn('refresh.failed', { reason: judged.fault })
    return await noteFault(db, address, judged.fault)
  }
  const { crl, nextUpdate } = judged
  const { sha256, der, thisUpdate } = crl
  await keepList(db, address, { genre: 'crl', sha256, der, thisUpdate, nextUpdate }, clock.now())
}

/** The list, if an authority of the trust folder signed it and it serves now. */
function listIn(
  bytes: Buffer,
  trust: Trust,
  now: Date,
): { readonly crl: Crl; readonly nextUpdate: Date } | { readonly fault: string } {
  const crl = parsed(bytes)
  if (crl === null) return { fault: 'illisible' }
  const { key } = crl.issuer
  const signers = [...trust.anchors(key), ...trust.candidates(key)]
  if (!signers.some((signer) => isListSignedBy(crl, signer, now))) return { fault: 'signataire' }
  const { nextUpdate } = crl
  return nextUpdate !== null && nextUpdate >= now ? { crl, nextUpdate } : { fault: 'perimee' }
}

function parsed(bytes: Buffer): Crl | null {
  try {
    return parseCrl(bytes)
  } catch (error) {
    // Whatever a server sends that is no list: tried again later.
    if (error instanceof DerError) return null
    throw error
  }
}

/** The authorities whose newest list nears its end. */
function nearTheirEnd(trust: Trust, now: Date): string[] {
  const near = newestLists(trust).filter((crl) => isNearItsEnd(crl, now))
  return near.map(({ issuer }) => nameText(issuer))
}

/** Responders and distribution points that are asked and give nothing; none that we may ask no more. */
async function silent({ db, clock, config }: Parts): Promise<string[]> {
  const now = clock.now()
  const since = new Date(now.getTime() - SILENT_MS)
  const all = [...(await silentAddresses(db, since)), ...(await silentResponders(db, since, now))]
  return all.filter((address) => isAllowed(address, config.revocationHotes))
}

/** One finding a subject, however many lists or certificates show it. */
function constatsOf(code: string, subjects: readonly string[]): Constat[] {
  const each = new Set(subjects.map((subject) => subject.slice(0, MAX_SUBJECT)))
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

function isNearItsEnd({ thisUpdate, nextUpdate }: Crl, now: Date): boolean {
  if (nextUpdate === null) return false
  const life = nextUpdate.getTime() - thisUpdate.getTime()
  return nextUpdate.getTime() - now.getTime() < Math.min(NEAR_MS, life / 4)
}
