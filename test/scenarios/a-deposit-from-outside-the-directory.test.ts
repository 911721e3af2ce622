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

t.test(
  'an answer deposited for a physician is answered, and a withdrawal has an owner',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, pki, parts } = gateway
    const secretary = gateway.person('infirmiere')
    await requerant.asks(demande())
    const accuse = await requerant.receives('accusé')
    const pour = `Pour le Dr ${pki.people.requerant.nom}`
    await secretary.answers(accuse, `RETRAIT CONSENTEMENT\n\n${pour}`)
    t.match((await secretary.receives('non transmise')).text, /ne se dépose pas pour un médecin/)
    await secretary.answers(accuse, `COMPLEMENT\n\n${pour}\n\nPoids : 60 kg.`)
    await secretary.asks(`RETRAIT CONSENTEMENT\n\n${pour}`)
    await gateway.settles()
    t.strictSame(secretary.unread(), [], 'once a day')
    t.match(await gateway.dossiers(), [{ etat: 'en_cours' }], 'it stops nothing by itself')
    const work = await parts.db.query("select code from travail where code = 'retrait-non-prouve'")
    t.equal(work.length, 1)
  },
)

t.test('who is outside the directory makes a few letters a day to a physician', async (t) => {
  const gateway = await startGateway(t)
  const { medecinTraitant: physician, pki } = gateway
  const X = pki.people.medecinTraitant
  const secretary = gateway.person('infirmiere')
  for (let time = 0; time < 12; time += 1) {
    const text = demande({ 'Nom de naissance': `ESSAI-${'ABCDEFGHIJKL'[time]}ART` })
    await secretary.asks(`Demande déposée pour le Dr ${X.nom}\n\n${text}`)
  }
  await gateway.settles()
  t.equal((await gateway.dossiers()).length, 10)
  t.equal(physician.unread().filter((subject) => /à valider/.test(subject)).length, 10)
  await secretary.receives('non transmise')
})
