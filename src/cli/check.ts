/**
 * `check`: reads the settings, tries each dependency, one line each in words; exit 1 if one fails.
 */
import { mkdir, statfs } from 'node:fs/promises'

import { endings } from '../flow/expiry.ts'
import { type Dependency, healthOf } from '../flow/health.ts'
import type { Parts } from '../flow/parts.ts'
import { rehearse } from '../flow/rehearsal.ts'
import { orphanPlaces } from '../ledger/embedded-place.ts'
import { answersAtAGlance } from '../ledger/reponses.ts'
import { settings } from './session.ts'
import type { Command } from './terms.ts'
import { workingParts } from './workshop.ts'

const MIN_FREE_BYTES = 1024 ** 3

export const check: Command = {
  name: 'check',
  summary: 'Lit les réglages et essaie chaque dépendance.',
  usage: 'check',
  example: 'check --config /etc/confrere.yaml',
  options: {},
  words: 0,
  async run(args, terminal) {
    const config = await settings(args, terminal)
    terminal.out(
      line({ name: 'reglages', ok: true, detail: `mode ${config.mode}, domaine ${config.domain}` }),
    )
    let found: readonly Dependency[]
    try {
      found = await workingParts(args, terminal, async (parts, way) => [
        await base(parts.db, way),
        ...(way === null ? [] : [await dataOf(parts.db)]),
        { name: 'cles', ok: true, detail: 'clé maîtresse et identité lues' },
        ...(await rehearse(parts)),
        ...(await healthOf(parts)).filter(({ name }) => name !== 'postgresql'),
        await relay(parts.sender, config.relay),
        await disk(config.dataDir),
        await correspondents(parts),
        administrator(config.adminAddress),
        ...(await answers(parts)),
      ])
    } catch (error) {
      const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'erreur'
      found = [{ name: 'demarrage', ok: false, detail }]
    }
    for (const each of found) terminal.out(line(each))
    return found.every(({ ok }) => ok) ? 0 : 1
  },
}

function line({ name, ok, detail }: Dependency): string {
  return `${ok ? 'bon  ' : 'PANNE'} ${name.padEnd(12)} ${detail}`
}

async function base(
  db: { query<Row>(text: string): Promise<Row[]> },
  way: string | null,
): Promise<Dependency> {
  const [row] = await db.query<{ server_version: string; fsync: string }>(
    `select current_setting('server_version') as server_version, current_setting('fsync') as fsync`,
  )
  const fsync = row?.fsync === 'on'
  const how = way === null ? 'DATABASE_URL' : `embarqué (${way})`
  const flush = fsync ? 'fsync actif' : 'fsync INACTIF : rien n’est durable'
  return {
    name: 'postgresql',
    ok: fsync,
    detail: `version ${row?.server_version ?? '?'}, ${how}, ${flush}`,
  }
}

/** Where the embedded data lie, and what lies there for no data directory any more. */
async function dataOf(db: { query<Row>(text: string): Promise<Row[]> }): Promise<Dependency> {
  const [row] = await db.query<{ at: string }>(`select current_setting('data_directory') as at`)
  const orphans = await orphanPlaces()
  const left =
    orphans.length === 0
      ? ''
      : ` ; sans répertoire de données, à supprimer si rien n’y sert : ${orphans.join(', ')}`
  return { name: 'donnees', ok: true, detail: `dans ${row?.at ?? '?'}${left}` }
}

/** Certificates that answers are encrypted to: near their end they are told, never a failure. */
async function correspondents(parts: Parameters<typeof endings>[0]): Promise<Dependency> {
  const near = (await endings(parts)).filter(({ qui }) => !qui.startsWith('passerelle'))
  const told = [60, 30, 7].map(
    (step) => `${near.filter(({ jours }) => jours <= step).length} à moins de ${step} jours`,
  )
  return { name: 'certificats', ok: true, detail: `fin proche : ${told.join(', ')}` }
}

/** Without an address nobody is written to: no failure, but an administrator should know it. */
function administrator(address: string | null): Dependency {
  const none = 'aucune adresse (CONFRERE_ADMIN_ADDRESS) : les alertes ne se voient que sur la page'
  return { name: 'alertes', ok: true, detail: address === null ? none : `à ${address}` }
}

/** What is asked over OCSP, and how old what is held: one that does not answer is told, the judgement decides. */
async function answers({ db, clock, config }: Pick<Parts, 'db' | 'clock' | 'config'>) {
  if (config.revocationHotes.length === 0) return []
  const now = clock.now()
  const { nombre, sans, depuis } = await answersAtAGlance(db, now)
  const hours = depuis === null ? null : Math.floor((now.getTime() - depuis.getTime()) / 3_600_000)
  const age = hours === null ? '' : `, la plus ancienne réponse a ${hours} h`
  const detail = `${nombre} certificat(s) suivi(s), ${sans} sans réponse${age}`
  return [{ name: 'ocsp', ok: true, detail }]
}

async function relay(
  sender: { check(): Promise<void> },
  address: string | null,
): Promise<Dependency> {
  if (address === null) return { name: 'relais', ok: true, detail: 'aucun : remise par MX' }
  try {
    await sender.check()
    return { name: 'relais', ok: true, detail: 'répond' }
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'erreur'
    return { name: 'relais', ok: false, detail: `ne répond pas (${detail})` }
  }
}

async function disk(dataDir: string): Promise<Dependency> {
  await mkdir(dataDir, { recursive: true })
  const { bavail, bsize } = await statfs(dataDir)
  const free = bavail * bsize
  const gib = (free / 1024 ** 3).toFixed(1).replace('.', ',')
  return { name: 'disque', ok: free >= MIN_FREE_BYTES, detail: `${gib} Gio libres` }
}
