/**
 * gpgsm with a keyring of its own: the root trusted, these persons' keys under the passphrase « essai ».
 *
 *   const { run } = keyring(t, pki, [pki.people.requerant])
 *   run(['--verify', …])
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Test } from 'tap'

import type { Person, Pki } from '../../certs/make.ts'

/** Makes it; the agent knows the passphrase, so that programs that use gpgsm are never asked. */
export function keyring(t: Pick<Test, 'teardown'>, pki: Pki, persons: readonly Person[]) {
  // The agent's socket lives there, and the path of a socket is short.
  const home = mkdtempSync(join(tmpdir(), 'gpgsm-'))
  const run = (args: readonly string[], input?: Buffer) =>
    execFileSync(
      'gpgsm',
      ['--homedir', home, '--batch', '--yes', '--disable-crl-checks', ...args],
      {
        input,
        stdio: ['pipe', 'pipe', 'pipe'],
        timeout: 60_000,
      },
    )
  const fingerprint = execFileSync('openssl', [
    'x509',
    '-in',
    pki.root,
    '-noout',
    '-fingerprint',
    '-sha1',
  ])
    .toString()
    .replace(/^.*=/, '')
    .trim()
  writeFileSync(join(home, 'trustlist.txt'), `${fingerprint} S relax\n`)
  writeFileSync(join(home, 'gpgsm.conf'), 'disable-crl-checks\ndisable-policy-checks\n')
  writeFileSync(join(home, 'gpg-agent.conf'), 'allow-loopback-pinentry\nallow-preset-passphrase\n')
  t.teardown(() => {
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all'], { stdio: 'ignore' })
    rmSync(home, { recursive: true, force: true })
  })
  const importKey = ({ certificate, key }: Person): void => {
    const p12 = join(home, 'import.p12')
    // The only encryption that its older versions take in a PKCS#12.
    const old = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']
    const from = ['-in', certificate, '-inkey', key, '-passout', 'pass:essai']
    execFileSync('openssl', ['pkcs12', '-export', ...old, ...from, '-out', p12])
    run(
      ['--pinentry-mode', 'loopback', '--passphrase-fd', '0', '--import', p12],
      Buffer.from('essai\n'),
    )
  }
  for (const file of [pki.root, ...new Set(persons.map(({ chain }) => chain))])
    run(['--import', file])
  for (const person of persons) {
    try {
      importKey(person)
    } catch {
      // gpgsm 2.2 was once seen to refuse a PKCS#12 of OpenSSL, and never again sixty others: one more is made.
      importKey(person)
    }
  }
  const keys = run(['--with-colons', '-K']).toString()
  for (const [, grip = ''] of keys.matchAll(/^grp:+([0-9A-F]{40}):/gm)) {
    execFileSync('/usr/lib/gnupg/gpg-preset-passphrase', ['--preset', grip], {
      input: 'essai',
      env: { ...process.env, GNUPGHOME: home },
    })
  }
  return { run, home }
}
