import t from 'tap'

import type { Dossier } from '../../src/domain/dossier.ts'
import { prochaineDuCreneau, prochaineDuDossier } from '../../src/domain/prochaine.ts'
import { draft } from '../../src/write/letters.ts'
import * as ex from './exemple.ts'

/** The words of ETAT about a dossier in this state, to this reader. */
async function etat(dossier: Dossier, role: 'requerant' | 'requis' = 'requerant'): Promise<string> {
  const { blocs } = await draft(ex.envoi({ kind: 'etat' }, role, dossier), ex.parts)
  return JSON.stringify(blocs)
}

t.test('says both clocks, what is waited for, and who holds the next action', async (t) => {
  const delegue = '99700000043' as never
  const [attendu] = ex.attendu.sollicitations
  const late = { ...ex.attendu, sollicitations: [{ ...attendu!, delegues: [delegue] }] }
  const cases: readonly (readonly [string, Dossier, readonly RegExp[]])[] = [
    [
      'an opinion is waited for',
      ex.attendu,
      [/délai usuel (?:jusqu'au|dépassé depuis le)/, /fin de la demande le/, /rendre son avis/],
    ],
    [
      'a complement is waited for',
      ex.enPause,
      [/délai usuel suspendu depuis le/, /complément demandé par le Dr Marie CURIE/, /attendu/],
    ],
    ['an agreement is waited for', ex.aAccorder, [/accord demandé/, /ACCORD ou DESACCORD/]],
    ['nobody holds it', ex.vacant, [/aucun médecin/, /coordination, trouver un médecin/]],
    ['a question after the opinion', ex.questionne, [/question posée le .*, réponse du Dr Marie/]],
    ['a delegate was proposed', late, [/délégué proposé, de RPPS 99700000043/]],
    ['lines are missing', ex.incomplet, [/La suite dépend de vous, au plus tard .* : compléter/]],
    [
      'a withdrawal',
      { ...ex.dossier, etat: 'annule', motif: 'consentement-retire' },
      [/annulée, le patient ayant retiré son consentement/, /sera détruit/],
    ],
  ]
  for (const [name, dossier, words] of cases) {
    for (const said of words) t.match(await etat(dossier), said, name)
  }
  const [open] = ex.attendu.sollicitations
  const given = { ...ex.attendu, sollicitations: [{ ...open!, termineeLe: ex.RENDU }] }
  t.match(await etat(given), /retirée, aucun avis/, 'a slot that was given up waits for nothing')
  t.notMatch(await etat(given), /en attente de l'avis/)
  t.notMatch(
    await etat({ ...ex.dossier, etat: 'annule' }),
    /fin de la demande/,
    'no clock of an end',
  )
  t.match(await etat(ex.attendu, 'requis'), /fin de la demande le/, 'the requis is told as well')
})

t.test('every state that is no end has an owner and an action', async (t) => {
  for (const motif of ['demande-incomplete', 'urgence', 'depot-a-valider', null]) {
    t.ok(prochaineDuDossier('incomplet', motif))
  }
  for (const etat of ['en_attente', 'acceptee', 'complement_demande', 'accord_demande']) {
    for (const tenu of [true, false])
      for (const recue of [true, false])
        t.ok(prochaineDuCreneau(etat, { tenu, recue, termine: false }), etat)
    t.equal(prochaineDuCreneau(etat, { tenu: true, recue: true, termine: true }), null)
  }
  for (const etat of ['rendue', 'refusee', 'reorientee', 'expiree', 'inconnu']) {
    t.equal(prochaineDuCreneau(etat, { tenu: true, recue: true, termine: false }), null)
  }
})

t.test('nothing is expected of a requis who does not have the request', async (t) => {
  for (const etat of ['en_attente', 'acceptee', 'complement_demande', 'accord_demande'] as const) {
    const next = prochaineDuCreneau(etat, { tenu: true, recue: false, termine: false })
    t.not(next?.responsable, 'requis', etat)
  }
  t.match(prochaineDuCreneau('en_attente', { tenu: true, recue: false, termine: false }), {
    responsable: 'passerelle',
  })
})
