/**
 * The gateway's own keys: read where the settings say, made first in `dev` when they are missing.
 *
 * SPEC §2 (`production` makes nothing)
 */
import { readFile } from 'node:fs/promises'

import type { Config } from '../config.ts'
import type { TokenKey } from '../kit/pkcs11-uri.ts'
import type { Identity } from '../message.ts'
import { emailsOf, parseCertificate } from '../pki/certificate.ts'
import { makeDevKeys } from '../pki/dev-keys.ts'
import { loadIdentity } from '../pki/identity.ts'
import { loadTokenIdentity } from '../pki/token-identity.ts'
import { loadTrust } from '../pki/trust.ts'

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
export async function loadGatewayIdentity(
  config: Pick<Config, 'identity' | 'pkcs11' | 'trustDir' | 'mode' | 'from'>,
): Promise<Identity> {
  const loaded = await readIdentity(config)
  const addresses = emailsOf(parseCertificate(loaded.certificate.raw))
  // What is signed by another address than its From, no client believes. SPEC §2 (CONFRERE_FROM)
  if (config.mode === 'production' && addresses.length > 0 && !addresses.includes(config.from)) {
    throw new Error(
      `CONFRERE_FROM : ${config.from} n’est pas dans le certificat de la passerelle, qui porte ${addresses.join(', ')}`,
    )
  }
  return loaded
}

async function readIdentity({
  identity,
  pkcs11,
  trustDir,
}: Pick<Config, 'identity' | 'pkcs11' | 'trustDir'>): Promise<Identity> {
  if (pkcs11 !== null) return await fromToken(pkcs11, trustDir)
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

/** The key in its module, its certificate there or in the trust folder. */
async function fromToken(token: TokenKey, trustDir: string): Promise<Identity> {
  const { anchors, candidates } = (await loadTrust(trustDir)).all
  try {
    return await loadTokenIdentity(
      token,
      [...candidates, ...anchors].map(({ der }) => der),
    )
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : 'erreur'
    throw new Error(`${said} : vérifiez CONFRERE_PKCS11`, { cause })
  }
}
