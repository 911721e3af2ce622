import t from 'tap'

import type { Acte } from '../../src/domain/acte.ts'
import type { Jour, Requerant } from '../../src/domain/correspondant.ts'
import type { Courrier } from '../../src/domain/courrier.ts'
import { completer, confirmer } from '../../src/domain/reglement.ts'
import {
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  rppsTest,
  sampleCourrier,
  sampleProvenance,
  sampleRequerant,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const REMPLACE = sampleRequerant({
  rpps: rppsTest(7),
  nom: 'BERNARD',
  prenom: 'Paul',
  numeroAm: '751000025',
  adresses: ['paul.bernard@ville.test'] as never,
})
const DIT = `Dr Paul BERNARD, ${REMPLACE.rpps}`
const AVIS = { motCle: 'AVIS', texte: 'Bénin, à revoir dans un an.' } as const
const JOUR_MS = 86_400_000

/** A request whose author replaces him. */
const begun = (found: readonly Requerant[] = [REMPLACE], more: object = {}): Histoire =>
  histoire({
    formulaire: { ...FORMULAIRE, remplacantDe: DIT },
    trouvailles: sampleTrouvailles({ remplace: found, ...more }),
  })
/** The opinion given and handed over: its acts. */
function acts(story: Histoire): readonly Acte[] {
  story.requis(1, AVIS).remise('compteRendu', 'requerant')
  const made = story.effets.flatMap((one) => (one.kind === 'creerActes' ? one.actes : []))
  return made.map((acte) =>
    story.effets.reduce(
      (one, effet) =>
        effet.kind === 'completerActes'
          ? completer(one, effet.apport, { today: one.dateActe, connus: { de: {}, a: {} } })
          : one,
      acte,
    ),
  )
}
const rqd = (all: readonly Acte[]) => all.find(({ code }) => code === 'RQD')

function answers(story: Histoire, courrier: Partial<Courrier>, assurance = 'signe'): Histoire {
  const [adresse] = REMPLACE.adresses
  return story.event({
    kind: 'courrierRemplace',
    provenance: sampleProvenance(`x-${story.effets.length}`, story.now, { assurance } as never),
    auteur: { ...REMPLACE, adresse: adresse! },
    courrier: sampleCourrier(courrier),
  })
}

t.test(
  'names whose number is billed, and never an author; the act waits for his word',
  async (t) => {
    const story = begun()
    t.match(story.dossier, { etat: 'en_cours', requerant: { rpps: rppsTest(1) } })
    t.match(lettersOf(story.effets, 'remplacementAValider'), [
      { a: { role: 'remplace', rpps: REMPLACE.rpps, adresse: 'paul.bernard@ville.test' } },
    ])
    story.requerant({ texte: 'Une précision.' })
    t.equal(lettersOf(story.effets, 'remplacementAValider').length, 1, 'he is told once')
    const all = acts(story)
    t.match(rqd(all), {
      etat: 'a_verifier',
      motif: 'remplacement-a-valider',
      executant: { rpps: REMPLACE.rpps, numeroAm: REMPLACE.numeroAm },
    })
    t.match(
      all.find(({ role }) => role === 'REQUIS'),
      {
        etat: 'a_verifier',
        motif: 'prescripteur-remplacement-a-valider',
        prescripteur: { rpps: REMPLACE.rpps },
      },
      'the act that names him as its prescripteur waits with it',
    )
  },
)

t.test('his word makes the act billable, his refusal makes it not billable', async (t) => {
  const rows: readonly (readonly [string, (s: Histoire) => unknown, string, string | null])[] = [
    ['JE VALIDE', (s) => answers(s, { motCle: 'JE VALIDE' }), 'facturable', null],
    [
      'unsigned',
      (s) => answers(s, { motCle: 'JE VALIDE' }, 'mssante'),
      'a_verifier',
      'remplacement-a-valider',
    ],
    ['words', (s) => answers(s, { texte: 'Je verrai.' }), 'a_verifier', 'remplacement-a-valider'],
    [
      'DESACCORD',
      (s) => answers(s, { motCle: 'DESACCORD' }),
      'non_facturable',
      'remplacement-refuse',
    ],
    [
      'in plain words',
      (s) => answers(s, { texte: 'Je ne valide pas.' }),
      'non_facturable',
      'remplacement-refuse',
    ],
    [
      'taken back',
      (s) => answers(answers(s, { motCle: 'JE VALIDE' }), { motCle: 'DESACCORD' }),
      'non_facturable',
      'remplacement-refuse',
    ],
  ]
  for (const [name, say, etat, motif] of rows) {
    const before = begun()
    say(before)
    t.match(rqd(acts(before)), { etat, motif }, `${name}, before the opinion`)
    const after = begun().requis(1, AVIS).remise('compteRendu', 'requerant')
    say(after)
    const [made] = after.effets.flatMap((one) =>
      one.kind === 'creerActes' ? one.actes.filter(({ code }) => code === 'RQD') : [],
    )
    const settled = after.effets.reduce(
      (one, effet) =>
        effet.kind === 'completerActes' && effet.apport.remplacements?.[0]?.annonceLe
          ? completer(one, effet.apport, { today: one.dateActe, connus: { de: {}, a: {} } })
          : one,
      made!,
    )
    t.match(settled, { etat, motif }, `${name}, after it`)
  }
})

t.test('a period covers the acts of its days, in this dossier and later', async (t) => {
  const story = begun()
  answers(story, { motCle: 'JE VALIDE', argument: 'du 01/06/2026 au 30/06/2026' })
  t.match(
    story.last.effets.filter(({ kind }) => kind === 'noterRemplacement'),
    [
      {
        par: rppsTest(1),
        remplace: REMPLACE.rpps,
        periode: { du: '2026-06-01', au: '2026-06-30' },
      },
    ],
  )
  t.match(rqd(acts(story)), { etat: 'facturable' })

  const periode = (du: string, au: string) => ({
    periodesValidees: [
      { par: rppsTest(1), remplace: REMPLACE.rpps, le: story.now, du: du as Jour, au: au as Jour },
    ],
  })
  const later = begun([REMPLACE], periode('2026-06-01', '2026-06-30'))
  t.equal(lettersOf(later.effets, 'remplacementAValider').length, 0, 'his word is there already')
  t.match(rqd(acts(later)), { etat: 'facturable' })
  const out = begun([REMPLACE], periode('2026-01-01', '2026-01-31'))
  t.equal(lettersOf(out.effets, 'remplacementAValider').length, 1)
  const other = { ...periode('2026-06-01', '2026-06-30').periodesValidees[0]!, par: rppsTest(55) }
  const anothers = begun([REMPLACE], { periodesValidees: [other] })
  t.match(
    rqd(acts(anothers)),
    { etat: 'a_verifier' },
    'the period of another replacement is not his',
  )
  answers(story, { motCle: 'DESACCORD' })
  t.match(
    story.last.effets.filter(({ kind }) => kind === 'noterRemplacement'),
    [{ periode: null }],
    'taken back for later acts too',
  )
  t.match(letters(story.last.effets).toSorted(), [
    'remplacementNote → remplace',
    'remplacementNote → requerant',
  ])
})

t.test('one whom the directory does not know is asked about, and holds nothing back', async (t) => {
  const other = sampleRequerant({ rpps: rppsTest(9), nom: 'DUVAL', prenom: 'Anne' })
  for (const [found, pourquoi] of [
    [[], 'introuvable'],
    [[REMPLACE, other], 'ambigu'],
    [[other], 'contradictoire'],
    [[sampleRequerant()], 'introuvable'],
  ] as const) {
    const story = begun(found)
    t.match(story.dossier, { etat: 'en_cours' })
    t.match(
      story.dossier.manques.filter(({ quoi }) => quoi === 'remplacantDe'),
      [{ pourquoi, bloquant: false }],
    )
    t.equal(lettersOf(story.effets, 'remplacementAValider').length, 0)
    t.match(rqd(acts(story)), { etat: 'a_verifier', motif: 'remplace-inconnu' })
    story.trouvailles = sampleTrouvailles({ remplace: [] })
    story.requerant({
      formulaire: { remplacantDe: 'Dr Nobody' },
      texte: 'Remplaçant de : Dr Nobody',
    })
    t.match(lettersOf(story.last.effets, 'remplacementNote'), [{ lettre: { reponse: 'inconnu' } }])
    t.equal(lettersOf(story.last.effets, 'numerosNotes').length, 0, 'nor is it said to be noted')
    story.trouvailles = sampleTrouvailles({ remplace: [REMPLACE] })
    story.requerant({ formulaire: { remplacantDe: DIT }, texte: `Remplaçant de : ${DIT}` })
    t.equal(lettersOf(story.last.effets, 'remplacementAValider').length, 1)
  }
})

t.test('an authorised person settles what the replaced one has not answered', async (t) => {
  const facts = { parRequis: {}, parRequerant: 0 }
  for (const found of [[REMPLACE], []]) {
    t.match(confirmer(rqd(acts(begun(found)))!, facts), { etat: 'facturable' })
  }
})

t.test('a requis says it in his AVIS, and stays its author', async (t) => {
  const story = histoire({ trouvailles: sampleTrouvailles({ remplace: [REMPLACE] }) })
  story.requis(1, { ...AVIS, formulaire: { remplacantDe: DIT } })
  t.match(lettersOf(story.last.effets, 'remplacementAValider'), [{ a: { rpps: REMPLACE.rpps } }])
  t.match(story.dossier.sollicitations[0]?.comptesRendus, [{ auteur: { rpps: rppsTest(101) } }])
  story.remise('compteRendu', 'requerant')
  const made = story.effets.flatMap((one) => (one.kind === 'creerActes' ? one.actes : []))
  t.match(
    made.find(({ role }) => role === 'REQUIS'),
    { etat: 'a_verifier', motif: 'remplacement-a-valider', executant: { rpps: REMPLACE.rpps } },
  )
  const silent = histoire({ trouvailles: sampleTrouvailles({ remplace: [] }) })
  silent.requis(1, { ...AVIS, formulaire: { remplacantDe: 'Dr Nobody' } })
  t.match(lettersOf(silent.last.effets, 'remplacementNote'), [{ lettre: { reponse: 'inconnu' } }])
  t.equal(silent.dossier.etat, 'repondu')
})

t.test('nobody is told of a request that has not left', async (t) => {
  const { consentement: _, ...formulaire } = FORMULAIRE
  const story = histoire({
    formulaire: { ...formulaire, remplacantDe: DIT },
    trouvailles: sampleTrouvailles({ remplace: [REMPLACE] }),
  })
  t.equal(story.dossier.etat, 'incomplet')
  t.equal(lettersOf(story.effets, 'remplacementAValider').length, 0)
  story.passe(12 * JOUR_MS).echeance()
  t.equal(lettersOf(story.effets, 'remplacementAValider').length, 0)
})

t.test('one replaced whom no mail can reach is a work item, once', async (t) => {
  const story = begun([{ ...REMPLACE, adresses: [] }])
  const items = story.effets.filter((one) => one.kind === 'ouvrirTravail')
  t.match(items, [{ code: 'remplace-sans-adresse' }])
  t.strictSame(lettersOf(story.effets, 'remplacementAValider'), [])
  story.requerant({ texte: 'Voici une photo de plus.' })
  t.equal(story.effets.filter((one) => one.kind === 'ouvrirTravail').length, 1)
})

t.test(
  'the one replaced may be the requérant: each answer that his letter invites is heard',
  async (t) => {
    const own = sampleRequerant()
    const begin = () => {
      const story = histoire({ auteur: own, trouvailles: sampleTrouvailles({ remplace: [own] }) })
      const formulaire = { remplacantDe: `${own.nom}, ${own.rpps}` }
      story.requis(1, { ...AVIS, formulaire })
      t.match(lettersOf(story.effets, 'remplacementAValider'), [{ a: { rpps: own.rpps } }])
      return story
    }
    const mots = [
      [{ motCle: 'JE VALIDE' }, 'valide'],
      [{ motCle: 'DESACCORD' }, 'refuse'],
      [{ texte: 'Je ne valide pas.', libre: 'Je ne valide pas.' }, 'refuse'],
    ] as const
    for (const [courrier, reponse] of mots) {
      const story = begin().requerant(courrier)
      t.match(lettersOf(story.last.effets, 'remplacementNote'), [{ lettre: { reponse } }])
    }
    // Validated or not, he never bills himself.
    const both = acts(begin())
    t.equal(both.length, 2)
    t.ok(both.every(({ etat, motif }) => etat === 'a_verifier' && motif === 'requerant-requis'))
  },
)
