/** The copy given back in prose is heard and asked about; what is no gift is not. SPEC §4 */
import t from 'tap'

import { copieContredite } from '../../src/domain/copie-dite.ts'
import { copieRendue, sansCopieRendue } from '../../src/domain/copie-rendue.ts'

const NOMS = new Set(['rousset'])

t.test('the copy is given back', async (t) => {
  for (const text of [
    'Le patient veut bien maintenant que le Dr Rousset soit informé',
    'Finalement la patiente accepte que son médecin traitant reçoive le compte-rendu.',
    'Elle est d’accord pour que le Dr Rousset soit au courant.',
    'Vous pouvez envoyer une copie au Dr Rousset.',
    'Merci d’adresser une copie à son médecin traitant',
    'La patiente lève son opposition à la copie.',
    'L’opposition est levée.',
    'Elle n’est plus opposée à ce que le MT reçoive le compte-rendu.',
    'La patiente ne s’oppose plus à l’envoi au Dr Rousset.',
    'Il souhaite finalement que son généraliste soit prévenu.',
    'Plus d’opposition à la copie.',
    'Copie au Dr Rousset svp',
    'Le patient autorise la transmission du compte rendu à son médecin traitant',
    'OK pour informer le Dr Rousset.',
    'La patiente s’est réconciliée avec lui et demande que le Dr Rousset soit averti.',
    'Vous pouvez lui adresser une copie, le Dr Rousset est au courant.',
  ]) {
    t.equal(copieRendue(text, NOMS), text.replace(/\.$/, ''), text)
    t.equal(copieContredite(text, NOMS), null, `${text}: no opposition`)
    t.equal(sansCopieRendue(`Sous AVK.\n${text}`, NOMS), 'Sous AVK', text)
  }
})

t.test('nothing is given back', async (t) => {
  for (const text of [
    'Le patient ne veut pas que le Dr Rousset soit informé',
    'J’ai informé le Dr Rousset par téléphone',
    'Je vais prévenir le Dr Rousset moi-même.',
    'Adressé par le Dr Rousset en 2020.',
    'Le Dr Rousset m’a adressé cette patiente et souhaite un avis.',
    'Le Dr Rousset nous adresse la patiente et demande un avis',
    'Le patient veut bien la biopsie.',
    'Traitement instauré par son médecin traitant.',
    'La patiente maintient son opposition.',
    'Elle retire son consentement',
    'Merci pour votre avis.',
    'Vous pouvez m’envoyer la photo ?',
    '',
  ])
    t.equal(copieRendue(text, NOMS), null, text)
})
