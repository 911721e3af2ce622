/** Who signs says no opinion, in whatever order; a clinical word among it does. SPEC §5 */
import t from 'tap'

import { isVide } from '../../src/decide/texte-libre.ts'
import { isLigneDIdentite } from '../../src/domain/ligne-identite.ts'
import { sampleCourrier } from '../support/dossiers.ts'

const HUGO = { nom: 'LAMARCHE', prenom: 'Hugo' }

/** Signatures as they are written. */
const SIGNATURES: readonly string[] = [
  'Dr H. LAMARCHE\nDermatologie - CHU\n02 99 00 44 00',
  'Pr Hugo LAMARCHE\nService de dermatologie, CHU\nSecrétariat : 02 99 00 44 00\nCe message est confidentiel.',
  'Dermatologie - CHU\nDr H. LAMARCHE',
  '02 99 00 44 00\nDermatologie\nH. Lamarche',
  'Cordialement,\nHugo',
  'Bien confraternellement\n\nDr Hugo LAMARCHE\nDermatologue\nRPPS 10101010101',
  '-- \nDocteur Hugo Lamarche\nAncien interne des hôpitaux de Paris\nAncien chef de clinique - assistant',
  'Hugo LAMARCHE\nPraticien hospitalier\nService de Dermatologie et Vénéréologie\nCHU Pontchaillou\n2 rue Henri Le Guilloux\n35033 Rennes Cedex 9',
  'Dr LAMARCHE\nTél. : 02 99 00 44 00 - Fax : 02 99 00 44 01\nhugo.lamarche@chu.test\nwww.chu-rennes.fr',
  'Envoyé de mon iPhone',
  'Envoyé depuis mon mobile Orange',
  'Sent from my Samsung Galaxy smartphone',
  'Dr Hugo LAMARCHE\n\nCe courriel et ses pièces jointes sont confidentiels et exclusivement destinés à leur destinataire.\nSi vous avez reçu ce message par erreur, merci de le détruire et d’en avertir immédiatement l’expéditeur.',
  'This message and any attachments are confidential and intended solely for the addressed recipient.',
  'Dr Hugo LAMARCHE\nPensez à l’environnement avant d’imprimer ce message',
  'Hugo LAMARCHE, Rennes\nHôpital Sud\nBP 90347\nPoste 44 55',
  'Clinique du Parc\nCabinet médical\n12 bis, avenue de la République\nDr Lamarche Hugo',
  'Cher confrère,\n\nBien à vous,\nH.L.',
]

/** Words that are an opinion, as short as they come. */
const AVIS: readonly string[] = [
  'RAS',
  'Biopsie',
  'Mélanome à exclure.',
  'Arrêt du Previscan',
  'Pas de kétoconazole',
  'Appelez-moi au 02 99 00 44 55',
  'Porter une attelle 15 jours',
  'Bonjour, exérèse à faire',
  'Cordialement, pas d’AINS',
  '5 mg',
  'À revoir dans un an',
]

t.test('a signature is no opinion, in whatever order it is written', async (t) => {
  for (const texte of SIGNATURES) {
    t.ok(isVide(sampleCourrier({ motCle: 'AVIS', texte }), HUGO), texte)
    const turned = texte.split('\n').reverse().join('\n')
    t.ok(isVide(sampleCourrier({ motCle: 'AVIS', texte: turned }), HUGO), turned)
  }
})

t.test('an opinion above a signature, or below it, is one', async (t) => {
  for (const avis of AVIS) {
    for (const signature of SIGNATURES) {
      for (const texte of [`${avis}\n\n${signature}`, `${signature}\n\n${avis}`]) {
        t.notOk(isVide(sampleCourrier({ motCle: 'AVIS', texte }), HUGO), texte)
      }
    }
  }
})

t.test('lines that only resemble one are text', async (t) => {
  for (const line of [
    'Le service vous appellera',
    'Dr Lamarche pense à un zona',
    'Centre de la lésion à biopsier',
    'Unité de temps : 5 jours',
    'Rue du patient inconnue',
    'Envoyé de chez lui hier',
    'Ce message est pour lui dire d’arrêter le Previscan',
    'Mail de la patiente : elle va mieux',
    'Portage cutané',
  ]) {
    t.notOk(isLigneDIdentite(line, HUGO), line)
  }
})
