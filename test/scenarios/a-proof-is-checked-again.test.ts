/**
 * What a judgement rested on is kept, and the evidence pack alone lets OpenSSL judge again.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import t from 'tap'

import { packOf } from '../../src/cli/preuve-pack.ts'
import { type EvidenceFile, evidenceOf } from '../../src/ledger/views/evidence.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, encrypted, letter, signed } from '../support/letters.ts'
import { identityOf } from '../support/pki.ts'

/** All that the script may use. SPEC §1 */
const TOOLS = ['openssl', 'grep', 'cat', 'echo', 'mktemp', 'rm', 'sha256sum', 'sh']

t.test('the script of LISEZMOI.txt passes, and fails once anything is altered', async (t) => {
  const gateway = await startGateway(t)
  const { parts, pki, requerant, dermatologue } = gateway
  // Detached, opaque and encrypted to the gateway: each form of a signed mail is in the pack.
  await requerant.asks(demande())
  const ask = await dermatologue.receives("demande d'avis")
  const opaque = async (text: string) =>
    signed(letter({ from: dermatologue.email, to: ask.replyTo, text }), pki.people.dermatologue, {
      form: 'opaque',
    })
  await gateway.transmit(dermatologue.email, ask.replyTo, await opaque('ACCEPTE'))
  const closed = await encrypted(await opaque('AVIS\n\nÀ opérer.'), pki.people.gateway.certificate)
  await gateway.transmit(dermatologue.email, ask.replyTo, closed)
  await requerant.receives('compte-rendu')
  await gateway.settles()
  const [dossier] = await gateway.dossiers()
  const evidence = await evidenceOf(parts.db, parts.keys, dossier?.numero ?? '')
  if (evidence === null) return t.fail('no evidence')
  const identity = identityOf(pki.people.gateway)
  const given = { identity, keys: [identity], trust: await parts.trust(), now: gateway.clock.now() }
  const files = await packOf(evidence, given)

  const folder = mkdtempSync(join(tmpdir(), 'confrere-preuve-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  for (const tool of TOOLS) {
    const file = execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim()
    symlinkSync(file.startsWith('/') ? file : `/bin/${tool}`, join(bin, tool))
  }
  const unpacked = (name: string, pack: readonly EvidenceFile[]): string => {
    const place = join(folder, name)
    for (const each of pack) {
      mkdirSync(dirname(join(place, each.name)), { recursive: true })
      writeFileSync(join(place, each.name), each.bytes)
    }
    return place
  }
  const words = String(files.find(({ name }) => name === 'LISEZMOI.txt')?.bytes)
  const script = words.split('\n').filter((line) => line.startsWith('    '))
  const run = (place: string) =>
    spawnSync('sh', ['-e'], {
      cwd: place,
      input: script.join('\n'),
      env: { PATH: bin, TMPDIR: folder },
    })
  const place = unpacked('whole', files)
  const whole = run(place)
  t.equal(whole.status, 0, String(whole.stderr))
  t.match(String(whole.stdout), /Preuves intactes\./)
  t.equal(script.filter((line) => line.includes('cms -verify -in recus/')).length, 3)

  const mails = files.filter(({ name }) => name.startsWith('recus/') && name.endsWith('.eml'))
  t.equal(mails.length, 6, 'three mails and what was signed in each')
  // The letter itself is what was read to get here; the certificates inside the signature are copies of the file's.
  const told = files.filter(({ name }) => !/^LISEZMOI|\.p7s$/.test(name))
  for (const { name, bytes } of told) {
    const altered = Buffer.from(bytes)
    const at = bytes.length >> 1
    altered[at] = (altered[at] ?? 0) ^ 1
    writeFileSync(join(place, name), altered)
    t.not(run(place).status, 0, name.replace(/[\da-f-]{36}/, 'id'))
    writeFileSync(join(place, name), bytes)
  }

  // Whoever makes the sums again has not the gateway's key.
  const name = mails[0]?.name ?? ''
  writeFileSync(
    join(place, name),
    Buffer.concat([mails[0]?.bytes ?? Buffer.alloc(0), Buffer.from(' ')]),
  )
  const remade = files
    .filter((each) => !each.name.startsWith('SHA256SUMS'))
    .map((each) => {
      const bytes = readFileSync(join(place, each.name))
      return `${createHash('sha256').update(bytes).digest('hex')}  ${each.name}\n`
    })
  writeFileSync(join(place, 'SHA256SUMS'), remade.join(''))
  t.not(run(place).status, 0, 'an altered mail with its sum made again')

  const lost = unpacked('lost', files)
  const [list] = evidence.received[0]?.lists ?? []
  rmSync(join(lost, list ?? ''))
  t.not(run(lost).status, 0, 'one list less')

  const [row] = await parts.db.query<{ clear: boolean }>(
    "select position('CERTIFICATE' in encode(preuve, 'escape')) > 0 as clear from message_entrant",
  )
  t.equal(row?.clear, false, 'kept encrypted')
})

t.test('the lists are kept once, whatever messages they judged', async (t) => {
  const gateway = await startGateway(t)
  const { parts, requerant } = gateway
  await requerant.asks(demande())
  await requerant.asks(demande({ Question: 'Une autre question ?' }))
  await gateway.settles()
  const [count] = await parts.db.query<{ n: number }>(
    'select count(*)::int as n from piece_revocation',
  )
  t.equal(count?.n, 2)
})
