/**
 * Asks the directory what a letter's words mean: who is designated, who may be asked.
 *
 * SPEC §4 (requis and medecin traitant must resolve to exactly one), §9
 */
import type {
  CodeSpecialite,
  Professionnel,
  RequisPossible,
  Rpps,
} from '../domain/correspondant.ts'
import type { Dossier } from '../domain/dossier.ts'
import type { Designation, Souhaits, Trouvailles } from '../domain/evenement.ts'
import { accordDeLieu, duLieu } from '../domain/lieu.ts'
import type { Numerote } from '../domain/numero-am.ts'
import {
  numerosConnus,
  professionnelParRpps,
  professionnelsParAdresse,
  professionnelsParNom,
  requisPossibles,
} from '../ledger/annuaire/annuaire.ts'
import { poolsOf } from '../ledger/annuaire/pools.ts'
import { periodesDe } from '../ledger/annuaire/remplacements.ts'
import type { Database, Sql } from '../postgres/sql.ts'

/** Looks up all that `souhaits` names, and every physician who answers for the pools concerned. */
export async function lookUp(
  db: Database,
  souhaits: Souhaits,
  dossier: Dossier | null,
  now: Date,
): Promise<Trouvailles> {
  return await db.together((sql) => found(sql, souhaits, dossier, now))
}

async function found(
  sql: Sql,
  souhaits: Souhaits,
  dossier: Dossier | null,
  now: Date,
): Promise<Trouvailles> {
  const { requis: wished, medecinTraitant, specialites: wishedPools } = souhaits
  const { deposePour = null, remplace = null } = souhaits
  const one = (each: Designation | null): Promise<readonly Professionnel[]> | null =>
    each === null ? null : designated(sql, each)
  const cibles = ciblesOf(dossier)
  const codes = cibles.flatMap((cible) => (cible.kind === 'specialite' ? [cible.code] : []))
  const specialites = [...new Set<CodeSpecialite>([...wishedPools, ...codes])]
  const asked = Promise.all(wished.map((each) => designated(sql, each)))
  const able = asked.then(async (requis) => {
    const named = cibles.flatMap((cible) => (cible.kind === 'requis' ? [cible.rpps] : []))
    const rpps = [...new Set<Rpps>([...requis.flat().map((each) => each.rpps), ...named])]
    return withDelegates(sql, await requisPossibles(sql, { rpps, specialites }, now), now)
  })
  // All are waited for at once: what fails while another is awaited would be nobody's, and end the process.
  const [requis, possibles, pools, traitant, pour, replaced, numeros] = await Promise.all([
    asked,
    able,
    poolsOf(sql, specialites),
    one(medecinTraitant),
    one(deposePour),
    replacedBy(sql, remplace),
    written(sql, souhaits, dossier),
  ])
  return {
    requis,
    medecinTraitant: traitant,
    deposePour: pour,
    possibles,
    pools,
    ...replaced,
    ...numeros,
  }
}

/** Who fits « Remplaçant de », and the periods that they validated. SPEC §5 */
async function replacedBy(
  sql: Sql,
  named: Designation | null,
): Promise<Pick<Trouvailles, 'remplace' | 'periodesValidees'>> {
  if (named === null) return {}
  const remplace = await designated(sql, named)
  const rpps = remplace.map((each) => each.rpps)
  return { remplace, periodesValidees: await periodesDe(sql, rpps) }
}

/** What the directory says of the AM numbers written, and gives to the parties of the dossier. */
async function written(
  sql: Sql,
  { numerosAm = [] }: Souhaits,
  dossier: Dossier | null,
): Promise<Pick<Trouvailles, 'numeros'>> {
  if (numerosAm.length === 0) return {}
  return { numeros: await numerosConnus(sql, dossier === null ? [] : parties(dossier), numerosAm) }
}

/** Everybody whose number an act of this dossier may carry. */
export function parties(dossier: Dossier): readonly Numerote[] {
  const { requerant, sollicitations, remplacements = [] } = dossier
  return [
    requerant,
    ...remplacements.flatMap(({ remplace }) => (remplace === null ? [] : [remplace])),
    ...sollicitations.flatMap((slot) => [
      ...slot.requis,
      ...slot.comptesRendus.map(({ auteur }) => auteur),
    ]),
  ]
}

/** The same physicians, and those who answer for one of them who is away. */
async function withDelegates(
  sql: Sql,
  possibles: readonly RequisPossible[],
  now: Date,
): Promise<readonly RequisPossible[]> {
  const named = possibles.flatMap((one) =>
    one.absences.flatMap(({ delegue }) => (delegue == null ? [] : [delegue])),
  )
  const rpps = [...new Set(named)].filter((each) => !possibles.some((one) => one.rpps === each))
  if (rpps.length === 0) return possibles
  return [...possibles, ...(await requisPossibles(sql, { rpps, specialites: [] }, now))]
}

function ciblesOf(dossier: Dossier | null) {
  if (dossier === null) return []
  const slots = dossier.sollicitations.flatMap((slot) =>
    slot.accordPour === null ? [slot.cible] : [slot.cible, slot.accordPour],
  )
  return [...dossier.cibles, ...slots]
}

/** The professionals a designation fits: by number, else by address, else by name and place. */
async function designated(sql: Sql, each: Designation): Promise<readonly Professionnel[]> {
  if (each.rpps !== null) {
    const found = await professionnelParRpps(sql, each.rpps)
    if (found === null || each.adresse === null) return found === null ? [] : [found]
    // A number beside the address of somebody else: both are shown, so that the requerant is asked.
    const holders = await professionnelsParAdresse(sql, each.adresse)
    return holders.length === 0 || holders.some(({ rpps }) => rpps === found.rpps)
      ? [found]
      : [found, ...holders]
  }
  if (each.adresse !== null) return await professionnelsParAdresse(sql, each.adresse)
  return await namesakes(sql, each)
}

/** Those of a name; of several, those of the place. « Rousset de Lyon » is a Rousset whom the directory knows in Lyon. */
async function namesakes(
  sql: Sql,
  { nom, lieu, sinon }: Designation,
): Promise<readonly Professionnel[]> {
  const found = nom === null ? [] : await professionnelsParNom(sql, nom, lieu)
  if (found.length > 0 || sinon === undefined)
    return lieu === undefined ? found : duLieu(lieu, found)
  const others = await professionnelsParNom(sql, sinon.nom, sinon.lieu)
  const there = others.filter((one) => accordDeLieu(sinon.lieu, one) === 'meme')
  return lieu === undefined ? there : duLieu(lieu, there)
}
