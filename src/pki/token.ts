/**
 * Keys that stay in their PKCS#11 module (a hospital's HSM, a card): used through `pkcs11-tool` of OpenSC.
 *
 * In    where the key is, what to sign, to decrypt or to agree with
 * Out   what the module answers; the key itself never comes out
 * Refuses   by throwing: no tool, no module, wrong PIN, no such key (the tool's last words, never the PIN)
 *
 * Node knows no PKCS#11 and its own OpenSSL loads no engine of the system: a child is the one way that every
 * Debian has. The PIN goes through its environment, which other users cannot read. RFC 7512 §2.4 ·
 * RFC 8017 §9.2 (DigestInfo)
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

import type { TokenKey } from '../kit/pkcs11-uri.ts'
import * as der from './der-writer.ts'

const TOOL = 'pkcs11-tool'
const PIN = 'PKCS11_PIN'
const WITHIN_MS = 20_000
const MAX_OUTPUT = 4 * 1024 * 1024
const MODULES = [
  '/usr/lib/x86_64-linux-gnu/p11-kit-proxy.so',
  '/usr/lib/aarch64-linux-gnu/p11-kit-proxy.so',
  '/usr/lib/softhsm/libsofthsm2.so',
]
const DIGESTS: { readonly [hash: string]: string } = {
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
}

/** Signs a digest with RSASSA-PKCS1-v1_5. */
export async function tokenSignRsa(key: TokenKey, hash: string, digest: Buffer): Promise<Buffer> {
  const algorithm = der.sequence(der.oid(DIGESTS[hash] ?? ''), der.NULL)
  const info = der.sequence(algorithm, der.octets(digest))
  return await tool(key, ['--sign', '--mechanism', 'RSA-PKCS', ...named(key)], info)
}

/** Signs a digest with ECDSA. */
export async function tokenSignEcdsa(key: TokenKey, digest: Buffer): Promise<Buffer> {
  const way = ['--mechanism', 'ECDSA', '--signature-format', 'openssl']
  return await tool(key, ['--sign', ...way, ...named(key)], digest)
}

/** Decrypts with RSA: PKCS#1 v1.5 undone by the module, or the bare block. */
export function tokenDecrypt(
  key: TokenKey,
  mechanism: 'RSA-PKCS' | 'RSA-X-509',
  encrypted: Buffer,
): Buffer {
  return toolSync(key, ['--decrypt', '--mechanism', mechanism, ...named(key)], encrypted)
}

/** The shared secret with a public key (SubjectPublicKeyInfo), its x coordinate. */
export function tokenAgree(key: TokenKey, spki: Buffer): Buffer {
  const way = ['--derive', '--mechanism', 'ECDH1-DERIVE', '--input-file', '/dev/stdin']
  return toolSync(key, [...way, ...named(key)], spki)
}

/** An object of the token that is no secret: the public key (SubjectPublicKeyInfo) or a certificate. */
export async function tokenObject(
  key: TokenKey,
  type: 'pubkey' | 'cert',
  which: Pick<TokenKey, 'id' | 'object'> = key,
): Promise<Buffer | null> {
  try {
    const found = await tool(key, ['--read-object', '--type', type, ...named(which)])
    return found.length === 0 ? null : found
  } catch (error) {
    if (error instanceof Error && /not found/.test(error.message)) return null
    throw error
  }
}

/** Identifiers of the certificates that the token holds. */
export async function tokenCertificateIds(key: TokenKey): Promise<readonly string[]> {
  const listed = String(await tool(key, ['--list-objects', '--type', 'cert']))
  return [...listed.matchAll(/^[ \t]+ID:[ \t]+([0-9a-f]+)[ \t\r]*$/gm)].map(
    (match) => match[1] ?? '',
  )
}

/** The same key named by its identifier: `pkcs11-tool` signs with any key when it is told a label alone. */
export async function withId(key: TokenKey): Promise<TokenKey & { readonly id: string }> {
  if (key.id !== null) return { ...key, id: key.id }
  const listed = String(await tool(key, ['--list-objects', '--type', 'privkey']))
  const ids = listed.split(/^(?=\S)/m).flatMap((block) => {
    const label = /^[ \t]+label:(.*)$/m.exec(block)?.[1]?.trim()
    const id = /^[ \t]+ID:[ \t]+([0-9a-f]+)[ \t\r]*$/m.exec(block)?.[1]
    return label === key.object && id !== undefined ? [id] : []
  })
  const [id] = ids
  if (id === undefined || ids.length > 1)
    throw new Error(
      'la clé PKCS#11 est introuvable, ou plusieurs portent ce nom : nommez son « id »',
    )
  return { ...key, id }
}

function named({ id, object }: Pick<TokenKey, 'id' | 'object'>): string[] {
  return [...(id === null ? [] : ['--id', id]), ...(object === null ? [] : ['--label', object])]
}

function argumentsOf(key: TokenKey, more: readonly string[]): string[] {
  const module = key.module ?? MODULES.find((path) => existsSync(path))
  if (module === undefined)
    throw new Error('aucun module PKCS#11 : nommez « module-path » dans l’URI')
  return [
    ...['--module', module],
    ...(key.token === null ? [] : ['--token-label', key.token]),
    ...(key.slot === null ? [] : ['--slot', key.slot]),
    ...['--login', '--pin', `env:${PIN}`],
    ...more,
  ]
}

/** Modules find their own settings in the environment (SOFTHSM2_CONF and the like): it is handed on whole. */
function environment(key: TokenKey): NodeJS.ProcessEnv {
  const pin = key.pin ?? (key.pinFile === null ? '' : readFileSync(key.pinFile, 'utf8'))
  return { ...process.env, LC_ALL: 'C', [PIN]: pin.replace(/\r?\n$/, '') }
}

/**
 * Modules shared by several processes (SoftHSM among them) fail at times when two log in at once: what is not
 * a wrong PIN or an absent object is tried again. A wrong PIN never is: tries are counted, and lock the token.
 */
const FINAL = /CKR_PIN|CKR_USER_PIN|not found|pkcs11-tool est absent/
const WAITS_MS = [50, 100, 200, 400, 800, 1_600]

/** While one decrypts, all wait: only what a second process causes is tried again, never a bad ciphertext. */
const TRANSIENT = /C_GetTokenInfo|C_Login|C_OpenSession|CKR_GENERAL_ERROR|No slot/
const MAX_SYNC_ATTEMPTS = 5

let last: Promise<unknown> = Promise.resolve()

/** One child at a time in this process. */
function tool(key: TokenKey, more: readonly string[], input?: Buffer): Promise<Buffer> {
  const answer = last.then(() => again(key, more, input))
  last = answer.catch(() => undefined)
  return answer
}

async function again(key: TokenKey, more: readonly string[], input?: Buffer): Promise<Buffer> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await once(key, more, input)
    } catch (error) {
      const wait = WAITS_MS[attempt]
      if (wait === undefined || !(error instanceof Error) || FINAL.test(error.message)) throw error
      await pause(wait)
    }
  }
}

function once(key: TokenKey, more: readonly string[], input?: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      TOOL,
      argumentsOf(key, more),
      { encoding: 'buffer', env: environment(key), timeout: WITHIN_MS, maxBuffer: MAX_OUTPUT },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout)
        else reject(failure(error, stderr))
      },
    )
    // A child that ends early closes its input: its exit says why.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}

function toolSync(key: TokenKey, more: readonly string[], input: Buffer): Buffer {
  for (let attempt = 0; ; attempt++) {
    try {
      return onceSync(key, more, input)
    } catch (error) {
      const isTransient = error instanceof Error && TRANSIENT.test(error.message)
      if (attempt >= MAX_SYNC_ATTEMPTS || !isTransient) throw error
    }
  }
}

function onceSync(key: TokenKey, more: readonly string[], input: Buffer): Buffer {
  const { error, status, stdout, stderr } = spawnSync(TOOL, argumentsOf(key, more), {
    input,
    env: environment(key),
    timeout: WITHIN_MS,
    maxBuffer: MAX_OUTPUT,
  })
  if (error || status !== 0) throw failure(error ?? new Error('exit'), stderr)
  return stdout
}

function failure(error: Error & { code?: unknown }, stderr: Buffer | null): Error {
  if (error.code === 'ENOENT')
    return new Error('pkcs11-tool est absent : installez le paquet opensc', { cause: error })
  const said = /^(?:error: )?((?:PKCS11|No slot|object).*)$/m.exec(
    stderr?.toString('utf8') ?? '',
  )?.[1]
  // The error of the child holds its command line, which names no secret but says too much.
  return new Error(`le module PKCS#11 refuse : ${said ?? 'pkcs11-tool a échoué'}`)
}
