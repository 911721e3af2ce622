/**
 * One gateway under attack by mails, signed and not, that others have fallen to: it answers, it judges, it serves.
 * The bounds are promises, so they are held against a clock. SPEC §13.12
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'

import t from 'tap'

import { compressedData, entityOf, mailWith } from '../open/crafted.ts'
import { startGateway } from '../support/gateway.ts'
import { demande, letter, signed } from '../support/letters.ts'
import { testPki } from '../support/pki.ts'

const HEALTH_MS = 3_000
const VERDICT_MS = 60_000
/** What one unsigned mail may leave in the store, in times its size. */
const MOST = 3

const TO = 'dermatologie@te.localhost'
const pki = await testPki()
const { requerant } = pki.people
const lead = [`From: <${requerant.email}>`, `To: <${TO}>`, 'Subject: Demande']
const mail = (entity: string | Buffer, more: readonly string[] = []) =>
  mailWith([...lead, ...more], Buffer.from(entity))
const body = (text: string, type = 'text/plain; charset=utf-8') =>
  `Content-Type: ${type}\r\n\r\n${text}\r\n`
const compressed = (entity: Buffer | string): Buffer =>
  entityOf(compressedData(deflateSync(entity)), 'compressed-data')
const asked = (text: string) => signed(letter({ from: requerant.email, to: TO, text }), requerant)
const pasted = randomBytes(60_000).toString('base64')

/** Multiparts one in the other. */
function nested(depth: number): string {
  const open = Array.from(
    { length: depth },
    (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`,
  )
  return `${open.join('')}${body('a')}`
}

/** Marks of two classes by turns on one letter: to put them in order costs the square of their number. */
const marks = (count: number): string => `e${'\u0301\u0323'.repeat(count)}`
const marked = (count: number): string =>
  `<p>${demande().split('\n').join('<p>')}<p>${marks(count)}`

const UNSIGNED: { readonly [what: string]: Buffer } = {
  'parts one in the other': mail(nested(3_000)),
  'many parts': mail(
    `Content-Type: multipart/mixed; boundary="b"\r\n\r\n${`--b\r\n${body('a')}`.repeat(20_000)}--b--\r\n`,
  ),
  'layers that grow': mail(compressed(compressed(compressed(body('La nuit.\r\n'.repeat(1e6)))))),
  'a layer that grows beyond every limit': mail(compressed(Buffer.alloc(200e6, 'a'))),
  'signs of addresses': mail(body('a'), [`Reply-To: ${'"a@b.fr, <('.repeat(3_000)}`]),
  'many fields': mail(
    body('a'),
    Array.from({ length: 2_000 }, (_, i) => `X-${i}: a`),
  ),
  'parameters without end': mail(
    `Content-Type: text/plain${'; a*0*="'.repeat(5_000)}\r\n\r\na\r\n`,
  ),
  'elements one in the other': mail(body('<div><b>'.repeat(50_000), 'text/html')),
  'encoded words': mail(body('a'), [`Thread-Topic: ${'=?utf-8?q?a?= '.repeat(4_000)}`]),
  'marks on one letter': mail(body(marks(35_000))),
  'marks on one letter, in HTML': mail(body(marked(35_000), 'text/html; charset=utf-8')),
  'a signature of zeros': mail(
    entityOf(
      Buffer.concat([Buffer.from('3080'.repeat(2), 'hex'), Buffer.alloc(300_000, 0x30)]),
      'signed-data',
    ),
  ),
}
const SIGNED: { readonly [what: string]: () => Promise<Buffer> } = {
  'blanks after a number': () =>
    asked(demande({ 'Matricule INS': `284058832102532${'\u2028'.repeat(650)}a` })),
  'nothing but @': () => asked(`${demande()}\n\n${'@'.repeat(200_000)}`),
  'base64 in the question': () => asked(demande({ Question: pasted })),
  'the same title again and again': () => asked(`${demande()}\n\n${'Mme '.repeat(200_000)}`),
  'marks on one letter': () => asked(`${demande()}\n\n${marks(50_000)}`),
  'marks on one letter, in HTML': () =>
    signed(
      letter({ from: requerant.email, to: TO, text: demande(), html: marked(50_000) }),
      requerant,
    ),
  'short lines': () => asked(`${demande()}\n${'a\n'.repeat(100_000)}`),
  'many labels': () => asked('Nom de naissance : A\n'.repeat(10_000)),
}

t.setTimeout(200_000)
t.test('it answers, judges and serves while mails are made to hold it', async (t) => {
  const gateway = await startGateway(t)
  const { db } = gateway.parts
  const health = watchHealth(`${gateway.base}/healthz`)
  t.teardown(health.stop)

  await gateway.requerant.asks(demande())
  const ask = await gateway.dermatologue.receives("demande d'avis")
  const send = (raw: Buffer, to = TO) => gateway.transmit(requerant.email, to, raw)
  const held = Object.values(UNSIGNED)
  const made = await Promise.all(Object.values(SIGNED).map((one) => one()))
  await Promise.all([...held, ...made].map((raw) => send(raw)))
  const crowd = Array.from({ length: 500 }, (_, i) => `a${i}@te.localhost`).join()
  t.match(await send(mail(body('a')), crowd), /^[45]\d\d /, 'a crowd of recipients')
  t.match(await send(mail(body('a'), [`X-A: ${'a'.repeat(2e6)}`])), /^5\d\d /, 'a huge field')

  // In the middle of it: an honest request, and an opinion with what somebody pasted.
  const honest = idOf(
    await gateway.medecinTraitant.asks(demande({ 'Nom de naissance': 'ESSAI-MIDI' })),
  )
  const since = Date.now()
  await gateway.dermatologue.answers(ask, `AVIS\n\n${pasted}\n\n${'visite,'.repeat(20_000)}`)
  await Promise.all(held.map((raw) => send(raw)))
  t.equal(await verdictOf(honest), 'accepted', `judged after ${Date.now() - since} ms`)
  t.match(
    (await gateway.requerant.receives('compte-rendu')).files.join(),
    /\.pdf/i,
    'the opinion is drawn',
  )
  const left = async () =>
    await db.query("select id, recu_le from message_entrant where etat = 'received'")
  while ((await left()).length > 0 && Date.now() - since < VERDICT_MS) await wait(100)
  t.strictSame(await left(), [], 'each message has its verdict')

  const { asked: times, slowest } = await health.stop()
  t.ok(times > 10, `${times} times`)
  t.ok(slowest < HEALTH_MS, `/healthz answered within ${slowest} ms`)
  const heavy = await db.query(
    `select m.id, m.code, m.taille, sum(length(o.octets)) as octets
     from message_entrant m join contenu c on c.cle = m.cle join morceau o on o.contenu = c.id
     where m.etat <> 'accepted' and c.id not in (select contenu from envoi where contenu is not null)
     group by m.id having sum(length(o.octets)) > ${MOST} * m.taille`,
  )
  t.strictSame(heavy, [], 'nothing unsigned leaves more than three times its size')

  async function verdictOf(id: string): Promise<unknown> {
    const end = Date.now() + VERDICT_MS
    for (;;) {
      const [row] = await db.query('select etat from message_entrant where id = $1', [id])
      if (row?.etat !== 'received' || Date.now() > end) return row?.etat
      await wait(50)
    }
  }
})

/** `250 … ID` */
function idOf(reply: string): string {
  return reply.trim().split(' ').at(-1) ?? ''
}

/** Asks again and again; tells the longest that an answer took. */
function watchHealth(url: string) {
  let isOver = false
  let [asked, slowest] = [0, 0]
  const turning = (async () => {
    while (!isOver) {
      const begun = performance.now()
      const isWell = await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
      asked += 1
      if (!isWell) slowest = Infinity
      slowest = Math.max(slowest, Math.round(performance.now() - begun))
      await wait(100)
    }
  })()
  return {
    async stop() {
      isOver = true
      await turning
      return { asked, slowest }
    },
  }
}
