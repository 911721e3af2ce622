/** The administrators' pages: who gets in, what a form must carry, what is shown. */
import t from 'tap'

import { insertActes } from '../../../src/ledger/actes/actes.ts'
import { acte } from '../../support/actes.ts'
import {
  NOW,
  openWindows,
  seedDossier,
  seedLetter,
  seedMessage,
  type Windows,
} from '../../support/windows.ts'

const FORM = 'application/x-www-form-urlencoded'

async function signIn({ call }: Windows, token: string | undefined): Promise<string> {
  const body = new URLSearchParams({ jeton: token ?? '' }).toString()
  const { status, headers } = await call('/connexion', { method: 'POST', body, type: FORM })
  if (status !== 303) throw new Error(`sign-in ${status}`)
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

function formWord(text: string): string {
  return /name="formulaire" value="([^"]+)"/.exec(text)?.[1] ?? ''
}

function send(fields: { [name: string]: string }, cookie: string) {
  const body = new URLSearchParams(fields).toString()
  return { method: 'POST', body, type: FORM, headers: { cookie } }
}

t.test('shows only the sign-in to who is not signed in', async (t) => {
  const { call } = await openWindows(t)
  const { status, text } = await call('/')
  t.equal(status, 200)
  t.match(
    text,
    /<html lang="fr">[\s\S]*<form class="connexion" method="post" action="\/connexion">/,
  )
  for (const path of ['/dossiers', '/messages', '/envois', '/journal', '/facturation']) {
    const answer = await call(path)
    t.match([answer.status, answer.headers.get('location')], [303, '/'], path)
  }
})

t.test('opens a session that a script cannot read and another site cannot use', async (t) => {
  const windows = await openWindows(t)
  const body = new URLSearchParams({ jeton: windows.tokens.all ?? '' }).toString()
  const { headers } = await windows.call('/connexion', { method: 'POST', body, type: FORM })
  const cookie = headers.get('set-cookie') ?? ''
  t.match(cookie, /; HttpOnly; SameSite=Strict; Path=\/; Max-Age=28800/)
  t.notMatch(cookie, windows.tokens.all ?? '-', 'the token itself is not in it')
})

t.test(
  'refuses a false token, a forged session, and one whose token was revoked or whose day is over',
  async (t) => {
    const windows = await openWindows(t)
    const { call, db } = windows
    const body = 'jeton=confrere_faux'
    t.equal((await call('/connexion', { method: 'POST', body, type: FORM })).status, 401)

    const cookie = await signIn(windows, windows.tokens.all)
    const inside = async (value: string): Promise<boolean> =>
      (await call('/', { headers: { cookie: value } })).text.includes('Se déconnecter')
    t.equal(await inside(cookie), true)
    const [name, id, end, mac] = cookie.split(/[=.]/)
    t.equal(await inside(`${name}=${id}.${Number(end) + 1}.${mac}`), false)
    t.equal(
      await inside(`${name}=${id}.${end}.${mac?.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`),
      false,
    )
    t.equal(await inside(`${name}=x`), false)
    await db.query('update jeton_api set revoque_le = now()')
    t.equal(await inside(cookie), false)
  },
)

t.test('ends a session after the working day', async (t) => {
  let now = NOW
  const windows = await openWindows(t, { clock: { now: () => now } })
  const cookie = await signIn(windows, windows.tokens.all)
  now = new Date(NOW.getTime() + 8 * 3_600_000)
  const { text } = await windows.call('/', { headers: { cookie } })
  t.match(text, /action="\/connexion"/)
})

t.test(
  'carries out no form that lacks the word of this session, a scope or a reason',
  async (t) => {
    const windows = await openWindows(t)
    const { call, asked } = windows
    const id = await seedMessage(windows, { at: NOW.toISOString() })
    const path = `/messages/${id}/rejouer`
    const cookie = await signIn(windows, windows.tokens.ops)
    const formulaire = formWord((await call(`/messages/${id}`, { headers: { cookie } })).text)
    const other = await signIn(windows, windows.tokens.status)
    const motif = 'CRL à jour'

    t.equal((await call(path, send({ motif, formulaire }, ''))).status, 401, 'no session')
    t.equal((await call(path, send({ motif }, cookie))).status, 403, 'no word')
    t.equal(
      (await call(path, send({ motif, formulaire: 'x' }, cookie))).status,
      403,
      'a false word',
    )
    t.equal((await call(path, send({ motif, formulaire }, other))).status, 403, 'another token')
    t.equal((await call(path, send({ motif: ' ', formulaire }, cookie))).status, 400, 'no reason')
    t.strictSame(asked, [])

    const done = await call(path, send({ motif, formulaire }, cookie))
    t.equal(done.status, 200)
    t.match(done.text, /jugé à nouveau/)
    t.match(asked, [{ quoi: 'replay', parametres: { id }, par: 'Porteur ops', motif }])
  },
)

t.test('shows what waits, what is late and what failed, with owner and next action', async (t) => {
  const windows = await openWindows(t)
  const late = new Date(NOW.getTime() - 3_600_000).toISOString()
  const dossier = await seedDossier(windows, 'TE-2026-000001', {
    ouvertLe: late,
    slots: [{ ouverteLe: late, limiteLe: late }],
  })
  const letter = await seedLetter(windows, dossier, { state: 'echec', code: '5.1.1' })
  const message = await seedMessage(windows, { at: late, code: 'not-found' })
  const cookie = await signIn(windows, windows.tokens.all)
  const { text } = await windows.call('/', { headers: { cookie } })
  t.match(text, 'href="/dossiers/TE-2026-000001"')
  t.match(text, `href="/envois/${letter}"`)
  t.match(text, `href="/messages/${message}"`)
  t.match(text, 'adresse inconnue (5.1.1)')
  t.match(text, 'administrateur')
  t.match(text, 'Vérifier l’adresse')
  t.match(text, 'Une fois la cause levée, rejouez-le ; ou classez-le.')
  t.match(text, 'Dermatologie')
  t.notMatch(text, /<script|style="|ESSAI/)

  const page = await windows.call('/dossiers/TE-2026-000001', { headers: { cookie } })
  t.match(page.text, 'Remis : accusé de réception au requérant')
})

t.test(
  'what waits, though not late, is one click from its timeline, the oldest first',
  async (t) => {
    const windows = await openWindows(t)
    const before = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000).toISOString()
    for (const [numero, hours] of [
      ['TE-2026-000002', 1],
      ['TE-2026-000001', 2],
    ] as const) {
      const limiteLe = before(-24)
      const slots = [{ ouverteLe: before(hours), limiteLe }]
      await seedDossier(windows, numero, { ouvertLe: before(hours), slots })
    }
    const cookie = await signIn(windows, windows.tokens.status)
    const { text } = await windows.call('/', { headers: { cookie } })
    t.strictSame(text.match(/(?<=href="\/dossiers\/)TE-[\d-]+/g), [
      'TE-2026-000001',
      'TE-2026-000002',
    ])
  },
)

t.test('shows each token its own pages, and no other', async (t) => {
  const windows = await openWindows(t)
  const open = async (scope: string, path: string): Promise<number> => {
    const cookie = await signIn(windows, windows.tokens[scope])
    return (await windows.call(path, { headers: { cookie } })).status
  }
  t.equal(await open('status', '/dossiers'), 200)
  t.equal(await open('status', '/messages'), 403)
  t.equal(await open('status', '/facturation'), 403)
  t.equal(await open('ops', '/messages'), 200)
  t.equal(await open('ops', '/envois'), 200)
  t.equal(await open('ops', '/journal'), 200)
  t.equal(await open('ops', '/dossiers'), 403)
  t.equal(await open('billing', '/facturation'), 200)
  t.equal(await open('billing', '/journal'), 403)
  t.equal(await open('billing', '/'), 303, 'and takes a clerk to hers')
})

t.test('escapes whatever it shows', async (t) => {
  const windows = await openWindows(t)
  await windows.db.query(
    `update jeton_api set titulaire = '<b onclick="x">' where 'ops' = any(portees)`,
  )
  const cookie = await signIn(windows, windows.tokens.all)
  const { text } = await windows.call('/', { headers: { cookie } })
  t.notMatch(text, '<b onclick')
  t.match(text, '&#60;b onclick=&#34;x&#34;&#62;')
})

t.test('lets the clerk export, download, void and enter answers', async (t) => {
  const windows = await openWindows(t)
  const { call, db, keys } = windows
  await insertActes(db, keys, [acte()], keys.index('patient', 'a'))
  const cookie = await signIn(windows, windows.tokens.billing)
  const look = async (): Promise<string> =>
    (await call('/facturation', { headers: { cookie } })).text
  const formulaire = formWord(await look())

  t.match(
    (await call('/facturation/exporter', send({ formulaire, du: '', au: '' }, cookie))).text,
    /Export n° 1 créé/,
  )
  t.match(
    (await call('/facturation/exporter', send({ formulaire, du: '', au: '' }, cookie))).text,
    /Rien à exporter/,
  )
  const file = await call('/facturation/1/fichier?format=csv', { headers: { cookie } })
  t.match(file.text, /^id_acte;/)
  t.equal((await call('/facturation/9/fichier?format=csv', { headers: { cookie } })).status, 404)
  const retours = 'id_acte;statut;date;motif\n1;rejete;2026-03-20;Droits\nx;paye;2026-03-20;'
  t.match(
    (await call('/facturation/retours', send({ formulaire, retours }, cookie))).text,
    /ligne 3/,
  )
  t.equal(
    (await call('/facturation/retours', send({ formulaire, retours: 'x' }, cookie))).status,
    400,
  )
  const done = await call('/facturation/1/annuler', send({ formulaire, motif: 'erreur' }, cookie))
  t.match(done.text, /Export annulé/)
  t.notMatch(await look(), /ESSAI|Alix/)
})

t.test('closes the session on demand', async (t) => {
  const windows = await openWindows(t)
  const cookie = await signIn(windows, windows.tokens.all)
  const { text } = await windows.call('/', { headers: { cookie } })
  const answer = await windows.call('/deconnexion', send({ formulaire: formWord(text) }, cookie))
  t.match(answer.headers.get('set-cookie'), /^confrere=; .*Max-Age=0/)
})
