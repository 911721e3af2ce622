/** What a letter outside any thread may be: each keyword, with and without a line of the form. SPEC §3, §5 */
import t from 'tap'

import { natureHorsFil, numerosDits } from '../../src/decide/hors-fil.ts'
import type { Courrier, MotCle } from '../../src/domain/courrier.ts'
import { sampleCourrier } from '../support/dossiers.ts'

/** A keyword without its nature does not compile. */
const NATURES: { readonly [M in MotCle]: 'mot' | 'mot-ou-demande' } = {
  AVIS: 'mot-ou-demande',
  RECTIFICATIF: 'mot-ou-demande',
  ACCEPTE: 'mot-ou-demande',
  COMPLEMENT: 'mot-ou-demande',
  REFUS: 'mot-ou-demande',
  REORIENTATION: 'mot-ou-demande',
  URGENT: 'mot-ou-demande',
  ABSENT: 'mot-ou-demande',
  PRESENT: 'mot-ou-demande',
  ACCORD: 'mot',
  DESACCORD: 'mot',
  'NON URGENT': 'mot',
  ANNULATION: 'mot',
  'RETRAIT CONSENTEMENT': 'mot',
  ETAT: 'mot',
  'JE VALIDE': 'mot',
  'JE CONFIRME': 'mot',
}

const written = (change: Partial<Courrier>): Courrier =>
  sampleCourrier({ formulaire: {}, ...change })

const QUI = { nom: 'MARTIN', prenom: 'Claire' }

t.test('each keyword, alone and beside a line of the form', (t) => {
  for (const [motCle, nature] of Object.entries(NATURES) as [MotCle, string][]) {
    t.equal(natureHorsFil(written({ motCle }), 'requerant', QUI), nature, motCle)
    // Whoever is asked for opinions answers with any of them: an answer is no request.
    t.equal(natureHorsFil(written({ motCle }), 'requis', QUI), 'mot', motCle)
    for (const auteur of ['requerant', 'requis'] as const) {
      const asks = written({ motCle, formulaire: { sexe: 'F' } })
      t.equal(natureHorsFil(asks, auteur, QUI), 'demande', motCle)
      t.equal(natureHorsFil(written({ motCle: null }), auteur, QUI), 'demande')
    }
  }
  t.end()
})

t.test('the numbers that are signed, each once', (t) => {
  const texte = 'Dossier te-2026-000123, puis TE-2026-000123 et TE-2026-000124.'
  t.strictSame(numerosDits(written({ texte })), ['TE-2026-000123', 'TE-2026-000124'])
  t.strictSame(numerosDits(written({ numero: 'TE-2026-000001', texte: '' })), ['TE-2026-000001'])
  t.strictSame(numerosDits(written({ texte: 'TE-2026-1234567' })), [])
  t.end()
})
