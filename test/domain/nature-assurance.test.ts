/** Each way to write the nature of the insurance, in the one vocabulary of every format. SPEC §11 */
import t from 'tap'

import { CSV } from '../../src/billing/csv.ts'
import { JSONL } from '../../src/billing/jsonl.ts'
import { natureAssuranceDe } from '../../src/domain/nature-assurance.ts'
import { corriger, isRefus } from '../../src/domain/reglement.ts'
import { acte } from '../support/actes.ts'
import { whole } from '../support/exports.ts'

const DITES: { readonly [written: string]: string | null } = {
  ...{ '10': '10', maladie: '10', Maladie: '10', AS: '10', '10 maladie': '10' },
  ...{ '13': '13', 'Alsace-Moselle': '13', 'régime local': '13' },
  ...{ '30': '30', maternité: '30', MT: '30', Mat: '30' },
  ...{ '41': '41', AT: '41', 'Accident du travail': '41', 'AT/MP': '41' },
  ...{ '90': '90', autre: '90' },
  ...{ '99': null, 'ne sais pas': null, '': null },
}

t.test('every format and every correction says the same code', async (t) => {
  const { assure } = acte()
  for (const [written, code] of Object.entries(DITES)) {
    t.equal(natureAssuranceDe(written), code, written)
    const one = acte({ assure: { ...assure, natureAssurance: written } })
    const entete = { id: 1, creeLe: '2026-04-01T08:00:00.000Z' }
    const actes = [{ id: 1, acte: one }]
    t.equal(JSON.parse(whole(JSONL, entete, actes)).assure.nature_assurance, code, written)
    const [head = '', line = ''] = whole(CSV, entete, actes).split('\n')
    t.equal(line.split(';')[head.split(';').indexOf('nature_assurance')], code ?? '', written)
    const done = corriger(acte(), { nature_assurance: written })
    if (code === null) t.match(done, { refus: 'champ-illisible' }, written)
    else t.equal(isRefus(done) ? null : done.assure.natureAssurance, code, written)
  }
})
