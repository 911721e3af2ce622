import t from 'tap'

import { isClinique } from '../../src/domain/propos-clinique.ts'

t.test('a finding, a dose or advice is clinical', async (t) => {
  for (const text of [
    'images illisibles, mais cela évoque un mélanome, à montrer vite',
    'Un angioscanner serait utile à mon collègue, je pense.',
    'kétoprofène 100 mg 2 fois par jour',
    'Il faut arrêter le traitement.',
    'Je propose une biopsie.',
    'Ce naevus est banal.',
    'Rien à faire.',
    'Arthrite septique ?',
    "qu'elle ne prenne plus le volant",
    'stop AVK',
    '5 mg/j',
    'anémie',
    'IRM cérébrale',
    'Holter normal',
    'Voyez un chirurgien.',
    'Faites un ECG',
    'Orientez-la vers un angiologue',
    'Prenez l’avis du cardiologue avant.',
  ]) {
    t.equal(isClinique(text), true, text)
  }
})

t.test('a reason is not', async (t) => {
  for (const text of [
    '',
    'Je suis surchargé.',
    'Hors de mon domaine de compétence, ce n’est pas ma spécialité.',
    'Je suis en congé, remplacé par le Dr Ernestine Vouzeran au cabinet.',
    'Images illisibles, photos floues.',
    'Conflit d’intérêts : je connais la famille.',
    'Déjà suivi par un confrère, visite prévue ensuite.',
    'Pas de disponibilité cette semaine.',
    'Pour un Holter.',
    'Voyez avec le Dr Vasseur, je suis absent.',
    'Voyez le Dr Vasseur, il connaît.',
    'Voyez mon collègue.',
    'Ne relève pas de ma spécialité, plutôt chirurgie vasculaire.',
    'Pour une échographie',
  ]) {
    t.equal(isClinique(text), false, text)
  }
})
