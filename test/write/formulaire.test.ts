import t from 'tap'

import type { Professionnel } from '../../src/domain/correspondant.ts'
import { formulaireVierge, lignesManquantes, manqueFr } from '../../src/write/formulaire.ts'
import * as ex from './exemple.ts'

t.test('the blank form never has more than 12 lines, whatever the directory knows', async (t) => {
  const base: Professionnel = ex.dossier.requerant
  for (const telephone of [null, '01 99 00 00 00']) {
    for (const numeroAm of [null, '751000017']) {
      for (const specialite of [null, base.specialite]) {
        const lines = formulaireVierge({ ...base, telephone, numeroAm, specialite })
        t.ok(lines.length <= 12, `${lines.length}`)
        t.ok(lines.every((line) => /^[^:]+ : /.test(line)))
        t.equal(lines.at(-1), 'Question : ')
      }
    }
  }
})

t.test('what the directory knows is filled in, what it lacks is asked first', async (t) => {
  const known = formulaireVierge(ex.dossier.requerant)
  t.ok(known.includes('Téléphone : 01 99 00 11 11'))
  t.ok(known.includes('N° AM : 751000017'))
  const lacking = formulaireVierge({ ...ex.dossier.requerant, specialite: null })
  t.ok(lacking.includes('Spécialité du requérant : '))
})

t.test('a salaried physician is asked for his FINESS line', async (t) => {
  const lines = formulaireVierge({ ...ex.dossier.requerant, numeroAm: null, finess: '750712184' })
  t.ok(lines.includes('N° FINESS : 750712184'))
  t.notOk(lines.some((line) => line.startsWith('N° AM')))
})

t.test('each missing label is asked for once', async (t) => {
  const manque = { pourquoi: 'manquant', bloquant: true } as const
  const lines = lignesManquantes([
    { ...manque, quoi: 'cible' },
    { ...manque, quoi: 'specialiteDemandee' },
    { ...manque, quoi: 'requisEstRequerant' },
    { ...manque, quoi: 'inconnu' },
  ])
  t.strictSame(lines, ['Spécialité demandée : ', 'Médecin requis : '])
})

t.test('the reason is told with what is missing', async (t) => {
  t.match(
    manqueFr({ quoi: 'sexe', pourquoi: 'illisible', bloquant: true }),
    /^Sexe, .*lu.*M, F ou I/,
  )
  t.match(
    manqueFr({ quoi: 'requisEstRequerant', pourquoi: 'contradictoire', bloquant: true }),
    'vous-même',
  )
})

t.test('a consent that somebody close gave is asked about with its way out', (t) => {
  const manque = { quoi: 'consentement', pourquoi: 'illisible', bloquant: true } as const
  const citable = { lignes: { consentement: 'sa fille' }, fichiers: true }
  for (const precisions of [[], ['proche']] as const) {
    const isOther = precisions.length > 0
    const said = manqueFr({ ...manque, precisions }, citable)
    t.equal(said.includes('ne consent pas à la place'), isOther)
    t.match(said, 'écrit « sa fille »')
    const asked = lignesManquantes([{ ...manque, precisions }]).join('')
    t.equal(asked.includes('personne de confiance consultée'), isOther)
    t.equal(asked.includes('proche consulté'), isOther)
  }
  t.end()
})

t.test('a name that holds a given name is quoted, with both ways out', async (t) => {
  const manque = { quoi: 'nomNaissance', pourquoi: 'contradictoire', bloquant: true } as const
  const citable = { lignes: { nomNaissance: 'Saint Martin' }, fichiers: true }
  const said = manqueFr({ ...manque, precisions: ['prenom'] }, citable)
  t.match(said, 'écrit « Saint Martin »')
  t.match(said, 'le nom de famille seul')
  t.match(said, 'de nouveau')
})
