/** Ordinary words that may mean « stop » go to nobody: their author is asked. SPEC §5, §6.1 */
import t from 'tap'

import type { Courrier, MotCle } from '../../src/domain/courrier.ts'
import { readKeyword } from '../../src/read/keyword.ts'
import { codes, histoire, lettersOf, samplePossible } from '../support/dossiers.ts'

const RETRAITS = [
  'REFUS du patient',
  'Elle refuse finalement',
  "Je n'avais pas le consentement en fait",
  "Il ne veut plus de votre avis, il a vu quelqu'un en ville",
  'Le consentement manque, désolée.',
  'RETRAIT DU CONSENTEMENT de Mme, sa fille m’a appelée',
  'Retrait de consentement de Mme ce jour',
  'Refus de la patiente finalement, merci quand même',
  'Je retire la demande, elle n’en veut pas',
  'merci de tout effacer, à la demande de la patiente',
  'Elle ne veut plus trop, en plus elle est sous AVK',
  'RETRAIT',
  'Retrait',
  'retrait\nconsentement',
  'Bonjour,\nRetrait.',
  'Elle n’en veut plus.',
]
const ABANDONS = [
  'Oubliez mon mail svp',
  'Finalement ne tenez pas compte de ma demande, c’est réglé',
  'STOP erreur, ne pas traiter',
  'Le patient est décédé ce matin.',
  'Demande envoyée par erreur.',
  'Retrait de la demande',
  'Je retire ma demande.',
  'Nous souhaitons retirer cette demande',
  'Merci de supprimer ma demande',
  'Effacez tout',
]
const SUITES = [
  'Elle prend aussi un AVK.',
  'Son mari est décédé d’un mélanome.',
  'Le patient refuse la chirurgie.',
  'Oublié : allergie à la pénicilline.',
  'Il ne veut plus de corticoïdes.',
  'Radio sans suite de couches.',
  'Elle refuse l’opération.',
  'Refus de l’hospitalisation par la patiente.',
  'Retrait du stérilet prévu lundi.',
  'Retrait des fils à J10.',
  'Le retrait des points est fait.',
  'Je retire les fils lundi.',
  'La chirurgie lui a été proposée le mois dernier, elle n’en veut pas.',
  'Il faut supprimer tout traitement local.',
  'La patiente demande de supprimer ce grain de beauté.',
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
  for (const consentement of ['non', 'refus', 'retiré', 'à revoir'])
    for (const motCle of [null, 'COMPLEMENT', 'NON URGENT'] as const) {
      const texte = `Consentement : ${consentement}`
      const { codes, told } = passed({ motCle, texte, formulaire: { consentement } })
      t.strictSame([codes, told], [['retrait-a-preciser'], 0], texte)
    }
  t.equal(passed({ texte: 'Consentement : oui', formulaire: { consentement: 'oui' } }).told, 1)
})

t.test('a requis who heard of a withdrawal gives no opinion: the requérant is asked', async (t) => {
  for (const texte of [
    'La patiente m’a appelé directement, elle ne veut plus de cet avis.',
    'Elle me dit retirer son consentement.',
    'Retrait du consentement ce jour par téléphone.',
    'Il ne consent plus à la téléexpertise.',
  ])
    for (const motCle of ['AVIS', 'REFUS', 'COMPLEMENT', 'ACCEPTE', null] as const) {
      const story = histoire().requis(1, { motCle, texte })
      t.strictSame(codes(story.last.effets), ['retrait-a-preciser'], texte)
      const [asked] = lettersOf(story.last.effets, 'reponseAPreciser')
      t.match(
        asked,
        { a: { role: 'requerant' }, lettre: { dit: texte, de: samplePossible(1).rpps } },
        texte,
      )
      t.match(lettersOf(story.last.effets, 'avisNonTransmis'), [{ a: { role: 'requis' } }], texte)
      t.equal(story.dossier.sollicitations[0]?.comptesRendus.length, 0, texte)
      story.requerant({ motCle: 'ACCORD' })
      t.equal(story.dossier.question, null, 'asked once')
      t.equal(story.dossier.sollicitations[0]?.comptesRendus.length, 0, 'and it is no opinion')
    }
  for (const texte of [
    'Elle refuse l’exérèse, surveillance.',
    'Elle ne veut plus de corticoïdes : tacrolimus.',
    'Recueillir le consentement écrit avant la biopsie.',
    'Elle retire son consentement à l’opération : surveillance.',
    'Je ne veux plus d’examen avant trois mois.',
  ]) {
    const story = histoire().requis(1, { motCle: 'AVIS', texte })
    t.equal(story.dossier.sollicitations[0]?.comptesRendus.length, 1, texte)
  }
  const urgent = histoire().requis(1, { motCle: 'URGENT', texte: 'Elle retire son consentement.' })
  t.equal(lettersOf(urgent.last.effets, 'urgenceSignalee').length, 1, 'a danger does not wait')
})

t.test(
  'a yes that keeps the documents back goes on without them, and is asked about',
  async (t) => {
    for (const motCle of [null, 'COMPLEMENT', 'NON URGENT'] as const) {
      const formulaire = { consentement: 'oui mais pas la photo' }
      const texte = `Consentement : ${formulaire.consentement}`
      const { codes, told, story } = passed({ motCle, texte, formulaire })
      t.strictSame([codes, told], [['consentement-hors-portee'], 1], `${motCle}`)
      t.strictSame(story.dossier.pieces, [], 'no document of the dossier can leave')
    }
  },
)

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
