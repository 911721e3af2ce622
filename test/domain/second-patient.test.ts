/** A second person in a request is asked about; a relative who is history, company or informant is not. SPEC §6 rule 5 */
import t from 'tap'

import { secondPatient } from '../../src/domain/second-patient.ts'

const ASKED_FOR = [
  'même chose pour son frère GIRARD Théo né le 02/02/1993, pouvez vous répondre pour les deux ?',
  'sa fille Inès, 8 ans, née le 12/02/2018, a les mêmes lésions',
  'sa fille Inès a les mêmes lésions, quelle posologie d’ivermectine pour elle (24 kg) ?',
  'Gale. Et pour son épouse FRERE Marie, 58 kg, sous Previscan : même ivermectine ?',
  'sa voisine Mme BOB Renée 02/02/1940 : INR 4,5, que faire ?',
  'sa voisine : INR 4,5, que faire ?',
  'Son mari tousse aussi : CRP 48',
  'Sa sœur (24 kg) a la même éruption',
  'Et sa fille, que faire ?',
  'Même question pour sa mère.',
  'Quel traitement pour son mari ?',
  'Idem pour son jeune frère',
  'Sa sœur a la même chose. Pouvez-vous répondre pour les deux ?',
  'Sa sœur a la même chose. Pouvez-vous répondre\npour les deux ?',
  'Le frère de la patiente tousse : amoxicilline 1 g ou azithromycine pour lui aussi ?',
  'Son père tousse. Quelle posologie pour lui ?',
  'Quelle dose pour ses enfants ?',
]

const NOT_ASKED_FOR = [
  'mère : mélanome à 60 ans',
  'Mère : mélanome à 60 ans, père : IDM à 52 ans',
  'sa fille Inès vit avec elle',
  'Sa mère, née le 01/02/1930, a eu un mélanome.',
  'Son fils né en 1980 a le même nævus.',
  'Sa sœur a eu un cancer du sein à 40 ans.',
  'Vue avec sa fille Catherine le 27/11/2026.',
  'Accord donné par sa fille Mme Catherine PERRAUDEAU, par téléphone le 27/11/2026',
  'Sa fille demande si l’on peut arrêter l’Eliquis 5 mg ?',
  'Sa fille lui donne du Doliprane 1 g trois fois par jour.',
  'Son mari s’inquiète : faut-il biopsier ?',
  'Son épouse prépare le pilulier, Xarelto 20 mg le soir.',
  'Mêmes lésions chez sa fille.',
  'Collyre pour les deux yeux ? Sa fille les instille.',
  'Sa fille vit avec elle. Quel traitement pour elle ?',
  'Biopsie pour les deux lésions ?',
  'Peut-on répondre pour les deux ?',
  'Appeler sa fille pour le rendez-vous au 06 12 34 56 78.',
]

t.test('a relative beside whom a question, a dose, a result or a birth stands', async (t) => {
  for (const text of ASKED_FOR) t.ok(secondPatient(text, 'F', 'requerant'), text)
})

t.test('a relative who tells of the patient', async (t) => {
  for (const text of NOT_ASKED_FOR) t.equal(secondPatient(text, 'F', 'requerant'), null, text)
})

t.test('the requis may treat those around; a name with a birth is somebody else', async (t) => {
  t.equal(secondPatient('Même traitement pour son mari, 12 mg à J0 et J7.', 'F', 'requis'), null)
  t.ok(secondPatient('Idem pour son frère Théo GIRARD, né le 02/02/1993.', 'F', 'requis'))
})

t.test('the sentence alone is quoted', async (t) => {
  const text = 'Kératose du nez.\nIdem pour sa fille. Merci.'
  t.equal(secondPatient(text, 'F', 'requerant'), 'Idem pour sa fille.')
})
