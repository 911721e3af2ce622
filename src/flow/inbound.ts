/**
 * The whole inbound journey on one screen: open → whose is it → read → which thread → decide → commit.
 *
 * In    the id of a message that got its `250`
 * Out   nothing: what follows is in the ledger. Doing it twice has one effect
 *
 * Cryptography, reading and directory come before the lock; decision, effects and audit commit together. Who waits for
 * the lock of a dossier holds up nobody else (`dossier-lines.ts`).
 * SPEC §13.2, §13.3, §13.7 · ADR 0003
 */
import { peutEcrireHorsAnnuaire } from '../decide/hors-annuaire.ts'
import { isHorsAnnuaire } from '../domain/correspondant.ts'
import { type Code, isRefusal, refusal } from '../errors.ts'
import { pass } from '../kit/fault-points.ts'
import type { WithLog } from '../kit/log.ts'
import { LEASE_MS, type WithWorker } from '../ledger/leases.ts'
import { claimMessage } from '../ledger/messages/messages.ts'
import type { WithIdentity } from '../message.ts'
import { bringerOf } from '../sandbox/judges.ts'
import type { WithTrust } from '../trust/store.ts'
import { addresseesOf } from './addressees.ts'
import { vouchedFor } from './assurance.ts'
import { authorOf, depositorOf } from './author.ts'
import { answerForm } from './blank-form.ts'
import type { Deciding } from './commit.ts'
import type { WithPlace } from './dossier-lines.ts'
import { learn } from './learn.ts'
import { tellReuse } from './message-id.ts'
import { openMail } from './open-mail.ts'
import { mimeLimits } from './open-policy.ts'
import { outOfThread } from './out-of-thread.ts'
import { withPatients } from './patients.ts'
import { forward } from './postmaster.ts'
import { receipt } from './receipt.ts'
import { refuse } from './refuse.ts'
import { enterThread, reply, threadOf } from './reply.ts'
import { request } from './request.ts'
import { intoItsThread } from './return-path.ts'
import { secondLook } from './second-look.ts'
import { sentTo } from './sent.ts'
import { trial } from './trial.ts'
import { isFreeOfVirus, withoutVirus } from './virus.ts'

/** What this file takes of the gateway. */
type Needs = Deciding & WithLog & WithTrust & WithIdentity & WithWorker & WithPlace

/** Carries one received message as far as it can go. */
export async function inbound(id: string, parts: Needs): Promise<void> {
  const { db, keys, config, worker } = parts
  const taker = { worker, leaseMs: LEASE_MS, now: parts.clock.now() }
  const received = await claimMessage(db, keys, id, taker)
  if (received === null) return
  pass('message-claimed')

  const opened = await openMail(received, parts)
  const errand = addresseesOf(received.envelope.to, config.domain)
  const judged = { received, opened, to: errand, assurance: 'signe' } as const
  const arrived = { ...judged, reutilise: await tellReuse(judged, parts) }
  pass('message-opened')
  const mail = await intoItsThread(arrived, parts)
  const { to } = mail

  if (to.kind === 'rebond' || opened.headers.automatic) return await receipt(mail, parts)
  if (to.kind === 'postmaster') {
    return (await isFreeOfVirus(mail, parts)) ? await forward(mail, parts) : undefined
  }
  if (to.kind === 'modele') return await answerForm(mail, parts)

  const vouched = (await vouchedFor(mail, parts)) ?? { ...mail, author: null }
  if (vouched.opened.verdict.refusal !== null) {
    return await refuse(mail, refusal(vouched.opened.verdict.refusal as Code), parts)
  }
  const known = vouched.author ?? (await authorOf(opened, parts))
  const author = isRefusal(known) ? (depositorOf(opened, known) ?? known) : known
  if (isRefusal(author)) return await refuse(mail, author, parts)
  await enterThread(to, author, parts)

  const limits = mimeLimits(config)
  const sent = await sentTo(mail, parts)
  const how = { now: received.receivedAt, limits, sent, domain: config.domain }
  const courrier = await parts.judges.read(vouched.opened, how, bringerOf(received.envelope))
  if (isRefusal(courrier)) return await refuse(mail, courrier, parts)
  if ('kind' in courrier) return await receipt(mail, parts)

  const readOnce = { ...vouched, author, courrier }
  const isOutside = isHorsAnnuaire(author.professionnel)
  if (isOutside && !peutEcrireHorsAnnuaire(courrier, to.kind)) {
    return await refuse(mail, refusal('auteur-inconnu'), parts)
  }
  const objection = await secondLook(readOnce, parts)
  if (objection !== null)
    return await refuse({ ...readOnce, readings: objection.readings }, objection.refusal, parts)
  const scanned = await withoutVirus(readOnce, parts)
  if (scanned === null) return
  const letter = await withPatients(scanned, parts)
  await learn(opened, author, parts)
  if (to.kind === 'essai') return await trial(letter, parts)
  const thread = (await threadOf(letter, parts)) ?? (await outOfThread(letter, parts))
  if (isRefusal(thread)) return await refuse(letter, thread, parts)
  return thread === null ? await request(letter, parts) : await reply(letter, thread, parts)
}
