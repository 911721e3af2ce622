/** An answer to what was asked, without a label or with less than was said before. SPEC §4, §6.3 */
import t from 'tap'

import type { Formulaire, Libelle } from '../../src/domain/courrier.ts'
import { lignesManquantes } from '../../src/write/formulaire.ts'
import {
  FORMULAIRE,
  histoire,
  lettersOf,
  sampleCourrier,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const without = (...labels: readonly Libelle[]): Formulaire =>
  Object.fromEntries(Object.entries(FORMULAIRE).filter(([l]) => !labels.includes(l as Libelle)))

const asking = (...labels: readonly Libelle[]) => histoire({ formulaire: without(...labels) })
const say = (text: string) => sampleCourrier({ texte: text, libre: text })

/** What is asked, a bare answer, the lines that it gives. */
const UNDERSTOOD: readonly (readonly [readonly Libelle[], string, Formulaire])[] = [
  [['specialiteDemandee'], 'dermato', { specialiteDemandee: 'dermato' }],
  [
    ['specialiteDemandee'],
    'Bonjour,\n\nDermatologie\n\nCordialement\nDr Paul BERNARD',
    { specialiteDemandee: 'Dermatologie' },
  ],
  [['dateNaissance'], '25 août 1951', { dateNaissance: '25 août 1951' }],
  [['dateNaissance'], 'le 25/08/1951', { dateNaissance: 'le 25/08/1951' }],
  [['dateNaissance'], 'née le 25/08/51', { dateNaissance: 'née le 25/08/51' }],
  [['dateConsentement'], '05/06/2026', { dateConsentement: '05/06/2026' }],
  [['dateConsentement'], 'le 27 novembre dernier', { dateConsentement: 'le 27 novembre dernier' }],
  [['dateConsentement'], 'ce jour', { dateConsentement: 'ce jour' }],
  [['modeConsentement'], 'oral', { modeConsentement: 'oral' }],
  [
    ['modeConsentement', 'dateConsentement'],
    'oral, ce jour',
    { modeConsentement: 'oral', dateConsentement: 'ce jour' },
  ],
  [['sexe'], 'F', { sexe: 'f' }],
  [['sexe'], '« F », merci Sonia', { sexe: 'f' }],
  [['consentement'], 'Oui, bien cordialement', { consentement: 'oui' }],
  [['sexe'], "C'est un homme", { sexe: 'homme' }],
  [
    ['sexe', 'medecinTraitant'],
    "C'est un homme et je suis son MT",
    { sexe: 'homme', medecinTraitant: 'moi-même' },
  ],
  [['medecinTraitant'], 'Je suis son médecin traitant.', { medecinTraitant: 'moi-même' }],
  [['medecinTraitant'], 'aucun', { medecinTraitant: 'aucun' }],
  [
    ['medecinTraitant'],
    'Elle n’a pas de médecin traitant.',
    { medecinTraitant: 'Elle n’a pas de médecin traitant.' },
  ],
  [['specialiteDemandee'], 'Dermatologie svp', { specialiteDemandee: 'Dermatologie' }],
  [['dateNaissance'], '12/02/1951', { dateNaissance: '12/02/1951' }],
  [['dateConsentement'], '12/02/2026', { dateConsentement: '12/02/2026' }],
  [
    ['modeConsentement', 'dateConsentement'],
    'oral 05/06',
    { modeConsentement: 'oral 05/06', dateConsentement: '2026-06-05' },
  ],
  [['dateConsentement'], 'Date : 05/06/2026', { dateConsentement: 'Date : 05/06/2026' }],
  [
    ['modeConsentement', 'dateConsentement'],
    'Oral le 05/06/2026, merci',
    { modeConsentement: 'Oral le 05/06/2026', dateConsentement: '2026-06-05' },
  ],
  [['consentement'], 'OUI', { consentement: 'oui' }],
  [
    ['consentement', 'dateConsentement', 'modeConsentement'],
    'oui, oral, ce jour',
    { consentement: 'oui, oral, ce jour' },
  ],
]

/** What is asked, and words that are no value of it, or not surely. */
const ASKED_AGAIN: readonly (readonly [readonly Libelle[], string])[] = [
  [['specialiteDemandee'], 'dermato ou cardio'],
  [['specialiteDemandee'], 'Je vous rappelle demain.'],
  [['dateNaissance', 'dateConsentement'], '05/06/2026'],
  [['dateNaissance'], 'le 25/08/1951 ou le 25/08/1952'],
  [['dateNaissance'], '25 août'],
  [['sexe'], 'oui'],
  [['sexe'], 'un homme ou une femme'],
  [['sexe'], "C'est un homme, sa femme est inquiète"],
  [['medecinTraitant'], 'non'],
  [['medecinTraitant', 'specialiteDemandee'], 'le Dr Rousset'],
  [['medecinTraitant'], 'Dr Rousset Allergie pénicilline'],
  [['consentement'], 'oui par sa fille'],
  [['consentement'], 'oui, sa fille est d’accord'],
  [['consentement'], 'oui si elle revient'],
  [['consentement'], 'non-opposition'],
  [['consentement'], 'ok'],
  [['consentement', 'sexe'], 'oui'],
  [['question'], 'oui'],
  [['nomNaissance'], 'merci de patienter'],
]

t.test('a bare value of the one line that wants it is that line', async (t) => {
  for (const [labels, said, lines] of UNDERSTOOD) {
    const story = asking(...labels)
    t.equal(story.dossier.motif, 'demande-incomplete', said)
    story.requerant(say(said))
    t.match(story.dossier.formulaire, lines, said)
    const open = labels.filter((label) => lines[label] === undefined)
    const rest = story.dossier.manques.filter(({ bloquant }) => bloquant).map(({ quoi }) => quoi)
    if (open.length === 0) t.strictSame(rest, [], said)
    t.match(JSON.stringify(story.dossier.textes), said.split('\n').at(-1), `${said} is not lost`)
  }
})

t.test('a médecin traitant named with his title is looked for', async (t) => {
  for (const said of ['le Dr Rousset', 'Dr Paul ROUSSET', 'C’est le Docteur Rousset.']) {
    const found = samplePossible(9, { nom: 'ROUSSET', prenom: 'Paul' })
    const story = asking('medecinTraitant')
    story.trouvailles = sampleTrouvailles({ medecinTraitant: [found] })
    story.requerant(say(said))
    t.match(story.dossier.medecinTraitant, { kind: 'designe', professionnel: found }, said)
  }
  const story = asking('medecinTraitant').requerant(say('le Dr Rousset'))
  t.match(story.dossier.manques, [{ quoi: 'medecinTraitant', pourquoi: 'introuvable' }])
})

t.test('a day that was said stays the day that it was', async (t) => {
  for (const [said, le] of [
    ['ce jour', '2026-06-08'],
    ['hier', '2026-06-07'],
    ['07/06', '2026-06-07'],
  ] as const) {
    const story = histoire({ formulaire: { ...without('sexe'), dateConsentement: said } })
    story.passe(2 * 86_400_000).requerant({ formulaire: { sexe: 'F' } })
    t.match(story.dossier.consentement, { kind: 'recueilli', le }, said)
  }
})

t.test('a day of the consent that could not be is not made good by time', async (t) => {
  for (const said of ['09/06/2026', '09/06']) {
    const story = histoire({ formulaire: { ...without('sexe'), dateConsentement: said } })
    story.passe(2 * 86_400_000).requerant({ formulaire: { sexe: 'F' } })
    t.match(story.dossier.manques, [{ quoi: 'dateConsentement' }], said)
    t.equal(story.dossier.etat, 'incomplet', said)
    story.requerant({ formulaire: { dateConsentement: '08/06/2026' } })
    t.match(story.dossier.consentement, { kind: 'recueilli', le: '2026-06-08' })
  }
})

t.test('anything else is asked again, with the new words', async (t) => {
  for (const [labels, said] of ASKED_AGAIN) {
    const story = asking(...labels)
    const before = story.dossier.manques
    story.requerant(say(said))
    const isYes = said === 'oui' && labels.includes('consentement')
    if (!isYes) t.strictSame(story.dossier.manques, before, said)
    if (!isYes)
      t.match(lettersOf(story.last.effets, 'demandeACompleter'), [{ lettre: { dit: said } }], said)
  }
})

/** Lines of the form, each with a good value. */
const GOOD: Formulaire = { ...FORMULAIRE, consentement: 'oui' }

/** How a request is incomplete; each first letter lacks or contradicts something. */
const FIRST: readonly Formulaire[] = [
  ...(Object.keys(FORMULAIRE) as Libelle[]).map((label) => without(label)),
  {
    ...without('dateConsentement', 'modeConsentement'),
    consentement: 'oui, oral, ce jour',
    sexe: '?',
  },
  {
    ...without('dateConsentement', 'modeConsentement'),
    consentement: 'oui, oral, ce jour',
    contexte: 'Son fils a consenti à sa place.',
  },
  { ...FORMULAIRE, consentement: 'non-opposition' },
  { ...without('dateConsentement'), consentement: 'oui, par sa fille' },
  { ...FORMULAIRE, consentementDonnePar: 'sa voisine' },
  without('nomNaissance', 'sexe', 'consentement'),
]

t.test('an answer that fills in each line asked for is enough', async (t) => {
  for (const formulaire of FIRST) {
    const name = JSON.stringify(formulaire)
    const story = histoire({ formulaire })
    const held = story.dossier.manques.filter(({ bloquant }) => bloquant)
    if (held.length === 0) continue
    const lines = lignesManquantes(held).map((line) => line.slice(0, line.indexOf(' :')))
    const asked = held.map(
      ({ quoi }) => (quoi === 'cible' ? 'specialiteDemandee' : quoi) as Libelle,
    )
    const answer = Object.fromEntries(asked.map((label) => [label, GOOD[label] ?? 'patient']))
    story.requerant({ formulaire: answer })
    t.equal(story.dossier.etat, 'en_cours', `${name} ${lines.join()}`)
  }
})

t.test(
  'the consent is asked with its day and its manner, and keeps those that it had',
  async (t) => {
    t.strictSame(
      lignesManquantes([{ quoi: 'consentement', pourquoi: 'illisible', bloquant: true }]),
      ['Consentement : ', 'Date du consentement : ', 'Mode du consentement : '],
    )
    const formulaire = {
      ...without('dateConsentement', 'modeConsentement', 'sexe'),
      consentement: 'oui, écrit, hier',
    }
    const story = histoire({ formulaire })
    story.passe(3 * 86_400_000).requerant({ formulaire: { consentement: 'oui', sexe: 'F' } })
    t.match(story.dossier.consentement, { kind: 'recueilli', le: '2026-06-07', mode: 'ecrit' })
    const anew = histoire({ formulaire })
    anew
      .passe(86_400_000)
      .requerant({ formulaire: { consentement: 'oui, oral, ce jour', sexe: 'F' } })
    t.match(anew.dossier.consentement, { kind: 'recueilli', le: '2026-06-09', mode: 'oral' })
  },
)

/** The question, its own example answer. */
const EXEMPLES: readonly (readonly [Formulaire, string, Formulaire])[] = [
  [{ ...FORMULAIRE, copieMedecinTraitant: 'à voir' }, 'non', { copieMedecinTraitant: 'non' }],
  [{ ...FORMULAIRE, copieMedecinTraitant: 'à voir' }, 'oui', { copieMedecinTraitant: 'oui' }],
  [{ ...FORMULAIRE, consentement: '' }, 'non', { consentement: 'non' }],
  [{ ...FORMULAIRE, matriculeIns: '12345' }, 'sans', { matriculeIns: 'sans' }],
  [{ ...FORMULAIRE, urgence: 'à voir' }, 'non', { urgence: 'non' }],
  [{ ...FORMULAIRE, sexe: 'H/F' }, 'F', { sexe: 'f' }],
]

t.test('what a letter asks for is understood in every ordinary spelling', async (t) => {
  for (const [formulaire, word, lines] of EXEMPLES)
    for (const spell of [
      (one: string) => one,
      (one: string) => one.toUpperCase(),
      (one: string) => `« ${one} »`,
      (one: string) => `"${one}".`,
      (one: string) => `${one}, merci`,
      (one: string) => `${one} merci Sonia`,
      (one: string) => `${one}, bien cordialement`,
      (one: string) => `Bonjour,\n\n${one} svp\n\nCordialement`,
    ]) {
      const before = histoire({ formulaire })
      t.equal(before.dossier.motif, 'demande-incomplete', word)
      const { dossier } = before.requerant(say(spell(word)))
      t.match(dossier.formulaire, lines, spell(word))
      t.not(dossier.motif, 'demande-incomplete', spell(word))
    }
})
