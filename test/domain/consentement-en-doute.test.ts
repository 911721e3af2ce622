/** Prose that speaks against the consent of a line is heard, whoever is its subject; other agreements are not. SPEC §4 */
import t from 'tap'

import { consentementEnDoute, nommeUnProche } from '../../src/domain/consentement-en-doute.ts'

t.test('a consent word near a negation, the future or somebody else is a doubt', async (t) => {
  for (const text of [
    'Son fils a donné son accord à sa place.',
    "démence ; c'est sa fille qui a donné son accord par téléphone.",
    'PS : elle n’est pas au courant de cette demande.',
    'Consentement à recueillir par la secrétaire demain.',
    'patiente non informée de la démarche.',
    'Je n’ai pas encore pu lui en parler.',
    'Je n’ai pas encore revu la patiente pour recueillir son accord.',
    "le père s'y oppose",
    "J'attends son accord.",
    'La patiente sera informée demain',
    'Je lui en parlerai demain',
    'je dois lui en parler',
    'Accord de la famille',
    'épouse OK',
    "Sa femme est d'accord",
    "L'accord sera recueilli à la prochaine consultation",
    "si la patiente est d'accord",
    'sous réserve de son accord',
    'Demande faite à son insu',
    'patiente sans accord formel',
    'Elle ignore ma demande',
    'Elle ne peut plus exprimer de volonté',
    'elle refuse',
    'Le patient refuse finalement.',
    'Finalement la patiente ne veut plus',
    'Elle a refusé ce jour',
    'il a depuis changé d’avis',
    "Je ne l'ai pas informée.",
    'consentement du mari recueilli',
    "Le mari, joint hier, est d'accord.",
    'consentement non obtenu',
    'aucun consentement',
    'Reste à obtenir son consentement',
    'ne veut pas que son dossier soit transmis',
    'sa personne de confiance consent',
    'consentement : en attente',
    'Son fils a donné\nson accord',
    'accord de la patiente et de son mari',
    "Elle n'a pas été prévenue",
    'je le verrai demain pour lui en parler',
    'la patiente ne sait pas que je vous écris',
    'sa nièce accepte la téléexpertise',
    'Je ne lui ai pas parlé de la téléexpertise',
    "le patient n'est pas d'accord",
    'Il est contre',
    'Je recueillerai son consentement demain',
    "on attend l'accord du tuteur",
  ])
    t.not(consentementEnDoute(text, 'patient'), null, text)
})

t.test('another agreement, another person, another refusal is none', async (t) => {
  for (const text of [
    'Le patient refuse la biopsie.',
    'Elle ne veut plus de corticoïdes',
    'Il a refusé le scanner',
    'Je vous en parlerai',
    "je vous tiens informé, pas d'urgence",
    "Patiente informée et d'accord.",
    'Merci de votre accord',
    'accord préalable en attente',
    "pas de fièvre, patiente d'accord",
    "Bien d'accord avec vous, pas de biopsie",
    "Patient qui refuse la chirurgie. D'accord pour la téléexpertise.",
    'Ne veut pas de biopsie',
    'Refuse le scanner',
    'Consentement oral. Pas de fièvre.',
    "Consentement éclairé pour l'anesthésie : non signé",
    'patiente non informée du diagnostic',
    "J'ai l'accord de M. Tardiveau pour cette téléexpertise, donné oralement ce matin.",
    'Accord de la patiente recueilli en présence de son mari',
    'qui accepte cette téléexpertise (accord oral recueilli ce jour)',
    'son frère a eu un mélanome',
    'sa mère a eu un cancer, elle-même va bien',
    "AVK en accord avec le cardiologue, pas d'arrêt",
    "Je n'ai pas d'explication",
    "patient courant 10 km, pas d'essoufflement",
    'Scanner proposé, elle refuse',
    "J'ai pu recueillir son accord",
    "La patiente est d'accord, elle sera revue demain",
    'Patient informé des risques',
    'Je vous remercie de me tenir au courant',
    'Merci de me tenir informé',
    'fille de 8 ans',
    'La famille est inquiète',
    'Que faire si aggravation ?',
    'oui, oral, ce jour',
    'Vit avec son épouse, autonome',
    'consentement de la patiente : oui, oral',
    'Le patient accepte la biopsie',
    'Je reste à votre disposition pour en parler',
    "Merci de m'informer si vous n'êtes pas disponible",
    "n'hésitez pas à me demander",
    'Il ne parle pas français',
    'traitement non pris, observance à revoir',
    'sans accord préalable',
  ])
    t.equal(consentementEnDoute(text, 'patient'), null, text)
})

t.test('a parent of a minor may agree, and another relative may not', async (t) => {
  for (const text of [
    'mère présente et d’accord',
    'les deux parents sont d’accord',
    'accord de son père qui a l’autorité parentale',
  ]) {
    t.equal(consentementEnDoute(text, 'representantLegal'), null, text)
    t.not(consentementEnDoute(text, 'patient'), null, text)
  }
  for (const text of [
    'le père s’y oppose',
    'accord de la grand-mère',
    'la mère n’est pas d’accord',
  ])
    t.not(consentementEnDoute(text, 'representantLegal'), null, text)
})

t.test(
  'the sentence is quoted as it stands, and without names and what else it says',
  async (t) => {
    const table = {
      'Son fils Luc MARTIN a donné son accord à sa place.': {
        mots: 'Son fils Luc MARTIN a donné son accord à sa place',
        discrets: 'Son fils … a donné son accord à sa place',
      },
      'Bien. Sous AVK (INR 4,5), elle n’est pas au courant de cette demande.': {
        mots: 'Sous AVK (INR 4,5), elle n’est pas au courant de cette demande',
        discrets: 'Sous … elle n’est pas au courant de cette demande',
      },
      'Bien. Consentement : à recueillir demain': {
        mots: 'Consentement : à recueillir demain',
        discrets: 'Consentement à recueillir demain',
      },
    }
    for (const [text, expected] of Object.entries(table))
      t.strictSame(consentementEnDoute(text, 'patient'), expected)
  },
)

t.test('somebody close is named, a parent and the patient are not', async (t) => {
  for (const text of ['sa fille a donné son accord', 'la personne de confiance', 'épouse OK'])
    t.equal(nommeUnProche(text), true, text)
  for (const text of ['accord de la mère, oral', 'son père', 'la patiente', 'peut-être', ''])
    t.equal(nommeUnProche(text), false, text)
})

t.test(
  'the copy to the médecin traitant is another matter, and what else is said still counts',
  async (t) => {
    const noms = new Set(['rousset'])
    for (const text of [
      'son médecin traitant n’est pas au courant et ne doit pas l’être',
      'ne souhaite pas que son médecin traitant soit au courant',
      'Médecin traitant : Dr Paul ROUSSET (à ne pas prévenir)',
      'La patiente refuse que son dossier soit transmis à son médecin traitant',
      'je n’ai pas informé le Dr Rousset',
    ])
      t.equal(consentementEnDoute(text, 'patient', noms), null, text)
    for (const text of [
      'elle n’est pas au courant, et je n’ai pas informé le Dr Rousset',
      'elle refuse, ne rien envoyer au Dr Rousset',
      'ne veut pas que son dossier soit transmis',
    ])
      t.not(consentementEnDoute(text, 'patient', noms), null, text)
  },
)

t.test(
  'an agreement about a treatment is none about the consent; one without an object is',
  async (t) => {
    for (const text of [
      'n’est plus d’accord pour continuer le méthotrexate',
      'n’est pas d’accord avec l’arrêt du Xarelto',
      'plus d’accord pour poursuivre les injections',
      'La patiente ne veut plus prendre de statine',
      'elle n’est pas d’accord pour arrêter le tabac',
    ])
      t.equal(consentementEnDoute(text, 'patient'), null, text)
    for (const text of [
      'n’est plus d’accord pour continuer',
      'n’est plus d’accord pour continuer la téléexpertise',
      'n’est pas d’accord pour prendre des photos',
      'n’est plus d’accord pour l’envoi de ses données',
      'elle n’est plus d’accord, je lui ai dit d’arrêter le traitement',
      'n’est plus d’accord pour continuer comme ça',
    ])
      t.not(consentementEnDoute(text, 'patient'), null, text)
  },
)

t.test(
  'the state of a patient is a doubt where he consents himself, not where he is represented',
  async (t) => {
    for (const text of ['Nourrisson intubé, ventilé. Patient intubé.', 'Patiente dans le coma.']) {
      t.not(consentementEnDoute(text, 'patient'), null, text)
      t.equal(consentementEnDoute(text, 'representantLegal'), null, text)
    }
  },
)
