/** Somebody stands for the patient, or he cannot say what he wants: heard where it is said of him. SPEC §4 */
import t from 'tap'

import { horsEtatDit, representationDite } from '../../src/domain/hors-etat.ts'

t.test('a protection that represents is heard', async (t) => {
  for (const text of [
    'patiente sous tutelle (MJPM Mme Blin)',
    'majeur protégé',
    'habilitation familiale',
    'habilitation familiale avec représentation',
    'sa fille est sa tutrice',
    'tutelle exercée par sa fille',
    'sous tutelle de sa fille',
    'Vit en foyer. Son tuteur M. Blanc est prévenu',
    'UDAF 63',
    'tutelle non levée',
    'tutelle qui sera levée en 2028',
    'Ancienne curatelle. Sous tutelle depuis 2022',
    'MJPM Mme Blin',
  ])
    t.not(representationDite(text), null, text)
  t.equal(
    representationDite('Bien. Sous tutelle de M. Blanc, vit seule.'),
    'Sous tutelle de M. Blanc, vit seule',
  )
})

t.test('one that only assists, is denied, or is another’s is not', async (t) => {
  for (const text of [
    'sous curatelle renforcée',
    'sous curatelle (MJPM M. Blin)',
    'habilitation familiale par assistance',
    'sauvegarde de justice',
    'pas de tutelle',
    'pas sous tutelle',
    'Pas de mesure de tutelle',
    'ni tutelle ni curatelle',
    'sans tutelle',
    'sa mère sous tutelle',
    'son frère est sous tutelle',
    'Vit avec sa fille sous tutelle',
    'tutrice de son frère',
    'Ancienne mesure de tutelle levée par le juge en 2022',
    'tutelle levée en 2022',
    'ancienne tutelle',
    'Sexe protégé',
    '',
  ])
    t.equal(representationDite(text), null, text)
})

t.test('a patient who cannot express a will is heard', async (t) => {
  for (const text of [
    'démence sévère MMS 5/30, ne comprend pas',
    'elle ne comprend pas ce qu’on lui dit',
    'hors d’état d’exprimer sa volonté',
    'ne peut plus exprimer de volonté',
    'patient inconscient',
    'aphasique totale',
    'aphasie globale',
    'démence fronto-temporale sévère',
    'Alzheimer évolué',
    'MMSE 8/30',
    'dans le coma',
    'ne communique plus',
    'Coma post-anoxique.',
    'Patient dans le coma depuis 2025',
    'Patiente intubée, ventilée.',
    'Patiente sédatée en réanimation pour choc septique, famille informée.',
    'Patient dément, grabataire.',
    'Patiente très démente',
    'Syndrome confusionnel, désorientée.',
    'Désorientée dans le temps',
    'Ne reconnaît plus ses proches.',
    'La patiente est arrivée hier ; elle est confuse.',
  ])
    t.not(horsEtatDit(text), null, text)
})

t.test('a state that is denied, slighter, or another’s is not', async (t) => {
  for (const text of [
    'pas de démence sévère',
    'AVC sans aphasie totale',
    'non inconscient',
    'inconscient du danger',
    'démence légère',
    'MMS 25/30',
    'MMSE 18/30',
    'sa mère démente sévère',
    'mère : démence sévère',
    'démence sévère chez sa mère',
    'je ne comprends pas',
    'la patiente ne comprend pas le français',
    'ne comprend pas la douleur',
    'a été intubée en 2019',
    'Patiente intubée en mars 2019',
    'intubée puis extubée hier',
    'non intubé',
    'intubation difficile',
    'ventilé la nuit par masque',
    'coma en 2015, récupéré',
    'Coma en 2015',
    'pas de coma',
    'sortie du coma',
    'pas de confusion',
    'Pas de syndrome confusionnel',
    'antécédent de syndrome confusionnel post-opératoire résolu',
    'Syndrome confusionnel post-opératoire, résolu',
    'Risque de syndrome confusionnel',
    'Je suis confuse de vous relancer',
    'Tableau confus',
    'Le patient dément avoir bu',
    'Patient dément léger',
    'pas désorientée',
    'un peu désorientée',
    'son mari est dans le coma',
    'Sa mère est démente',
    'Sa mère ne reconnaît plus ses proches',
    'S’occupe de son mari dément',
    'Son frère est intubé',
  ])
    t.equal(horsEtatDit(text), null, text)
})
