/**
 * A téléexpertise through software that others made: s-nail and neomutt write and read, Postfix carries, Dovecot keeps.
 *
 * The requérant writes in s-nail; the requis answers in neomutt, from his box, with « reply », signed by gpgsm; the
 * requérant reads the compte-rendu in s-nail. SPEC §4, §5, §10
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import t, { type Test } from 'tap'

import type { Person } from '../../certs/make.ts'
import { startGateway } from '../support/gateway.ts'
import { keyring } from '../support/gpgsm.ts'
import { demande } from '../support/letters.ts'
import { testPki } from '../support/pki.ts'
import {
  freePort,
  openPostOffice,
  type PostOffice,
  withoutPostOffice,
} from '../support/post-office.ts'

const pki = await testPki()
const { requerant, dermatologue } = pki.people
const without = (tool: string): string | false => {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' })
    return false
  } catch {
    return `${tool} is not installed`
  }
}
const skip =
  withoutPostOffice() || without('s-nail') || without('neomutt') || without('gpgsm') || false

/** A home that ends with the test. */
function home(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'confrere-client-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** s-nail as this person has it set up. */
function sNail(
  folder: string,
  { certificate, key, chain, email }: Person,
  { smtp, imap }: PostOffice,
) {
  const pair = join(folder, 'pair.pem')
  writeFileSync(pair, Buffer.concat([readFileSync(certificate), readFileSync(key)]))
  const run = (args: readonly string[], input = ''): string =>
    execFileSync(
      's-nail',
      [
        ...['-:/', '-Sv15-compat', '-Sttycharset=utf-8', '-Ssendwait', '-Ssmtp-auth=none'],
        '-Sheadline=%m %80s',
        ...[`-Smta=smtp://127.0.0.1:${smtp}`, `-Ssmime-ca-file=${pki.root}`],
        ...[`-Ssmime-sign-cert=${pair}`, `-Ssmime-sign-include-certs=${chain}`],
        ...['-Ssmime-sign-digest=sha256', '-Simap-auth=login', `-Spassword=x`],
        ...args,
      ],
      {
        input,
        timeout: 60_000,
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH, HOME: folder, TMPDIR: folder, LC_ALL: 'C.UTF-8' },
      },
    ).toString()
  const box = `imap://${email.replace('@', '%40')}:x@127.0.0.1:${imap}/INBOX`
  return {
    writes: (to: string, subject: string, text: string, file: string) =>
      run(['-Ssmime-sign', '-a', file, '-r', email, '-s', subject, to], text),
    /** What commands say in its box, read only. */
    reads: (...commands: readonly string[]) =>
      run(['-R', ...commands.flatMap((each) => ['-Y', each]), '-Y', 'x', '-f', box]),
  }
}

/** Answers the newest mail of the box: « reply », the text on top of the quotation, « send ». */
async function repliesWithNeomutt(
  t: Test,
  {
    folder,
    person,
    text,
  }: { readonly folder: string; readonly person: Person; readonly text: string },
  { smtp, imap }: PostOffice,
): Promise<void> {
  const { home: gnupg } = keyring(t, pki, [person])
  const editor = join(folder, 'editor')
  writeFileSync(
    editor,
    `#!/bin/sh\n{ cat ${join(folder, 'text')}; cat "$1"; } >"$1.new" && mv "$1.new" "$1"\n`,
    { mode: 0o755 },
  )
  writeFileSync(join(folder, 'text'), text)
  writeFileSync(
    join(folder, 'muttrc'),
    `set my_name="Dr Lamarche" realname="Hugo Lamarche" from="${person.email}" use_from=yes use_envelope_from=yes
set imap_user="${person.email}" imap_pass="x" folder="imap://127.0.0.1:${imap}/" spoolfile="+INBOX"
set ssl_starttls=no ssl_force_tls=no smtp_url="smtp://127.0.0.1:${smtp}" smtp_authenticators=""
set record="" postponed="" tmpdir="${folder}" charset="utf-8" send_charset="utf-8"
set editor="${editor}" include=yes fast_reply=yes autoedit=yes edit_headers=no confirmappend=no reply_to=yes abort_unmodified=no
set crypt_use_gpgme=yes smime_is_default=yes crypt_auto_smime=yes crypt_autosign=yes crypt_verify_sig=no
set smime_sign_as="${person.email}" smime_default_key="${person.email}" wait_key=no beep=no sort=reverse-date
set quit=yes
`,
  )
  const command = `neomutt -n -F ${join(folder, 'muttrc')} -e 'push <first-entry><reply><send-message><quit>'`
  const child = spawn('script', ['-qefc', command, join(folder, 'typescript')], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GNUPGHOME: gnupg,
      TERM: 'xterm',
      LC_ALL: 'C.UTF-8',
    },
  })
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', resolve)
  })
  const late = pause(40_000, 'late', { ref: false })
  if ((await Promise.race([ended, late])) === 'late') {
    child.kill()
    throw new Error(`neomutt did not end:\n${readFileSync(join(folder, 'typescript'), 'utf8')}`)
  }
}

async function eventually(said: () => string, fits: RegExp): Promise<string> {
  const deadline = Date.now() + 30_000
  for (;;) {
    let last = ''
    try {
      last = said()
    } catch (error) {
      last = String((error as { stderr?: Buffer }).stderr ?? error)
    }
    if (fits.test(last)) return last
    if (Date.now() > deadline) throw new Error(`never said ${fits}:\n${last}`)
    await pause(500)
  }
}

t.test(
  'a demande and its compte-rendu, in the clients that physicians have',
  { skip },
  async (t) => {
    const port = await freePort()
    const gateway = await startGateway(t, { env: { CONFRERE_RELAY: `smtp://127.0.0.1:${port}` } })
    const boxes = [requerant, dermatologue, pki.people.medecinTraitant].map(({ email }) => email)
    const office = await openPostOffice(t, {
      port,
      gateway: gateway.gateway.ports.smtp ?? 0,
      boxes,
    })

    const mine = home(t)
    const claire = sNail(mine, requerant, office)
    const photo = join(mine, 'photo.jpg')
    writeFileSync(photo, Buffer.alloc(40_000, 7))
    const text = demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps })
    claire.writes('demande@te.localhost', 'Demande', text, photo)

    const theirs = home(t)
    const hugo = sNail(theirs, dermatologue, office)
    await eventually(() => hugo.reads('from *'), /demande d'avis/)
    t.match(hugo.reads('verify 1'), /was verified successfully/i)

    const answer =
      'AVIS\n\nKératose séborrhéique : 5*2 mg, < 0,5 µg.\nConclusion : surveillance.\n\n'
    await repliesWithNeomutt(t, { folder: theirs, person: dermatologue, text: answer }, office)
    await eventually(() => claire.reads('from *'), /compte-rendu/)
    const place = /(\d+) .*compte-rendu/.exec(claire.reads('from *'))?.[1] ?? '1'
    const report = claire.reads(`print ${place}`)
    t.match(report, /Kératose séborrhéique : 5\*2 mg, < 0,5 µg\./)
    t.match(report, /compte-rendu-TE-.*\.pdf/)
    await gateway.settles()
    t.match(await gateway.dossiers(), [{ etat: 'repondu' }])
    t.equal((await gateway.acts()).length, 2)
  },
)
