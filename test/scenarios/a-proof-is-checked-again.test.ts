/**
 * What a judgement rested on is kept, and the evidence pack alone lets OpenSSL judge again.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { type EvidenceFile, evidenceOf } from '../../src/ledger/evidence.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test(
  'the pack of a dossier verifies with OpenSSL alone, and not without what it holds',
  async (t) => {
    const gateway = await startGateway(t)
    const { parts, requerant } = gateway
    await requerant.asks(demande())
    await requerant.receives('TE-')
    await gateway.settles()
    const [dossier] = await gateway.dossiers()
    const files = await evidenceOf(parts.db, parts.keys, dossier?.numero ?? '')
    const named = (pattern: RegExp) => (files ?? []).filter(({ name }) => pattern.test(name))
    const [mail] = named(/^recus\/.*\.eml$/)
    const [chain] = named(/^recus\/.*\.chaine\.pem$/)
    const [used] = named(/^recus\/.*\.preuve\.json$/)
    const lists = named(/^revocation\/.*\.crl$/)
    const told = JSON.parse(String(used?.bytes)) as {
      instant: string
      listes: { fichier: string; numero: string | null; emetteur: string }[]
    }
    t.ok(lists.length >= 2, 'a list of each authority of the path')
    t.strictSame(
      told.listes.map(({ fichier }) => fichier).sort(),
      lists.map(({ name }) => name).sort(),
    )
    t.ok(told.listes.every(({ emetteur }) => emetteur.includes('CN=')))
    t.equal(named(/LISEZMOI/).length, 1)

    const folder = await mkdtemp(join(tmpdir(), 'confrere-preuve-'))
    t.teardown(() => rm(folder, { recursive: true }))
    const pem = (list: EvidenceFile) =>
      spawnSync('openssl', ['crl', '-inform', 'der'], { input: list.bytes }).stdout
    const verify = async (trusted: readonly (Buffer | undefined)[], bytes = mail?.bytes) => {
      await writeFile(join(folder, 'mail.eml'), bytes ?? '')
      await writeFile(
        join(folder, 'trust.pem'),
        Buffer.concat(trusted.map((b) => b ?? Buffer.alloc(0))),
      )
      const seconds = String(Math.floor(Date.parse(told.instant) / 1000))
      const { status, stderr } = spawnSync(
        'openssl',
        [
          'cms',
          '-verify',
          '-in',
          'mail.eml',
          '-CAfile',
          'trust.pem',
          '-crl_check_all',
          '-attime',
          seconds,
        ],
        { cwd: folder, encoding: 'utf8' },
      )
      return { ok: status === 0, stderr }
    }
    const whole = await verify([chain?.bytes, ...lists.map(pem)])
    t.ok(whole.ok, whole.stderr)
    t.notOk((await verify([chain?.bytes, ...lists.slice(1).map(pem)])).ok, 'one list less')
    t.notOk((await verify(lists.map(pem))).ok, 'no chain')
    const [row] = await parts.db.query<{ clear: boolean }>(
      "select position('CERTIFICATE' in encode(preuve, 'escape')) > 0 as clear from message_entrant",
    )
    t.equal(row?.clear, false, 'kept encrypted')
  },
)

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
