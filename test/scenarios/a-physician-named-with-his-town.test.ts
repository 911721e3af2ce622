/**
 * A médecin traitant named with his town: found by it, asked about where the directory knows him elsewhere. SPEC §4
 */
import t from 'tap'

import { importRows } from '../../src/ledger/annuaire/annuaire-import.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('the town tells namesakes apart; another town than the known one is asked', async (t) => {
  const gateway = await startGateway(t)
  const { requerant, dermatologue } = gateway
  const { nom, prenom, rpps, email } = gateway.pki.people.medecinTraitant
  const base = {
    source: 'ps-libreacces',
    profession: '10',
    specialite: '01',
    numeroAm: null,
    finess: null,
  }
  await importRows(gateway.parts.db, new Date(), async (onRow) => {
    const lyon = { codePostal: '69003', commune: 'Lyon 3e Arrondissement' }
    await onRow({ ...base, ...lyon, rpps, nom, prenom, adresse: email })
    const brest = { codePostal: '29200', commune: 'BREST' }
    const other = { rpps: '99700218896', nom, prenom: 'Homonyme', adresse: 'homonyme@te.test' }
    await onRow({ ...base, ...brest, ...other })
    return { refused: null }
  })

  await requerant.asks(demande({ 'Médecin traitant': `Dr ${nom} ${prenom} (Grenoble)` }))
  const asked = await requerant.receives('compléter')
  t.match(asked.text, /Médecin traitant.*Grenoble.*connu à un autre endroit/)
  await gateway.settles()
  t.strictSame(dermatologue.unread(), [], 'nothing has left')

  await requerant.answers(asked, `Médecin traitant : Dr ${nom} à Lyon`)
  const accuse = await requerant.receives('accusé')
  const told = accuse.text.replace(/\s+/g, ' ')
  t.match(told, new RegExp(`médecin traitant trouvé dans l.annuaire.*${nom}.*${email}`))
  t.notMatch(told, /homonyme@/)
})
