import t from 'tap'

import { purge } from '../../src/ledger/purge.ts'
import { dayInParis } from '../support/days.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const DAY_MS = 86_400_000

t.test(
  'what an act lacks is understood whenever it comes, and a rejected act leaves again',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, base, parts } = gateway
    await parts.db.query('update professionnel set numero_am = null, finess = null')
    await requerant.asks(
      demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps, 'N° AM': null }),
      {
        to: 'demande@te.localhost',
        attachments: [{ name: 'a.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 3) }],
      },
    )
    await dermatologue.answers(await dermatologue.receives("demande d'avis"), 'AVIS\n\nRien.')
    const report = await requerant.receives('ompte-rendu')
    const given = await dermatologue.receives('ransmis')
    t.match(given.text, /N° AM : …/, 'the letter says how to give the number')
    await gateway.settles()
    const states = async () =>
      (await gateway.acts()).map(({ code, etat, motif }) => [code, etat, motif])
    t.match(await states(), [
      ['TE2', 'a_verifier', 'numero-executant-manquant'],
      ['RQD', 'a_verifier', 'numero-executant-manquant'],
    ])

    // 1. the requis, once the dossier is closed
    await gateway.passes('P31D')
    t.match(await gateway.dossiers(), [{ etat: 'clos' }])
    t.match(await dermatologue.answers(given, 'N° AM : 750000010'), /^250/)
    t.match((await dermatologue.receives('facturation')).text, /nous avons noté : N° AM/)
    t.match(await states(), [
      ['TE2', 'a_verifier', 'numero-prescripteur-manquant'],
      ['RQD', 'a_verifier', 'numero-executant-manquant'],
    ])

    // 2. the requerant, once its content is destroyed
    await purge(parts.db, parts.keys, new Date(gateway.clock.now().getTime() + 100 * DAY_MS))
    await parts.db.query(`update professionnel set numero_am = '991005059' where rpps = $1`, [
      gateway.medecinTraitant.rpps,
    ])
    t.match(await requerant.answers(report, 'N° AM : 991005059'), /^250/)
    const no = await requerant.receives('facturation')
    t.match(no.text, /celui d’un autre professionnel/, 'a number of somebody else is no number')
    t.match(await requerant.answers(report, 'N° AM : 750000028'), /^250/)
    t.match((await requerant.receives('facturation')).text, /2 actes sont complétés/)
    t.match(await states(), [
      ['TE2', 'facturable', null],
      ['RQD', 'facturable', null],
    ])

    // 3. exported, rejected, corrected by the clerk, exported again
    const token = await gateway.token('billing', 'ops')
    const call = async (path: string, method = 'GET', body?: string, type = 'application/json') => {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': type }
      const answer = await fetch(`${base}/api/v1${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      })
      const text = await answer.text()
      return { status: answer.status, text, json: text.startsWith('{') ? JSON.parse(text) : null }
    }
    const first = await call('/exports', 'POST', '{}')
    t.match(first, { status: 201, json: { nombre: 2 } })
    const file = (await call(`/exports/${first.json.id}/file`)).text
    const te = (await call('/actes')).json.items.find(
      (one: { code: string }) => one.code === 'TE2',
    ).id
    await call(
      '/returns',
      'POST',
      `id_acte;statut;date;motif\n${te};rejete;${dayInParis(0)};NIR inconnu`,
      'text/csv',
    )
    const asked = { action: 'corriger', champs: { nir: '1531245007231' }, motif: 'carte lue' }
    t.match(await call(`/actes/${te}`, 'POST', JSON.stringify(asked)), {
      status: 200,
      json: { id: te, etat: 'facturable', export: null },
    })
    const second = await call('/exports', 'POST', '{}')
    t.match(second, { status: 201, json: { nombre: 1 } })
    t.match(
      (await call(`/exports/${second.json.id}/file`)).text,
      new RegExp(`\n${te};${second.json.id};`),
    )
    t.equal((await call(`/exports/${first.json.id}/file`)).text, file)
    t.match((await call('/actes?etat=facturable')).json.items, [
      {},
      { id: te, retours: [{ statut: 'rejete', motif: 'NIR inconnu' }] },
    ])

    // 4. the token is taken back while all goes on
    const { items } = (await call('/tokens')).json
    const why = JSON.stringify({ motif: 'fin de mission' })
    t.equal((await call(`/tokens/${items[0].id}`, 'DELETE', why)).status, 200)
    t.equal((await call('/actes')).status, 401)
  },
)
