/** The médecin traitant named anew: nothing goes to the former one, and the new one is known for sure or asked for. SPEC §4 */
import t from 'tap'

import { souhaitsDuFil } from '../../src/decide/souhaits.ts'
import { write } from '../../src/write/write.ts'
import {
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  sampleCourrier,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

const galland = samplePossible(8, { nom: 'GALLAND', prenom: 'Paul' })
const rousset = samplePossible(9, { nom: 'ROUSSET', prenom: 'Claire' })
const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne, à revoir dans un an.' } as const
const DIT = { texte: 'Le médecin traitant est en fait le Dr ROUSSET.' }
const LIGNE = { formulaire: { medecinTraitant: 'Dr Claire ROUSSET' } }

const begin = (medecinTraitant = 'Dr Paul GALLAND', texte = '') =>
  histoire({
    formulaire: { ...FORMULAIRE, medecinTraitant },
    courrier: { texte, libre: texte },
    trouvailles: sampleTrouvailles({
      medecinTraitant: medecinTraitant.includes('GALLAND') ? [galland] : null,
    }),
  })
const found = (story: Histoire, ...people: readonly (typeof rousset)[]) => {
  story.trouvailles = { ...story.trouvailles, medecinTraitant: people }
  return story
}
const copies = (story: Histoire) =>
  lettersOf(story.last.effets, 'compteRendu').flatMap(({ a }) =>
    a.role === 'medecinTraitant' ? [a.rpps] : [],
  )
const noted = (story: Histoire) => lettersOf(story.last.effets, 'copieNotee')[0]?.lettre

t.test('in the request itself, prose against the line is a question that quotes it', async (t) => {
  for (const line of ['Dr Paul GALLAND', 'moi-même', 'aucun']) {
    const story = begin(line, DIT.texte)
    t.equal(story.dossier.etat, 'incomplet', line)
    const [asked] = lettersOf(story.effets, 'demandeACompleter')
    if (asked === undefined) throw new Error('nothing is asked')
    const { bodies } = await write(ex.envoi(asked.lettre, 'requerant', story.dossier), ex.parts)
    t.match(bodies.text, 'Le médecin traitant est en fait le Dr ROUSSET', line)
    story.requerant({ texte: 'Merci.' })
    t.equal(story.dossier.etat, 'incomplet', `${line}: thanks settle nothing`)
    found(story, rousset).requerant(LIGNE)
    t.match(story.dossier.medecinTraitant, { professionnel: { nom: 'ROUSSET' } }, line)
    t.equal(story.dossier.etat, 'en_cours', line)
  }
  const same = begin('Dr Paul GALLAND', 'Son médecin traitant est le Dr Galland.')
  t.equal(same.dossier.etat, 'en_cours')
})

t.test('in prose of a reply, nobody gets a copy before a line says who he is', async (t) => {
  for (const line of ['Dr Paul GALLAND', 'moi-même', 'aucun']) {
    const story = begin(line).requerant(DIT)
    t.match(noted(story), { dit: 'sans-traitant', mots: /Dr ROUSSET/ }, line)
    const lettre = noted(story)
    if (lettre === undefined) throw new Error('nothing is said')
    const { bodies } = await write(ex.envoi(lettre, 'requerant', story.dossier), ex.parts)
    t.match(bodies.text, 'est en fait le Dr ROUSSET', line)
    for (const said of [{ texte: 'Oui.' }, { formulaire: { copieMedecinTraitant: 'oui' } }]) {
      story.requerant(said)
      t.equal(story.dossier.medecinTraitant?.kind === 'designe', false, `${line}: not the former`)
    }
    story.requis(1, AVIS)
    found(story, rousset).requerant(LIGNE)
    t.match(story.dossier.medecinTraitant, { kind: 'designe', professionnel: { nom: 'ROUSSET' } })
    t.strictSame(copies(story), [rousset.rpps], `${line}: he gets the opinion`)
    t.match(noted(story), { dit: 'oui' })
  }
})

t.test('a line that names one professional for sure is understood, and told', async (t) => {
  const story = begin()
  t.match(souhaitsDuFil(story.dossier, sampleCourrier(LIGNE)).medecinTraitant, {
    nom: 'Claire ROUSSET',
  })
  found(story.requis(1, AVIS), rousset).requerant(LIGNE)
  t.ok(
    story.last.effets.some((one) => one.kind === 'retirerEnvois'),
    'what waited for the former',
  )
  t.strictSame(copies(story), [rousset.rpps])
  const had = begin()
    .requis(1, AVIS)
    .remise('compteRendu', 'medecinTraitant', { rpps: galland.rpps })
  found(had, rousset).requerant(LIGNE)
  t.strictSame(copies(had), [rousset.rpps], 'what the former had, he has not')
  t.match(noted(had), { dit: 'oui', remiseLe: had.now, ancien: 'oui' })
  for (const people of [[], [rousset, galland]]) {
    const doubt = found(begin(), ...people).requerant(LIGNE)
    t.match(noted(doubt), { dit: 'sans-traitant' }, `${people.length} found`)
    t.equal(doubt.dossier.medecinTraitant?.kind, 'enDoute')
  }
})

t.test('the same one named again lifts the doubt; an opposition stays', async (t) => {
  const story = begin().requerant(DIT)
  story.requerant({ formulaire: { medecinTraitant: 'Dr Paul GALLAND' } })
  t.match(story.dossier.medecinTraitant, { kind: 'designe', professionnel: { nom: 'GALLAND' } })
  const opposed = begin()
    .requerant({ formulaire: { copieMedecinTraitant: 'non' } })
    .requerant(DIT)
  t.equal(opposed.dossier.medecinTraitant?.kind, 'oppose')
  t.notOk(letters(opposed.last.effets).includes('copieNotee → requerant'))
})
