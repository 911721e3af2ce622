/** Acts settled each way: state × action as a table, pairs, corrections that leave their former export as it was. */
import t from 'tap'

import { FORMATS } from '../../src/billing/champs.ts'
import { completerDepuisAnnuaire } from '../../src/billing/completion.ts'
import { createExport, voidExport } from '../../src/billing/export.ts'
import { ACTIONS, type Action, reglerActe } from '../../src/billing/reglement.ts'
import type { Acte } from '../../src/domain/acte.ts'
import { isRefusal } from '../../src/errors.ts'
import { insertActes, listActes } from '../../src/ledger/actes/actes.ts'
import { acte, acteRqd } from '../support/actes.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { renderExport } from '../support/exports.ts'
import { returned as answered } from '../support/returns.ts'

const NOW = new Date('2026-04-01T08:00:00.000Z')
const WHY = { motif: 'pièce reçue', par: 'Facturation', now: NOW }
const PAGE = { after: null, limit: 50 }
const sign = async (data: Buffer): Promise<Buffer> => data

async function listed({ db, keys }: TestDatabase) {
  return (await listActes(db, keys, {}, PAGE)).items.toSorted((a, b) => a.id - b.id)
}

async function exported({ db, keys }: TestDatabase): Promise<number> {
  const made = await createExport(db, keys, { du: null, au: null, par: 'x', now: NOW, sign })
  if (made === null || isRefusal(made)) throw new Error('no export')
  return made.id
}

async function returned({ db }: TestDatabase, ...lines: string[]) {
  return await answered(db, lines, { par: 'x', now: NOW })
}

async function files({ db, keys }: TestDatabase, id: number): Promise<string[]> {
  const all = await Promise.all(FORMATS.map((format) => renderExport(db, keys, id, format)))
  return all.map((file) => {
    if (isRefusal(file)) throw new Error(file.code)
    return file.toString('latin1')
  })
}

const act = (
  { db, keys }: TestDatabase,
  id: number,
  action: Action,
  champs: { readonly [colonne: string]: string } = {},
) => reglerActe(db, keys, { acte: id, action, champs, ...WHY })

/** Each state an act can be in, and how one gets there. */
const STATES: {
  readonly [state: string]: (
    base: TestDatabase,
    put: (a: Acte) => Promise<number>,
  ) => Promise<number>
} = {
  facturable: (_base, put) => put(acte()),
  'a_verifier, doute': (_base, put) =>
    put(acte({ etat: 'a_verifier', motif: 'aucun-document', sansDocument: true })),
  'a_verifier, numéro': (_base, put) =>
    put(
      acte({
        executant: { ...acte().executant, numeroAm: null },
        etat: 'a_verifier',
        motif: 'numero-executant-manquant',
      }),
    ),
  'non_facturable, plafond': (_base, put) =>
    put(acte({ rangAnnuel: 5, etat: 'non_facturable', motif: 'plafond-atteint' })),
  'non_facturable, décidé': (_base, put) =>
    put(acte({ etat: 'non_facturable', motif: 'ecarte-par-decision' })),
  exporté: async (base, put) => {
    const id = await put(acte())
    await exported(base)
    return id
  },
  payé: async (base, put) => {
    const id = await put(acte())
    await exported(base)
    await returned(base, `${id};paye;2026-03-20;`)
    return id
  },
  'payé en partie': async (base, put) => {
    const id = await put(acte())
    await exported(base)
    await answered(base.db, [`${id};paye;2026-03-20;1000`], {
      par: 'x',
      now: NOW,
      header: 'id_acte;statut;date;montant_centimes',
    })
    return id
  },
  rejeté: async (base, put) => {
    const id = await put(acte())
    await exported(base)
    await returned(base, `${id};rejete;2026-03-20;NIR inconnu`)
    return id
  },
}

/** What each action gives in each state: the state after, or the code of the refusal. */
const OUTCOMES: { readonly [state: string]: { readonly [A in Action]: string } } = {
  facturable: {
    confirmer: 'acte-inchange',
    'non-facturable': 'non_facturable',
    corriger: 'facturable',
    contester: 'acte-hors-export',
    clore: 'acte-hors-export',
  },
  'a_verifier, doute': {
    confirmer: 'facturable',
    'non-facturable': 'non_facturable',
    corriger: 'a_verifier',
    contester: 'acte-hors-export',
    clore: 'acte-hors-export',
  },
  'a_verifier, numéro': {
    confirmer: 'acte-incomplet',
    'non-facturable': 'non_facturable',
    corriger: 'facturable',
    contester: 'acte-hors-export',
    clore: 'acte-hors-export',
  },
  'non_facturable, plafond': {
    confirmer: 'facturable',
    'non-facturable': 'non_facturable',
    corriger: 'non_facturable',
    contester: 'acte-hors-export',
    clore: 'acte-hors-export',
  },
  'non_facturable, décidé': {
    confirmer: 'facturable',
    'non-facturable': 'acte-inchange',
    corriger: 'non_facturable',
    contester: 'acte-hors-export',
    clore: 'acte-hors-export',
  },
  exporté: {
    confirmer: 'acte-verrouille',
    'non-facturable': 'acte-verrouille',
    corriger: 'acte-verrouille',
    contester: 'acte-sans-rejet',
    clore: 'clos',
  },
  payé: {
    confirmer: 'acte-paye',
    'non-facturable': 'acte-paye',
    corriger: 'acte-paye',
    contester: 'acte-paye',
    clore: 'acte-paye',
  },
  'payé en partie': {
    confirmer: 'acte-paye',
    'non-facturable': 'acte-paye',
    corriger: 'acte-paye',
    contester: 'conteste',
    clore: 'clos',
  },
  rejeté: {
    confirmer: 'acte-rejete',
    'non-facturable': 'acte-rejete',
    corriger: 'facturable',
    contester: 'conteste',
    clore: 'clos',
  },
}

for (const [state, reach] of Object.entries(STATES)) {
  t.test(`each action on an act: ${state}`, async (t) => {
    for (const action of ACTIONS) {
      const base = await testDatabase(t)
      const id = await reach(base, async (one) => {
        await insertActes(base.db, base.keys, [one], base.keys.index('patient', 'a'))
        return (await listed(base)).at(-1)?.id ?? 0
      })
      const champs = action === 'corriger' ? { exec_am: '750000010' } : {}
      const done = await act(base, id, action, champs)
      const said = isRefusal(done) ? done.code : (done.suite ?? done.etat)
      t.equal(said, OUTCOMES[state]?.[action], action)
      const [line] = await base.db.query<{ auteur: string; detail: string }>(
        `select auteur, detail from journal where chaine = 'facturation' and quoi = $1`,
        [`acte.${action}`],
      )
      if (isRefusal(done)) t.equal(line, undefined, 'nothing was done, nothing is noted')
      else {
        t.match(line, { auteur: 'Facturation', detail: /pièce reçue/ })
        t.notMatch(line?.detail, /750000010/, 'names of columns, never what they hold')
      }
    }
  })
}

t.test(
  'a confirmed doubt and a given number release both acts of a pair, and no other',
  async (t) => {
    const base = await testDatabase(t)
    const doubt = { etat: 'a_verifier', motif: 'aucun-document', sansDocument: true } as const
    const other = { ...acte().executant, rpps: '99700000020' }
    await insertActes(
      base.db,
      base.keys,
      [acte(doubt), acteRqd(doubt), acte({ ...doubt, rang: 2, executant: other })],
      base.keys.index('patient', 'a'),
    )
    const [te, rqd, second] = (await listed(base)).map(({ id }) => id)
    t.match(await act(base, te ?? 0, 'confirmer'), { etat: 'facturable', aussi: [rqd] })
    t.match(
      (await listed(base)).map((each) => each.acte.etat),
      ['facturable', 'facturable', 'a_verifier'],
    )
    t.match(await act(base, second ?? 0, 'confirmer'), { etat: 'facturable', aussi: [] })

    const lone = await testDatabase(t)
    const nobody = { ...acte().executant, numeroAm: null }
    await insertActes(
      lone.db,
      lone.keys,
      [
        acte({ executant: nobody, etat: 'a_verifier', motif: 'numero-executant-manquant' }),
        acteRqd({
          prescripteur: nobody,
          etat: 'a_verifier',
          motif: 'numero-prescripteur-manquant',
        }),
      ],
      lone.keys.index('patient', 'a'),
    )
    const [one, pair] = (await listed(lone)).map(({ id }) => id)
    const done = await act(lone, one ?? 0, 'corriger', { exec_am: '750000010' })
    t.match(done, { etat: 'facturable', aussi: [pair] })
  },
)

t.test('a cap is confirmed only while the year of the opinion has a place', async (t) => {
  const base = await testDatabase(t)
  const over = acte({
    dossier: 'TE-2026-000005',
    rangAnnuel: 5,
    etat: 'non_facturable',
    motif: 'plafond-atteint',
  })
  const others = [1, 2, 3, 4].map((n) => acte({ dossier: `TE-2026-00000${n}`, rangAnnuel: n }))
  await insertActes(base.db, base.keys, [...others, over], base.keys.index('patient', 'a'))
  const id = (await listed(base)).at(-1)?.id ?? 0
  t.match(await act(base, id, 'confirmer'), { code: 'plafond-atteint' })
  t.match(await act(base, (await listed(base))[0]?.id ?? 0, 'non-facturable'), {
    etat: 'non_facturable',
  })
  t.match(await act(base, id, 'confirmer'), { etat: 'facturable' })
  t.equal((await listed(base)).at(-1)?.acte.rangAnnuel, 4)
})

t.test(
  'a rejected act put right leaves its export as it was, alone is free, and goes into the next',
  async (t) => {
    const base = await testDatabase(t)
    await insertActes(base.db, base.keys, [acte(), acteRqd()], base.keys.index('patient', 'a'))
    const [te, rqd] = (await listed(base)).map(({ id }) => id)
    const first = await exported(base)
    const before = await files(base, first)
    await returned(base, `${te};rejete;2026-03-20;NIR inconnu`, `${rqd};paye;2026-03-20;`)

    const champs = { nir: '2840588321025 32', nom_naissance: 'Essai-Martin', presc_spe: '05' }
    t.match(await act(base, te ?? 0, 'corriger', champs), {
      id: te,
      etat: 'facturable',
      export: null,
    })
    t.match(await listed(base), [
      {
        id: te,
        export: null,
        retour: null,
        retours: [{ statut: 'rejete', date: '2026-03-20', motif: 'NIR inconnu' }],
      },
      { id: rqd, export: first, retour: { statut: 'paye' } },
    ])
    t.strictSame(await files(base, first), before, 'the former export renders the same bytes')

    const second = await exported(base)
    const [csv = ''] = await files(base, second)
    t.equal(csv.trim().split('\n').length, 2, 'one act')
    t.match(csv, new RegExp(`^${te};${second};`, 'm'), 'the same id_acte')
    t.match(csv, /2840588321025;32;/)
    t.match(csv, /ESSAI-MARTIN/)
    t.strictSame(await files(base, first), before)

    await returned(base, `${te};rejete;2026-03-28;encore`)
    t.match((await listed(base))[0]?.retours, [{ motif: 'NIR inconnu' }, { motif: 'encore' }])
    t.match(await act(base, te ?? 0, 'corriger', { nir: '153124500723160' }), {
      etat: 'facturable',
    })
    t.strictSame(await files(base, first), before)
    t.equal((await files(base, second))[0], csv, 'each former export keeps what it showed')
    await voidExport(base.db, first, WHY)
    t.match(
      (await listed(base))[0],
      { export: null },
      'a void of the former one changes nothing of it',
    )
  },
)

t.test('a rejected act that is given what it has stays where it is', async (t) => {
  const base = await testDatabase(t)
  await insertActes(base.db, base.keys, [acte()], base.keys.index('patient', 'a'))
  const id = (await listed(base))[0]?.id ?? 0
  const held = await exported(base)
  await returned(base, `${id};rejete;2026-03-20;NIR inconnu`)
  const champs = { presc_finess: acte().prescripteur.finess ?? '', exec_spe: '05' }
  t.match(await act(base, id, 'corriger', champs), { code: 'acte-inchange' })
  t.match(await listed(base), [{ export: held, retour: { statut: 'rejete' } }])
})

t.test('a column that is none, or a value that cannot be read, changes nothing', async (t) => {
  const base = await testDatabase(t)
  await insertActes(base.db, base.keys, [acte()], base.keys.index('patient', 'a'))
  const id = (await listed(base))[0]?.id ?? 0
  for (const [colonne, valeur, code] of [
    ['montant_centimes', '1', 'champ-inconnu'],
    ['exec_rpps', '99700000012', 'champ-inconnu'],
    ['date_acte', '2026-03-03', 'champ-inconnu'],
    ['__proto__', 'x', 'champ-inconnu'],
    ['exec_am', '750000043', 'champ-illisible'],
    ['nir', '153124500723161', 'champ-illisible'],
    ['cle', '00', 'champ-illisible'],
    ['code_acte', 'TE1', 'champ-illisible'],
    ['territoire', 'LUNE', 'champ-illisible'],
    ['sexe', 'X', 'champ-illisible'],
    ['date_demande', '2026-03-03', 'champ-illisible'],
    ['nom_naissance', '=1+1', 'champ-illisible'],
    ['presc_finess', '750712184', 'acte-inchange'],
  ] as const) {
    const champs = Object.fromEntries([[colonne, valeur]])
    t.match(await act(base, id, 'corriger', champs), { code }, `${colonne}=${valeur}`)
  }
  t.match(await act(base, id, 'corriger', { territoire: 'DOM' }), { etat: 'facturable' })
  t.not((await listed(base))[0]?.acte.montantCentimes, 2300, 'the amount follows its rule')
  t.match(await act(base, 999, 'confirmer'), { code: 'not-found' })
})

t.test('the directory completes what waits, and overrules nothing', async (t) => {
  const base = await testDatabase(t)
  const nobody = { ...acte().executant, numeroAm: null }
  const waits = {
    executant: nobody,
    etat: 'a_verifier',
    motif: 'numero-executant-manquant',
  } as const
  await insertActes(
    base.db,
    base.keys,
    [
      acte(waits),
      acteRqd({ prescripteur: nobody, etat: 'a_verifier', motif: 'numero-prescripteur-manquant' }),
      acte({ ...waits, dossier: 'TE-2023-000001', dateActe: '2023-12-31' }),
    ],
    base.keys.index('patient', 'a'),
  )
  const par = { par: 'annuaire', now: NOW }
  t.equal(await completerDepuisAnnuaire(base.db, base.keys, par), 0, 'nobody known')
  await base.db.query(
    `insert into professionnel (rpps, nom, prenom, profession, specialite, numero_am, mots, mots_nom,
       sources, maj_le) values ($1, 'PEAU', 'Camille', '10', '05', '750000010', '{}', '{}', '{}', now())`,
    [nobody.rpps],
  )
  t.equal(await completerDepuisAnnuaire(base.db, base.keys, par), 2)
  t.match(
    (await listed(base)).map(({ acte: { etat, executant } }) => [etat, executant.numeroAm]),
    [
      ['facturable', '750000010'],
      ['facturable', null],
      ['a_verifier', null],
    ],
    'past 31 December of the second year, an act is no longer completed by itself',
  )
  t.equal(await completerDepuisAnnuaire(base.db, base.keys, par), 0, 'once')
})
