/**
 * Asks the authorities of a good path, over OCSP, what their lists do not tell.
 *
 * In    an opened message; or, in the background, the certificates that mails showed lately
 * Out   DER of the answers that can be believed, kept for all hosts
 *
 * Whom to ask stands in the certificate, so nobody is asked before its path is valid under our anchors,
 * nor on a host that CONFRERE_REVOCATION_HOTES does not name. A mail waits for its answer, briefly, when
 * revocation would else be unknown; what is known is asked again in the background, in the second half
 * of its life. A failure never loses the last good answer.
 *
 * SPEC §8 · RFC 6960 §3.2, §4.2.2 · RFC 5019 §2.1.1, §4
 */

import type { WithConfig } from '../config.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import {
  claimDueAnswers,
  claimNamed,
  heldAnswers,
  type Interroge,
  keepAnswer,
  noteAnswerFault,
  noteCertificates,
  type Reponse,
} from '../ledger/certificates/ocsp-responses.ts'
import type { OpenedMessage } from '../message.ts'
import { type Certificate, parseCertificate } from '../pki/certificate.ts'
import { DerError } from '../pki/der.ts'
import { isAllowed, ocspAddress } from '../pki/list-addresses.ts'
import { type OcspResponse, parseOcsp, responseStatus, servesUntil } from '../pki/ocsp.ts'
import { ocspRequest } from '../pki/ocsp-request.ts'
import { ocspAnswer } from '../pki/ocsp-verify.ts'
import type { Trust } from '../pki/trust.ts'
import type { WithDatabase } from '../postgres/sql.ts'
import { askResponder, type FetchLimits } from './fetch.ts'
import type { WithTrust } from './store.ts'

const MAX_BYTES = 128 * 1024
/** For all that one mail waits for: it is well within the lease of its row. */
const MAIL_WAITS_MS = 4_000
const BACKGROUND_MS = 10_000
const FAILED_MS = 300_000
const EVERY = { leastMs: 3_600_000, failedMs: FAILED_MS }

type Needs = WithDatabase & WithConfig & WithClock & WithLog & WithTrust

/** What the authorities of its path answer about a message, where that may change its verdict. */
export async function answersFor(
  { verdict, evidence }: Pick<OpenedMessage, 'verdict' | 'evidence'>,
  at: Date,
  parts: Needs,
): Promise<Buffer[]> {
  const { db, clock, config } = parts
  const { status } = verdict.revocation
  if (config.revocationHotes.length === 0 || verdict.path.status !== 'valid') return []
  const asked = interroges(evidence.chain, config.revocationHotes)
  if (asked.length === 0 || status === 'revoked') return []
  await noteCertificates(db, asked, clock.now())
  const names = asked.map(({ certificat }) => certificat)
  const held = await heldAnswers(db, names, at)
  // A list says good: the answer of an earlier round may still say revoked.
  if (status === 'good') return held.filter(({ etat }) => etat === 'revoked').map(({ der }) => der)
  const missing = names.filter((name) => held.every(({ certificat }) => certificat !== name))
  const claimed = await claimNamed(db, missing, clock.now(), FAILED_MS)
  const hosts = config.revocationHotes
  const limits = { maxBytes: MAX_BYTES, withinMs: MAIL_WAITS_MS, hosts }
  // Together, so that a mail waits once, however long its path.
  const come = await Promise.all(claimed.map((one) => ask(one, limits, parts)))
  return [...held, ...come.flatMap((one) => one ?? [])].map(({ der }) => der)
}

/** Asks again, in the background, what is in the second half of its life or failed a while ago. */
export async function refreshAnswers(parts: Needs, stopped: AbortSignal): Promise<void> {
  const { db, clock, config } = parts
  if (config.revocationHotes.length === 0) return
  const hosts = config.revocationHotes
  const limits = { maxBytes: MAX_BYTES, withinMs: BACKGROUND_MS, hosts, stopped }
  for (const one of await claimDueAnswers(db, clock.now(), EVERY)) {
    if (stopped.aborted) return
    // A host that was taken off the list since is off at once.
    if (isAllowed(one.adresse, config.revocationHotes)) await ask(one, limits, parts)
  }
}

/** The certificates of a path, but its anchor, whose authority answers at an allowed address. */
function interroges(chain: readonly Buffer[], hosts: readonly string[]): Interroge[] {
  return chain.slice(0, -1).flatMap((der, at) => {
    const certificate = parseCertificate(der)
    const adresse = ocspAddress(certificate, hosts)
    const emetteur = chain[at + 1]
    if (adresse === null || emetteur === undefined) return []
    return [{ certificat: certificate.sha256, adresse, der, emetteur }]
  })
}

async function ask(one: Interroge, limits: FetchLimits, parts: Needs): Promise<Reponse | null> {
  const { db, clock, log } = parts
  const about = { certificate: parseCertificate(one.der), issuer: parseCertificate(one.emetteur) }
  const request = ocspRequest(about.certificate, about.issuer)
  const fetched = await askResponder(one.adresse, request, limits)
  const now = clock.now()
  const judged =
    'fault' in fetched
      ? fetched
      : answerIn(fetched.bytes, about, { trust: await parts.trust(), now })
  if ('fault' in judged) {
    log.warn('ocsp.failed', { reason: judged.fault })
    await noteAnswerFault(db, one.certificat, judged.fault)
    return null
  }
  await keepAnswer(db, one.certificat, judged, now)
  return judged
}

/** The answer, if someone said it who may, about this certificate, and it serves now. */
function answerIn(
  bytes: Buffer,
  { certificate, issuer }: { readonly certificate: Certificate; readonly issuer: Certificate },
  { trust, now }: { readonly trust: Trust; readonly now: Date },
): Reponse | { readonly fault: string } {
  const response = parsed(bytes)
  if ('fault' in response) return response
  const found = ocspAnswer(certificate, issuer, {
    at: now,
    responses: () => [response],
    pool: trust,
    // Whether the responder himself is revoked is judged with each message that uses his answer.
    isUnrevoked: () => true,
  })
  if (found === null) return { fault: 'sans-valeur' }
  const { answer } = found
  if (answer.status === 'unknown') return { fault: 'sans-valeur' }
  const { thisUpdate, status } = answer
  const nextUpdate = servesUntil(answer)
  return { sha256: response.sha256, der: response.der, etat: status, thisUpdate, nextUpdate }
}

/** OCSPResponseStatus, in words for the log. RFC 6960 §4.2.1 */
const STATUS: { readonly [status: number]: string } = {
  1: 'requete-refusee',
  2: 'panne',
  3: 'plus-tard',
  5: 'signature-exigee',
  6: 'non-autorise',
}

function parsed(bytes: Buffer): OcspResponse | { readonly fault: string } {
  try {
    const status = responseStatus(bytes)
    return status === 0 ? parseOcsp(bytes) : { fault: STATUS[status] ?? 'illisible' }
  } catch (error) {
    // Whatever a server sends that is no response: asked again later.
    if (error instanceof DerError) return { fault: 'illisible' }
    throw error
  }
}
