/** A wrong matricule is told exactly, and a request goes on without one as soon as its author says so. SPEC §4, §13.13 */
import t from 'tap'

import { FORMULAIRE, histoire } from '../support/dossiers.ts'

const GOOD = { ...FORMULAIRE, dateNaissance: '03/08/1955', matriculeIns: '2 55 08 14 168 025 38' }

t.test('what contradicts a matricule is named', async (t) => {
  const table: readonly (readonly [object, readonly string[]])[] = [
    [{ matriculeIns: '2 55 08 14 168 025 39' }, ['cle']],
    [{ sexe: 'M' }, ['sexe']],
    [{ dateNaissance: '03/08/1956' }, ['annee']],
    [{ sexe: 'M', dateNaissance: '03/09/1956' }, ['sexe', 'annee', 'mois']],
  ]
  for (const [lines, precisions] of table) {
    const { manques } = histoire({ formulaire: { ...GOOD, ...lines } }).dossier
    t.match(manques, [{ quoi: 'matriculeIns', precisions }])
  }
})

t.test('a matricule that is not known is no matricule', async (t) => {
  for (const matriculeIns of [
    'aucun',
    'inconnu',
    'sans',
    'sans INS',
    'non communiqué',
    'à retirer',
    'Je ne l’ai pas',
  ])
    t.match(
      histoire({ formulaire: { ...GOOD, matriculeIns } }).dossier,
      { etat: 'en_cours', patient: { ins: null } },
      matriculeIns,
    )
})

t.test('each way of leaving a wrong one out is a way out', async (t) => {
  const answers = [
    { formulaire: { matriculeIns: 'sans' } },
    { formulaire: { matriculeIns: 'retirer' } },
    { vides: ['matriculeIns'] as const },
    { texte: 'Je n’ai pas son INS.' },
    { texte: 'Merci de retirer le matricule.' },
  ]
  for (const answer of answers) {
    const story = histoire({ formulaire: { ...GOOD, sexe: 'M' } })
    t.equal(story.dossier.etat, 'incomplet')
    story.requerant(answer)
    t.match(story.dossier, { etat: 'en_cours', patient: { ins: null } }, JSON.stringify(answer))
  }
  const other = histoire({ formulaire: { ...GOOD, sexe: 'M' } })
  other.requerant({ texte: 'Voici une photo.' })
  t.equal(other.dossier.etat, 'incomplet', 'other words are no answer')
})

t.test(
  'a day of birth that cannot be, or does not give the age beside it, is asked about',
  async (t) => {
    const asked = (dateNaissance: string) =>
      histoire({ formulaire: { ...FORMULAIRE, dateNaissance } })
        .dossier.manques.filter(({ quoi }) => quoi === 'dateNaissance')
        .map((one) => one.precisions)
    t.strictSame(asked('14/05/1858'), [['ancien']])
    t.strictSame(asked('14/05/2058'), [['futur']])
    t.strictSame(asked('14/05/1958 (40 ans)'), [['age']])
    t.strictSame(asked('14/05/1958 (68 ans)'), [])
    t.strictSame(asked('lundi 14/05/1958'), [['semaine']])
    t.strictSame(asked('mercredi 14/05/1958'), [])
  },
)
