import t from 'tap'

import { closeAlert, openAlert } from '../../../src/ledger/alerts.ts'
import { createToken, tokenOf } from '../../../src/ledger/api-tokens.ts'
import {
  claimCommand,
  commandResult,
  dueCommands,
  finishCommand,
  putCommand,
} from '../../../src/ledger/commands.ts'
import { mayAnswerRefusal } from '../../../src/ledger/dossiers/notice-limit.ts'
import { testDatabase } from '../../support/database.ts'

t.test('a token opens until it expires or is revoked, and only its hash is kept', async (t) => {
  const { db } = await testDatabase(t)
  const expire = new Date('2026-12-01T00:00:00Z')
  const { id, token } = await createToken(db, {
    portees: ['status', 'ops'],
    titulaire: 'Supervision',
    expire,
  })
  const before = new Date('2026-11-30T23:59:59Z')
  t.strictSame(await tokenOf(db, token, before), {
    id,
    portees: ['status', 'ops'],
    titulaire: 'Supervision',
  })
  t.equal(await tokenOf(db, token, expire), null)
  t.equal(await tokenOf(db, `${token}x`, before), null)
  const [row] = await db.query('select * from jeton_api')
  t.notOk(JSON.stringify(row).includes(token))
  await db.query('update jeton_api set revoque_le = now()')
  t.equal(await tokenOf(db, token, before), null)
})

t.test('a command is carried out by one worker and answered once', async (t) => {
  const { db } = await testDatabase(t)
  const command = { quoi: 'replay', parametres: { id: 'x' }, par: 'Supervision', motif: 'essai' }
  const id = await putCommand(db, command)
  t.strictSame(await dueCommands(db, 10), [id])
  t.match(await commandResult(db, id), { faitLe: null, resultat: null, erreur: null })
  const claims = await Promise.all([1, 2, 3].map(() => claimCommand(db, id, 60_000)))
  t.strictSame(
    claims.filter((each) => each !== null),
    [{ id, ...command, essais: 1 }],
  )
  t.strictSame(await dueCommands(db, 10), [])
  await db.query("update commande set pris_jusqua = now() - interval '1 second'")
  t.ok(await claimCommand(db, id, 60_000), 'its worker died')
  await finishCommand(db, id, { resultat: { etat: 'accepted' } })
  await finishCommand(db, id, { erreur: 'not-found' })
  const result = await commandResult(db, id)
  t.match(result, { resultat: { etat: 'accepted' }, erreur: null })
  t.type(result?.faitLe, Date)
  t.equal(await claimCommand(db, id, 60_000), null)
  t.equal(await commandResult(db, '00000000-0000-0000-0000-000000000000'), null)
})

t.test('an alert is said once at its start and once at its end', async (t) => {
  const { db } = await testDatabase(t)
  const debut = new Date('2026-11-22T09:00:00Z')
  const alerte = { code: 'crl-perimee', sujet: 'ca-1', responsable: 'administrateur', debut }
  const said = await Promise.all([1, 2, 3].map(() => openAlert(db, alerte)))
  t.equal(said.filter(Boolean).length, 1)
  t.ok(await openAlert(db, { ...alerte, sujet: 'ca-2' }))
  const fin = new Date('2026-11-22T10:00:00Z')
  t.ok(await closeAlert(db, 'crl-perimee', 'ca-1', fin))
  t.notOk(await closeAlert(db, 'crl-perimee', 'ca-1', fin))
  t.ok(await openAlert(db, alerte), 'it may begin again')
})

t.test(
  'a refusal is answered once an address, code and day, and the address is not kept',
  async (t) => {
    const { db, keys } = await testDatabase(t)
    const may = (address: string, code: string, jour: string) =>
      mayAnswerRefusal(db, keys, address, code, jour)
    const all = await Promise.all([1, 2, 3].map(() => may('a@exemple', 'x', '2026-11-22')))
    t.equal(all.filter(Boolean).length, 1)
    t.notOk(await may('A@exemple', 'x', '2026-11-22'))
    t.ok(await may('a@exemple', 'y', '2026-11-22'))
    t.ok(await may('a@exemple', 'x', '2026-11-23'))
    t.ok(await may('b@exemple', 'x', '2026-11-22'))
    const rows = await db.query<{ text: string }>(
      "select encode(index_adresse, 'escape') as text from avis_refus",
    )
    t.notOk(rows.some((row) => row.text.includes('exemple')))
  },
)
