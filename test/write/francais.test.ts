import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import * as fr from '../../src/write/francais.ts'
import { dossier, instant, requis } from './exemple.ts'

t.test('an instant is told in Paris, on both sides of a clock change', async (t) => {
  t.equal(fr.instantFr(instant('2026-10-24T22:30:00Z')), 'dimanche 25 octobre 2026 à 0 h 30')
  t.equal(fr.instantFr(instant('2026-10-25T00:30:00Z')), 'dimanche 25 octobre 2026 à 2 h 30')
  t.equal(fr.instantFr(instant('2026-10-25T02:30:00Z')), 'dimanche 25 octobre 2026 à 3 h 30')
  t.equal(fr.jourDeInstantFr(instant('2026-12-31T23:00:00Z')), '1er janvier 2027')
})

t.test('an age changes on the birthday, as Paris counts it', async (t) => {
  const born = '1951-03-03' as Jour
  t.equal(fr.ageEn(born, instant('2026-03-02T22:59:00Z')), 74)
  t.equal(fr.ageEn(born, instant('2026-03-02T23:00:00Z')), 75)
})

t.test('amounts, sizes and durations are written as in France', async (t) => {
  t.equal(fr.montantFr(2760), '27,60\u00a0€')
  t.equal(fr.montantFr(1005), '10,05\u00a0€')
  t.equal(fr.tailleFr(12_345_678), '12,3 Mo')
  t.equal(fr.tailleFr(999), '999 octets')
  t.equal(fr.tailleFr(1), '1 octet')
  t.equal(fr.nombre(0, 'document', 'documents'), 'aucun document')
  t.equal(fr.dureeFr(48 * 3_600_000), '48 h')
  t.equal(fr.dureeFr(7 * 86_400_000), '7 jours')
  t.equal(fr.jourFr('2026-05-01' as Jour), '1er mai 2026')
  t.equal(fr.jourCourt('1951-03-03' as Jour), '03/03/1951')
})

t.test('only doctors are called so, and articles follow', async (t) => {
  t.equal(fr.nomFr(requis), 'Dr Marie CURIE')
  const infirmiere = { ...dossier.requerant, profession: '60', specialite: null }
  t.equal(fr.nomFr(infirmiere), 'Paul BERNARD')
  t.equal(fr.presentation(infirmiere), 'Paul BERNARD, infirmier, RPPS 99700000019')
  t.equal(fr.avecArticle('du', fr.nomFr(infirmiere)), 'de Paul BERNARD')
  t.equal(fr.avecArticle('au', fr.nomFr(requis)), 'au Dr Marie CURIE')
})

t.test('midnight ends the day before it', async (t) => {
  t.equal(fr.termeFr(instant('2026-12-01T23:00:00Z')), 'mardi 1er décembre à minuit')
  t.equal(fr.termeFr(instant('2026-12-02T09:05:00Z')), 'mercredi 2 décembre à 10 h 05')
  t.equal(fr.termePasseFr(instant('2026-12-31T23:00:00Z')), 'jeudi 31 décembre 2026 à minuit')
  t.equal(fr.instantFr(instant('2026-12-31T23:00:00Z')), 'vendredi 1er janvier 2027 à 0 h')
})
