/**
 * A mail that goes no further: its code is recorded, its bytes are kept, somebody knows.
 *
 * The author is written to only if the one `From` is an active professional of the directory: at most once an address,
 * code and day, and nothing of his mail is quoted. Else only the administrator is told: at once of the first of a code
 * and day, once an hour of the others (`untold.ts`). The dossier to whose thread the mail came gets a work item that
 * counts. What notices count under is `decide/refus.ts`. An emergency is told each time, first, whatever else is wrong.
 *
 * Who administers or coordinates and answers a letter of ours is told that it has no effect (`own-people.ts`).
 *
 * To `essai@` it is told as a trial is (`trial-answer.ts`), but for an emergency.
 *
 * Words that would stop something in a dossier (`decide/arret-dit.ts`) are a work item each, apart from mails that say
 * nothing of the kind, and a letter to its coordinator once a day: they stop nothing by themselves.
 * SPEC §6.1, §6.2, §6.8, §10, §13.7, §13.13
 */
import type { WithConfig } from '../config.ts'
import { compteDuRefus } from '../decide/refus.ts'
import { jourParis } from '../domain/calendrier.ts'
import {
  type AdresseMss,
  type Instant,
  isHorsAnnuaire,
  type Rpps,
} from '../domain/correspondant.ts'
import type { LettreHorsDossier } from '../domain/hors-dossier.ts'
import { adresseDe } from '../domain/identifiants.ts'
import type { CodeTravail } from '../domain/travaux.ts'
import { type Code, ERRORS, type Refusal } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { professionnelsParAdresse } from '../ledger/annuaire/annuaire.ts'
import { markUntold, mayAnswerAgain, mayAnswerRefusal } from '../ledger/dossiers/notice-limit.ts'
import { threadOf } from '../ledger/dossiers/thread-tokens.ts'
import { countTravail } from '../ledger/dossiers/travaux.ts'
import { append } from '../ledger/journal/journal.ts'
import type { WithKeys } from '../ledger/keys/keys.ts'
import type { Sql, WithDatabase } from '../postgres/sql.ts'
import { auteurDit } from './author.ts'
import { type Deciding, type Ring, ringAll } from './commit.ts'
import { DISPARU, formerAuthor } from './former-author.ts'
import { dossierSaid, heard, onItsDossier, tellStops } from './heard.ts'
import { mayWrite } from './how-often.ts'
import { conclude, type Letter, type Mail } from './mail.ts'
import { ownPerson } from './own-people.ts'
import { postOutside } from './post-outside.ts'
import { ADMINISTRATEUR, alertOnce, alertUrgent } from './tell-administrator.ts'
import { answerTrial } from './trial-answer.ts'

/** What this file takes of the gateway. */
type Needs = WithKeys & WithConfig & WithClock

const RETRY_AFTER_MS = 5 * 60_000

/** Records a refusal, and writes to whom the rule allows. */
export async function refuse(
  mail: Mail | Letter,
  { code, detail }: Refusal,
  parts: Deciding & WithLog,
): Promise<void> {
  const { db, clock, log } = parts
  const now = clock.now()
  const etat = stateFor(code, parts)
  const prochaine = etat === 'deferred' ? new Date(now.getTime() + RETRY_AFTER_MS) : null
  const known = await soleAuthor(mail, parts)
  const former = known === null ? await formerAuthor(db, mail, code) : null
  const author = known ?? former
  const { urgent, arrets, numeros } = await heard(mail, code, parts)
  if (mail.to.kind === 'essai' && author !== null && !urgent && etat !== 'deferred') {
    const resultat = { manques: [], cibles: [], code }
    const trial = { resultat, author }
    return ringAll(await db.transaction((sql) => answerTrial(sql, mail, trial, parts)), parts)
  }

  const rings = await db.transaction(async (sql) => {
    const thread = await threadOfMail(sql, mail, author)
    const refused = {
      code: former === null ? code : DISPARU,
      etat,
      urgent,
      thread,
      dossier: dossierOf(detail),
    }
    const { rings: said, isTold } = await tell(sql, mail, refused, author, parts)
    const about = thread?.dossier ?? (await dossierSaid(sql, mail, author, numeros))
    const stops = etat === 'deferred' || about === null ? [] : arrets
    const warned = await tellStops(
      sql,
      mail,
      { stops, dossier: about ?? '', isTold, author },
      parts,
    )
    const depositor = author === null ? await tellDepositor(sql, mail, code, parts) : []
    const told = [...said, ...warned, ...depositor]
    const responsable = isTold && etat === 'refused' && former === null ? null : ADMINISTRATEUR
    await conclude(sql, mail, { etat, code, responsable, prochaine }, parts)
    if (!isTold && told.length === depositor.length && etat !== 'deferred') {
      await markUntold(sql, mail.received.id)
    }
    const isOwned = former !== null || (!isTold && stops.length === 0)
    if (isOwned && thread !== null && etat !== 'deferred') {
      const travail = former === null ? 'message-refuse' : DISPARU
      await openWork(sql, mail, { code, travail, thread }, parts)
    }
    await append(sql, {
      chaine: 'passerelle',
      quoi: `message.${etat}`,
      auteur: 'passerelle',
      detail: { message: mail.received.id, code },
      instant: now,
    })
    await onItsDossier(sql, mail, { about, code, etat }, now)
    return told
  })
  log.info('inbound.refused', { message: mail.received.id, code, ...reasonOf(detail) })
  ringAll(rings, parts)
}

function stateFor(code: Code, { config }: WithConfig): 'refused' | 'quarantined' | 'deferred' {
  const { family } = ERRORS[code]
  if (code === 'revocation-unknown' && config.revocationInconnue === 'refuse') return 'refused'
  if (family === 'quarantine') return 'quarantined'
  return family === 'deferral' ? 'deferred' : 'refused'
}

function reasonOf(detail: Refusal['detail']): { reason?: string } {
  return typeof detail.reason === 'string' ? { reason: detail.reason } : {}
}

/** The one `From` address, if an active professional holds it and a machine may answer him. SPEC §5, §10 */
export async function soleAuthor(
  { opened }: Mail,
  { db }: WithDatabase,
): Promise<{
  readonly adresse: AdresseMss
  readonly rpps: Rpps
  /** As the administrator reads it. */
  readonly dit: string
} | null> {
  const { automatic, wantsNoAnswer } = opened.headers
  if (automatic || wantsNoAnswer) return null
  const [from, ...others] = opened.headers.from
  const adresse = others.length === 0 ? adresseDe(from ?? '') : null
  if (adresse === null) return null
  const [professionnel] = await professionnelsParAdresse(db, adresse)
  if (professionnel === undefined) return null
  return { adresse, rpps: professionnel.rpps, dit: toldAs(professionnel) }
}

/** A professional as the administrator reads him: name and RPPS, never an address that might be a patient's. */
export function toldAs({
  nom,
  prenom,
  rpps,
}: {
  readonly nom: string
  readonly prenom: string
  readonly rpps: string
}): string {
  return `${prenom} ${nom}, RPPS ${rpps}`
}

/** The thread to whose token a mail came; `isOwn`: of the very person whose address is its `From`. */
interface ThreadOfMail {
  readonly dossier: string
  readonly isOwn: boolean
}

async function threadOfMail(
  sql: Sql,
  { to }: Mail,
  author: { readonly rpps: Rpps } | null,
): Promise<ThreadOfMail | null> {
  if (to.kind !== 'fil') return null
  const found = []
  for (const jeton of to.jetons) {
    const thread = await threadOf(sql, jeton)
    if (thread !== null) found.push(thread)
  }
  const own = found.find(({ rpps }) => author !== null && rpps === author.rpps)
  const thread = own ?? found[0]
  return thread === undefined ? null : { dossier: thread.dossier, isOwn: own !== undefined }
}

/** Whoever wrote it knows the token: once an author and day, counting. SPEC §6.8 */
async function openWork(
  sql: Sql,
  mail: Mail,
  {
    code,
    travail,
    thread,
  }: { readonly code: Code; readonly travail: CodeTravail; readonly thread: ThreadOfMail },
  { keys, clock }: WithKeys & WithClock,
): Promise<void> {
  const now = clock.now()
  const from = keys
    .index('adresse', mail.opened.headers.from.join(',').toLowerCase())
    .toString('hex')
  const cle = `${travail}:${from}:${jourParis(now.toISOString() as Instant)}`
  const item = { cle, code: travail, erreur: code }
  await countTravail(sql, thread.dossier, item, now, mail.received.id)
}

/** Told to the administrator, and not to their author alone. */
const TOLD_TO_BOTH: ReadonlySet<Code> = new Set<Code>(['signature-autre-dossier', DISPARU])

function dossierOf({ dossier }: Refusal['detail']): string | null {
  return typeof dossier === 'string' ? dossier : null
}

interface Refused {
  readonly thread: ThreadOfMail | null
  readonly code: Code
  readonly etat: ReturnType<typeof stateFor>
  readonly urgent: boolean
  /** The number of the dossier that it names. */
  readonly dossier: string | null
}

async function tell(
  sql: Sql,
  mail: Mail,
  { code, etat, urgent, thread, dossier }: Refused,
  author: Awaited<ReturnType<typeof soleAuthor>>,
  parts: Needs,
): Promise<{ readonly rings: readonly Ring[]; readonly isTold: boolean }> {
  const { id } = mail.received
  const own = author === null && !urgent ? await tellOwn(sql, mail, parts) : []
  if (own.length > 0) return { rings: own, isTold: true }
  const signe = mail.opened.verdict.accepted
  const count = compteDuRefus({ code, signe, fil: thread })
  const isTold = author !== null && (await mayTell(sql, author.adresse, { count, urgent }, parts))
  const averti = isTold ? 'oui' : 'non'
  const dit = auteurDit(mail, author)
  const about = { concerne: { kind: 'message', dossier, ...dit, averti } } as const
  // What waits for the administrator is told to him, whoever else is; and a second refusal of the day, of
  // which its author hears nothing, must have an owner. SPEC §6.8
  const warned =
    urgent && !isTold
      ? await alertUrgent(sql, code, id, parts, about)
      : !isTold || etat === 'quarantined' || TOLD_TO_BOTH.has(code)
        ? await alertOnce(sql, code, id, parts, about)
        : []
  if (!isTold) return { rings: warned, isTold }
  const letter: LettreHorsDossier = {
    kind: 'demandeNonTransmise',
    code,
    ...(urgent && { urgent: 'oui' }),
  }
  const { adresse } = author
  // His thread alone knows the address of whom the directory has lost.
  const rpps = code === DISPARU ? null : author.rpps
  const posted = await postOutside(sql, letter, { role: 'auteur', adresse, rpps }, mail, parts)
  return { rings: [...warned, posted], isTold }
}

/** Tells one of ours that his answer had no effect, and what to do; nothing: it is not one of ours, or he knows. */
async function tellOwn(sql: Sql, mail: Mail, parts: Needs): Promise<readonly Ring[]> {
  const person = await ownPerson(sql, mail, parts)
  if (person === null) return []
  const code = 'reponse-sans-effet' satisfies Code
  const to = { lecteur: 'auteur', adresse: person.adresse } as const
  if (!(await mayWrite(sql, mail, code, to, parts))) return []
  return [await postOutside(sql, { kind: 'messageSignale', code }, person, mail, parts)]
}

/**
 * Who is outside the directory, signed well and writes for a physician is told why it was of no effect: once a code and
 * day. Her mail has its owner all the same. SPEC §5
 */
async function tellDepositor(
  sql: Sql,
  mail: Mail | Letter,
  code: Code,
  parts: Needs,
): Promise<readonly Ring[]> {
  if (!('courrier' in mail) || !isHorsAnnuaire(mail.author.professionnel)) return []
  const { automatic, wantsNoAnswer } = mail.opened.headers
  if (mail.courrier.depotPour === null || automatic || wantsNoAnswer) return []
  const { adresse } = mail.author
  const jour = jourParis(parts.clock.now().toISOString() as Instant)
  if (!(await mayAnswerRefusal(sql, parts.keys, adresse, `${code}@deposant`, jour))) return []
  const a = { role: 'auteur', rpps: null, adresse } as const
  const lettre = { kind: 'demandeNonTransmise', code } as const
  return [await postOutside(sql, lettre, a, mail, parts)]
}

/** Once an address, counter and day; an emergency each time, up to CONFRERE_LIMITE_ECHANGES a day. SPEC §10 */
async function mayTell(
  sql: Sql,
  adresse: string,
  { count, urgent }: { readonly count: string; readonly urgent: boolean },
  { keys, clock, config }: Needs,
): Promise<boolean> {
  const jour = jourParis(clock.now().toISOString() as Instant)
  if (!urgent) return await mayAnswerRefusal(sql, keys, adresse, count, jour)
  const bound = { code: 'urgence', jour, most: config.limites.exchanges }
  return await mayAnswerAgain(sql, keys, adresse, bound)
}
