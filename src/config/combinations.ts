/**
 * Settings that are right alone and impossible together. Everything here would be unsafe or could not work.
 *
 * In    a Config whose every value is well formed
 * Out   French lines, each beginning with the setting to change
 *
 * SPEC §2
 */
import { constants } from 'node:fs'
import { access, realpath } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative } from 'node:path'

import { isLoopbackHost } from '../kit/networks.ts'
import type { Reader } from '../kit/settings.ts'
import { isThisMachine } from './hotes.ts'
import { httpFaults } from './http.ts'
import { isOwnAddress } from './own-address.ts'
import type { Config } from './shape.ts'

const DAY_MS = 86_400_000
/** A dossier that ended is followed, and answers, for so long. SPEC §6 */
const SUIVI_MS = 30 * DAY_MS

/** What cannot stand together, or cannot be read. */
export async function combinationFaults(config: Config, reader: Reader): Promise<string[]> {
  return [
    ...(config.mode === 'production' ? await productionFaults(config, reader) : devFaults(config)),
    ...listenerFaults(config, reader),
    ...tlsFaults(config),
    ...httpFaults(config),
    ...delayFaults(config, reader),
    ...ownAddressFaults(config),
    ...keyFaults(config, reader),
    ...(await fileFaults(config, reader)),
  ]
}

function listenerFaults({ smtp, http }: Config, reader: Reader): string[] {
  const faults: string[] = []
  if (smtp.port === http.port && smtp.port !== 0 && smtp.host === http.host) {
    faults.push(`CONFRERE_HTTP_PORT : le port ${http.port} est déjà celui de CONFRERE_SMTP_PORT`)
  }
  const open = !isLoopbackHost(smtp.host) && smtp.tls !== 'mutual'
  if (open && !reader.has('CONFRERE_SMTP_ALLOW')) {
    faults.push(
      `CONFRERE_SMTP_ALLOW : ${smtp.host} écoute au-delà de cette machine ; donnez la liste des réseaux admis, ou CONFRERE_SMTP_TLS=mutual`,
    )
  }
  return faults
}

function tlsFaults({ smtp }: Config): string[] {
  if ((smtp.cert === null) !== (smtp.key === null)) {
    const missing = smtp.cert === null ? 'CERT' : 'KEY'
    return [`CONFRERE_SMTP_${missing} : le certificat et sa clé vont ensemble`]
  }
  const needed = smtp.tls === 'required' || smtp.tls === 'mutual'
  if (needed && smtp.cert === null) {
    return [`CONFRERE_SMTP_CERT : CONFRERE_SMTP_TLS=${smtp.tls} demande un certificat et sa clé`]
  }
  return []
}

/** A delay left to its default is no contradiction: a short one after it simply comes first. */
function delayFaults({ regles }: Config, reader: Reader): string[] {
  const faults: string[] = []
  if (reader.has('CONFRERE_DELAI_RAPPEL') && regles.rappelMs >= regles.limiteMs) {
    faults.push('CONFRERE_DELAI_RAPPEL : le rappel doit venir avant CONFRERE_DELAI_LIMITE')
  }
  const expirationMs = regles.expirationJours * DAY_MS
  if (reader.has('CONFRERE_DELAI_LIMITE') && regles.limiteMs >= expirationMs) {
    faults.push('CONFRERE_DELAI_LIMITE : la limite doit venir avant CONFRERE_DELAI_EXPIRATION')
  }
  // SPEC §6, §7: from the request to the end of what follows the answer, its content must be there.
  const lifeMs = expirationMs + SUIVI_MS
  if (regles.retentionContenuMs < lifeMs) {
    const days = Math.ceil(lifeMs / DAY_MS)
    faults.push(
      `CONFRERE_RETENTION_CONTENU : un dossier vit jusqu’à ${days} jours (CONFRERE_DELAI_EXPIRATION, puis 30 jours de suivi) ; donnez au moins P${days}D`,
    )
  }
  return faults
}

/** A letter to ourselves reaches nobody: who is told has a mailbox elsewhere. */
function ownAddressFaults(config: Config): string[] {
  const told = [
    ['CONFRERE_ADMIN_ADDRESS', config.adminAddress],
    ['CONFRERE_COORDINATEUR', config.coordinateur],
  ] as const
  return told.flatMap(([name, address]) =>
    address !== null && isOwnAddress(address, config)
      ? [
          `${name} : ${address} est une adresse de la passerelle elle-même ; donnez celle d’une personne`,
        ]
      : [],
  )
}

function devFaults({ smtp, http }: Config): string[] {
  const beyond = [
    ['CONFRERE_SMTP_HOST', smtp.host],
    ['CONFRERE_HTTP_HOST', http.host],
  ] as const
  return beyond
    .filter(([, host]) => !isLoopbackHost(host))
    .map(
      ([name, host]) =>
        `${name} : ${host} écoute au-delà de cette machine, ce que CONFRERE_MODE=dev ne permet pas`,
    )
}

async function productionFaults(config: Config, reader: Reader): Promise<string[]> {
  const { smtp } = config
  const faults: string[] = []
  const encrypted = smtp.tls === 'required' || smtp.tls === 'mutual'
  if (!isLoopbackHost(smtp.host) && !encrypted) {
    faults.push(
      'CONFRERE_SMTP_TLS : en production, au-delà de cette machine, « required » ou « mutual » est exigé',
    )
  }
  const { http } = config
  if (!isLoopbackHost(http.host) && http.cert === null && http.proxies.length === 0) {
    faults.push(
      'CONFRERE_HTTP_CERT : en production, au-delà de cette machine, donnez un certificat, ou CONFRERE_PROXY_DE_CONFIANCE si un mandataire porte le TLS',
    )
  }
  if (config.espaceDeConfiance.includes('*')) {
    faults.push(
      'CONFRERE_ESPACE_DE_CONFIANCE : « * » laisserait partir en clair vers tout domaine, ce que la production ne permet pas ; donnez les domaines, ou la liste blanche des opérateurs',
    )
  }
  if (!reader.has('CONFRERE_IDENTITY') && config.pkcs11 === null) {
    faults.push('CONFRERE_IDENTITY : exigé en production, qui ne fabrique aucune clé')
  }
  if (!reader.has('CONFRERE_MASTER_KEY_FILE')) {
    faults.push('CONFRERE_MASTER_KEY_FILE : exigé en production, qui ne fabrique aucune clé')
  }
  const near = config.revocationHotes.find(isThisMachine)
  if (near !== undefined) {
    faults.push(
      `CONFRERE_REVOCATION_HOTES : ${near} est cette machine, ce que la production ne permet pas`,
    )
  }
  const keys = [
    ['CONFRERE_IDENTITY', config.identity.file],
    ['CONFRERE_IDENTITY_PASSWORD_FILE', config.identity.passwordFile],
    ...formerFiles(config),
    ['CONFRERE_MASTER_KEY_FILE', config.masterKeyFile],
    ['CONFRERE_SMTP_KEY', smtp.key],
    ['CONFRERE_HTTP_KEY', http.key],
  ] as const
  for (const [name, file] of keys) {
    if (file === null || !reader.has(name)) continue
    if (await isWithin(config.dataDir, file)) {
      faults.push(
        `${name} : en production, aucune clé ne se garde dans CONFRERE_DATA_DIR (${file})`,
      )
    }
  }
  return faults
}

function keyFaults({ pkcs11 }: Config, reader: Reader): string[] {
  if (pkcs11 !== null && reader.has('CONFRERE_IDENTITY')) {
    return ['CONFRERE_PKCS11 : donnez CONFRERE_PKCS11 ou CONFRERE_IDENTITY, pas les deux']
  }
  if (reader.has('CONFRERE_IDENTITY_PASSWORD_FILE') && !reader.has('CONFRERE_IDENTITY')) {
    return ['CONFRERE_IDENTITY : manque, alors que CONFRERE_IDENTITY_PASSWORD_FILE est donné']
  }
  return []
}

function formerFiles({ formerIdentities }: Config) {
  return formerIdentities.map((file) => ['CONFRERE_FORMER_IDENTITIES', file] as const)
}

/** Files that were named must be there: a typing error shows at once, with its setting. */
async function fileFaults(config: Config, reader: Reader): Promise<string[]> {
  const { identity, smtp, http } = config
  const named = [
    ['CONFRERE_IDENTITY', identity.file],
    ['CONFRERE_IDENTITY_PASSWORD_FILE', identity.passwordFile],
    ...formerFiles(config),
    ['CONFRERE_MASTER_KEY_FILE', config.masterKeyFile],
    ['CONFRERE_TRUST_DIR', config.trustDir],
    ['CONFRERE_PKCS11', config.pkcs11?.pinFile ?? null],
    ['CONFRERE_SMTP_CERT', smtp.cert],
    ['CONFRERE_SMTP_KEY', smtp.key],
    ['CONFRERE_SMTP_CA', smtp.ca],
    ['CONFRERE_HTTP_CERT', http.cert],
    ['CONFRERE_HTTP_KEY', http.key],
    ['CONFRERE_HTTP_CA', http.ca],
    ['CONFRERE_ESPACE_DE_CONFIANCE', config.listeBlanche],
  ] as const
  const faults: string[] = []
  for (const [name, file] of named) {
    if (file === null || !reader.has(name)) continue
    if (name === 'CONFRERE_TRUST_DIR' && config.mode === 'production') continue
    if (config.mode === 'dev' && MADE_IN_DEV.test(name)) {
      if (await isAbsent(file)) faults.push(`${name} : rien à cet endroit (${file}) ; ${NOT_MADE}`)
    } else if (!(await isReadable(file))) {
      faults.push(`${name} : fichier absent ou illisible (${file})`)
    }
  }
  return faults
}

/** What dev makes where nothing is set; a path that was typed is never made good by a new key. */
const MADE_IN_DEV = /^CONFRERE_(?:IDENTITY|IDENTITY_PASSWORD_FILE|MASTER_KEY_FILE|TRUST_DIR)$/
const NOT_MADE =
  'corrigez le chemin, ou ôtez ce réglage : clés et confiance ne se fabriquent qu’à l’endroit prévu, dans CONFRERE_DATA_DIR'

/** Is nothing there? What cannot be looked at is told when it is opened. */
function isAbsent(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code === 'ENOENT' || code === 'ENOTDIR',
  )
}

function isReadable(file: string): Promise<boolean> {
  return access(file, constants.R_OK).then(
    () => true,
    () => false,
  )
}

/** Is the file in the folder, symbolic links followed as far as they exist? */
async function isWithin(folder: string, file: string): Promise<boolean> {
  const path = relative(await settled(folder), await settled(file))
  return path === '' || (!path.startsWith('..') && !isAbsolute(path))
}

async function settled(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    // It does not exist yet: its parent decides where it would lie.
    const parent = dirname(path)
    return parent === path ? path : join(await settled(parent), relative(parent, path))
  }
}
