import t from 'tap'

import { type Course, voieDe, vontEnsemble } from '../../src/domain/voie.ts'

const D = 'te.localhost'
const JETON = 'abcdefghijklmnopqrstuvwxyz234567'

t.test('knows each address of the contract', async (t) => {
  t.strictSame(voieDe(`demande@${D}`, D), { kind: 'demande' })
  t.strictSame(voieDe(`Demande@TE.localhost`, D), { kind: 'demande' })
  t.strictSame(voieDe(`dermatologie@${D}`, D), { kind: 'specialite', code: '05' })
  t.strictSame(voieDe(`medecine-generale@${D}`, D), { kind: 'specialite', code: '01' })
  t.strictSame(voieDe(`99700218896@${D}`, D), { kind: 'requis', rpps: '99700218896' })
  t.strictSame(voieDe(`DOSSIER+${JETON.toUpperCase()}@${D}`, D), { kind: 'fil', jeton: JETON })
  t.strictSame(voieDe(`rebond+${JETON}@${D}`, D), { kind: 'rebond', jeton: JETON })
  t.strictSame(voieDe(`teleexpertise@${D}`, D), { kind: 'teleexpertise' })
  t.strictSame(voieDe(`modele@${D}`, D), { kind: 'modele' })
  t.strictSame(voieDe(`essai@${D}`, D), { kind: 'essai' })
  t.strictSame(voieDe(`abuse@${D}`, D), { kind: 'postmaster' })
  t.strictSame(voieDe('Postmaster', D), { kind: 'postmaster' })
})

t.test('knows no other address', async (t) => {
  for (const address of [
    `inconnu@${D}`,
    'demande@ailleurs.fr',
    `demande@x.${D}`,
    `99700218897@${D}`,
    `05@${D}`,
    `dossier@${D}`,
    `dossier+${JETON.slice(0, 25)}@${D}`,
    `dossier+${'a'.repeat(41)}@${D}`,
    `dossier+${JETON.replace('a', '1')}@${D}`,
    `dossier+${JETON}+x@${D}`,
    `demande+${JETON}@${D}`,
    `@${D}`,
    '',
  ]) {
    t.equal(voieDe(address, D), null, address)
  }
})

t.test('takes jetons of 26 to 40 characters', async (t) => {
  for (const n of [26, 40]) t.equal(voieDe(`dossier+${'a'.repeat(n)}@${D}`, D)?.kind, 'fil')
})

t.test('one mail has one errand: a request of several requis, or one thread', async (t) => {
  const courses: readonly Course[] = [
    { kind: 'demande' },
    { kind: 'teleexpertise' },
    { kind: 'fil', dossier: 'A' },
    { kind: 'fil', dossier: 'B' },
    { kind: 'rebond', jeton: 'a' },
    { kind: 'rebond', jeton: 'b' },
    { kind: 'modele' },
    { kind: 'essai' },
    { kind: 'postmaster' },
  ]
  const together = new Set(['0 1', '1 2', '1 3'])
  for (const [i, une] of courses.entries()) {
    for (const [j, autre] of courses.entries()) {
      const expected = i === j || together.has(`${Math.min(i, j)} ${Math.max(i, j)}`)
      t.equal(vontEnsemble(une, autre), expected, `${JSON.stringify(une)} ${JSON.stringify(autre)}`)
    }
  }
})
