import { generateKeyPairSync, randomUUID } from 'node:crypto'

import t from 'tap'

import { sayWhatChanged } from '../../src/flow/findings.ts'
import { silentLog } from '../../src/kit/log.ts'
import { takeListe } from '../../src/ledger/certificates/liste-blanche.ts'
import { healthOf } from '../../src/monitor/health.ts'
import { watchOnce } from '../../src/monitor/watch.ts'
import { answerWith } from '../../src/worker/dispatch.ts'
import { sweepOnce } from '../../src/worker/sweep.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const MINUTE = 60_000

t.test(
  'tells the administrator once of what waits too long, and once when it is over',
  async (t) => {
    const gateway = await startGateway(t)
    const { parts, clock } = gateway
    const alerts = async () =>
      await parts.db.query(
        'select code, sujet, fin is null as open, responsable from alerte order by debut, code',
      )
    await watchOnce(parts)
    t.strictSame(await alerts(), [], 'all is well')

    // 1. A message is there that nobody judges.
    await gateway.requerant.asks('Bonjour')
    await gateway.settles()
    const held = `update message_entrant set etat = 'deferred', prochaine = 'infinity'`
    await parts.db.query(held)
    clock.advance(9 * MINUTE)
    await watchOnce(parts)
    t.strictSame(await alerts(), [], 'nine minutes are no silence')
    clock.advance(2 * MINUTE)
    await Promise.all([1, 2, 3].map(() => watchOnce(parts)))
    await watchOnce(parts)
    const waiting = {
      code: 'messages-en-attente',
      sujet: 'messages',
      responsable: 'administrateur',
    }
    t.strictSame(await alerts(), [{ ...waiting, open: true }])
    const letter = await gateway.mailTo(ADMINISTRATION, 'messages-en-attente')
    t.match(letter.text, /plus de dix minutes/)

    // 2. It is judged: the end is said too.
    await parts.db.query(`update message_entrant set etat = 'accepted'`)
    await watchOnce(parts)
    await watchOnce(parts)
    t.strictSame(await alerts(), [{ ...waiting, open: false }])
    t.match(
      (await gateway.mailTo(ADMINISTRATION, 'fin de')).text,
      /messages-en-attente[\s\S]*messages/,
    )
    const said = gateway.sink.messages.filter(({ to }) => to.includes(ADMINISTRATION))
    t.equal(said.length, 2, 'one letter at the start, one at the end')
  },
)

t.test('sees a relay that takes nothing, and a letter that stays', async (t) => {
  const gateway = await startGateway(t, {
    env: { CONFRERE_RELAY: 'smtp://127.0.0.1:1' },
  })
  const { parts, clock } = gateway
  for (const round of [1, 2, 3]) await gateway.requerant.asks(`Bonjour ${round}`)
  await gateway.settles()
  const codes = async () =>
    (await parts.db.query<{ code: string }>('select code from alerte where fin is null')).map(
      ({ code }) => code,
    )
  for (let tries = 0; tries < 3; tries += 1) {
    await parts.db.query(`update envoi set prochaine = now() - interval '1 day'`)
    await sweepOnce(answerWith(parts), parts)
  }
  await watchOnce(parts)
  t.ok((await codes()).includes('relais-injoignable'))
  clock.advance(11 * MINUTE)
  await watchOnce(parts)
  t.ok((await codes()).includes('remises-en-retard'))
})

t.test('a row that ends its worker again and again is set aside with an owner', async (t) => {
  const gateway = await startGateway(t)
  const { parts } = gateway
  await gateway.requerant.asks('Bonjour')
  await gateway.settles()
  const dead = `update message_entrant set etat = 'received', pris_par = 'gone',
    pris_jusqua = now() - interval '1 second', tentatives = `
  await parts.db.query(`${dead} 3`)
  const seen: string[] = []
  const look = () =>
    sweepOnce(async (call) => {
      seen.push(call)
    }, parts)
  await look()
  t.ok(seen.includes('inbound'), 'three deaths are bad luck')
  await parts.db.query(`${dead} 10`)
  await look()
  const [row] = await parts.db.query('select etat, code, responsable from message_entrant')
  t.strictSame(row, {
    etat: 'quarantined',
    code: 'panne-interne',
    responsable: 'administrateur',
  })
  t.match((await gateway.mailTo(ADMINISTRATION, 'panne-interne')).text, 'panne-interne')
})

t.test('a message or letter that fails again and again has an owner, who is told', async (t) => {
  const gateway = await startGateway(t)
  const { parts } = gateway
  await gateway.requerant.asks('Bonjour')
  await gateway.settles()
  const [message] = await parts.db.query<{ id: string }>('select id from message_entrant')
  const [envoi] = await parts.db.query<{ id: string }>('select id from envoi')
  const broken = async (): Promise<never> => {
    throw new Error('essai')
  }
  const answer = answerWith({
    ...parts,
    log: silentLog,
    judges: { ...parts.judges, open: broken },
    sender: { ...parts.sender, send: broken },
  })
  await parts.db.query("update message_entrant set etat = 'received', tentatives = 0")
  await parts.db.query("update envoi set etat = 'a_envoyer'")
  for (let time = 0; time < 5; time += 1) {
    await parts.db.query("update message_entrant set prochaine = now() - interval '1 day'")
    await parts.db.query("update envoi set prochaine = now() - interval '1 day'")
    await answer('inbound', message?.id ?? '')
    await answer('outbound', envoi?.id ?? '')
  }
  const owned = { code: 'panne-interne', responsable: 'administrateur' }
  const columns = 'select etat, code, responsable from'
  t.match(await parts.db.query(`${columns} message_entrant`), [{ etat: 'quarantined', ...owned }])
  t.match(await parts.db.query(`${columns} envoi where id = $1`, [envoi?.id]), [
    { etat: 'bloque', ...owned },
  ])
  t.match((await gateway.mailTo(ADMINISTRATION, 'panne-interne')).text, 'panne-interne')
})

t.test('a letter that a fault of ours blocks stands on its dossier as an incident', async (t) => {
  const gateway = await startGateway(t)
  const { parts } = gateway
  await gateway.requerant.asks(demande())
  await gateway.settles()
  const [dossier] = await gateway.dossiers()
  const letterOf = async (role: string): Promise<string> => {
    const [row] = await parts.db.query<{ id: string }>('select id from envoi where role = $1', [
      role,
    ])
    return row?.id ?? ''
  }
  const incidents = async (): Promise<number> =>
    (
      await parts.db.query("select from journal where chaine = $1 and quoi = 'incident'", [
        dossier?.numero,
      ])
    ).length

  // 1. Its own signature does not hold, five times.
  const accuse = await letterOf('requerant')
  await parts.db.query("update envoi set etat = 'a_envoyer', contenu = null where id = $1", [
    accuse,
  ])
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const identity = { ...parts.identity, key }
  const answer = answerWith({ ...parts, log: silentLog, identity })
  for (let time = 0; time < 5; time += 1) {
    await parts.db.query("update envoi set prochaine = now() - interval '1 day' where id = $1", [
      accuse,
    ])
    t.equal(await incidents(), 0)
    await answer('outbound', accuse)
  }
  t.equal(await incidents(), 1)
  t.match((await gateway.mailTo(ADMINISTRATION, 'ncident')).text, 'panne-interne')

  // 2. Another ended ten workers without a word.
  const ask = await letterOf('requis')
  await parts.db.query(
    `with t as (insert into tentative (envoi, no, debut)
       select id, 100 + n, now() from envoi, generate_series(1, 10) n where id = $1)
     update envoi set etat = 'en_cours', pris_par = 'gone', pris_jusqua = now() - interval '1 second'
     where id = $1`,
    [ask],
  )
  await sweepOnce(async () => undefined, parts)
  t.equal(await incidents(), 2)
  t.match(await parts.db.query('select etat, code, responsable from envoi where id = $1', [ask]), [
    { etat: 'bloque', code: 'panne-interne', responsable: 'administrateur' },
  ])

  // 3. Where the very dossier cannot be read, the letter has its owner all the same.
  await parts.db.query("update envoi set etat = 'a_envoyer' where id = $1", [accuse])
  await parts.db.query("update dossier set etat_chiffre = 'x'")
  for (let time = 0; time < 5; time += 1) {
    await parts.db.query("update envoi set prochaine = now() - interval '1 day' where id = $1", [
      accuse,
    ])
    await answer('outbound', accuse)
  }
  t.match(await parts.db.query('select etat, responsable from envoi where id = $1', [accuse]), [
    { etat: 'bloque', responsable: 'administrateur' },
  ])
})

t.test('a clock that leaves the database behind is told of', async (t) => {
  const { parts } = await startGateway(t)
  const RealDate = Date
  t.teardown(() => {
    globalThis.Date = RealDate
  })
  const ahead = { ...parts, worker: `host:${randomUUID()}` }
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [number]) {
      super(given.length === 0 ? RealDate.now() + 2 * MINUTE : given[0])
    }
  } as DateConstructor
  await watchOnce(ahead)
  globalThis.Date = RealDate
  const open = `select code from alerte where sujet = $1 and fin is null`
  t.strictSame(await parts.db.query(open, [ahead.worker]), [{ code: 'horloge-decalee' }])
  await watchOnce(ahead)
  t.strictSame(await parts.db.query(open, [ahead.worker]), [])
})

t.test('says once that the white list in force grows old, and once that it is new', async (t) => {
  const gateway = await startGateway(t)
  const { parts, clock } = gateway
  const take = () =>
    takeListe(
      parts.db,
      {
        genereeLe: clock.now(),
        sha256: randomUUID().replaceAll('-', '').repeat(2),
        signataire: 'CN=alb.test',
        domaines: new Map([['te.test', ['CN=bus.test']]]),
      },
      clock.now(),
    )
  const alerts = async () =>
    await parts.db.query(
      "select sujet, fin is null as open from alerte where code = 'liste-vieillie' order by debut",
    )
  await watchOnce(parts)
  t.strictSame(await alerts(), [], 'who uses none is told nothing')
  await take()
  clock.advance(47 * 60 * MINUTE)
  await watchOnce(parts)
  t.strictSame(await alerts(), [])
  clock.advance(2 * 60 * MINUTE)
  await watchOnce(parts)
  await watchOnce(parts)
  t.strictSame(await alerts(), [{ sujet: 'liste-blanche', open: true }])
  t.match((await gateway.mailTo(ADMINISTRATION, 'liste-vieillie')).text, /plus de deux jours/)
  const told = (await healthOf(parts)).find(({ name }) => name === 'liste')
  t.match(told, { ok: true, detail: /il y a 49 h : prenez/ })
  await take()
  await watchOnce(parts)
  t.strictSame(await alerts(), [{ sujet: 'liste-blanche', open: false }])
})

t.test('what ends before its beginning could be told is told by its end alone', async (t) => {
  const gateway = await startGateway(t)
  const { parts } = gateway
  const { send } = parts.sender
  const found = [{ code: 'relais-injoignable', sujet: 'relais' }]
  const codes = ['relais-injoignable'] as const
  const away = { kind: 'later', code: 'delivery-unreachable', reply: null } as const
  for (const told of [false, true, false]) {
    Object.assign(parts.sender, { send: told ? send : () => Promise.resolve(away) })
    const before = gateway.sink.messages.length
    await sayWhatChanged(codes, found, parts)
    await gateway.settles()
    await sayWhatChanged(codes, [], parts)
    Object.assign(parts.sender, { send })
    await gateway.passes('PT10M')
    await gateway.settles()
    t.equal(gateway.sink.messages.length - before, told ? 2 : 1, 'both in their order, or the end')
  }
})
