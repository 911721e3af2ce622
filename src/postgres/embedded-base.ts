/**
 * The base of the embedded server and the password of its role, made the first time.
 *
 * A password that was lost (a disk that filled, a power cut) is made anew: who may write the folder of the base
 * owns it.
 */
import { randomBytes } from 'node:crypto'
import { chown, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { keepText, keptText } from './embedded-files.ts'
import { runProgram, type Way } from './embedded-way.ts'

/** The one role, and the name of its database. */
export const ROLE = 'confrere'
const INITDB_MS = 120_000
/** It may have to recover first. */
const SINGLE_MS = 300_000

/** The password of the server; null when there is none, or none that can be read any more. */
export async function knownPassword(home: string): Promise<string | null> {
  return await keptText(passwordFile(home), /^[0-9a-f]{48}$/)
}

/** Makes the base where there is none; gives the password of its role. */
export async function ensureBase(
  home: string,
  {
    binaries,
    way,
    log,
  }: { binaries: string; way: Way; log?: ((line: string) => void) | undefined },
): Promise<string> {
  const base = join(home, 'base')
  const isThere = (await stat(join(base, 'PG_VERSION')).catch(() => null)) !== null
  const known = await knownPassword(home)
  if (isThere && known !== null) return known
  const password = known ?? randomBytes(24).toString('hex')
  if (isThere) {
    log?.('Le mot de passe de la base embarquée est perdu : un autre est fait.')
    await changePassword(base, password, join(binaries, 'postgres'), way)
    // Kept once the server knows it: a crash in between makes yet another.
    await keepText(passwordFile(home), password)
    return password
  }
  log?.('Création de la base PostgreSQL embarquée…')
  await keepText(passwordFile(home), password)
  await makeBase(home, join(binaries, 'initdb'), way)
  return password
}

async function makeBase(home: string, initdb: string, way: Way): Promise<void> {
  const draft = join(home, 'base.neuve')
  // A crash in the middle leaves a draft, never half a base.
  await rm(draft, { recursive: true, force: true })
  const pwfile = passwordFile(home)
  if (way.owner !== null) await chown(pwfile, way.owner.uid, way.owner.gid)
  const args = [
    `--pgdata=${draft}`,
    `--username=${ROLE}`,
    `--pwfile=${pwfile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ]
  try {
    await runProgram(way.command(initdb, args), INITDB_MS)
  } catch (cause) {
    const { message } = cause as Error
    throw new Error(`PostgreSQL embarqué : la base n’a pas pu être créée (${message}).`, { cause })
  }
  await rename(draft, join(home, 'base'))
}

/** By the single-user mode, which asks for no password and which nobody reaches from outside. */
async function changePassword(
  base: string,
  password: string,
  postgres: string,
  way: Way,
): Promise<void> {
  const args = ['--single', '-D', base, '-c', 'password_encryption=scram-sha-256', 'postgres']
  await runProgram(
    way.command(postgres, args),
    SINGLE_MS,
    `alter role ${ROLE} password '${password}'\n`,
  )
}

function passwordFile(home: string): string {
  return join(home, 'motdepasse')
}
