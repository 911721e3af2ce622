import t from 'tap'

import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

t.test(
  'a secretary outside the directory deposits for a physician, and for nobody else',
  async (t) => {
    const gateway = await startGateway(t)
    const { medecinTraitant: physician, dermatologue, dermatologue2, requerant, pki } = gateway
    const secretary = gateway.person('infirmiere')
    const X = pki.people.medecinTraitant
    const waiting = (): readonly string[] => [...dermatologue.unread(), ...dermatologue2.unread()]

    await secretary.asks(demande())
    await gateway.settles()
    t.match(await gateway.verdicts(), [{ etat: 'refused', code: 'auteur-inconnu' }])
    t.strictSame(await gateway.dossiers(), [])
    await secretary.asks(`Demande déposée pour le Dr ${X.nom}\n\n${demande()}`, {
      to: 'essai@te.localhost',
    })
    await gateway.settles()
    t.match(
      (await gateway.verdicts()).map(({ code }) => code),
      ['auteur-inconnu', 'auteur-inconnu'],
    )

    await secretary.asks(
      `Demande déposée pour le Dr NOBODY\n\nMerci de votre aide.\n\n${demande()}`,
    )
    const question = await secretary.receives('compléter')
    t.ok(question.encrypted, 'the certificate that her mail brought is learned')
    t.match(question.text, /ne correspond à aucun médecin/)
    await secretary.answers(question, `Pour le Dr : ${X.nom}, RPPS ${X.rpps}`)
    const asked = await physician.receives('à valider')
    t.match(asked.text, /sonia\.petit@cabinet\.test/)
    t.match(asked.text, /exérèse/)
    t.match(asked.text, /Merci de votre aide\./, 'her words are read before they leave')
    const note = await secretary.receives('déposée')
    t.match(note.text, /en attente de la validation du Dr Paul ROUSSET/)
    t.notMatch(note.text, /exérèse/)

    await secretary.answers(note, 'JE VALIDE')
    t.match((await secretary.receives('TE-')).text, /attend la validation du médecin/)
    await requerant.answers(note, 'JE VALIDE')
    await gateway.settles()
    t.strictSame(waiting(), [], 'neither her word nor a third person’s is his')

    await physician.answers(asked, 'JE VALIDE')
    await physician.receives('accusé')
    t.match((await secretary.receives('déposée')).text, /l’a validée/)
    await gateway.settles()
    const who = dermatologue.unread().length > 0 ? dermatologue : dermatologue2
    const ask = await who.receives("demande d'avis")
    t.match(ask.text, /ROUSSET/)
    await who.answers(ask, 'AVIS\n\nBénin.')
    await physician.receives('ompte-rendu')
    await gateway.settles()
    t.notOk(secretary.unread().length, 'nothing of the opinion is hers')
    const journal = await gateway.parts.db.query<{ auteur: string }>('select auteur from journal')
    t.notOk(journal.some(({ auteur }) => auteur.includes('@')))
  },
)
