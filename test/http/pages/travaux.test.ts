/** What a person must settle is where its owner works, with the way to settle it. SPEC §12 */
import t from 'tap'

import { openTravail } from '../../../src/ledger/dossiers/travaux.ts'
import { NOW, openWindows, seedDossier } from '../../support/windows.ts'

const NUMERO = 'TE-2026-000001'

t.test('a dossier lists its open work items, and takes the word that settles one', async (t) => {
  const windows = await openWindows(t)
  const { call, db, tokens, asked } = windows
  const id = await seedDossier(windows, NUMERO, { ouvertLe: NOW.toISOString() })
  const path = `/api/v1/dossiers/${NUMERO}`
  t.match((await call(path, { token: tokens.status })).json, { travaux: [] })
  await openTravail(db, id, { cle: 'a', code: 'question-sans-reponse', erreur: null }, NOW)
  await openTravail(db, id, { cle: 'b', code: 'code-d-ailleurs', erreur: '902' }, NOW)
  const { travaux } = (await call(path, { token: tokens.status })).json
  t.match(
    travaux.toSorted((a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1)),
    [
      { code: 'code-d-ailleurs', erreur: '902', owner: 'administrateur', nextAction: /lever/ },
      { code: 'question-sans-reponse', erreur: null, owner: 'coordinateur', nextAction: /joindre/ },
    ],
  )
  const motif = 'Requis joint par téléphone'
  const post = (json: object) => call(path, { token: tokens.ops, method: 'POST', json })
  t.equal((await post({ action: 'regler', id: travaux[0].id, motif })).status, 200)
  t.match(asked.at(-1), {
    quoi: 'regler',
    parametres: { numero: NUMERO, id: travaux[0].id },
    motif,
  })
  for (const json of [
    { action: 'regler', motif },
    { action: 'regler', id: travaux[0].id },
    { action: 'regler', id: travaux[0].id, rpps: '99700000013', motif },
    { action: 'reattribuer', id: travaux[0].id, motif },
    { action: 'retirer-consentement' },
    { action: 'retirer-consentement', id: travaux[0].id, motif },
    { action: 'annuler', rpps: '99700000013', motif },
    { action: 'autre', id: travaux[0].id, motif },
  ]) {
    t.equal((await post(json)).status, 400, JSON.stringify(json))
  }
  t.equal((await post({ action: 'reattribuer', rpps: '99700000013', motif })).status, 200)
})

t.test('the first page says what is to settle; the page of the dossier settles it', async (t) => {
  const windows = await openWindows(t)
  const { call, db, tokens, asked } = windows
  const id = await seedDossier(windows, NUMERO, { ouvertLe: NOW.toISOString() })
  await openTravail(db, id, { cle: 'a', code: 'question-sans-reponse', erreur: null }, NOW)
  const type = 'application/x-www-form-urlencoded'
  const cookieOf = async (token: string | undefined) => {
    const body = new URLSearchParams({ jeton: token ?? '' }).toString()
    const { headers } = await call('/connexion', { method: 'POST', body, type })
    return (headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  }
  const cookie = await cookieOf(tokens.all)
  const first = await call('/', { headers: { cookie } })
  t.match(first.text, `href="/dossiers/${NUMERO}#travaux"`)
  const page = await call(`/dossiers/${NUMERO}`, { headers: { cookie } })
  t.match(page.text, /joindre le requis[\s\S]*Marquer comme réglé/)
  const [, action = ''] = /action="([^"]*\/regler)"/.exec(page.text) ?? []
  const [, formulaire = ''] = /name="formulaire" value="([^"]+)"/.exec(page.text) ?? []
  const body = new URLSearchParams({ formulaire, motif: 'Joint par téléphone' }).toString()
  const done = await call(action, { method: 'POST', body, type, headers: { cookie } })
  t.match([done.status, asked.at(-1)?.quoi], [200, 'regler'])
  const looking = await cookieOf(tokens.status)
  const seen = await call(`/dossiers/${NUMERO}`, { headers: { cookie: looking } })
  t.match(seen.text, 'joindre le requis')
  t.notMatch(seen.text, 'Marquer comme réglé', 'who may only look finds no button')
})
