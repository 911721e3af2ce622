/**
 * The one asked by name cannot have the request now: his letter says why, until when, what becomes of it and what to do.
 * Cause × return × delegate. SPEC §6.8
 */
import t from 'tap'

import type { Jour, RequisPossible } from '../../src/domain/correspondant.ts'
import { textBody } from '../../src/write/blocs.ts'
import { draft } from '../../src/write/letters.ts'
import {
  CARDIOLOGIE,
  FORMULAIRE,
  type Histoire,
  histoire,
  letters,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'
import * as ex from './exemple.ts'

const A = rppsTest(101)
const C = rppsTest(103)
/** The story begins on Monday 8 June 2026, and ends a week later. */
const COURTE = { du: '2026-06-08' as Jour, au: '2026-06-12' as Jour }
const LONGUE = { du: '2026-06-08' as Jour, au: '2026-06-20' as Jour }
const delegue = (change: Partial<RequisPossible> = {}) =>
  samplePossible(3, { pools: [CARDIOLOGIE], specialite: CARDIOLOGIE, ...change })

function nomme(change: Partial<RequisPossible>, others: readonly RequisPossible[] = []): Histoire {
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  const qui = samplePossible(1, change)
  return histoire({
    formulaire,
    cibles: [{ kind: 'requis', rpps: A }],
    trouvailles: sampleTrouvailles({ requis: [[qui]], possibles: [qui, ...others] }),
  })
}

async function accuse({ dossier, now }: Histoire): Promise<string> {
  const parts = { ...ex.parts, now }
  const written = await draft(ex.envoi({ kind: 'accuseReception' }, 'requerant', dossier), parts)
  return textBody(written.blocs).replace(/\s+/g, ' ')
}

const TOUJOURS = [/Aucun médecin n’est disponible/, /TE-2026-000001/, /nommez? un autre médecin/]
const PARTIRA = /lui sera remise/

const LIGNES: readonly (readonly [string, () => Histoire, readonly RegExp[], readonly RegExp[]])[] =
  [
    [
      'away, and back before the end',
      () => nomme({ absences: [COURTE] }),
      [/est absent du 8 juin 2026 au 12 juin 2026 inclus/, /à son retour, le 13 juin 2026/],
      [/dès qu.un médecin sera disponible/],
    ],
    [
      'away beyond the end',
      () => nomme({ absences: [LONGUE] }),
      [/au 20 juin 2026 inclus/, /se clôt avant son retour, et ne lui parviendra pas/],
      [PARTIRA, /partira/],
    ],
    [
      'away, his delegate too',
      () => nomme({ absences: [{ ...COURTE, delegue: C }] }, [delegue({ absences: [COURTE] })]),
      [/qui répond pour lui, n’est pas disponible ici non plus/],
      [],
    ],
    [
      'away, his delegate proposed',
      () => nomme({ absences: [{ ...LONGUE, delegue: C }] }, [delegue()]),
      [/Répondez à la proposition que vous recevez à part/],
      [/non plus/, PARTIRA, /à sa place/],
    ],
    [
      'full',
      () => nomme({ capaciteParJour: 1, recuesAujourdhui: 1 }),
      [/autant de demandes qu’il en accepte en un jour/, PARTIRA],
      [/absent/],
    ],
  ]

for (const [name, begin, said, never] of LIGNES) {
  t.test(`${name}: only what is so`, async (t) => {
    const read = await accuse(begin())
    for (const words of [...TOUJOURS, ...said]) t.match(read, words)
    for (const words of never) t.notMatch(read, words)
  })
}

t.test('once he has it, nothing of it is left', async (t) => {
  const story = nomme({ absences: [COURTE] })
  t.match(story.dossier.sollicitations, [{ vacance: { cause: 'absent' } }])
  story.trouvailles = sampleTrouvailles({ possibles: [samplePossible(1)] })
  story.passe(5 * 24 * 3_600_000).echeance()
  t.ok(letters(story.last.effets).includes('demandeAvis → requis'))
  t.equal(story.dossier.sollicitations[0]?.vacance, null)
})
