/**
 * No text costs more than its length: adversarial texts by the steps that a text goes through. SPEC §13.12
 *
 * What is counted is work, not time: a text four times as long may cost no more than about four times as much.
 */
import t from 'tap'

import * as formulaire from '../src/decide/formulaire.ts'
import { lireConsentement } from '../src/decide/formulaire-consentement.ts'
import * as libre from '../src/decide/texte-libre.ts'
import { cochees } from '../src/domain/cases-cochees.ts'
import { consulteDit } from '../src/domain/consentement-dit.ts'
import type { Sha256 } from '../src/domain/correspondant.ts'
import type { Courrier, Formulaire, Libelle } from '../src/domain/courrier.ts'
import { designationDe, designationsDe, medecinTraitantDit } from '../src/domain/designation.ts'
import { jourDe } from '../src/domain/identifiants.ts'
import { avecSiecle } from '../src/domain/jour.ts'
import { isAutrePatient, isRappelDe, traitsDe } from '../src/domain/rappel-patient.ts'
import { fold, words } from '../src/domain/texte.ts'
import { urgenceDe } from '../src/domain/urgence.ts'
import { decodeWords } from '../src/mime/headers.ts'
import { parseStructured } from '../src/mime/parameters.ts'
import { parseAddresses } from '../src/open/addresses.ts'
import { sameValue } from '../src/read/compare.ts'
import { safeName } from '../src/read/piece.ts'
import { htmlBody, textBody } from '../src/write/blocs.ts'
import { compteRenduPdf } from '../src/write/compte-rendu.ts'
import { html, plain, reading } from './support/mime-opened.ts'
import { openCounter } from './support/work.ts'
import * as ex from './write/exemple.ts'

const SIGNS = [
  ...'@.-><&:;,([{"\'*_=|/\\#~^`!?0aZé',
  ...' \t\n\v\f\r\u00a0\u0085\u1680\u2000\u2003\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff',
  '\r\n',
  '\u0301',
  '👩‍⚕️',
  '>\n',
  '> ',
  '<b>',
  '<table><tr><td>',
  '<p>a',
  'a\n',
  'a:',
  'Nom : a\n',
  'Question : a\n',
  'Nom : a Sexe : M ',
  'de ',
  'urgence non ',
  'pour le Dr X ',
  'Dr X\n',
  '=?utf-8?q?a?= ',
  '"\\',
  '(\\',
  'a@b.fr;',
  '99700000001 ',
  '--\n',
  'Le 1/1/2026 a écrit :\n',
]
/** What makes a text look like something before its sign comes again and again. */
const LEADS = ['', 'AVIS\n', 'Matricule INS : 190012345678901', 'Conclusion :', 'urgent']

const now = '2026-11-24T09:00:00.000Z' as never
const auteur = { nom: 'CURIE', prenom: 'Marie' }
const labels: readonly Libelle[] = [
  'nomNaissance',
  'prenoms',
  'dateNaissance',
  'sexe',
  'matriculeIns',
  'lieuNaissance',
  'consentement',
  'dateConsentement',
  'modeConsentement',
  'consentementDonnePar',
  'question',
  'contexte',
  'telephone',
  'numeroAm',
  'numeroFiness',
  'nirAssure',
  'regime',
  'rang',
  'urgence',
  'niveau',
]
const form = (text: string): Formulaire => Object.fromEntries(labels.map((one) => [one, text]))
const courrier = (texte: string): Courrier =>
  ({
    texte,
    argument: texte,
    formulaire: form(texte),
    pieces: [],
    conclusion: texte,
    motCle: null,
  }) as unknown as Courrier
const patient = ex.dossier.patient
if (patient === null) throw new Error('the example has a patient')

/** What one text goes through. */
const STEPS: { readonly [name: string]: (text: string) => unknown } = {
  'read plain text': (text) => reading(plain(text)),
  'read HTML': (text) => reading(html(text)),
  'compare two values': (text) => [
    sameValue('dateNaissance', text, `${text}a`),
    sameValue('medecinRequis', text, `${text}a`),
    sameValue('specialiteDemandee', text, `${text}a`),
  ],
  'find an urgency': (text) => [
    urgenceDe({ ligne: text, sujet: null }),
    urgenceDe({ ligne: null, sujet: text }),
  ],
  'find a person': (text) => [designationDe(text), designationsDe(text), medecinTraitantDit(text)],
  'compare the patient': (text) => [
    isRappelDe(text, patient),
    isAutrePatient(form(text), traitsDe(patient)),
  ],
  'judge the form': (text) => [
    formulaire.lirePatient(form(text), now, 'dev' as never),
    lireConsentement(form(text), now, null as never),
    consulteDit(text, '2026-11-29' as never),
    cochees(text),
    jourDe(avecSiecle(text, '2026-11-29' as never, 120)),
    formulaire.lireAssure(form(text)),
    formulaire.lireRequerant(form(text), ex.dossier.requerant),
    formulaire.lireClinique(form(text), ex.dossier.requerant),
  ],
  'judge an answer': (text) => [
    libre.propos(courrier(text)),
    libre.substance(text, auteur),
    libre.isVide(courrier(text), auteur),
    libre.isPlusQuUnAccord(courrier(text), auteur),
    libre.isPlusQuUnMotif(courrier(text)),
  ],
  fold: (text) => [fold(text), words(text)],
  'read a header': (text) => [
    decodeWords(text),
    parseStructured(text),
    parseAddresses(text),
    safeName(text),
  ],
  'write both bodies': (text) => {
    const blocs = [
      { kind: 'cite', texte: text },
      { kind: 'faits', lignes: [['Question', text]] },
      { kind: 'texte', texte: text },
    ] as const
    return [textBody(blocs), htmlBody(blocs)]
  },
  'draw the compte-rendu': (text) =>
    compteRenduPdf(
      ex.dossier,
      { ...ex.compteRendu, texte: text, conclusion: text, empreinte: '' as Sha256 },
      1,
      text,
    ),
}

const SHORT = 1_000
const TIMES = 4
/** What a limit of ours cuts is measured beyond it: the parser of HTML is quadratic in open tags, of which it gets a thousand. */
const CUT_AFTER: ReadonlyMap<string, number> = new Map([
  ['read HTML <table><tr><td>', 20_000],
  ['draw the compte-rendu', 500],
])
/** What the square would be is sixteen; what a fixed beginning costs is taken off. */
const MOST_TIMES = 6
/** Looking at what was counted costs more than most texts: those of a group are counted together, ... */
const TOGETHER = 8
/** ... and each alone where they are not well within what lines are. */
const MOST_TOGETHER = 4.4

t.test('four times the text is no more than about four times the work', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  for (const [name, step] of Object.entries(STEPS)) {
    // What is loaded or remembered the first time is no cost of a text.
    await counter.count(() => attempt(step, 'Bonjour @ é'))
    const fixed = await counter.count(() => attempt(step, ''))
    const times = async (some: readonly Adverse[]): Promise<number> => {
      const [small, large] = [await cost(some, 1), await cost(some, TIMES)]
      const least = Math.max(small, (fixed / 20) * some.length, SHORT * some.length)
      return large / least
    }
    const cost = async (some: readonly Adverse[], by: number): Promise<number> => {
      const texts = some.map((one) => textOf(one, (shortOf(name, one) ?? SHORT) * by))
      const all = await counter.count(async () => {
        for (const text of texts) await attempt(step, text)
      })
      return all - fixed * some.length
    }
    const bad: string[] = []
    for (const some of groups(adverse(name === 'read plain text' ? LEADS : ['']))) {
      if ((await times(some)) <= MOST_TOGETHER) continue
      for (const one of some) {
        const found = await times([one])
        if (found > MOST_TIMES)
          bad.push(`${JSON.stringify(one.lead + one.sign)}: ${found.toFixed(1)}`)
      }
    }
    t.strictSame(bad, [], name)
  }
})

interface Adverse {
  readonly lead: string
  readonly sign: string
}

function adverse(leads: readonly string[]): Adverse[] {
  return SIGNS.flatMap((sign) => leads.map((lead) => ({ lead, sign })))
}

function groups(all: readonly Adverse[]): Adverse[][] {
  const count = Math.ceil(all.length / TOGETHER)
  return Array.from({ length: count }, (_, i) => all.slice(i * TOGETHER, (i + 1) * TOGETHER))
}

function shortOf(name: string, { sign }: Adverse): number | undefined {
  return CUT_AFTER.get(`${name} ${sign}`) ?? CUT_AFTER.get(name)
}

function textOf({ lead, sign }: Adverse, length: number): string {
  return (lead + sign.repeat(Math.ceil(length / sign.length))).slice(0, lead.length + length)
}

t.test('what costs the square is found', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  const square = (text: string): number => {
    let found = 0
    for (let at = 0; at < text.length; at++) found += text.slice(at).lastIndexOf('x') + 1
    return found
  }
  const small = await counter.count(() => square('a'.repeat(500)))
  const large = await counter.count(() => square('a'.repeat(2_000)))
  t.ok(large / small > MOST_TIMES, `${large / small}`)
})

/** A step may refuse a text; what matters is what that costs. */
async function attempt(step: (text: string) => unknown, text: string): Promise<void> {
  try {
    await step(text)
  } catch (error) {
    if (error instanceof TypeError) throw error
  }
}
