/**
 * The gateway's own keys: read where the settings say, made first in `dev` when they are missing.
 *
 * SPEC §2 (`production` makes nothing)
 */
import { readFile } from 'node:fs/promises'

import type { Config } from '../config.ts'
import type { Identity } from '../message.ts'
import { makeDevKeys } from '../pki/dev-keys.ts'
import { loadIdentity } from '../pki/identity.ts'

/** In dev, makes the master key, the identity and the trust folder that are missing. */
export async function ensureDevKeys(config: Config): Promise<void> {
  if (config.mode !== 'dev') return
  await makeDevKeys({
    dataDir: config.dataDir,
    trustDir: config.trustDir,
    from: config.from,
    identity: config.identity,
    masterKeyFile: config.masterKeyFile,
  })
}

/** Loads the gateway's identity; refuses with one sentence that names the setting. */
export async function loadGatewayIdentity({ identity }: Config): Promise<Identity> {
  const { file, passwordFile } = identity
  const read = (path: string, setting: string): Promise<Buffer> =>
    readFile(path).catch((cause: unknown) => {
      throw new Error(`fichier illisible (${path}) : vérifiez ${setting}`, { cause })
    })
  const password =
    passwordFile === null
      ? ''
      : (await read(passwordFile, 'CONFRERE_IDENTITY_PASSWORD_FILE'))
          .toString('utf8')
          .replace(/\r?\n$/, '')
  return loadIdentity(await read(file, 'CONFRERE_IDENTITY'), password)
}
