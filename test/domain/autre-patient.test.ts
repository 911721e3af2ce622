import t from 'tap'

import { autrePatient, type Identite } from '../../src/domain/autre-patient.ts'

const KUNCLIN: Identite = {
  nomNaissance: 'KUNCLIN',
  nomUtilise: 'Martin-Lévy',
  prenoms: 'Lucie Élise',
  dateNaissance: '1951-03-12',
}
const CONNUS = ['Claire BERNARD', 'Marie CURIE', 'Paul TRAITANT']

const SOMEBODY_ELSE = [
  'Patient : TARTEMPION Germaine, née le 01/02/1960',
  'Patient : TARTEMPION Germaine',
  'Patiente : Tartempion Germaine',
  'Patient: Germaine Tartempion, 66 ans',
  'Patient TARTEMPION Germaine, kératose.',
  'La patiente TARTEMPION présente une kératose.',
  'Nom : TARTEMPION',
  'Nom : Tartempion',
  'Nom de naissance : TARTEMPION',
  'Nom et prénom : Tartempion Germaine',
  'NOM, PRÉNOM : TARTEMPION GERMAINE',
  'Mme TARTEMPION présente une kératose.',
  'Mme Kunklin va bien.',
  'Patient : KUNCLINE Lucie, née le 12/03/1951',
  'Patient : KUNCIN Lucie',
  'Mme Tartempion présente une kératose.',
  'Mme. Germaine Tartempion',
  'Madame TARTEMPION Germaine',
  'madame Tartempion',
  'MADAME TARTEMPION',
  'J’ai bien vu M. Dupont ce matin.',
  'M. DUPONT Jean est venu.',
  'M DUPONT est venu.',
  'Mr Dupont',
  'Monsieur Jean Dupont',
  'Concernant Mlle Petit, je propose une exérèse.',
  'Mme de la Tour se plaint du dos.',
  'Mme O’Brien se plaint du dos.',
  'Mme Lucie TARTEMPION',
  'Mme KUNCLIN Germaine',
  'Patient : DURAND Paul',
  'Mme KUNCLIN Marie',
  'Mme Petit, née Tartempion',
  'Mme TARTEMPION, mère de trois enfants, va bien.',
  'Votre patient, M. El Hadj, va bien.',
  'Kératose chez cette femme née le 01/02/1960.',
  'Née le 1er février 1960, sans antécédent.',
  'Patiente née en 1960.',
  'DDN : 01/02/1960',
  'DDN 01/02/1960',
  'Date de naissance : 1960-02-01',
  'né(e) le 01/02/1960',
  'Ceci concerne un autre patient.',
  'Pardon, je me suis trompé de patient.',
  'Erreur de patient, ne pas tenir compte.',
  'Ce n’est pas la bonne patiente.',
  'Nævus.\nRevoir Mme Tartempion dans un an.',
]

const NOBODY_ELSE = [
  'Mme MARTINLEVY va bien.',
  'Mme Lévy-Martin va bien.',
  'Mme KUNCLIN présente une kératose.',
  'Mme Kunclin va bien.',
  'MADAME KUNCLIN LUCIE',
  'Madame Lucie Kunclin',
  'Mme Martin-Levy va bien.',
  'Mme MARTIN LEVY née KUNCLIN',
  'Mme Lucie Martin',
  'Mme DURAND KUNCLIN',
  'Mme Petit née Kunclin',
  'Mme Petit (née KUNCLIN) va bien.',
  'Mme Elise',
  'Mme K. va bien.',
  'Patient : KUNCLIN Lucie, née le 12/03/1951',
  'Patiente KUNCLIN Lucie née le 12 mars 1951',
  'Nom : Kunclin',
  'Nom de naissance : KUNCLIN',
  'née en 1951',
  'DDN : 12/03/1951',
  'Madame, Monsieur,',
  'Cher Monsieur,',
  'Chère Madame Bernard,',
  'Bonjour Madame CURIE,',
  'Vu avec M. le Dr DURAND.',
  'Mme le Professeur Petit est d’accord.',
  'Mme Dr Petit',
  'Dr TARTEMPION, dermatologue',
  'Avis pris auprès du Dr Tartempion.',
  'Patient hypertendu, diabétique.',
  'Patient : hypertendu',
  'Patient : Hypertendu, diabétique',
  'Patient BPCO sous O2.',
  'Patient : HTA, diabète',
  'Patient COVID positif',
  'Patiente vue ce jour.',
  'Le patient Parkinsonien tremble.',
  'Patient Sous AVK depuis 2019',
  'Sa mère, née le 01/02/1930, a eu un mélanome.',
  'Son fils né en 1980 a le même nævus.',
  'Accompagnée de sa fille, Mme Durand.',
  'Mme Durand (sa fille) est joignable.',
  'Mme Durand, sa fille, est joignable.',
  'Personne de confiance : Mme Durand',
  'Pansements par Mme Petit, infirmière.',
  'Infirmière : Mme Petit',
  'Secrétariat : Mme Petit',
  'Courrier de Mme Claire BERNARD.',
  'Sexe : M',
  'M. hominis à la culture.',
  'Nom commercial : Doliprane',
  'Le nom du médicament : Doliprane',
  'Comme chez d’autres patients, c’est bénin.',
  'Traitement : Méthotrexate 10 mg',
  'Revoir en 2027.',
]

t.test('sees that a letter speaks of somebody else', async (t) => {
  for (const text of SOMEBODY_ELSE) t.not(autrePatient(text, KUNCLIN, CONNUS), null, text)
})

t.test(
  'takes nobody for another patient who is the patient, a relative or a colleague',
  async (t) => {
    for (const text of NOBODY_ELSE) t.equal(autrePatient(text, KUNCLIN, CONNUS), null, text)
  },
)

t.test('compares only what is known of the patient', async (t) => {
  const nobody = { nomNaissance: null, nomUtilise: null, prenoms: null, dateNaissance: null }
  t.equal(autrePatient('Mme TARTEMPION, née le 01/02/1960', nobody), null)
  t.equal(autrePatient('Un autre patient', nobody), 'mention')
})
