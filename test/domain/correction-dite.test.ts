/** What the author of an opinion writes to take a word of it back, or to set its dose right, is heard. SPEC §5 */
import t from 'tap'

import { correctionDite } from '../../src/domain/correction-dite.ts'

const ERREURS = [
  'Oups : 15 mg/SEMAINE évidemment !!! pas par jour',
  'RECTIF : MTX 15 mg/semaine (une seule prise hebdo), ac folique 5 mg 48h après',
  'Ajout : hebdomadaire, pas quotidien, pardon',
  'Je voulais dire hebdomadaire',
  'MTX 15 mg/semaine (et non par jour)',
  'Lire 15 mg/semaine et non /jour',
  'Attention j’ai écrit semaine mais je voulais dire 15 mg tous les 15 jours',
]
/** A rhythm set against another is a correction whatever the rhythm. */
const RYTHMES = [
  'pas par semaine',
  'pas tous les jours',
  'pas toutes les 8 heures',
  'pas chaque mois',
  'pas tous les 15 jours',
  'pas quotidienne',
  'pas mensuellement',
]
const REPRISES = ['voulais écrire', 'souhaitais mettre', 'j’ai mal noté', 'j’avais écrit trop vite']
const AUTRES = [
  'Merci beaucoup.',
  'Contrôle dans trois mois.',
  'Revoir le patient la semaine prochaine.',
  'Poursuivre le traitement par jour de dialyse.',
  'Je n’ai pas de remarque.',
]

for (const text of [...ERREURS, ...RYTHMES, ...REPRISES])
  t.test(`« ${text} » sets something right`, async (t) => t.equal(correctionDite(text), 'erreur'))
for (const text of AUTRES)
  t.test(`« ${text} » takes nothing back`, async (t) => t.equal(correctionDite(text), null))
