import t from 'tap'

import { importRows } from '../../src/ledger/annuaire/annuaire-import.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test('a nurse deposits for a physician: it leaves after his JE VALIDE, and is his', async (t) => {
  const gateway = await startGateway(t)
  const { medecinTraitant: physician, dermatologue, dermatologue2, pki } = gateway
  const { rpps, nom, prenom, email } = pki.people.infirmiere
  await importRows(gateway.parts.db, new Date(), async (onRow) => {
    const row = { rpps: rpps ?? '', nom, prenom, adresse: email, profession: '60', source: 'essai' }
    await onRow({ ...row, specialite: null, numeroAm: null, finess: null })
    return { refused: null }
  })
  const nurse = gateway.person('infirmiere')
  const waiting = (): readonly string[] => [...dermatologue.unread(), ...dermatologue2.unread()]

  await nurse.asks(`Demande déposée pour le Dr NOBODY Jane\n\n${demande()}`)
  const question = await nurse.receives('compléter')
  t.match(question.text, /déposez/)
  await nurse.answers(
    question,
    `pour le Dr ${pki.people.medecinTraitant.nom} ${pki.people.medecinTraitant.prenom}`,
  )
  const asked = await physician.receives('à valider')
  t.match(asked.text, /PETIT/)
  t.match(asked.text, /exérèse/)
  const note = await nurse.receives('déposée')
  t.match(note.text, /JE VALIDE/)
  await gateway.settles()
  t.strictSame(waiting(), [])

  await nurse.answers(note, 'JE VALIDE')
  await nurse.receives('déposée')
  await gateway.settles()
  t.strictSame(waiting(), [], 'her word is not his')

  await physician.answers(asked, 'JE VALIDE')
  await physician.receives('accusé')
  await gateway.settles()
  const who = dermatologue.unread().length > 0 ? dermatologue : dermatologue2
  const ask = await who.receives("demande d'avis")
  t.match(ask.text, /ROUSSET/)
  t.notMatch(ask.text, /PETIT/)
  await who.answers(ask, 'AVIS\n\nBénin.')
  await physician.receives('ompte-rendu')
  await gateway.settles()
  t.strictSame(
    (await gateway.acts()).map(({ code, executant }) => `${code} ${executant.rpps}`).toSorted(),
    [`RQD ${physician.rpps}`, `TE2 ${who.rpps}`],
  )
  t.notOk(nurse.unread().some((subject) => /ompte-rendu/.test(subject)))
})
