/** The JSON Lines of an export. */
import t from 'tap'

import { JSONL } from '../../src/billing/jsonl.ts'
import { acte, acteRqd } from '../support/actes.ts'
import { whole } from '../support/exports.ts'

const ENTETE = { id: 7, creeLe: '2026-04-01T08:00:00.000Z', rendu: 2 }

t.test('gives one whole act a line, amounts in cents', async (t) => {
  const text = whole(JSONL, ENTETE, [
    { id: 42, acte: acte() },
    { id: 43, acte: acteRqd() },
  ])
  const lines = text.trimEnd().split('\n')
  t.equal(lines.length, 2)
  t.match(JSON.parse(lines[0] ?? ''), {
    id_acte: 42,
    id_export: 7,
    id_dossier: 'TE-2026-000123',
    code_acte: 'TE2',
    montant_centimes: 2300,
    executant: { rpps: '99700218896', numero_am: '750000001' },
    prescripteur: { finess: '750712184', specialite: '01' },
    assure: { nir: '1531245007231', cle: '60' },
  })
  t.match(JSON.parse(lines[1] ?? ''), { id_acte: 43, role: 'REQUERANT', montant_centimes: 1000 })
})

t.test('is empty when there is nothing to export', async (t) => {
  t.equal(whole(JSONL, ENTETE, []), '')
})

t.test('gives an INS only of a qualified identity', async (t) => {
  const { patient } = acte()
  const loose = { ...patient, ins: patient.ins && { ...patient.ins, statut: 'provisoire' } }
  t.match(whole(JSONL, ENTETE, [{ id: 1, acte: acte() }]), '284058832102532')
  t.notMatch(whole(JSONL, ENTETE, [{ id: 1, acte: acte({ patient: loose }) }]), '284058832102532')
})
