/**
 * Words below AVIS or RECTIFICATIF that hardly look like an opinion are read back before they are one, whether they
 * came with the keyword or before it; whatever may be an opinion is one at once. SPEC §5, §6.8
 */
import t from 'tap'

import { apparence } from '../../src/domain/propos-apparent.ts'
import { apparenceSousAvis } from '../../src/domain/propos-sous-avis.ts'
import {
  codes,
  type Histoire,
  histoire,
  letters,
  lettersOf,
  samplePiece,
} from '../support/dossiers.ts'

const AUTRES = {
  REFUS: [
    'REFUS',
    'Je décline, hors de ma compétence.',
    'Bonjour,\nCe n’est pas dans mon domaine de compétence.',
    'Désolé, conflit d’intérêts : c’est une amie.',
    'Bonjour, je suis en congé jusqu’au 15 décembre, adressez-vous à mon confrère.',
    'Je suis en congés du 2 au 9/12',
    'Absente jusqu’à lundi',
    'ABSENT',
  ],
  COMPLEMENT: [
    'COMPLEMENT',
    'Pouvez-vous m’envoyer une photo et la liste des traitements ?',
    'Pouvez-vous m’envoyer le CR de biopsie ?',
    'Je ne peux pas me prononcer sans photo, merci d’en envoyer une.',
    'complément svp : taille en mm ? photo ?',
    'Vous parlez d’un homme de 45 ans mais la fiche dit femme de 75 ans : de qui s’agit-il ?',
    'De qui s’agit-il ?',
  ],
  ACCEPTE: [
    'OK',
    'ACCEPTE',
    'à suivre',
    'Avis à suivre',
    'Vu, je réponds demain.',
    'Je vous réponds par téléphone',
    'Bien reçu, réponse sous 48 h',
  ],
} as const

const AVIS = [
  'Bénin.',
  'Oui.',
  'Non.',
  'RAS',
  'Rien à faire.',
  'Oui, exérèse.',
  'Oui, vous pouvez.',
  'OK pour la chirurgie.',
  'OK pour arrêter l’aspirine 5 jours.',
  'Pas d’indication opératoire.',
  'À suivre dans six mois.',
  'À suivre tous les ans.',
  'Reprise du travail lundi.',
  'Repos une semaine.',
  'Molécule indisponible, prendre la forme orale.',
  'Je ne peux pas me prononcer sans biopsie.',
  'Je ne vois pas d’argument pour un mélanome, quel recul ?',
  'Rien d’inquiétant. Quel recul ?',
  'Pouvez-vous m’envoyer une photo, exérèse si la taille augmente ?',
  'Pouvez-vous arrêter l’aspirine ?',
  'Merci de m’adresser le patient pour exérèse.',
  'Pourquoi pas une greffe ?',
  'Hors de ma spécialité, mais évoque un mélanome.',
  `Je refuse. ${'Voyez avec le confrère du bureau voisin. '.repeat(4)}`,
]

/** The opinion that a correction replaces. */
const FAITS = {
  AVIS: () => histoire(),
  RECTIFICATIF: () => histoire().requis(1, { motCle: 'AVIS', texte: 'Lésion bénigne.' }, 1),
} as const
const ECRITS = {
  direct: (story: Histoire, motCle: keyof typeof FAITS, texte: string) =>
    story.requis(1, { motCle, texte }, 1),
  argument: (story: Histoire, motCle: keyof typeof FAITS, texte: string) =>
    story.requis(1, { motCle, argument: texte, texte: '' }, 1),
  // A keyword that is not his keeps the text without asking what it looks like.
  kept: (story: Histoire, motCle: keyof typeof FAITS, texte: string) =>
    story.requis(1, { motCle: 'JE VALIDE', texte }, 1).requis(1, { motCle }, 1),
} as const

for (const motCle of ['AVIS', 'RECTIFICATIF'] as const) {
  const before = motCle === 'AVIS' ? 0 : 1
  const code = motCle === 'AVIS' ? 'avis-a-relire' : 'rectificatif-a-relire'
  for (const how of ['direct', 'argument', 'kept'] as const) {
    t.test(
      `${motCle}, ${how}: what is no opinion is read back, the likely word first`,
      async (t) => {
        for (const [mot, textes] of Object.entries(AUTRES)) {
          for (const texte of textes) {
            const open = FAITS[motCle]()
            const etat = open.dossier.sollicitations[0]?.etat
            const story = ECRITS[how](open, motCle, texte)
            t.strictSame(codes(story.last.effets), [code], texte)
            t.strictSame(letters(story.last.effets), ['reponseAPreciser → requis'], texte)
            const first = motCle === 'AVIS' ? mot : 'COMPLEMENT'
            t.match(
              lettersOf(story.last.effets, 'reponseAPreciser'),
              [{ lettre: { dit: texte, motCle: first } }],
              texte,
            )
            t.equal(opinions(story), before, texte)
            t.equal(story.dossier.sollicitations[0]?.etat, etat, 'the clock goes on')
            t.equal(story.dossier.sollicitations[0]?.reserve?.texte, texte)
            story.requis(1, { motCle }, 1)
            t.equal(opinions(story), before + 1, `${texte}: he read it, and it is his`)
          }
        }
      },
    )
  }
  t.test(`${motCle}: whatever may be an opinion is one at once`, async (t) => {
    for (const texte of AVIS) {
      t.equal(opinions(ECRITS.direct(FAITS[motCle](), motCle, texte)), before + 1, texte)
    }
    for (const beside of [{ conclusion: 'OK' }, { pieces: [samplePiece('avis.pdf')] }]) {
      const story = FAITS[motCle]().requis(1, { motCle, texte: 'OK', ...beside }, 1)
      t.equal(opinions(story), before + 1)
    }
  })
  t.test(
    `${motCle}: the same words once more below the keyword are his; others are read`,
    async (t) => {
      const again = ECRITS.direct(ECRITS.direct(FAITS[motCle](), motCle, 'OK'), motCle, 'OK')
      t.equal(opinions(again), before + 1)
      const other = ECRITS.direct(ECRITS.direct(FAITS[motCle](), motCle, 'OK'), motCle, 'REFUS')
      t.equal(opinions(other), before)
      const whole = ECRITS.direct(ECRITS.direct(FAITS[motCle](), motCle, 'OK'), motCle, 'Bénin.')
      t.equal(opinions(whole), before + 1)
    },
  )
}

t.test('the word that is offered takes the words that were read back', async (t) => {
  const asks = histoire().requis(1, { motCle: 'AVIS', texte: 'De qui s’agit-il ?' }, 1)
  asks.requis(1, { motCle: 'COMPLEMENT' }, 1)
  t.match(lettersOf(asks.last.effets, 'complementDemande'), [{ lettre: { texte: /s’agit-il/ } }])
  const texte = 'Je refuse, voyez avec le Dr Vouzeran.'
  const refus = histoire().requis(1, { motCle: 'AVIS', texte }, 1)
  refus.requis(1, { motCle: 'REFUS' }, 1)
  t.match(lettersOf(refus.last.effets, 'motsDuRequis'), [{ lettre: { motCle: 'REFUS', texte } }])
  const takes = histoire().requis(1, { motCle: 'AVIS', texte: 'à suivre' }, 1)
  takes.requis(1, { motCle: 'ACCEPTE' }, 1)
  t.equal(takes.dossier.sollicitations[0]?.etat, 'acceptee')
})

t.test('below AVIS it looks like an opinion, or like what it looks like without it', async (t) => {
  for (const texte of [...Object.values(AUTRES).flat(), ...AVIS, '', '---']) {
    const looks = apparenceSousAvis(texte)
    t.ok(looks === 'avis' || looks === apparence(texte) || looks === 'question', texte)
  }
})

function opinions({ dossier }: Histoire) {
  return dossier.sollicitations[0]?.comptesRendus.length
}
