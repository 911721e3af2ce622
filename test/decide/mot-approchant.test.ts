/** A word one letter off from a keyword: its author is asked, nothing goes meanwhile, and his word acts. SPEC §5, §6.8 */
import t from 'tap'

import type { Courrier, MotCle } from '../../src/domain/courrier.ts'
import { write } from '../../src/write/write.ts'
import {
  CARDIOLOGIE,
  codes,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

const near = (motCle: MotCle, dit: string, texte = dit): Partial<Courrier> => ({
  texte,
  presque: { motCle, dit, seul: !texte.startsWith(`${dit} :`) },
})
const cardio = samplePossible(3, { pools: [CARDIOLOGIE], specialite: CARDIOLOGIE })
const propose = () =>
  histoire({
    trouvailles: sampleTrouvailles({ possibles: [samplePossible(1), samplePossible(2), cardio] }),
  }).requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })
const asked = (story: Histoire) => lettersOf(story.last.effets, 'reponseAPreciser')[0]?.lettre

/** Each word of a requis, a slip of it, and the question before and after his opinion. */
const WORDS: readonly (readonly [MotCle, string, string, string])[] = [
  ['AVIS', 'AVSI', 'mot-cle-manquant', 'texte-apres-avis'],
  ['REFUS', 'REFFUS', 'refus-a-preciser', 'texte-apres-avis'],
  ['COMPLEMENT', 'COMPLEMNT', 'question-a-preciser', 'texte-apres-avis'],
  ['ACCEPTE', 'ACEPTE', 'accuse-a-preciser', 'texte-apres-avis'],
  ['REORIENTATION', 'REORIENTATON', 'mot-cle-manquant', 'texte-apres-avis'],
  ['ABSENT', 'ABSNT', 'absence-a-preciser', 'absence-a-preciser'],
  ['PRESENT', 'PRESNT', 'mot-cle-manquant', 'texte-apres-avis'],
  ['JE CONFIRME', 'JE CONFIRM', 'mot-cle-manquant', 'texte-apres-avis'],
]

t.test('a word of the requis is asked about, with the word as he wrote it', async (t) => {
  for (const [motCle, dit, before, after] of WORDS)
    for (const texte of [dit, `${dit}\nLésion bénigne.`, `${dit} : lésion bénigne.`]) {
      const story = histoire().requis(1, near(motCle, dit, texte))
      t.match(asked(story), { code: before, motCle, dit }, texte)
      t.strictSame(letters(story.last.effets), ['reponseAPreciser → requis'], texte)
      const given = histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
      given.requis(1, near(motCle, dit, texte))
      t.match(asked(given), { code: after, motCle, dit }, texte)
      t.strictSame(letters(given.last.effets), ['reponseAPreciser → requis'], texte)
    }
})

t.test('the right word adopts what he wrote below the wrong one, and not that', async (t) => {
  const story = histoire().requis(1, near('AVIS', 'AVSI', 'AVSI\nLésion bénigne.'))
  story.requis(1, { motCle: 'AVIS' })
  t.equal(story.dossier.sollicitations[0]?.comptesRendus[0]?.texte, 'Lésion bénigne.')
  const alone = histoire().requis(1, near('AVIS', 'AVSI')).requis(1, { motCle: 'AVIS' })
  t.strictSame(alone.dossier.sollicitations[0]?.comptesRendus, [], 'a word is no opinion')
})

t.test('the letter quotes the word and offers the keyword first', async (t) => {
  const story = histoire().requis(1, near('ACCEPTE', 'ACEPTE'))
  const lettre = asked(story)
  if (lettre === undefined) throw new Error('nothing is asked')
  const { bodies } = await write(ex.envoi(lettre, 'requis', story.dossier), ex.parts)
  t.match(bodies.text, /Vous avez écrit « ACEPTE »/)
  t.ok(bodies.text.lastIndexOf('ACCEPTE') < bodies.text.lastIndexOf('COMPLEMENT'))
})

t.test(
  'an agreement of the requérant is asked about; what he wrote goes with his word',
  async (t) => {
    for (const [motCle, dit] of [
      ['ACCORD', 'ACORD'],
      ['DESACCORD', 'DESACORD'],
    ] as const) {
      const story = propose().requerant(near(motCle, dit, `${dit}\nElle est sous AVK.`))
      t.match(asked(story), { code: 'accord-a-preciser', dit: `${dit}\nElle est sous AVK.` })
      t.strictSame(letters(story.last.effets), ['reponseAPreciser → requerant'])
      t.equal(story.dossier.sollicitations.length, 1, 'nothing leaves on it')
      story.requerant({ motCle: 'ACCORD' })
      t.match(story.dossier.sollicitations[1], { cible: { code: CARDIOLOGIE } })
      t.strictSame(
        story.dossier.textes?.map(({ texte }) => texte),
        ['Elle est sous AVK.'],
      )
    }
  },
)

t.test('a letter held for its patient is freed by the right word alone', async (t) => {
  const story = histoire().requerant({ texte: 'Mme DURAND Sylvie, née le 02/03/1960, saigne.' })
  t.strictSame(codes(story.last.effets), ['patient-different'])
  story.requerant(near('ACCORD', 'ACORD'))
  t.strictSame(letters(story.last.effets), ['reponseAPreciser → requerant'])
  t.strictSame(codes(story.last.effets), ['patient-different'])
})

t.test('a word that stops, with what follows it, stops what may be stopped', async (t) => {
  const doubt = histoire().requerant(
    near('RETRAIT CONSENTEMENT', 'RETRAIT CONSENTEMNT', 'RETRAIT CONSENTEMNT : vu ce jour'),
  )
  t.strictSame(codes(doubt.last.effets), ['retrait-a-preciser'])
  const given = histoire().requerant(near('ANNULATION', 'ANULATION', 'ANULATION : guéri'))
  t.strictSame(codes(given.last.effets), ['annulation-a-preciser'])
})

t.test('a word that is not of his part, or that nothing waits for, is his text', async (t) => {
  for (const [motCle, dit] of [
    ['REFUS', 'REFFUS'],
    ['ACCORD', 'Accords'],
  ] as const) {
    const story = histoire().requerant(near(motCle, dit, `${dit}\nElle est sous AVK.`))
    t.equal(lettersOf(story.last.effets, 'complementTransmis').length, 1, dit)
    if (motCle !== 'ACCORD') continue
    const alone = histoire().requerant(near(motCle, dit))
    t.strictSame(codes(alone.last.effets), ['accord-sans-objet'], 'alone it is answered')
  }
})
