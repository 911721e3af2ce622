import t from 'tap'

import { classeDe, effetDeSignature, type FaitsDeSignature } from '../../src/decide/signature.ts'
import type { MotCle } from '../../src/domain/courrier.ts'
import {
  codes,
  histoire,
  letters,
  sampleCourrier,
  samplePiece,
  sampleProvenance,
} from '../support/dossiers.ts'

const ICI = 'TE-2026-000001'
const MINUTE = 60_000

/** What may have happened before. */
const CASES = {
  first: { deja: 'jamais', distincte: true, rattache: true, avanceMs: null },
  fresh: { deja: 'jamais', distincte: true, rattache: true, avanceMs: 9 * MINUTE },
  old: { deja: 'jamais', distincte: true, rattache: true, avanceMs: 11 * MINUTE },
  noTime: { deja: 'jamais', distincte: false, rattache: true, avanceMs: null },
  here: { deja: 'ici', distincte: true, rattache: true, avanceMs: 0 },
  hereNoTime: { deja: 'ici', distincte: false, rattache: true, avanceMs: null },
  elsewhere: { deja: 'ailleurs', distincte: true, rattache: true, avanceMs: 0 },
  elsewhereNoTime: { deja: 'ailleurs', distincte: false, rattache: true, avanceMs: null },
  carried: { deja: 'jamais', distincte: true, rattache: false, avanceMs: null },
  carriedAgain: { deja: 'ailleurs', distincte: true, rattache: false, avanceMs: null },
} as const satisfies { readonly [name: string]: FaitsDeSignature }

type Row = { readonly [C in keyof typeof CASES]: string }

const AGIR = 'agir'
const HERE = { here: 'reponse-deja-recue!', hereNoTime: 'signature-indistincte' }
/** Nothing of the letter leads here: somebody else carried it. */
const CARRIED = 'message-non-rattache'
const BOUND: Row = {
  first: AGIR,
  fresh: AGIR,
  old: AGIR,
  noTime: AGIR,
  ...HERE,
  elsewhere: 'signature-autre-dossier!',
  elsewhereNoTime: 'signature-indistincte',
  carried: CARRIED,
  carriedAgain: 'signature-autre-dossier!',
}
const EACH_THREAD: Row = {
  ...BOUND,
  elsewhere: AGIR,
  elsewhereNoTime: AGIR,
  carriedAgain: CARRIED,
}
const ONCE: Row = {
  ...BOUND,
  old: 'mot-trop-ancien',
  elsewhere: 'mot-deja-utilise',
  elsewhereNoTime: 'mot-deja-utilise',
  carriedAgain: CARRIED,
}

/** `!`: the administrator is told too. */
const TABLE: { readonly [M in MotCle | 'none']: Row } = {
  none: BOUND,
  AVIS: BOUND,
  RECTIFICATIF: BOUND,
  COMPLEMENT: BOUND,
  ACCEPTE: EACH_THREAD,
  REFUS: EACH_THREAD,
  REORIENTATION: EACH_THREAD,
  URGENT: EACH_THREAD,
  ABSENT: EACH_THREAD,
  PRESENT: EACH_THREAD,
  ANNULATION: EACH_THREAD,
  'RETRAIT CONSENTEMENT': EACH_THREAD,
  ETAT: EACH_THREAD,
  DESACCORD: EACH_THREAD,
  ACCORD: ONCE,
  'JE VALIDE': ONCE,
  'JE CONFIRME': ONCE,
  'NON URGENT': ONCE,
}

function outcome(courrier: ReturnType<typeof sampleCourrier>, faits: FaitsDeSignature): string {
  const effet = effetDeSignature(courrier, faits, ICI)
  return effet.kind === 'agir' ? AGIR : `${effet.code}${effet.alerte ? '!' : ''}`
}

t.test('each word acts, asks or does nothing by where its signature was before', async (t) => {
  for (const [word, row] of Object.entries(TABLE)) {
    const motCle = word === 'none' ? null : (word as MotCle)
    for (const [name, faits] of Object.entries(CASES)) {
      const courrier = sampleCourrier({ motCle })
      t.equal(outcome(courrier, faits), row[name as keyof Row], `${word}, ${name}`)
    }
  }
})

t.test(
  'the number of the dossier makes a word that lets something leave act, whatever the clock',
  async (t) => {
    for (const motCle of ['ACCORD', 'JE VALIDE', 'JE CONFIRME', 'NON URGENT'] as const) {
      const courrier = sampleCourrier({ motCle, numero: ICI })
      for (const name of ['first', 'old', 'noTime', 'elsewhere', 'elsewhereNoTime'] as const) {
        t.equal(outcome(courrier, CASES[name]), AGIR, `${motCle}, ${name}`)
      }
      t.equal(outcome(courrier, CASES.here), 'reponse-deja-recue!', 'once all the same')
    }
    for (const word of Object.keys(TABLE).filter((one) => one !== 'none') as MotCle[]) {
      const other = sampleCourrier({ motCle: word, numero: 'TE-2026-000002' })
      t.equal(outcome(other, CASES.first), 'mot-autre-dossier', word)
    }
  },
)

t.test('a reason that is a text, or has a document, belongs to one dossier', async (t) => {
  t.equal(classeDe(sampleCourrier({ motCle: 'REFUS', texte: 'x'.repeat(200) })), 'courte')
  t.equal(classeDe(sampleCourrier({ motCle: 'REFUS', texte: 'x'.repeat(201) })), 'lie')
  t.equal(classeDe(sampleCourrier({ motCle: 'REFUS', pieces: [samplePiece()] })), 'lie')
})

t.test('a signature without effect changes nothing but tells', async (t) => {
  for (const alerte of [true, false]) {
    const story = histoire()
    const before = story.dossier
    story.event({
      kind: 'signatureSansEffet',
      provenance: sampleProvenance('again', story.now),
      a: { role: 'requis', rpps: null, adresse: null },
      code: 'reponse-deja-recue',
      motCle: 'AVIS',
      alerte,
      urgence: null,
    })
    t.equal(story.dossier, before)
    t.strictSame(codes(story.last.effets), ['reponse-deja-recue'])
    const told = ['reponseAPreciser → requis', ...(alerte ? ['alerte → administrateur'] : [])]
    t.strictSame(letters(story.last.effets), told)
  }
})
