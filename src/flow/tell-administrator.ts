/**
 * A letter to the administrator: that something waits for him, begins or ends. Never anything of a patient.
 *
 * Without CONFRERE_ADMIN_ADDRESS nobody is written to: the owner of each row, the page and the API say it.
 * SPEC §6.8, §10
 */
import { randomUUID } from 'node:crypto'

import type { WithConfig } from '../config.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { AdresseMss, Instant } from '../domain/correspondant.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import type { WithClock } from '../kit/clock.ts'
import { coordinatorOf } from '../ledger/annuaire/pools.ts'
import { mayAnswerAgain, mayAnswerRefusal } from '../ledger/dossiers/notice-limit.ts'
import { randomLetters } from '../ledger/dossiers/thread-tokens.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import { messageOfKey } from '../ledger/messages/messages-connus.ts'
import { retireNewest } from '../ledger/outbox/departs.ts'
import { putEnvoi } from '../ledger/outbox/outbox.ts'
import type { Sql } from '../postgres/sql.ts'
import type { Ring } from './commit.ts'
import { newMessageId } from './post.ts'

/** What this file takes of the gateway. */
type Needs = WithKeys & WithConfig & WithClock

export const ADMINISTRATEUR = 'administrateur'
const COURRIER = 'courrier-administrateur'

/** Says it at most once a code and day: the list of what waits is in the API. */
export async function alertOnce(
  sql: Sql,
  code: string,
  sujet: string,
  parts: Needs,
  more: About = {},
): Promise<readonly Ring[]> {
  const adresse = parts.config.adminAddress
  if (adresse === null) return []
  const jour = jourParis(parts.clock.now().toISOString() as Instant)
  const may = await mayAnswerRefusal(sql, parts.keys, adresse, `alerte:${code}`, jour)
  return may ? await alert(sql, code, sujet, parts, more) : []
}

/** Says each time, up to CONFRERE_LIMITE_ECHANGES a day, that a mail about an emergency went no further. SPEC §6.2 */
export async function alertUrgent(
  sql: Sql,
  code: string,
  sujet: string,
  parts: Needs,
  more: About = {},
): Promise<readonly Ring[]> {
  const { adminAddress, limites } = parts.config
  if (adminAddress === null) return []
  const jour = jourParis(parts.clock.now().toISOString() as Instant)
  const bound = { code: 'alerte-urgence', jour, most: limites.exchanges }
  const may = await mayAnswerAgain(sql, parts.keys, adminAddress, bound)
  return may ? await alert(sql, code, sujet, parts, { ...more, urgent: 'oui' }) : []
}

/**
 * Says it to the coordinator of a dossier (of its pool, else that of the settings, else the administrator), at most once
 * a dossier, code and day. SPEC §6.8
 */
export async function alertCoordinator(
  sql: Sql,
  code: string,
  { sujet, dossier }: { readonly sujet: string; readonly dossier: string },
  parts: Needs,
  more: About = {},
): Promise<readonly Ring[]> {
  const { config, keys, clock } = parts
  const own = (await coordinatorOf(sql, dossier)) ?? config.coordinateur
  const adresse = own ?? config.adminAddress
  if (adresse === null) return []
  const jour = jourParis(clock.now().toISOString() as Instant)
  const may = await mayAnswerRefusal(sql, keys, adresse, `alerte:${code}:${dossier}`, jour)
  const a = { role: own === null ? ADMINISTRATEUR : 'coordinateur', rpps: null, adresse } as const
  return may ? await put(sql, a, { code, sujet, ...more }, parts) : []
}

/** What the administrator is told beside a code and an identifier. */
export type About = Omit<
  Extract<LettreHorsDossier, { kind: 'alerteExploitation' }>,
  'kind' | 'code' | 'sujet'
>

/** What is known of a message before anybody read it. */
export const UNREAD_MESSAGE: About = {
  concerne: { kind: 'message', dossier: null, auteur: null, averti: 'non' },
}

/** That a mail came for him, whose copy could not be handed to him. */
export async function alertOfCopy(sql: Sql, cle: string, parts: Needs): Promise<readonly Ring[]> {
  const id = await messageOfKey(sql, cle)
  return id === null ? [] : await alertOnce(sql, COURRIER, id, parts, UNREAD_MESSAGE)
}

/** A letter of ours. */
export function aboutLetter({
  lettre,
  role,
  rpps,
}: {
  readonly lettre: string
  readonly role: string
  readonly rpps: string | null
}): About {
  return { concerne: { kind: 'lettre', lettre, role, rpps } }
}

function keyOf(code: string, sujet: string): string {
  return `alerte:${code}:${sujet}:`
}

/** Takes back the letter that says that this began; false: it has left, is in hand, or there is none. */
export async function takeBackAlert(sql: Sql, code: string, sujet: string): Promise<boolean> {
  return await retireNewest(sql, keyOf(code, sujet), 'lettre-sans-objet')
}

/** Says it: a code of errors.ts, an identifier of ours, and what it is about. */
export async function alert(
  sql: Sql,
  code: string,
  sujet: string,
  parts: Needs,
  more: About = {},
): Promise<readonly Ring[]> {
  const adresse = parts.config.adminAddress
  if (adresse === null) return []
  const a = { role: ADMINISTRATEUR, rpps: null, adresse } as const
  return await put(sql, a, { code, sujet, ...more }, parts)
}

async function put(
  sql: Sql,
  a: {
    readonly role: 'administrateur' | 'coordinateur'
    readonly rpps: null
    readonly adresse: AdresseMss
  },
  said: Omit<Extract<LettreHorsDossier, { kind: 'alerteExploitation' }>, 'kind'>,
  parts: Needs,
): Promise<readonly Ring[]> {
  const id = randomUUID()
  const { code, sujet } = said
  await putEnvoi(sql, parts.keys, {
    id,
    dossier: null,
    cle: await parts.keys.create(sql, 'message'),
    cleUnique: `${keyOf(code, sujet)}${id}`,
    lettre: 'alerteExploitation',
    role: a.role,
    rang: null,
    version: null,
    rpps: null,
    donnees: {
      lettre: { kind: 'alerteExploitation', ...said },
      a,
      enReponseA: null,
    },
    messageId: newMessageId(parts.config.domain),
    jetonRebond: randomLetters(),
    pasAvant: null,
    priorite: 1,
    creeLe: parts.clock.now(),
  })
  return [{ call: 'outbound', id, at: null }]
}
