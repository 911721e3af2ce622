/**
 * What every run of the chaos stands on: the cast with its keys, and whether all is up, and whether all is done.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { ANNUAIRE, CAST, REQUIS } from '../../../src/cli/demo-cast.ts'
import { type DevPerson, makeDevKeys, makePerson } from '../../../src/pki/dev-keys.ts'
import { openDatabase } from '../../../src/postgres/database.ts'
import { command, type Host } from './gateways.ts'
import { GONE } from './relay.ts'

/** Keys, directory and requis of the cast in `dataDir`; gives who can sign. */
export async function prepare(
  dataDir: string,
  env: NodeJS.ProcessEnv,
): Promise<ReadonlyMap<string, DevPerson>> {
  const authority = await makeDevKeys({
    dataDir,
    trustDir: join(dataDir, 'trust'),
    from: 'teleexpertise@te.localhost',
    identity: {
      file: join(dataDir, 'keys', 'identity.p12'),
      passwordFile: join(dataDir, 'keys', 'identity.password'),
    },
    masterKeyFile: join(dataDir, 'keys', 'master.key'),
  })
  const csv = join(dataDir, 'annuaire.csv')
  await writeFile(csv, `${ANNUAIRE}99700009097;PARTI;Paul;10;01;${GONE};;\n`)
  for (const args of [
    ['annuaire', 'import', csv],
    ['requis', 'set', REQUIS.rpps, '--specialite', REQUIS.specialite],
  ]) {
    const { code, err } = await command(env, args)
    if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`)
  }
  const people = new Map<string, DevPerson>()
  for (const player of CAST) people.set(player.rpps, await makePerson(authority, player))
  return people
}

/** Do all hosts say that they are ready? */
export async function isUp(hosts: readonly Pick<Host, 'http'>[]): Promise<boolean> {
  const answers = await Promise.all(
    hosts.map(({ http }) =>
      fetch(`http://127.0.0.1:${http}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    ),
  )
  return answers.every(Boolean)
}

/** Is nothing left to judge or to send? Letters that a misbehaving relay put off are due at once. */
export async function isSettled(
  address: () => Promise<string>,
  requests: number,
): Promise<boolean> {
  const db = openDatabase(await address(), { max: 1 })
  try {
    await db.query("update envoi set prochaine = now() where etat = 'differe'")
    const [row] = await db.query<{ left: number; handed: number }>(
      `select (select count(*) from message_entrant where etat in ('received', 'deferred'))
            + (select count(*) from envoi where etat in ('a_envoyer', 'en_cours', 'differe')) as left,
         (select count(*) from envoi where lettre = 'avisTransmis' and etat = 'remis') as handed`,
    )
    return row?.left === 0 && row.handed >= requests
  } catch {
    return false
  } finally {
    await db.close()
  }
}

/** A line for each row that waits: who holds it, until when, when it is due. */
export async function whatIsLeft(address: string): Promise<string[]> {
  const db = openDatabase(address, { max: 1 })
  const held = `etat, tentatives, prochaine, pris_par, pris_jusqua, now() as maintenant`
  try {
    const rows = await db.query<object>(
      `select 'message' as quoi, id, code, ${held} from message_entrant
       where etat in ('received', 'deferred')
       union all select lettre, id, code, ${held} from envoi
       where etat in ('a_envoyer', 'en_cours', 'differe') limit 20`,
    )
    return rows.map((row) => `left: ${JSON.stringify(row)}`)
  } finally {
    await db.close()
  }
}
