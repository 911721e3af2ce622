/**
 * A requis who was told that the consent is in doubt hears that it stands, in one letter, whatever he wrote meanwhile; one
 * who was not told hears it with the words of the doubt alone. SPEC §6.1, §6.8
 */
import t from 'tap'

import type { Instant } from '../../src/domain/correspondant.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import type { Effet } from '../../src/domain/decision.ts'
import { textBody } from '../../src/write/blocs.ts'
import { draft } from '../../src/write/letters.ts'
import { type Histoire, histoire, rppsTest } from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

const A = rppsTest(101)
const doute = () =>
  histoire().requerant({ texte: 'La patiente hésite, elle ne veut plus vraiment.' })
const to = (effets: readonly Effet[], rpps: string) =>
  effets.flatMap((one) => (one.kind === 'envoyer' && one.a.rpps === rpps ? [one.lettre] : []))

const MOTS: readonly (readonly [MotCle | null, string])[] = [
  ['AVIS', 'Lésion bénigne.'],
  ['COMPLEMENT', 'Depuis quand ?'],
  ['ACCEPTE', ''],
  ['REFUS', 'Hors de ma compétence.'],
  ['REORIENTATION', 'Pour un Holter.'],
  [null, 'Lésion bénigne, rien à faire.'],
]

async function text(story: Histoire): Promise<string> {
  const [lettre] = to(story.last.effets, A)
  if (lettre === undefined) throw new Error('no letter')
  const envoi = ex.envoi(lettre, 'requis', story.dossier)
  const written = await draft({ ...envoi, a: { ...envoi.a, rpps: A } }, ex.parts)
  return textBody(written.blocs).replace(/\s+/g, ' ')
}

for (const [motCle, texte] of MOTS) {
  t.test(`${motCle ?? 'no keyword'} that waited: the consent stands, one letter`, async (t) => {
    const story = doute()
    const argument = motCle === 'REORIENTATION' ? 'cardiologie' : null
    story.requis(1, { motCle, argument, texte })
    t.match(to(story.last.effets, A), [{ kind: 'avisNonTransmis', attente: 'oui' }])
    story.requerant({ motCle: 'ACCORD' })
    const told = to(story.last.effets, A)
    t.equal(told.filter(({ maintenu }) => maintenu === 'oui').length, 1, 'once')
    // A text without keyword is asked about, in a letter of its own.
    t.equal(told.length, motCle === null ? 2 : 1, told.map(({ kind }) => kind).join())
    t.match(await text(story), /le patient maintient son consentement/i)
  })
}

t.test(
  'one who heard of no doubt reads the words with what became of it; a withdrawal is told as such',
  async (t) => {
    const silent = doute().requerant({ motCle: 'ACCORD' })
    // They reach him now: alone they would say that the patient no longer agrees.
    t.match(to(silent.last.effets, A), [{ kind: 'complementTransmis', maintenu: 'oui' }])
    t.equal(to(silent.last.effets, A).length, 1, 'and no letter of its own says it')
    const gone = doute().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    gone.requerant({ motCle: 'RETRAIT CONSENTEMENT' })
    t.notMatch(to(gone.last.effets, A), [{ maintenu: 'oui' }])
    t.not(to(gone.last.effets, A).length, 0)
  },
)

t.test('where nothing else is due to him, it is a letter of its own', async (t) => {
  const story = histoire().event({
    kind: 'courrierAutomatique',
    message: 'm-auto',
    recuLe: '2026-06-08T08:00:00.000Z' as Instant,
    signe: { auteur: rppsTest(1), motCle: 'RETRAIT CONSENTEMENT' },
  })
  story.requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' })
  story.requerant({ motCle: 'ACCORD' })
  t.match(to(story.last.effets, A), [{ kind: 'bienRecu', motCle: null, maintenu: 'oui' }])
  t.match(await text(story), /Poursuivez comme prévu pour la demande TE-2026-000001/)
})
