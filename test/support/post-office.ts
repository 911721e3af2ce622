/**
 * A post office of other people's make, on loopback: a real Postfix between the physicians and the gateway, and a real
 * Dovecot where they read.
 *
 *   const port = await freePort()                              // what the gateway takes for its relay
 *   const office = await openPostOffice(t, { port, gateway: 2525, boxes: ['a@cabinet.test'] })
 *   office.smtp                                                // where clients hand in
 *   office.imap                                                // where they read: any password opens a box
 *
 * Both come from Debian, run with files of their own under one folder, and end with the test. They need root, to become
 * the users that they are made for.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import type { Test } from 'tap'

/** Who owns the boxes: Debian's own user of nobody. */
const NOBODY = 65534
const START_MS = 20_000

/** The addresses of an open office. */
export interface PostOffice {
  readonly smtp: number
  readonly imap: number
  readonly folder: string
}

/** A port of loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as { port: number }
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  return port
}

/** Why this machine cannot hold one; false: it can. */
export function withoutPostOffice(): string | false {
  if (process.getuid?.() !== 0) return 'Postfix and Dovecot start as root only'
  for (const [name, tool] of [
    ['postfix', '/usr/sbin/postfix'],
    ['dovecot-imapd', '/usr/lib/dovecot/imap'],
  ] as const) {
    try {
      execFileSync('test', ['-x', tool])
    } catch {
      return `${name} is not installed`
    }
  }
  return false
}

interface Wanted {
  readonly port: number
  /** The gateway's own port: mail for te.localhost goes there. */
  readonly gateway: number
  /** Addresses that have a box. */
  readonly boxes: readonly string[]
}

/** Opens it. */
export async function openPostOffice(
  t: Pick<Test, 'teardown'>,
  wanted: Wanted,
): Promise<PostOffice> {
  const { port } = wanted
  const folder = mkdtempSync(join(tmpdir(), 'confrere-poste-'))
  chmodSync(folder, 0o755)
  const imap = await freePort()
  const boxes = join(folder, 'boites')
  mkdirSync(boxes)
  chownSync(boxes, NOBODY, NOBODY)
  const postfix = startPostfix(folder, wanted)
  const dovecot = startDovecot(folder, imap)
  t.teardown(async () => {
    // Its master is a session of its own: it is told to stop by its own program.
    execFileSync('/usr/sbin/postfix', ['-c', join(folder, 'postfix'), 'stop'], { stdio: 'ignore' })
    await Promise.all([postfix, dovecot].map(ended))
    rmSync(folder, { recursive: true, force: true })
  })
  await Promise.all([answers(port), answers(imap)])
  return { smtp: port, imap, folder }
}

function startPostfix(folder: string, { port, gateway, boxes }: Wanted): ChildProcess {
  const domains = new Set(boxes.map((address) => address.split('@')[1]))
  const maps = boxes.map((address) => `{${address}=${address.split('@').toReversed().join('/')}/}`)
  const etc = join(folder, 'postfix')
  const data = join(folder, 'donnees')
  for (const each of [etc, join(folder, 'file'), data]) mkdirSync(each)
  execFileSync('chown', ['postfix', data])
  writeFileSync(
    join(etc, 'main.cf'),
    `compatibility_level = 3.6
queue_directory = ${folder}/file
data_directory = ${data}
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = poste.cabinet.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
alias_maps =
alias_database =
relay_domains = te.localhost
transport_maps = inline:{te.localhost=smtp:[127.0.0.1]:${gateway}}
smtp_host_lookup = native
disable_dns_lookups = yes
virtual_mailbox_domains = ${[...domains].join(', ')}
virtual_mailbox_base = ${folder}/boites
virtual_mailbox_maps = inline:{${maps.join(', ')}}
virtual_uid_maps = static:${NOBODY}
virtual_gid_maps = static:${NOBODY}
message_size_limit = 52428800
virtual_mailbox_limit = 0
maillog_file = ${folder}/postfix.log
maillog_file_prefixes = ${folder}
`,
  )
  writeFileSync(join(etc, 'master.cf'), masterCf(port))
  return spawn('/usr/sbin/postfix', ['-c', etc, 'start-fg'], { stdio: 'ignore' })
}

/** What Postfix runs, none of it in a chroot. master(5) */
function masterCf(port: number): string {
  const services = [
    [`127.0.0.1:${port}`, 'inet', 'n', '-', 'smtpd'],
    ['pickup', 'unix', 'n', '1', 'pickup'],
    ['cleanup', 'unix', 'n', '0', 'cleanup'],
    ['qmgr', 'unix', 'n', '1', 'qmgr'],
    ['rewrite', 'unix', '-', '-', 'trivial-rewrite'],
    ['bounce', 'unix', '-', '0', 'bounce'],
    ['defer', 'unix', '-', '0', 'bounce'],
    ['trace', 'unix', '-', '0', 'bounce'],
    ['verify', 'unix', '-', '1', 'verify'],
    ['flush', 'unix', 'n', '0', 'flush'],
    ['proxymap', 'unix', '-', '-', 'proxymap'],
    ['smtp', 'unix', '-', '-', 'smtp'],
    ['relay', 'unix', '-', '-', 'smtp'],
    ['error', 'unix', '-', '-', 'error'],
    ['retry', 'unix', '-', '-', 'error'],
    ['virtual', 'unix', '-', '-', 'virtual'],
    ['anvil', 'unix', '-', '1', 'anvil'],
    ['scache', 'unix', '-', '1', 'scache'],
    ['postlog', 'unix-dgram', 'n', '1', 'postlogd'],
  ]
  return services
    .map(([name, type, isPrivate, most, program]) => {
      const unprivileged = program === 'virtual' ? 'n' : '-'
      const wake = program === 'qmgr' || program === 'pickup' ? '5' : '-'
      return `${name} ${type} ${isPrivate} ${unprivileged} n ${wake} ${most} ${program}\n`
    })
    .join('')
}

function startDovecot(folder: string, port: number): ChildProcess {
  const conf = join(folder, 'dovecot.conf')
  writeFileSync(
    conf,
    `base_dir = ${folder}/dovecot
state_dir = ${folder}/dovecot-etat
instance_name = confrere-${port}
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
log_path = ${folder}/dovecot.log
first_valid_uid = 1
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${folder}/boites/%d/%n
}
mail_location = maildir:${folder}/boites/%d/%n
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
`,
  )
  return spawn('/usr/sbin/dovecot', ['-F', '-c', conf], { stdio: 'ignore' })
}

async function answers(port: number): Promise<void> {
  const deadline = Date.now() + START_MS
  for (;;) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('data', () => {
        resolve(true)
        socket.destroy()
      })
      socket.once('error', () => resolve(false))
      socket.once('close', () => resolve(false))
    })
    if (isThere) return
    if (Date.now() > deadline) throw new Error(`nobody answers on port ${port}`)
    await pause(100)
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
  })
  child.kill('SIGTERM')
  await gone
}
