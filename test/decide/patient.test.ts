import t from 'tap'

import type { MotCle } from '../../src/domain/courrier.ts'
import {
  codes,
  FORMULAIRE,
  type Histoire,
  histoire,
  JOUR,
  letters,
  lettersOf,
  samplePiece,
} from '../support/dossiers.ts'

const OTHER = 'Patient : TARTEMPION Germaine, née le 01/02/1960\nKératose.'
const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const

/** The dossier in each state in which a letter of the requerant is taken up. */
const STATES: { readonly [etat: string]: () => Histoire } = {
  incomplet: () => {
    const { question: _, ...form } = FORMULAIRE
    return histoire({ formulaire: form })
  },
  'a-confirmer': () => histoire({ provenance: { assurance: 'mssante' } }),
  en_cours: () => histoire(),
  repondu: () => histoire().requis(1, AVIS),
  sans_reponse: () => {
    const story = histoire()
    story.passe(8 * JOUR).echeance()
    return story
  },
}

const ELSEWHERE = [
  { formulaire: { nomNaissance: 'DUPONT' } },
  { formulaire: { dateNaissance: '01/02/1960' } },
  { formulaire: { sexe: 'M' } },
  { formulaire: { prenoms: 'Germaine' } },
  { formulaire: { dateNaissance: '1/2/60' } },
  { texte: OTHER },
  { texte: 'Patiente née le 1/2/60.' },
  { texte: 'Il s’agit d’un autre patient.' },
  { texte: 'Voici.', sujet: 'Mme TARTEMPION' },
  { texte: 'Voici.', sujet: 'avis pour Mme PETIT-TARTEMPION' },
  { texte: 'Erreur : elle est née le 12/03/1952 et non 1951.' },
  { texte: 'Le prénom est Marie-Anne et pas Alice.' },
  { texte: 'C’est un homme.' },
  { texte: 'Son nom de naissance est TARTEMPION.' },
  { texte: 'Ce monsieur de 45 ans a une kératose.' },
  { texte: 'Concernant GOMEZ Maria : elle prend des AVK.' },
  { texte: 'Idem pour son frère, né le 02/02/1993.' },
  { texte: 'Sa voisine : INR 4,5, que faire ?' },
]

const QUOTED: readonly (readonly [said: string, label: 'question' | 'contexte'])[] = [
  ['Ce monsieur de 45 ans a une kératose ?', 'question'],
  ['Même chose pour son frère, répondre pour les deux ?', 'contexte'],
  ['Mme TARTEMPION a la même.', 'contexte'],
]

t.test('the words that point to another person are quoted, from whatever line', async (t) => {
  for (const [said, label] of QUOTED) {
    const story = histoire({ formulaire: { ...FORMULAIRE, [label]: said } })
    t.equal(story.dossier.motif, 'patient-different', said)
    t.match(lettersOf(story.last.effets, 'reponseAPreciser'), [{ lettre: { dit: said } }])
  }
  const history = { ...FORMULAIRE, antecedents: 'Sa sœur (62 ans) : tamoxifène 20 mg' }
  t.equal(histoire({ formulaire: history }).dossier.etat, 'en_cours')
})

t.test('the number of another dossier may mean another patient', async (t) => {
  for (const said of [
    { texte: 'Réponse au dossier TE-2026-000031 : exérèse.' },
    { texte: 'Exérèse.', sujet: 'Re: Téléexpertise te-2026-000031 : demande d’avis' },
  ]) {
    const avis = histoire().requis(1, { motCle: 'AVIS', ...said })
    t.strictSame(codes(avis.last.effets), ['rappel-patient-different'], said.texte)
    const more = histoire().requerant(said)
    t.strictSame(codes(more.last.effets), ['patient-different'], said.texte)
  }
  const own = histoire().requis(1, {
    motCle: 'AVIS',
    texte: 'Dossier TE-2026-000001 : exérèse.',
    sujet: 'Re: Téléexpertise TE-2026-000001',
  })
  t.equal(own.dossier.etat, 'repondu')
})

t.test('an opinion that says another sex, another person or a pair is held', async (t) => {
  for (const texte of [
    'Ce monsieur doit être biopsié.',
    'Comme pour Mme TARTEMPION que j’ai vue hier, exérèse.',
    'Idem pour son frère Théo PETIT, né le 02/02/1993.',
  ]) {
    const story = histoire().requis(1, { motCle: 'AVIS', texte })
    t.strictSame(codes(story.last.effets), ['rappel-patient-different'], texte)
    t.match(lettersOf(story.last.effets, 'reponseAPreciser'), [{ lettre: { dit: texte } }])
  }
  const near = histoire().requis(1, { motCle: 'AVIS', texte: 'Même traitement pour son mari.' })
  t.equal(near.dossier.etat, 'repondu')
})

t.test(
  'a letter of the requerant about another patient changes nothing, in any state',
  async (t) => {
    for (const [etat, begun] of Object.entries(STATES)) {
      if (etat === 'a-confirmer') continue
      for (const said of ELSEWHERE) {
        const story = begun()
        const before = story.dossier
        t.equal(before.etat, etat)
        story.requerant({ ...said, pieces: [samplePiece('b.jpg')] })
        t.strictSame(
          codes(story.last.effets),
          ['patient-different'],
          `${etat} ${JSON.stringify(said)}`,
        )
        t.strictSame(letters(story.last.effets), ['reponseAPreciser → requerant'])
        t.match(story.dossier, { etat, formulaire: before.formulaire, pieces: before.pieces })
      }
    }
  },
)

t.test(
  'a form about another patient completes nothing, and ACCORD says that it is the same',
  async (t) => {
    const story = STATES.incomplet?.() ?? histoire()
    const answer = { formulaire: { nomNaissance: 'ZIDAN-PETIT', question: 'Retirer ?' } }
    story.requerant(answer)
    t.strictSame(codes(story.last.effets), ['patient-different'])
    t.equal(story.dossier.etat, 'incomplet')
    story.requerant({ motCle: 'ACCORD' })
    t.match(story.dossier, { etat: 'en_cours', patient: { nomNaissance: 'ZIDAN-PETIT' } })
  },
)

t.test('what was asked for may be corrected', async (t) => {
  const story = histoire({ courrier: { contradictions: ['dateNaissance'] } })
  t.equal(story.dossier.motif, 'demande-incomplete')
  story.requerant({ formulaire: { dateNaissance: '12/03/1952' } })
  t.match(story.dossier, { etat: 'en_cours', patient: { dateNaissance: '1952-03-12' } })
})

t.test(
  'a request that names two patients waits for a word; the corrected one is as good',
  async (t) => {
    for (const next of [
      { motCle: 'ACCORD' as const },
      { formulaire: FORMULAIRE, texte: 'Corrigé.' },
    ]) {
      const story = histoire({ courrier: { texte: 'Concernant Mme TARTEMPION.' } })
      t.match(story.dossier, { etat: 'incomplet', motif: 'patient-different' })
      t.strictSame(letters(story.last.effets), ['reponseAPreciser → requerant'])
      story.passe(4 * JOUR).echeance()
      t.strictSame(codes(story.last.effets), ['patient-different'], 'he is reminded')
      story.requerant(next)
      t.equal(story.dossier.etat, 'en_cours')
    }
  },
)

t.test('an answer about another patient goes nowhere, whatever its word', async (t) => {
  for (const motCle of [
    null,
    'AVIS',
    'COMPLEMENT',
    'REFUS',
    'REORIENTATION',
  ] as (MotCle | null)[]) {
    const story = histoire()
    story.requis(1, {
      motCle,
      texte: OTHER,
      argument: motCle === 'REORIENTATION' ? 'cardiologie' : null,
    })
    t.strictSame(codes(story.last.effets), ['rappel-patient-different'], `${motCle}`)
    t.strictSame(letters(story.last.effets), ['reponseAPreciser → requis'])
    t.equal(story.dossier.sollicitations[0]?.etat, 'en_attente')
    story.requis(1, { motCle: 'AVIS' })
    t.strictSame(codes(story.last.effets), ['avis-vide'], 'the word alone adopts nothing of it')
  }
})

t.test('ACCORD of its author lets a held answer go its way, once', async (t) => {
  const story = histoire().requis(1, { motCle: 'AVIS', texte: OTHER })
  story.requis(1, { motCle: 'ACCORD' })
  t.match(story.dossier.sollicitations[0], { etat: 'rendue', comptesRendus: [{ texte: OTHER }] })
  story.requis(1, { motCle: 'ACCORD' })
  t.strictSame(codes(story.last.effets), ['mot-cle-du-requerant'])
  const corrected = histoire().requis(1, { motCle: 'AVIS', texte: OTHER })
  corrected.requis(1, {
    motCle: 'AVIS',
    texte: 'Patient : ZIDANE Alice, née le 12/03/1951\nKératose.',
  })
  t.equal(corrected.dossier.sollicitations[0]?.etat, 'rendue')
})

t.test('an ACCORD that a proposal waits for is not taken for a held letter', async (t) => {
  const story = histoire().requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })
  story.requerant({ texte: OTHER })
  story.requerant({ motCle: 'ACCORD' })
  t.equal(story.dossier.sollicitations[0]?.etat, 'reorientee')
  t.equal(lettersOf(story.effets, 'complementTransmis').length, 0)
})

t.test('an urgency is never held: it leaves without the words', async (t) => {
  const story = histoire().requis(1, { motCle: 'URGENT', texte: OTHER })
  t.match(lettersOf(story.last.effets, 'urgenceSignalee'), [{ lettre: { texte: '' } }])
  t.strictSame(codes(story.last.effets), ['urgence-autre-patient'])
  const asked = histoire().requerant({ texte: OTHER, urgence: 'URGENT' })
  t.match(lettersOf(asked.last.effets, 'reponseAPreciser'), [{ lettre: { urgent: 'oui' } }])
})

const PDF_DE_GERMAINE = {
  ...samplePiece('irm.pdf'),
  dit: { ou: 'pdf', texte: 'Patient : TARTEMPION Germaine\nNée le 01/02/1960' },
} as const

t.test('a request whose document names another patient waits, and names the words', async (t) => {
  const story = histoire({ courrier: { pieces: [PDF_DE_GERMAINE, samplePiece('photo.jpg')] } })
  t.match(story.dossier, { etat: 'incomplet', motif: 'patient-different', pieces: [] })
  t.match(lettersOf(story.last.effets, 'reponseAPreciser')[0]?.lettre, {
    code: 'patient-different',
    documents: [{ nom: 'irm.pdf', ou: 'pdf', mots: 'Née le 01/02/1960' }],
  })
  story.requerant({ motCle: 'ACCORD' })
  t.equal(story.dossier.etat, 'en_cours')
  t.strictSame(
    story.dossier.pieces.map((piece) => [piece.nom, piece.dit]),
    [
      ['irm.pdf', undefined],
      ['photo.jpg', undefined],
    ],
    'what was compared is not kept',
  )
})

t.test(
  'a document is compared again once the patient is known, and never after ACCORD',
  async (t) => {
    const { nomNaissance: _, dateNaissance: __, ...form } = FORMULAIRE
    const story = histoire({ formulaire: form, courrier: { pieces: [PDF_DE_GERMAINE] } })
    t.equal(story.dossier.motif, 'demande-incomplete')
    const { nomNaissance = '', dateNaissance = '', prenoms = '' } = FORMULAIRE
    story.requerant({ formulaire: { nomNaissance, dateNaissance, prenoms } })
    t.strictSame(codes(story.last.effets), ['patient-different'])
    story.requerant({ motCle: 'ACCORD' })
    t.equal(story.dossier.etat, 'en_cours')
  },
)

t.test('what is attached to an opinion, or sent after the request, is compared too', async (t) => {
  const story = histoire()
  story.requis(1, { ...AVIS, pieces: [samplePiece('TARTEMPION_Germaine_1960.pdf')] })
  t.strictSame(codes(story.last.effets), ['rappel-patient-different'])
  t.match(lettersOf(story.last.effets, 'reponseAPreciser')[0]?.lettre, {
    documents: [{ nom: 'TARTEMPION_Germaine_1960.pdf', ou: 'nom' }],
  })
  story.requis(1, { motCle: 'ACCORD' })
  t.equal(story.dossier.etat, 'repondu')
  const other = histoire()
  other.requerant({ motCle: 'COMPLEMENT', texte: 'Voici.', pieces: [PDF_DE_GERMAINE] })
  t.strictSame(codes(other.last.effets), ['patient-different'])
})

t.test('a subject of the convention that names another patient holds', async (t) => {
  const story = histoire()
  story.requerant({ texte: 'Voici.', sujet: 'XDM/1.0/DDM+CR TARTEMPION Germaine 01/02/1960' })
  t.strictSame(codes(story.last.effets), ['patient-different'])
})

t.test(
  'a document that could not be compared stands on the dossier and holds nothing',
  async (t) => {
    const story = histoire({ courrier: { pieces: [samplePiece()], nonCompares: ['chiffre'] } })
    t.equal(story.dossier.etat, 'en_cours')
    t.match(
      story.last.traces.find(({ quoi }) => quoi === 'documents-non-compares'),
      { detail: { raisons: 'chiffre' } },
    )
  },
)

t.test(
  'a held request is asked about again until ACCORD or a whole form, with his words',
  async (t) => {
    const begun = () =>
      histoire({ courrier: { texte: 'Mme ZIDANE Alice, née le 04/12/1949, lésion de la tempe.' } })
    for (const said of [
      { texte: 'Désolée c’est bien le 12/3/1951, faute de frappe' },
      { texte: 'C’est le courrier du collègue, laissez tomber' },
      { texte: 'Ce n’est pas un autre patient' },
      { texte: '', formulaire: { dateNaissance: '12/03/1951' } },
      { texte: 'OK' },
    ]) {
      const story = begun()
      t.equal(story.dossier.motif, 'patient-different')
      for (const _ of [1, 2]) {
        story.requerant(said)
        t.strictSame(letters(story.last.effets), ['reponseAPreciser → requerant'], said.texte)
        t.match(lettersOf(story.last.effets, 'reponseAPreciser'), [
          { lettre: { code: 'patient-different', ...(said.texte !== '' && { dit: said.texte }) } },
        ])
        t.match(story.dossier, { etat: 'incomplet', motif: 'patient-different' })
      }
      story.requerant({ motCle: 'ACCORD' })
      t.match(story.dossier, {
        etat: 'en_cours',
        patient: { nomNaissance: 'ZIDANE', dateNaissance: '1951-03-12' },
      })
    }
  },
)

t.test('a line written while the request is held is the newer one', async (t) => {
  const story = histoire({ courrier: { texte: 'Mme ZIDANE Alice, née le 04/12/1949.' } })
  story.requerant({ formulaire: { dateNaissance: '04/12/1949' } })
  t.equal(story.dossier.motif, 'patient-different')
  story.requerant({ motCle: 'ACCORD' })
  t.match(story.dossier, { etat: 'en_cours', patient: { dateNaissance: '1949-12-04' } })
})
