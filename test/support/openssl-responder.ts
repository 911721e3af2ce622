/**
 * OpenSSL's own OCSP responder for an authority of a test.
 *
 *   const host = await opensslResponder(t, { root, responder, folder })   reads `index.txt` of the folder
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

import type { Test } from 'tap'

import type { Entity } from '../pki/authority.ts'

/** OpenSSL's own responder for an authority, on a port of its choice. */
export async function opensslResponder(
  t: Pick<Test, 'teardown'>,
  { root, responder, folder }: { root: Entity; responder: Entity; folder: string },
) {
  const at = (name: string) => join(folder, name)
  await writeFile(at('ca.pem'), pem(root))
  await writeFile(at('responder.pem'), pem(responder))
  await writeFile(at('responder.key'), keyPem(responder))
  const child: ChildProcess = spawn(
    'openssl',
    [
      ...['ocsp', '-port', '0', '-index', at('index.txt'), '-CA', at('ca.pem'), '-nmin', '60'],
      ...['-rsigner', at('responder.pem'), '-rkey', at('responder.key'), '-rmd', 'sha256'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  t.teardown(async () => {
    child.kill()
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  })
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    for await (const line of createInterface({ input: stream })) {
      const port = /^ACCEPT .*:(\d+)/.exec(line)?.[1]
      if (port !== undefined) return `127.0.0.1:${port}`
    }
  }
  throw new Error('the responder did not start')
}

/** A certificate in PEM. */
export const pem = ({ certificate }: Entity): string =>
  `-----BEGIN CERTIFICATE-----\n${certificate.der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
/** Its private key in PEM. */
export const keyPem = ({ keys }: Entity): string =>
  keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
