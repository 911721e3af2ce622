/**
 * What a mail that goes no further says all the same: words that would stop something in a dossier.
 *
 * In    a mail that is refused or set aside, signed or not
 * Out   what it says of these, the dossier it is about, and a person who is told; nothing stops by itself
 *
 * SPEC §6.1, §6.2, §6.5, §6.8, §8
 */
import type { WithConfig } from '../config.ts'
import { arretsDits } from '../decide/arret-dit.ts'
import { numerosDits } from '../decide/hors-fil.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant, Rpps } from '../domain/correspondant.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { ArretDit } from '../domain/travaux.ts'
import { urgenceDuSujet } from '../domain/urgence.ts'
import { type Code, isRefusal } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import { numeroOf } from '../ledger/dossiers/dossiers.ts'
import { countTravail } from '../ledger/dossiers/travaux.ts'
import { append } from '../ledger/journal/journal.ts'
import type { Ledger } from '../ledger/keys/keys.ts'
import { noteThread } from '../ledger/messages/messages-classes.ts'
import { dossierNamed } from '../ledger/messages/messages-connus.ts'
import type { Sql } from '../postgres/sql.ts'
import { bringerOf, type WithJudges } from '../sandbox/judges.ts'
import { answeredBy, answeredIds } from './answered.ts'
import { auteurDit } from './author.ts'
import type { Ring } from './commit.ts'
import type { Letter, Mail } from './mail.ts'
import { mimeLimits } from './open-policy.ts'
import { sentTo } from './sent.ts'
import { alertCoordinator } from './tell-administrator.ts'

/** What this file takes of the gateway. */
type Needs = Ledger & WithConfig & WithClock & WithJudges

/** Codes of mails that reading was tried on in vain: their subject alone is looked at. */
const UNREAD: readonly Code[] = [
  'mime-boundary-too-long',
  'mime-headers-too-large',
  'mime-too-deep',
  'mime-too-many-parts',
  'text-too-long',
  'tnef-not-supported',
  'too-costly',
]

/** What stops, as a mail says it. */
interface Heard {
  /** It speaks of an emergency: its author is told first. SPEC §6.2 */
  readonly urgent: boolean
  readonly arrets: readonly ArretDit[]
  /** Numbers of dossiers that it names. */
  readonly numeros: readonly string[]
}

/** What stops is heard whoever says it, signed or not. SPEC §6.2, §8 */
export async function heard(mail: Mail | Letter, code: Code, parts: Needs): Promise<Heard> {
  const { subject, automatic } = mail.opened.headers
  if (automatic) return { urgent: false, arrets: [], numeros: [] }
  const courrier = await wordsOf(mail, code, parts)
  const urgent = urgenceDuSujet(subject) !== null && !('courrier' in mail)
  return {
    urgent: urgent || (courrier?.urgence ?? null) !== null,
    arrets: arretsDits(courrier, subject),
    numeros: numerosDits({
      numero: courrier?.numero ?? null,
      texte: `${subject}\n${courrier?.texte ?? ''}`,
    }),
  }
}

async function wordsOf(mail: Mail | Letter, code: Code, parts: Needs): Promise<Courrier | null> {
  const { received, opened } = mail
  if ('courrier' in mail) return mail.courrier
  if (UNREAD.includes(code)) return null
  const limits = mimeLimits(parts.config)
  const who = bringerOf(received.envelope)
  const sent = await sentTo(mail, parts)
  const how = { now: received.receivedAt, limits, sent, domain: parts.config.domain }
  const read = await parts.judges.read(opened, how, who)
  return !isRefusal(read) && 'urgence' in read ? read : null
}

/** The dossier of the letter of ours that a mail answers, or the one that a person of it names; null without. */
export async function dossierSaid(
  sql: Sql,
  { opened }: Mail,
  author: { readonly rpps: Rpps } | null,
  numeros: readonly string[],
): Promise<string | null> {
  const ids = answeredIds(opened.headers)
  const answered = await answeredBy(sql, ids, ({ dossier }) => dossier !== null)
  if (answered !== null) return answered.dossier
  return author === null ? null : await dossierNamed(sql, numeros, author.rpps)
}

/** A work item for each thing that the mail would stop, counted by day, and a letter to who must ask. SPEC §6.8 */
export async function tellStops(
  sql: Sql,
  mail: Mail,
  said: {
    readonly stops: readonly ArretDit[]
    readonly dossier: string
    readonly isTold: boolean
    readonly author: { readonly dit: string } | null
  },
  parts: Needs,
): Promise<readonly Ring[]> {
  const now = parts.clock.now()
  const rings: Ring[] = []
  const { stops, dossier, isTold, author } = said
  const numero = stops.length === 0 ? null : await numeroOf(sql, dossier)
  for (const code of stops) {
    const cle = `${code}:${jourParis(now.toISOString() as Instant)}`
    const item = { cle, code, erreur: 'message non prouvé' }
    const travail = await countTravail(sql, dossier, item, now, mail.received.id)
    const averti = isTold ? 'oui' : 'non'
    const concerne = {
      kind: 'message',
      dossier: numero,
      ...auteurDit(mail, author),
      averti,
      ...(travail !== null && { travail }),
    } as const
    const about = { sujet: mail.received.id, dossier }
    rings.push(...(await alertCoordinator(sql, code, about, parts, { concerne })))
  }
  return rings
}

/** The dossier whose thread it came to shows it: its correspondent believes that he answered. SPEC §13.13 */
export async function onItsDossier(
  sql: Sql,
  { received }: Mail,
  {
    about,
    code,
    etat,
  }: { readonly about: string | null; readonly code: Code; readonly etat: string },
  instant: Date,
): Promise<void> {
  if (about === null || etat === 'deferred') return
  const chaine = await numeroOf(sql, about)
  if (chaine === null) return
  await noteThread(sql, received.id, about)
  const detail = { message: received.id, code }
  await append(sql, { chaine, quoi: `message.${etat}`, auteur: 'passerelle', detail, instant })
}
