/** What is said of the copy: a plain opposition, a doubt, a yes, or nothing of it. SPEC §4 */
import t from 'tap'

import { copieContredite, copieDite, isOpposition, sansCopie } from '../../src/domain/copie-dite.ts'

const NOMS = new Set(['rousset'])
const said = (text: string) => copieContredite(text, NOMS)?.isPlaine ?? null

t.test('prose that opposes plainly is an opposition', async (t) => {
  for (const text of [
    'Merci de ne rien adresser au Dr Rousset, la patiente ne le veut pas.',
    'Ne pas mettre le Dr Rousset en copie SVP (patiente salariée de son épouse).',
    'patient suivi pour VIH, son médecin traitant n’est pas au courant et ne doit pas l’être',
    'le patient ne souhaite pas que son médecin traitant soit au courant.',
    'Médecin traitant : Dr Paul ROUSSET (à ne pas prévenir)',
    'Finalement la patiente ne veut pas que le Dr Rousset reçoive le compte-rendu.',
    'Au fait la patiente ne souhaite plus que le Dr Rousset reçoive quoi que ce soit.',
    'Bonjour. Pas de copie SVP.',
    'oui, oral, ce jour, mais pas de copie au Dr Rousset',
    'Sans copie au MT.',
    's’oppose à l’envoi au médecin traitant',
    'Son MT est le Dr Rousset : ne rien lui envoyer',
    'Le MT ne doit rien savoir',
    'Surtout pas de copie au médecin traitant !',
    'La patiente s’oppose à ce que son médecin traitant ait connaissance de cet avis.',
    'Copie au Dr Rousset : non.',
    'Copie au Dr Paul ROUSSET : non, elle s’y oppose',
    'Copie : non',
    'Dr Rousset à ne pas mettre dans la boucle.',
    'Évitez d’en informer Rousset, son cousin.',
    'Merci de ne pas adresser ce courrier au Dr Rousset.',
  ])
    t.equal(said(text), true, text)
})

t.test('a negation beside a word of sending, and anything else, is a doubt', async (t) => {
  for (const text of [
    'MT non informé',
    'Je n’ai pas informé son MT',
    'Confidentiel vis-à-vis du MT',
    'à l’insu de son médecin traitant',
    'Ne pas oublier de transmettre au MT',
    'ne rien envoyer au Dr Rousset avant mon accord',
    'ne rien envoyer au MT pour l’instant',
    'ne pas transmettre au MT sauf si grave',
    'La patiente refuse que son dossier soit transmis à son médecin traitant.',
    'Faut-il ne rien envoyer au MT de cette histoire',
    'Pas de courrier au médecin traitant s’il vous plaît.',
    'À traiter sans en référer au Dr Rousset.',
    'Inutile d’écrire au Dr Rousset, il est en congé.',
    'Ne pas contacter le Dr Rousset.',
    'Le MT n’a pas été informé',
    'Son MT n’a pas connaissance de sa séropositivité.',
    'Envoi au MT : non',
    'Copie au MT : non, sauf si grave',
    // He is kept out.
    'Discrétion demandée envers le Dr Rousset.',
    'Je vous demande la plus grande discrétion vis-à-vis de son médecin traitant.',
    'La patiente demande la discrétion vis-à-vis du Dr Rousset.',
    'PS : patiente en conflit avec le Dr Rousset, merci',
    'Connue du Dr Rousset, qu’on le laisse en dehors de ceci.',
    'Tenir le Dr Rousset à l’écart.',
    'Merci d’exclure le Dr Rousset de la diffusion.',
    'Dr Rousset à exclure de la diffusion',
    'Elle n’a plus confiance dans le Dr Rousset.',
    'Vue par le Dr Rousset, elle va changer de médecin.',
    // The answer is for its author alone.
    'Réponse à moi uniquement, merci.',
    'Compte-rendu à moi seule s’il vous plaît.',
    'Réponse uniquement à mon adresse.',
    'Merci de ne répondre qu’à moi.',
    'Ne transmettre l’avis qu’à mon adresse',
  ])
    t.equal(said(text), false, text)
})

t.test(
  'who sends, who is told something else, who wants a copy: nothing is said against it',
  async (t) => {
    for (const text of [
      'n’est pas opposée à la transmission au MT',
      'Ne transmettre qu’au Dr Rousset',
      'Son MT n’a pas pu la voir, je vous l’adresse',
      'Je n’ai rien reçu de son MT',
      'Le MT n’a pas envoyé le courrier',
      'Son MT l’a envoyée sans courrier',
      'Patiente non adressée par son MT',
      'MT sans adresse mail sécurisée',
      'Patient non informé du diagnostic, suivi par le Dr Rousset',
      'Je n’ai pas de copie du scanner',
      'La patiente refuse le traitement du Dr Rousset',
      'Merci d’informer le MT',
      'Pas de fièvre. MT informé',
      'Elle n’a plus de médecin traitant, merci de me transmettre le CR',
      'ne veut pas que son dossier soit transmis',
      'elle refuse, suivie par le Dr Rousset',
      'Adressée par le Dr Rousset',
      'suivie par son médecin traitant',
      'Je réponds moi-même au téléphone',
      'Réponse par mail à mon adresse',
      'Je suis seule au cabinet, réponse à mon adresse',
      'Le Dr Rousset est informé et attend le compte-rendu',
      'Copie du scanner : non',
      'Copie au Dr Rousset : oui',
      'Copie au médecin traitant : n’y voit pas d’inconvénient',
      'Copie au Dr Rousset : pas d’opposition',
      'Allergie : non',
      'En dehors d’une HTA suivie par le Dr Rousset',
      'Pas de courrier du Dr Rousset.',
      'vue par son médecin traitant, sans courrier',
      'Conflit sous-acromial suivi par le Dr Rousset',
      'Merci d’exclure une thrombose chez cette patiente du Dr Rousset',
      'Patiente restée sans connaissance, vue par le Dr Rousset',
      'Œdème discret vu par le Dr Rousset',
    ])
      t.equal(said(text), null, text)
  },
)

t.test('the line of the copy is a yes or a no where nothing else can be meant', async (t) => {
  const table = {
    non: [
      'non',
      'Non merci',
      'surtout pas, conflit familial',
      'à ne pas faire',
      'opposition',
      'refus',
      'ne pas envoyer',
      'aucune',
      'pas de copie (souhait du patient)',
      '☐ oui ☒ non',
    ],
    oui: [
      'oui',
      'Oui.',
      '[x] oui [ ] non',
      'n’y voit pas d’inconvénient',
      "n'y voit pas d'inconvénient",
      'pas d’opposition',
      'ne s’oppose pas',
      'aucune objection',
    ],
    asked: [
      '',
      '?',
      'non-opposition',
      'n’y voit pas d’inconvénient mais pas maintenant',
      'pas d’opposition sauf VIH',
      'n’est plus sûre',
      'oui mais pas avant mars',
      'pas pour le moment',
      'pas encore',
      'Dr X',
      'inutile',
      'pas d’envoi sauf si grave',
    ],
  }
  for (const text of table.non) t.equal(copieDite(text), 'non', text)
  for (const text of table.oui) t.equal(copieDite(text), 'oui', text)
  for (const text of table.asked) t.equal(copieDite(text), null, text)
})

t.test('an opposition holds no unknown word', async (t) => {
  for (const text of ['mais ne pas lui envoyer svp', 'sans copie', 'patiente opposée à l’envoi'])
    t.equal(isOpposition(text), true, text)
  for (const text of [
    'copie svp',
    'non opposée',
    'sans copie papier',
    'ne pas oublier la copie',
    '',
  ])
    t.equal(isOpposition(text), false, text)
})

t.test('what is left of a text says the rest of it', async (t) => {
  t.equal(
    sansCopie('elle n’est pas au courant, et ne rien envoyer au Dr Rousset', NOMS).trim(),
    'elle n’est pas au courant',
  )
  t.equal(sansCopie('Merci de votre avis', NOMS), 'Merci de votre avis')
  t.equal(sansCopie('Discrétion demandée envers le Dr Rousset', NOMS), '')
  const retrait = 'Elle retire son consentement et n’a plus confiance dans le Dr Rousset'
  t.equal(sansCopie(retrait, NOMS), retrait, 'a withdrawal beside it is still heard')
})
