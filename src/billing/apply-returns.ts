/**
 * The insurer's answers taken in: kept as they stream by, then carried out page by page.
 *
 * In    the octets of a return file, as they come; then the number under which it is kept
 * Out   how many acts are paid and rejected, and each line that changes nothing, with its French reason
 * Refuses   returns-unreadable, returns-unknown-column: then nothing is kept; not-found
 *
 * Each page commits with what became of it: a file taken up again goes on where it stopped, and the same file sent
 * again changes nothing. One audit line a file. SPEC §11, §13.3, §13.6
 */
import { jourParis } from '../domain/calendrier.ts'
import type { Instant } from '../domain/correspondant.ts'
import { isMemeRetour, type Retour, recevoir, type Suivi } from '../domain/retour.ts'
import { type Refusal, refusal } from '../errors.ts'
import {
  type ActeAttendu,
  answersOf,
  type BilanPage,
  beginReturns,
  type Comptes,
  dropReturns,
  endPage,
  endReturns,
  keepPage,
  lockExportedActes,
  nextPage,
  noteAnswers,
  type RetourConnu,
  standActes,
  toldLines,
} from '../ledger/actes/retours.ts'
import { append } from '../ledger/journal/journal.ts'
import type { Database, Sql } from '../postgres/sql.ts'
import { type LigneFausse, type LigneLue, type LigneRetour, readReturns } from './returns.ts'

/** Lines told that an answer holds whole; more are read page by page. */
const TOLD_AT_ONCE = 1_000

/** What became of a return file. */
export interface BilanRetours extends Comptes {
  readonly fichier: string
  /** The first of the lines that changed nothing; `toldReturns` gives all. */
  readonly erreurs: readonly LigneFausse[]
}

/** Keeps a file as it streams in; gives its number. Whoever cuts it short leaves nothing. */
export async function keepReturns(
  db: Sql,
  source: AsyncIterable<Buffer>,
  { par, now }: { readonly par: string; readonly now: Date },
): Promise<{ readonly fichier: string } | Refusal> {
  const fichier = await beginReturns(db, par)
  let page = 0
  const today = jourParis(now.toISOString() as Instant)
  try {
    const no = await readReturns(source, {
      today,
      onPage: (lignes) => keepPage(db, { fichier, page: page++ }, lignes),
    })
    if (no === null) return { fichier }
    await dropReturns(db, fichier)
    return no
  } catch (error) {
    // A peer that went away in the middle, a store that did.
    await dropReturns(db, fichier).catch(() => {})
    throw error
  }
}

/** Carries out a file that was kept. `alive` is called between two pages. */
export async function applyReturns(
  db: Database,
  fichier: string,
  {
    par,
    now,
    alive = async () => {},
  }: { readonly par: string; readonly now: Date; readonly alive?: () => Promise<void> },
): Promise<BilanRetours | Refusal> {
  while (await db.transaction((sql) => doPage(sql, fichier))) await alive()
  const counts = await db.transaction((sql) => conclude(sql, fichier, { par, now }))
  if (counts === null) return refusal('not-found')
  const erreurs: LigneFausse[] = []
  for await (const told of toldReturns(db, fichier)) {
    erreurs.push(...told.slice(0, TOLD_AT_ONCE - erreurs.length))
    if (erreurs.length >= TOLD_AT_ONCE) break
  }
  return { fichier, ...counts, erreurs }
}

/** All lines of a file that changed nothing, page by page. */
export function toldReturns(db: Sql, fichier: string): AsyncGenerator<readonly LigneFausse[]> {
  return toldLines<LigneFausse>(db, fichier)
}

/** Does the next page; false when there was none. */
async function doPage(sql: Sql, fichier: string): Promise<boolean> {
  const next = await nextPage<LigneLue>(sql, fichier)
  if (next === null) return false
  const ids = [...new Set(next.lignes.flatMap((one) => ('acte' in one ? [one.acte] : [])))]
  const actes = await lockExportedActes(sql, ids)
  const answers = await answersOf(sql, ids, fichier)
  const done = judged(next.lignes, { actes, answers })
  if (done.noted.length > 0) {
    await noteAnswers(sql, fichier, done.noted)
    await standActes(sql, done.stands)
  }
  await endPage(sql, { fichier, page: next.page }, done.bilan)
  return true
}

interface Known {
  readonly actes: readonly ActeAttendu[]
  readonly answers: readonly RetourConnu[]
}

/** Each line in its order, each judged by what those before it left. */
function judged(lignes: readonly LigneLue[], { actes, answers }: Known) {
  const stand = new Map(actes.map((one) => [one.id, one]))
  const known = Map.groupBy(answers, ({ acte }) => acte)
  const noted: (Retour & { acte: number; export: number })[] = []
  const last = new Map<number, Retour & { acte: number; resteCentimes: number | null }>()
  const erreurs: LigneFausse[] = []
  const count = { payes: 0, partiels: 0, rejetes: 0 }
  for (const one of lignes) {
    if (!('acte' in one)) {
      erreurs.push(one)
      continue
    }
    const acte = stand.get(one.acte)
    const before = known.get(one.acte) ?? []
    const said = sayOf(one, acte, before)
    if (typeof said === 'string' || acte?.export == null) {
      erreurs.push({ ligne: one.ligne, raison: String(said) })
      continue
    }
    const { ligne: _, ...retour } = one
    stand.set(acte.id, { ...acte, ...said, suite: null })
    known.set(acte.id, [...before, { ...retour, ici: true }])
    noted.push({ ...retour, export: acte.export })
    last.set(acte.id, { ...retour, statut: said.retour, resteCentimes: said.resteCentimes })
    if (one.statut === 'rejete') count.rejetes += 1
    else count.payes += 1
    if (one.statut === 'paye' && (said.resteCentimes ?? 0) > 0) count.partiels += 1
  }
  const bilan: BilanPage<LigneFausse> = { ...count, erreurs }
  return { noted, stands: [...last.values()], bilan }
}

function sayOf(
  ligne: LigneRetour,
  acte: ActeAttendu | undefined,
  before: readonly RetourConnu[],
): Suivi | string {
  if (acte === undefined) return 'acte inconnu'
  const same = before.find((one) => isMemeRetour(one, ligne))
  if (same?.ici === true) return 'ligne répétée : cette réponse est déjà plus haut dans le fichier'
  if (same !== undefined) return 'réponse déjà enregistrée : rien n’a été changé'
  if (ligne.date < acte.dateActe) return `date impossible : l’acte est du ${acte.dateActe}`
  if (acte.export === null) return 'acte qui n’est dans aucun export'
  return recevoir(acte, ligne)
}

async function conclude(
  sql: Sql,
  fichier: string,
  { par, now }: { readonly par: string; readonly now: Date },
): Promise<Comptes | null> {
  const ended = await endReturns(sql, fichier, now)
  if (ended === null) return null
  const { fini, ...counts } = ended
  if (fini) {
    const { payes, partiels, rejetes, ecartees } = counts
    await append(sql, {
      chaine: 'facturation',
      quoi: 'retours.lus',
      auteur: par,
      detail: { payes, partiels, rejetes, erreurs: ecartees },
      instant: now,
    })
  }
  return counts
}
