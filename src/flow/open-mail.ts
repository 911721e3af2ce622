/**
 * Opens a received message with all that is known of revocation, asking where that would settle it.
 *
 * In    a message that got its `250`
 * Out   OpenedMessage, judged at the instant of receipt
 *
 * Which authority to ask is known only when the path is good, so a message whose verdict an answer may
 * change is opened again with it: every rule stays in one room. SPEC §8
 */
import { keepInLedger } from '../ledger/contents.ts'
import type { StoredMessage } from '../ledger/messages.ts'
import type { OpenedMessage } from '../message.ts'
import { answersFor } from './ask-revocation.ts'
import type { Parts } from './parts.ts'
import { links, openPolicy } from './policy.ts'
import { notePath } from './refresh.ts'

/** Each round may bring another signer or path to light. */
const MAX_ROUNDS = 4

/** Opens, asks, and opens again while answers come that were not there before. */
export async function openMail(received: StoredMessage, parts: Parts): Promise<OpenedMessage> {
  const { db, keys, config, judges } = parts
  const given = {
    trust: await parts.trust(),
    annuaire: links(db),
    policy: openPolicy(config),
    keep: keepInLedger(db, keys, received.cle),
  }
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
