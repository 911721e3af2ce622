/** What prose says is proposed to its author: nothing leaves before he has said that it is so. SPEC §4, §6.1, §6.3 */
import t from 'tap'

import type { Formulaire, Libelle } from '../../src/domain/courrier.ts'
import {
  FORMULAIRE,
  histoire,
  letters,
  lettersOf,
  sampleCourrier,
  sampleProvenance,
} from '../support/dossiers.ts'

const without = (...labels: readonly Libelle[]): Formulaire =>
  Object.fromEntries(Object.entries(FORMULAIRE).filter(([l]) => !labels.includes(l as Libelle)))
const only = (...labels: readonly Libelle[]): Formulaire =>
  Object.fromEntries(Object.entries(FORMULAIRE).filter(([l]) => labels.includes(l as Libelle)))
const prose = (formulaire: Formulaire, proposes: Formulaire) =>
  histoire({ formulaire, courrier: { proposes } })

t.test('a request in prose alone waits for JE CONFIRME, whatever it says', async (t) => {
  const story = prose({}, FORMULAIRE)
  t.equal(story.dossier.motif, 'formulaire-a-confirmer')
  t.strictSame(letters(story.effets), ['recapitulatif → requerant'])
  story.requerant({ motCle: 'JE CONFIRME' })
  t.equal(story.dossier.etat, 'en_cours')
  t.match(story.dossier.consentement, { kind: 'recueilli', le: '2026-06-05', mode: 'oral' })
  t.match(story.dossier.patient, { nomNaissance: 'ZIDANE', dateNaissance: '1951-03-12' })
})

t.test('each line that a request needs holds it while it stands in prose only', async (t) => {
  for (const label of Object.keys(FORMULAIRE) as Libelle[]) {
    const story = prose(without(label), only(label))
    t.equal(story.dossier.etat, 'incomplet', label)
    t.match(story.dossier.manques, [{ quoi: label, pourquoi: 'prose', bloquant: true }], label)
    t.notOk(letters(story.effets).includes('demandeAvis → requis'), label)
    const again = prose(without(label), only(label)).requerant({ formulaire: only(label) })
    t.equal(again.dossier.etat, 'en_cours', `${label}, written as a line`)
    t.equal(story.requerant({ motCle: 'JE CONFIRME' }).dossier.etat, 'en_cours', label)
  }
})

t.test('JE CONFIRME and the lines that lack are one answer', async (t) => {
  const start = () =>
    prose(only('specialiteDemandee'), without('specialiteDemandee', 'sexe', 'question'))
  const story = start()
  t.equal(story.dossier.motif, 'demande-incomplete')
  const [asked] = lettersOf(story.effets, 'demandeACompleter')
  t.match(
    asked?.lettre.manques
      .filter((one) => one.bloquant)
      .map(({ quoi, pourquoi }) => `${quoi} ${pourquoi}`),
    [
      'nomNaissance prose',
      'prenoms prose',
      'dateNaissance prose',
      'sexe manquant',
      'consentement prose',
    ],
  )
  story.requerant({ motCle: 'JE CONFIRME', formulaire: only('sexe', 'question') })
  t.equal(story.dossier.etat, 'en_cours')
  // The lines alone: the rest is read back.
  const lines = start().requerant({ formulaire: only('sexe', 'question') })
  t.equal(lines.dossier.motif, 'formulaire-a-confirmer')
  t.equal(lines.requerant({ motCle: 'JE CONFIRME' }).dossier.etat, 'en_cours')
  // His word alone: what lacks still does, and what he confirmed is not asked again.
  const word = start().requerant({ motCle: 'JE CONFIRME' })
  t.strictSame(
    word.dossier.manques.filter((one) => one.bloquant).map(({ quoi }) => quoi),
    ['sexe', 'question'],
  )
  // A line of his wins over what was read.
  const other = start().requerant({
    motCle: 'JE CONFIRME',
    formulaire: { ...only('sexe', 'question'), nomNaissance: 'AUTREMONT' },
  })
  t.match(other.dossier.patient, { nomNaissance: 'AUTREMONT' })
})

t.test('JE CONFIRME confirms nothing where nothing was read', async (t) => {
  const story = histoire({ formulaire: without('consentement') })
  story.requerant({ motCle: 'JE CONFIRME' })
  t.equal(story.dossier.etat, 'incomplet')
  t.match(story.dossier.manques, [{ quoi: 'consentement', pourquoi: 'manquant' }])
})

t.test('a line wins over prose, and an answer that is none is only proposed', async (t) => {
  const story = prose(FORMULAIRE, { ...FORMULAIRE, nomNaissance: 'AUTREMONT', consentement: 'oui' })
  t.equal(story.dossier.etat, 'en_cours')
  t.match(story.dossier.patient, { nomNaissance: 'ZIDANE' })
  const wrong = prose(
    { ...FORMULAIRE, dateNaissance: '31/02/1951' },
    { dateNaissance: '12/03/1951' },
  )
  t.match(wrong.dossier.manques, [{ quoi: 'dateNaissance', pourquoi: 'illisible' }])
  const said = histoire({ formulaire: without('consentement') })
  said.requerant({
    proposes: { consentement: 'oui' },
    libre: 'Elle est d’accord.',
    texte: 'Elle est d’accord.',
  })
  t.equal(said.dossier.motif, 'formulaire-a-confirmer')
  t.equal(said.requerant({ motCle: 'JE CONFIRME' }).dossier.etat, 'en_cours')
})

t.test('prose proposes nothing once the request has left', async (t) => {
  const story = histoire({}).requerant({
    proposes: { nomNaissance: 'AUTREMONT' },
    libre: 'x',
    texte: 'x',
  })
  t.equal(story.dossier.etat, 'en_cours')
  t.equal(story.dossier.formulaire.nomNaissance, 'ZIDANE')
})

t.test('a consent that prose contradicts is asked about, not confirmed by a word', async (t) => {
  const story = histoire({
    formulaire: without('consentement'),
    courrier: { proposes: { consentement: 'oui' }, libre: 'Son fils a consenti à sa place.' },
  })
  t.equal(story.dossier.motif, 'demande-incomplete')
  t.equal(story.requerant({ motCle: 'JE CONFIRME' }).dossier.etat, 'incomplet')
})

t.test(
  'lines beside an unsigned JE CONFIRME have no more assurance than their letter',
  async (t) => {
    for (const formulaire of [without('consentement'), {}]) {
      const story = prose(formulaire, Object.keys(formulaire).length === 0 ? without('sexe') : {})
      const given = Object.keys(formulaire).length === 0 ? only('sexe') : only('consentement')
      story.event({
        kind: 'courrierRequerant',
        provenance: sampleProvenance('non-signe', story.now, { assurance: 'mssante' }),
        rang: null,
        courrier: sampleCourrier({ motCle: 'JE CONFIRME', formulaire: given }),
        trouvailles: story.trouvailles,
      })
      t.equal(story.dossier.etat, 'incomplet')
      t.equal(story.dossier.motif, 'a-confirmer')
      t.equal(story.dossier.assurance, 'mssante')
      t.notOk(letters(story.effets).includes('demandeAvis → requis'))
    }
  },
)
