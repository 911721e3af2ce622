import t from 'tap'

import type { Instant, Jour } from '../../src/domain/correspondant.ts'
import type { Dossier } from '../../src/domain/dossier.ts'
import type { FaitsFacturation } from '../../src/domain/evenement.ts'
import { actes, actesPrevus } from '../../src/domain/facturation.ts'
import {
  FORMULAIRE,
  histoire,
  rppsTest,
  samplePossible,
  sampleRequerant,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const
const AUCUN: FaitsFacturation = { parRequis: {}, parRequerant: 0 }
const regles = { territoire: 'metropole' } as const

type Debut = Parameters<typeof histoire>[0]

function rendu(debut: Debut = {}): Dossier {
  return histoire(debut).requis(1, AVIS).dossier
}

function made(dossier: Dossier, faits = AUCUN, rules: Parameters<typeof actes>[4] = regles) {
  const slot = dossier.sollicitations[0]!
  return actes(
    dossier,
    slot,
    slot.comptesRendus[0]!,
    faits,
    rules,
    '2026-06-08T09:00:00.000Z' as Instant,
  )
}

t.test('names the parties as billing needs them', async (t) => {
  const [te, rqd] = made(rendu())
  t.match(te, {
    executant: { rpps: rppsTest(101), specialite: '05', numeroAm: '751019993' },
    prescripteur: { rpps: rppsTest(1), specialite: '01', numeroAm: '751012345' },
    dateActe: '2026-06-08',
    regleVersion: 'TE2-2026',
    rangAnnuel: 1,
    plafond: 4,
  })
  t.match(rqd, { executant: { rpps: rppsTest(1) }, prescripteur: { rpps: rppsTest(101) } })
})

t.test('dates the act by the day of the opinion in Paris', async (t) => {
  const dossier = histoire({ now: '2026-06-08T22:30:00.000Z' as Instant }).requis(1, AVIS).dossier
  t.equal(made(dossier)[0]?.dateActe, '2026-06-09')
})

t.test('records the act above the cap as not billable', async (t) => {
  const [te, rqd] = made(rendu(), { parRequis: { [rppsTest(101)]: 4 }, parRequerant: 3 })
  t.match(te, { etat: 'non_facturable', motif: 'plafond-atteint', rangAnnuel: 5 })
  t.match(rqd, { etat: 'facturable', rangAnnuel: 4 })
})

const seule = Object.fromEntries(
  Object.entries(FORMULAIRE).filter(
    ([label]) => !['contexte', 'antecedents', 'traitements'].includes(label),
  ),
)

t.test('a context, a history or a treatment is medical information', async (t) => {
  for (const label of ['contexte', 'antecedents', 'traitements'] as const) {
    const told = { courrier: { pieces: [] }, formulaire: { ...seule, [label]: 'HTA traitée.' } }
    t.match(made(rendu(told))[0], { etat: 'facturable', motif: null }, label)
    const mute = { courrier: { pieces: [] }, formulaire: { ...seule, [label]: ' – ' } }
    t.match(made(rendu(mute))[0], { motif: 'aucun-document' }, label)
  }
})

t.test('says why an act is to be checked', async (t) => {
  const requis = (change: Parameters<typeof samplePossible>[1]) =>
    ({ trouvailles: sampleTrouvailles({ possibles: [samplePossible(1, change)] }) }) as const
  const cases: readonly (readonly [string, Debut])[] = [
    ['numero-executant-manquant', requis({ numeroAm: null })],
    ['numero-prescripteur-manquant', { auteur: sampleRequerant({ numeroAm: null }) }],
    ['specialite-executant-manquante', requis({ specialite: null })],
    ['specialite-prescripteur-manquante', { auteur: sampleRequerant({ specialite: null }) }],
    ['patient-hospitalise', { formulaire: { ...FORMULAIRE, patientHospitalise: 'oui' } }],
    [
      'meme-finess',
      { ...requis({ finess: '750712184' }), auteur: sampleRequerant({ finess: '750712184' }) },
    ],
    ['aucun-document', { courrier: { pieces: [] }, formulaire: seule }],
  ]
  for (const [motif, debut] of cases) {
    t.match(made(rendu(debut))[0], { etat: 'a_verifier', motif }, motif)
  }
})

t.test('takes a FINESS where the number of a salaried physician is not known', async (t) => {
  const auteur = sampleRequerant({ numeroAm: null, finess: '750712184' })
  t.match(made(rendu({ auteur }))[0], { etat: 'facturable', motif: null })
})

t.test('records what a profession may not bill, with the reason', async (t) => {
  const auteur = sampleRequerant({ profession: '92' })
  t.match(made(rendu({ auteur }))[1], { etat: 'non_facturable', motif: 'profession-sans-acte' })
})

t.test('uses the territory of the executant, else that of the settings', async (t) => {
  const dom = { possibles: [samplePossible(1, { territoire: 'dom' })] }
  t.match(made(rendu({ trouvailles: sampleTrouvailles(dom) }))[0], { montantCentimes: 2760 })
  const bare = { territoire: null, numeroAm: '991019997' }
  const unknown = { possibles: [samplePossible(1, bare)] }
  const dossier = rendu({ trouvailles: sampleTrouvailles(unknown) })
  t.match(made(dossier, AUCUN, { territoire: 'dom' })[0], {
    montantCentimes: 2760,
    territoire: 'dom',
  })
})

t.test('knows the two levels and no RQD before April 2022', async (t) => {
  const then = (niveau: string | null): Dossier => {
    const formulaire = {
      ...FORMULAIRE,
      dateConsentement: '01/03/2022',
      ...(niveau ? { niveau } : {}),
    }
    return rendu({ formulaire, now: '2022-03-15T10:00:00.000Z' as Instant })
  }
  t.match(made(then('1')), [{ code: 'TE1', montantCentimes: 1200 }])
  t.match(made(then('2')), [{ code: 'TE2', montantCentimes: 2000, plafond: 2 }])
  t.match(made(then(null)), [{ etat: 'a_verifier', motif: 'niveau-manquant' }])
  t.equal(made(then('1')).length, 1)
})

t.test('foresees the acts of a compte-rendu not yet handed over', async (t) => {
  const dossier = rendu()
  t.strictSame(
    actesPrevus(dossier, 1, 1, regles, AUCUN).map((one) => one.code),
    ['TE2', 'RQD'],
  )
  t.strictSame(actesPrevus(dossier, 2, 1, regles, AUCUN), [])
})

t.test('keeps the day of the first opinion for a rectificatif handed over instead', async (t) => {
  const story = histoire()
    .requis(1, AVIS)
    .passe(48 * 3_600_000)
  story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Correction.' })
  const slot = story.dossier.sollicitations[0]!
  const [te] = actes(story.dossier, slot, slot.comptesRendus[1]!, AUCUN, regles, story.now)
  t.equal(te?.dateActe, '2026-06-08' as Jour)
})
