/**
 * Both ways with other people's S/MIME: what OpenSSL, gpgsm and s-nail make is opened, what we seal they read.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import type { Person } from '../../certs/make.ts'
import type { Who } from '../../certs/people.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import { open, receivedFile } from '../../src/open/open.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { seal } from '../../src/seal/seal.ts'
import { keyring } from '../support/gpgsm.ts'
import {
  decrypted,
  demande,
  encrypted,
  letter,
  signed,
  split,
  verified,
} from '../support/letters.ts'
import { certificateOf, identityOf, testPki } from '../support/pki.ts'

const pki = await testPki()
const { people } = pki
const trust = await loadTrust(pki.trust)
const TEXT = 'Avis : surveillance simple.'
const has = (tool: string): boolean => {
  try {
    execFileSync(tool, ['--version'], { stdio: 'ignore' })
    return true
  } catch (error) {
    return (error as { code?: string }).code !== 'ENOENT'
  }
}
const without = (tool: string) => (has(tool) ? false : `${tool} is not installed`)

async function judged(raw: Buffer, keys: readonly Person[] = [people.gateway]) {
  const { verdict } = await open(receivedFile(raw, pki.now), {
    keys: keys.map(identityOf),
    trust,
    annuaire: null,
    keep: keepInMemory,
    policy: { revocationInconnue: 'quarantine', testCertificates: 'accept', purpose: 'mail' },
  })
  return verdict
}

async function sealed(signer: Who, recipient: Who | null, gcm = false, oaep = false) {
  const made = await seal(
    {
      headers: [
        ['From', people[signer].email],
        ['To', 'x@chu.test'],
        ['Subject', 'Avis'],
        ['Message-ID', '<a@b.test>'],
      ],
      entity: memoryBytes(letter({ from: '', to: '', text: TEXT }).entity),
      to: 'x@chu.test' as AdresseMss,
      messageId: 'a@b.test',
      clinical: true,
    },
    {
      identity: identityOf(people[signer]),
      recipient: recipient && {
        certificate: certificateOf(people[recipient]),
        capabilities: { gcm, oaep },
      },
      keep: keepInMemory,
      now: new Date(),
    },
  )
  if (isRefusal(made)) throw new Error(made.code)
  return await wholeBuffer(made.raw, 1e6)
}

const base64Text = Buffer.from(TEXT).toString('base64')
const SIGNERS = ['gateway', 'cardiologue', 'pneumologue', 'rhumatologue'] as const
const RSA_ALONE = ['gateway'] as const

t.test('OpenSSL: every signature and every envelope, both ways', async (t) => {
  for (const who of SIGNERS) {
    const mail = letter({ from: people[who].email, to: 'demande@te.localhost', text: demande() })
    for (const form of ['detached', 'opaque'] as const)
      for (const digest of ['sha256', 'sha384', 'sha512'] as const)
        t.equal(
          (await judged(await signed(mail, people[who], { form, digest }))).refusal,
          null,
          `${who} ${form} ${digest}`,
        )
    t.match((await verified(await sealed(who, null), pki)).entity.toString(), base64Text, who)
  }
  const rsa = letter({ from: people.gateway.email, to: 'x@y.test', text: TEXT })
  for (const digest of ['sha256', 'sha512'] as const)
    t.equal(
      (await judged(await signed(rsa, people.gateway, { padding: 'pss', digest }))).refusal,
      null,
      `PSS ${digest}`,
    )
  const inner = await signed(rsa, people.gateway)
  for (const who of SIGNERS) {
    const isRsa = who === RSA_ALONE[0]
    for (const cipher of ['aes-128-cbc', 'aes-256-cbc', 'aes-128-gcm', 'aes-256-gcm'] as const)
      for (const padding of isRsa ? (['pkcs1', 'oaep'] as const) : (['pkcs1'] as const)) {
        const raw = await encrypted(inner, people[who].certificate, { cipher, padding })
        t.equal((await judged(raw, [people[who]])).refusal, null, `to ${who} ${cipher} ${padding}`)
      }
    for (const gcm of [false, true])
      for (const oaep of isRsa ? [false, true] : [false]) {
        const clear = await decrypted(await sealed('gateway', who, gcm, oaep), people[who])
        t.match(
          (await verified(clear, pki)).entity.toString(),
          base64Text,
          `from us to ${who} ${gcm} ${oaep}`,
        )
      }
  }
})

const smime = (type: string, cms: Buffer) =>
  Buffer.from(
    [
      `Content-Type: application/pkcs7-mime; smime-type=${type}; name="smime.p7m"`,
      'Content-Transfer-Encoding: base64',
      '',
      cms.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'),
      '',
    ].join('\r\n'),
  )

t.test(
  'gpgsm: signs for us, encrypts to us, reads what we seal',
  { skip: without('gpgsm') },
  async (t) => {
    const { run } = keyring(t, pki, [people.requerant, people.gateway])
    // What we sign: the entity and the detached signature, given apart.
    const raw = (await sealed('gateway', null)).toString('latin1')
    const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? ''
    const [, entity = '', part = ''] = raw.split(`--${boundary}`)
    const dir = t.testdir({ p7s: '', entity: '' })
    writeFileSync(join(dir, 'p7s'), Buffer.from(part.split('\r\n\r\n')[1] ?? '', 'base64'))
    writeFileSync(join(dir, 'entity'), Buffer.from(entity.replace(/^\r\n|\r\n$/g, ''), 'latin1'))
    const told = run([
      '--status-fd',
      '1',
      '--verify',
      join(dir, 'p7s'),
      join(dir, 'entity'),
    ]).toString()
    t.match(told, /GOODSIG/)
    t.match(told, /VALIDSIG/)

    // What it signs: opaque, and what it encrypts of ours, decrypted by it again.
    const loopback = ['--pinentry-mode', 'loopback', '--passphrase-fd', '0']
    const letterFile = join(dir, 'letter')
    const own = letter({ from: people.requerant.email, to: 'x@y.test', text: TEXT })
    writeFileSync(letterFile, own.entity)
    const object = run(
      [...loopback, '--include-certs', '2', '-u', people.requerant.email, '--sign', letterFile],
      Buffer.from('essai\n'),
    )
    const signedMail = Buffer.concat([
      Buffer.from(`From: ${people.requerant.email}\r\n`),
      smime('signed-data', object),
    ])
    t.equal((await judged(signedMail)).refusal, null, 'what gpgsm signs')
    const { entity: ours } = split(await sealed('gateway', 'requerant'))
    writeFileSync(
      letterFile,
      Buffer.from(ours.toString('latin1').split('\r\n\r\n')[1] ?? '', 'base64'),
    )
    const clear = run([...loopback, '--decrypt', letterFile], Buffer.from('essai\n'))
    t.match((await verified(clear, pki)).entity.toString(), base64Text, 'what we encrypt')

    // What it encrypts to us: an enveloped object around a mail that OpenSSL signed.
    const mail = letter({ from: people.requerant.email, to: 'x@y.test', text: TEXT })
    const { outer, entity: inner } = split(await signed(mail, people.requerant))
    for (const cipher of ['AES', 'AES256']) {
      const cms = run(['--cipher-algo', cipher, '-r', people.gateway.email, '--encrypt'], inner)
      const verdict = await judged(Buffer.concat([outer, smime('enveloped-data', cms)]))
      t.equal(verdict.refusal, null, cipher)
    }
  },
)

t.test(
  's-nail: verifies what we sign, and what it signs is good',
  { skip: without('s-nail') },
  async (t) => {
    const dir = t.testdir({ sent: '' })
    const { requerant } = people
    const pair = join(dir, 'pair.pem')
    writeFileSync(
      pair,
      Buffer.concat([readFileSync(requerant.certificate), readFileSync(requerant.key)]),
    )
    const base = [
      '-:/',
      '-Sv15-compat',
      '-Sttycharset=utf-8',
      '-Ssendwait',
      `-Ssmime-ca-file=${pki.root}`,
    ]
    const env = { PATH: process.env.PATH, HOME: dir, TMPDIR: dir, LC_ALL: 'C.UTF-8' }
    const sendmail = join(dir, 'sendmail')
    writeFileSync(sendmail, `#!/bin/sh\ncat > ${join(dir, 'sent')}\n`, { mode: 0o755 })
    execFileSync(
      's-nail',
      [
        ...base,
        ...[
          '-Ssmime-sign',
          `-Ssmime-sign-cert=${pair}`,
          `-Ssmime-sign-include-certs=${requerant.chain}`,
        ],
        ...[
          '-Ssmime-sign-digest=sha256',
          `-Smta=${sendmail}`,
          '-r',
          requerant.email,
          '-s',
          'Demande',
          'demande@te.localhost',
        ],
      ],
      { input: `${TEXT}\n`, env, timeout: 60_000, stdio: ['pipe', 'pipe', 'pipe'] },
    )
    const verdict = await judged(readFileSync(join(dir, 'sent')))
    t.equal(verdict.signature.status, 'valid')
    t.equal(verdict.refusal, null)

    const mbox = join(dir, 'mbox')
    const raw = (await sealed('gateway', null)).toString('latin1').replaceAll('\r\n', '\n')
    writeFileSync(mbox, `From x@y.test Sun Nov 22 09:00:00 2026\n${raw}\n`)
    const said = execFileSync('s-nail', [...base, '-R', '-Y', 'verify 1', '-Y', 'x', '-f', mbox], {
      env,
      timeout: 60_000,
      input: '',
      stdio: ['pipe', 'pipe', 'pipe'],
    }).toString()
    t.match(said, /was verified successfully/i)
  },
)
