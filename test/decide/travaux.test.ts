/** What no letter answers and time does not do becomes a work item with an owner, once a cause. SPEC §5, §6 rule 8, §12 */
import t from 'tap'

import type { AdresseMss, Instant } from '../../src/domain/correspondant.ts'
import type { Effet } from '../../src/domain/decision.ts'
import { TRAVAUX } from '../../src/domain/travaux.ts'
import { ERRORS } from '../../src/errors.ts'
import {
  FORMULAIRE,
  histoire,
  letters,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const items = (effets: readonly Effet[]) =>
  effets.flatMap((one) => (one.kind === 'ouvrirTravail' ? [one.code] : []))

const machine = (
  signe: { readonly auteur: number; readonly motCle: 'AVIS' | 'ABSENT' } | null,
) => ({
  kind: 'courrierAutomatique' as const,
  message: 'm-auto',
  recuLe: '2026-06-08T08:00:00.000Z' as Instant,
  signe: signe && { auteur: rppsTest(signe.auteur), motCle: signe.motCle },
})

t.test('a machine’s letter is recorded alone, whoever signed it', async (t) => {
  for (const signe of [
    null,
    { auteur: 1, motCle: 'AVIS' },
    { auteur: 999, motCle: 'AVIS' },
  ] as const) {
    const story = histoire()
    const before = story.dossier
    story.event(machine(signe))
    t.strictSame(story.last.effets, [])
    t.strictSame(story.dossier, before)
    t.match(story.last.traces, [{ quoi: 'courrier-automatique' }])
  }
})

t.test(
  'one that a requis validly signed and that begins with a keyword is the coordinator’s',
  async (t) => {
    const story = histoire()
    const before = story.dossier
    story.event(machine({ auteur: 101, motCle: 'AVIS' }))
    t.strictSame(story.dossier, before, 'never adopted')
    t.strictSame(letters(story.last.effets), ['alerte → coordinateur'], 'never answered')
    t.strictSame(items(story.last.effets), ['reponse-automatique-signee'])
  },
)

t.test('a failure told without proof moves nothing and is the administrator’s', async (t) => {
  const story = histoire()
  const before = story.dossier
  story.event({ ...machine(null), echecDit: 'envoi-1' })
  t.strictSame(story.dossier, before)
  t.strictSame(letters(story.last.effets), ['alerte → administrateur'])
  t.match(
    story.last.effets.filter((one) => one.kind === 'ouvrirTravail'),
    [{ code: 'avis-echec-non-prouve', cle: 'avis-echec-non-prouve:envoi-1' }],
    'once a letter',
  )
})

t.test(
  'an opinion whose médecin traitant has no secure address is handed to him by somebody',
  async (t) => {
    const traitant = { ...samplePossible(8), adresses: [] as AdresseMss[] }
    const story = histoire({
      formulaire: { ...FORMULAIRE, medecinTraitant: 'Dr REQUISI Paul' },
      trouvailles: sampleTrouvailles({ medecinTraitant: [traitant] }),
    })
    story.requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    t.strictSame(items(story.last.effets), ['medecin-traitant-sans-adresse'])
    story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Bénin, à revoir.' })
    t.strictSame(items(story.last.effets), ['medecin-traitant-sans-adresse'], 'each version')
    const cles = story.effets.flatMap((one) => (one.kind === 'ouvrirTravail' ? [one.cle] : []))
    t.equal(new Set(cles).size, 2)
    t.strictSame(items(histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' }).effets), [])
  },
)

t.test('each code has an owner, something to do and a sentence', async (t) => {
  for (const [code, { action }] of Object.entries(TRAVAUX)) {
    t.not(action, '')
    t.ok(Object.hasOwn(ERRORS, code), code)
  }
})
