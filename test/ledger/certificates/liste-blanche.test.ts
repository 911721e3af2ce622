import t from 'tap'

import {
  listeEnVigueur,
  listeMark,
  takeListe,
} from '../../../src/ledger/certificates/liste-blanche.ts'
import { testDatabase } from '../../support/database.ts'

const liste = (genereeLe: string, sha256: string) => ({
  genereeLe: new Date(genereeLe),
  sha256: sha256.repeat(32),
  signataire: 'CN=liste.test',
  domaines: new Map([[`${sha256}.test`, ['CN=a,C=FR', 'CN=b,C=FR']]]),
})
const NOW = new Date('2026-11-22T09:00:00Z')

t.test('the list in force is replaced by a newer one only', async (t) => {
  const { db } = await testDatabase(t)
  t.equal(await listeEnVigueur(db), null)
  t.equal(await listeMark(db), null)
  const second = liste('2026-11-02T00:00:00Z', 'bb')
  t.equal(await takeListe(db, liste('2026-11-01T00:00:00Z', 'aa'), NOW), 'prise')
  t.equal(await takeListe(db, second, NOW), 'prise')
  t.equal(await takeListe(db, second, NOW), 'connue')
  t.equal(await takeListe(db, liste('2026-11-01T00:00:00Z', 'aa'), NOW), 'ancienne')
  t.equal(await takeListe(db, liste('2026-11-02T00:00:00Z', 'cc'), NOW), 'ancienne', 'same instant')
  t.strictSame(await listeEnVigueur(db), second)
  t.equal(await listeMark(db), second.sha256)
})
