/**
 * What a requis writes without its keyword: the question offers first the word that his text looks like, and no word
 * adopts as an opinion what hardly looks like one before its author has read it again. SPEC §5, §6.8
 */
import t from 'tap'

import { type Apparence, apparence } from '../../src/domain/propos-apparent.ts'
import { codes, type Histoire, histoire, letters, lettersOf } from '../support/dossiers.ts'

const CODES: { readonly [A in Apparence]: string } = {
  refus: 'refus-a-preciser',
  indisponible: 'absence-a-preciser',
  question: 'question-a-preciser',
  acquiescement: 'accuse-a-preciser',
  avis: 'mot-cle-manquant',
}

const TEXTES: { readonly [A in Apparence]: readonly string[] } = {
  refus: [
    'Je refuse, je ne prends plus de nouveaux avis jusqu’à janvier, désolé.',
    'Bonjour,\nCe n’est pas dans mon domaine de compétence.\nDr P. REQUISB',
    'Je ne peux pas rendre cet avis.',
    'Je passe mon tour',
  ],
  indisponible: [
    'Désolée je ne suis pas disponible cette semaine',
    'Je suis en congés du 2 au 9/12',
    'Absente jusqu’à lundi',
  ],
  question: [
    'complément svp : taille en mm ? photo ?',
    'Pouvez-vous m’envoyer le CR de biopsie ?',
    'Merci de préciser la date de début',
    'Vous parlez d’un homme de 45 ans mais la fiche dit femme de 75 ans : de qui s’agit-il ?',
  ],
  acquiescement: [
    'ok',
    'Accord pour moi, merci',
    'Je vous réponds par téléphone',
    'Avis à suivre',
    'Bien reçu, je regarde demain',
  ],
  avis: [
    'Lésion bénigne.',
    'Avis favorable à l’exérèse, sous AL sans xylocaïne (allergie) : articaïne possible ? Xarelto à maintenir.',
    'Avis défavorable\n\nPas de dermocorticoïde sur radiodermite, préférer trolamine 2x/j.',
    'avis exérèse avec marges de 4 mm, pas de relais des AOD',
    'On peut diminuer le bisoprolol à 1,25 mg puis l’arrêter en 15 j.',
    'RAS',
    'À revoir dans un an.',
  ],
}

for (const sorte of Object.keys(TEXTES) as Apparence[]) {
  t.test(`${sorte}: asked about by its own question, kept, and never adopted unread`, async (t) => {
    for (const texte of TEXTES[sorte]) {
      t.equal(apparence(texte.replace(/\nDr .*/, '')), sorte, texte)
      const story = histoire().requis(1, { texte }, 1)
      t.strictSame(codes(story.last.effets), [CODES[sorte]], texte)
      t.strictSame(letters(story.last.effets), ['reponseAPreciser → requis'])
      t.equal(reserve(story), texte)
      story.requis(1, { motCle: 'AVIS' }, 1)
      if (sorte === 'avis') {
        t.equal(opinions(story), 1, texte)
        continue
      }
      t.equal(opinions(story), 0, `${texte}: no compte-rendu yet`)
      t.match(lettersOf(story.last.effets, 'reponseAPreciser'), [
        { lettre: { code: 'avis-a-relire', dit: texte } },
      ])
      story.requis(1, { motCle: 'AVIS' }, 1)
      t.equal(opinions(story), 1, `${texte}: he read it, and it is his`)
    }
  })
}

t.test('the word that was offered does what it says, with his words', async (t) => {
  const refus = histoire().requis(1, { texte: 'Je refuse, voyez avec le Dr Vouzeran.' }, 1)
  refus.requis(1, { motCle: 'REFUS' }, 1)
  t.match(lettersOf(refus.last.effets, 'motsDuRequis'), [
    { lettre: { motCle: 'REFUS', texte: 'Je refuse, voyez avec le Dr Vouzeran.' } },
  ])
  const asks = histoire().requis(1, { texte: 'complément svp : photo ?' }, 1)
  asks.requis(1, { motCle: 'COMPLEMENT' }, 1)
  t.match(lettersOf(asks.last.effets, 'complementDemande'), [{ lettre: { texte: /photo \?/ } }])
  const takes = histoire().requis(1, { texte: 'Je vous réponds par téléphone' }, 1)
  takes.requis(1, { motCle: 'ACCEPTE' }, 1)
  t.match(lettersOf(takes.last.effets, 'motsDuRequis'), [{ lettre: { motCle: 'ACCEPTE' } }])
  const ok = histoire().requis(1, { texte: 'ok' }, 1).requis(1, { motCle: 'ACCEPTE' }, 1)
  t.strictSame(letters(ok.last.effets), ['bienRecu → requis'])
})

t.test('a mere yes while an opinion waits is asked about as that opinion', async (t) => {
  const story = histoire().requis(1, { texte: 'Lésion bénigne.' }, 1).requis(1, { texte: 'oui' }, 1)
  t.strictSame(codes(story.last.effets), ['mot-cle-manquant'])
  t.equal(reserve(story), 'Lésion bénigne.')
})

t.test('AVIS with words below a signature alone reads them back', async (t) => {
  const texte = 'Cordialement,\nDr P. REQUISB\nEnsemble, prenons soin de vous'
  const story = histoire().requis(1, { motCle: 'AVIS', texte }, 1)
  t.strictSame(codes(story.last.effets), ['avis-a-relire'])
  t.equal(opinions(story), 0)
})

t.test('AVIS alone on the last line adopts the text above it, whole', async (t) => {
  for (const [texte, is] of [
    ['Biopsie sous 15 jours.\n\nAVIS', 1],
    ['Biopsie sous 15 jours.\nAvis\n\nCordialement,\nDr P. REQUISB', 1],
    ['Merci de prendre un autre\navis', 0],
    ['Je refuse.\n\nAVIS', 0],
    ['AVIS', 0],
  ] as const) {
    const story = histoire().requis(1, { texte }, 1)
    t.equal(opinions(story), is, texte)
    if (is === 1) {
      const written = story.dossier.sollicitations[0]?.comptesRendus[0]?.texte
      t.match(written, /^Biopsie sous 15 jours\./)
      t.notMatch(written, /avis/i)
    }
  }
})

t.test('COMPLEMENT is a question, or its author is asked', async (t) => {
  for (const texte of [
    'Depuis quand ?',
    'Merci de préciser la taille.',
    'Il me faudrait le compte rendu.',
    'Photo nette svp',
    'Besoin de la date de début du traitement.',
  ]) {
    const story = histoire().requis(1, { motCle: 'COMPLEMENT', texte }, 1)
    t.strictSame(letters(story.last.effets), ['complementDemande → requerant'], texte)
  }
  for (const texte of [
    'C’est bénin, abstention. Conclusion : pas de biopsie.',
    'C’est bénin, abstention.',
    'Conclusion : pas de biopsie, d’accord ?',
    'Exérèse avec marges de 4 mm.',
  ]) {
    const story = histoire().requis(1, { motCle: 'COMPLEMENT', texte }, 1)
    t.strictSame(codes(story.last.effets), ['complement-sans-question'], texte)
    t.equal(story.dossier.sollicitations[0]?.etat, 'en_attente', 'the clock runs')
    t.equal(reserve(story), texte)
    const avis = histoire().requis(1, { motCle: 'COMPLEMENT', texte }, 1)
    t.equal(opinions(avis.requis(1, { motCle: 'AVIS' }, 1)), texte.includes('?') ? 0 : 1, texte)
    story.requis(1, { motCle: 'COMPLEMENT' }, 1)
    t.strictSame(letters(story.last.effets), ['complementDemande → requerant'], texte)
  }
})

const ERREURS = [
  'Erreur de frappe dans mon avis : il fallait lire Ø 17 mm et non 7.',
  'Désolé mauvaise PJ, je vous renvoie le bon CR',
  'Rectification : 5 mg au lieu de 10.',
  'Je corrige mon avis : marges de 6 mm.',
]
const DOUTES = [
  'Merci d’annuler mon avis précédent, je me suis trompée de patiente !',
  'Ne tenez pas compte de mon avis.',
  'Erreur de dossier, désolée.',
  'Mon avis est faux, je vous rappelle.',
]
/** What came between the opinion and its correction. */
const ENTRE: readonly ((story: Histoire) => Histoire)[] = [
  (story) => story,
  (story) => story.requerant({ texte: 'Merci beaucoup.' }),
  (story) => story.requerant({ texte: 'Et si l’anapath est positif ?' }),
]
const rendu = (entre: (story: Histoire) => Histoire) =>
  entre(histoire().requis(1, { motCle: 'AVIS', texte: 'Lésion bénigne.' }, 1))

t.test('a correction of an opinion asks for RECTIFICATIF, whatever came before', async (t) => {
  for (const entre of ENTRE) {
    for (const texte of ERREURS) {
      for (const motCle of [null, 'COMPLEMENT'] as const) {
        const story = rendu(entre).requis(1, { motCle, texte }, 1)
        t.strictSame(codes(story.last.effets), ['rectificatif-a-preciser'], texte)
        t.strictSame(
          letters(story.last.effets),
          ['reponseApresAvis → requerant', 'reponseAPreciser → requis'],
          texte,
        )
        t.equal(reserve(story), texte)
        const passe = rendu(entre).requis(1, { texte }, 1).requis(1, { motCle: 'COMPLEMENT' }, 1)
        t.match(lettersOf(passe.last.effets, 'reponseApresAvis'), [{ lettre: { texte } }])
        const bref = rendu(entre).requis(1, { texte }, 1).requis(1, { motCle: 'RECTIFICATIF' }, 1)
        t.strictSame(codes(bref.last.effets), ['rectificatif-a-relire'], texte)
        t.equal(opinions(bref), 1)
      }
    }
  }
})

t.test('an author who doubts his opinion is heard at once by those who rely on it', async (t) => {
  for (const entre of ENTRE) {
    for (const texte of DOUTES) {
      const story = rendu(entre).requis(1, { texte }, 1)
      t.strictSame(
        letters(story.last.effets),
        ['avisEnDoute → requerant', 'alerte → coordinateur', 'reponseAPreciser → requis'],
        texte,
      )
      t.match(lettersOf(story.last.effets, 'avisEnDoute'), [
        { priorite: 'haute', lettre: { texte } },
      ])
      t.ok(story.last.effets.some((one) => one.kind === 'ouvrirTravail'))
      story.requis(1, { motCle: 'RECTIFICATIF', texte: 'Mélanome à exclure.' }, 1)
      t.equal(opinions(story), 2)
      t.ok(story.last.effets.some((one) => one.kind === 'reglerTravaux'))
    }
  }
})

t.test('an answer after the opinion that corrects nothing is passed on', async (t) => {
  const entre = ENTRE[2] ?? ((story) => story)
  for (const texte of [
    'Au CHU : ganglion sentinelle si > 0,8 mm ou ulcéré.',
    'Oui, même conduite.',
    'Corriger la carence martiale.',
  ]) {
    const story = rendu(entre).requis(1, { texte }, 1)
    t.match(lettersOf(story.last.effets, 'reponseApresAvis'), [{ lettre: { texte } }], texte)
  }
})

function reserve({ dossier }: Histoire) {
  return dossier.sollicitations[0]?.reserve?.texte
}

function opinions({ dossier }: Histoire) {
  return dossier.sollicitations[0]?.comptesRendus.length
}
