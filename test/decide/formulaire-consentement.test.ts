/** A patient who cannot express a will: the statement lets the request go, and is never called his consent. SPEC §4 */
import t from 'tap'

import type { Formulaire } from '../../src/domain/courrier.ts'
import { consentementFr, isConsentement } from '../../src/write/faits.ts'
import { FORMULAIRE, histoire, LUNDI, letters } from '../support/dossiers.ts'

const { consentement: _c, dateConsentement: _d, modeConsentement: _m, ...REST } = FORMULAIRE
const asked = (formulaire: Formulaire) =>
  histoire({ formulaire }).dossier.manques.map(({ quoi, pourquoi }) => `${quoi} ${pourquoi}`)

t.test('the statement and the day let the request go', async (t) => {
  for (const [label, par, said] of [
    ['personneDeConfiance', 'personneDeConfiance', 'personne de confiance consultée'],
    ['procheConsulte', 'proche', 'proche consulté'],
  ] as const) {
    for (const lines of [
      { [label]: 'Mme Anne PETIT', dateConsentement: '05/06/2026' },
      { [label]: 'Mme Anne PETIT, le 05/06/2026' },
      { [label]: 'Mme Anne PETIT, le 05/06/2026', consentement: 'patient inconscient' },
    ]) {
      const { dossier, effets } = histoire({ formulaire: { ...REST, ...lines } })
      t.equal(dossier.etat, 'en_cours', JSON.stringify(lines))
      t.ok(letters(effets).includes('demandeAvis → requis'))
      t.match(dossier.consentement, {
        kind: 'recueilli',
        par,
        nom: 'Mme Anne PETIT',
        le: '2026-06-05',
      })
      t.equal(isConsentement(dossier), false)
      t.equal(
        consentementFr(dossier),
        `patient hors d'état d'exprimer sa volonté, ${said} (Mme Anne PETIT), 5 juin 2026`,
      )
    }
  }
})

t.test('whatever is in doubt is asked about, and nothing leaves', async (t) => {
  const name = 'Mme Anne PETIT'
  const table: readonly (readonly [Formulaire, readonly string[]])[] = [
    [{ personneDeConfiance: name }, ['dateConsentement manquant']],
    [
      { personneDeConfiance: '?', dateConsentement: '05/06/2026' },
      ['personneDeConfiance illisible'],
    ],
    [
      { personneDeConfiance: name, procheConsulte: name, dateConsentement: '05/06/2026' },
      ['personneDeConfiance contradictoire'],
    ],
    [
      { personneDeConfiance: name, dateConsentement: '05/06/2026', consentement: 'oui' },
      ['consentement contradictoire'],
    ],
    [
      { personneDeConfiance: name, dateConsentement: '05/06/2026', consentement: 'non' },
      ['consentement contradictoire'],
    ],
    [{ personneDeConfiance: `${name}, mardi 05/06/2026` }, ['dateConsentement contradictoire']],
    [
      { consentement: 'oui, oral', dateConsentement: 'mardi 05/06/2026' },
      ['dateConsentement contradictoire'],
    ],
    [{ consentement: 'oui, oral, mardi 05/06/2026' }, ['dateConsentement contradictoire']],
    [{ consentement: 'oui, oral, vendredi 05/06/2026' }, []],
    [
      { personneDeConfiance: name, dateConsentement: '09/06/2099' },
      ['dateConsentement contradictoire'],
    ],
  ]
  for (const [lines, expected] of table) {
    t.strictSame(asked({ ...REST, ...lines }), expected, JSON.stringify(lines))
  }
})

t.test(
  'what is said last, a consent or that none can be given, takes the place of the other',
  async (t) => {
    const story = histoire({ formulaire: { ...REST, consentement: 'oui de sa fille' } })
    t.equal(story.dossier.etat, 'incomplet')
    story.requerant({ formulaire: { procheConsulte: 'sa fille Anne PETIT, ce jour' } })
    t.match(story.dossier, {
      etat: 'en_cours',
      consentement: { par: 'proche', le: LUNDI.slice(0, 10) },
    })
    const back = histoire({ formulaire: { ...REST, procheConsulte: 'Anne PETIT' } })
    t.equal(back.dossier.etat, 'incomplet')
    back.requerant({ formulaire: { consentement: 'oui, oral, ce jour' } })
    t.match(back.dossier, { etat: 'en_cours', consentement: { par: 'patient', mode: 'oral' } })
  },
)

t.test('a yes that the prose takes back is asked about', async (t) => {
  const contexte = "Il ne veut finalement pas qu'on envoie ses photos."
  t.strictSame(asked({ ...FORMULAIRE, contexte }), ['documentsLimites ambigu'])
  t.strictSame(asked({ ...FORMULAIRE, contexte: 'Refuse la chirurgie.' }), [])
})

t.test(
  'a consent that the prose leaves in doubt waits for a new one, whatever comes between',
  async (t) => {
    const libre = 'Je n’ai pas encore pu lui en parler.'
    const story = histoire({ formulaire: { ...FORMULAIRE, sexe: '' }, courrier: { libre } })
    t.match(story.dossier, { etat: 'incomplet', consentement: { kind: 'attendu' } })
    t.match(story.dossier.manques, [
      { quoi: 'sexe' },
      { quoi: 'consentement', pourquoi: 'contradictoire', mots: libre.slice(0, -1) },
    ])
    story.requerant({ formulaire: { sexe: 'F' } })
    t.match(story.dossier, { etat: 'incomplet', consentement: { kind: 'attendu' } })
    t.match(story.dossier.manques[0], { quoi: 'consentement', mots: libre.slice(0, -1) })
    story.requerant({ formulaire: { consentement: 'oui, oral, ce jour' } })
    t.match(story.dossier, {
      etat: 'en_cours',
      consentement: { par: 'patient', le: LUNDI.slice(0, 10) },
    })
  },
)

t.test('a parent’s agreement is no doubt about a minor’s', async (t) => {
  const enfant = { ...FORMULAIRE, dateNaissance: '12/03/2019' }
  const contexte = 'Sa mère est d’accord.'
  const par = { consentementDonnePar: 'représentant légal' }
  t.strictSame(asked({ ...enfant, ...par, contexte }), [])
  t.strictSame(asked({ ...FORMULAIRE, contexte }), ['consentement contradictoire'])
})

t.test('a vague word of urgency is asked about, neither sent nor refused', async (t) => {
  for (const urgence of ['à voir rapidement', 'relative', 'oui / non']) {
    const story = histoire({ formulaire: { ...FORMULAIRE, urgence } })
    t.match(story.dossier, { etat: 'incomplet', motif: 'demande-incomplete' }, urgence)
    t.strictSame(
      story.dossier.manques.map(({ quoi, pourquoi }) => [quoi, pourquoi]),
      [['urgence', 'ambigu']],
    )
    t.strictSame(letters(story.effets), ['demandeACompleter → requerant'])
    story.requerant({ motCle: 'NON URGENT' })
    t.equal(story.dossier.etat, 'en_cours', urgence)
  }
  const answered = histoire({ formulaire: { ...FORMULAIRE, urgence: 'relative' } })
  answered.requerant({ formulaire: { urgence: 'non' } })
  t.equal(answered.dossier.etat, 'en_cours')
  t.equal(histoire({ formulaire: { ...FORMULAIRE, urgence: 'non' } }).dossier.etat, 'en_cours')
})

t.test('which of several specialties is asked is not ours to choose', async (t) => {
  t.strictSame(asked({ ...FORMULAIRE, specialiteDemandee: 'cardio ou pneumo' }), [
    'specialiteDemandee ambigu',
  ])
})
