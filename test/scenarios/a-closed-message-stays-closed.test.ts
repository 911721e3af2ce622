/**
 * A message that a person closed comes back by a person's word alone, whatever comes that it waited for; its counts, its
 * alert and its author know that it is closed. SPEC §6.8, §13.7, §13.11, §13.13
 */
import { readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { closeMessage } from '../../src/flow/close-message.ts'
import { rejudge, replay } from '../../src/flow/command.ts'
import { tellUntold } from '../../src/flow/untold.ts'
import { dueMessages } from '../../src/ledger/messages/messages.ts'
import { callUp, setAsideKillers } from '../../src/ledger/poison.ts'
import { inboundById } from '../../src/ledger/views/vues-messages.ts'
import { overview } from '../../src/ledger/views/vues-status.ts'
import { judgeAwaited } from '../../src/monitor/awaited-lists.ts'
import { watchRevocation } from '../../src/monitor/revocation.ts'
import { sha256Of } from '../../src/pki/certificate.ts'
import { refreshLists } from '../../src/trust/lists.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, letter, unsigned } from '../support/letters.ts'
import { certificateOf } from '../support/pki.ts'

const ASKED = { motif: 'essai', par: 'essai' }

/** A request set aside for want of a list, then closed. */
async function closed(t: Test) {
  const gateway = await startGateway(t)
  const folder = join(gateway.folder, 'trust')
  const lists = new Map<string, Buffer>()
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.crl'))) {
    lists.set(name, await readFile(join(folder, name)))
    await rm(join(folder, name))
  }
  await gateway.parts.reloadTrust()
  await gateway.requerant.asks(demande())
  await gateway.requerant.receives('non transmise')
  await gateway.settles()
  const [row] = await gateway.parts.db.query<{ id: string }>('select id from message_entrant')
  const id = row?.id ?? ''
  await judgeAwaited(gateway.parts)
  const done = await closeMessage(id, ASKED, gateway.parts)
  const listsArrive = async (): Promise<void> => {
    for (const [name, bytes] of lists) await writeFile(join(folder, name), bytes)
    await utimes(folder, new Date(), new Date())
    await gateway.parts.reloadTrust()
  }
  return { ...gateway, id, done, listsArrive }
}

type Closed = Awaited<ReturnType<typeof closed>>

/** Each way by which a message may come back before the judge without a person. */
const WAYS: { readonly [way: string]: (gateway: Closed) => Promise<void> } = {
  'its list arrives': async ({ listsArrive, parts }) => {
    await listsArrive()
    await judgeAwaited(parts)
  },
  'an OCSP answer arrives': async ({ parts, pki, clock }) => {
    clock.advance(60_000)
    await parts.db.query(
      `insert into reponse_ocsp (certificat, adresse, der, emetteur, vue_le, obtenue_le)
       values ($1, 'http://ocsp.test/', '', '', $2, $2)
       on conflict (certificat) do update set obtenue_le = excluded.obtenue_le`,
      [sha256Of(certificateOf(pki.people.requerant)), clock.now()],
    )
    await judgeAwaited(parts)
  },
  'the gateway asks by itself': async ({ id, listsArrive, parts }) => {
    await listsArrive()
    t.match(await rejudge(id, 'essai', parts), { kind: 'refusal', code: 'deja-classe' })
  },
  'the sweep looks for what is due': async ({ parts, clock }) => {
    clock.advance(86_400_000)
    t.strictSame(await dueMessages(parts.db, clock.now(), 10), [])
  },
  'the door calls the next one up': async ({ id, parts }) => await callUp(parts.db, id),
  'killers are set aside': async ({ parts }) => void (await setAsideKillers(parts.db, 0)),
  'lists are refreshed': async ({ listsArrive, parts }) => {
    await listsArrive()
    await refreshLists(parts)
    await watchRevocation(parts)
  },
  'the untold of an hour are told': async ({ parts, clock }) => {
    clock.advance(7_200_000)
    await tellUntold(parts)
  },
  'the directory is imported again': async ({ parts }) => {
    await parts.db.query("update professionnel set nom = nom || ' '")
    await judgeAwaited(parts)
  },
}

for (const [way, comes] of Object.entries(WAYS)) {
  t.test(`a closed message stays closed when ${way}`, async (t) => {
    const gateway = await closed(t)
    const before = await gateway.parts.db.query('select to_jsonb(m) as m from message_entrant m')
    await comes(gateway)
    await gateway.settles()
    const after = await gateway.parts.db.query('select to_jsonb(m) as m from message_entrant m')
    t.strictSame(after, before)
    t.strictSame(await gateway.dossiers(), [], 'nothing of it leaves')
  })
}

t.test('the way back is one, and a person and the gateway are told apart there', (t) => {
  const src = new URL('../../src', import.meta.url).pathname
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => [file, readFileSync(join(src, file), 'utf8')] as const)
  const having = (words: RegExp): string[] =>
    files.filter(([, text]) => words.test(text)).map(([file]) => file)
  t.strictSame(having(/set etat = 'received'/), ['ledger/poison.ts'])
  t.strictSame(having(/\btakeUpAgain\(/).sort(), ['flow/command.ts', 'ledger/poison.ts'])
  t.strictSame(having(/qui: 'personne' }/), ['flow/command.ts'])
  t.end()
})

t.test(
  'nothing waits any more: the alert ends, the counts say so, its author is told once',
  async (t) => {
    const gateway = await closed(t)
    const { parts, requerant, id } = gateway
    t.match(gateway.done, { etat: 'classe', auteurAverti: 'oui' })
    const told = await requerant.receives('non transmise')
    t.match(told.text, /Votre message reçu le .* n'a pas été transmis/)
    t.match(told.text, /un administrateur l’a\s+classé/)
    await judgeAwaited(parts)
    const open = await parts.db.query('select from alerte where fin is null')
    t.equal(open.length, 0)
    const seen = await overview(parts.db, gateway.clock.now())
    t.match(seen.messages, { quarantined: { nombre: 0, depuis: null }, closed: { nombre: 1 } })
    t.equal(seen.quarantaine, 0)

    t.match(await replay(id, ASKED, parts), { etat: 'quarantined', classement: 'levé' })
    const [history] = (await inboundById(parts.db, parts.keys, id))?.closings ?? []
    t.match(history, { closedBy: 'essai', reopenedBy: 'essai' }, 'who closed it stays')
    await closeMessage(id, ASKED, parts)
    t.equal((await inboundById(parts.db, parts.keys, id))?.closings.length, 2)
    await gateway.settles()
    const letters = await parts.db.query("select from envoi where lettre = 'demandeNonTransmise'")
    t.equal(letters.length, 2, 'one a day')
    await gateway.listsArrive()
    t.match(await replay(id, ASKED, parts), { etat: 'accepted' }, 'a person brings it back')
  },
)

t.test('who was told nothing of his mail hears nothing of its closing', async (t) => {
  const gateway = await startGateway(t)
  const mail = letter({ from: 'x@y.test', to: 'demande@te.localhost', text: 'Bonjour' })
  await gateway.transmit('x@y.test', 'demande@te.localhost', unsigned(mail))
  await gateway.settles()
  const [row] = await gateway.parts.db.query<{ id: string }>('select id from message_entrant')
  t.match(await closeMessage(row?.id ?? '', ASKED, gateway.parts), { auteurAverti: 'non' })
})
