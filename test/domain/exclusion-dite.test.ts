/** Whom a request is not to go to is never asked. SPEC §6.1 */
import t from 'tap'

import { isExcluPar } from '../../src/domain/exclusion-dite.ts'
import { FORMULAIRE, histoire, lettersOf, rppsTest } from '../support/dossiers.ts'

const X = { nom: 'LAMARCHE', prenom: 'Hugo' }

t.test('any wording keeps him out', async (t) => {
  for (const text of [
    'ne pas adresser au Dr Lamarche (ex-mari de la patiente)',
    'sauf le Dr Lamarche',
    'pas au Dr Lamarche',
    'surtout pas Lamarche',
    'Surtout pas le Dr Hugo LAMARCHE',
    'Merci de ne pas transmettre ce dossier au Dr Lamarche',
    'éviter le Dr Lamarche',
    'Dr Lamarche à exclure',
    'Le Dr Lamarche ne doit pas voir ce dossier',
    'À tout dermatologue, hormis le Pr Lamarche',
  ])
    t.ok(isExcluPar(text, X), text)
})

t.test('what is said of him otherwise does not', async (t) => {
  for (const text of [
    'n’est pas suivie par le Dr Lamarche',
    'Le Dr Lamarche n’a pas retenu de mélanome',
    'pas de fièvre, suivie par le Dr Lamarche',
    'Je ne connais pas le Dr Lamarche',
    'adressée par le Dr Lamarche sans courrier',
    'ne pas adresser au Dr Lamarchand',
    'pas vue par le Dr Lamarche',
    'Merci au Dr Lamarche',
  ])
    t.notOk(isExcluPar(text, X), text)
})

t.test('he is asked neither first nor after a refusal', async (t) => {
  const first = histoire().dossier.sollicitations[0]?.requis[0]
  const contexte = `ne pas adresser au Dr ${first?.nom}`
  const story = histoire({ formulaire: { ...FORMULAIRE, contexte } })
  story.requis(2, { motCle: 'REFUS' })
  story.passe(4 * 86_400_000).echeance()
  const asked = lettersOf(story.effets, 'demandeAvis').map(({ a }) => a.rpps)
  t.ok(asked.length > 0)
  t.notOk(asked.includes(first?.rpps ?? rppsTest(0)))
})
