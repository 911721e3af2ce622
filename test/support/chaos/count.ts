/**
 * The count afterwards: what was acknowledged against what became of it. Each line is a fault of the gateway.
 */
import type { Database } from '../../../src/postgres/sql.ts'
import type { Acknowledged } from './cabinet.ts'
import type { Arrived } from './relay.ts'

interface Facts {
  readonly db: Database
  readonly acknowledged: readonly Acknowledged[]
  readonly requests: number
  readonly toTheGone: number
  readonly arrived: readonly Arrived[]
}

/** Compares; gives what is wrong, nothing when all is well. */
export async function count(facts: Facts): Promise<string[]> {
  return [...(await messages(facts)), ...(await dossiers(facts)), ...(await letters(facts))]
}

/** Each `250` has its row, with one outcome; one letter written is one dossier. */
async function messages({ db, acknowledged, requests }: Facts): Promise<string[]> {
  const rows = await db.query<{ id: string; etat: string; code: string | null; numero: string }>(
    `select m.id, m.etat, m.code, d.numero from message_entrant m left join dossier d on d.id = m.dossier`,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const wrong: string[] = []
  const dossierOf = new Map<string, string>()
  for (const { what, id } of acknowledged) {
    const row = byId.get(id)
    if (row === undefined) wrong.push(`lost: ${what} (250 ${id})`)
    else if (row.etat !== 'accepted') wrong.push(`${what} ended ${row.etat} ${row.code}`)
    else if (dossierOf.has(what) && dossierOf.get(what) !== row.numero)
      wrong.push(`two dossiers: ${what}`)
    else dossierOf.set(what, row.numero)
  }
  const demandes = [...dossierOf].filter(([what]) => what.startsWith('demande:'))
  if (demandes.length !== requests) wrong.push(`${demandes.length} of ${requests} requests kept`)
  if (new Set(demandes.map(([, numero]) => numero)).size !== demandes.length)
    wrong.push('two requests share a dossier')
  for (const { id, etat, code } of rows)
    if (etat !== 'accepted') wrong.push(`message ${id}: ${etat} ${code}`)
  return wrong
}

/** One dossier, one compte-rendu, two acts each. */
async function dossiers({ db, requests }: Facts): Promise<string[]> {
  const wrong: string[] = []
  const [total] = await db.query<{ n: number }>('select count(*) as n from dossier')
  if (total?.n !== requests) wrong.push(`${total?.n} dossiers for ${requests} requests`)
  const rows = await db.query<{ numero: string; slots: number; rendues: number; acts: number }>(
    `select d.numero, (select count(*) from sollicitation s where s.dossier = d.id) as slots,
       (select count(*) from sollicitation s where s.dossier = d.id and s.etat = 'rendue') as rendues,
       (select count(*) from acte a where a.dossier = d.numero) as acts from dossier d`,
  )
  for (const { numero, slots, rendues, acts } of rows) {
    if (slots !== 1 || rendues !== 1) wrong.push(`${numero}: ${slots} slots, ${rendues} answered`)
    if (acts !== 2) wrong.push(`${numero}: ${acts} acts`)
  }
  return wrong
}

/** The letters of one journey, each once. */
const JOURNEY = [
  'accuseReception:requerant',
  'avisTransmis:requis',
  'compteRendu:medecinTraitant',
  'compteRendu:requerant',
  'demandeAvis:requis',
]

async function letters({ db, arrived, toTheGone }: Facts): Promise<string[]> {
  const wrong: string[] = []
  const rows = await db.query<{
    numero: string | null
    quoi: string
    etat: string
    code: string | null
    message_id: string
    adresse: string
    incidents: number
  }>(
    `select d.numero, e.lettre || ':' || e.role as quoi, e.etat, e.code, e.message_id, e.adresse
     from envoi e left join dossier d on d.id = e.dossier`,
  )
  const came = new Set(arrived.map(({ messageId }) => messageId))
  const known = new Set(rows.map((row) => row.message_id))
  for (const id of came) if (!known.has(id)) wrong.push(`a letter nobody decided: ${id}`)
  for (const { numero, quoi, etat, code, message_id } of rows) {
    if (etat === 'remis' && !came.has(message_id)) wrong.push(`never arrived: ${quoi} ${numero}`)
    // Answered before a crash let us note that it had arrived: it does not leave a second time.
    if (etat === 'retire' && code === 'lettre-sans-objet' && came.has(message_id)) continue
    // A fault held it until the opinion was there: what it says (an opinion is awaited) is no longer so. SPEC §6.8
    if (quoi === 'accuseReception:requerant' && code === 'lettre-sans-objet') continue
    if (etat !== 'remis' && !(etat === 'echec' && quoi === 'compteRendu:medecinTraitant'))
      wrong.push(`${quoi} of ${numero}: ${etat} ${code}`)
  }
  const journeys = new Map<string, string[]>()
  for (const { numero, quoi } of rows) {
    if (numero === null || !JOURNEY.includes(quoi)) continue
    journeys.set(numero, [...(journeys.get(numero) ?? []), quoi])
  }
  for (const [numero, all] of journeys) {
    const got = all.sort().join(' ')
    if (got !== JOURNEY.join(' ')) wrong.push(`${numero} wrote: ${got}`)
  }
  const failed = rows.filter(({ etat }) => etat === 'echec').length
  const told = rows.filter(({ quoi }) => quoi === 'incident:administrateur').length
  if (failed !== toTheGone || told !== toTheGone)
    wrong.push(`${toTheGone} letters to who left: ${failed} failed, ${told} told`)
  return wrong
}
