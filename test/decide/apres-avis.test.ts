/**
 * Whoever writes after the opinion, and whatever it is: its reader is told to read it, somebody answers it, and that
 * stands on the dossier until he has. SPEC §5, §6.8, §13.13
 */
import t from 'tap'

import { suiteApresAvis } from '../../src/domain/apres-avis.ts'
import type { AdresseMss } from '../../src/domain/correspondant.ts'
import {
  codes,
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  sampleCourrier,
  samplePossible,
  sampleProvenance,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const { actif: _, pools: _p, ...MT } = samplePossible(8)
const rendu = (): Histoire =>
  histoire({
    formulaire: { ...FORMULAIRE, medecinTraitant: 'Dr Traitant' },
    trouvailles: sampleTrouvailles({ medecinTraitant: [MT] }),
  }).requis(1, { motCle: 'AVIS', texte: 'Exérèse à prévoir.' })

const traitant = (story: Histoire, texte: string): Histoire =>
  story.event({
    kind: 'courrierTraitant',
    provenance: sampleProvenance(`mt-${texte.length}`, story.now),
    auteur: { ...MT, adresse: 'mt@ville.test' as AdresseMss },
    courrier: sampleCourrier({ texte, libre: texte }),
  })

const suite = ({ dossier }: Histoire) => {
  const [slot] = dossier.sollicitations
  return slot === undefined ? null : suiteApresAvis(dossier, slot)
}
const DANGER = 'Finalement elle est allergique à la lidocaïne.'

t.test('a new fact waits for the author of the opinion, whoever tells it', async (t) => {
  for (const tell of [
    (story: Histoire) => story.requerant({ texte: DANGER }),
    (story: Histoire) => traitant(story, DANGER),
  ]) {
    const story = tell(rendu())
    t.equal(suite(story), 'question')
    const kinds = ['complementTransmis', 'messageTraitant'] as const
    for (const kind of kinds)
      for (const { lettre } of lettersOf(story.last.effets, kind)) t.not(lettre.attend, 'non')
    story.requis(1, { texte: 'Prenez de la mépivacaïne.' })
    t.match(letters(story.last.effets), ['reponseApresAvis → requerant'])
    t.equal(suite(story), null, 'his answer ends it')
  }
})

t.test('thanks wait for nobody, news are to be read', async (t) => {
  const nature = (texte: string) => {
    const story = rendu().requerant({ texte })
    const [letter] = lettersOf(story.last.effets, 'complementTransmis')
    return [letter?.lettre.attend, suite(story)]
  }
  t.strictSame(nature('Merci pour votre avis.'), ['non', null])
  t.strictSame(nature('L’exérèse aura lieu mardi.'), ['lire', null])
  t.strictSame(nature('Et sous AVK ?'), [undefined, 'question'])
  for (const [texte, attend] of [
    ['Merci beaucoup.', 'non'],
    ['L’exérèse aura lieu mardi.', undefined],
    [DANGER, 'repondre'],
  ] as const) {
    const read = lettersOf(traitant(rendu(), texte).last.effets, 'messageTraitant')
    t.strictSame(
      read.map(({ lettre }) => lettre.attend),
      [attend, attend],
      texte,
    )
  }
})

t.test(
  'an advice changed in prose reaches the requérant at once, and its author is asked',
  async (t) => {
    for (const texte of [
      'J’ai relu : ne donnez pas de corticoïdes.',
      'Erreur : 5 mg au lieu de 50.',
      'Oups : 15 mg/SEMAINE évidemment !!! pas par jour',
      'RECTIF : MTX 15 mg/semaine, une seule prise',
      'Ajout : hebdomadaire, pas quotidien, pardon',
      'Je voulais dire hebdomadaire',
    ]) {
      const story = rendu().requis(1, { texte })
      t.strictSame(letters(story.last.effets), [
        'reponseApresAvis → requerant',
        'reponseAPreciser → requis',
      ])
      t.strictSame(codes(story.last.effets), ['rectificatif-a-preciser'])
      t.match(lettersOf(story.last.effets, 'reponseApresAvis'), [
        { priorite: 'haute', lettre: { texte, corrige: 'oui' } },
      ])
      t.equal(story.dossier.sollicitations[0]?.comptesRendus.length, 1, 'it is no version')
      t.equal(suite(story), 'message', 'he owes a word')
      const ajout = { ...story.dossier }
      story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Pas de corticoïdes. Exérèse à prévoir.' })
      t.equal(suite(story), null, 'a RECTIFICATIF ends it')
      story.dossier = ajout
      story.requis(1, { motCle: 'COMPLEMENT' })
      t.equal(suite(story), null, 'COMPLEMENT alone ends it')
    }
  },
)

t.test('what waits ends with the dossier', async (t) => {
  const story = rendu().requerant({ texte: DANGER })
  story.dossier = { ...story.dossier, etat: 'clos' }
  t.equal(suite(story), null)
})

t.test('that its author is away answers no question', async (t) => {
  const story = rendu().requerant({ texte: DANGER })
  story.requis(1, { texte: 'Je suis absent jusqu’au 15 décembre.' })
  t.match(lettersOf(story.last.effets, 'reponseApresAvis'), [{ lettre: { absent: 'oui' } }])
  t.equal(suite(story), 'question')
  story.requis(1, { texte: 'Prenez de la mépivacaïne.' })
  t.equal(suite(story), null)
})
