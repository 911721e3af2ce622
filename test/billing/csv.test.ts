/** The CSV of an export: its columns, its quoting, its exactness. */
import t from 'tap'

import { CSV } from '../../src/billing/csv.ts'
import { acte, acteRqd } from '../support/actes.ts'
import { whole } from '../support/exports.ts'

const HEADER =
  'id_acte;id_export;id_dossier;role;code_acte;date_acte;montant_centimes;territoire;regle_version;taux;tp_amo;nir;cle;ins_oid;nom_naissance;prenom;date_naissance;sexe;exec_am;exec_rpps;exec_finess;exec_spe;presc_am;presc_rpps;presc_finess;presc_spe;date_demande;date_cr;ald;nature_assurance;rang_annuel;plafond;motif_non_facturable'
const ENTETE = { id: 7, creeLe: '2026-04-01T08:00:00.000Z', rendu: 2 }

t.test('gives the header alone when there is nothing to export', async (t) => {
  t.equal(whole(CSV, ENTETE, []), `${HEADER}\n`)
})

t.test('puts each fact of an act under its column', async (t) => {
  const [head, row, rest] = whole(CSV, ENTETE, [{ id: 42, acte: acte() }]).split('\n')
  t.equal(rest, '', 'ends with one LF')
  const fields = Object.fromEntries(
    (head ?? '').split(';').map((name, at) => [name, (row ?? '').split(';')[at]]),
  )
  t.match(fields, {
    id_acte: '42',
    id_export: '7',
    id_dossier: 'TE-2026-000123',
    role: 'REQUIS',
    code_acte: 'TE2',
    date_acte: '2026-03-02',
    montant_centimes: '2300',
    territoire: 'METRO',
    taux: '100',
    nir: '1531245007231',
    cle: '60',
    nom_naissance: 'ESSAI',
    exec_am: '750000001',
    exec_rpps: '99700218896',
    exec_finess: '',
    presc_finess: '750712184',
    presc_spe: '01',
    ald: 'N',
    rang_annuel: '1',
    plafond: '4',
  })
})

t.test(
  'bills under the patient’s INS when no number of the assuré was given, with its OID',
  async (t) => {
    const { assure } = acte()
    const row = whole(CSV, ENTETE, [{ id: 1, acte: acte({ assure: { ...assure, nir: null } }) }])
    t.match(row, ';2840588321025;32;1.2.250.1.213.1.4.10;')
  },
)

t.test('never gives the INS of an identity that is not qualified', async (t) => {
  const { assure, patient } = acte()
  const loose = acte({
    assure: { ...assure, nir: null },
    patient: { ...patient, ins: patient.ins && { ...patient.ins, statut: 'recuperee' } },
  })
  t.notMatch(whole(CSV, ENTETE, [{ id: 1, acte: loose }]), '284058832')
})

t.test(
  'quotes separators, quotes, line breaks and what looks like a formula, and alters nothing',
  async (t) => {
    const { patient } = acte()
    const named = (nomNaissance: string): string => {
      const csv = whole(CSV, ENTETE, [
        { id: 1, acte: acte({ patient: { ...patient, nomNaissance } }) },
      ])
      return csv.slice(csv.indexOf('\n') + 1)
    }
    t.match(named('D;E'), ';"D;E";')
    t.match(named('D"E'), ';"D""E";')
    t.match(named('D\nE'), ';"D\nE";')
    t.match(named('=D(E)'), ';"=D(E)";')
  },
)

t.test(
  'says DOM for an act overseas, and bills the requerant’s own act under his number',
  async (t) => {
    const csv = whole(CSV, ENTETE, [{ id: 2, acte: acteRqd({ territoire: 'dom' }) }])
    t.match(csv, ';REQUERANT;RQD;2026-03-02;1000;DOM;')
    t.match(csv, ';;99700000012;750712184;01;750000001;99700218896;;05;')
  },
)
