/** After an opinion only thanks ask for nothing; a danger, a new fact and a changed advice are heard. SPEC §5 */
import t from 'tap'

import { isChangement, isCourtoisie, isFaitNouveau } from '../../src/domain/apres-avis.ts'

const MERCI = [
  'Merci beaucoup, bien reçu.',
  'Merci pour votre réponse rapide !',
  'Vu.',
  'Un grand merci pour votre avis très clair, je ferai comme vous le conseillez.',
  'Bonjour,\nMerci, c’est noté.\nBonne journée, Claire',
  'Je vous remercie de votre disponibilité. Bien confraternellement',
  'Entendu, je suis vos conseils, merci encore.',
].map((text) => text.replace(', Claire', ''))
const FAITS = [
  'finalement le patient est allergique',
  'Elle est allergique à la pénicilline.',
  'La photo était celle de l’autre jambe.',
  'Je me suis trompé de photo.',
  'Il prend aussi du Previscan, j’avais oublié de le dire.',
  'En fait elle est enceinte de six semaines.',
  'Le poids n’est pas de 70 kg mais de 7 kg.',
  'La lésion s’aggrave.',
  'Elle a été hospitalisée hier.',
  'Sa fille me signale une insuffisance rénale.',
  'Mauvaise photo, je vous renvoie la bonne.',
  'Merci, mais il y a une contre-indication.',
]
const NOUVELLES = [
  'La patiente va mieux.',
  'J’ai adressé la patiente au chirurgien.',
  'L’exérèse aura lieu mardi.',
]
const CHANGE = [
  'j’ai relu, ne donnez pas de corticoïdes',
  'Finalement je préfère une biopsie.',
  'Je reviens sur ma réponse : abstention.',
  'À la réflexion, faites un scanner.',
  'Je modifie la posologie : 5 mg.',
]
const INTERDIT = [
  'Ne lui donnez surtout pas d’AINS.',
  'Arrêtez le méthotrexate.',
  'Attention à l’interaction avec le Previscan.',
  'Évitez le soleil.',
  'Ne prescrivez pas de corticoïdes',
]
const REPONSES = [
  'Une fois par jour suffit.',
  'Oui, même conduite.',
  'Corriger la carence martiale.',
]

t.test('thanks are thanks, and nothing else is', async (t) => {
  for (const text of MERCI) t.equal(isCourtoisie(text), true, text)
  for (const text of [...FAITS, ...NOUVELLES, ...CHANGE, ...INTERDIT, ...REPONSES])
    t.equal(isCourtoisie(text), false, text)
  for (const text of [
    '',
    'Merci, et si elle saigne ?',
    'Merci, mais pas de crème.',
    'Merci. 38,5 ce matin',
  ])
    t.equal(isCourtoisie(text), false, text)
})

t.test(
  'a danger or a fact that was not known asks for an answer; thanks and news do not',
  async (t) => {
    for (const text of FAITS) t.equal(isFaitNouveau(text), true, text)
    for (const text of [...MERCI, ...NOUVELLES]) t.equal(isFaitNouveau(text), false, text)
  },
)

t.test('an advice that changes is heard, in an answer where it says so', async (t) => {
  for (const repond of [true, false]) {
    for (const text of CHANGE) t.equal(isChangement(text, repond), true, text)
    for (const text of [...REPONSES, ...MERCI]) t.equal(isChangement(text, repond), false, text)
    for (const text of INTERDIT) t.equal(isChangement(text, repond), !repond, text)
  }
})
