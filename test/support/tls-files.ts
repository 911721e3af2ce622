/**
 * Certificates for TLS, made by OpenSSL for one test: an authority, a server, an operator, and a stranger.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Test } from 'tap'

interface Pair {
  readonly cert: Buffer
  readonly key: Buffer
  /** Subject as OpenSSL writes it by RFC 2253. */
  readonly subject: string
}

export interface TlsFiles {
  readonly ca: Buffer
  readonly server: Pair
  readonly operator: Pair
  /** Certified by nobody we know. */
  readonly stranger: Pair
}

/** Makes the files in a folder of their own, gone at the end of the test. */
export function tlsFiles(t: Test): TlsFiles {
  const dir = mkdtempSync(join(tmpdir(), 'confrere-tls-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  const run = (...args: string[]): string =>
    execFileSync('openssl', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  const selfSigned = (name: string, subject: string): void => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
    run(
      'req',
      '-x509',
      ...key,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
      '-days',
      '2',
      '-utf8',
      '-subj',
      subject,
    )
  }
  const issued = (name: string, subject: string): void => {
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
    run('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-utf8', '-subj', subject)
    writeFileSync(join(dir, `${name}.ext`), 'subjectAltName=DNS:te.localhost,DNS:localhost\n')
    run(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    )
  }
  const pair = (name: string): Pair => ({
    cert: readFileSync(join(dir, `${name}.crt`)),
    key: readFileSync(join(dir, `${name}.key`)),
    subject: run(
      'x509',
      '-in',
      `${name}.crt`,
      '-noout',
      '-subject',
      '-nameopt',
      'RFC2253,-esc_msb,utf8',
    )
      .trim()
      .replace(/^subject=\s*/, ''),
  })
  selfSigned('ca', '/C=FR/O=Autorite de test/CN=AC test')
  issued('server', '/CN=te.localhost')
  issued(
    'operator',
    '/C=FR/ST=Hauts-de-Seine (92)/O=Opérateur, SA/OU=347976684200724/CN=bus.operateur.example',
  )
  selfSigned('stranger', '/CN=bus.operateur.example')
  return {
    ca: readFileSync(join(dir, 'ca.crt')),
    server: pair('server'),
    operator: pair('operator'),
    stranger: pair('stranger'),
  }
}
