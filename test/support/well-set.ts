/**
 * The settings and files of a gateway that is well, for tests that start the program: each of them can then be broken.
 *
 *   const { at, env, folder } = await wellSet(t)
 *   await typed(folder, ['check'], { ...env, CONFRERE_IDENTITY: at('faux.p12') })
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Test } from 'tap'

import { authority } from '../pki/authority.ts'
import { freshDatabase } from './database.ts'
import { AGREES, gatewayOf, lasting, p12Of, SIGNS, today } from './signer-files.ts'

export type Env = { readonly [name: string]: string }

/** Makes the files in a folder of their own, and a database; all gone when the test ends. */
export async function wellSet(t: Test) {
  const folder = mkdtempSync(join(tmpdir(), 'confrere-essai-'))
  const at = (name: string): string => join(folder, name)
  const { url, drop } = await freshDatabase()
  t.teardown(async () => {
    await drop()
    chmodSync(at('lecture-seule'), 0o755)
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  })
  const root = authority('Racine', lasting)
  const trust = (name: string, files: { readonly [file: string]: Buffer | string }): string => {
    mkdirSync(at(name))
    for (const [file, content] of Object.entries(files))
      writeFileSync(join(at(name), file), content)
    return at(name)
  }
  const lists = root.lists({ thisUpdate: today(-1), nextUpdate: today(60) })
  const good = { 'racine.crt': root.certificate.der, 'liste.crl': lists.crl }
  writeFileSync(at('maitresse.cle'), randomBytes(32))
  writeFileSync(at('autre.cle'), randomBytes(32))
  writeFileSync(at('faux.mdp'), 'autre')
  writeFileSync(at('faux.p12'), 'rien de tel')
  mkdirSync(at('lecture-seule'), { mode: 0o555 })
  const p12 = await p12Of(folder, 'bonne', gatewayOf(root, SIGNS | AGREES), { password: 'sesame' })
  // By its port: who has not the powers of root does not reach its socket.
  const byPort = new URL(url)
  byPort.search = ''
  const env: Env = {
    DATABASE_URL: byPort.href,
    CONFRERE_DATA_DIR: at('donnees'),
    CONFRERE_TRUST_DIR: trust('confiance', good),
    CONFRERE_IDENTITY: p12,
    CONFRERE_IDENTITY_PASSWORD_FILE: at('bonne.mdp'),
    CONFRERE_MASTER_KEY_FILE: at('maitresse.cle'),
    CONFRERE_SMTP_PORT: '0',
    CONFRERE_HTTP_PORT: '0',
    CONFRERE_LOG_LEVEL: 'error',
  }
  return { folder, at, env, root, trust, good, p12 }
}

/** A server that takes connections and says nothing; its address. */
export async function mute(t: Test): Promise<{ readonly address: string; readonly port: string }> {
  const server = createServer((socket) => socket.on('error', () => undefined))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  return { address: `127.0.0.1:${port}`, port: String(port) }
}
