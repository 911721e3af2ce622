/** What the routes say, and what they ask of the corridor. */
import t from 'tap'

import { insertActes } from '../../../src/ledger/actes/actes.ts'
import { acte, acteRqd } from '../../support/actes.ts'
import {
  NOW,
  openWindows,
  seedDossier,
  seedLetter,
  seedMessage,
  VERDICT,
} from '../../support/windows.ts'

function hoursAgo(hours: number): string {
  return new Date(NOW.getTime() - hours * 3_600_000).toISOString()
}

t.test('counts everything by state, with what waits longest and what is late', async (t) => {
  const gauges = async () => ({ queueDepth: 3, crlAgeSeconds: 7200 })
  const windows = await openWindows(t, { gauges })
  const dossier = await seedDossier(windows, 'TE-2026-000001', {
    ouvertLe: hoursAgo(50),
    slots: [{ ouverteLe: hoursAgo(50), limiteLe: hoursAgo(2) }],
  })
  await windows.db.query(
    `insert into liste_blanche (generee_le, sha256, signataire, domaines, prise_le)
     values ($1, '\\x00', 'CN=alb.test', '[]', $1)`,
    [hoursAgo(5)],
  )
  await windows.db.query(
    `insert into reponse_ocsp (certificat, adresse, der, emetteur, emise_le, echeance, vue_le)
     values ('a', 'x', '', '', $1, $2, $3), ('b', 'x', '', '', null, null, $3)`,
    [hoursAgo(6), hoursAgo(-6), hoursAgo(1)],
  )
  await seedMessage(windows, { at: hoursAgo(3), state: 'received' })
  await seedMessage(windows, { at: hoursAgo(4) })
  await seedLetter(windows, dossier, { state: 'echec', code: '5.1.1' })
  const { json } = await windows.call('/api/v1/status', { token: windows.tokens.status })
  t.match(json, {
    version: '0.0.0-essai',
    messages: { received: { nombre: 1 }, quarantined: { nombre: 1 }, refused: { nombre: 0 } },
    dossiers: { en_cours: { nombre: 1 } },
    deliveries: { echec: { nombre: 1 }, remis: { nombre: 0 } },
    late: 1,
    queueDepth: 3,
    crlAgeSeconds: 7200,
    ocspAgeSeconds: 21_600,
    ocsp: { followed: 2, withoutAnswer: 1 },
    whiteListAgeSeconds: 18_000,
    oldestWaiting: { message: hoursAgo(3), sollicitation: hoursAgo(50), delivery: null },
  })
})

t.test('lists dossiers by each filter, and page by page without loss', async (t) => {
  const windows = await openWindows(t)
  const { call, tokens } = windows
  for (let n = 1; n <= 5; n += 1) {
    await seedDossier(windows, `TE-2026-00000${n}`, {
      ouvertLe: hoursAgo(10 - n),
      etat: n === 1 ? 'clos' : 'en_cours',
      slots: [
        {
          ouverteLe: hoursAgo(10 - n),
          specialite: n === 2 ? '03' : '05',
          requis: n === 3 ? '99700000020' : '99700218896',
          limiteLe: n === 4 ? hoursAgo(1) : hoursAgo(-24),
          ...(n === 1 && { etat: 'rendue', termineeLe: hoursAgo(1) }),
        },
      ],
    })
  }
  const numeros = async (query: string): Promise<string[]> => {
    const { json } = await call(`/api/v1/dossiers?${query}`, { token: tokens.status })
    return json.items.map((each: { numero: string }) => each.numero.slice(-1))
  }
  t.strictSame(await numeros(''), ['5', '4', '3', '2', '1'])
  t.strictSame(await numeros('etat=clos'), ['1'])
  t.strictSame(await numeros('specialite=03'), ['2'])
  t.strictSame(await numeros('specialite=cardiologie'), ['2'])
  t.strictSame(await numeros('requis=99700000020'), ['3'])
  t.strictSame(await numeros('en_retard=oui'), ['4'])
  t.strictSame(await numeros('en_retard=non'), ['5', '3', '2', '1'])

  const seen: string[] = []
  let path = '/api/v1/dossiers?limit=2'
  for (let pages = 0; pages < 5; pages += 1) {
    const { json } = await call(path, { token: tokens.status })
    seen.push(...json.items.map((each: { numero: string }) => each.numero.slice(-1)))
    if (json.next === null) break
    path = `/api/v1/dossiers?limit=2&cursor=${json.next}`
  }
  t.strictSame(seen, ['5', '4', '3', '2', '1'])
})

t.test('gives one dossier with its slots, its letters and a timeline in French', async (t) => {
  const windows = await openWindows(t)
  const dossier = await seedDossier(windows, 'TE-2026-000001', {
    ouvertLe: hoursAgo(5),
    slots: [{ ouverteLe: hoursAgo(5) }],
  })
  await seedLetter(windows, dossier, { state: 'remis', lettre: 'accuseReception' })
  const { json } = await windows.call('/api/v1/dossiers/te-2026-000001', {
    token: windows.tokens.status,
  })
  t.match(json, {
    numero: 'TE-2026-000001',
    prochaine: null,
    sollicitations: [
      {
        rang: 1,
        etat: 'en_attente',
        specialite: '05',
        expirationLe: null,
        prochaine: { responsable: 'requis', action: 'rendre son avis' },
      },
    ],
    letters: [{ letter: 'accuseReception', state: 'remis' }],
    timeline: [{ quoi: 'envoi.remis', texte: 'Remis : accusé de réception au requérant' }],
  })
})

t.test(
  'puts each waiting slot of a queue in one age, and none that is paused or ended',
  async (t) => {
    const windows = await openWindows(t)
    const slot = (ouverteLe: string, more = {}) => ({ ouverteLe, ...more })
    await seedDossier(windows, 'TE-2026-000001', {
      ouvertLe: hoursAgo(99),
      slots: [
        slot(hoursAgo(1)),
        slot(hoursAgo(30)),
        slot(hoursAgo(72), { rappelLe: hoursAgo(-1), limiteLe: hoursAgo(-25) }),
        slot(hoursAgo(60), { enRetard: true }),
        slot(hoursAgo(60), { limiteLe: hoursAgo(1), etat: 'acceptee' }),
        slot(hoursAgo(60), { limiteLe: hoursAgo(1), etat: 'complement_demande' }),
        slot(hoursAgo(60), { etat: 'rendue', termineeLe: hoursAgo(1) }),
      ],
    })
    const { json } = await windows.call('/api/v1/queues', { token: windows.tokens.status })
    t.match(json.items, [
      {
        specialite: '05',
        requis: '99700218896',
        waiting: 5,
        under24h: 2,
        under48h: 1,
        late: 2,
        paused: 1,
        oldest: hoursAgo(72),
      },
    ])
  },
)

t.test(
  'gives figures for Prometheus to this machine, and to others only with a token',
  async (t) => {
    const windows = await openWindows(t)
    await seedDossier(windows, 'TE-2026-000001', {
      ouvertLe: hoursAgo(2),
      slots: [{ ouverteLe: hoursAgo(2), limiteLe: hoursAgo(1) }],
    })
    const { text, status, headers } = await windows.call('/metrics')
    t.equal(status, 200)
    t.match(headers.get('content-type'), /^text\/plain; version=0\.0\.4/)
    t.match(text, /^confrere_sollicitations_late 1$/m)
    t.match(text, /^confrere_dossiers\{state="en_cours"\} 1$/m)
    t.match(text, /^confrere_dossiers_oldest_seconds\{state="en_cours"\} 7200$/m)
    t.match(text, /^confrere_process_resident_memory_bytes \d+$/m)
    for (const line of text.trimEnd().split('\n')) {
      t.match(line, /^(# (HELP|TYPE) confrere_\w+ .+|confrere_\w+(\{\w+="[\w.-]+"\})? [\d.e+]+)$/)
    }
    t.notMatch(text, /TE-2026|99700/)

    const behind = { headers: { 'x-forwarded-for': '192.0.2.7' } }
    t.equal((await windows.call('/metrics', behind)).status, 401)
    const token = windows.tokens.status
    t.equal((await windows.call('/metrics', { ...behind, token })).status, 200)
  },
)

t.test(
  'lists messages by state and code, and gives the verdict with any matricule masked',
  async (t) => {
    const windows = await openWindows(t)
    const { call } = windows
    const token = windows.tokens.ops
    const id = await seedMessage(windows, { at: hoursAgo(2), code: 'no-anchor' })
    await seedMessage(windows, { at: hoursAgo(1), state: 'accepted' })
    const list = await call('/api/v1/messages/inbound?state=quarantined&code=no-anchor', { token })
    t.match(list.json.items, [
      { id, state: 'quarantined', code: 'no-anchor', owner: 'administrateur' },
    ])
    t.equal(list.json.items.length, 1)
    t.equal(list.json.next, null)

    const { json } = await call(`/api/v1/messages/inbound/${id}`, { token })
    const from = ['cabinet@exemple.invalid', '***@patient.invalid']
    t.strictSame(json.verdict, { ...VERDICT, sender: { ...VERDICT.sender, from } })
  },
)

t.test('gives no verdict once the key of the message is destroyed', async (t) => {
  const windows = await openWindows(t)
  const id = await seedMessage(windows, { at: hoursAgo(2), code: 'no-anchor' })
  const [row] = await windows.db.query<{ cle: string }>('select cle from message_entrant')
  await windows.keys.destroy(windows.db, row?.cle ?? '')
  const { json } = await windows.call(`/api/v1/messages/inbound/${id}`, {
    token: windows.tokens.ops,
  })
  t.match(json, { id, verdict: null, code: 'no-anchor' })
})

t.test('leaves a trace of who read a verdict or took a file', async (t) => {
  const windows = await openWindows(t)
  const id = await seedMessage(windows, { at: hoursAgo(2) })
  await insertActes(windows.db, windows.keys, [acte()], windows.keys.index('patient', 'a'))
  const token = windows.tokens.all
  await windows.call(`/api/v1/messages/inbound/${id}`, { token })
  await windows.call('/api/v1/exports', { method: 'POST', token })
  await windows.call('/api/v1/exports/1/file?format=csv', { token })
  const { json } = await windows.call('/api/v1/journal', { token })
  t.match(json.items, [
    { quoi: 'export.lu', auteur: 'Administration', chaine: /^jeton:/, detail: { export: 1 } },
    { quoi: 'export.cree' },
    { quoi: 'message.lu', auteur: 'Administration', detail: { message: id } },
  ])
})

t.test('asks the corridor to replay and retry, with the holder and his reason', async (t) => {
  const windows = await openWindows(t)
  const { call, asked, tokens } = windows
  const token = tokens.ops
  const message = await seedMessage(windows, { at: hoursAgo(2) })
  const letter = await seedLetter(windows, null, { state: 'echec' })
  const inbound = `/api/v1/messages/inbound/${message}/replay`
  for (const json of [{}, { motif: '  ' }, { motif: 'x' }, { motif: 'CRL à jour', autre: 1 }]) {
    t.match(await call(inbound, { method: 'POST', token, json }), { status: 400 })
  }
  t.strictSame(asked, [])

  const json = { motif: 'CRL à jour' }
  t.match(await call(inbound, { method: 'POST', token, json }), {
    status: 200,
    json: { id: message },
  })
  const outbound = `/api/v1/messages/outbound/${letter}/retry`
  t.match(await call(outbound, { method: 'POST', token, json }), {
    status: 200,
    json: { id: letter },
  })
  t.match(asked, [
    { quoi: 'replay', parametres: { id: message }, par: 'Porteur ops', motif: 'CRL à jour' },
    { quoi: 'retry', parametres: { id: letter }, par: 'Porteur ops', motif: 'CRL à jour' },
  ])
  const none = '/api/v1/messages/inbound/00000000-0000-4000-8000-000000000000/replay'
  t.equal((await call(none, { method: 'POST', token, json })).status, 404)
})

t.test('says where to look when the corridor takes its time', async (t) => {
  const windows = await openWindows(t, { wake: () => {}, commandWaitMs: 60 })
  const token = windows.tokens.billing
  const later = await windows.call('/api/v1/exports', { method: 'POST', token })
  t.match(later, { status: 202, json: { state: 'pending' } })
  t.equal(later.headers.get('location'), later.json.url)
  t.match((await windows.call(later.json.url, { token })).json, { state: 'pending', code: null })
})

t.test('exports, renders, voids and takes the insurer’s answers over HTTP', async (t) => {
  const windows = await openWindows(t)
  const { call, db, keys } = windows
  const token = windows.tokens.billing
  const post = { method: 'POST', token }
  t.match(await call('/api/v1/exports', post), { status: 200, json: { export: null } })
  await insertActes(db, keys, [acte(), acteRqd()], keys.index('patient', 'a'))

  // A day that the calendar lacks would be a command that fails for ever.
  for (const du of ['2026-02-30', '2026-13-01']) {
    const wrong = { ...post, json: { du, au: '2026-12-31' } }
    t.match(await call('/api/v1/exports', wrong), { status: 400, json: { code: 'bad-parameter' } })
  }
  const made = await call('/api/v1/exports', { ...post, json: {} })
  t.match(made, { status: 201, json: { id: 1, nombre: 2, totalCentimes: 3300 } })
  t.equal(made.headers.get('location'), '/api/v1/exports/1')
  t.match((await call('/api/v1/exports/1', { token })).json, { id: 1, sha256: { csv: String } })
  t.match((await call('/api/v1/exports', { token })).json, { items: [{ id: 1 }], next: null })

  const file = await call('/api/v1/exports/1/file', { token })
  t.match(file.headers.get('content-type'), /^text\/csv/)
  t.match(file.headers.get('content-disposition'), /filename="export-000001\.csv"/)
  t.match(file.text, /^id_acte;id_export;/)
  const again = await call('/api/v1/exports/1/file?format=csv', { token })
  t.equal(again.text, file.text)
  for (const format of ['jsonl', 'fhir', 'rsf-ace']) {
    t.equal((await call(`/api/v1/exports/1/file?format=${format}`, { token })).status, 200, format)
  }

  const body = 'id_acte;statut;date;motif\n1;paye;2026-03-20;\nx;paye;2026-03-20;\n'
  t.match(await call('/api/v1/returns', { ...post, body, type: 'text/csv' }), {
    status: 200,
    json: { payes: 1, rejetes: 0, erreurs: [{ ligne: 3 }] },
  })
  const head = 'id_acte;statut;date;motif\n'
  const told = head + 'x;paye;2026-03-20;\n'.repeat(1_200)
  const many = await call('/api/v1/returns', { ...post, body: told, type: 'text/csv' })
  t.match(many, { status: 200, json: { ecartees: 1_200 } })
  t.equal(many.json.erreurs.length, 1_000, 'the first thousand lines are told')
  for (const long of ['9;paye;;\n'.repeat(100_002), `9;paye;;${'a'.repeat(17 * 1024 * 1024)}\n`]) {
    t.match(await call('/api/v1/returns', { ...post, body: head + long, type: 'text/csv' }), {
      status: 413,
      json: { code: 'body-too-large', detail: /100000 lignes.*rien/ },
    })
  }
  t.match(await call('/api/v1/returns', { ...post, body: 'a;b', type: 'text/csv' }), {
    status: 400,
    json: { code: 'returns-unreadable' },
  })

  const motif = { motif: 'erreur de période' }
  t.match(await call('/api/v1/exports/1/void', { ...post, json: {} }), { status: 400 })
  t.match(await call('/api/v1/exports/1/void', { ...post, json: motif }), {
    status: 200,
    json: { id: 1, annuleMotif: 'erreur de période' },
  })
  t.match(await call('/api/v1/exports/1/void', { ...post, json: motif }), {
    status: 409,
    json: { code: 'export-voided' },
  })
  t.match(await call('/api/v1/exports/9/void', { ...post, json: motif }), { status: 404 })
  t.match(await call('/api/v1/exports', { ...post, json: { remplace: 1 } }), { status: 400 })
  t.match(await call('/api/v1/exports', { ...post, json: { remplace: 1, ...motif } }), {
    status: 201,
    json: { id: 2, nombre: 1, remplace: 1 },
  })
  t.match(
    await call('/api/v1/exports', { ...post, json: { du: '2026-03-02', au: '2026-03-01' } }),
    {
      status: 400,
    },
  )
})

t.test('lists acts of every state with their reason, and never their patient', async (t) => {
  const windows = await openWindows(t)
  const { call, db, keys } = windows
  const token = windows.tokens.billing
  const over = acte({ rang: 2, etat: 'non_facturable', motif: 'plafond-atteint' })
  await insertActes(db, keys, [acte(), over], keys.index('patient', 'a'))
  const all = await call('/api/v1/actes', { token })
  t.equal(all.json.items.length, 2)
  t.notMatch(all.text, /ESSAI|Alix|1984-05-17|2840588321025|1531245007231/)
  const { json } = await call('/api/v1/actes?etat=non_facturable', { token })
  t.match(json.items, [
    { motif: 'plafond-atteint', executant: { rpps: '99700218896' }, export: null },
  ])
})

t.test('tells what the corridor found of the audit', async (t) => {
  const fault = 'chaîne TE-2026-000001, ligne 2 : empreinte fausse'
  const windows = await openWindows(t, { verifyJournal: async () => ({ ok: false, fault }) })
  const { json } = await windows.call('/api/v1/journal/verification', { token: windows.tokens.ops })
  t.strictSame(json, { ok: false, fault })
})

t.test('lists the audit by chain', async (t) => {
  const windows = await openWindows(t)
  await seedDossier(windows, 'TE-2026-000001', { ouvertLe: hoursAgo(2) })
  await seedDossier(windows, 'TE-2026-000002', { ouvertLe: hoursAgo(1) })
  const token = windows.tokens.ops
  const { json } = await windows.call('/api/v1/journal?dossier=TE-2026-000001', { token })
  t.match(json.items, [{ chaine: 'TE-2026-000001', rang: 1, empreinte: /^[0-9a-f]{64}$/ }])
  t.equal(json.items.length, 1)
  const first = await windows.call('/api/v1/journal?limit=1', { token })
  const next = await windows.call(`/api/v1/journal?limit=1&cursor=${first.json.next}`, { token })
  t.not(first.json.items[0].seq, next.json.items[0].seq)
})
