import t from 'tap'

import { prochaineEcheance } from '../../src/decide/delais.ts'
import type { Instant } from '../../src/domain/correspondant.ts'
import {
  FORMULAIRE,
  HEURE,
  type Histoire,
  histoire,
  JOUR,
  letters,
  lettersOf,
  rppsTest,
  samplePossible,
  sampleRegles,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const regles = sampleRegles({ calendrier: 'continu' })
const at = (text: string) => text as Instant

t.test('reminds the requis after RAPPEL, once', async (t) => {
  const story = histoire({ regles })
  t.equal(prochaineEcheance(story.dossier, regles), '2026-06-09T08:00:00.000Z')
  story.passe(24 * HEURE - 1).echeance()
  t.strictSame(story.last.effets, [])
  story.passe(1).echeance()
  t.strictSame(letters(story.last.effets), ['rappelRequis → requis'])
  t.equal(story.dossier.sollicitations[0]?.rappeleeLe, story.now)
  story.echeance()
  t.strictSame(story.last.effets, [])
})

t.test('tells lateness at LIMITE and asks the next of the pool as well', async (t) => {
  const story = histoire({ regles })
    .passe(24 * HEURE)
    .echeance()
    .passe(24 * HEURE)
    .echeance()
  t.strictSame(letters(story.last.effets), [
    'retard → requerant',
    'retardCoordinateur → coordinateur',
    'demandeAvis → requis',
  ])
  t.equal(story.dossier.sollicitations[0]?.etat, 'en_attente')
})

t.test('asks nobody else when one person was asked by name', async (t) => {
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  const possibles = [samplePossible(1)]
  const story = histoire({
    regles,
    formulaire,
    cibles: [{ kind: 'requis', rpps: rppsTest(101) }],
    trouvailles: sampleTrouvailles({ requis: [possibles], possibles }),
  })
  story.passe(48 * HEURE).echeance()
  t.equal(lettersOf(story.effets, 'demandeAvis').length, 1)
})

t.test('expires after calendar days, even while the clock is paused', async (t) => {
  const story = histoire().requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' })
  story.passe(7 * JOUR - 1).echeance()
  t.equal(story.dossier.sollicitations[0]?.etat, 'complement_demande')
  story.passe(1).echeance()
  t.equal(story.dossier.sollicitations[0]?.etat, 'expiree')
  t.equal(story.dossier.etat, 'sans_reponse')
  t.strictSame(letters(story.last.effets), [
    'sansReponse → requerant',
    'sansReponse → requis',
    'alerte → coordinateur',
  ])
})

t.test('recalls the question at half of COMPLETUDE, and tells the requis at its end', async (t) => {
  const story = histoire({ regles }).requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' })
  story.passe(36 * HEURE).echeance()
  t.match(lettersOf(story.last.effets, 'complementDemande'), [
    { lettre: { rappel: 'oui', texte: 'Depuis quand ?' } },
  ])
  story.passe(36 * HEURE).echeance()
  t.strictSame(letters(story.last.effets), ['complementEchu → requis'])
  t.equal(story.dossier.sollicitations[0]?.etat, 'complement_demande')
  story.requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
  t.equal(story.dossier.etat, 'repondu')
})

t.test('lets no reminder leave at night, even when the check comes late', async (t) => {
  const story = histoire({ now: at('2026-06-08T19:30:00.000Z') })
  t.equal(prochaineEcheance(story.dossier, story.regles), '2026-06-10T06:00:00.000Z')
  story.passe(49.5 * HEURE).echeance()
  t.equal(story.now, '2026-06-10T21:00:00.000Z')
  t.match(lettersOf(story.last.effets, 'rappelRequis'), [{ pasAvant: '2026-06-11T06:00:00.000Z' }])
})

t.test('reminds the next requis by his own clock', async (t) => {
  const story = histoire({ regles })
    .passe(20 * HEURE)
    .requis(1, { motCle: 'REFUS' })
  t.equal(prochaineEcheance(story.dossier, regles), '2026-06-10T04:00:00.000Z')
})

t.test('closes thirty days after the last compte-rendu, deliveries or not', async (t) => {
  const story = histoire({ regles }).requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
  t.equal(prochaineEcheance(story.dossier, regles), '2026-07-08T08:00:00.000Z')
  story.passe(30 * JOUR).echeance()
  t.equal(story.dossier.etat, 'clos')
  t.equal(prochaineEcheance(story.dossier, regles), null)
})

t.test('each party is told once that the dossier is closed, and nobody else', async (t) => {
  const waits = (story: Histoire): Histoire => story.passe(8 * JOUR).echeance()
  const nobody = sampleTrouvailles({ possibles: [] })
  const cases: readonly (readonly [string, Histoire, readonly string[]])[] = [
    [
      'an opinion',
      histoire({ regles }).requis(1, { motCle: 'AVIS', texte: 'Bénin.' }),
      ['requerant', 'requis'],
    ],
    ['no answer', waits(histoire({ regles })), ['requerant', 'requis']],
    [
      'who declined',
      waits(histoire({ regles }).requis(1, { motCle: 'REFUS', texte: 'Congés.' })),
      ['requerant', 'requis'],
    ],
    ['nobody to ask', waits(histoire({ regles, trouvailles: nobody })), ['requerant']],
  ]
  for (const [name, story, who] of cases) {
    story.passe(31 * JOUR).echeance()
    t.equal(story.dossier.etat, 'clos', name)
    t.strictSame(
      lettersOf(story.last.effets, 'cloture').map(({ a }) => a.role),
      who,
      name,
    )
    const cles = story.effets.flatMap((one) => (one.kind === 'envoyer' ? [one.cle] : []))
    story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Bénin, à revoir.' })
    story.passe(31 * JOUR).echeance()
    const again = lettersOf(story.last.effets, 'cloture')
    t.ok(
      again.every(({ cle }) => cles.includes(cle)),
      `${name}: once`,
    )
  }
})

t.test('keeps the end of an incomplete request in service hours', async (t) => {
  const story = histoire({ formulaire: {} })
  t.equal(prochaineEcheance(story.dossier, story.regles), '2026-06-11T08:00:00.000Z')
})
