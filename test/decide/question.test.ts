/** A question after the opinion: same dossier, no second act, and never nobody who waits for it. SPEC §5, §6.8, §7 */
import t from 'tap'

import { prochaineEcheance } from '../../src/decide/delais.ts'
import { refusDeDepart } from '../../src/decide/depart.ts'
import { isQuestion } from '../../src/decide/texte-libre.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import {
  codes,
  HEURE,
  type Histoire,
  histoire,
  JOUR,
  letters,
  lettersOf,
  rppsTest,
  sampleCourrier,
  samplePiece,
} from '../support/dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const
const QUESTION = { texte: 'Faut-il la revoir dans six mois ?' } as const
const answered = (): Histoire => histoire().requis(1, AVIS)
const open = ({ dossier }: Histoire) =>
  dossier.sollicitations.flatMap((slot) =>
    (slot.questions ?? []).filter(({ reponduLe }) => reponduLe === null),
  )

t.test('it is passed on in the same dossier, which stays repondu, without an act', async (t) => {
  const story = answered()
  const before = story.dossier.sollicitations.length
  story.requerant(QUESTION)
  t.strictSame(letters(story.last.effets), ['complementTransmis → requis', 'bienRecu → requerant'])
  t.equal(story.dossier.etat, 'repondu')
  t.equal(story.dossier.sollicitations.length, before)
  t.match(open(story), [{ a: [rppsTest(101)], rappeleeLe: null, retardLe: null }])
  t.notOk(story.last.effets.some((one) => one.kind === 'creerActes'))
})

t.test(
  'its reader is reminded at RAPPEL; at LIMITE the requérant and the coordinator are told, once',
  async (t) => {
    const story = answered().requerant(QUESTION)
    const { regles } = story
    story.passe(JOUR - HEURE).echeance()
    t.strictSame(letters(story.last.effets), [])
    const first = prochaineEcheance(story.dossier, regles)
    t.ok(first !== null && first > story.now)
    story.passe(HEURE).echeance()
    t.match(lettersOf(story.last.effets, 'questionRappelee'), [{ a: { rpps: rppsTest(101) } }])
    story.echeance()
    t.strictSame(story.last.effets, [], 'once')
    story.passe(JOUR).echeance()
    t.strictSame(letters(story.last.effets), [
      'questionSansReponse → requerant',
      'alerte → coordinateur',
    ])
    t.match(story.last.effets, [{ kind: 'ouvrirTravail', code: 'question-sans-reponse' }])
    story.passe(JOUR).echeance()
    t.strictSame(story.last.effets, [], 'once')
    t.equal(story.dossier.etat, 'repondu')
  },
)

t.test('a check that comes late does both at once, and says it to nobody twice', async (t) => {
  const story = answered()
    .requerant(QUESTION)
    .passe(5 * JOUR)
    .echeance()
  t.strictSame(letters(story.last.effets), [
    'questionRappelee → requis',
    'questionSansReponse → requerant',
    'alerte → coordinateur',
  ])
})

t.test(
  'whatever of its reader reaches the requérant answers it, and settles what waited',
  async (t) => {
    const ANSWERS: readonly { readonly motCle: MotCle; readonly texte: string }[] = [
      { motCle: 'RECTIFICATIF', texte: 'Bénin, à revoir dans six mois.' },
      { motCle: 'URGENT', texte: 'Adressez-la ce jour.' },
    ]
    for (const answer of ANSWERS) {
      const story = answered()
        .requerant(QUESTION)
        .passe(3 * JOUR)
        .echeance()
      story.requis(1, answer)
      t.strictSame(open(story), [], answer.motCle)
      t.match(
        story.last.effets.filter((one) => one.kind === 'reglerTravaux'),
        [{ code: 'question-sans-reponse' }],
        answer.motCle,
      )
      story.passe(10 * JOUR).echeance()
      t.strictSame(lettersOf(story.last.effets, 'questionRappelee'), [])
    }
    const other = answered().requerant(QUESTION)
    other.requis(2, AVIS)
    t.equal(open(other).length, 1, 'another’s letter does not answer for him')
    other.requis(1, { motCle: 'AVIS', texte: 'Encore.' })
    t.equal(open(other).length, 1, 'a letter that is only asked about answers nothing')
  },
)

t.test('thanks and news wait for nobody; a question does, however it is put', async (t) => {
  const words = (texte: string) => isQuestion(sampleCourrier({ texte }))
  for (const text of ['Merci pour votre avis.', 'Cordialement', 'La patiente va mieux.'])
    t.equal(words(text), false, text)
  for (const text of [
    'Faut-il la revoir ?',
    'Je voudrais savoir si le traitement doit être poursuivi',
    'Pouvez vous préciser la dose',
    'Que faire si elle récidive',
    'Merci de me préciser la durée',
  ])
    t.equal(words(text), true, text)
  t.equal(isQuestion(sampleCourrier({ motCle: 'COMPLEMENT', texte: 'Suite' })), true)
  t.equal(isQuestion(sampleCourrier({ texte: 'Voici', pieces: [samplePiece()] })), true)
  const story = answered().requerant({ texte: 'Merci pour votre avis.' })
  t.strictSame(letters(story.last.effets), ['complementTransmis → requis'], 'one letter is enough')
  t.strictSame(open(story), [])
  story.requis(1, { texte: 'Avec plaisir, bonne journée.' })
  t.strictSame(letters(story.last.effets), ['reponseApresAvis → requerant'])
})

t.test(
  'a question before the opinion is part of the request: nothing more is followed',
  async (t) => {
    const story = histoire().requerant(QUESTION)
    t.strictSame(open(story), [])
  },
)

t.test('what is answered meanwhile is recalled to nobody', async (t) => {
  const letter = (lettre: string, role: string, rpps: string | null) =>
    ({ lettre, role, rpps, rang: 1, version: null, adresse: null, horsDossier: false }) as const
  const story = answered().requerant(QUESTION)
  const may = (lettre: string, role: string, rpps: string | null) =>
    refusDeDepart(letter(lettre, role, rpps), story.dossier, { now: story.now, voie: 'ouverte' })
  t.equal(may('questionRappelee', 'requis', rppsTest(101)), null)
  t.equal(may('questionRappelee', 'requis', rppsTest(102)), 'destinataire-ecarte')
  t.equal(may('questionSansReponse', 'requerant', rppsTest(1)), null)
  story.requis(1, { motCle: 'RECTIFICATIF', texte: 'À revoir.' })
  t.equal(may('questionRappelee', 'requis', rppsTest(101)), 'lettre-sans-objet')
  t.equal(may('questionSansReponse', 'requerant', rppsTest(1)), 'lettre-sans-objet')
  const gone = answered().requerant(QUESTION).requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  t.equal(
    refusDeDepart(letter('questionRappelee', 'requis', rppsTest(101)), gone.dossier, {
      now: gone.now,
      voie: 'ouverte',
    }),
    'demande-annulee',
  )
})

t.test('what he answers in plain words is passed on, and is no second act', async (t) => {
  for (const asked of ['Et si elle ne supporte pas la crème ?', 'Merci, elle va mieux.']) {
    const story = histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    story.requerant({ texte: asked })
    story.requis(1, { texte: 'Une fois par jour suffit.', pieces: [samplePiece('schema.png')] })
    t.strictSame(
      letters(story.last.effets),
      ['reponseApresAvis → requerant', 'bienRecu → requis'],
      asked,
    )
    t.match(lettersOf(story.last.effets, 'reponseApresAvis'), [
      { lettre: { texte: 'Une fois par jour suffit.', pieces: [{ nom: 'schema.png' }] } },
    ])
    t.equal(story.dossier.sollicitations[0]?.comptesRendus.length, 1)
    t.notOk(story.last.effets.some(({ kind }) => kind === 'creerActes'))
  }
})

t.test(
  'words after the opinion that answer nothing, or say nothing, are asked about',
  async (t) => {
    const alone = histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    alone.requis(1, { texte: 'Une fois par jour suffit.' })
    t.strictSame(codes(alone.last.effets), ['texte-apres-avis'])
    const mute = histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    mute.requis(1, { texte: '' })
    t.strictSame(codes(mute.last.effets), ['complement-vide'])
    mute.requis(1, { texte: 'Cordialement' })
    t.match(lettersOf(mute.last.effets, 'reponseApresAvis'), [{ lettre: { attend: 'non' } }])
    const before = histoire().requis(1, { texte: 'Bénin.' })
    t.strictSame(codes(before.last.effets), ['mot-cle-manquant'], 'before the opinion')
  },
)
