/**
 * CONFRERE_REVOCATION_INCONNUE, each way, through the real door: what becomes of a signer of whom no
 * list tells whether he is revoked. SPEC §8
 */
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { replay } from '../../src/flow/command.ts'
import { pathsAwaited } from '../../src/ledger/certificates/revocation-evidence.ts'
import { verdictOf } from '../../src/ledger/messages/messages.ts'
import { judgeAwaited, withoutList } from '../../src/monitor/awaited-lists.ts'
import { parseCertificate, sha256Of } from '../../src/pki/certificate.ts'
import { nameText } from '../../src/pki/name.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'
import { certificateOf } from '../support/pki.ts'

/** A gateway whose trust folder holds no list any more, and the lists that it held. */
async function withoutLists(t: Test, policy: string) {
  const gateway = await startGateway(t, { env: { CONFRERE_REVOCATION_INCONNUE: policy } })
  const folder = join(gateway.folder, 'trust')
  const lists = new Map<string, Buffer>()
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.crl'))) {
    lists.set(name, await readFile(join(folder, name)))
    await rm(join(folder, name))
  }
  await gateway.parts.reloadTrust()
  return {
    ...gateway,
    async listsArrive() {
      for (const [name, bytes] of lists) await writeFile(join(folder, name), bytes)
      await utimes(folder, new Date(), new Date())
    },
    async lastId(): Promise<string> {
      const [row] = await gateway.parts.db.query<{ id: string }>(
        'select id from message_entrant order by recu_le desc limit 1',
      )
      return row?.id ?? ''
    },
    async flagged(): Promise<number> {
      const rows = await gateway.parts.db.query(
        "select 1 from journal where quoi = 'message.revocation-inconnue'",
      )
      return rows.length
    },
  }
}

t.test('quarantine: it waits with an owner, and is judged when a list comes', async (t) => {
  const gateway = await withoutLists(t, 'quarantine')
  const { parts, requerant } = gateway
  await requerant.asks(demande())
  await gateway.settles()
  t.strictSame(await gateway.verdicts(), [{ etat: 'quarantined', code: 'revocation-unknown' }])
  t.strictSame(await gateway.dossiers(), [])
  const [row] = await parts.db.query('select responsable from message_entrant')
  t.match(row, { responsable: 'administrateur' })

  const id = await gateway.lastId()
  const asked = { motif: 'liste reçue', par: 'essai' }
  t.match(await replay(id, asked, parts), { etat: 'quarantined' }, 'still nobody knows')
  await gateway.listsArrive()
  t.match(await replay(id, asked, parts), { etat: 'accepted' })
  t.equal((await gateway.dossiers()).length, 1)
  t.equal((await verdictOf(parts.db, parts.keys, id))?.revocation.status, 'good')
  t.equal(await gateway.flagged(), 0)
})

t.test('a replay judges at the instant of receipt, whenever it is asked for', async (t) => {
  const gateway = await withoutLists(t, 'quarantine')
  const { parts, requerant } = gateway
  await requerant.asks(demande())
  await gateway.settles()
  await gateway.listsArrive()
  // By then the certificates and the lists have expired; at the instant of receipt they had not.
  gateway.clock.advance(20 * 365 * 86_400_000)
  const id = await gateway.lastId()
  t.match(await replay(id, { motif: 'plus tard', par: 'essai' }, parts), { etat: 'accepted' })
})

t.test(
  'refuse: it is refused with its code, the author is told, nothing becomes of it',
  async (t) => {
    const gateway = await withoutLists(t, 'refuse')
    const { requerant } = gateway
    await requerant.asks(demande())
    const told = await requerant.receives('non transmise')
    t.match(told.text, 'revocation-unknown')
    await gateway.settles()
    t.strictSame(await gateway.verdicts(), [{ etat: 'refused', code: 'revocation-unknown' }])
    t.strictSame(await gateway.dossiers(), [])
  },
)

t.test('accept-flagged: it goes on, and verdict and audit say so', async (t) => {
  const gateway = await withoutLists(t, 'accept-flagged')
  const { parts, requerant } = gateway
  await requerant.asks(demande())
  await requerant.receives('TE-')
  await gateway.settles()
  t.match((await gateway.verdicts())[0], { etat: 'accepted' })
  const verdict = await verdictOf(parts.db, parts.keys, await gateway.lastId())
  t.match(verdict, { accepted: true, revocation: { status: 'unknown', source: 'none' } })
  t.equal(await gateway.flagged(), 1)
})

t.test('accept-flagged accepts no one who is known to be revoked', async (t) => {
  const gateway = await startGateway(t, {
    env: { CONFRERE_REVOCATION_INCONNUE: 'accept-flagged' },
  })
  await gateway.requerant.asks(demande())
  await gateway.settles()
  const [row] = await gateway.parts.db.query(
    "select 1 from journal where quoi = 'message.revocation-inconnue'",
  )
  t.equal(row, undefined, 'and flags no one who is known to be good')
  const mail = letter({
    from: gateway.requerant.email,
    to: 'dermatologie@te.localhost',
    text: demande(),
  })
  await gateway.transmit(
    gateway.requerant.email,
    'dermatologie@te.localhost',
    await signed(mail, gateway.pki.people.revoked),
  )
  await gateway.settles()
  t.match((await gateway.verdicts()).at(-1), { etat: 'refused', code: 'revoked' })
})

t.test('who waits for a list is told to the administrator, and judged when it comes', async (t) => {
  const gateway = await withoutLists(t, 'quarantine')
  const { parts, requerant } = gateway
  const alerts = async () =>
    (
      await parts.db.query<{ sujet: string; fin: Date | null }>(
        "select sujet, fin from alerte where code = 'liste-revocation-absente' order by sujet",
      )
    ).map(({ sujet, fin }) => `${sujet} ${fin === null ? 'ouverte' : 'finie'}`)
  await judgeAwaited(parts)
  t.strictSame(await alerts(), [], 'nothing waits: nothing is missed')

  await requerant.asks(demande())
  await requerant.asks(demande({ Prénoms: 'Paul', Sexe: 'M' }))
  await gateway.settles()
  await judgeAwaited(parts)
  await judgeAwaited(parts)
  const told = await alerts()
  t.ok(told.length > 0 && told.every((line) => line.endsWith('ouverte')), told.join('\n'))
  t.ok(
    told.some((line) => line.includes('Intermediate') || line.includes('AC')),
    'the authority is named',
  )
  const letter = await gateway.mailTo(ADMINISTRATION, 'liste-revocation-absente')
  t.match(letter.text, 'CONFRERE_TRUST_DIR')
  const notice = await requerant.receives('non transmise')
  t.match(notice.text, 'sans que vous le renvoyiez')

  await gateway.listsArrive()
  await parts.reloadTrust()
  await judgeAwaited(parts)
  await gateway.settles()
  t.strictSame(
    (await gateway.verdicts()).map(({ etat }) => etat),
    ['accepted', 'accepted'],
    'nobody had to ask for it',
  )
  t.equal((await gateway.dossiers()).length, 2)
  t.ok((await alerts()).every((line) => line.endsWith('finie')))
})

t.test('a list that was away for a moment between two looks leaves nobody waiting', async (t) => {
  const gateway = await withoutLists(t, 'quarantine')
  const { parts, requerant } = gateway
  await requerant.asks(demande())
  await gateway.settles()
  t.match(await gateway.verdicts(), [{ etat: 'quarantined' }])
  await gateway.listsArrive()
  await parts.reloadTrust()
  await judgeAwaited(parts)
  t.match(await gateway.verdicts(), [{ etat: 'accepted' }])
  const alerts = await parts.db.query(
    "select 1 from alerte where code = 'liste-revocation-absente'",
  )
  t.equal(alerts.length, 0, 'nothing waits any more: nobody is told')
})

t.test('who waits for an answer alone is judged again when one about his path comes', async (t) => {
  const gateway = await withoutLists(t, 'quarantine')
  const { parts, requerant, pki } = gateway
  await requerant.asks(demande())
  await gateway.settles()
  const again = async (): Promise<number> =>
    (await parts.db.query("select from journal where quoi = 'message.rejoue'")).length
  const answered = async (certificat: string, le: Date): Promise<void> => {
    await parts.db.query(
      `insert into reponse_ocsp (certificat, adresse, der, emetteur, vue_le, obtenue_le)
       values ($1, 'http://ocsp.test/', '', '', $2, $2)
       on conflict (certificat) do update set obtenue_le = excluded.obtenue_le`,
      [certificat, le],
    )
  }
  const own = sha256Of(certificateOf(pki.people.requerant))
  const other = sha256Of(certificateOf(pki.people.dermatologue))
  await judgeAwaited(parts)
  const before = await again()
  gateway.clock.advance(60_000)
  await answered(other, gateway.clock.now())
  await judgeAwaited(parts)
  t.equal(await again(), before, 'an answer about another certificate changes nothing')
  await answered(own, gateway.clock.now())
  await judgeAwaited(parts)
  t.equal(await again(), before + 1)
  await judgeAwaited(parts)
  t.equal(await again(), before + 1, 'and once an answer')
  t.match(await gateway.verdicts(), [{ etat: 'quarantined', code: 'revocation-unknown' }])
})

t.test('the alert names the authorities that mail waits for, and no other', async (t) => {
  const gateway = await withoutLists(t, 'quarantine')
  const { parts, requerant } = gateway
  await requerant.asks(demande())
  await gateway.settles()
  await judgeAwaited(parts)
  const told = await parts.db.query<{ sujet: string }>(
    "select sujet from alerte where code = 'liste-revocation-absente' and fin is null",
  )
  const [waiting] = await pathsAwaited(parts.db, parts.keys, 10)
  const path = (waiting?.chain ?? []).slice(1).map((der) => nameText(parseCertificate(der).subject))
  const all = withoutList(await parts.trust(), gateway.clock.now())
  t.strictSame(new Set(told.map(({ sujet }) => sujet)), new Set(path))
  t.ok(all.length >= path.length, 'check names them all')
})
