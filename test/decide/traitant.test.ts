/** What the médecin traitant writes: keyword × état, and to whom his words go. SPEC §5, §6.1, §6.2, §6.5, §6.7 */
import t from 'tap'

import type { AdresseMss } from '../../src/domain/correspondant.ts'
import type { Courrier, MotCle } from '../../src/domain/courrier.ts'
import { partieDuMot } from '../../src/domain/message-traitant.ts'
import {
  FORMULAIRE,
  type Histoire,
  histoire,
  lettersOf,
  sampleCourrier,
  samplePossible,
  sampleProvenance,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const { actif: _, pools: _p, ...MT } = samplePossible(8)
const ADRESSE = 'mt@ville.test' as AdresseMss
const TEXTE = 'Elle prend aussi un anticoagulant depuis mardi.'

const MOTS: readonly MotCle[] = [
  ...(['AVIS', 'RECTIFICATIF', 'ACCEPTE', 'COMPLEMENT', 'REFUS', 'REORIENTATION'] as const),
  ...(['URGENT', 'ABSENT', 'ACCORD', 'DESACCORD', 'NON URGENT', 'ANNULATION'] as const),
  ...(['RETRAIT CONSENTEMENT', 'ETAT', 'JE VALIDE', 'JE CONFIRME'] as const),
]

const etats = ({ etat, sollicitations }: Histoire['dossier']) => [
  etat,
  ...sollicitations.flatMap(({ etat: slot, comptesRendus }) => [slot, comptesRendus.length]),
]

function begun(): Histoire {
  const formulaire = { ...FORMULAIRE, medecinTraitant: 'Dr Traitant' }
  return histoire({ formulaire, trouvailles: sampleTrouvailles({ medecinTraitant: [MT] }) })
}

const rendu = () => begun().requis(1, { motCle: 'AVIS', texte: 'Exérèse à prévoir.' })

function writes(story: Histoire, courrier: Partial<Courrier>): Histoire {
  return story.event({
    kind: 'courrierTraitant',
    provenance: sampleProvenance('mt-1', story.now),
    auteur: { ...MT, adresse: ADRESSE },
    courrier: sampleCourrier({ texte: TEXTE, libre: TEXTE, ...courrier }),
  })
}

const told = (story: Histoire) => {
  const [note] = lettersOf(story.last.effets, 'messageTraitantNote')
  return note?.lettre
}
const readers = (story: Histoire) =>
  lettersOf(story.last.effets, 'messageTraitant').map(({ a }) => a.role)

t.test(
  'his words go to the requérant and to who gave an opinion, and change nothing',
  async (t) => {
    const story = rendu()
    t.equal(story.dossier.medecinTraitant?.kind, 'designe')
    const before = story.dossier
    writes(story, {})
    t.strictSame(etats(story.dossier), etats(before), 'no state changes')
    t.strictSame(readers(story), ['requerant', 'requis'])
    t.match(told(story), { requis: [samplePossible(1).rpps], motif: null })
    t.notOk(
      story.last.effets.some(({ kind }) => kind !== 'envoyer'),
      'nothing but letters',
    )
    t.match(story.dossier.sollicitations[0]?.questions, [
      { de: 'medecinTraitant', reponduLe: null },
    ])

    const start = begun()
    const untouched = start.dossier
    const early = writes(start, {})
    t.equal(early.dossier, untouched, 'before an opinion nobody has to answer')
    t.strictSame(readers(early), ['requerant'], 'before an opinion, the requérant alone')
  },
)

t.test('each word is his, or is answered with whose it is', async (t) => {
  for (const motCle of MOTS) {
    for (const start of [begun, rendu]) {
      const story = start()
      const before = story.dossier
      writes(story, { motCle })
      t.strictSame(etats(story.dossier), etats(before), `${motCle}: no change of state`)
      const de = partieDuMot(motCle)
      if (de === null) t.not(readers(story).length, 0, `${motCle} is passed on`)
      else {
        t.strictSame(readers(story), [], `${motCle} is passed on to nobody`)
        t.match(told(story), { requis: null, motif: 'mot', mot: { mot: motCle, de } })
      }
      t.equal(lettersOf(story.last.effets, 'messageTraitantNote').length, 1, `${motCle} answered`)
    }
  }
})

t.test('an emergency leads, and goes with priority', async (t) => {
  for (const courrier of [
    { urgence: 'urgence vitale' },
    { motCle: 'URGENT' },
  ] as readonly Partial<Courrier>[]) {
    const story = writes(rendu(), courrier)
    t.match(told(story), { urgent: 'oui' })
    for (const one of story.last.effets)
      if (one.kind === 'envoyer' && one.lettre.kind === 'messageTraitant')
        t.match(one, { priorite: 'haute', lettre: { urgent: 'oui' } })
  }
  t.match(told(writes(rendu(), { motCle: 'AVIS', urgence: 'urgence vitale' })), { urgent: 'oui' })
})

t.test('what may not be passed on is told with its reason', async (t) => {
  const withdrawn = rendu().requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  t.match(told(writes(withdrawn, {})), { motif: 'sans-consentement' })
  const closed = rendu()
  closed.dossier = { ...closed.dossier, etat: 'clos' }
  t.match(told(writes(closed, {})), { motif: 'clos', dit: String })
  t.match(told(writes(rendu(), { texte: '', libre: '' })), { motif: 'vide' })
  const other = 'Pour Mme DUPONTEL Jeanne, née le 02/02/1933.'
  t.match(told(writes(rendu(), { texte: other, libre: other })), { motif: 'autre-patient' })
})
