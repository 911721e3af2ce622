import t from 'tap'

import {
  urgenceDe,
  urgenceDeLigne,
  urgenceDite,
  urgenceDuDelai,
  urgenceDuSujet,
} from '../../src/domain/urgence.ts'

t.test('sees an emergency that the subject states', async (t) => {
  for (const subject of [
    'URGENT',
    'Avis URGENT dermato',
    'urgence vitale',
    'Demande urgente',
    'RE: très urgent',
    'Urgence : avis cardio',
    'Avis en urgence',
    'Non, urgent !',
    'pas vu depuis un an, urgent',
    'Patient non vu - urgent',
    'urgent non vu',
    'Pronostic vital engagé',
    'Urgence',
    'URGENT!!!',
    '[Urgent] avis',
    'Détresse vitale',
    'détresse respiratoire',
    'SOS dermato',
    'risque vital ?',
  ]) {
    t.not(urgenceDuSujet(subject), null, subject)
  }
  t.equal(urgenceDuSujet('Mme Untel, urgence vitale'), 'urgence vitale')
})

t.test('understands negations and words that only sound alike', async (t) => {
  for (const subject of [
    'non urgent',
    'Avis NON-URGENT',
    'pas urgent',
    "pas d'urgence",
    'pas d’urgence',
    'sans urgence',
    'Urgence : non',
    'urgence: NON',
    "sans caractère d'urgence",
    "ce n'est pas une urgence",
    'pas du tout urgent',
    'aucune urgence',
    'hors urgence',
    "rien d'urgent",
    "Médecine d'urgence",
    'Patient vu aux urgences',
    'retour des urgences',
    'urgentiste',
    'Avis dermatologie',
    '',
    'insurgent',
    'peu urgent',
    'pas très urgent',
    'Urgence (non)',
  ]) {
    t.equal(urgenceDuSujet(subject), null, subject)
  }
})

t.test('reads the line of the form', async (t) => {
  for (const value of ['oui', 'OUI', 'Oui, douleur thoracique', 'vitale', 'URGENT', 'extrême', 'x'])
    t.equal(urgenceDeLigne(value), 'Urgence : oui', value)
  for (const value of [
    'non',
    'Non.',
    'aucune',
    'pas urgent',
    'sous 15 jours',
    'normale',
    '',
    'oui / non',
    'non vitale',
  ])
    t.equal(urgenceDeLigne(value), null, value)
})

t.test('lets the subject speak where the line does not say yes', async (t) => {
  t.equal(urgenceDe({ ligne: 'non', sujet: 'URGENT' }), 'URGENT')
  t.equal(urgenceDe({ ligne: null, sujet: 'Avis' }), null)
  t.equal(urgenceDe({ ligne: 'oui', sujet: null }), 'Urgence : oui')
})

t.test('sees an emergency that the delay wished states', async (t) => {
  for (const delay of [
    "en urgence, aujourd'hui",
    'urgent',
    'immédiat',
    'tout de suite svp',
    "dans l'heure",
    'vital',
  ]) {
    t.not(urgenceDuDelai(delay), null, delay)
    t.not(urgenceDe({ ligne: null, sujet: 'Avis', delai: delay }), null, delay)
  }
  for (const delay of [
    '48 h',
    'sous une semaine',
    'non urgent',
    'pas urgent, sous un mois',
    'sans urgence',
    "pas dans l'heure, mais cette semaine",
    'avant le 12/03',
    "aujourd'hui si possible",
  ]) {
    t.equal(urgenceDuDelai(delay), null, delay)
  }
})

t.test('the line says yes, no, or leaves it open', async (t) => {
  for (const text of ['oui', 'vitale', 'URGENT', '☑ oui ☐ non', 'absolue'])
    t.equal(urgenceDite(text), 'oui', text)
  for (const text of [
    'non',
    'Non.',
    'aucune',
    "pas d'urgence",
    'sans',
    '☐ oui ☑ non',
    'différable',
  ])
    t.equal(urgenceDite(text), 'non', text)
  for (const text of [
    'à voir rapidement',
    'relative',
    'dès que possible',
    'rapide',
    'césarienne en 2023',
    'modérée',
    'oui / non',
  ])
    t.equal(urgenceDite(text), 'vague', text)
})

t.test('what only sounds like a danger in a subject stops nothing', async (t) => {
  for (const text of [
    'Vu par SOS médecins',
    'Pas de détresse respiratoire',
    'Arrêt cardiaque récupéré',
  ])
    t.equal(urgenceDuSujet(text), null, text)
})
