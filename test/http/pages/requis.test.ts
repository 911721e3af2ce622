/** The page of the requis, and the two doors by which a coordinator says that one is away. SPEC §12 */
import t from 'tap'

import { noteAbsence } from '../../../src/ledger/annuaire/absences.ts'
import { setRequis } from '../../../src/ledger/annuaire/annuaire.ts'
import { openWindows } from '../../support/windows.ts'

const A = '99700000012'
const B = '99700000020'
const type = 'application/x-www-form-urlencoded'

t.test('who answers, who is away and until when; the form and the API ask the same', async (t) => {
  const windows = await openWindows(t)
  const { call, db, tokens, asked } = windows
  await setRequis(db, { rpps: A, specialites: ['05'], capaciteParJour: 4, absences: [] })
  await setRequis(db, { rpps: B, specialites: [], actif: false, absences: [] })
  await noteAbsence(db, { rpps: A, du: '2026-03-30', au: '2026-04-10', delegue: B })
  await noteAbsence(db, { rpps: A, du: '2026-01-01', au: '2026-01-10', delegue: null })

  const body = { du: '2026-04-02', au: '2026-04-09', delegue: B, motif: 'Congés' }
  const path = `/api/v1/requis/${A}/absences`
  t.equal((await call(path, { token: tokens.ops, method: 'POST', json: body })).status, 200)
  t.equal((await call(path, { token: tokens.status, method: 'POST', json: body })).status, 403)
  t.equal((await call(path, { method: 'POST', json: body })).status, 401)
  for (const wrong of [
    { ...body, au: '2026-04-01' },
    { ...body, du: 'demain' },
    { ...body, delegue: '12' },
    { ...body, motif: undefined },
  ]) {
    const answer = await call(path, { token: tokens.ops, method: 'POST', json: wrong })
    t.equal(answer.status, 400, JSON.stringify(wrong))
  }

  const signIn = new URLSearchParams({ jeton: tokens.all ?? '' }).toString()
  const session = await call('/connexion', { method: 'POST', body: signIn, type })
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const page = await call('/requis', { headers: { cookie } })
  t.match(page.text, `du 2026-03-30 au 2026-04-10, délégué ${B}`)
  t.notMatch(page.text, '2026-01-10', 'what is over is not shown')
  t.match(page.text, /inactif/)
  const [, formulaire = ''] = /name="formulaire" value="([^"]+)"/.exec(page.text) ?? []
  const form = new URLSearchParams({ formulaire, rpps: A, ...body }).toString()
  const done = await call('/requis/absence', {
    method: 'POST',
    body: form,
    type,
    headers: { cookie },
  })
  t.equal(done.status, 200)
  const [, du, au] =
    /name="du" value="([^"]+)"><input type="hidden" name="au" value="([^"]+)"/.exec(page.text) ?? []
  t.strictSame([du, au], ['2026-03-30', '2026-04-10'], 'each absence can be taken back')
  const retour = { formulaire, rpps: A, du: du ?? '', au: au ?? '', motif: 'Erreur de saisie' }
  const back = new URLSearchParams(retour).toString()
  const off = new URLSearchParams({ formulaire, rpps: A, actif: 'non', motif: 'Départ' }).toString()
  await call('/requis/activite', { method: 'POST', body: off, type, headers: { cookie } })
  t.match(asked.pop(), { quoi: 'activite', parametres: { rpps: A, actif: false }, motif: 'Départ' })
  t.match(page.text, /name="actif" value="non"[\s\S]*Rendre inactif[\s\S]*Rendre actif/)
  await call('/requis/presence', { method: 'POST', body: back, type, headers: { cookie } })
  t.match(asked.pop(), {
    quoi: 'presence',
    parametres: { rpps: A, du, au },
    motif: 'Erreur de saisie',
  })
  t.strictSame(
    asked.map(({ quoi, parametres, motif }) => ({ quoi, parametres, motif })),
    [1, 2].map(() => ({
      quoi: 'absence',
      parametres: { rpps: A, du: body.du, au: body.au, delegue: B },
      motif: 'Congés',
    })),
  )
})
