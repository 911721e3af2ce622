/** Lines that are perhaps not their author's: they act once he says so, and he is asked one question. SPEC §4 */
import t from 'tap'

import { souhaits, souhaitsDuFil } from '../../src/decide/souhaits.ts'
import type { Doute, Doutes, Libelle } from '../../src/domain/courrier.ts'
import { FORMULAIRE, histoire, letters, lettersOf, sampleCourrier } from '../support/dossiers.ts'

const LIGNES = Object.keys(FORMULAIRE) as Libelle[]
const tous = (doute: Doute): Doutes => Object.fromEntries(LIGNES.map((label) => [label, doute]))
/** Lines without which a request is whole all the same. */
const SANS_EFFET: readonly Libelle[] = [
  'telephone',
  'contexte',
  'antecedents',
  'numeroAm',
  'matriculeIns',
]

t.test('a form that is wholly in doubt waits for one word, whatever the doubt', async (t) => {
  for (const doute of ['cite', 'cache', 'signes'] as const) {
    const story = histoire({ courrier: { douteux: tous(doute) } })
    t.match(story.dossier, { etat: 'incomplet', motif: 'formulaire-a-confirmer' }, doute)
    t.strictSame(letters(story.effets), ['recapitulatif → requerant'], 'one question')
    story.requerant({ motCle: 'JE CONFIRME' })
    t.match(story.dossier, { etat: 'en_cours', motif: null, doutes: {} })
    t.equal(lettersOf(story.last.effets, 'demandeAvis').length, 1)
  }
})

t.test(
  'each line that counts holds the request alone, and is said by who writes it himself',
  async (t) => {
    for (const label of LIGNES) {
      const douteux = { [label]: 'cite' } as Doutes
      const story = histoire({ courrier: { douteux } })
      if (story.dossier.etat === 'en_cours') {
        t.ok(SANS_EFFET.includes(label) || label === 'medecinRequis', label)
        continue
      }
      t.match(
        story.dossier.manques.filter(({ bloquant }) => bloquant),
        [{ quoi: label, pourquoi: 'cite' }],
      )
      story.requerant({ formulaire: { [label]: FORMULAIRE[label] ?? '' } })
      t.equal(story.dossier.etat, 'en_cours', `${label} written by himself`)
    }
  },
)

t.test('what is lacking is asked with the lines in doubt, all at once', async (t) => {
  const { sexe, ...formulaire } = FORMULAIRE
  const story = histoire({ formulaire, courrier: { douteux: { consentement: 'cite' } } })
  t.equal(story.dossier.motif, 'demande-incomplete')
  t.match(
    story.dossier.manques
      .filter(({ bloquant }) => bloquant)
      .map(({ quoi, pourquoi }) => `${quoi} ${pourquoi}`),
    ['sexe manquant', 'consentement cite'],
  )
})

t.test(
  'a quoted refusal is asked about, and ends the request only when it is confirmed',
  async (t) => {
    const formulaire = { ...FORMULAIRE, consentement: 'non' }
    const story = histoire({ formulaire, courrier: { douteux: { consentement: 'cite' } } })
    t.equal(story.dossier.motif, 'formulaire-a-confirmer')
    story.requerant({ motCle: 'JE CONFIRME' })
    t.match(story.dossier, { etat: 'annule', motif: 'consentement-refuse' })
  },
)

t.test('a quoted line never takes the place of what its author said himself', async (t) => {
  const { sexe, ...formulaire } = FORMULAIRE
  const story = histoire({ formulaire })
  const quoted = {
    ...FORMULAIRE,
    consentement: 'non',
    medecinTraitant: 'Dr Autre',
    telephone: '01',
  }
  const { sexe: _, ...doutes } = tous('cite') as { sexe?: Doute }
  story.requerant({ formulaire: quoted, douteux: doutes })
  t.equal(story.dossier.etat, 'en_cours')
  t.strictSame(
    [story.dossier.formulaire.consentement, story.dossier.formulaire.medecinTraitant],
    [FORMULAIRE.consentement, FORMULAIRE.medecinTraitant],
  )
})

t.test('the directory is asked for the same lines as the request is judged by', async (t) => {
  const courrier = sampleCourrier({
    formulaire: { medecinRequis: 'Dr Autre', specialiteDemandee: 'dermatologie' },
    douteux: { medecinRequis: 'cite' },
  })
  t.strictSame(souhaits(courrier, []).requis, [])
  const { dossier } = histoire({ formulaire: { medecinTraitant: 'moi-même' } })
  const quoted = sampleCourrier({
    formulaire: { medecinTraitant: 'Dr Autre' },
    douteux: { medecinTraitant: 'cite' },
  })
  t.equal(souhaitsDuFil(dossier, quoted).medecinTraitant, null)
})

t.test('once the request has left, a line in doubt is words and nothing else', async (t) => {
  const story = histoire()
  const { numeroAm } = story.dossier.formulaire
  story.requerant({
    formulaire: { numeroAm: '751999999' },
    douteux: { numeroAm: 'cite' },
    texte: 'Voici sa lettre.',
    libre: 'Voici sa lettre.',
  })
  t.equal(story.dossier.formulaire.numeroAm, numeroAm)
  story.requis(1, {
    formulaire: { numeroAm: '751999999' },
    douteux: { numeroAm: 'cite' },
    texte: '?',
  })
  t.equal(story.dossier.formulaire.numeroAm, numeroAm)
})

t.test('who does not answer is reminded of the same question', async (t) => {
  const story = histoire({ courrier: { douteux: { consentement: 'cite' } } })
  story.requerant({ motCle: null, texte: 'Merci.' })
  t.strictSame(letters(story.last.effets), ['recapitulatif → requerant'], 'asked again')
  story.passe(3 * 86_400_000).echeance()
  t.match(lettersOf(story.last.effets, 'recapitulatif'), [
    { lettre: { code: 'formulaire-a-confirmer', rappel: 'oui' } },
  ])
})
