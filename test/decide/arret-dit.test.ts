/** Words that would stop something, in a mail that proves nothing. SPEC §6.1, §6.2, §6.5, §6.8 */
import t from 'tap'

import { arretsDits } from '../../src/decide/arret-dit.ts'
import { ARRETS_DITS, TRAVAUX } from '../../src/domain/travaux.ts'
import { sampleCourrier } from '../support/dossiers.ts'

const SAID = {
  'retrait-non-prouve': [
    { motCle: 'RETRAIT CONSENTEMENT' },
    { texte: 'La patiente ne veut plus qu’on transmette son dossier.' },
    { texte: 'Elle a changé d’avis.' },
    { sujet: 'Retrait du consentement' },
  ],
  'annulation-non-prouvee': [
    { motCle: 'ANNULATION' },
    { texte: 'Merci d’annuler ma demande.' },
    { sujet: 'annulation' },
  ],
  'erreur-patient-non-prouvee': [
    { texte: 'Je me suis trompé de patient.' },
    { texte: 'Attention, erreur de patient !' },
    { sujet: 'ERREUR DE PATIENT' },
  ],
  'urgence-non-prouvee': [
    { motCle: 'URGENT' },
    { urgence: 'URGENT' },
    { texte: 'URGENT : la patiente va plus mal.' },
    { sujet: 'Urgence vitale' },
  ],
} as const

for (const code of ARRETS_DITS) {
  t.test(`${code} is heard in each of its ways`, (t) => {
    for (const { sujet = '', ...said } of SAID[code] as readonly {
      readonly sujet?: string
      readonly texte?: string
    }[]) {
      const courrier = sampleCourrier({ ...said, ...(said.texte && { libre: said.texte }) })
      t.ok(arretsDits(courrier, sujet).includes(code), JSON.stringify({ sujet, ...said }))
    }
    t.equal(TRAVAUX[code].responsable, 'coordinateur')
    t.end()
  })
}

t.test(
  'what says nothing of the kind opens nothing; a mail that was not read has its subject',
  (t) => {
    for (const texte of [
      'Bonjour, vu, je réponds demain.',
      'AVIS\n\nRien à faire. Pas d’urgence.',
      'Merci de votre confiance.',
      '> La patiente ne veut plus qu’on transmette son dossier.',
    ]) {
      t.strictSame(
        arretsDits(sampleCourrier({ texte, libre: texte }), 'Re: TE-2026-000123'),
        [],
        texte,
      )
    }
    t.strictSame(arretsDits(null, 'Re: TE-2026-000123 : demande d’avis'), [])
    t.strictSame(arretsDits(null, 'Retrait consentement, urgent'), [
      'urgence-non-prouvee',
      'retrait-non-prouve',
    ])
    t.end()
  },
)
