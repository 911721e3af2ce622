/** What the requérant reads of each change of who is asked, alone or within another letter. SPEC §6.8 */
import t from 'tap'

import { refusDeDepart } from '../../src/decide/depart.ts'
import type { CauseDeChangement } from '../../src/domain/changement.ts'
import type { Jour } from '../../src/domain/correspondant.ts'
import type { Lettre } from '../../src/domain/decision.ts'
import type { Dossier, RequisSollicite } from '../../src/domain/dossier.ts'
import { textBody } from '../../src/write/blocs.ts'
import { draft } from '../../src/write/letters.ts'
import { rppsTest } from '../support/dossiers.ts'
import * as ex from './exemple.ts'

const NOUVEAU: RequisSollicite = {
  ...ex.requis,
  rpps: rppsTest(7),
  nom: 'NOUVEAU',
  demandeRemiseLe: null,
}
const absence = { du: '2026-11-23' as Jour, au: '2026-11-30' as Jour, offerte: true }

function dossier(
  ecarte: RequisSollicite['ecarte'],
  change: Partial<RequisSollicite> = {},
): Dossier {
  const sollicitations = ex.attendu.sollicitations.map((slot) => ({
    ...slot,
    requis: [{ ...ex.requis, ecarte, ...change }, NOUVEAU],
  }))
  return { ...ex.attendu, sollicitations }
}

async function text(lettre: Lettre, of: Dossier): Promise<string> {
  const written = await draft(ex.envoi(lettre, 'requerant', of), ex.parts)
  return textBody(written.blocs).replace(/\s+/g, ' ')
}

const said = (cause: CauseDeChangement) => [
  { rang: 1, partis: [{ rpps: ex.requis.rpps, cause }], arrives: [NOUVEAU.rpps] },
]

const CAUSES: { readonly [C in CauseDeChangement]: RegExp } = {
  refus: /ne peut pas rendre l’avis demandé/,
  absence: /est absent du 23 novembre 2026 au 30 novembre 2026 inclus/,
  inactif: /ne répond plus ici aux demandes/,
  injoignable: /n’a pas pu être remise au Dr/,
  reprise: /un confrère de la même spécialité remplace le Dr/,
  coordination: /la coordination a confié la demande à un autre médecin/,
}

for (const [cause, words] of Object.entries(CAUSES)) {
  t.test(`${cause}: why, who has it now, until when; first of all what is expected`, async (t) => {
    const lettre: Lettre = {
      kind: 'demandeRemise',
      rang: 1,
      changements: said(cause as CauseDeChangement),
    }
    const of = dossier('refus', { absence })
    const read = await text(lettre, of)
    t.match(read, words)
    t.match(read, /Rien n’est attendu de vous : /)
    t.match(read, /est maintenant adressée au Dr .*NOUVEAU/)
    t.match(read, /L’avis est attendu au plus tard/)
    t.match(read, /Patient : A\.Z\., 1951/)
  })
}

t.test('another letter of the same decision says it in a sentence of its own', async (t) => {
  const lettre: Lettre = {
    kind: 'retard',
    rang: 1,
    changements: [{ rang: 1, partis: [], arrives: [NOUVEAU.rpps] }],
  }
  const read = await text(lettre, dossier(null))
  t.match(read, /n’est pas encore rendu/)
  t.match(read, /est aussi adressée au Dr .*NOUVEAU et reste dans la file du Dr/)
  t.notMatch(read, /sollicité dès que possible/)
})

t.test('it leaves while it is so', async (t) => {
  const ask = (of: Dossier) =>
    refusDeDepart(
      {
        lettre: 'demandeRemise',
        role: 'requerant',
        rpps: of.requerant.rpps,
        rang: 1,
        version: null,
        adresse: null,
        horsDossier: false,
        dite: { kind: 'demandeRemise', rang: 1, changements: said('refus') },
      },
      of,
      { now: ex.RENDU, voie: null },
    )
  t.equal(ask(dossier('refus')), null)
  const [slot] = dossier('refus').sollicitations
  const gone = { ...NOUVEAU, ecarte: 'refus' } as const
  const next = slot === undefined ? [] : [{ ...slot, requis: [gone, { ...ex.requis }] }]
  t.equal(ask({ ...ex.attendu, sollicitations: next }), 'lettre-sans-objet')
})
