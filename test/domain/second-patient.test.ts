/** A second person in a request is asked about; a relative who is history, company or informant is not. SPEC §6.5 */
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
  'Son jumeau Lucas a exactement la même éruption : que lui donner ?',
  'La deuxième photo est celle de sa sœur, qui a le même : à retirer aussi ?',
  'Photo 2 : son père, plaque du cuir chevelu, votre diagnostic ?',
  'Sa sœur a la même lésion sur l’épaule : même conduite ?',
  'Le frère a les mêmes plaques : même traitement ?',
  'Cryothérapie pour les deux ?\n\nVerrues plantaires chez les deux sœurs, photos des deux.',
  'Et pour le petit frère (Enzo, 4 ans) ?',
  'La fille aussi a besoin d’un traitement, lequel ?',
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
  'Sa sœur a eu un mélanome.',
  'Sa sœur a eu un mélanome : biopsie ?',
  'Sa sœur a le même nævus.',
  'La patiente a le même traitement que sa mère : votre avis ?',
  'Sa sœur a la même maladie, traitée par méthotrexate : même traitement ?',
  'Son frère a la même mutation : même conduite ?',
  'Varicelle dans la fratrie.',
  'Son frère jumeau décédé du même cancer : quel traitement ?',
  'Le mari, infirmier, fait les pansements.',
  'Le mari, infirmier, fait les pansements : quel traitement ?',
  'Faut-il dépister la famille ?',
  'Et pour sa sœur, un dépistage ?',
  'Et pour la cicatrice ?',
  'La mère demande quel traitement ?',
  'Photo 2 : sa fille l’a prise hier, votre diagnostic ?',
  'Photo 2 : son bras, votre diagnostic ?',
  'Cryothérapie pour les deux ?\n\nDeux verrues, sa sœur en a eu.',
]

const JUDGED = [
  'Léna : terbinafine… Son jumeau Lucas : idem, plus prélèvement',
  'Pour la sœur : exérèse, aspect suspect',
  'Kératose, rien à faire. Pour sa petite sœur : biopsie.',
  'Léna : perméthrine ; Enzo : perméthrine',
  'AVIS Léna : perméthrine.\nEnzo : perméthrine',
]

const NOT_JUDGED = [
  'Même traitement pour son mari',
  'Son mari : même traitement',
  'Traiter aussi la sœur : perméthrine',
  'Pour sa sœur : dépistage, prélèvement génétique',
  'Exérèse : sa sœur a eu un mélanome',
  'Sa mère : mélanome à 60 ans',
  'Enzo : perméthrine',
  'Enzo : perméthrine ; Enzo : revoir à J7',
  'Diagnostic : gale ; Traitement : perméthrine',
  'Selon sa sœur : aspect modifié',
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

t.test(
  'an opinion on a relative under a heading of his own, and not the care of those around',
  async (t) => {
    for (const text of JUDGED) t.ok(secondPatient(text, 'F', 'requis'), text)
    for (const text of NOT_JUDGED) t.equal(secondPatient(text, 'F', 'requis'), null, text)
  },
)

t.test('the sentence alone is quoted', async (t) => {
  const text = 'Kératose du nez.\nIdem pour sa fille. Merci.'
  t.equal(secondPatient(text, 'F', 'requerant'), 'Idem pour sa fille.')
})
