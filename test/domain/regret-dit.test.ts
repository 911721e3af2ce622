/** A consent regretted after departure, in any words: what may be stopped stops, and its author is asked. SPEC §6.1 */
import t from 'tap'

import { codes, histoire, lettersOf } from '../support/dossiers.ts'

const REGRETS = [
  'Elle préfère réfléchir.',
  'La patiente préfère y réfléchir encore.',
  'Il veut réfléchir avant.',
  "Elle a besoin d'un temps de réflexion.",
  "Il n'est plus sûr.",
  "Elle n'est plus très sûre de vouloir.",
  "Finalement pas d'accord pour qu'on transmette",
  "Elle n'est finalement pas d'accord pour qu'on transmette son dossier.",
  'Elle hésite finalement.',
  'La patiente est réticente à cette téléexpertise.',
  'Elle préfère attendre.',
  "Il souhaite attendre pour l'envoi.",
  "Elle s'est ravisée.",
  "Il s'est rétracté ce matin.",
  'La patiente se rétracte.',
  'Elle fait marche arrière.',
  'Il est revenu sur sa décision.',
  "Elle regrette d'avoir accepté.",
  'Elle ne souhaite plus donner suite.',
  'La patiente ne veut plus aller plus loin.',
  'Elle veut tout arrêter.',
  "Il demande qu'on arrête tout.",
  'Elle préfère que cela reste entre nous.',
  "Elle n'est plus d'accord.",
  'Le patient a finalement retiré son consentement',
  'Elle ne veut plus que son dossier soit envoyé.',
  "Il a changé d'avis.",
  'Elle dit non finalement.',
  'Elle ne veut finalement pas de cet avis.',
  "Elle n'est plus partante.",
]
const NONE = [
  "Elle préfère réfléchir à l'opération.",
  'Elle hésite à se faire opérer.',
  "Il n'est plus sûr de la date des premiers symptômes.",
  'Elle est réticente à la chirurgie.',
  'Il préfère attendre les vacances pour la biopsie.',
  'Elle veut arrêter le méthotrexate.',
  'Elle souhaite arrêter son traitement.',
  'Elle veut arrêter le tabac.',
  'Il a fait marche arrière avec son tracteur et est tombé.',
  'Elle ne souhaite plus poursuivre la rééducation.',
  'Je vais réfléchir à votre proposition.',
  "Elle n'est plus très sûre de vouloir se faire opérer.",
  "Je ne suis plus sûr de l'ancienneté de la lésion.",
  'La lésion revient sur la jambe gauche.',
  'Elle regrette le tabac.',
  "Elle est toujours d'accord.",
  'Elle prend aussi un AVK.',
]

t.test('each way of regretting stops, and is asked about', async (t) => {
  for (const texte of REGRETS)
    for (const motCle of [null, 'COMPLEMENT'] as const) {
      const story = histoire().requerant({ motCle, texte })
      t.strictSame(codes(story.last.effets), ['retrait-a-preciser'], `${motCle} ${texte}`)
      t.strictSame(lettersOf(story.last.effets, 'complementTransmis'), [], texte)
      story.requis(1, { motCle: 'AVIS', texte: 'Lésion bénigne, à revoir.' })
      t.strictSame(lettersOf(story.last.effets, 'compteRendu'), [], `${texte}: it waits`)
    }
})

t.test('what is regretted of care, or by its author, is passed on', async (t) => {
  for (const texte of NONE) {
    const story = histoire().requerant({ texte })
    t.strictSame(codes(story.last.effets), [], texte)
    t.equal(lettersOf(story.last.effets, 'complementTransmis').length, 1, texte)
  }
})
