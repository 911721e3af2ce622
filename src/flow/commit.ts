/**
 * One decision, one transaction: state, letters, acts and audit lines together, or not at all.
 *
 * In    a dossier locked (or none), an event, and who caused it
 * Out   what to ring once the transaction is committed
 *
 * `decide` is pure, so it may be asked twice: the second time with the acts already known for the patient
 * it has just recognised. SPEC §13.2, §13.3 · ADR 0003
 */
import { completerActes } from '../billing/completion.ts'
import type { WithConfig } from '../config.ts'
import { sansRepondre } from '../decide/boucle.ts'
import { asksSomebody, dependsOnActs } from '../decide/depend.ts'
import { sansAbsence } from '../domain/absences.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import type { Decision, Destinataire, Effet } from '../domain/decision.ts'
import type { Dossier, DossierId, Numero } from '../domain/dossier.ts'
import type { Contexte, Evenement, FaitsFacturation, Provenance } from '../domain/evenement.ts'
import type { WithClock } from '../kit/clock.ts'
import { pass } from '../kit/fault-points.ts'
import { insertActes } from '../ledger/actes/actes.ts'
import { resumeActes, suspendActes } from '../ledger/actes/actes-suspendus.ts'
import { changeAbsences, noteAbsence } from '../ledger/annuaire/absences.ts'
import { lockedCharges } from '../ledger/annuaire/charges.ts'
import { notePeriode } from '../ledger/annuaire/remplacements.ts'
import { noteTelephone } from '../ledger/annuaire/telephones.ts'
import { putCommand } from '../ledger/commands.ts'
import { insertDossier, saveDossier } from '../ledger/dossiers/dossiers.ts'
import { openTravail, settleTravaux } from '../ledger/dossiers/travaux.ts'
import { appendAll } from '../ledger/journal/journal.ts'
import type { Ledger, WithKeys } from '../ledger/keys/keys.ts'
import { proveReceipt } from '../ledger/outbox/notices.ts'
import { retireEnvois } from '../ledger/outbox/outbox.ts'
import type { Sql } from '../postgres/sql.ts'
import type { Call, WithBell } from '../queue/queue.ts'
import type { WithJudges } from '../sandbox/judges.ts'
import { decideOn } from './deciding.ts'
import { knownActs } from './known-acts.ts'
import { patientIndex, patientTraits } from './patient-index.ts'
import { post } from './post.ts'
import { projection } from './projection.ts'
import { looksBeside, type Neighbour, neighboursOf, toldTo } from './voisines.ts'

/** What this file takes of the gateway. */
type Needs = WithKeys & WithConfig & WithClock & WithJudges

/** What a decision and its commit take. */
export type Deciding = Ledger & WithConfig & WithClock & WithBell & WithJudges

/** What to ring after the commit. */
export interface Ring {
  readonly call: Call
  readonly id: string
  /** Null: at once. */
  readonly at: Instant | null
}

/** Who caused an event, for the audit: a professional's RPPS, a token holder, or the gateway. */
export interface Cause {
  readonly auteur: string
  readonly message: string | null
  /** Whom too much was written to of late: what would answer him is held back. Absent: nobody. */
  readonly boucle?: { readonly a: Destinataire; readonly provenance: Provenance }
}

/** What was decided, and what to ring. */
export interface Committed {
  readonly decision: Decision
  readonly rings: readonly Ring[]
}

const SANS_FAITS: FaitsFacturation = { parRequis: {}, parRequerant: 0 }

/**
 * Decides on `evenement` and writes all that follows from it through `sql`, a transaction in which
 * `dossier` is locked. The caller commits, then rings.
 */
export async function commit(
  sql: Sql,
  dossier: Dossier | null,
  evenement: Evenement,
  cause: Cause,
  nouveau: { readonly id: DossierId; readonly numero: Numero } | null,
  parts: Needs,
): Promise<Committed> {
  const now = parts.clock.now().toISOString() as Instant
  const contexte: Contexte = { now, regles: parts.config.regles, nouveau, faits: SANS_FAITS }

  const wished = await decideOn(dossier, evenement, contexte, parts)
  // Whom to ask is decided under the lock of those who may be asked: what was read before it may be old.
  const event = asksSomebody(wished) ? await counted(sql, evenement, now) : evenement
  const first = event === evenement ? wished : await decideOn(dossier, event, contexte, parts)
  const patient = first.dossier?.patient ?? null
  const index = patient === null ? null : patientIndex(patient, parts.keys)
  const near =
    first.dossier !== null && looksBeside(dossier, evenement)
      ? await neighboursOf(sql, first.dossier, parts)
      : []
  const beside =
    near.length === 0 ? contexte : { ...contexte, voisines: near.map(({ voisine }) => voisine) }
  const known =
    index === null || !dependsOnActs(first)
      ? beside
      : { ...beside, faits: await knownActs(sql, index, dossier, evenement, now) }
  const decided = known === contexte ? first : await decideOn(dossier, event, known, parts)

  const { boucle } = cause
  const decision =
    boucle === undefined ? decided : sansRepondre(decided, boucle.a, boucle.provenance)
  if (decision.dossier === null) {
    await trace(sql, decision, null, cause, now)
    return { decision, rings: [] }
  }
  const after = decision.dossier
  const traits =
    looksBeside(dossier, evenement) && after.patient !== null
      ? patientTraits(after.patient, parts.keys)
      : null
  const shown = { ...projection(after, index, parts.config.regles), indexTraits: traits }
  // Asked at once, and in this order: they are one round trip.
  const saved =
    dossier === null
      ? insertDossier(sql, parts.keys, after, shown)
      : after === dossier
        ? Promise.resolve()
        : saveDossier(sql, parts.keys, after, shown)
  const traced = trace(sql, decision, after, cause, now)
  const [done] = await Promise.all([
    carryOutAll(sql, decision.effets, { after, index, auteur: cause.auteur }, parts),
    saved,
    traced,
  ])
  const rings = [...done]
  if (shown.prochaineEcheance !== null) {
    rings.push({ call: 'deadline', id: after.id, at: shown.prochaineEcheance })
  }
  rings.push(...(await tellBeside(sql, near, { dossier, after, cause }, parts)))
  pass('decision-written')
  return { decision, rings }
}

/** What a new request, or one completed, stops in those beside it stops in the same transaction. */
async function tellBeside(
  sql: Sql,
  near: readonly Neighbour[],
  { dossier, after, cause }: { dossier: Dossier | null; after: Dossier; cause: Cause },
  parts: Needs,
): Promise<readonly Ring[]> {
  const rings: Ring[] = []
  for (const one of near) {
    const told = await toldTo(sql, one, { by: after, isNew: dossier === null }, parts)
    if (told === null) continue
    const message = cause.message ?? after.id
    const event = { kind: 'demandeVoisine', message, ...told.stops } as const
    rings.push(...(await commit(sql, told.dossier, event, cause, null, parts)).rings)
  }
  return rings
}

/** Rings what a committed transaction asked for. */
export function ringAll(rings: readonly Ring[], { bell, clock }: WithClock & WithBell): void {
  pass('decision-committed')
  for (const { call, id, at } of rings) {
    bell.ring(call, id, at === null ? 0 : Date.parse(at) - clock.now().getTime())
  }
}

/** The same event, with what the physicians have to do as it stands under the lock. */
async function counted(sql: Sql, evenement: Evenement, now: Instant): Promise<Evenement> {
  if (!('trouvailles' in evenement)) return evenement
  const { trouvailles } = evenement
  const possibles = await lockedCharges(sql, trouvailles.possibles, new Date(now))
  return { ...evenement, trouvailles: { ...trouvailles, possibles } }
}

/** The dossier as it becomes, the index of its patient, who caused it. */
interface Concerne {
  readonly after: Dossier
  readonly index: Buffer | null
  readonly auteur: string
}

/** Letters one after the other in one trip; what else there is waits for those before, and is waited for. */
async function carryOutAll(
  sql: Sql,
  effets: readonly Effet[],
  about: Concerne,
  parts: Needs,
): Promise<Ring[]> {
  const rings: Promise<Ring[]>[] = []
  for (const effet of effets) {
    const isLetter = effet.kind === 'envoyer'
    if (!isLetter) await Promise.all(rings)
    const asked = carryOut(sql, effet, about, parts)
    rings.push(asked)
    if (!isLetter) await asked
  }
  return (await Promise.all(rings)).flat()
}

async function carryOut(
  sql: Sql,
  effet: Effet,
  { after: dossier, index, auteur }: Concerne,
  parts: Needs,
): Promise<Ring[]> {
  switch (effet.kind) {
    case 'envoyer': {
      const id = await post(sql, effet, dossier, parts)
      return id === null ? [] : [{ call: 'outbound', id, at: effet.pasAvant }]
    }
    case 'retirerEnvois':
      await retireEnvois(sql, dossier.id, effet.roles, effet.rang, effet.raison)
      return []
    case 'creerActes':
      if (index === null) throw new Error(`acts without a patient: ${dossier.numero}`)
      await insertActes(sql, parts.keys, effet.actes, index)
      return []
    case 'completerActes':
      await completerActes(sql, parts.keys, dossier.numero, {
        apport: effet.apport,
        auteur,
        now: parts.clock.now(),
      })
      return []
    case 'noterRemplacement':
      await notePeriode(sql, effet)
      return []
    case 'noterTelephone':
      await noteTelephone(sql, effet.telephone)
      return []
    case 'suspendreActes':
      await suspendActes(sql, dossier.numero, effet.rang, effet.raison)
      return []
    case 'reprendreActes':
      await resumeActes(sql, parts.keys, dossier.numero, effet.rang)
      return []
    case 'prouverRemise':
      await proveReceipt(sql, effet.envoi)
      return []
    case 'ouvrirTravail':
      await openTravail(sql, dossier.id, effet, parts.clock.now())
      return []
    case 'reglerTravaux': {
      const end = { par: 'passerelle', motif: null, now: parts.clock.now() }
      await settleTravaux(sql, dossier.id, effet, end)
      return []
    }
    case 'noterAbsence':
      await noteAbsence(sql, { ...effet, delegue: null })
      return [await putOffer(sql, effet, dossier.id)]
    case 'noterPresence': {
      const today = jourParis(parts.clock.now().toISOString() as Instant)
      const { rpps } = effet
      await changeAbsences(sql, rpps, today, (all) => sansAbsence(all, effet, today))
      const asked = { quoi: 'revoir', parametres: { rpps, sauf: dossier.id } }
      const id = await putCommand(sql, { ...asked, par: 'passerelle', motif: null })
      return [{ call: 'command', id, at: null }]
    }
    default:
      return effet satisfies never
  }
}

/** His other open requests are offered to others too, as those of this dossier were: a command does it. */
async function putOffer(
  sql: Sql,
  { rpps, du, au }: Extract<Effet, { kind: 'noterAbsence' }>,
  sauf: DossierId,
): Promise<Ring> {
  const parametres = { rpps, du, au, sauf }
  const id = await putCommand(sql, { quoi: 'offrir', parametres, par: 'passerelle', motif: null })
  return { call: 'command', id, at: null }
}

async function trace(
  sql: Sql,
  decision: Decision,
  dossier: Dossier | null,
  cause: Cause,
  now: Instant,
): Promise<void> {
  await appendAll(
    sql,
    dossier?.numero ?? 'passerelle',
    decision.traces.map(({ quoi, detail }) => ({
      quoi,
      auteur: cause.auteur,
      detail: cause.message === null ? detail : { ...detail, message: cause.message },
      instant: new Date(now),
    })),
  )
}
