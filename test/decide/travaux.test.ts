/** What no letter answers and time does not do becomes a work item with an owner, once a cause. SPEC §5, §6.8, §12 */
import t from 'tap'

import { isEnDoute } from '../../src/decide/question-posee.ts'
import type { AdresseMss, Instant } from '../../src/domain/correspondant.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
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
  signe: { readonly auteur: number; readonly motCle: MotCle } | null,
  message = 'm-auto',
) => ({
  kind: 'courrierAutomatique' as const,
  message,
  recuLe: '2026-06-08T08:00:00.000Z' as Instant,
  signe: signe && { auteur: rppsTest(signe.auteur), motCle: signe.motCle },
})

const MOTS: { readonly [M in MotCle]: true } = {
  AVIS: true,
  RECTIFICATIF: true,
  ACCEPTE: true,
  COMPLEMENT: true,
  REFUS: true,
  REORIENTATION: true,
  URGENT: true,
  ABSENT: true,
  PRESENT: true,
  ACCORD: true,
  DESACCORD: true,
  'NON URGENT': true,
  ANNULATION: true,
  'RETRAIT CONSENTEMENT': true,
  ETAT: true,
  'JE VALIDE': true,
  'JE CONFIRME': true,
}
const MOTS_CLES = Object.keys(MOTS) as MotCle[]

t.test(
  'a machine’s letter that nobody signed, or without keyword, is recorded alone',
  async (t) => {
    const story = histoire()
    const before = story.dossier
    story.event(machine(null))
    t.strictSame(story.last.effets, [])
    t.strictSame(story.dossier, before)
    t.match(story.last.traces, [{ quoi: 'courrier-automatique' }])
  },
)

t.test(
  'one that is validly signed and begins with a keyword is the coordinator’s: each keyword, each author',
  async (t) => {
    const authors = {
      requerant: histoire().dossier?.requerant.rpps,
      requis: rppsTest(101),
      other: rppsTest(999),
    }
    for (const [who, auteur] of Object.entries(authors)) {
      for (const motCle of MOTS_CLES) {
        const story = histoire()
        const before = story.dossier
        const event = machine(null)
        if (auteur === undefined) throw new Error('no author')
        story.event({ ...event, signe: { auteur, motCle } })
        const stops = who === 'requerant' && motCle === 'RETRAIT CONSENTEMENT'
        t.strictSame(
          letters(story.last.effets),
          ['alerte → coordinateur'],
          `${who} ${motCle}: never answered`,
        )
        t.strictSame(
          items(story.last.effets),
          ['reponse-automatique-signee', ...(stops ? ['consentement-en-doute'] : [])],
          `${who} ${motCle}`,
        )
        const { automatiques, ...left } = story.dossier
        t.strictSame(automatiques, [auteur])
        if (!stops) t.strictSame(left, before, `${who} ${motCle}: never adopted`)
        else t.ok(story.dossier && isEnDoute(story.dossier), 'nothing leaves')
      }
    }
  },
)

t.test('a machine that signs all day makes an item each, and one letter', async (t) => {
  const story = histoire()
  const seals = ['a', 'b', 'c'].map((message) => {
    story.event(machine({ auteur: 101, motCle: 'AVIS' }, message))
    return story.last.effets.flatMap((one) => (one.kind === 'envoyer' ? [one.cle] : []))
  })
  t.equal(new Set(seals.flat()).size, 1)
})

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
