import t from 'tap'

import { loadMessage } from '../../src/ledger/messages/messages.ts'
import { ADMINISTRATION, startGateway } from '../support/gateway.ts'
import { demande, letter, signed, unsigned } from '../support/letters.ts'

const NAMED = { 'Spécialité demandée': null }

t.test('a thread is selected in any case; a token that is none of ours is unknown', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  await requerant.asks(demande(NAMED), { to: `${dermatologue.rpps}@te.localhost` })
  await requerant.receives('accusé')
  const ask = await dermatologue.receives("demande d'avis")
  t.match(ask.replyTo, /^dossier\+[a-z2-7]{26,40}@te\.localhost$/)
  const unknown = `dossier+${'a'.repeat(32)}@te.localhost`
  t.match(await dermatologue.answers(ask, 'AVIS\n\nx', { to: unknown }), /^550 5\.1\.1/)
  for (const to of [
    `dossier+${'a'.repeat(10)}@te.localhost`,
    'dossier+@te.localhost',
    'dossier@te.localhost',
  ]) {
    t.match(await dermatologue.answers(ask, 'AVIS\n\nx', { to }), /^550 5\.1\.1/, to)
  }
  await dermatologue.answers(ask, 'AVIS\n\nBénin.', { to: ask.replyTo.toUpperCase() })
  await requerant.receives('ompte-rendu')
})

t.test('a thread that is closed answers with a letter', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  await requerant.asks(demande(NAMED), { to: `${dermatologue.rpps}@te.localhost` })
  await requerant.receives('accusé')
  const ask = await dermatologue.receives("demande d'avis")
  await dermatologue.answers(ask, 'AVIS\n\nBénin.')
  const report = await requerant.receives('ompte-rendu')
  await gateway.settles()
  t.match(await gateway.dossiers(), [{ etat: 'repondu' }])
  await gateway.passes('P30D')
  t.match(await gateway.dossiers(), [{ etat: 'clos' }])
  const closing = await requerant.receives('clos')
  t.match(closing.text, /avis rendu le .* par le Dr Hugo LAMARCHE, remis le/)
  t.match((await dermatologue.receives('clos')).text, /RECTIFICATIF/)
  t.match(await requerant.answers(report, 'Une autre question.'), /^250/)
  const told = await requerant.receives('clos')
  t.match(told.text, /nouvelle demande/)
})

t.test('several requis in one mail: a slot, a compte-rendu and an act each, one RQD', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue, cardiologue } = gateway
  await requerant.asks(demande(NAMED), {
    to: `${dermatologue.rpps}@te.localhost,${cardiologue.rpps}@te.localhost`,
  })
  await requerant.receives('accusé')
  for (const each of [dermatologue, cardiologue]) {
    const ask = await each.receives("demande d'avis")
    await each.answers(ask, `AVIS\n\nAvis de ${each.rpps}.`)
    const report = await requerant.receives('ompte-rendu')
    t.match(report.text, each.rpps)
  }
  await gateway.settles()
  t.equal((await gateway.dossiers()).length, 1)
  t.strictSame(
    (await gateway.acts())
      .map(({ code, rang, executant }) => `${code} ${rang} ${executant.rpps}`)
      .toSorted(),
    [
      `RQD 0 ${requerant.rpps}`,
      ...[`TE2 1 ${dermatologue.rpps}`, `TE2 2 ${cardiologue.rpps}`],
    ].toSorted(),
  )
})

t.test(
  'modele@ answers with twelve lines at most, filled in with what the directory knows',
  async (t) => {
    const gateway = await startGateway(t)
    await gateway.requerant.asks('Bonjour', { to: 'modele@te.localhost' })
    const answer = await gateway.requerant.receives('modèle')
    const lines = answer.text.split('\n').filter((line) => /^[^:<]{2,40} : ?/.test(line.trimEnd()))
    t.ok(lines.length >= 8 && lines.length <= 12, lines.join('\n'))
    t.match(answer.text, /N° AM : 991001017/)
    await gateway.settles()
    t.strictSame(await gateway.dossiers(), [])
    // Asked for again it is sent again; a machine that never tires is cut off, with an owner.
    for (const time of [2, 3, 4, 5]) {
      await gateway.requerant.asks(`Bonjour ${time}`, { to: 'modele@te.localhost' })
      await gateway.requerant.receives('modèle')
    }
    await gateway.requerant.asks('Bonjour 6', { to: 'modele@te.localhost' })
    await gateway.settles()
    t.strictSame((await gateway.verdicts()).at(-1), { etat: 'quarantined', code: 'boucle' })
  },
)

t.test(
  'essai@ says what would have happened, creates nothing, and the mail is destroyed',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, dermatologue2, parts } = gateway
    await requerant.asks(demande(), { to: 'essai@te.localhost' })
    const answer = await requerant.receives('essai')
    t.match(answer.text, /serait transmise à : (Hugo LAMARCHE|Nadia VASSEUR)/)
    t.notMatch(answer.text, /ESSAI-DURAND/)
    await gateway.settles()
    t.strictSame(await gateway.dossiers(), [])
    t.strictSame([...dermatologue.unread(), ...dermatologue2.unread()], [])
    t.strictSame(await gateway.acts(), [])
    const [row] = await parts.db.query<{ id: string; code: string }>(
      'select id, code from message_entrant',
    )
    t.equal(row?.code, 'essai')
    await t.rejects(loadMessage(parts.db, parts.keys, row?.id ?? ''), { name: 'KeyDestroyed' })

    await requerant.asks(demande({ Sexe: null }), { to: 'essai@te.localhost' })
    t.match((await requerant.receives('essai')).text, /Sexe/)
  },
)

t.test('essai@ answers an act of signing once, whoever sends it again', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, pki, parts } = gateway
  const from = requerant.email
  const brings = async (raw: Buffer, times: number) => {
    for (let i = 0; i < times; i += 1) await gateway.transmit(from, 'essai@te.localhost', raw)
    await gateway.settles()
  }
  const mail = (to: string, messageId: string) => letter({ from, to, text: demande(), messageId })
  const real = await signed(mail('dermatologie@te.localhost', 'a@x.test'), pki.people.requerant)
  await brings(real, 4)
  await requerant.receives('essai')
  t.strictSame(requerant.unread(), [], 'four times the same act: one letter')
  // Another envelope of it, another Message-ID outside the signature: the same act.
  const renamed = Buffer.from(real.toString('latin1').replace('a@x.test', 'b@x.test'), 'latin1')
  await brings(renamed, 2)
  t.strictSame(requerant.unread(), [])
  const told = await gateway.mailTo(ADMINISTRATION, 'essais-repetes')
  t.match(told.text, requerant.rpps)
  t.equal(
    gateway.sink.messages.filter(({ to }) => to.includes(ADMINISTRATION)).length,
    1,
    'the administrator once',
  )
  const uses = await parts.db.query<{ auteur: string; detail: string }>(
    "select auteur, detail from journal where quoi = 'message.essai' order by seq",
  )
  t.strictSame(
    uses.map(({ detail }) => JSON.parse(detail).repondu),
    ['oui', 'non', 'non', 'non', 'non', 'non'],
  )
  t.match(uses[0]?.auteur, requerant.rpps)
  for (const { id } of await parts.db.query<{ id: string }>('select id from message_entrant'))
    await t.rejects(loadMessage(parts.db, parts.keys, id), { name: 'KeyDestroyed' })

  // Refused or not: unsigned mail is told as a trial, a few times a day, and destroyed.
  for (let i = 0; i < 8; i += 1)
    await brings(unsigned(mail('essai@te.localhost', `u${i}@x.test`)), 1)
  for (let i = 0; i < 5; i += 1)
    t.match((await requerant.receives('essai')).text, /rien n.a été créé/)
  t.strictSame(requerant.unread(), [])
  t.strictSame(await gateway.dossiers(), [])
})

t.test(
  'postmaster@ and abuse@ reach the administrator, whole; the sender is not written to',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, pki } = gateway
    for (const to of ['postmaster@te.localhost', 'Abuse@te.localhost']) {
      const mail = letter({ from: 'a@ailleurs.test', to, text: `Pour ${to}.` })
      const raw = unsigned(mail)
      t.match(await gateway.transmit('a@ailleurs.test', to, raw), /^250/)
      const told = await gateway.mailTo(ADMINISTRATION, "pour l'administrateur")
      t.match(told.attachments, [{ filename: 'message.eml' }])
      t.same(told.attachments[0]?.content, raw, 'byte for byte')
    }
    const mine = letter({ from: requerant.email, to: 'postmaster@te.localhost', text: 'Bonjour.' })
    await gateway.transmit(
      requerant.email,
      'postmaster@te.localhost',
      await signed(mine, pki.people.requerant),
    )
    const own = await gateway.mailTo(ADMINISTRATION, "pour l'administrateur")
    t.match(own.text, /confrere message [0-9a-f-]{36} --classer/)
    await gateway.settles()
    const all = gateway.sink.messages.filter(({ to }) => to.includes(ADMINISTRATION))
    t.equal(all.length, 3, 'one letter a mail')
    t.strictSame(requerant.unread(), [])
    t.notOk(gateway.sink.messages.some(({ to }) => to.includes('a@ailleurs.test')))

    const robot = letter({
      from: ADMINISTRATION,
      to: 'postmaster@te.localhost',
      text: 'Je suis absent.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    })
    const before = gateway.sink.messages.length
    await gateway.transmit(ADMINISTRATION, 'postmaster@te.localhost', unsigned(robot))
    await gateway.settles()
    t.equal(gateway.sink.messages.length, before, 'a machine is not answered, so nothing loops')
  },
)

t.test('teleexpertise@ is matched by References, and is a new request without', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  await requerant.asks(demande({ ...NAMED, 'Médecin requis': dermatologue.rpps }), {
    to: 'teleexpertise@te.localhost',
  })
  await requerant.receives('accusé')
  const ask = await dermatologue.receives("demande d'avis")
  await dermatologue.answers(ask, 'AVIS\n\nBénin.', {
    to: 'teleexpertise@te.localhost',
    headers: { 'In-Reply-To': '', References: `<autre@fil.test> <${ask.messageId}>` },
  })
  await requerant.receives('ompte-rendu')
  await gateway.settles()
  t.equal((await gateway.dossiers()).length, 1)
})

t.test('a mail of two errands is asked for in two mails, and none is lost', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const tokens: string[] = []
  for (const nom of ['DURAND', 'PETIT']) {
    await requerant.asks(demande({ ...NAMED, 'Nom de naissance': nom }), {
      to: `${dermatologue.rpps}@te.localhost`,
    })
    tokens.push((await requerant.receives('accusé')).replyTo)
  }
  const [one = '', other = ''] = tokens
  t.not(one, other)
  const both = async (to: string) => await requerant.asks('ETAT', { to })
  t.match(await both(`${one},${other}`), /^452 4\.5\.3 .*\[one-errand-a-mail\]/)
  t.match(await both(`essai@te.localhost,dermatologie@te.localhost`), /^452 4\.5\.3/)
  t.match(await both(`${one},postmaster@te.localhost`), /^452 4\.5\.3/)
  t.match(await both(`${one},${one.toUpperCase()},teleexpertise@te.localhost`), /^250/)
  await requerant.receives('où en est')
})
