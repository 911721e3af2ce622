/** What prose keeps from the médecin traitant, from the requis, and of the documents; clinical sentences keep nothing. */
import t from 'tap'

import { isSansDocuments, isTuAuRequis, isTuAuTraitant } from '../../src/domain/limite-dite.ts'

const KEPT: readonly (readonly [string, (text: string) => boolean, readonly string[]])[] = [
  [
    'from the médecin traitant',
    isTuAuTraitant,
    [
      "conflit avec son médecin, elle préfère qu'on ne lui dise rien",
      'VIH+ (à ne pas mentionner au médecin traitant)',
      'surtout pas un mot à son généraliste',
      'elle ne lui fait plus confiance et en change',
      'ne rien dire au médecin traitant',
      'Ne dites rien à son médecin traitant',
      'Son généraliste ne doit pas le savoir',
      'ne veut pas que son médecin le sache',
      'à cacher à son médecin traitant',
      "Elle n'a plus confiance en son médecin",
      'fâchée avec son médecin traitant',
      'Merci de ne pas en parler à son médecin',
    ],
  ],
  [
    'from the requis',
    isTuAuRequis,
    [
      'VIH (le patient ne veut pas que le spécialiste le sache)',
      'Elle ne souhaite pas que vous le sachiez',
      'à ne pas mentionner au dermatologue',
      'Ne pas en parler au spécialiste',
      'Le spécialiste ne doit pas le savoir',
      'ne veut pas que le cardiologue l’apprenne',
    ],
  ],
  [
    'of the documents',
    isSansDocuments,
    [
      'oui mais pas pour les photos',
      'Mais ne transmettez pas la photo !!',
      '(rappel : pas la photo du visage)',
      'oui pour le texte, non pour les photos',
      'ne pas transmettre les photos',
      "Elle ne veut pas qu'on envoie ses photos",
      "elle refuse l'envoi des photos",
      "s'oppose à la transmission des images",
      'd’accord sauf les photos',
      'photo du visage à ne pas diffuser',
      'Il ne souhaite pas que ses photos',
      'sans envoyer les clichés',
      'Ne pas diffuser la vidéo',
      'surtout pas les documents joints',
    ],
  ],
]

const CLINICAL = [
  'Pas de photo jointe',
  'sans photo',
  'Je n’ai pas la photo',
  'Vous n’avez pas reçu les photos',
  'On ne voit pas les images du scanner',
  'La photo ne montre pas la lésion entière',
  'Je n’ai pas pu envoyer les photos',
  'Je n’arrive pas à transmettre la photo, mon logiciel est en panne',
  'photo floue, pas nette',
  'pas de document disponible',
  'Le patient ne souhaite pas de biopsie',
  'Elle a arrêté le traitement sans rien dire à son médecin',
  'Son médecin traitant ne sait pas quoi faire',
  'Son médecin traitant ne lui a rien prescrit',
  'son médecin traitant a été informé',
  'Le médecin traitant est en congé',
  'vue par son médecin sans amélioration',
  'suivie par un cardiologue, pas d’arythmie',
  'Le cardiologue ne retient pas de cause',
  'adressée par le dermatologue, non vue depuis',
  'Je ne sais pas si le spécialiste doit la revoir',
  'Confiance accordée au traitement, pas de récidive',
  'Pas de fièvre, pas de douleur, non fumeur',
  'Lésion du visage, pas des membres',
  'ne touche pas le visage',
  'Le patient ne parle pas français',
  'elle ne peut rien dire de ses antécédents',
  'sécrétions non purulentes',
  'Le chirurgien ne propose pas de geste',
  'Pas d’image suspecte au scanner',
  'aucune image pathologique',
  'sans traitement, ne prend rien',
  'Les documents du labo ne sont pas encore arrivés',
  'mère inquiète, pas la grand-mère',
  'merci de ne pas hésiter à demander d’autres photos',
  'Faut-il refaire les clichés ?',
  'Conflit sous-acromial de l’épaule',
  'hypoesthésie, pas de déficit moteur',
  'Ne pas utiliser de corticoïdes',
  'non communicante, sans retard',
]

for (const [name, keeps, positives] of KEPT) {
  t.test(`${name}: kept`, async (t) => {
    for (const text of positives) t.ok(keeps(text), text)
  })
  t.test(`${name}: clinical sentences keep nothing`, async (t) => {
    for (const text of CLINICAL) t.notOk(keeps(text), text)
  })
}
