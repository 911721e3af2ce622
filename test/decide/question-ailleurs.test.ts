/** A question that only points elsewhere: what it points to reaches the requis, or the question is asked for. SPEC §4, §8 */
import t from 'tap'

import { renvoiDe } from '../../src/domain/renvoi.ts'
import { write } from '../../src/write/write.ts'
import { FORMULAIRE, histoire, lettersOf, samplePiece } from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

const RENVOIS = {
  objet: [
    'voir objet',
    'Voir l’objet du mail',
    'cf. sujet',
    'cf objet',
    'dans l’objet',
    'objet',
    'voir le titre du message',
    "question dans l'objet",
    'en objet, merci',
  ],
  piece: [
    'voir PJ',
    'cf. pièce jointe',
    'voir pièces jointes',
    'ci-joint',
    'voir courrier joint',
    'voir document',
    'cf photos jointes',
    'dans la lettre ci-jointe',
  ],
  texte: [
    'voir ci-dessous',
    'cf. infra',
    'voir plus bas',
    'voir ci-dessus',
    'voir contexte',
    'dans le corps du mail',
    'voir texte',
    'cf. ci-après',
  ],
} as const

t.test('a value that points elsewhere is known by all its words', async (t) => {
  for (const [renvoi, values] of Object.entries(RENVOIS))
    for (const value of values) t.equal(renvoiDe(value), renvoi, value)
  for (const value of [
    'Exérèse ?',
    'voir objet : exérèse ?',
    'Voir la patiente rapidement',
    'avis sur les photos',
    'Cause de la douleur dans le mollet',
    'objet perforant dans le pied, conduite',
    'Photo-sensibilité',
    'Conduite à tenir, cf. contexte',
    'oui',
  ])
    t.equal(renvoiDe(value), null, value)
})

const SUJET = 'Nævus atypique du dos, exérèse ?'
const begin = (question: string, more: object = {}) =>
  histoire({
    formulaire: { ...FORMULAIRE, question },
    courrier: { sujet: SUJET, pieces: [], ...more },
  })
const text = async (story: ReturnType<typeof begin>) => {
  const asked = lettersOf(story.last.effets, 'demandeACompleter')[0]
  if (asked === undefined) throw new Error('nothing is asked')
  return (await write(ex.envoi(asked.lettre, 'requerant', story.dossier), ex.parts)).bodies.text
}

t.test('an unsigned subject is quoted, and never the question', async (t) => {
  for (const question of RENVOIS.objet) {
    const story = begin(question)
    t.equal(story.dossier.etat, 'incomplet', question)
    t.match(await text(story), SUJET, question)
    story.requerant({ texte: 'Merci.', sujet: 'Re: TE-2026-000001' })
    t.match(story.dossier.manques, [{ quoi: 'question', mots: SUJET }], 'and still is')
    story.requerant({ formulaire: { question: 'Exérèse ?' } })
    t.match(story.dossier, { etat: 'en_cours', clinique: { question: 'Exérèse ?' } })
  }
  const signed = begin('voir objet', { libre: `Objet : ${SUJET}` })
  t.equal(signed.dossier.etat, 'en_cours', 'one that is signed is among his words')
})

t.test(
  'a document or a text that is there is what it points to; else the question is asked',
  async (t) => {
    for (const question of RENVOIS.piece) {
      t.equal(begin(question, { pieces: [samplePiece()] }).dossier.etat, 'en_cours', question)
      const story = begin(question)
      t.equal(story.dossier.etat, 'incomplet', question)
      t.match(await text(story), question)
    }
    for (const question of RENVOIS.texte) {
      const texte = 'Nævus du dos qui grandit : faut-il l’enlever ?'
      t.equal(begin(question, { texte, libre: texte }).dossier.etat, 'en_cours', question)
      const story = begin(question, {
        texte: 'Bien confraternellement',
        libre: 'Bien confraternellement',
      })
      t.equal(story.dossier.etat, 'incomplet', question)
    }
  },
)

t.test('a subject is not the text below the line', async (t) => {
  const libre = `Objet : ${SUJET}`
  t.equal(begin('voir ci-dessous', { texte: '', libre }).dossier.etat, 'incomplet')
})
