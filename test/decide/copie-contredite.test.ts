/** What a request says against the copy: recorded where it is plain, else asked about; nobody gets one meanwhile. SPEC §4 */
import t from 'tap'

import type { Courrier, Formulaire } from '../../src/domain/courrier.ts'
import {
  FORMULAIRE,
  type Histoire,
  histoire,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const rousset = samplePossible(9, { nom: 'ROUSSET', prenom: 'Paul' })
const LIGNE = 'Dr Paul ROUSSET, requis9@hopital.test'
const asks = (formulaire: Formulaire, courrier: Partial<Courrier> = {}): Histoire =>
  histoire({
    formulaire: { ...FORMULAIRE, medecinTraitant: LIGNE, ...formulaire },
    courrier,
    trouvailles: sampleTrouvailles({ medecinTraitant: [rousset] }),
  })
const manques = ({ dossier }: Histoire) =>
  dossier.manques.map(({ quoi, pourquoi }) => `${quoi} ${pourquoi}`)
const copies = (story: Histoire) => {
  if (story.dossier.etat !== 'en_cours') return story.dossier.etat
  story.requis(1, { motCle: 'AVIS', texte: 'Lésion bénigne.' })
  const to = story.last.effets.flatMap((one) => (one.kind === 'envoyer' ? [one.a.role] : []))
  return to.includes('medecinTraitant') ? 'copie' : 'aucune'
}

t.test(
  'the line alone sends a copy; with an opposition none; with anything else it is asked',
  async (t) => {
    t.equal(copies(asks({})), 'copie')
    for (const more of [
      'mais ne pas lui envoyer svp',
      '(merci de ne PAS lui transmettre)',
      ', sans copie',
    ]) {
      const story = asks({ medecinTraitant: `${LIGNE} ${more}` })
      t.equal(story.dossier.medecinTraitant?.kind, 'oppose', more)
      t.equal(copies(story), 'aucune', more)
    }
    for (const line of [
      `ex ${LIGNE}`,
      `${LIGNE} (décédé)`,
      `${LIGNE} jusqu’en octobre`,
      `pas le ${LIGNE}`,
    ]) {
      const story = asks({ medecinTraitant: line })
      t.strictSame(manques(story), ['medecinTraitant illisible'], line)
      t.equal(copies(story), 'incomplet', line)
      t.equal(copies(story.requerant({ formulaire: { copieMedecinTraitant: 'non' } })), 'aucune')
      t.equal(
        copies(
          asks({ medecinTraitant: line }).requerant({ formulaire: { medecinTraitant: LIGNE } }),
        ),
        'copie',
      )
    }
  },
)

t.test('prose is heard in each line and text, and an answer settles it', async (t) => {
  const plain = 'Merci de ne rien adresser au Dr Rousset.'
  const vague = 'Je n’ai pas informé son médecin traitant.'
  const places = (said: string): readonly Histoire[] => [
    asks({ contexte: said }),
    asks({ question: `${FORMULAIRE.question} ${said}` }),
    asks({ delaiSouhaite: said }),
    asks({ consentement: `oui, ${said}` }),
    asks({}, { libre: said, texte: said }),
    asks({ sexe: '' }, { libre: said, texte: said }).requerant({ formulaire: { sexe: 'F' } }),
  ]
  for (const [at, story] of places(plain).entries()) {
    t.strictSame(manques(story), [], `plain ${at}`)
    t.equal(copies(story), 'aucune', `plain ${at}`)
  }
  for (const [at, story] of places(vague).entries()) {
    t.strictSame(manques(story), ['copieMedecinTraitant contradictoire'], `vague ${at}`)
    t.match(story.dossier.manques[0], { mots: /pas informé son médecin traitant/ })
    t.equal(story.dossier.consentement.kind, 'recueilli', 'the consent is not in doubt')
    story.requerant({ formulaire: { telephone: '0102030405' } })
    t.equal(story.dossier.etat, 'incomplet', 'asked until it is answered')
    t.equal(
      copies(story.requerant({ formulaire: { copieMedecinTraitant: 'oui' } })),
      'copie',
      `vague ${at}`,
    )
  }
  for (const story of places(vague))
    t.equal(copies(story.requerant({ formulaire: { copieMedecinTraitant: 'non' } })), 'aucune')
})

t.test('who is kept out, and who alone is to be answered, is asked about', async (t) => {
  for (const said of [
    'Discrétion demandée envers le Dr Rousset.',
    'Elle n’a plus confiance dans le Dr Rousset et va changer de médecin.',
    'Inutile d’écrire au Dr Rousset, il est en congé.',
    'Réponse à moi uniquement, merci.',
    'Pas de courrier au médecin traitant s’il vous plaît.',
  ]) {
    const story = asks({ contexte: said })
    t.strictSame(manques(story), ['copieMedecinTraitant contradictoire'], said)
    t.equal(copies(story.requerant({ formulaire: { copieMedecinTraitant: 'non' } })), 'aucune')
  }
  t.equal(copies(asks({ contexte: 'Copie au Dr Rousset : non.' })), 'aucune')
  t.equal(copies(asks({ copieMedecinTraitant: 'n’y voit pas d’inconvénient' })), 'copie')
  t.equal(copies(asks({ contexte: 'Réponse par mail à mon adresse.' })), 'copie')
})

t.test('two lines that contradict each other are asked about, a later one wins', async (t) => {
  const both = asks({ copieMedecinTraitant: 'oui', contexte: 'Ne rien adresser au MT.' })
  t.strictSame(manques(both), ['copieMedecinTraitant contradictoire'])
  t.equal(copies(both.requerant({ formulaire: { copieMedecinTraitant: 'oui' } })), 'copie')
  const line = asks({ copieMedecinTraitant: 'oui', medecinTraitant: `${LIGNE}, sans copie` })
  t.strictSame(manques(line), ['medecinTraitant illisible'])
  const later = asks({ copieMedecinTraitant: 'oui', sexe: '' })
  later.requerant({ formulaire: { sexe: 'F' }, libre: 'Ne rien adresser au MT.' })
  t.equal(copies(later), 'aucune')
  const back = asks({ contexte: 'Ne rien adresser au MT.', sexe: '' })
  back.requerant({ formulaire: { sexe: 'F', copieMedecinTraitant: 'oui' } })
  t.equal(copies(back), 'copie')
})

t.test('where nobody would get one, nothing is asked', async (t) => {
  for (const medecinTraitant of ['moi-même', 'aucun'])
    t.strictSame(manques(asks({ medecinTraitant, contexte: 'Je n’ai pas informé son MT.' })), [])
})

t.test('who consented for one who is represented is asked, unless a line says it', async (t) => {
  const contexte = 'Patiente sous tutelle (MJPM Mme Blin).'
  const story = asks({ contexte })
  t.strictSame(manques(story), ['consentementDonnePar manquant'])
  t.match(story.dossier, {
    consentement: { kind: 'attendu' },
    manques: [{ mots: contexte.slice(0, -1) }],
  })
  story.requerant({ formulaire: { consentement: 'oui, oral, ce jour' } })
  t.strictSame(manques(story), ['consentementDonnePar manquant'], 'asked until it is told')
  story.requerant({ formulaire: { consentementDonnePar: 'la tutrice' } })
  t.match(story.dossier, { etat: 'en_cours', consentement: { par: 'representantLegal' } })
  for (const said of ['patient', 'représentant légal'])
    t.strictSame(manques(asks({ contexte, consentementDonnePar: said })), [], said)
  t.strictSame(manques(asks({ contexte, consentement: 'oui, la tutrice' })), [])
  t.strictSame(manques(asks({}, { libre: contexte, texte: contexte })), [
    'consentementDonnePar manquant',
  ])
})

t.test('of one who cannot express a will, the two lines are offered', async (t) => {
  const story = asks({ contexte: 'Démence sévère, ne comprend pas.' })
  t.match(story.dossier.manques, [{ quoi: 'consentement', precisions: ['horsEtat'] }])
  story.requerant({ formulaire: { procheConsulte: 'Mme Anne PETIT, le 05/06/2026' } })
  t.match(story.dossier, { etat: 'en_cours', consentement: { par: 'proche' } })
  t.strictSame(manques(asks({ contexte: 'Pas de démence, sa mère démente sévère.' })), [])
})
