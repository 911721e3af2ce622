/** Ordinary words that may mean « stop » go to nobody: their author is asked. SPEC §5, §6 rule 1 */
import t from 'tap'

import type { Courrier, MotCle } from '../../src/domain/courrier.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import { codes, histoire, lettersOf } from '../support/dossiers.ts'

const RETRAITS = [
  'REFUS du patient',
  'Elle refuse finalement',
  "Je n'avais pas le consentement en fait",
  "Il ne veut plus de votre avis, il a vu quelqu'un en ville",
  'Le consentement manque, désolée.',
]
const ABANDONS = [
  'Oubliez mon mail svp',
  'Finalement ne tenez pas compte de ma demande, c’est réglé',
  'STOP erreur, ne pas traiter',
  'Le patient est décédé ce matin.',
  'Demande envoyée par erreur.',
]
const SUITES = [
  'Elle prend aussi un AVK.',
  'Son mari est décédé d’un mélanome.',
  'Le patient refuse la chirurgie.',
  'Oublié : allergie à la pénicilline.',
  'Il ne veut plus de corticoïdes.',
  'Radio sans suite de couches.',
]

const passed = (courrier: Partial<Courrier>) => {
  const story = histoire().requerant(courrier)
  return {
    story,
    codes: codes(story.last.effets),
    told: lettersOf(story.last.effets, 'complementTransmis').length,
  }
}

t.test('words about the consent stop everything, below COMPLEMENT too', async (t) => {
  for (const texte of RETRAITS)
    for (const motCle of [null, 'COMPLEMENT'] as const) {
      const { codes, told } = passed({ motCle, texte })
      t.strictSame([codes, told], [['retrait-a-preciser'], 0], texte)
    }
})

t.test('a line Consentement with anything but a plain yes is no complement', async (t) => {
  for (const consentement of ['non', 'refus', 'retiré', 'à revoir', 'oui mais pas la photo'])
    for (const motCle of [null, 'COMPLEMENT', 'NON URGENT'] as const) {
      const texte = `Consentement : ${consentement}`
      const { codes, told } = passed({ motCle, texte, formulaire: { consentement } })
      t.strictSame([codes, told], [['retrait-a-preciser'], 0], texte)
    }
  t.equal(passed({ texte: 'Consentement : oui', formulaire: { consentement: 'oui' } }).told, 1)
})

t.test('words that give the request up are asked about, and each way out works', async (t) => {
  for (const texte of ABANDONS)
    for (const motCle of [null, 'COMPLEMENT'] as const) {
      const { codes, told, story } = passed({ motCle, texte })
      t.strictSame([codes, told], [['annulation-a-preciser'], 0], texte)
      story.requerant({ motCle: 'COMPLEMENT' })
      t.equal(lettersOf(story.last.effets, 'complementTransmis').length, 1, `${texte}: it goes on`)
      const ended = passed({ motCle, texte }).story.requerant({ motCle: 'ANNULATION' })
      t.equal(ended.dossier.etat, 'annule', texte)
    }
})

t.test('what says nothing of it is passed on', async (t) => {
  for (const texte of SUITES) t.equal(passed({ texte }).told, 1, texte)
})

t.test('a word that stops is understood one letter off', async (t) => {
  const read = (line: string) => readKeyword([line], '2026-06-08' as never).motCle
  const words: readonly (readonly [string, MotCle | null])[] = [
    ['ANULATION', 'ANNULATION'],
    ['annulatoin', 'ANNULATION'],
    ['ANNULLATION !', 'ANNULATION'],
    ['RETRAIT CONSENTEMNT', 'RETRAIT CONSENTEMENT'],
    ['COMPLEMMENT', 'COMPLEMENT'],
    ['ACCOR', null],
    ['Annulation du rendez-vous', null],
  ]
  for (const [line, motCle] of words) t.equal(read(line), motCle, line)
})
