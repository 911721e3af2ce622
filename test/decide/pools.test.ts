/** A pool's own delays and required documents. SPEC §1 (pool set), §7 */
import t from 'tap'

import { echeancesDe } from '../../src/decide/echeances.ts'
import type { CodeSpecialite } from '../../src/domain/correspondant.ts'
import type { Pool } from '../../src/domain/pool.ts'
import {
  CARDIOLOGIE,
  FORMULAIRE,
  HEURE,
  histoire,
  JOUR,
  letters,
  lettersOf,
  samplePiece,
  samplePossible,
  sampleRegles,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const DERMATOLOGIE = '05' as CodeSpecialite
const pool = (change: Partial<Pool>): Pool => ({
  specialite: DERMATOLOGIE,
  coordinateur: null,
  delais: {},
  documents: [],
  ...change,
})
const regles = sampleRegles({ calendrier: 'continu' })
const own = { rappelMs: 2 * HEURE, limiteMs: 4 * HEURE, expirationJours: 1 }
const avec = (pools: readonly Pool[]) => sampleTrouvailles({ pools })

t.test('a slot goes by the delays of its pool, as they were when it was opened', async (t) => {
  const story = histoire({ regles, trouvailles: avec([pool({ delais: own })]) })
  const [slot] = story.dossier.sollicitations
  t.strictSame(slot?.delais, own)
  story.trouvailles = avec([pool({ delais: { limiteMs: 99 * HEURE } })])
  story.passe(2 * HEURE).echeance()
  t.strictSame(letters(story.last.effets), ['rappelRequis → requis'])
  story.passe(2 * HEURE).echeance()
  t.ok(letters(story.last.effets).includes('retard → requerant'))
  story.passe(20 * HEURE).echeance()
  t.match(story.dossier.sollicitations, [{ etat: 'expiree' }])
  story.requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
  t.match(story.dossier.sollicitations[0]?.comptesRendus, [{ enRetard: true }])
})

t.test(
  'what a pool does not say is as everywhere; another pool and a named requis too',
  async (t) => {
    const pools = [
      pool({ delais: { limiteMs: 4 * HEURE } }),
      pool({ specialite: CARDIOLOGIE, delais: own }),
    ]
    const story = histoire({ regles, trouvailles: avec(pools) })
    const [slot] = story.dossier.sollicitations
    if (slot === undefined) throw new Error('no slot')
    const due = echeancesDe(slot, regles)
    t.equal(due.limite, new Date(Date.parse(slot.ouverteLe) + 4 * HEURE).toISOString())
    t.equal(due.expiration, new Date(Date.parse(slot.ouverteLe) + 7 * JOUR).toISOString())
    const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
    const named = histoire({
      regles,
      formulaire,
      cibles: [{ kind: 'requis', rpps: samplePossible(1).rpps }],
      trouvailles: { ...avec(pools), requis: [[samplePossible(1)]] },
    })
    t.equal(named.dossier.sollicitations[0]?.delais, undefined)
  },
)

t.test('a pool agreed to by ACCORD brings its own delays', async (t) => {
  const cardio = samplePossible(3, { pools: [CARDIOLOGIE] })
  const story = histoire({ regles })
  story.trouvailles = sampleTrouvailles({
    possibles: [samplePossible(1), cardio],
    pools: [pool({ specialite: CARDIOLOGIE, delais: own })],
  })
  story.requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie', texte: '' })
  story.requerant({ motCle: 'ACCORD' })
  t.match(story.dossier.sollicitations[1], { delais: own })
})

t.test('a document that lacks is asked for with the rest, once; a line is enough', async (t) => {
  const pools = [pool({ documents: ['photographie', 'ordonnance'] })]
  const { sexe: _, ...formulaire } = FORMULAIRE
  const story = histoire({ formulaire, trouvailles: avec(pools) })
  t.equal(story.dossier.motif, 'demande-incomplete')
  const [asked] = lettersOf(story.last.effets, 'demandeACompleter')
  t.strictSame(
    asked?.lettre.manques.filter(({ bloquant }) => bloquant).map(({ quoi }) => quoi),
    ['sexe', 'document:ordonnance'],
    'the photo came with the request',
  )
  story.requerant({ formulaire: { sexe: 'F' }, libre: 'Ordonnance : aucune', texte: '' })
  t.equal(story.dossier.etat, 'en_cours')
  const file = histoire({ trouvailles: avec(pools) })
  t.equal(file.dossier.etat, 'incomplet')
  file.requerant({ pieces: [samplePiece('Ordonnances.pdf')] })
  t.equal(file.dossier.etat, 'en_cours')
  t.equal(
    histoire({ trouvailles: avec([pool({ specialite: CARDIOLOGIE, documents: ['ECG'] })]) }).dossier
      .etat,
    'en_cours',
  )
})
