import t from 'tap'

import type { Dossier } from '../../src/domain/dossier.ts'
import {
  attenteDepuis,
  QUESTIONS_AVANT_DEPART,
  questionRemiseLe,
} from '../../src/domain/question-remise.ts'

const ASKED = '2026-06-08T08:00:00.000Z'
const LATER = '2026-06-10T08:00:00.000Z'

function dossier(change: object): Pick<Dossier, 'completudeDemandeeLe' | 'remises'> {
  const remise = { lettre: 'demandeACompleter', role: 'requerant', issue: 'remis', le: LATER }
  return {
    completudeDemandeeLe: ASKED,
    remises: [{ ...remise, ...change }],
  } as unknown as Pick<Dossier, 'completudeDemandeeLe' | 'remises'>
}

t.test('the clock of a question runs from when it reached him', (t) => {
  for (const lettre of QUESTIONS_AVANT_DEPART) {
    t.equal(questionRemiseLe(dossier({ lettre })), LATER, lettre)
    t.equal(attenteDepuis(dossier({ lettre })), LATER, lettre)
  }
  t.end()
})

t.test('no other letter, reader, outcome or moment reached him with it', (t) => {
  const others = [
    ...[{ lettre: 'accuseReception' }, { role: 'administrateur' }, { issue: 'echec' }],
    ...[{ issue: 'bloque' }, { le: '2026-06-07T08:00:00.000Z' }],
  ]
  for (const change of others) {
    t.equal(questionRemiseLe(dossier(change)), null, JSON.stringify(change))
    t.equal(attenteDepuis(dossier(change)), ASKED)
  }
  t.equal(questionRemiseLe({ completudeDemandeeLe: null }), null)
  t.equal(attenteDepuis({ completudeDemandeeLe: null }), null)
  t.end()
})
