import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const IMAGE = {
  name: 'lésion.jpg',
  type: 'image/jpeg',
  content: Buffer.from([255, 216, 1, 2, 255, 217]),
}
const ECG = { name: 'ecg.pdf', type: 'application/pdf', content: Buffer.alloc(40_000, 7) }

t.test(
  'a demande with two documents becomes a compte-rendu for both physicians, and two acts',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, medecinTraitant } = gateway
    const traitant = `Dr Paul ROUSSET <${medecinTraitant.email}>`

    t.match(
      await requerant.asks(demande({ 'Médecin traitant': traitant }), {
        attachments: [IMAGE, ECG],
      }),
      /^250 /,
    )

    const ack = await requerant.receives('TE-')
    t.match(ack.text, /TE-\d{4}-000001/)
    t.match(ack.text, /ROUSSET/, 'the médecin traitant found is shown')

    await gateway.settles()
    const asked = [dermatologue, gateway.dermatologue2].filter((each) => each.unread().length > 0)
    t.equal(asked.length, 1, 'one physician of the pool is asked')
    const [requis = dermatologue] = asked
    const ask = await requis.receives('avis')
    t.match(
      ask.text.trimStart(),
      /^Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne\./,
    )
    t.match(ask.text, /exérèse/)
    t.match(ask.text, /ESSAI-DURAND/)
    t.strictSame(ask.files, ['lésion.jpg', 'ecg.pdf', 'demande-signee.eml'])
    t.same(ask.parsed.attachments[0]?.content, IMAGE.content, 'byte for byte')
    t.same(ask.parsed.attachments[1]?.content, ECG.content, 'byte for byte')
    t.notMatch(ask.subject, /DURAND|Anne/i)

    await requis.answers(ask, 'AVIS\n\nLésion suspecte.\n\nConclusion : exérèse sous 15 jours.')

    for (const reader of [requerant, medecinTraitant]) {
      const report = await reader.receives('ompte-rendu')
      t.ok(report.files.some((name) => name.endsWith('.pdf')))
      t.match(report.text, /À conserver dans le dossier du patient/)
    }
    const sent = await requis.receives('ransmis')
    t.match(sent.text, /TE2/)
    t.match(sent.text, /23,00/)
    t.match(sent.text, /991001017/, 'the prescripteur number to write')

    await gateway.settles()
    const acts = await gateway.acts()
    t.strictSame(
      acts
        .map(({ code, montantCentimes, etat }) => ({ code, montantCentimes, etat }))
        .sort((a, b) => (a.code < b.code ? -1 : 1)),
      [
        { code: 'RQD', montantCentimes: 1000, etat: 'facturable' },
        { code: 'TE2', montantCentimes: 2300, etat: 'facturable' },
      ],
    )
    t.strictSame(await gateway.verdicts(), [
      { etat: 'accepted', code: null },
      { etat: 'accepted', code: null },
    ])
    t.equal((await gateway.dossiers())[0]?.etat, 'repondu', 'open for answers for thirty days')
  },
)

t.test('the requerant gets the signed opinion itself, and OpenSSL verifies it', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  await requerant.asks(
    demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
    {
      to: 'demande@te.localhost',
    },
  )
  const ask = await dermatologue.receives('avis')
  await dermatologue.answers(ask, 'AVIS\n\nRien d’inquiétant.')
  const report = await requerant.receives('ompte-rendu')
  const original = report.parsed.attachments.find(({ filename }) => filename?.endsWith('.eml'))
  t.ok(original)
  const file = join(gateway.folder, 'avis.eml')
  await writeFile(file, original?.content ?? '')
  const said = await openssl([
    ...['cms', '-verify', '-in', file, '-CAfile', gateway.pki.root, '-purpose', 'smimesign'],
    ...['-certfile', gateway.pki.people.dermatologue.chain],
  ])
  const body = said.toString('latin1').split(/\r?\n\r?\n/)[1] ?? ''
  t.match(Buffer.from(body, 'base64').toString('utf8'), /Rien d’inquiétant/)
  t.notMatch(original?.content.toString('latin1') ?? '', /^(From|Subject|To):/m, 'no outer header')
})

t.test(
  'no patient data stands in clear in the database, nor in any Message-ID or subject',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, parts } = gateway
    const name = 'ZZPATIENTEUNIQUE'
    await requerant.asks(
      demande({
        'Nom de naissance': name,
        'Spécialité demandée': null,
        'Médecin requis': dermatologue.rpps,
      }),
      { to: 'demande@te.localhost', subject: `Demande pour ${name}` },
    )
    const ask = await dermatologue.receives('avis')
    t.match(ask.text, name)
    await dermatologue.answers(ask, `AVIS\n\n${name} va bien.`)
    await requerant.receives('ompte-rendu')
    await gateway.settles()
    const tables = await parts.db.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name
       from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )
    t.ok(tables.length > 20)
    const forms = [
      name,
      Buffer.from(name).toString('hex'),
      Buffer.from(name).toString('base64').slice(0, 20),
    ]
    for (const table of tables) {
      const [row] = await parts.db.query<{ all: string }>(
        `select coalesce(string_agg(x::text, ' '), '') as all from ${table.name} x`,
      )
      for (const form of forms) t.notMatch(row?.all.toUpperCase(), form.toUpperCase(), table.name)
    }
    for (const { raw } of gateway.sink.messages) {
      t.notMatch(raw.toString('latin1').split('\r\n\r\n')[0], name)
    }
  },
)

t.test(
  'the accusé shows what was understood beside words of his that say it otherwise',
  async (t) => {
    const { requerant } = await startGateway(t)
    await requerant.asks(
      demande({
        'Date de naissance': '14 mars 51',
        Sexe: 'Mme',
        Consentement: 'oui, oral, ce jour',
        'Date du consentement': null,
        'Mode du consentement': null,
      }),
    )
    const ack = await requerant.receives('accusé de réception')
    t.match(ack.text, 'Date de naissance, compris « 14/03/1951 », écrit « 14 mars 51 »')
    t.match(ack.text, 'Sexe, compris « féminin », écrit « Mme »')
    t.match(
      ack.text,
      /Consentement, compris « le patient, oral, [^»]+ », écrit « oui, oral, ce jour »/,
    )
    t.notMatch(
      ack.text,
      /Nom de naissance, compris/,
      'a line read as it was written is not told twice',
    )

    const read = (await requerant.answers(ack, `COMPLEMENT\n\n${ack.text}`)).slice(0, 3)
    t.equal(read, '250', 'and quoted whole it says nothing new')
  },
)
