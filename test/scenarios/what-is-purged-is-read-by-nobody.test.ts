import { readFile } from 'node:fs/promises'

import t from 'tap'

import { createExport } from '../../src/billing/export.ts'
import { isRefusal } from '../../src/errors.ts'
import { patientIndex } from '../../src/flow/patient-index.ts'
import { faitsFacturation } from '../../src/ledger/actes/actes.ts'
import { loadDossier } from '../../src/ledger/dossiers/dossiers.ts'
import { openKeys } from '../../src/ledger/keys/keys.ts'
import { purge } from '../../src/ledger/purge.ts'
import { sealAudit, verifyAudit } from '../../src/monitor/audit.ts'
import { signData } from '../../src/seal/sign-data.ts'
import { renderExport } from '../support/exports.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, letter, signed, unsigned } from '../support/letters.ts'
import { opened } from '../support/opened.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>
const TO = 'dermatologie@te.localhost'

/** A whole dossier, handed over and exported; the request as it was sent. */
async function story(gateway: Gateway) {
  const { requerant, pki, parts } = gateway
  // Without a document the act would be to check, and in no export.
  const attachments = [{ name: 'a.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 3) }]
  const mail = letter({ from: requerant.email, to: TO, text: demande(), attachments })
  const sent = await signed(mail, pki.people.requerant)
  await gateway.transmit(requerant.email, TO, sent)
  await gateway.settles()
  const requis =
    gateway.dermatologue.unread().length > 0 ? gateway.dermatologue : gateway.dermatologue2
  await requis.answers(await requis.receives('avis'), 'AVIS\n\nLésion bénigne.')
  await requerant.receives('ompte-rendu')
  await gateway.settles()
  const made = await createExport(parts.db, parts.keys, {
    ...{ du: null, au: null, par: 'essai', now: parts.clock.now(), remplace: null },
    sign: (data) => signData(data, parts.identity),
  })
  if (made === null || isRefusal(made)) throw new Error('nothing was exported')
  return { sent, requis, export: made.id }
}

const purged = async ({ parts }: Gateway): Promise<number> =>
  await purge(parts.db, parts.keys, parts.clock.now(), parts.config.regles.retentionContenuMs)

const master = ({ parts }: Gateway): Promise<Buffer> => readFile(parts.config.masterKeyFile)

t.test(
  'a dossier: its content is gone; caps, acts, exports, duplicates and the audit go on',
  async (t) => {
    const gateway = await startGateway(t)
    const { parts, requerant } = gateway
    const { db, keys } = parts
    const annee = parts.clock.now().getUTCFullYear()
    const told = await story(gateway)
    const [row] = await db.query<{ id: string }>('select id from dossier')
    const patient = (await loadDossier(db, keys, row?.id ?? ''))?.patient
    const csv = await renderExport(db, keys, told.export, 'csv')
    await sealAudit(parts)

    // 1. All opens before; nothing of it was ever there in the clear.
    const key = await master(gateway)
    const before = await opened(db, key)
    for (const what of ['message', 'verdict', 'dossier', 'lettre', 'contenu', 'acte']) {
      t.ok(
        before.some((each) => each.startsWith(what)),
        `${what} opens`,
      )
    }
    gateway.clock.advance(89 * 86_400_000)
    t.equal(await purged(gateway), 0, 'not a day too soon')
    gateway.clock.advance(2 * 86_400_000)
    await purged(gateway)

    // 2. With the whole database and the master key, only acts open.
    const after = await opened(db, key)
    t.ok(after.length > 0 && after.every((each) => each.startsWith('acte ')), after.join(', '))
    const others = await openKeys(db, key)
    t.equal(await loadDossier(db, others, row?.id ?? ''), null)

    // 3. What billing and the law need goes on.
    t.equal((await gateway.acts()).length, 2)
    t.strictSame(await renderExport(db, keys, told.export, 'csv'), csv, 'byte for byte')
    if (patient == null) throw new Error('no patient')
    const asked = {
      indexPatient: patientIndex(patient, keys),
      annee,
      requis: [told.requis.rpps],
      requerant: requerant.rpps,
    }
    const facts = await db.transaction((sql) => faitsFacturation(sql, asked))
    t.strictSame(facts, { parRequis: { [told.requis.rpps]: 1 }, parRequerant: 1 })
    t.match(await verifyAudit(parts), { ok: true })

    // 4. The same signed request again is still known by its hash: no second dossier.
    gateway.clock.advance(-91 * 86_400_000)
    await gateway.transmit(requerant.email, TO, told.sent)
    await gateway.settles()
    t.equal((await gateway.dossiers()).length, 1)
    t.match((await gateway.verdicts()).at(-1)?.code, /dossier-clos|demande-deja-recue/)
  },
)

t.test('a message that joined no dossier: after its own retention', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, parts } = gateway
  const mail = letter({ from: requerant.email, to: TO, text: demande() })
  await gateway.transmit(requerant.email, TO, unsigned(mail))
  await requerant.receives('non transmise')
  await gateway.settles()
  const key = await master(gateway)
  t.ok((await opened(parts.db, key)).some((each) => each.startsWith('contenu ')))
  gateway.clock.advance(91 * 86_400_000)
  await purged(gateway)
  t.strictSame(await opened(parts.db, key), [])
  t.match(await gateway.verdicts(), [{ etat: 'refused', code: 'not-signed' }], 'its trace stays')
  t.match(await verifyAudit(parts), { ok: true })
})

t.test('consent refused or withdrawn: after seven days, the trace stays', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, parts } = gateway
  await requerant.asks(demande({ Consentement: 'non' }))
  await gateway.settles()
  await requerant.asks(demande({ Question: 'Autre question ?' }))
  await gateway.settles()
  await requerant.answers(await requerant.receives('TE-2026-000002'), 'RETRAIT CONSENTEMENT')
  await gateway.settles()
  t.match(await gateway.dossiers(), [{ etat: 'annule' }, { etat: 'annule' }])
  const key = await master(gateway)
  gateway.clock.advance(6 * 86_400_000)
  await purged(gateway)
  t.ok((await opened(parts.db, key)).length > 0, 'not a day too soon')
  gateway.clock.advance(2 * 86_400_000)
  await purged(gateway)
  const left = await opened(parts.db, key)
  t.notOk(
    left.some((each) => /^(?:dossier|message|verdict|contenu|lettre)/.test(each)),
    left.join(),
  )
  t.equal((await gateway.dossiers()).length, 2)
  t.match(await verifyAudit(parts), { ok: true })
})

t.test('a billing year: ten years after its end, its acts and exports', async (t) => {
  const gateway = await startGateway(t)
  const { parts } = gateway
  const told = await story(gateway)
  await parts.db.query("update cle set echeance = now() where classe = 'annee'")
  gateway.clock.advance(91 * 86_400_000)
  await purged(gateway)
  t.strictSame(await opened(parts.db, await master(gateway)), [])
  t.match(await renderExport(parts.db, parts.keys, told.export, 'csv'), { code: 'export-purged' })
  t.match(await verifyAudit(parts), { ok: true })
})
