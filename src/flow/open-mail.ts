/**
 * Opens a received message with all that is known of revocation, asking where that would settle it.
 *
 * In    a message that got its `250`
 * Out   OpenedMessage, judged at the instant of receipt
 *
 * Which authority to ask is known only when the path is good, so a message whose verdict an answer may
 * change is opened again with it: every rule stays in one room. SPEC §8
 */
import type { WithConfig } from '../config.ts'
import type { Keep } from '../kit/bytes.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { dropContents, keepInLedger } from '../ledger/keys/contents.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import type { StoredMessage } from '../ledger/messages/messages.ts'
import type { OpenedMessage, WithIdentity } from '../message.ts'
import type { Judges, WithJudges } from '../sandbox/judges.ts'
import { notePath } from '../trust/lists.ts'
import { answersFor } from '../trust/revocation.ts'
import type { WithTrust } from '../trust/store.ts'
import { links, openPolicy } from './open-policy.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithLog & WithJudges & WithTrust & WithIdentity

type Given = Parameters<Judges['open']>[1]

/** Each round may bring another signer or path to light. */
const MAX_ROUNDS = 4

/** Opens, asks, and opens again while answers come that were not there before. */
export async function openMail(received: StoredMessage, parts: Needs): Promise<OpenedMessage> {
  const { db, keys, config } = parts
  const store = keepInLedger(db, keys, received.cle)
  const kept = new Set<string>()
  const keep: Keep = async (source) => {
    const bytes = await store(source)
    if (bytes.ref) kept.add(bytes.ref.contenu)
    return bytes
  }
  const given = {
    trust: await parts.trust(),
    annuaire: links(db),
    policy: openPolicy(config),
    keep,
  }
  let opened: OpenedMessage | null = null
  try {
    opened = await openAndAsk(received, given, parts)
    return opened
  } finally {
    // What no accepted verdict rests on goes, also when the judgement failed. SPEC §13.12
    for (const bytes of [opened?.entity, opened?.original?.body]) {
      if (bytes?.ref) kept.delete(bytes.ref.contenu)
    }
    // The error of the judgement matters more than this one, and the purge of the key comes anyway.
    await dropContents(db, [...kept]).catch(() => undefined)
  }
}

async function openAndAsk(
  received: StoredMessage,
  given: Given,
  parts: Needs,
): Promise<OpenedMessage> {
  const { judges } = parts
  let opened = await judges.open(received, given)
  const answers: Buffer[] = []
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await notePath(opened, parts)
    const found = await answersFor(opened, received.receivedAt, parts)
    const fresh = found.filter((der) => !answers.some((known) => known.equals(der)))
    if (fresh.length === 0) break
    answers.push(...fresh)
    opened = await judges.open(received, { ...given, answers })
  }
  return opened
}
