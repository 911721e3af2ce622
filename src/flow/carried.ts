/**
 * Who carried a signed mail, and where its author meant it to go: what the envelope alone says is not his.
 *
 * In    a letter, its envelope, its To and Cc
 * Out   whether its envelope is its author's; a request with the targets that are his own; whether anything of it leads
 *       to the thread it came to
 *
 * SPEC §8 · docs/threats.md
 */
import type { WithConfig } from '../config.ts'
import { numerosDits } from '../decide/hors-fil.ts'
import { avecEnveloppeEnDoute, isEnveloppeDe } from '../decide/porteur.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Cible, Dossier } from '../domain/dossier.ts'
import { libelleSpecialite } from '../domain/specialites.ts'
import { voieDe } from '../domain/voie.ts'
import { addressesOf, mayUse, professionnelParRpps } from '../ledger/annuaire/annuaire.ts'
import type { Sql, WithDatabase } from '../postgres/sql.ts'
import { addresseesOf } from './addressees.ts'
import { answeredBy, answeredIds } from './answered.ts'
import type { Letter } from './mail.ts'

/** Who is asked, and the letter as it is judged. */
interface Asked {
  readonly courrier: Courrier
  readonly cibles: readonly Cible[]
}

/** Whom a new request asks: whom its envelope names, where its author shows that he meant it; else he is asked. */
export async function askedBy(
  letter: Letter,
  { db, config }: WithDatabase & WithConfig,
): Promise<Asked> {
  const { to, courrier, opened } = letter
  const cibles = 'cibles' in to ? to.cibles : []
  if (cibles.length === 0) return { courrier, cibles }
  const shown = addresseesOf(opened.headers.to, config.domain)
  const meant = 'cibles' in shown ? shown.cibles.map(nameOf) : []
  const isShown = cibles.every((cible) => meant.includes(nameOf(cible)))
  const isOwn = isShown && (opened.headers.toIsSigned || (await isCarriedByAuthor(db, letter)))
  if (isOwn) return { courrier, cibles }
  return { courrier: avecEnveloppeEnDoute(courrier, await saidBy(db, cibles)), cibles: [] }
}

/** Is the envelope its author's: his address as he wrote it, another of his, or one made of it? */
async function isCarriedByAuthor(
  sql: Sql,
  { received, author, assurance }: Letter,
): Promise<boolean> {
  const { from } = received.envelope
  if (assurance !== 'signe' || isEnveloppeDe(from, author.adresse)) return true
  const { rpps } = author.professionnel
  const own = await addressesOf(sql, rpps)
  return own.some((one) => isEnveloppeDe(from, one)) || (await mayUse(sql, from, rpps))
}

/**
 * Does anything lead a letter to the thread it came to? A letter of ours that it answers, our address in its To or Cc,
 * its author's envelope, the patient's line, the number of the dossier: one of them is enough.
 */
export async function isOfThread(
  sql: Sql,
  letter: Letter,
  { numero }: Pick<Dossier, 'numero'>,
  { config }: WithConfig,
): Promise<boolean> {
  const { opened, courrier } = letter
  if (opened.headers.to.some((one) => voieDe(one, config.domain) !== null)) return true
  if (courrier.rappelPatient !== null || numerosDits(courrier).includes(numero)) return true
  if (await isCarriedByAuthor(sql, letter)) return true
  return (await answeredBy(sql, answeredIds(opened.headers), () => true)) !== null
}

function nameOf(cible: Cible): string {
  return cible.kind === 'requis' ? cible.rpps : cible.code
}

/** The targets in the words of a form. */
async function saidBy(sql: Sql, cibles: readonly Cible[]) {
  const pools = cibles.flatMap((one) => (one.kind === 'specialite' ? [one.code] : []))
  const persons: string[] = []
  for (const cible of cibles) {
    if (cible.kind !== 'requis') continue
    const found = await professionnelParRpps(sql, cible.rpps)
    persons.push(found === null ? cible.rpps : `${found.prenom} ${found.nom}, ${cible.rpps}`)
  }
  return {
    ...(pools.length > 0 && { specialiteDemandee: pools.map(libelleSpecialite).join(', ') }),
    ...(persons.length > 0 && { medecinRequis: persons.join(' ; ') }),
  }
}
