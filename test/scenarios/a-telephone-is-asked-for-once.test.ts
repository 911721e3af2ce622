/**
 * A telephone that a professional writes is kept for his next dossiers where the directory has none. SPEC §4, §5
 */
import t from 'tap'

import { importRows } from '../../src/ledger/annuaire/annuaire-import.ts'
import { telephoneEcrit } from '../../src/ledger/annuaire/telephones.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

const patient = (nom: string, more: { readonly [label: string]: string | null } = {}) =>
  demande({ 'Nom de naissance': nom, ...more })

t.test('it is asked for until it is written, then never again', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const { db } = gateway.parts
  const to = { to: `${dermatologue.rpps}@te.localhost` }

  await requerant.asks(patient('ESSAI-UN', { Téléphone: null }), to)
  t.match((await requerant.receives('accusé')).text, /Téléphone\s*:/, 'nobody knows it')
  t.match((await dermatologue.receives('avis')).text, /Téléphone : non communiqué/)

  await requerant.asks(patient('ESSAI-DEUX', { Téléphone: '01 99 00 12 34' }), to)
  t.notMatch((await requerant.receives('accusé')).text, /Téléphone\s*:\s*\n/)
  await dermatologue.receives('avis')
  t.match(await telephoneEcrit(db, requerant.rpps), { telephone: '01 99 00 12 34' })

  await requerant.asks(patient('ESSAI-TROIS', { Téléphone: null }), to)
  t.notMatch((await requerant.receives('accusé')).text, /Téléphone\s*:/, 'it is not asked again')
  const third = await dermatologue.receives('avis')
  t.match(third.text, /Téléphone : 01 99 00 12 34/)

  // A newer one of his own takes its place; a requis gives his with URGENT.
  await requerant.asks(patient('ESSAI-QUATRE', { Téléphone: '01 99 00 56 78' }), to)
  await requerant.receives('accusé')
  await dermatologue.receives('avis')
  t.match(await telephoneEcrit(db, requerant.rpps), { telephone: '01 99 00 56 78' })
  await dermatologue.answers(third, 'URGENT\n\nAppelez-moi au 04 99 00 11 22.')
  await requerant.receives('rgen')
  await gateway.settles()
  t.match(await telephoneEcrit(db, dermatologue.rpps), { telephone: '04 99 00 11 22' })

  // What the directory says wins.
  const { nom, prenom, email } = gateway.pki.people.requerant
  await importRows(db, new Date(), async (onRow) => {
    const names = { rpps: requerant.rpps, nom, prenom, profession: '10', specialite: '01' }
    const more = { adresse: email, numeroAm: null, finess: null, telephone: '04 99 11 11 11' }
    await onRow({ ...names, ...more, source: 'ps-libreacces' })
    return { refused: null }
  })
  t.equal(await telephoneEcrit(db, requerant.rpps), null)
  await requerant.asks(patient('ESSAI-CINQ', { Téléphone: null }), to)
  t.match((await dermatologue.receives('avis')).text, /Téléphone : 04 99 11 11 11/)
})
