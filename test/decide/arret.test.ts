/**
 * What a coordinator enters has, in each state, the effects of the requérant's own word. SPEC §6.1
 */
import t from 'tap'

import type { Effet } from '../../src/domain/decision.ts'
import { ETATS, jouer } from '../support/workflow.ts'

const PAIRS = [
  ['coordinateur : retrait du consentement', 'requérant : RETRAIT CONSENTEMENT'],
  ['coordinateur : annulation', 'requérant : ANNULATION'],
] as const

/** Effects without what names their cause, and what says that it was entered. */
function effets(all: readonly Effet[]): readonly unknown[] {
  return all.map((one) => {
    if (one.kind !== 'envoyer') return one
    const { saisi, texte, ...lettre } = one.lettre as { saisi?: string; texte?: string }
    return { lettre, a: one.a }
  })
}

for (const etat of Object.keys(ETATS)) {
  for (const [saisi, ecrit] of PAIRS) {
    t.test(`${etat} : ${saisi}`, (t) => {
      const typed = jouer(etat, saisi)
      if (typed.refus !== null) {
        t.strictSame(typed.effets, [], 'refused: nothing happens')
        t.strictSame(typed.apres, typed.avant)
        return t.end()
      }
      const written = jouer(etat, ecrit)
      t.strictSame(effets(typed.effets), effets(written.effets))
      for (const key of ['etat', 'motif', 'finiLe', 'destructionLe', 'question'] as const)
        t.strictSame(typed.apres[key], written.apres[key], key)
      t.strictSame(
        typed.apres.sollicitations.map((slot) => [slot.etat, slot.termineeLe]),
        written.apres.sollicitations.map((slot) => [slot.etat, slot.termineeLe]),
      )
      const letters = typed.effets.flatMap((one) =>
        one.kind === 'envoyer' && one.lettre.kind === 'annulation' ? [one.lettre] : [],
      )
      t.ok(letters.length > 0 && letters.every((one) => one.saisi === 'oui'), 'who entered it')
      t.end()
    })
  }
}

t.test('a consent that is withdrawn, a request that awaits no opinion, are refused', (t) => {
  const refused = Object.keys(ETATS).filter(
    (etat) => jouer(etat, PAIRS[0][0]).refus === 'arret-sans-objet',
  )
  t.ok(refused.length > 0 && refused.length < Object.keys(ETATS).length)
  t.equal(jouer(refused[0] ?? '', PAIRS[1][0]).refus, 'arret-sans-objet')
  t.end()
})
