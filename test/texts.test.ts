/** No text costs more than its length: adversarial texts by the steps of reading and writing. SPEC §13.12 */
import t from 'tap'

import * as formulaire from '../src/decide/formulaire.ts'
import { lireConsentement } from '../src/decide/formulaire-consentement.ts'
import * as libre from '../src/decide/texte-libre.ts'
import { cochees } from '../src/domain/cases-cochees.ts'
import { consulteDit } from '../src/domain/consentement-dit.ts'
import type { Sha256 } from '../src/domain/correspondant.ts'
import type { Courrier, Formulaire, Libelle, Piece } from '../src/domain/courrier.ts'
import { designationDe, designationsDe, medecinTraitantDit } from '../src/domain/designation.ts'
import { jourDe } from '../src/domain/identifiants.ts'
import { avecSiecle } from '../src/domain/jour.ts'
import { isPartSansDocuments } from '../src/domain/limite-dite.ts'
import {
  consentementSansLimite,
  isSansDocumentsEcrit,
  limiteDite,
  sansLimites,
} from '../src/domain/limite-documents.ts'
import { pieceDUnAutre, sujetDUnAutre } from '../src/domain/piece-patient.ts'
import { isAutrePatient, isRappelDe, traitsDe } from '../src/domain/rappel-patient.ts'
import { fold, words } from '../src/domain/texte.ts'
import { normalise } from '../src/domain/unicode.ts'
import { urgenceDe } from '../src/domain/urgence.ts'
import { decodeWords } from '../src/mime/headers.ts'
import { parseStructured } from '../src/mime/parameters.ts'
import { parseAddresses } from '../src/open/addresses.ts'
import { sameValue } from '../src/read/compare.ts'
import { safeName } from '../src/read/piece.ts'
import { htmlBody, textBody } from '../src/write/blocs.ts'
import { compteRenduPdf } from '../src/write/compte-rendu.ts'
import { adverse, MOST_TIMES, squares } from './support/adverse.ts'
import { samplePiece } from './support/dossiers.ts'
import { html, plain, reading } from './support/mime-opened.ts'
import { openCounter } from './support/work.ts'
import * as ex from './write/exemple.ts'

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

const identite = { ...patient, nomUtilise: null, matriculeIns: null }
const documentsSaying = (texte: string): readonly Piece[] => [
  samplePiece(texte),
  { ...samplePiece('a.pdf'), dit: { ou: 'pdf', texte } },
  {
    ...samplePiece('a.dcm'),
    dit: { ou: 'dicom', nom: texte, naissance: null, sexe: null, identifiant: texte },
  },
]

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
    ...documentsSaying(text).map((piece) => pieceDUnAutre(piece, identite)),
    sujetDUnAutre(`XDM/1.0/DDM+${text}`, identite),
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
  'find what a patient keeps back': (text) => [
    consentementSansLimite(text),
    sansLimites(text),
    isPartSansDocuments(text),
    limiteDite({ ...courrier(text), libre: text }),
    isSansDocumentsEcrit(courrier(text)),
    libre.isDansLesPieces({ texte: text, conclusion: null, pieces: documentsSaying('a') }, auteur),
  ],
  'judge an answer': (text) => [
    libre.propos(courrier(text)),
    libre.substance(text, auteur),
    libre.isVide(courrier(text), auteur),
    libre.isPlusQuUnAccord(courrier(text), auteur),
    libre.isPlusQuUnMotif(courrier(text)),
  ],
  fold: (text) => [fold(text), words(text), normalise(text, 'NFKC')],
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

/** What a limit of ours cuts is measured beyond it: the parser of HTML is quadratic in open tags, of which it gets a thousand. */
const CUT_AFTER: ReadonlyMap<string, number> = new Map([
  ['read HTML <table><tr><td>', 20_000],
  ['draw the compte-rendu', 500],
])

t.test('four times the text is no more than about four times the work', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  for (const [name, step] of Object.entries(STEPS)) {
    const bad = await squares(counter, {
      step,
      texts: adverse(name === 'read plain text' ? LEADS : ['']),
      shortOf: ({ sign }) => CUT_AFTER.get(`${name} ${sign}`) ?? CUT_AFTER.get(name),
    })
    t.strictSame(bad, [], name)
  }
})

t.test('what costs the square is found', async (t) => {
  const counter = await openCounter()
  t.teardown(() => counter.close())
  const looks: { readonly [name: string]: (left: string) => unknown } = {
    lastIndexOf: (left) => left.lastIndexOf('x'),
    exec: (left) => /x/.exec(left),
    test: (left) => /x/.test(left),
    match: (left) => left.match(/x/g),
    split: (left) => left.split(/x/),
    replace: (left) => left.replace(/x/g, ''),
    'replace, asking': (left) => left.replace(/x/g, () => ''),
  }
  for (const [name, look] of Object.entries(looks)) {
    const square = (text: string): void => {
      for (let at = 0; at < text.length; at++) look(text.slice(at))
    }
    const small = await counter.count(() => square('a'.repeat(500)))
    const large = await counter.count(() => square('a'.repeat(2_000)))
    t.ok(large / small > MOST_TIMES, `${name}: ${large / small}`)
  }
})
