/**
 * The gateway's own keys: read where the settings say, made first in `dev` when they are missing.
 *
 * SPEC §2 (`production` makes nothing)
 */
import { readFile } from 'node:fs/promises'

import type { Config } from '../config.ts'
import type { TokenKey } from '../kit/pkcs11-uri.ts'
import type { Identity } from '../message.ts'
import { emailsOf, isTestCertificate, parseCertificate } from '../pki/certificate.ts'
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
  const identity = await readIdentity(config)
  if (config.mode !== 'production') return identity
  const certificate = parseCertificate(identity.certificate.raw)
  if (isTestCertificate(certificate)) {
    throw new Error(
      'le certificat de la passerelle est un certificat de test (catégorie de produit 8x), refusé en production : vérifiez CONFRERE_IDENTITY ou CONFRERE_PKCS11',
    )
  }
  // What is signed by another address than its From, no client believes. SPEC §2 (CONFRERE_FROM)
  const addresses = emailsOf(certificate)
  if (addresses.length > 0 && !addresses.includes(config.from)) {
    throw new Error(
      `CONFRERE_FROM : ${config.from} n’est pas dans le certificat de la passerelle, qui porte ${addresses.join(', ')}`,
    )
  }
  return identity
}

async function readIdentity({
  identity,
  pkcs11,
  trustDir,
}: Pick<Config, 'identity' | 'pkcs11' | 'trustDir'>): Promise<Identity> {
  if (pkcs11 !== null) return await fromToken(pkcs11, trustDir)
  const { file, passwordFile } = identity
  const password =
    passwordFile === null
      ? ''
      : passwordIn(await readNamed(passwordFile, 'CONFRERE_IDENTITY_PASSWORD_FILE'))
  return loadIdentity(await readNamed(file, 'CONFRERE_IDENTITY'), password)
}

/**
 * Loads the identities that ours replaced: they open what was encrypted to them, and tell our old signatures from
 * others'. The password of `ancien.p12` is in `ancien.password` beside it, where it has one.
 */
export async function loadFormerIdentities({
  formerIdentities,
}: Pick<Config, 'formerIdentities'>): Promise<readonly Identity[]> {
  return await Promise.all(
    formerIdentities.map(async (file) => {
      const beside = file.replace(/(?:\.(?:p12|pfx))?$/i, '.password')
      const password = await readFile(beside).then(passwordIn, () => '')
      try {
        return loadIdentity(await readNamed(file, 'CONFRERE_FORMER_IDENTITIES'), password)
      } catch (cause) {
        const said = cause instanceof Error ? cause.message : 'erreur'
        throw new Error(`CONFRERE_FORMER_IDENTITIES : ${file} : ${said} (${beside})`, { cause })
      }
    }),
  )
}

function readNamed(path: string, setting: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new Error(`fichier illisible (${path}) : vérifiez ${setting}`, { cause })
  })
}

function passwordIn(file: Buffer): string {
  return file.toString('utf8').replace(/\r?\n$/, '')
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
