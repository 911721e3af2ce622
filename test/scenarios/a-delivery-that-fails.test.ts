import t from 'tap'

import { annuaire } from '../../src/cli/annuaire.ts'
import { argumentsOf } from '../../src/cli/terms.ts'
import { carryOutCommand } from '../../src/flow/command.ts'
import { putCommand } from '../../src/ledger/commands.ts'
import { ADMINISTRATION, startGateway, until } from '../support/gateway.ts'
import { demande, letter, unsigned } from '../support/letters.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** The story up to a compte-rendu handed over; and where its notices go. */
async function rendered(gateway: Gateway) {
  const { dermatologue, requerant } = gateway
  await requerant.asks(
    demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
    { to: 'demande@te.localhost' },
  )
  await dermatologue.answers(await dermatologue.receives("demande d'avis"), 'AVIS\n\nRien.')
  await requerant.receives('ompte-rendu')
  await gateway.settles()
  return await compteRendu(gateway)
}

interface Envoi {
  readonly id: string
  readonly etat: string
  readonly accuse: string | null
  readonly messageId: string
  readonly rebond: string
}

async function compteRendu({ parts }: Gateway): Promise<Envoi> {
  const [row] = await parts.db.query<Envoi>(
    `select id, etat, accuse, message_id as "messageId",
       'rebond+' || jeton_rebond || '@te.localhost' as rebond
     from envoi where lettre = 'compteRendu' and role = 'requerant'`,
  )
  if (row === undefined) throw new Error('no compte-rendu')
  return row
}

const acts = async ({ parts }: Gateway) =>
  await parts.db.query('select code, suspendu_motif as motif from acte order by code')

function dsn(
  action: string,
  about = '',
  status = action === 'failed' ? '5.1.1' : '2.0.0',
  who = 'claire.fontaine@cabinet.test',
): Buffer {
  const fields = `Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; ${who}\r\nAction: ${action}\r\nStatus: ${status}\r\n`
  return Buffer.from(
    `From: MAILER-DAEMON@mx.test\r\nSubject: notice\r\n${about}Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nProse.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${fields}\r\n--b--\r\n`,
  )
}

async function retry(gateway: Gateway, id: string): Promise<void> {
  const { parts } = gateway
  const command = { quoi: 'retry', parametres: { id }, par: 'essai', motif: 'adresse réparée' }
  await carryOutCommand(await putCommand(parts.db, command), parts)
  await gateway.settles()
}

t.test(
  'a late failure notice holds the acts up, with an owner; sent anew they are owed again',
  async (t) => {
    const gateway = await startGateway(t)
    const first = await rendered(gateway)
    t.match(await acts(gateway), [{ motif: null }, { motif: null }])

    // 1. The notice comes after the 250: incident, owner, acts held up; said twice it says no more.
    await gateway.transmit('', first.rebond, dsn('failed'))
    t.match((await gateway.mailTo(ADMINISTRATION, 'ncident')).text, 'dsn-echec')
    await gateway.transmit('', first.rebond, dsn('failed'))
    await gateway.transmit('', first.rebond, dsn('delivered'))
    await gateway.settles()
    t.match(await compteRendu(gateway), { etat: 'echec', accuse: 'dsn:failed' })
    t.match(await acts(gateway), [{ motif: 'dsn-echec' }, { motif: 'dsn-echec' }])
    await gateway.dermatologue.receives('compte-rendu non remis')
    const told = gateway.sink.messages.filter(({ to }) => to.includes(ADMINISTRATION))
    t.equal(told.length, 1, 'once')

    // 2. It stands on the dossier, for who looks.
    const headers = { Authorization: `Bearer ${await gateway.token('status')}` }
    const numero = (await gateway.dossiers())[0]?.numero
    const seen = await fetch(`${gateway.base}/api/v1/dossiers/${numero}`, { headers })
    t.match(await seen.text(), /dsn-echec/)

    // 3. A person has it sent again: the same letter, and what is late about the first is about the first.
    await retry(gateway, first.id)
    const second = await compteRendu(gateway)
    t.match(second, { etat: 'remis', accuse: null, messageId: first.messageId })
    t.strictSame(await acts(gateway), [
      { code: 'RQD', motif: null },
      { code: 'TE2', motif: null },
    ])
    t.match(await gateway.transmit('', first.rebond, dsn('failed')), /^550 /)
    t.match(await compteRendu(gateway), { etat: 'remis' })

    // 4. A notice about the second is believed as the first was.
    await gateway.transmit('', second.rebond, dsn('failed'))
    await gateway.settles()
    t.match(await compteRendu(gateway), { etat: 'echec' })
  },
)

t.test('a notice fails nothing that it cannot be about', async (t) => {
  const gateway = await startGateway(t)
  const { messageId } = await rendered(gateway)
  const to = 'teleexpertise@te.localhost'
  const about = (id: string): string => `In-Reply-To: <${id}>\r\n`
  t.match(
    await gateway.transmit('', `rebond+${'a'.repeat(32)}@te.localhost`, dsn('failed')),
    /^550 5\.1\.1/,
    'nobody guesses a token',
  )
  await gateway.transmit('', to, dsn('failed', about('autre@te.localhost')))
  await gateway.settles()
  t.match(await compteRendu(gateway), { etat: 'remis' })
  // Whoever had the letter knows its Message-ID, and may write as machines do: only its own return path proves.
  const mine = dsn('failed', about(messageId))
    .toString()
    .replace(/Final-Recipient: [^\r]*/, `Final-Recipient: rfc822; ${gateway.requerant.email}`)
  const { reply_to: fil } = (
    await gateway.parts.db.query<{ reply_to: string }>(
      "select 'dossier+' || jeton || '@te.localhost' as reply_to from jeton_fil limit 1",
    )
  )[0] ?? { reply_to: '' }
  for (const from of ['', 'dehors@x.test']) {
    for (const at of [to, 'demande@te.localhost', 'dermatologie@te.localhost', fil]) {
      await gateway.transmit(from, at, Buffer.from(mine))
      await gateway.settles()
      t.match(await compteRendu(gateway), { etat: 'remis', accuse: null }, `<${from}> → ${at}`)
      t.match(await acts(gateway), [{ motif: null }, { motif: null }])
    }
  }
  const travaux = await gateway.parts.db.query('select code from travail')
  t.strictSame(travaux, [{ code: 'avis-echec-non-prouve' }], 'one letter, one work item')
  const told = await gateway.parts.db.query("select role from envoi where lettre = 'alerte'")
  t.strictSame(told, [{ role: 'administrateur' }])
  const rows = await gateway.parts.db.query(
    `select count(*) as n from message_entrant m join dossier d on d.id = m.dossier
     where m.code = 'avis-echec-non-prouve' and m.etat = 'accepted'`,
  )
  t.strictSame(rows, [{ n: 8 }])
})

t.test(
  'no notice takes back what its reader signed that he has, and anybody informs only',
  async (t) => {
    const gateway = await startGateway(t)
    const { dermatologue, requerant, parts } = gateway
    await requerant.asks(
      demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
      { to: 'demande@te.localhost' },
    )
    const ask = await dermatologue.receives("demande d'avis")
    await gateway.settles()
    const sent = async () => {
      const [row] = await parts.db.query<Envoi>(
        `select id, etat, accuse, message_id as "messageId",
         'rebond+' || jeton_rebond || '@te.localhost' as rebond
       from envoi where lettre = 'demandeAvis'`,
      )
      if (row === undefined) throw new Error('no demande')
      return row
    }
    const { messageId, rebond } = await sent()
    const nobody = Buffer.from(
      dsn('failed', `In-Reply-To: <${messageId}>\r\n`)
        .toString()
        .replace(/Final-Recipient: [^\r]*/, `Final-Recipient: rfc822; ${dermatologue.email}`),
    )
    for (const to of ['teleexpertise@te.localhost', 'dermatologie@te.localhost']) {
      await gateway.transmit('dehors@x.test', to, nobody)
      await gateway.settles()
      t.match(await sent(), { etat: 'remis', accuse: null }, `${to}: it informs only`)
    }

    // The token's notice fails it, his signed word heals it, and after that nothing takes it back.
    await gateway.transmit('', rebond, dsn('failed', '', '5.1.1', dermatologue.email))
    await gateway.settles()
    t.match(await sent(), { etat: 'echec' })
    await dermatologue.answers(ask, 'ACCEPTE')
    await gateway.settles()
    t.match(await sent(), { etat: 'remis', accuse: null })
    await gateway.transmit('', rebond, dsn('failed', '', '5.1.1', dermatologue.email))
    await gateway.settles()
    t.match(await sent(), { etat: 'remis' })

    const accuse = await requerant.receives('accusé')
    await requerant.answers(accuse, 'RETRAIT CONSENTEMENT')
    t.match((await dermatologue.receives('demande annulée')).text, /consentement/)
  },
)

t.test('a bounce in prose is believed on the way back of its own letter', async (t) => {
  const gateway = await startGateway(t)
  const { rebond } = await rendered(gateway)
  const prose = 'From: MAILER-DAEMON@mx.test\r\nSubject: Votre message\r\n\r\n550 5.1.1 inconnu\r\n'
  await gateway.transmit('', rebond, Buffer.from(prose))
  await gateway.settles()
  t.match(await compteRendu(gateway), { etat: 'echec' })
})

/** Letters that machines send to the return path of a letter, and that fail nothing. */
const HARMLESS: { readonly [name: string]: (adresse: string) => string } = {
  'out of office': () => 'From: a@cabinet.test\r\nSubject: Absent\r\n\r\nJe suis absente.\r\n',
  'a receipt in prose': () =>
    'From: a@cabinet.test\r\nSubject: Lu : votre message\r\nAuto-Submitted: auto-replied\r\n\r\nVotre message a été lu.\r\n',
  'no report to be had': () =>
    'From: MAILER-DAEMON@mx.test\r\nSubject: Delivery report unavailable\r\n\r\nNo report.\r\n',
  'a receipt that says nothing': () =>
    'From: a@cabinet.test\r\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n--b\r\n\r\nLu.\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nReporting-UA: x\r\n\r\n--b--\r\n',
  'delivered, though not behind an alias': (adresse) =>
    `From: MAILER-DAEMON@mx.test\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nProse.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; ailleurs@x.test\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\nFinal-Recipient: rfc822; ${adresse}\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n--b--\r\n`,
}

t.test(
  'whatever a machine writes to a return path stands on the dossier of its letter',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, parts } = gateway
    const { rebond, messageId } = await rendered(gateway)
    const stands = async () =>
      await parts.db.query(
        `select m.etat, m.code, d.numero from message_entrant m left join dossier d on d.id = m.dossier
       order by m.recu_le desc`,
      )
    const before = (await stands()).length
    for (const [index, [name, write]] of Object.entries(HARMLESS).entries()) {
      await gateway.transmit('', rebond, Buffer.from(write(requerant.email)))
      await gateway.settles()
      const [last, ...others] = await stands()
      t.equal(others.length, before + index)
      t.match(last, { etat: 'accepted', numero: /^TE-/ }, name)
      t.match(await compteRendu(gateway), { etat: 'remis' }, name)
    }
    // One that came elsewhere is known by the letter that it answers.
    const answer = `From: a@cabinet.test\r\nIn-Reply-To: <${messageId}>\r\nX-Autoreply: yes\r\n\r\nAbsente.\r\n`
    await gateway.transmit('a@cabinet.test', 'teleexpertise@te.localhost', Buffer.from(answer))
    await gateway.settles()
    t.match((await stands())[0], { etat: 'accepted', code: 'courrier-automatique' })
    t.strictSame(
      gateway.sink.messages.filter(({ to }) => to.includes(ADMINISTRATION)),
      [],
      'nobody is troubled',
    )
    // One of no letter of ours waits for the administrator, who is told.
    const stray = 'From: b@x.test\r\nX-Autorespond: x\r\n\r\nAbsent.\r\n'
    await gateway.transmit('b@x.test', 'teleexpertise@te.localhost', Buffer.from(stray))
    t.match((await gateway.mailTo(ADMINISTRATION, 'courrier-automatique')).text, 'courrier')
  },
)

t.test('a letter of no dossier that cannot be delivered reaches the administrator', async (t) => {
  const gateway = await startGateway(t)
  const { requerant } = gateway
  const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
  await gateway.transmit(requerant.email, 'dermatologie@te.localhost', unsigned(mail))
  await requerant.receives('non transmise')
  await gateway.settles()
  const [row] = await gateway.parts.db.query<{ rebond: string }>(
    `select 'rebond+' || jeton_rebond || '@te.localhost' as rebond from envoi`,
  )
  await gateway.transmit('', row?.rebond ?? '', dsn('failed'))
  t.match((await gateway.mailTo(ADMINISTRATION, 'dsn-echec')).text, 'dsn-echec')
})

t.test('a refusal of the mailbox reaches the administrator as a late notice does', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, parts } = gateway
  const mail = letter({ from: requerant.email, to: 'dermatologie@te.localhost', text: demande() })
  const { send } = parts.sender
  t.teardown(() => Object.assign(parts.sender, { send }))
  Object.assign(parts.sender, {
    send: (sealed: never, envelope: { to: string }) =>
      envelope.to === requerant.email
        ? Promise.resolve({ kind: 'never', code: 'delivery-mailbox-unknown', reply: '550' })
        : send(sealed, envelope as never),
  })
  await gateway.transmit(requerant.email, 'dermatologie@te.localhost', unsigned(mail))
  t.match(
    (await gateway.mailTo(ADMINISTRATION, 'delivery-mailbox-unknown')).text,
    'delivery-mailbox-unknown',
  )
})

t.test(
  'a request that may not leave in clear is told, owned, and leaves with a certificate',
  async (t) => {
    // Where the requis reads, nothing about a patient goes in clear.
    const env = { CONFRERE_ESPACE_DE_CONFIANCE: 'cabinet.test' }
    const gateway = await startGateway(t, { env })
    const { requerant, dermatologue, parts, pki } = gateway
    await requerant.asks(
      demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
      { to: 'demande@te.localhost' },
    )
    await until(async () => {
      const rows = await parts.db.query("select from envoi where etat = 'bloque'")
      return rows.length === 1
    })
    const accuse = await requerant.receives('accusé')
    t.notMatch(accuse.text, /est transmise/)
    await gateway.passes('PT2M')
    t.match((await requerant.receives('aucun médecin')).text, /n.a pas pu être remise au/)
    const open = () =>
      parts.db.query('select code from travail where regle_le is null order by code')
    t.match(await open(), [{ code: 'demande-non-remise' }])

    // A day and two later nobody is reminded of what he never had.
    await gateway.passes('PT26H')
    await gateway.passes('PT24H')
    await gateway.settles()
    t.strictSame(dermatologue.unread(), [])

    await annuaire.run(argumentsOf(annuaire, ['import', pki.people.dermatologue.certificate]), {
      out: () => undefined,
      err: () => undefined,
      isTty: false,
      env: {
        CONFRERE_DATA_DIR: gateway.folder,
        CONFRERE_TRUST_DIR: parts.config.trustDir,
        DATABASE_URL: parts.config.databaseUrl ?? undefined,
      },
    })
    await gateway.passes('PT1M')
    const ask = await dermatologue.receives("demande d'avis")
    t.equal(ask.encrypted, true)
    t.match((await requerant.receives('demande remise')).text, /est maintenant remise au/)
    t.strictSame(await open(), [])
    await dermatologue.answers(ask, 'AVIS\n\nLésion bénigne.')
    await requerant.receives('ompte-rendu')
  },
)
