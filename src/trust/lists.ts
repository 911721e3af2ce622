/**
 * The lists of the configured authorities, fetched before they end.
 *
 * Addresses come from the distribution points of the authorities' own certificates and of certificates
 * that a valid path led to, on hosts that CONFRERE_REVOCATION_HOTES names; without hosts nothing is
 * fetched. What comes is kept only if an authority of the trust folder signed it, or one that a valid path of a mail
 * showed under the same anchors; if it serves now, and is no older than what is held: a failure never loses the last
 * good list.
 *
 * SPEC §8, §13.10 · RFC 5280 §6.3
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import {
  claimAddresses,
  keepList,
  noteAddresses,
  noteFault,
  noteIssuers,
  seenIssuers,
} from '../ledger/certificates/crls.ts'
import type { Identity, OpenedMessage, WithIdentity } from '../message.ts'
import { type Certificate, parseCertificate, sha256Of } from '../pki/certificate.ts'
import { isListSignedBy } from '../pki/crl-verify.ts'
import { KEY_USAGE } from '../pki/extensions.ts'
import { withBeside } from '../pki/identity-use.ts'
import { isAllowed, listAddresses } from '../pki/list-addresses.ts'
import { findPath, type Pool } from '../pki/path.ts'
import { type Trust, trustObjectsIn } from '../pki/trust.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import { fetchList } from './fetch.ts'
import { refreshAnswers } from './revocation.ts'
import type { WithTrust } from './store.ts'

/** What this file takes of the gateway. */
type Needs = WithDatabase & WithConfig & WithClock & WithLog & WithTrust & WithIdentity

const EVERY = { goodMs: 3_600_000, failedMs: 300_000 }
const LIMITS = { maxBytes: 32 * 1024 * 1024, withinMs: 30_000 }

/** Fetches what is due: lists, then answers. */
export async function refreshLists(
  parts: Needs,
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
}

/**
 * Notes where the authorities of a valid path publish, so that the next round fetches it, and the authorities that
 * only the mail brought: they may have signed the lists.
 */
export async function notePath(
  { verdict, evidence, certificates }: OpenedMessage,
  parts: Needs,
): Promise<void> {
  const { db, clock, config } = parts
  const { revocationHotes } = config
  if (revocationHotes.length === 0 || verdict.path.status !== 'valid') return
  const chain = evidence.chain.map((der) => parseCertificate(der))
  const addresses = listAddresses(chain, revocationHotes)
  if (addresses.length === 0) return
  const trust = await parts.trust()
  const listers = certificates.map((der) => parseCertificate(der)).filter(isLister)
  const brought = new Map([...chain.slice(1), ...listers].map((one) => [one.sha256, one]))
  const issuers = [...brought.values()].filter(({ sha256 }) => trust.known(sha256) === undefined)
  await noteIssuers(db, issuers, clock.now())
  await noteAddresses(db, addresses, clock.now())
}

/** Who may sign a list: the trust folder's, and the authorities that mails brought, while a path of theirs is valid. */
async function signersOf(trust: Trust, { db, clock }: WithDatabase & WithClock): Promise<Pool> {
  const now = clock.now()
  const brought = (await seenIssuers(db, now)).map((der) => parseCertificate(der))
  const poolOf = (more: readonly Certificate[]): Pool => ({
    anchors: trust.anchors,
    candidates: (key) => [
      ...trust.candidates(key),
      ...more.filter(({ subject }) => subject.key === key),
    ],
    bars: trust.bars,
  })
  const all = poolOf(brought)
  return poolOf(brought.filter((one) => findPath(one, all, now).status === 'valid'))
}

/** May it sign lists? RFC 5280 §4.2.1.3 */
function isLister({ extensions: { keyUsage } }: Certificate): boolean {
  return keyUsage !== null && (keyUsage & KEY_USAGE.cRLSign) !== 0
}

/** The certificates whose authorities publish lists for us: those of the trust folder, and ours. */
export function ownCertificates(
  trust: Trust | null,
  { identity }: { readonly identity: Identity | null },
): Certificate[] {
  const own = withBeside(identity === null ? [] : [identity])
    .flatMap(({ certificate, intermediates }) => [certificate, ...intermediates])
    .map(({ raw }) => parseCertificate(raw))
  return [...(trust?.all.anchors ?? []), ...(trust?.all.candidates ?? []), ...own]
}

async function refresh(
  address: string,
  { trust, stopped }: { trust: Trust; stopped: AbortSignal },
  parts: Needs,
): Promise<void> {
  const { db, clock, log, config } = parts
  // A host that was taken off the list since is off at once.
  if (!isAllowed(address, config.revocationHotes)) return
  const hosts = config.revocationHotes
  const fetched = await fetchList(address, { ...LIMITS, hosts, stopped })
  const judged =
    'fault' in fetched
      ? fetched
      : listsIn(fetched.bytes, { signers: await signersOf(trust, parts), now: clock.now() })
  if ('fault' in judged) {
    log.warn('refresh.failed', { reason: judged.fault })
    return await noteFault(db, address, judged.fault)
  }
  await keepList(db, address, judged, clock.now())
}

type Kept = Parameters<typeof keepList>[2]

/**
 * The lists of a file that an authority of ours signed and that serve now, in one piece; as the newest of them is
 * newer than what is held, and as long as all of them serve.
 */
function listsIn(
  bytes: Buffer,
  { signers, now }: { readonly signers: Pool; readonly now: Date },
): Kept | { readonly fault: string } {
  const lists = trustObjectsIn(bytes, LIMITS.maxBytes).found.filter((one) => 'entries' in one)
  if (lists.length === 0) return { fault: 'illisible' }
  const signed = lists.filter((crl) => {
    const { key } = crl.issuer
    return [...signers.anchors(key), ...signers.candidates(key)].some(
      (signer) => signers.bars(signer) === null && isListSignedBy(crl, signer, now),
    )
  })
  if (signed.length === 0) return { fault: 'signataire' }
  const serving = signed.flatMap(({ der, thisUpdate, nextUpdate }) =>
    nextUpdate !== null && nextUpdate >= now ? [{ der, thisUpdate, nextUpdate }] : [],
  )
  if (serving.length === 0) return { fault: 'perimee' }
  const der = Buffer.concat(serving.map((one) => one.der))
  const times = (of: (one: (typeof serving)[number]) => Date) =>
    serving.map((one) => of(one).getTime())
  return {
    genre: 'crl',
    sha256: sha256Of(der),
    der,
    thisUpdate: new Date(Math.max(...times((one) => one.thisUpdate))),
    nextUpdate: new Date(Math.min(...times((one) => one.nextUpdate))),
  }
}
