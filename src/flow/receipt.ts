/**
 * Machines' letters: DSN and MDN are matched to their delivery; other automatic mail is recorded, never
 * adopted, never answered.
 *
 * SPEC §5 (automatic replies), §10 (MDN and DSN are matched; loops are impossible)
 */

import type { WithConfig } from '../config.ts'
import { porteeDe } from '../decide/avis-technique.ts'
import { AVIS_DE_NON_REMISE, isRecue } from '../decide/recue.ts'
import type { Instant, Rpps } from '../domain/correspondant.ts'
import { type AvisTechnique, avisPour, type MotCle } from '../domain/courrier.ts'
import type { DossierId } from '../domain/dossier.ts'
import { type Code, isRefusal } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import { lockDossier } from '../ledger/dossiers/dossiers.ts'
import { threadOf } from '../ledger/dossiers/thread-tokens.ts'
import { append } from '../ledger/journal/journal.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { noteReceipt } from '../ledger/outbox/notices.ts'
import { envoiByMessageId, envoiByRebond } from '../ledger/outbox/outbox.ts'
import type { Sql } from '../postgres/sql.ts'
import { bringerOf, type WithJudges } from '../sandbox/judges.ts'
import { answeredBy, answeredIds } from './answered.ts'
import { authorOf, depositorOf } from './author.ts'
import { commit, type Deciding, type Ring, ringAll } from './commit.ts'
import type { WithPlace } from './dossier-lines.ts'
import { conclude, type Mail } from './mail.ts'
import { mimeLimits } from './open-policy.ts'
import { dossierOfWords } from './out-of-thread.ts'
import { sentTo } from './sent.ts'
import { ADMINISTRATEUR, aboutLetter, alertOnce, UNREAD_MESSAGE } from './tell-administrator.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithJudges

/** Records an automatic mail, and what it says of a delivery of ours. */
export async function receipt(mail: Mail, parts: Deciding & WithPlace): Promise<void> {
  const { db, place } = parts
  const avis = await parts.judges.readReceipt(mail.received.raw, bringerOf(mail.received.envelope))
  const said = avis === null ? await signedWord(mail, parts) : null
  const known = await deliveryOf(db, mail, avis)
  const about = (await dossierOf(db, mail, known)) ?? said?.dossier ?? null
  const signe = said?.signe ?? null
  const record = async (sql: Sql): Promise<readonly Ring[]> => {
    const envoi = await deliveryOf(sql, mail, avis)
    if (envoi !== null && avis !== null) {
      const own = avisPour(avis, envoi.adresse)
      const portee = porteeDe(own, {
        adresse: envoi.adresse,
        auRetour: mail.to.kind === 'rebond',
        sansExpediteur: mail.received.envelope.from === '',
      })
      if (portee === 'demander') {
        if (!isFailed(own)) await noteReceipt(sql, envoi.id, `${own.kind}:${own.issue}`, null)
        return await unproven(sql, mail, envoi, parts)
      }
      return await matched(sql, mail, envoi, own, parts)
    }
    return await unmatched(sql, mail, { dossier: about, signe }, parts)
  }
  const commits = (): Promise<readonly Ring[]> => db.transaction(record)
  const line = known?.dossier ?? about
  const rings = await (line === null
    ? commits()
    : place.alone(line, mail.received.envelope.from, commits))
  ringAll(rings, parts)
}

/**
 * Who validly signed a machine's letter, by whatever address it came, and the keyword it begins with; null without both.
 * `dossier`: the one that it names or whose mail it answers, as for any word outside its thread. SPEC §5
 */
async function signedWord(mail: Mail, parts: Needs): Promise<SignedWord | null> {
  const { opened, received } = mail
  if (opened.verdict.refusal !== null) return null
  const known = await authorOf(opened, parts)
  const author = isRefusal(known) ? depositorOf(opened, known) : known
  if (author === null) return null
  const limits = mimeLimits(parts.config)
  const sent = await sentTo(mail, parts)
  const how = { now: received.receivedAt, limits, sent, domain: parts.config.domain }
  const read = await parts.judges.read(opened, how, bringerOf(received.envelope))
  if (isRefusal(read) || 'kind' in read || read.motCle === null) return null
  const { rpps } = author.professionnel
  return {
    signe: { auteur: rpps, motCle: read.motCle },
    dossier: await dossierOfWords({ opened, courrier: read }, rpps, parts),
  }
}

interface SignedWord {
  readonly signe: NonNullable<SigneAutomatique>
  readonly dossier: string | null
}

type SigneAutomatique = { readonly auteur: Rpps; readonly motCle: MotCle } | null

const AGAIN_AFTER_MS = 60_000

type Envoi = NonNullable<Awaited<ReturnType<typeof envoiByRebond>>>

async function deliveryOf(
  sql: Sql,
  { to }: Mail,
  avis: AvisTechnique | null,
): Promise<Envoi | null> {
  if (to.kind === 'rebond') return await envoiByRebond(sql, to.jeton)
  return avis?.messageId == null ? null : await envoiByMessageId(sql, avis.messageId)
}

function isFailed({ kind, issue }: AvisTechnique): boolean {
  return kind === 'dsn' && issue === 'failed'
}

/**
 * A failure, or a document that was not taken in, that nothing proves: whoever had the letter could have written it. It
 * moves nothing; the administrator finds out, once a letter. A letter of his own that he lacks is not told to him by another.
 * SPEC §3 (`rebond+<jeton>@`)
 */
async function unproven(
  sql: Sql,
  mail: Mail,
  envoi: Envoi,
  parts: Needs,
): Promise<readonly Ring[]> {
  const { id: message, receivedAt } = mail.received
  const dossier = envoi.dossier === null ? null : await lockDossier(sql, parts.keys, envoi.dossier)
  const isHis = envoi.role === ADMINISTRATEUR
  const event = {
    kind: 'courrierAutomatique',
    message,
    recuLe: receivedAt.toISOString() as Instant,
    echecDit: isHis ? null : envoi.id,
  } as const
  const cause = { auteur: 'passerelle', message }
  const done = dossier && (await commit(sql, dossier, event, cause, null, parts))
  const code = 'avis-echec-non-prouve' satisfies Code
  await conclude(
    sql,
    mail,
    { etat: 'accepted', code, dossier: envoi.dossier as DossierId | null },
    parts,
  )
  if (done !== null) return done.rings
  return isHis ? [] : await alertOnce(sql, code, envoi.id, parts, aboutLetter(envoi))
}

async function matched(
  sql: Sql,
  mail: Mail,
  envoi: Envoi,
  avis: AvisTechnique,
  parts: Needs,
): Promise<readonly Ring[]> {
  const now = parts.clock.now()
  const isFailure = isFailed(avis)
  if (isFailure && envoi.etat === 'en_cours') {
    // The notice overtook the reply of the relay: what it speaks of must be concluded first.
    const prochaine = new Date(now.getTime() + AGAIN_AFTER_MS)
    await conclude(sql, mail, { etat: 'deferred', code: 'remise-en-cours', prochaine }, parts)
    return []
  }
  // The dossier is locked before its letters, as everywhere.
  const dossier =
    isFailure && envoi.dossier !== null ? await lockDossier(sql, parts.keys, envoi.dossier) : null
  const concerne = { ...envoi, rpps: envoi.rpps as Rpps | null }
  const failed = isFailure && (dossier === null || !isRecue(dossier, concerne))
  const accuse = `${avis.kind}:${avis.issue}`
  const stands =
    failed === isFailure &&
    (await noteReceipt(sql, envoi.id, accuse, failed ? AVIS_DE_NON_REMISE : null))
  await append(sql, {
    chaine: envoi.numero ?? 'passerelle',
    quoi: 'envoi.accuse',
    auteur: 'passerelle',
    detail: {
      envoi: envoi.id,
      avis: avis.kind,
      issue: avis.issue,
      statut: avis.statut,
      ...(isFailure && !failed && { effet: 'aucun' }),
    },
    instant: now,
  })
  await conclude(
    sql,
    mail,
    {
      etat: 'accepted',
      code: `${avis.kind}-rapproche`,
      dossier: envoi.dossier as DossierId | null,
    },
    parts,
  )
  if (!failed || !stands) return []
  if (envoi.dossier === null) {
    return envoi.role === ADMINISTRATEUR
      ? []
      : await alertOnce(sql, AVIS_DE_NON_REMISE, envoi.id, parts, aboutLetter(envoi))
  }
  if (dossier === null) return []
  const { rings } = await commit(
    sql,
    dossier,
    {
      kind: 'remise',
      envoi: concerne,
      issue: 'echec',
      code: AVIS_DE_NON_REMISE,
      le: now.toISOString() as Instant,
    },
    { auteur: 'passerelle', message: mail.received.id },
    null,
    parts,
  )
  return rings
}

/**
 * The dossier that a machine's letter is about: by its token, by the return path that it came to, or by the letter of
 * ours that it answers; null when it is about none.
 */
async function dossierOf(sql: Sql, mail: Mail, envoi: Envoi | null): Promise<string | null> {
  const { to, opened } = mail
  if (to.kind === 'fil') return (await threadOf(sql, to.jetons[0] ?? ''))?.dossier ?? null
  if (envoi !== null) return envoi.dossier
  const ids = answeredIds(opened.headers)
  return (await answeredBy(sql, ids, ({ dossier }) => dossier !== null))?.dossier ?? null
}

async function unmatched(
  sql: Sql,
  mail: Mail,
  { dossier: id, signe }: { readonly dossier: string | null; readonly signe: SigneAutomatique },
  parts: Needs,
): Promise<readonly Ring[]> {
  const { received } = mail
  if (id === null) {
    // Nobody waits for it, but nothing is dropped: the administrator owns it.
    const end = {
      etat: 'quarantined',
      code: 'courrier-automatique',
      responsable: ADMINISTRATEUR,
    } as const
    await conclude(sql, mail, end, parts)
    // His own machine that answers our alerts is no news to him.
    const { adminAddress } = parts.config
    const isHis = adminAddress !== null && mail.opened.headers.from.includes(adminAddress)
    return isHis ? [] : await alertOnce(sql, end.code, received.id, parts, UNREAD_MESSAGE)
  }
  // Null once its content is destroyed.
  const dossier = await lockDossier(sql, parts.keys, id)
  const event = {
    kind: 'courrierAutomatique',
    message: received.id,
    recuLe: received.receivedAt.toISOString() as Instant,
    signe,
  } as const
  const cause = { auteur: 'passerelle', message: received.id }
  const done = dossier && (await commit(sql, dossier, event, cause, null, parts))
  const end = { etat: 'accepted', code: 'courrier-automatique', dossier: id as DossierId } as const
  await conclude(sql, mail, end, parts)
  return done?.rings ?? []
}
