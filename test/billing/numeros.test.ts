/**
 * Under which AM number an act is billed: what the directory says × the way by which a number is written.
 *
 * SPEC §4 (taken from the directory when known), §11
 */
import { readFileSync } from 'node:fs'

import t from 'tap'

import { completerDepuisAnnuaire } from '../../src/billing/completion.ts'
import { reglerActe } from '../../src/billing/reglement.ts'
import { avecNumeros, numerosNotes } from '../../src/decide/numeros.ts'
import type { Acte } from '../../src/domain/acte.ts'
import { insertActes } from '../../src/ledger/actes/actes.ts'
import { numerosConnus } from '../../src/ledger/annuaire/annuaire.ts'
import { acte, acteRqd } from '../support/actes.ts'
import type { TestDatabase } from '../support/database.ts'
import {
  FORMULAIRE,
  histoire,
  rppsTest,
  sampleCourrier,
  samplePossible,
  sampleProvenance,
  sampleRequerant,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import {
  acts,
  type Case,
  count,
  nextCount,
  numberOf,
  type Pair,
  pair,
  put,
  REFUSED,
  STATES,
  someone,
  stand,
  WAYS,
  WHY,
  waiting,
} from '../support/numeros.ts'
import { NOW, openWindows } from '../support/windows.ts'

t.test('the directory decides, whatever way a number comes', async (t) => {
  const windows = await openWindows(t)
  for (const [state, { written, billed, doubt }] of Object.entries(STATES)) {
    for (const [way, come] of Object.entries(WAYS)) {
      const one = await someone(windows, state)
      const both = await pair(windows, one)
      const done = await come(windows, both, written(one))
      const isEntered = way !== 'a letter'
      t.equal(done, isEntered && doubt !== null ? REFUSED : undefined, `${state}, by ${way}`)
      t.strictSame(
        await stand(windows, both),
        done === REFUSED ? waiting(null, 'manquant') : waiting(billed(one), doubt),
        `the directory ${state}, by ${way}`,
      )
    }
  }
})

t.test('of what a form or a first opinion gives, too, and its author is asked', async (t) => {
  const windows = await openWindows(t)
  const { db } = windows
  for (const [state, { own, written, billed, doubt }] of Object.entries(STATES)) {
    const [asker, answerer] = [await someone(windows, state), await someone(windows, state)]
    const auteur = sampleRequerant({ rpps: asker.rpps, numeroAm: own(asker) })
    const requis = samplePossible(1, { rpps: answerer.rpps, numeroAm: own(answerer) })
    const look = async (one: Case) => await numerosConnus(db, [{ rpps: one.rpps }], [written(one)])
    const story = histoire({
      auteur,
      formulaire: { ...FORMULAIRE, numeroAm: written(asker) },
      trouvailles: sampleTrouvailles({ possibles: [requis], numeros: await look(asker) }),
    })
    t.match(
      story.dossier.manques.filter(({ quoi }) => quoi === 'numeroAm'),
      doubt === null ? [] : [{ pourquoi: doubt, bloquant: false }],
      `the directory ${state}: the accusé asks`,
    )
    story.event({
      kind: 'courrierRequis',
      provenance: sampleProvenance('m-2', story.now),
      auteur: requis,
      rang: 1,
      courrier: sampleCourrier({
        motCle: 'AVIS',
        texte: 'Rien.',
        formulaire: { numeroAm: written(answerer) },
      }),
      trouvailles: { ...story.trouvailles, numeros: await look(answerer) },
    })
    const numeros = await numerosConnus(db, [
      story.dossier.requerant,
      ...(story.dossier.sollicitations[0]?.requis ?? []),
    ])
    const envoi = { id: 'e', lettre: 'compteRendu', role: 'requerant', rang: 1, version: 1 }
    story.event(
      {
        kind: 'remise',
        envoi: { ...envoi, rpps: null },
        issue: 'remis',
        code: null,
        le: story.now,
      },
      { parRequis: {}, parRequerant: 0, numeros },
    )
    const made = story.last.effets.flatMap((one) => (one.kind === 'creerActes' ? one.actes : []))
    const [te, rqd] = made
    t.strictSame(
      [te?.executant.numeroAm, te?.prescripteur.numeroAm, rqd?.executant.numeroAm],
      [billed(answerer), billed(asker), billed(asker)],
      state,
    )
    t.equal(te?.motif ?? null, doubt === null ? null : `numero-executant-${doubt}`, state)
    t.equal(rqd?.motif ?? null, doubt === null ? null : `numero-executant-${doubt}`, state)
  }
})

t.test('what a reply says of it is true, and names no other', async (t) => {
  const windows = await openWindows(t)
  for (const [state, { own, written, billed, doubt }] of Object.entries(STATES)) {
    const one = await someone(windows, state)
    const courrier = sampleCourrier({ formulaire: { numeroAm: written(one) } })
    const numeros = await numerosConnus(windows.db, [{ rpps: one.rpps }], [written(one)])
    const auteur = samplePossible(1, { rpps: one.rpps, numeroAm: own(one) })
    const lettre = numerosNotes({ courrier, trouvailles: { numeros } }, auteur, 'rien')
    t.match(
      'contre' in lettre ? lettre.contre : null,
      doubt === null ? null : { comment: doubt, numero: billed(one) },
      state,
    )
    t.equal(avecNumeros(auteur, { courrier, trouvailles: { numeros } }).numeroAm, billed(one))
  }
})

/** Each way out of each doubt: what it leaves of the pair. */
t.test('each doubt has its ways out', async (t) => {
  const windows = await openWindows(t)
  const { db, keys } = windows
  const held = async (state: string): Promise<{ one: Case; both: Pair }> => {
    const one = await someone(windows, state)
    const both = await pair(windows, one)
    await WAYS['a letter']?.(windows, both, STATES[state]?.written(one) ?? '')
    return { one, both }
  }
  const confirm = (id: number) =>
    reglerActe(db, keys, { ...WHY, acte: id, action: 'confirmer', champs: {} })
  const different = 'knows his number, he writes that of another'
  const autrui = 'knows none of him, he writes that of another'

  const confirmed = await held(different)
  t.match(await confirm(confirmed.both.id), { etat: 'facturable', aussi: [Number] })
  t.strictSame(await stand(windows, confirmed.both), waiting(confirmed.one.own, null), 'confirmed')

  const unconfirmed = await held(autrui)
  t.match(await confirm(unconfirmed.both.id), { code: 'acte-incomplet' })

  for (const state of [different, autrui]) {
    for (const way of Object.keys(WAYS)) {
      const { one, both } = await held(state)
      const right = state === different ? one.own : one.free
      await WAYS[way]?.(windows, both, right)
      t.strictSame(await stand(windows, both), waiting(right, null), `${state}: righted by ${way}`)
    }
    const { one, both } = await held(state)
    await put(db, rppsTest(5_000 + count), null)
    await put(db, one.rpps, one.others)
    t.ok((await completerDepuisAnnuaire(db, keys, { par: 'annuaire', now: NOW })) >= 2)
    t.strictSame(await stand(windows, both), waiting(one.others, null), `${state}: the directory`)
  }
})

t.test('a number that was only written waits for the word of a later directory', async (t) => {
  const windows = await openWindows(t)
  const { db, keys } = windows
  const one = await someone(windows, 'knows none of him, he writes one that it does not know')
  const both = await pair(windows, one)
  await WAYS['a letter']?.(windows, both, one.free)
  t.strictSame(await stand(windows, both), waiting(one.free, null))
  await put(db, one.rpps, one.own)
  t.equal(await completerDepuisAnnuaire(db, keys, { par: 'annuaire', now: NOW }), 2)
  t.strictSame(await stand(windows, both), waiting(one.own, 'different'))
  t.equal(await completerDepuisAnnuaire(db, keys, { par: 'annuaire', now: NOW }), 0, 'once')
})

t.test('a FINESS number of the directory is as good for both acts of a pair', async (t) => {
  const windows = await openWindows(t)
  const { db, keys } = windows
  const one = await someone(windows, 'knows none of him, he writes that of another')
  const both = await pair(windows, one)
  await db.query(`update professionnel set finess = '750000010' where rpps = $1`, [one.rpps])
  t.equal(await completerDepuisAnnuaire(db, keys, { par: 'annuaire', now: NOW }), 2)
  t.strictSame(await stand(windows, both), waiting(null, null))
  t.match(await acts(windows, both.te.dossier), [
    { acte: { etat: 'facturable', executant: { finess: '750000010' } } },
    { acte: { etat: 'facturable', prescripteur: { finess: '750000010' } } },
  ])
})

t.test(
  'an act older than this fact waits for that word where the directory gives no number',
  async (t) => {
    const windows = await openWindows(t)
    const { db, keys } = windows
    const file = new URL('../../src/ledger/migrations/0146-numeros-anciens.sql', import.meta.url)
    const marks = readFileSync(file, 'utf8')
    /** The two acts of an opinion as the version before made them: nothing says what was written. */
    const old = async (requis: string | null, requerant: string | null) => {
      const [executant, prescripteur] = [await party(db, requis), await party(db, requerant)]
      const dossier = `TE-2025-${String(count).padStart(6, '0')}`
      const both = [
        acte({ dossier, executant, prescripteur }),
        acteRqd({ dossier, executant: prescripteur, prescripteur: executant }),
      ]
      await insertActes(db, keys, both as Acte[], keys.index('patient', dossier))
      await db.query('update acte set numero_ecrit = false where dossier = $1', [dossier])
      return { dossier, executant, prescripteur }
    }
    const cases = {
      'of neither': await old(null, null),
      'of the requis': await old(null, numberOf(9_001)),
      'of the requérant': await old(numberOf(9_002), null),
      known: await old(numberOf(9_003), numberOf(9_004)),
    }
    await db.query(marks)
    const marked = await db.query<{ dossier: string }>(
      'select distinct dossier from acte where numero_ecrit',
    )
    const { known, ...others } = cases
    t.strictSame(
      marked.map(({ dossier }) => dossier).toSorted(),
      Object.values(others)
        .map(({ dossier }) => dossier)
        .toSorted(),
    )
    for (const [name, { dossier, executant, prescripteur }] of Object.entries(others)) {
      const one = name === 'of the requérant' ? prescripteur : executant
      const own = numberOf(9_100 + nextCount())
      await put(db, one.rpps, own)
      t.equal(await completerDepuisAnnuaire(db, keys, { par: 'annuaire', now: NOW }), 2, name)
      const motifs = (await acts(windows, dossier)).map(({ acte: one }) => one.motif)
      t.ok(motifs.includes('numero-executant-different'), `${name}: ${motifs}`)
    }
  },
)

/** One whom the directory knows, with this number or none; he is billed under one that was written, or under it. */
async function party(db: TestDatabase['db'], number: string | null) {
  nextCount()
  const rpps = rppsTest(9_000 + count)
  await put(db, rpps, number)
  return { ...acte().executant, rpps, numeroAm: number ?? numberOf(9_500 + count), finess: null }
}
