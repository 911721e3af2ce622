import t from 'tap'

import { horsAnnuaire, type Requerant } from '../../src/domain/correspondant.ts'
import type { Courrier } from '../../src/domain/courrier.ts'
import {
  codes,
  FORMULAIRE,
  type Histoire,
  histoire,
  JOUR,
  letters,
  lettersOf,
  rppsTest,
  sampleCourrier,
  samplePiece,
  samplePossible,
  sampleProvenance,
  sampleRequerant,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const UNSIGNED = { assurance: 'mssante' } as const
const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne, à revoir dans un an.' } as const
const slot = (story: Histoire) => story.dossier.sollicitations[0]
const recaps = (story: Histoire) =>
  lettersOf(story.last.effets, 'recapitulatif').map(({ lettre, a }) => `${lettre.code} → ${a.rpps}`)

/** An unsigned letter of the requerant. */
function unsignedRequerant(
  story: Histoire,
  courrier: Partial<Courrier>,
  message: string,
): Histoire {
  return story.event({
    kind: 'courrierRequerant',
    provenance: sampleProvenance(message, story.now, UNSIGNED),
    courrier: sampleCourrier(courrier),
    trouvailles: story.trouvailles,
  })
}

/** An unsigned letter of the n-th requis. */
function unsignedRequis(story: Histoire, n: number, courrier: Partial<Courrier>, message: string) {
  return story.event({
    kind: 'courrierRequis',
    provenance: sampleProvenance(message, story.now, UNSIGNED),
    auteur: samplePossible(n),
    rang: 1,
    courrier: sampleCourrier(courrier),
    trouvailles: story.trouvailles,
  })
}

t.test(
  'an unsigned request that is complete is read back, and leaves after JE CONFIRME',
  async (t) => {
    const story = histoire({ provenance: UNSIGNED })
    t.match(story.dossier, { etat: 'incomplet', motif: 'a-confirmer', assurance: 'mssante' })
    t.strictSame(letters(story.effets), ['recapitulatif → requerant'])
    unsignedRequerant(story, { motCle: null, texte: 'Merci.' }, 'u1')
    t.strictSame(codes(story.last.effets), ['a-confirmer'], 'only that word')
    unsignedRequerant(story, { motCle: 'JE CONFIRME' }, 'u2')
    t.match(story.dossier, { etat: 'en_cours', motif: null, assurance: 'mssante' })
    t.equal(lettersOf(story.last.effets, 'demandeAvis').length, 1)
  },
)

t.test('what lacks is asked first; JE CONFIRME before the recap confirms nothing', async (t) => {
  const { question, ...without } = FORMULAIRE
  const story = histoire({ provenance: UNSIGNED, formulaire: without })
  t.equal(story.dossier.motif, 'demande-incomplete')
  unsignedRequerant(story, { motCle: 'JE CONFIRME' }, 'u1')
  t.equal(story.dossier.etat, 'incomplet')
  story.requerant({ formulaire: { question: question ?? '' } })
  t.equal(story.dossier.motif, 'a-confirmer', 'even when signed lines complete it')
  unsignedRequerant(story, { motCle: 'JE CONFIRME' }, 'u2')
  t.equal(story.dossier.etat, 'en_cours')
})

t.test('lines that complete a signed request unsigned are confirmed too', async (t) => {
  const { consentement, ...without } = FORMULAIRE
  const story = histoire({ formulaire: without })
  unsignedRequerant(story, { formulaire: { consentement: consentement ?? '' } }, 'u1')
  t.match(story.dossier, { etat: 'incomplet', motif: 'a-confirmer', assurance: 'mssante' })
  t.equal(lettersOf(story.effets, 'demandeAvis').length, 0)
})

t.test('what stands below JE CONFIRME changes nothing of what was read back', async (t) => {
  const story = histoire({ provenance: UNSIGNED })
  const other = { nomNaissance: 'DUPONT', consentement: 'non' }
  unsignedRequerant(
    story,
    { motCle: 'JE CONFIRME', formulaire: other, pieces: [samplePiece('logo.png')] },
    'u1',
  )
  t.match(story.dossier, { etat: 'en_cours', patient: { nomNaissance: 'ZIDANE' } })
  t.equal(story.dossier.pieces.length, 1)
})

t.test('an unsigned refusal of consent, urgency or withdrawal is heard at once', async (t) => {
  const refused = histoire({
    provenance: UNSIGNED,
    formulaire: { ...FORMULAIRE, consentement: 'non' },
  })
  t.match(refused.dossier, { etat: 'annule', motif: 'consentement-refuse' })
  const urgent = histoire({ provenance: UNSIGNED, courrier: { urgence: 'oui' } })
  t.strictSame(letters(urgent.effets), ['demandeUrgente → requerant'])
  unsignedRequerant(urgent, { motCle: 'NON URGENT' }, 'u1')
  t.equal(urgent.dossier.motif, 'a-confirmer')
  unsignedRequerant(urgent, { motCle: 'ANNULATION' }, 'u2')
  t.equal(urgent.dossier.etat, 'annule')
})

t.test('who does not confirm is reminded, and the request ends', async (t) => {
  const story = histoire({ provenance: UNSIGNED })
  story.passe(3 * JOUR).echeance()
  t.match(lettersOf(story.last.effets, 'recapitulatif'), [{ lettre: { rappel: 'oui' } }])
  // Six working days: a week-end later.
  story.passe(5 * JOUR).echeance()
  t.match(story.dossier, { etat: 'annule', motif: 'jamais-completee' })
})

t.test('an unsigned opinion is read back, and transmitted after JE CONFIRME', async (t) => {
  const story = histoire()
  unsignedRequis(story, 1, AVIS, 'u1')
  t.strictSame(recaps(story), [`avis-a-confirmer → ${rppsTest(101)}`])
  t.strictSame(slot(story)?.comptesRendus, [])
  unsignedRequis(story, 1, { motCle: 'JE CONFIRME', texte: 'Envoyé de mon téléphone' }, 'u2')
  t.match(slot(story)?.comptesRendus, [{ assurance: 'mssante', texte: AVIS.texte, message: 'u1' }])
})

t.test('JE CONFIRME without a recap is asked about, whatever text is kept', async (t) => {
  const story = histoire()
  unsignedRequis(story, 1, { motCle: 'JE CONFIRME', texte: 'Bénin.' }, 'u1')
  t.strictSame(codes(story.last.effets), ['confirmation-sans-objet'])
  unsignedRequis(story, 1, { texte: 'Je pense à un naevus.' }, 'u2')
  unsignedRequis(story, 1, { motCle: 'JE CONFIRME' }, 'u3')
  t.strictSame(codes(story.last.effets), ['confirmation-sans-objet'])
  unsignedRequis(story, 1, { motCle: 'AVIS' }, 'u4')
  t.strictSame(recaps(story), [`avis-a-confirmer → ${rppsTest(101)}`], 'AVIS alone adopts it')
  unsignedRequis(story, 1, { motCle: 'JE CONFIRME' }, 'u5')
  t.match(slot(story)?.comptesRendus, [{ texte: 'Je pense à un naevus.' }])
})

t.test('one may not confirm the opinion of another', async (t) => {
  const story = histoire()
  unsignedRequis(story, 1, AVIS, 'u1')
  unsignedRequis(story, 2, { motCle: 'JE CONFIRME' }, 'u2')
  t.strictSame(codes(story.last.effets), ['confirmation-sans-objet'])
  t.strictSame(slot(story)?.comptesRendus, [])
})

t.test('an unsigned RECTIFICATIF is confirmed as one', async (t) => {
  const story = histoire().requis(1, AVIS)
  unsignedRequis(story, 1, { motCle: 'RECTIFICATIF', texte: 'Finalement, exérèse.' }, 'u1')
  t.equal(slot(story)?.comptesRendus.length, 1)
  unsignedRequis(story, 1, { motCle: 'JE CONFIRME' }, 'u2')
  t.match(slot(story)?.comptesRendus, [
    { assurance: 'signe' },
    { version: 2, assurance: 'mssante' },
  ])
})

const X = sampleRequerant({ rpps: rppsTest(7), nom: 'BERNARD', prenom: 'Paul' })
const infirmiere = sampleRequerant({
  rpps: rppsTest(8),
  nom: 'PETIT',
  profession: '60',
  adresse: 'p@c.test' as Requerant['adresse'],
})
const deposit = (deposePour: readonly Requerant[], more: object = {}) =>
  histoire({
    auteur: infirmiere,
    courrier: { formulaire: FORMULAIRE, depotPour: 'Dr Bernard' },
    trouvailles: sampleTrouvailles({ deposePour }),
    ...more,
  })

t.test(
  'a deposit leaves after the JE VALIDE of the physician, who is then the requerant',
  async (t) => {
    const story = deposit([X])
    t.strictSame(recaps(story), [`depot-a-valider → ${X.rpps}`])
    t.match(lettersOf(story.effets, 'depotNote'), [{ a: { rpps: infirmiere.rpps } }])
    t.match(story.dossier, {
      etat: 'incomplet',
      requerant: { rpps: X.rpps },
      depot: { par: { rpps: infirmiere.rpps } },
    })
    t.equal(lettersOf(story.effets, 'demandeAvis').length, 0)

    story.requerant({ texte: 'Entendu.' })
    t.strictSame(codes(story.last.effets), ['depot-a-valider'])
    unsignedRequerant(story, { motCle: 'JE VALIDE' }, 'u1')
    t.strictSame(codes(story.last.effets), ['depot-a-valider'], 'his word must be signed')
    story.event({ kind: 'courrierDeposant', provenance: sampleProvenance('n1', story.now) })
    t.match(lettersOf(story.last.effets, 'depotNote'), [{ lettre: { code: 'depot-sans-effet' } }])
    t.equal(story.dossier.etat, 'incomplet')

    story.requerant({ motCle: 'JE VALIDE', formulaire: { nomNaissance: 'DUPONT' } })
    t.match(story.dossier, {
      etat: 'en_cours',
      requerant: { rpps: X.rpps },
      patient: { nomNaissance: 'ZIDANE' },
    })
    t.strictSame(
      lettersOf(story.last.effets, 'accuseReception').map(({ a }) => a.rpps),
      [X.rpps],
    )
    story.event({ kind: 'courrierDeposant', provenance: sampleProvenance('n2', story.now) })
    t.match(lettersOf(story.last.effets, 'depotNote'), [{ lettre: { code: 'depot-valide' } }])
  },
)

t.test('one outside the directory deposits as one inside, and is told how it ended', async (t) => {
  const secretary = horsAnnuaire('secretariat@c.test' as Requerant['adresse'])
  const begun = (): Histoire => deposit([X], { auteur: secretary })
  const ends: { readonly [code: string]: (story: Histoire) => unknown } = {
    'depot-valide': (story) => story.requerant({ motCle: 'JE VALIDE' }),
    'depot-non-valide': (story) => story.requerant({ motCle: 'ANNULATION' }),
    'depot-non-valide ': (story) => story.passe(12 * JOUR).echeance(),
    'depot-non-valide  ': (story) => story.requerant({ motCle: 'RETRAIT CONSENTEMENT' }),
  }
  for (const [code, end] of Object.entries(ends)) {
    const story = begun()
    t.match(story.dossier, { motif: 'depot-a-valider', requerant: { rpps: X.rpps } })
    t.notOk(JSON.stringify(story.last.traces).includes('@'), 'the audit does not name her')
    end(story)
    t.match(
      lettersOf(story.last.effets, 'depotNote'),
      [{ lettre: { code: code.trim() }, a: { adresse: secretary.adresse } }],
      code,
    )
    story.requerant({ motCle: 'ETAT' })
    t.strictSame(lettersOf(story.last.effets, 'depotNote'), [], 'once')
  }
})

t.test('the physician must be one, and exactly one', async (t) => {
  const other = sampleRequerant({ rpps: rppsTest(9) })
  const nurse = sampleRequerant({ rpps: rppsTest(9), profession: '60' })
  const silent = sampleRequerant({ rpps: rppsTest(9), adresses: [] })
  for (const [found, pourquoi] of [
    [[], 'introuvable'],
    [[X, other], 'ambigu'],
    [[nurse], 'introuvable'],
    [[silent], 'manquant'],
  ] as const) {
    const story = deposit(found)
    t.match(story.dossier, { motif: 'demande-incomplete', requerant: { rpps: infirmiere.rpps } })
    t.match(story.dossier.manques, [{ quoi: 'depotPour', pourquoi }])
  }
  const story = deposit([])
  story.trouvailles = sampleTrouvailles({ deposePour: [X] })
  story.requerant({ depotPour: 'Dr BERNARD Paul' })
  t.match(story.dossier, {
    motif: 'depot-a-valider',
    requerant: { rpps: X.rpps },
    depot: { pour: 'Dr BERNARD Paul' },
  })
})

t.test('the physician may not be deposited for as his own requis', async (t) => {
  const { specialiteDemandee: _, ...formulaire } = FORMULAIRE
  const requis = samplePossible(1)
  const story = deposit([{ ...X, rpps: requis.rpps }], {
    courrier: { formulaire, depotPour: 'Dr Bernard' },
    cibles: [{ kind: 'requis', rpps: requis.rpps }],
    trouvailles: sampleTrouvailles({
      requis: [[requis]],
      possibles: [requis],
      deposePour: [{ ...X, rpps: requis.rpps }],
    }),
  })
  t.match(story.dossier.manques, [{ quoi: 'requisEstRequerant' }])
})

t.test('a physician who writes is himself the requerant, whomever he names', async (t) => {
  const story = histoire({ courrier: { formulaire: FORMULAIRE, depotPour: 'Dr Bernard' } })
  t.match(story.dossier, { etat: 'en_cours', requerant: { rpps: rppsTest(1) } })
})

t.test('an unsigned deposit needs the signed word of the physician and no other', async (t) => {
  const story = deposit([X], { provenance: UNSIGNED })
  story.requerant({ motCle: 'JE VALIDE' })
  t.equal(story.dossier.etat, 'en_cours')
})

t.test('an emergency is told first in every state in which nothing has left', async (t) => {
  const waiting: { readonly [motif: string]: () => Histoire } = {
    'demande-incomplete': () => histoire({ formulaire: { nomNaissance: 'ZIDANE' } }),
    'a-confirmer': () => histoire({ provenance: { assurance: 'mssante' } }),
    'depot-a-valider': () =>
      histoire({
        auteur: sampleRequerant({ profession: '60' }),
        courrier: { depotPour: 'Dr X' },
        trouvailles: sampleTrouvailles({ deposePour: [samplePossible(9)] }),
      }),
  }
  for (const [motif, begun] of Object.entries(waiting)) {
    for (const courrier of [
      { texte: 'Il va mal.' },
      { formulaire: { sexe: 'F' } },
      { motCle: 'JE CONFIRME' as const },
      { motCle: 'JE VALIDE' as const },
      { motCle: 'AVIS' as const },
    ]) {
      const story = begun()
      t.equal(story.dossier.motif, motif)
      story.requerant({ ...courrier, urgence: 'URGENT' })
      t.equal(story.dossier.motif, 'urgence', motif)
      t.strictSame(letters(story.last.effets), ['demandeUrgente → requerant'])
      story.event({
        kind: 'demandeDejaRecue',
        provenance: sampleProvenance('again', story.now),
      })
      t.strictSame(letters(story.last.effets), ['demandeUrgente → requerant'], 'each time')
      story.requerant({ motCle: 'NON URGENT' })
      t.equal(story.dossier.motif, motif, 'and the word is still awaited')
    }
  }
})

t.test(
  'a word of emergency in a dossier that is over, or of a depositor, is told first too',
  async (t) => {
    const story = histoire().requerant({ motCle: 'ANNULATION' })
    story.requerant({ texte: 'Il va mal.', urgence: 'URGENT' })
    t.match(lettersOf(story.last.effets, 'dossierClos'), [{ lettre: { urgent: 'oui' } }])
    const deposited = histoire({
      auteur: sampleRequerant({ profession: '60' }),
      courrier: { depotPour: 'Dr X' },
      trouvailles: sampleTrouvailles({ deposePour: [samplePossible(9)] }),
    })
    const provenance = sampleProvenance('n', deposited.now)
    deposited.event({ kind: 'courrierDeposant', provenance, urgence: 'URGENT' })
    t.match(lettersOf(deposited.last.effets, 'depotNote'), [{ lettre: { urgent: 'oui' } }])
  },
)
