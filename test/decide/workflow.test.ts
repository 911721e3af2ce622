/**
 * Every state × every event, asked of `decide`: none throws, none is silent, each leads where the law lets it, and the
 * document says it. SPEC §6, §13.13
 */
import { readFileSync } from 'node:fs'

import t from 'tap'

import { workflowDocument } from '../../docs/make-workflow.ts'
import { prochaineEcheance } from '../../src/decide/delais.ts'
import { TRANSITIONS, TRANSITIONS_DOSSIER } from '../../src/domain/etats.ts'
import { SUITES } from '../../src/domain/suites.ts'
import { ERRORS } from '../../src/errors.ts'
import { sampleRegles } from '../support/dossiers.ts'
import {
  type Case,
  courriers,
  ETATS,
  FAITS,
  jouer,
  paires,
  souhaitsEn,
} from '../support/workflow.ts'

const all: readonly Case[] = paires().map(([etat, fait]) => jouer(etat, fait))
const name = ({ etat, fait }: Case) => `${etat} × ${fait}`

t.test('every state and every reason is a row', async (t) => {
  const stories = Object.values(ETATS).map((reach) => reach().dossier)
  for (const etat of Object.keys(TRANSITIONS_DOSSIER))
    t.ok(
      stories.some((one) => one.etat === etat),
      etat,
    )
  for (const etat of Object.keys(TRANSITIONS))
    t.ok(
      stories.some((one) => one.sollicitations.some((slot) => slot.etat === etat)),
      etat,
    )
  for (const motif of Object.keys(SUITES.motif))
    t.ok(
      stories.some((one) => one.motif === motif),
      motif,
    )
  for (const [etat, reach] of Object.entries(ETATS)) {
    const { dossier } = reach()
    const [first = '', second = ''] = etat.replace(/ \(.*\)$/, '').split(' · ')
    t.equal(dossier.etat, first, etat)
    const stands = [dossier.motif, ...dossier.sollicitations.map((slot) => slot.etat)]
    t.ok(stands.includes(second), `${etat}: ${stands.join()}`)
  }
  t.ok(all.length > 1000, `${all.length} pairs`)
})

t.test('each leads where it may, and loses nothing', async (t) => {
  for (const one of all) {
    const { avant, apres } = one
    if (avant.etat !== apres.etat)
      t.ok(TRANSITIONS_DOSSIER[avant.etat].includes(apres.etat), `${name(one)}: ${apres.etat}`)
    for (const slot of avant.sollicitations) {
      const now = apres.sollicitations.find(({ rang }) => rang === slot.rang)
      if (now === undefined || now.comptesRendus.length < slot.comptesRendus.length)
        t.fail(`${name(one)}: lost`)
      else if (now.etat !== slot.etat)
        t.ok(TRANSITIONS[slot.etat].includes(now.etat), `${name(one)}: ${now.etat}`)
    }
  }
})

t.test('whoever writes hears of it, or those whom it concerns do', async (t) => {
  for (const one of all.filter(({ fait }) => FAITS[fait]?.parle === true))
    t.not(courriers(one.effets).length, 0, name(one))
})

t.test('a question says which: each code has its sentence', async (t) => {
  for (const { effets } of all) {
    for (const one of effets) {
      if (one.kind !== 'envoyer' || one.lettre.kind !== 'reponseAPreciser') continue
      if (!Object.hasOwn(ERRORS, one.lettre.code)) t.fail(one.lettre.code)
    }
  }
  for (const one of all) if (one.refus !== null) t.ok(Object.hasOwn(ERRORS, one.refus), name(one))
})

t.test('one letter of a kind a person a decision, never two', async (t) => {
  for (const one of all) {
    const keys = one.effets.flatMap((effet) => (effet.kind === 'envoyer' ? [effet.cle] : []))
    t.equal(new Set(keys).size, keys.length, name(one))
  }
})

t.test('nothing leaves for a requis without the patient’s consent', async (t) => {
  for (const one of all) {
    const { kind } = one.apres.consentement
    const clinical = one.effets.filter(
      (effet) =>
        effet.kind === 'envoyer' &&
        ['demandeAvis', 'complementTransmis', 'compteRendu'].includes(effet.lettre.kind),
    )
    if (kind !== 'recueilli') t.strictSame(clinical, [], name(one))
  }
})

t.test('what waits has a next instant; what is over has none', async (t) => {
  const regles = sampleRegles()
  for (const one of all) {
    const next = prochaineEcheance(one.apres, regles)
    const isOver = one.apres.etat === 'annule' || one.apres.etat === 'clos'
    t.equal(next === null, isOver, `${name(one)}: ${next}`)
  }
})

t.test('the directory can be asked in each state', async (t) => {
  for (const etat of Object.keys(ETATS)) t.ok(souhaitsEn(etat))
})

t.test('the document says what decide answers', async (t) => {
  const document = readFileSync(new URL('../../docs/workflow.md', import.meta.url), 'utf8')
  t.ok(document === workflowDocument(), 'run `npm run docs`')
})
