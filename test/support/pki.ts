/**
 * The test PKI, made once and shared by all test files for half a day.
 *
 *   const pki = await testPki()
 *   pki.people.requerant.certificate      // files, for OpenSSL
 *   identityOf(pki.people.gateway)        // Identity, for seal and open
 *   pki.trust                             // a folder as CONFRERE_TRUST_DIR holds it
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { makePki, type Person, type Pki, pkiIn } from '../../certs/make.ts'
import type { Identity } from '../../src/message.ts'

const FRESH_MS = 12 * 3_600_000
const LOCK_STALE_MS = 60_000
const VERSION = 2

/** The PKI as of now; the first who asks makes it (about two seconds), the others wait. */
export async function testPki(): Promise<Pki> {
  const dir = join(await cacheDir(), `pki-${VERSION}`)
  const lock = `${dir}.lock`
  for (;;) {
    const madeAt = await madeWhen(dir)
    if (madeAt !== null) return pkiIn(dir, madeAt)
    if (
      await mkdir(lock).then(
        () => true,
        () => false,
      )
    )
      break
    const held = await stat(lock).catch(() => null)
    if (held !== null && Date.now() - held.mtimeMs > LOCK_STALE_MS)
      await rm(lock, { recursive: true })
    await pause(100)
  }
  try {
    if ((await madeWhen(dir)) === null) {
      const draft = `${dir}.${process.pid}`
      await makePki(draft)
      await rm(dir, { recursive: true, force: true })
      await rename(draft, dir)
    }
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
  return pkiIn(dir, (await madeWhen(dir)) ?? new Date())
}

/** What the gateway would load from this person's PKCS#12. */
export function identityOf({ key, certificate, chain }: Person): Identity {
  return {
    key: createPrivateKey(readFileSync(key)),
    certificate: new X509Certificate(readFileSync(certificate)),
    intermediates: [new X509Certificate(readFileSync(chain))],
  }
}

/** DER of a person's certificate. */
export function certificateOf({ certificate }: Person): Buffer {
  return new X509Certificate(readFileSync(certificate)).raw
}

async function madeWhen(dir: string): Promise<Date | null> {
  const made = await stat(join(dir, 'trust', 'intermediate.crl')).catch(() => null)
  return made !== null && Date.now() - made.mtimeMs < FRESH_MS ? made.mtime : null
}

async function cacheDir(): Promise<string> {
  const modules = resolve(import.meta.dirname, '../../node_modules')
  const base = existsSync(modules) ? join(modules, '.cache') : tmpdir()
  const dir = join(base, 'confrere-tests')
  await mkdir(dir, { recursive: true })
  return dir
}
