/**
 * The operators' white list, as the corridor asks it: whose domain, which operator.
 *
 * In    the file that the settings name, if any; the list in force, which all hosts share
 * Out   Operateurs, or null while there is no good list
 *
 * A file is looked at again when it changes. One that is not good, or older, changes nothing: the last good
 * list stays in force and the administrator is told. SPEC §2, §5, §9
 */
import { readFile, stat } from 'node:fs/promises'

import { domainName, type ListeParts, readListeBlanche } from '../annuaire/liste-blanche.ts'
import type { WithConfig } from '../config.ts'
import { isRefusal, type Refusal, refusal } from '../errors.ts'
import type { WithClock } from '../kit/clock.ts'
import type { WithLog } from '../kit/log.ts'
import { type CodeAlerte, REFUS_LISTE } from '../ledger/alert-kinds.ts'
import { listeEnVigueur, listeMark, takeListe } from '../ledger/certificates/liste-blanche.ts'
import { append } from '../ledger/journal/journal.ts'
import { releaseBlocked } from '../ledger/poison.ts'
import { dnKey } from '../pki/dn-text.ts'
import type { Database, WithDatabase } from '../postgres/sql.ts'
import type { WithTrust } from './store.ts'

type Needs = WithDatabase & WithConfig & WithClock & WithLog & WithTrust

/** The list in force. */
export interface Operateurs {
  readonly genereeLe: Date
  /** Is the domain of the space of trust? */
  has(domain: string): boolean
  /** Is this certificate, by its name, an operator of the domain? */
  holds(domain: string, operator: string): boolean
  /** Is this certificate an operator of any domain? */
  knows(operator: string): boolean
}

const LOOK_EVERY_MS = 5_000

interface Seen {
  lookedAt: number
  file: string
  mark: string | null
  found: Operateurs | null
  /** Why the file as it is now was refused. */
  refused: CodeAlerte | null
}

const SEEN = new WeakMap<Database, Seen>()

/** The operators of now; null: no list was ever good. */
export async function operateurs(parts: Needs): Promise<Operateurs | null> {
  const { db, clock } = parts
  const seen = SEEN.get(db) ?? {
    lookedAt: Number.NEGATIVE_INFINITY,
    file: '',
    mark: null,
    found: null,
    refused: null,
  }
  SEEN.set(db, seen)
  const now = clock.now().getTime()
  if (Math.abs(now - seen.lookedAt) < LOOK_EVERY_MS) return seen.found
  if (parts.config.listeBlanche !== null) await lookAtFile(parts.config.listeBlanche, seen, parts)
  const mark = await listeMark(db)
  if (mark !== seen.mark) {
    const liste = await listeEnVigueur(db)
    seen.found = liste === null ? null : indexed(liste.genereeLe, liste.domaines)
    seen.mark = liste?.sha256 ?? null
  }
  seen.lookedAt = now
  return seen.found
}

/** Why the file that the settings name is refused; null: it is good, or none is named. */
export async function listeRefused(parts: Needs): Promise<CodeAlerte | null> {
  await operateurs(parts)
  return SEEN.get(parts.db)?.refused ?? null
}

/** Takes a list into force; refuses what is not verified, and liste-ancienne. */
export async function takeFile(
  file: Buffer,
  auteur: string,
  parts: Omit<Needs, 'log'>,
): Promise<
  { readonly domaines: number; readonly ecartees: number; readonly neuve: boolean } | Refusal
> {
  const { db, clock } = parts
  const now = clock.now()
  const liste = readListeBlanche(file, await verification(parts))
  if (isRefusal(liste)) return liste
  const taken = await db.transaction(async (sql) => {
    const outcome = await takeListe(sql, liste, now)
    if (outcome === 'prise') {
      // A domain that joined the space of trust is a way.
      await releaseBlocked(sql, { now })
      await append(sql, {
        chaine: 'passerelle',
        quoi: 'liste-blanche.prise',
        auteur,
        detail: {
          generee: liste.genereeLe.toISOString(),
          sha256: liste.sha256,
          domaines: liste.domaines.size,
        },
        instant: now,
      })
    }
    return outcome
  })
  if (taken === 'ancienne') return refusal('liste-ancienne')
  return { domaines: liste.domaines.size, ecartees: liste.ecartees, neuve: taken === 'prise' }
}

async function verification({ config, trust, clock }: Omit<Needs, 'log'>): Promise<ListeParts> {
  return {
    trust: await trust(),
    signataire: config.listeBlancheSignataire,
    revocationInconnue: config.revocationInconnue,
    at: clock.now(),
  }
}

/** A new file is judged once; the watch says that it was refused, and when another is good. */
async function lookAtFile(path: string, seen: Seen, parts: Needs): Promise<void> {
  const { log } = parts
  const mark = await stat(path).then(
    ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
    () => 'absent',
  )
  if (mark === seen.file) return
  const taken =
    mark === 'absent'
      ? refusal('liste-illisible', { reason: 'absent' })
      : await takeFile(await readFile(path), 'passerelle', parts)
  // What the trust of now refuses, that of later may accept: it is judged again at the next look.
  seen.file = isRefusal(taken) ? '' : mark
  if (isRefusal(taken)) {
    const code = taken.code as CodeAlerte
    // What is wrong with who signed it is in the log.
    seen.refused = REFUS_LISTE.includes(code) ? code : 'liste-signature'
    log.error('liste-blanche.refused', { code: taken.code })
    return
  }
  seen.refused = null
  log.info('liste-blanche.taken', { count: taken.domaines })
}

function indexed(genereeLe: Date, domaines: ReadonlyMap<string, readonly string[]>): Operateurs {
  const keys = new Map(
    [...domaines].map(([domain, names]) => [domain, new Set(names.map(dnKey))] as const),
  )
  const all = new Set([...keys.values()].flatMap((each) => [...each]))
  return {
    genereeLe,
    has: (domain) => keys.has(domainName(domain)),
    holds(domain, operator) {
      const key = dnKey(operator)
      return key !== null && (keys.get(domainName(domain))?.has(key) ?? false)
    },
    knows(operator) {
      const key = dnKey(operator)
      return key !== null && all.has(key)
    },
  }
}
