/** Letters of one dossier to one reader leave in the order in which they were put, and none waits for ever. SPEC §6.8 */
import fc from 'fast-check'
import t from 'tap'

import { ATTENTES } from '../../src/decide/depart.ts'
import { apresLesAutres } from '../../src/decide/suite.ts'

const CODES = [null, 'delivery-unreachable', 'destination-occupee', ...ATTENTES] as const

t.test('what an older letter waits for decides whether it holds the newer one', async (t) => {
  const holds = (code: string | null, lettre: string, prioritaire?: true) =>
    apresLesAutres({
      lettre,
      role: 'requis',
      anterieures: [{ lettre: 'demandeAvis', role: 'requis', code }],
      ...(prioritaire && { prioritaire }),
    })
  const table: readonly (readonly [string | null, boolean, boolean])[] = [
    // Why the older one waits, whether it holds a reminder, whether it holds an answer to his own letter.
    [null, true, true],
    ['delivery-unreachable', true, true],
    ['destination-occupee', true, true],
    ['lettre-anterieure', true, true],
    ['demande-en-route', true, false],
    ['requis-indisponible', false, false],
    ['consentement-en-doute', false, false],
    ['copie-en-doute', false, false],
  ]
  t.strictSame(table.map(([code]) => code).toSorted(), CODES.toSorted(), 'each wait is here')
  for (const [code, reminder, answer] of table) {
    t.equal(holds(code, 'rappelRequis') !== null, reminder, `${code}: a reminder`)
    t.equal(holds(code, 'reponseAPreciser') !== null, answer, `${code}: an answer`)
    t.equal(holds(code, 'rappelRequis', true), null, `${code}: what goes first waits for none`)
  }
})

/** A letter in a line: what the relay says of its tries, one after the other; when they are over it left or failed. */
interface Lettre {
  readonly lettre: string
  readonly prioritaire: boolean
  readonly essais: readonly ('plus-tard' | 'remis' | 'echec')[]
}

t.test('whatever the relay says, each letter ends, and none before an older one', async (t) => {
  const letter = fc.record({
    lettre: fc.constantFrom('rappelRequis', 'reponseAPreciser', 'cloture', 'demandeAvis'),
    prioritaire: fc.boolean(),
    essais: fc.array(fc.constantFrom('plus-tard', 'remis', 'echec'), { maxLength: 4 }),
  })
  const line = fc.property(
    fc.array(letter, { maxLength: 8 }),
    fc.infiniteStream(fc.nat()),
    (letters, picks) => {
      const state = letters.map((one: Lettre) => ({
        ...one,
        code: null as string | null,
        tries: 0,
      }))
      const pending = () => state.filter((one) => one.tries >= 0)
      const ended: number[] = []
      // Any of those that wait may be tried at any moment; each gets its turn again and again.
      for (let round = 0; round < 400 && pending().length > 0; round += 1) {
        const waiting = pending()
        const one = waiting[Number(picks.next().value ?? 0) % waiting.length]
        if (one === undefined) continue
        const at = state.indexOf(one)
        const older = state.slice(0, at).filter(({ tries }) => tries >= 0)
        const held = apresLesAutres({
          lettre: one.lettre,
          role: 'requis',
          anterieures: older.map(({ lettre, code }) => ({ lettre, role: 'requis', code })),
          ...(one.prioritaire && { prioritaire: true as const }),
        })
        if (held !== null) {
          one.code = held
          continue
        }
        const said = one.essais[one.tries] ?? 'remis'
        one.code = said === 'plus-tard' ? 'delivery-unreachable' : null
        one.tries = said === 'plus-tard' ? one.tries + 1 : -1
        if (one.tries === -1 && !one.prioritaire) ended.push(at)
      }
      return pending().length === 0 && ended.every((at, i) => i === 0 || at > (ended[i - 1] ?? -1))
    },
  )
  t.doesNotThrow(() => fc.assert(line))
})
