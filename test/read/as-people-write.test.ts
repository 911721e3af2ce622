/** Lines of the form as people write them: each kind of writing, over several labels and values. SPEC §4 */
import t from 'tap'

import type { Formulaire } from '../../src/domain/courrier.ts'
import { readForm } from '../../src/read/form.ts'
import { libelleDe } from '../../src/read/libelles.ts'
import { readThread } from '../../src/read/thread.ts'

const form = (text: string) => readForm(readThread(text), { quoted: 'read' })
const only = (text: string): Formulaire => form(text).formulaire

t.test('a label is known however its value is set off', async (t) => {
  const marks = [
    ' → ',
    '→',
    ' -> ',
    ' => ',
    ' ==> ',
    ' ⇒ ',
    ' ....... ',
    '…… ',
    ' ______ ',
    ' ...... : ',
  ]
  for (const mark of marks) {
    t.strictSame(only(`Nom de naissance${mark}DUPONT`), { nomNaissance: 'DUPONT' }, mark)
    t.strictSame(only(`Question${mark}un délai ?`), { question: 'un délai ?' }, mark)
  }
})

t.test('a label is known when it is abbreviated, or one letter is wrong', async (t) => {
  const written: { readonly [label: string]: string } = {
    'Date de naisance': 'dateNaissance',
    'Nom de naissnace': 'nomNaissance',
    'Medecin traitent': 'medecinTraitant',
    'Nom de naiss.': 'nomNaissance',
    'Spé demandée': 'specialiteDemandee',
    Cst: 'consentement',
    Qestion: 'question',
    Questoin: 'question',
    Contexe: 'contexte',
    Antécédants: 'antecedents',
    'Datede naissance': 'dateNaissance',
    'Mode du consentment': 'modeConsentement',
    'Méd. traitant': 'medecinTraitant',
    'N° A.M.': 'numeroAm',
  }
  for (const [label, libelle] of Object.entries(written)) {
    t.equal(libelleDe(label)?.libelle, libelle, label)
  }
})

t.test('another word is no misspelt label', async (t) => {
  for (const word of [
    'non patient',
    'Urgences',
    'Gestion',
    'Régimes',
    'Conteste',
    'Patience',
    'Allergies',
    'Sexxe',
    'Rage',
    'Épreuve',
    'Examen clinique',
    'Constantes',
  ]) {
    t.equal(libelleDe(word), null, word)
  }
})

/** Lines about the author or the requis, in the words that people write. */
const OF_PHYSICIANS = [
  'Téléphone',
  'Tél',
  'Tél.',
  'Mobile',
  'Portable',
  'Numéro de téléphone',
  'N° AM',
  'N° FINESS',
  'Spécialité',
  'Médecin requis',
  'Remplaçant',
]
const SOMEBODY = [
  'du patient',
  'de la patiente',
  'patient',
  'patiente',
  'de la mère',
  'du fils',
  'épouse',
  'de l’enfant',
  'de la famille',
  'de la personne de confiance',
]

t.test('a line of the author with somebody else behind it is no line of his', async (t) => {
  for (const label of OF_PHYSICIANS) {
    for (const who of SOMEBODY) t.equal(libelleDe(`${label} ${who}`), null, `${label} ${who}`)
  }
  for (const label of ['Médecin traitant', 'Date de naissance', 'Nom de naissance', 'Consentement'])
    for (const who of ['de la mère', 'du fils', 'de l’épouse', 'du père'])
      t.equal(libelleDe(`${label} ${who}`), null, `${label} ${who}`)
  for (const label of [
    'Sexe',
    'Date de naissance',
    'Nom',
    'Consentement',
    'N° de sécurité sociale',
  ])
    t.ok(libelleDe(`${label} du patient`), `${label} is the patient’s`)
})

t.test('a form on one line is a form', async (t) => {
  const lines = [
    'Spécialité demandée : Dermatologie',
    'Nom de naissance : DUPONT',
    'Prénoms : Marie Anne',
    'Date de naissance : 12/03/1951',
    'Sexe : F',
    'Consentement : oui, oral, ce jour',
    'Contexte : chutes, sous traitement : kardégic',
    'Question : exérèse ?',
    'Téléphone : 01 99 00 12 34',
  ]
  for (const between of [' ; ', ';', ' | ', ' - ', ' / ']) {
    for (const start of ['', 'Bonjour, ', 'Cher confrère, ']) {
      t.match(
        only(`${start}${lines.join(between)}`),
        {
          specialiteDemandee: 'Dermatologie',
          nomNaissance: 'DUPONT',
          prenoms: 'Marie Anne',
          dateNaissance: '12/03/1951',
          sexe: 'F',
          consentement: 'oui, oral, ce jour',
          contexte: 'chutes, sous traitement : kardégic',
          question: 'exérèse ?',
          telephone: '01 99 00 12 34',
        },
        JSON.stringify([start, between]),
      )
    }
  }
})

t.test('prose on one line is cut only by a label that is sure', async (t) => {
  for (const said of [
    'Contexte : toux ; Régime : sans sel ; fin',
    'Contexte : toux, Portable : oxygène 2 L/min',
    'Question : quel délai : 3 ou 6 mois ?',
    'Contexte : né le 12/03/1951 à terme',
  ]) {
    const label = said.slice(0, 1) === 'C' ? 'contexte' : 'question'
    t.strictSame(only(said), { [label]: said.slice(said.indexOf(':') + 2) }, said)
  }
})

t.test('boxes are kept with their words, on one line or on several', async (t) => {
  for (const said of ['☐ M ☑ F ☐ I', '[ ] M [x] F', 'M ☐ F ☒']) {
    t.strictSame(only(`Sexe : ${said}\nQuestion : x`), { sexe: said, question: 'x' }, said)
  }
  t.match(only('Sexe :\n☐ M\n☑ F\nQuestion : x'), { sexe: '☐ M\n☑ F', question: 'x' })
  t.strictSame(only('☐ Patient hospitalisé\n☑ ALD exonérante'), {}, 'a choice is no label')
})

t.test('a patient on one line: what is sure is read, the rest is asked for', async (t) => {
  const named: { readonly [line: string]: Formulaire } = {
    'Patiente : Mme Lucie DURAND née ESCLIMONTE': {
      nomNaissance: 'ESCLIMONTE',
      nomUtilise: 'DURAND',
      prenoms: 'Lucie',
    },
    'Patiente : DURAND Lucie (née ESCLIMONTE)': {
      nomNaissance: 'ESCLIMONTE',
      nomUtilise: 'DURAND',
      prenoms: 'Lucie',
    },
    'Patiente : ESCLIMONTE Lucie épouse DURAND': {
      nomNaissance: 'ESCLIMONTE',
      nomUtilise: 'DURAND',
      prenoms: 'Lucie',
    },
    'Patient : M. Paul DURAND, né le 12/03/1951': {
      nomNaissance: 'DURAND',
      prenoms: 'Paul',
      dateNaissance: '12/03/1951',
    },
    'Patient : Charles de GAULLE': { nomNaissance: 'de GAULLE', prenoms: 'Charles' },
    'Patient : Mme Lucie Durand née Esclimonte': { nomNaissance: 'Esclimonte' },
    'Patient : Marie Dupont': {},
    'Patient : DUPONT MARIE': {},
    'Patient : vu en mars, va mieux': {},
  }
  for (const [line, expected] of Object.entries(named)) t.strictSame(only(line), expected, line)
  t.strictSame([...form('Patiente : Mme Lucie DURAND née ESCLIMONTE').used], [], 'shown as written')
})

t.test('a line that its author begins with > does not end his prose', async (t) => {
  t.strictSame(only('Contexte : toux\n> 38,5 °C : paracétamol\n>> encore\nfin\nSexe : F'), {
    contexte: 'toux\n> 38,5 °C : paracétamol\n>> encore\nfin',
    sexe: 'F',
  })
  t.match(only('Contexte : toux\n> Sexe : F'), { contexte: 'toux', sexe: 'F' }, 'a quoted line')
  const quoted = 'Contexte : toux\nLe 12/03/2026 à 10:00, X <x@x.fr> a écrit :\n> ancien message'
  t.strictSame(only(quoted), { contexte: 'toux' })
})

t.test('a label without a sign counts before a value of its kind', async (t) => {
  const written: { readonly [line: string]: Formulaire } = {
    'Sexe féminin': { sexe: 'féminin' },
    'MT moi-même': { medecinTraitant: 'moi-même' },
    'Consentement oui oral ce jour': { consentement: 'oui oral ce jour' },
    'Consentement électronique du 28/11/26': { consentement: 'électronique du 28/11/26' },
    'DDN 15/05/1958': { dateNaissance: '15/05/1958' },
    'Nom de naissance deux points DUPONT': { nomNaissance: 'DUPONT' },
    'Médecin traitant vu hier': {},
    'Consentement à obtenir': {},
    'Sexe faible': {},
    'Traitement par kardégic': {},
    'Téléphone en panne': {},
  }
  for (const [line, expected] of Object.entries(written)) t.strictSame(only(line), expected, line)
})

t.test('sentences that are a line of the form are read, and stay in the text', async (t) => {
  const line = 'Vue ce jour, fatiguée. MT : Dr Petit. Sexe F - DDN 12/03/1951. Question : exérèse ?'
  t.strictSame(only(line), {
    medecinTraitant: 'Dr Petit',
    sexe: 'F',
    dateNaissance: '12/03/1951',
    question: 'exérèse ?',
  })
  t.strictSame([...form(line).used], [])
  t.strictSame(only('Sexe F / DDN 12/03/1951').sexe, 'F')
  t.strictSame(only('Avec sa mère, née le 12/03/1921.'), {}, 'whose birth it is')
  t.strictSame(only('> Prescripteur : Dr X, n° AM 751000025'), {}, 'nothing of what is quoted')
  t.strictSame(only('Contexte : toux.\nVue ce jour. MT : Dr Petit. Fin.'), {
    contexte: 'toux.\nVue ce jour. MT : Dr Petit. Fin.',
  })
})

t.test('what a telephone or a courteous hand adds ends a question', async (t) => {
  for (const end of [
    'Envoyé de mon iPhone',
    'Obtenir Outlook pour iOS',
    'Belle journée,',
    'Restant à votre disposition,',
    "Veuillez agréer, cher Maître, l'expression de mes sentiments déférents.",
  ]) {
    t.strictSame(only(`Question : x ?\n\n${end}\nPS : y`), { question: 'x ?' }, end)
  }
  t.strictSame(only('Question : x ?\nEnvoyé de mon service hier'), {
    question: 'x ?\nEnvoyé de mon service hier',
  })
})

t.test('a full stop after a value is none of it', async (t) => {
  t.strictSame(
    only('Nom de naissance : DUPONT.\nMédecin traitant : Dr L. (Lyon).\nQuestion : x.'),
    {
      nomNaissance: 'DUPONT',
      medecinTraitant: 'Dr L. (Lyon)',
      question: 'x.',
    },
  )
})
