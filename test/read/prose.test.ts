/** What prose says of a request is proposed to its author; two persons, two physicians or a doubt propose nothing. SPEC §4 */
import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import { proposedIn } from '../../src/read/prose.ts'

const TODAY = '2026-11-29' as Jour
const said = (text: string) => proposedIn(text, TODAY)

t.test('a letter to a colleague says all that its sentences say', async (t) => {
  t.strictSame(
    said(
      `A l'attention du Dr Paul VILLARET, dermatologue

Cher confrère,

Je vous adresse Mme Jeanne ROUVARDAC née le 12/03/1951, qui est d'accord pour cette demande d'avis
(accord oral recueilli ce jour), pour une lésion pigmentée de la jambe.
Son médecin traitant est le Dr Lucas MARCHEVAL.
Faut-il une exérèse d'emblée ?

Bien confraternellement
Dr Claire MARTIN`,
    ),
    {
      nomNaissance: 'ROUVARDAC',
      prenoms: 'Jeanne',
      dateNaissance: '12/03/1951',
      sexe: 'F',
      consentement: 'oui',
      modeConsentement: 'oral',
      dateConsentement: '29/11/2026',
      medecinTraitant: 'Dr Lucas MARCHEVAL',
      medecinRequis: 'Dr Paul VILLARET',
      question: "Faut-il une exérèse d'emblée ?",
    },
  )
})

t.test('who the patient is', async (t) => {
  for (const [text, lines] of [
    [
      'M. Paul DURAND, né le 4 juillet 1947, tousse.',
      { nomNaissance: 'DURAND', prenoms: 'Paul', dateNaissance: '4 juillet 1947', sexe: 'M' },
    ],
    [
      'Mme Odile MARTEL (née CASTERAN le 03/02/1940) tousse.',
      {
        nomNaissance: 'CASTERAN',
        nomUtilise: 'MARTEL',
        prenoms: 'Odile',
        dateNaissance: '03/02/1940',
        sexe: 'F',
      },
    ],
    [
      'Madame DURAND Odile, 86 ans, née le 03/02/1940.',
      { nomNaissance: 'DURAND', prenoms: 'Odile', dateNaissance: '03/02/1940', sexe: 'F' },
    ],
    // In doubt nobody is proposed.
    ['M. Paul DURAND, née le 4 juillet 1947.', {}],
    ['Mme Jeanne Martin, née le 12/03/1951.', {}],
    ['Mme Jeanne MARTIN, 75 ans.', {}],
    ['Mme Jeanne MARTIN, née le 31/02/1951.', {}],
    ['Le Dr Jeanne MARTIN, née le 12/03/1951.', {}],
    ['M. Henri ROC, né le 08/08/1938, et son épouse Mme Rose ROC, née le 01/01/1940.', {}],
  ] as const)
    t.strictSame(said(text), lines, text)
})

t.test('his own consent, in a sentence that leaves no doubt', async (t) => {
  for (const [text, lines] of [
    ['Elle est d’accord.', { consentement: 'oui' }],
    [
      'Le patient a donné son consentement oral le 27/11/2026.',
      { consentement: 'oui', modeConsentement: 'oral', dateConsentement: '27/11/2026' },
    ],
    [
      'Elle accepte par écrit ce jour que je vous écrive.',
      { consentement: 'oui', modeConsentement: 'écrit', dateConsentement: '29/11/2026' },
    ],
    [
      'La patiente, née le 12/03/1951, est d’accord, oral, 28/11.',
      { consentement: 'oui', modeConsentement: 'oral', dateConsentement: '28/11/2026' },
    ],
    ['Accord oral recueilli demain.', {}],
    ['Elle est d’accord, oral, 30/11/2026.', { consentement: 'oui', modeConsentement: 'oral' }],
  ] as const)
    t.strictSame(said(text), lines, text)
  for (const text of [
    'Sa fille est d’accord.',
    'Elle n’est pas d’accord.',
    'Elle est d’accord. Son fils refuse.',
    'Elle est d’accord mais ne veut pas de photo : refus.',
    'Je n’ai pas encore son accord.',
    'Elle est d’accord si le Dr X l’est.',
    'Sa mère a donné son accord oral ce jour.',
    'Je suis d’accord avec le cardiologue.',
    'Le cardiologue est d’accord pour arrêter.',
    'Son tuteur est informé et elle accepte.',
    'Le petit Léo accepte.',
    'Elle accepte l’intervention, oral ce jour.',
    'Elle est d’accord pour une biopsie.',
    'Elle est d’accord, pour une lésion du dos.',
    'Il a donné son accord pour l’opération ce jour.',
    'Accord oral du patient pour une coloscopie.',
  ])
    t.strictSame(said(text), {}, text)
})

t.test('the médecin traitant that a sentence names as such', async (t) => {
  for (const [text, line] of [
    ['Je suis son médecin traitant.', 'moi-même'],
    ['Son médecin traitant est le Dr Anne ROUSSET à Thiers.', 'Dr Anne ROUSSET'],
    ['Le Dr Bernard VILLARET, son médecin traitant, est informé.', 'Dr Bernard VILLARET'],
    ['Elle n’a pas de médecin traitant.', 'aucun'],
    ['Son ancien médecin traitant est le Dr ROUSSET.', undefined],
    ['Je ne suis pas son médecin traitant.', undefined],
    ['Je suis son médecin traitant. Son médecin traitant est le Dr ROUSSET.', undefined],
    ['Son médecin traitant est le Dr ROUSSET ou le Dr VILLE.', undefined],
    ['Son médecin traitant, remplacé par le Dr VILLE.', undefined],
    ['Vu par le Dr ROUSSET.', undefined],
    ['Le Dr ROC et son médecin traitant en parlent.', undefined],
    ['Vu avec le Dr ROC ; son médecin traitant, le Dr ROUSSET, est informé.', 'Dr ROUSSET'],
  ] as const)
    t.equal(said(text).medecinTraitant, line, text)
})

t.test('whom it asks, and what', async (t) => {
  t.equal(said("À l'attention du Docteur VILLARET").medecinRequis, 'Dr VILLARET')
  t.equal(said("À l'attention du Dr VILLARET\nA l'attention du Dr ROC").medecinRequis, undefined)
  t.equal(said("À l'attention du Dr VILLARET et du Dr ROC").medecinRequis, undefined)
  t.equal(said('Merci de votre avis dermatologique.').specialiteDemandee, 'dermatologique')
  t.equal(said('Avis de cardiologie ou avis de pneumologie.').specialiteDemandee, undefined)
  t.equal(said('Merci de votre avis éclairé.').specialiteDemandee, undefined)
  t.equal(said('Exérèse ? Quelle marge ?').question, 'Exérèse ? Quelle marge ?')
  t.equal(said('Cher Paul, comment vas-tu ?').question, undefined)
  t.equal(said('Merci de votre avis.').question, undefined)
  t.strictSame(said(''), {})
})
