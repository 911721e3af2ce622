/** Two open requests of one requérant about one patient: each is its own, what stops in one stops in both. SPEC §6 */
import t from 'tap'

import { refusDeDepart } from '../../src/decide/depart.ts'
import { copieDite, poseeDe } from '../../src/decide/voisines.ts'
import { lienDe, type Voisine } from '../../src/domain/voisine.ts'
import {
  codes,
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const rousset = samplePossible(9, { nom: 'ROUSSET', prenom: 'Paul' })
const AVEC_MT = { ...FORMULAIRE, medecinTraitant: 'Dr Paul ROUSSET' }
const begin = (formulaire = AVEC_MT): Histoire =>
  histoire({ formulaire, trouvailles: sampleTrouvailles({ medecinTraitant: [rousset] }) })
const VOISINE: Voisine = { numero: 'TE-2026-000002', lien: 'meme', incomplete: false }
type Stops = { readonly copie?: 'non' | 'doute'; readonly refus?: boolean }
const beside = (story: Histoire, { copie, refus }: Stops, lien: Voisine['lien'] = 'meme') =>
  story.event({
    kind: 'demandeVoisine',
    message: 'v-1',
    voisine: { ...VOISINE, lien },
    copie: copie ?? null,
    refus: refus ?? false,
  })

t.test('what two requests are to one another', async (t) => {
  const first = poseeDe(begin().dossier)
  const again = poseeDe(begin({ ...AVEC_MT, question: 'Autre question ?' }).dossier)
  const cardio = poseeDe(begin({ ...AVEC_MT, specialiteDemandee: 'Cardiologie' }).dossier)
  const begun = poseeDe(begin({ ...AVEC_MT, sexe: '' }).dossier)
  t.equal(lienDe(first, again, 'meme'), 'meme')
  t.equal(lienDe(first, begun, 'meme'), 'meme', 'one of which nothing has left, too')
  t.equal(lienDe(first, cardio, 'meme'), 'patient')
  t.equal(lienDe(first, first, 'proche'), 'proche')
  t.equal(lienDe(first, again, 'proche'), null, 'another question about somebody else')
  t.equal(lienDe(first, cardio, 'proche'), null)
})

t.test('an opposition to the copy in the second holds for the first at once', async (t) => {
  const second = begin({ ...AVEC_MT, copieMedecinTraitant: 'non' })
  t.equal(copieDite(second.dossier), 'non')
  t.equal(copieDite(begin().dossier), null)
  const story = begin().requis(1, { motCle: 'ACCEPTE' })
  beside(story, { copie: 'non' })
  t.equal(story.dossier.medecinTraitant?.kind, 'oppose')
  t.strictSame(letters(story.last.effets), ['copieNotee → requerant'])
  t.ok(story.last.effets.some((one) => one.kind === 'retirerEnvois'))
  story.requis(1, { motCle: 'AVIS', texte: 'Lésion bénigne.' })
  t.notOk(letters(story.last.effets).includes('compteRendu → medecinTraitant'))
  const doubt = beside(begin(), { copie: 'doute' })
  t.equal(doubt.dossier.medecinTraitant?.kind, 'enDoute')
  const other = beside(begin(), { copie: 'non' }, 'patient')
  t.equal(other.dossier.medecinTraitant?.kind, 'designe', 'another specialty is another matter')
})

t.test('a refusal in the second stops the first until its author has said', async (t) => {
  const story = beside(begin(), { refus: true })
  t.strictSame(codes(story.last.effets), ['retrait-a-preciser'])
  const demande = { lettre: 'demandeAvis', role: 'requis', rpps: samplePossible(1).rpps } as const
  const letter = { ...demande, rang: 1, version: null, adresse: null, horsDossier: false }
  t.equal(
    refusDeDepart(letter, story.dossier, { now: story.now, voie: 'chiffree' }),
    'consentement-en-doute',
  )
  story.requerant({ motCle: 'ACCORD' })
  t.equal(story.dossier.question ?? null, null)
  t.strictSame(lettersOf(story.last.effets, 'complementTransmis'), [], 'nothing waited with it')
})

t.test('a neighbour is remembered once', async (t) => {
  const story = beside(beside(begin(), {}), {})
  t.strictSame(story.dossier.voisines, [VOISINE])
})
