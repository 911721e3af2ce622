/**
 * A person closes a message that waits for him: it is in no list of what waits any more, and nothing but a person's
 * replay brings it back.
 *
 * In    the message, who closes it and why
 * Out   its closing, its work items settled, its audit line; a letter to its author where he was told that it is kept
 * Refuses   what nobody has to close (classement-sans-objet, deja-classe, jugement-en-cours), a reason that is none
 *
 * Who was told « gardé, sans que vous le renvoyiez » would wait for ever: he is told once a day that he must not. One
 * who was never told anything hears nothing of it. SPEC §10, §13.7, §13.13
 */
import { randomUUID } from 'node:crypto'

import type { WithConfig } from '../config.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import { GARDES } from '../domain/hors-dossier.ts'
import { adresseDe } from '../domain/identifiants.ts'
import { type Code, type Refusal, refusal } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import { isReason } from '../kit/foreign.ts'
import { professionnelsParAdresse } from '../ledger/annuaire/annuaire.ts'
import { mayAnswerRefusal, wasAnswered } from '../ledger/dossiers/notice-limit.ts'
import { randomLetters } from '../ledger/dossiers/thread-tokens.ts'
import { settleTravauxOf } from '../ledger/dossiers/travaux.ts'
import { append } from '../ledger/journal/journal.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { verdictOf } from '../ledger/messages/messages.ts'
import { type Classement, classMessage, messageKey } from '../ledger/messages/messages-classes.ts'
import { putEnvoi } from '../ledger/outbox/outbox.ts'
import type { Sql } from '../postgres/sql.ts'
import type { WithBell } from '../queue/queue.ts'
import { type Ring, ringAll } from './commit.ts'
import { newMessageId } from './post.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithBell

const NOT_CLOSED = {
  unknown: 'not-found',
  'owned-by-nobody': 'classement-sans-objet',
  'closed-before': 'deja-classe',
  'in-judgement': 'jugement-en-cours',
} as const satisfies { readonly [why in Exclude<Classement, 'done'>]: Code }

/** Under which its letters are counted. */
const CLASSE = 'message-classe'

/** Closes a message that waits for a person, who says why. */
export async function closeMessage(
  id: string,
  { motif, par }: { readonly motif: string; readonly par: string },
  parts: Needs,
): Promise<object | Refusal> {
  if (!isReason(motif)) return refusal('bad-parameter')
  const now = parts.clock.now()
  const rings: Ring[] = []
  const done = await parts.db.transaction(async (sql) => {
    const closed = await classMessage(sql, id, { par, now })
    if (closed !== 'done') return closed
    // Whoever closes it has spoken to its author: nothing that it opened waits any more.
    await settleTravauxOf(sql, id, { par, now, codes: null })
    rings.push(...(await tellAuthor(sql, id, parts)))
    await append(sql, {
      chaine: 'passerelle',
      quoi: 'message.classe',
      auteur: par,
      detail: { objet: id, motif },
      instant: now,
    })
    return closed
  })
  if (done !== 'done') return refusal(NOT_CLOSED[done])
  ringAll(rings, parts)
  return { id, etat: 'classe', auteurAverti: rings.length > 0 ? 'oui' : 'non' }
}

/** Tells him who was told to wait; nobody else, and one that is no active professional any more is not written to. */
async function tellAuthor(sql: Sql, id: string, parts: Needs): Promise<readonly Ring[]> {
  const { keys, clock, config } = parts
  const message = await messageKey(sql, id)
  if (message === null || !GARDES.has(message.code ?? '')) return []
  const verdict = await verdictOf(sql, keys, id)
  const [from, ...others] = verdict?.sender.from ?? []
  const adresse = others.length === 0 ? adresseDe(from ?? '') : null
  const [professionnel] = adresse === null ? [] : await professionnelsParAdresse(sql, adresse)
  if (adresse === null || professionnel === undefined) return []
  if (!(await wasAnswered(sql, keys, adresse, message.code ?? ''))) return []
  const jour = jourParis(clock.now().toISOString() as Instant)
  if (!(await mayAnswerRefusal(sql, keys, adresse, CLASSE, jour))) return []
  const envoi = randomUUID()
  const { rpps } = professionnel
  const classeRecuLe = message.recuLe.toISOString() as Instant
  const code = message.code ?? ''
  await putEnvoi(sql, keys, {
    id: envoi,
    dossier: null,
    cle: message.cle,
    cleUnique: `${id}:${CLASSE}:${envoi}`,
    lettre: 'demandeNonTransmise',
    role: 'auteur',
    rang: null,
    version: null,
    rpps,
    donnees: {
      lettre: { kind: 'demandeNonTransmise', code, classeRecuLe },
      a: { role: 'auteur', rpps, adresse },
      enReponseA: null,
    },
    messageId: newMessageId(config.domain),
    jetonRebond: randomLetters(),
    pasAvant: null,
    priorite: 0,
    creeLe: clock.now(),
  })
  return [{ call: 'outbound', id: envoi, at: null }]
}
