/**
 * Environment and YAML file → one frozen, validated Config. No other file reads the environment.
 *
 * In    the environment, and perhaps a file (`--config`, else CONFRERE_CONFIG)
 * Out   Config, or all that is wrong, one French line each, every line beginning with its setting
 * Refuses   unknown names, wrong types, impossible combinations (`config/combinations.ts`)
 *
 * SPEC §2
 */

import { resolve } from 'node:path'

import { ancresDomainesOf, ancresRppsOf } from './config/ancres.ts'
import { clamdOf } from './config/clamd.ts'
import { combinationFaults } from './config/combinations.ts'
import { hotesOf } from './config/hotes.ts'
import { HTTP_NAMES, httpOf } from './config/http.ts'
import { LIMITE_NAMES, readLimites } from './config/limites.ts'
import type { Config } from './config/shape.ts'
import { type Environment, gather } from './config/sources.ts'
import type { AdresseMss } from './domain/correspondant.ts'
import { dureeMs } from './domain/delai.ts'
import type { Feries, Regles } from './domain/evenement.ts'
import { adresseDe } from './domain/identifiants.ts'
import { ANYWHERE, LOOPBACK, networkOf } from './kit/networks.ts'
import { parsePkcs11Uri, type TokenKey } from './kit/pkcs11-uri.ts'
import { type Reader, settingsReader } from './kit/settings.ts'

const DAY_MS = 86_400_000
/** Common name of the certificate that signs the operators' white list. */
const SIGNATAIRE = 'alb.mssante.fr'

export type { Config } from './config/shape.ts'

const PLAIN_NAMES = [
  ...['CONFIG', 'MODE', 'DATA_DIR', 'DOMAIN', 'SMTP_HOST', 'SMTP_PORT', 'HTTP_HOST', 'HTTP_PORT'],
  ...HTTP_NAMES,
  ...[
    'TRUST_DIR',
    'IDENTITY',
    'IDENTITY_PASSWORD_FILE',
    'FORMER_IDENTITIES',
    'PKCS11',
    'MASTER_KEY_FILE',
    'FROM',
  ],
  ...[
    'RELAY',
    'ESPACE_DE_CONFIANCE',
    'LISTE_BLANCHE_SIGNATAIRE',
    'SMTP_TLS',
    'SMTP_CERT',
    'SMTP_KEY',
    'SMTP_CA',
    'SMTP_ALLOW',
  ],
  ...['ASSURANCE_MINIMALE', 'REVOCATION_INCONNUE', 'REVOCATION_HOTES', 'DOUBLE_LECTURE', 'CLAMD'],
  'MAX_MESSAGE_BYTES',
  ...['ANCRES_RPPS', 'ANCRES_DOMAINES'],
  ...['DELAI_RAPPEL', 'DELAI_LIMITE', 'DELAI_EXPIRATION', 'DELAI_COMPLETUDE', 'CALENDRIER'],
  ...['HORAIRES', 'FERIES', 'TERRITOIRE', 'RETENTION_CONTENU', 'RETENTION_FACTURATION'],
  ...['ADMIN_ADDRESS', 'COORDINATEUR', 'SUJET_MSSANTE', 'MARQUE_TEST', 'NIL', 'LOG_LEVEL'],
].map((name) => `CONFRERE_${name}`)

/** The names of all settings. */
export const SETTING_NAMES: readonly string[] = [
  ...PLAIN_NAMES,
  ...LIMITE_NAMES,
  'DATABASE_URL',
  'REDIS_URL',
]

/** Reads the settings; refuses with every fault found, each line beginning with its setting's name. */
export async function loadConfig(
  env: Environment,
  file: string | null = null,
): Promise<Config | { readonly errors: readonly string[] }> {
  const path = file ?? (env.CONFRERE_CONFIG?.trim() || null)
  const { settings, faults } = await gather(env, path, SETTING_NAMES)
  const reader = settingsReader(settings, { known: SETTING_NAMES, durationMs: dureeMs })
  const config = configOf(reader, path)
  const errors = [...faults, ...reader.faults]
  if (errors.length === 0) errors.push(...(await combinationFaults(config, reader)))
  return errors.length === 0 ? config : { errors }
}

function configOf(reader: Reader, configFile: string | null): Config {
  const at = (name: string): string | null => pathOf(reader, name, configFile)
  const mode = reader.choice('CONFRERE_MODE', ['dev', 'production'], 'dev')
  const dataDir = at('CONFRERE_DATA_DIR') ?? resolve('data')
  const domain = reader.host('CONFRERE_DOMAIN', 'te.localhost')
  const inKeys = (name: string): string => resolve(dataDir, 'keys', name)
  const identity = at('CONFRERE_IDENTITY')
  const passwordFile = at('CONFRERE_IDENTITY_PASSWORD_FILE')
  const smtp = smtpOf(reader, at)
  const espace = espaceOf(reader, at, mode)
  return Object.freeze<Config>({
    mode,
    dataDir,
    domain,
    smtp: Object.freeze(smtp),
    http: httpOf(reader, at),
    databaseUrl: urlOf(reader, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    redisUrl: urlOf(reader, 'REDIS_URL', ['redis:', 'rediss:']),
    trustDir: at('CONFRERE_TRUST_DIR') ?? resolve(dataDir, 'trust'),
    identity: Object.freeze(
      identity === null
        ? { file: inKeys('identity.p12'), passwordFile: inKeys('identity.password') }
        : { file: identity, passwordFile },
    ),
    formerIdentities: Object.freeze(pathsOf(reader, 'CONFRERE_FORMER_IDENTITIES', configFile)),
    pkcs11: pkcs11Of(reader),
    masterKeyFile: at('CONFRERE_MASTER_KEY_FILE') ?? inKeys('master.key'),
    from: addressOf(reader, 'CONFRERE_FROM') ?? (`teleexpertise@${domain}` as AdresseMss),
    relay: urlOf(reader, 'CONFRERE_RELAY', ['smtp:', 'smtps:']),
    espaceDeConfiance: Object.freeze(espace.domains),
    listeBlanche: espace.file,
    listeBlancheSignataire:
      reader.text('CONFRERE_LISTE_BLANCHE_SIGNATAIRE') ??
      (mode === 'production' ? SIGNATAIRE : null),
    assuranceMinimale: reader.choice('CONFRERE_ASSURANCE_MINIMALE', ['signe', 'mssante'], 'signe'),
    revocationInconnue: reader.choice(
      'CONFRERE_REVOCATION_INCONNUE',
      ['refuse', 'quarantine', 'accept-flagged'],
      'quarantine',
    ),
    doubleLecture: reader.yesNo('CONFRERE_DOUBLE_LECTURE', true),
    clamd: clamdOf(reader, at),
    revocationHotes: Object.freeze(hotesOf(reader)),
    ancresRpps: ancresRppsOf(reader, mode),
    ancresDomaines: Object.freeze(ancresDomainesOf(reader)),
    maxMessageBytes: reader.whole(
      'CONFRERE_MAX_MESSAGE_BYTES',
      { from: 4_096, to: 1_073_741_824 },
      26_214_400,
    ),
    limites: readLimites(reader),
    regles: Object.freeze(reglesOf(reader, mode)),
    territoire: reader.choice('CONFRERE_TERRITOIRE', ['metropole', 'dom'], 'metropole'),
    retentionFacturationMs: reader.duration('CONFRERE_RETENTION_FACTURATION', 'P10Y'),
    adminAddress: addressOf(reader, 'CONFRERE_ADMIN_ADDRESS'),
    coordinateur: addressOf(reader, 'CONFRERE_COORDINATEUR'),
    sujetMssante: reader.yesNo('CONFRERE_SUJET_MSSANTE', false),
    marqueTest: reader.yesNo('CONFRERE_MARQUE_TEST', mode === 'dev') && mode === 'dev',
    nil: reader.text('CONFRERE_NIL'),
    log: Object.freeze({
      level: reader.choice('CONFRERE_LOG_LEVEL', ['debug', 'info', 'warn', 'error'], 'info'),
    }),
  })
}

type PathReader = (name: string) => string | null

function smtpOf(reader: Reader, at: PathReader): Config['smtp'] {
  const tls = reader.choice(
    'CONFRERE_SMTP_TLS',
    ['off', 'opportunistic', 'required', 'mutual'],
    'opportunistic',
  )
  const allow = reader.list('CONFRERE_SMTP_ALLOW')
  for (const each of allow ?? []) {
    if (networkOf(each) !== null) continue
    reader.fault(
      'CONFRERE_SMTP_ALLOW',
      `« ${each.slice(0, 40)} » n’est pas un réseau ; attendu : 192.0.2.0/24, 2001:db8::/32`,
    )
  }
  return {
    host: reader.host('CONFRERE_SMTP_HOST', '127.0.0.1'),
    port: reader.whole('CONFRERE_SMTP_PORT', { from: 0, to: 65_535 }, 2525),
    tls,
    cert: at('CONFRERE_SMTP_CERT'),
    key: at('CONFRERE_SMTP_KEY'),
    ca: at('CONFRERE_SMTP_CA'),
    // Who shows an operator's certificate is known by it, wherever he calls from.
    allow: Object.freeze(allow ?? (tls === 'mutual' ? ANYWHERE : LOOPBACK)),
  }
}

function espaceOf(
  reader: Reader,
  at: PathReader,
  mode: Config['mode'],
): { readonly domains: readonly string[]; readonly file: string | null } {
  const name = 'CONFRERE_ESPACE_DE_CONFIANCE'
  const list = reader.list(name) ?? (mode === 'dev' ? ['*'] : [])
  const [first = '', ...others] = list
  if (others.length === 0 && /[/\\]|\.xml$/i.test(first)) return { domains: [], file: at(name) }
  for (const each of list) {
    if (each === '*' || /^[^\s@/*.]+(?:\.[^\s@/*.]+)+$/.test(each)) continue
    reader.fault(
      name,
      `« ${each.slice(0, 60)} » n’est ni un domaine, ni *, ni un chemin de fichier`,
    )
  }
  return { domains: list.map((each) => each.toLowerCase()), file: null }
}

function reglesOf(reader: Reader, mode: Config['mode']): Regles {
  return {
    rappelMs: reader.duration('CONFRERE_DELAI_RAPPEL', 'PT24H'),
    limiteMs: reader.duration('CONFRERE_DELAI_LIMITE', 'PT48H'),
    // Whole days are calendar days; a fraction is elapsed time.
    expirationJours: reader.duration('CONFRERE_DELAI_EXPIRATION', 'P7D') / DAY_MS,
    completudeMs: reader.duration('CONFRERE_DELAI_COMPLETUDE', 'P3D'),
    retentionContenuMs: reader.duration('CONFRERE_RETENTION_CONTENU', 'P90D'),
    calendrier: reader.choice('CONFRERE_CALENDRIER', ['ouvre', 'continu'], 'ouvre'),
    horaires: horairesOf(reader),
    feries: reader.choice<Feries>('CONFRERE_FERIES', FERIES, 'metropole'),
    territoire: reader.choice('CONFRERE_TERRITOIRE', ['metropole', 'dom'], 'metropole'),
    mode,
    assuranceMinimale: reader.choice('CONFRERE_ASSURANCE_MINIMALE', ['signe', 'mssante'], 'signe'),
  }
}

const FERIES: readonly Feries[] = [
  'metropole',
  'alsace-moselle',
  'guadeloupe',
  'martinique',
  'guyane',
  'reunion',
  'mayotte',
]

function horairesOf(reader: Reader): Regles['horaires'] {
  const name = 'CONFRERE_HORAIRES'
  const found = /^([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):[0-5]\d|24:00)$/.exec(
    reader.text(name) ?? '08:00-20:00',
  )
  const [, hour, minute, a] = found ?? []
  const de = `${hour}:${minute}`
  if (a !== undefined && de < a) return Object.freeze({ de, a })
  reader.fault(name, 'deux heures qui se suivent sont attendues, par exemple 08:00-20:00')
  return Object.freeze({ de: '08:00', a: '20:00' })
}

function pathOf(reader: Reader, name: string, configFile: string | null): string | null {
  const text = reader.text(name)
  return text === null ? null : placed(text, reader.origin(name), configFile)
}

function pathsOf(reader: Reader, name: string, configFile: string | null): readonly string[] {
  return (reader.list(name) ?? []).map((each) => placed(each, reader.origin(name), configFile))
}

/** A path written in the file is relative to the file. */
function placed(path: string, origin: 'environment' | 'file' | null, file: string | null): string {
  return origin === 'file' && file !== null ? resolve(file, '..', path) : resolve(path)
}

/** A URL of one of these protocols. It may hold a password, so a fault does not show it. */
function urlOf(reader: Reader, name: string, protocols: readonly string[]): string | null {
  const text = reader.text(name)
  if (text === null) return null
  const url = URL.parse(text)
  // A PostgreSQL URL may leave the host out: a Unix socket.
  const named = url !== null && (url.hostname !== '' || name === 'DATABASE_URL')
  if (url !== null && named && protocols.includes(url.protocol)) return text
  reader.fault(
    name,
    `une adresse ${protocols.map((each) => `${each}//…`).join(' ou ')} est attendue`,
  )
  return null
}

function addressOf(reader: Reader, name: string): AdresseMss | null {
  const text = reader.text(name)
  const address = text === null ? null : adresseDe(text)
  if (text !== null && address === null)
    reader.fault(name, 'une adresse de messagerie est attendue')
  return address
}

function pkcs11Of(reader: Reader): TokenKey | null {
  const uri = reader.text('CONFRERE_PKCS11')
  if (uri === null) return null
  const key = parsePkcs11Uri(uri)
  if (typeof key === 'string') {
    reader.fault('CONFRERE_PKCS11', key)
    return null
  }
  if (key.pin !== null && reader.origin('CONFRERE_PKCS11') === 'file')
    reader.fault('CONFRERE_PKCS11', 'pas de secret dans ce fichier : donnez « pin-source=file:… »')
  return key
}

/** One who holds the settings. */
export interface WithConfig {
  readonly config: Config
}
