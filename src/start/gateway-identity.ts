/**
 * The gateway's own keys: read where the settings say, made first in `dev` where no setting names them.
 *
 * SPEC §2 (`production` makes nothing)
 */
import { readFile } from 'node:fs/promises'

import type { Config } from '../config.ts'
import { NotOpened, notOpened, opening } from '../kit/opening.ts'
import type { TokenKey } from '../kit/pkcs11-uri.ts'
import type { Identity } from '../message.ts'
import { emailsOf, isTestCertificate, parseCertificate } from '../pki/certificate.ts'
import { makeDevKeys } from '../pki/dev-keys.ts'
import { loadIdentity } from '../pki/identity.ts'
import { WrongPassword } from '../pki/pkcs12.ts'
import { loadTokenIdentity } from '../pki/token-identity.ts'
import { loadTrust } from '../pki/trust.ts'

/** In dev, makes the master key, the identity and the trust folder that are missing; a key that a setting names is there. */
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
  if (isTestCertificate(parseCertificate(identity.certificate.raw))) {
    throw new NotOpened(
      `le certificat de la passerelle est un certificat de test (catégorie de produit 8x), refusé en production ; donnez le vrai`,
      { setting: identitySetting(config) },
    )
  }
  refuseOtherSender(identity, config)
  return identity
}

/** What is signed by another address than its From, no client believes (thrown). SPEC §2 (CONFRERE_FROM) */
export function refuseOtherSender(
  { certificate }: Pick<Identity, 'certificate'>,
  { from }: Pick<Config, 'from'>,
): void {
  const addresses = emailsOf(parseCertificate(certificate.raw))
  if (addresses.length === 0 || addresses.includes(from)) return
  throw new NotOpened(
    `${from} n’est pas dans le certificat de la passerelle, qui porte ${addresses.join(', ')}`,
    { setting: 'CONFRERE_FROM' },
  )
}

/** The setting that names the gateway's identity. */
export function identitySetting({ pkcs11 }: Pick<Config, 'pkcs11'>): string {
  return pkcs11 === null ? 'CONFRERE_IDENTITY' : 'CONFRERE_PKCS11'
}

async function readIdentity({
  identity,
  pkcs11,
  trustDir,
}: Pick<Config, 'identity' | 'pkcs11' | 'trustDir'>): Promise<Identity> {
  if (pkcs11 !== null) {
    return await opening('CONFRERE_PKCS11', '', () => fromToken(pkcs11, trustDir))
  }
  const { file, passwordFile } = identity
  const setting = 'CONFRERE_IDENTITY'
  const passwordSetting = `${setting}_PASSWORD_FILE`
  const password =
    passwordFile === null
      ? ''
      : passwordIn(await opening(passwordSetting, passwordFile, () => readFile(passwordFile)))
  const p12 = await opening(setting, file, () => readFile(file))
  try {
    return loadIdentity(p12, password)
  } catch (error) {
    const isPassword = error instanceof WrongPassword
    throw isPassword
      ? notOpened(passwordSetting, `${passwordFile ?? 'aucun fichier'} (pour ${file})`, error)
      : notOpened(setting, file, error)
  }
}

/**
 * Loads the identities that ours replaced: they open what was encrypted to them, and tell our old signatures from
 * others'. The password of `ancien.p12` is in `ancien.password` beside it, where it has one.
 */
export async function loadFormerIdentities({
  formerIdentities,
}: Pick<Config, 'formerIdentities'>): Promise<readonly Identity[]> {
  return await Promise.all(formerIdentities.map(loadFormerIdentity))
}

/** One of them. */
export async function loadFormerIdentity(file: string): Promise<Identity> {
  const setting = 'CONFRERE_FORMER_IDENTITIES'
  const beside = passwordBeside(file)
  const password = await readFile(beside).then(passwordIn, (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw notOpened(setting, beside, error)
  })
  const p12 = await opening(setting, file, () => readFile(file))
  try {
    return loadIdentity(p12, password)
  } catch (error) {
    const isPassword = error instanceof WrongPassword
    throw notOpened(setting, isPassword ? `${file} (mot de passe : ${beside})` : file, error)
  }
}

/** Where the password of a former identity lies. */
export function passwordBeside(file: string): string {
  return file.replace(/(?:\.(?:p12|pfx))?$/i, '.password')
}

function passwordIn(file: Buffer): string {
  return file.toString('utf8').replace(/\r?\n$/, '')
}

/** The key in its module, its certificate there or in the trust folder. */
async function fromToken(token: TokenKey, trustDir: string): Promise<Identity> {
  const { anchors, candidates } = (
    await opening('CONFRERE_TRUST_DIR', trustDir, () => loadTrust(trustDir))
  ).all
  return await loadTokenIdentity(
    token,
    [...candidates, ...anchors].map(({ der }) => der),
  )
}
