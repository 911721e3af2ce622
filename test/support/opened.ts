/**
 * What somebody could still read who has the whole database and the master key: every sealed octet of every table,
 * tried with every key that is left. It knows the layout of the tables and nothing of the code that purges.
 */
import { createSecretKey, hkdfSync } from 'node:crypto'

import { unseal } from '../../src/ledger/keys/sealing.ts'
import type { Sql } from '../../src/postgres/sql.ts'

interface Sealed {
  readonly what: string
  readonly octets: Buffer
  readonly aad: string
}

const SEALED = `
  select 'message ' || id as what, enveloppe as octets, 'enveloppe:' || id as aad from message_entrant
  union all select 'verdict ' || id, verdict, 'verdict:' || id from message_entrant
  union all select 'preuve ' || id, preuve, 'preuve:' || id from message_entrant
  union all select 'dossier ' || numero, etat_chiffre, 'dossier:' || id || ':' || version from dossier
  union all select 'lettre ' || id, donnees, 'envoi:' || id from envoi
  union all select 'contenu ' || contenu, octets, 'morceau:' || contenu || ':' || rang from morceau
  union all select 'acte ' || id, donnees, 'acte:' || dossier || ':' || rang || ':' || role from acte`

/** The names of what opens. */
export async function opened(db: Sql, master: Buffer): Promise<readonly string[]> {
  const keys = await leftKeys(db, master)
  const rows = await db.query<Sealed>(`select * from (${SEALED}) as s where octets is not null`)
  return rows
    .filter(({ octets, aad }) => keys.some((key) => opens(key, octets, aad) !== null))
    .map(({ what }) => what)
    .sort()
}

/** Every data key that the master key still leads to, directly or through another. */
async function leftKeys(db: Sql, master: Buffer): Promise<readonly Buffer[]> {
  const above = Buffer.from(hkdfSync('sha256', master, '', 'confrere/enveloppe', 32))
  const rows = await db.query<{
    id: string
    classe: string
    parent: string | null
    enveloppe: Buffer
  }>('select id, classe, parent, enveloppe from cle where enveloppe is not null')
  const found: Buffer[] = []
  let reached: Buffer[] = [above]
  while (reached.length > 0) {
    const next: Buffer[] = []
    for (const { id, classe, parent, enveloppe } of rows) {
      for (const key of reached) {
        const inner = opens(key, enveloppe, `cle:${id}:${classe}:${parent ?? 'maitre'}`)
        if (inner !== null) next.push(inner)
      }
    }
    found.push(...next)
    reached = next
  }
  return found
}

function opens(key: Buffer, octets: Buffer, aad: string): Buffer | null {
  try {
    return unseal(createSecretKey(key), octets, aad)
  } catch {
    return null
  }
}
