import t from 'tap'

import type { Jour } from '../../src/domain/correspondant.ts'
import {
  CARDIOLOGIE,
  DERMATOLOGIE,
  FORMULAIRE,
  histoire,
  JOUR,
  letters,
  lettersOf,
  rppsTest,
  sampleCourrier,
  samplePossible,
  sampleRegles,
  sampleRequerant,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const without = (...labels: string[]) =>
  Object.fromEntries(Object.entries(FORMULAIRE).filter(([label]) => !labels.includes(label)))

t.test('sends a complete request to one requis and acknowledges it', async (t) => {
  const story = histoire()
  t.equal(story.dossier.etat, 'en_cours')
  t.strictSame(letters(story.effets), ['accuseReception → requerant', 'demandeAvis → requis'])
  t.equal(lettersOf(story.effets, 'demandeAvis')[0]?.cle, `demandeAvis:1:${rppsTest(101)}`)
  t.equal(story.dossier.patient?.dateNaissance, '1951-03-12')
})

t.test('asks for everything that is missing, once, and lets nothing leave', async (t) => {
  const story = histoire({
    formulaire: without('nomNaissance', 'sexe', 'modeConsentement', 'medecinTraitant', 'question'),
    auteur: sampleRequerant({ numeroAm: null, specialite: null }),
  })
  t.equal(story.dossier.etat, 'incomplet')
  t.strictSame(letters(story.effets), ['demandeACompleter → requerant'])
  t.strictSame(
    story.dossier.manques.map((one) => one.quoi),
    [
      'nomNaissance',
      'sexe',
      'modeConsentement',
      'medecinTraitant',
      'question',
      'numeroAm',
      'specialiteRequerant',
    ],
  )
})

t.test('completes with a reply that holds just the missing lines', async (t) => {
  const story = histoire({ formulaire: without('sexe', 'question') })
  story.requerant({ formulaire: { sexe: 'F', question: 'Faut-il opérer ?' } })
  t.equal(story.dossier.etat, 'en_cours')
  t.equal(story.dossier.clinique?.question, 'Faut-il opérer ?')
  t.equal(lettersOf(story.effets, 'demandeAvis').length, 1)
})

t.test('lets a request leave although the act lacks a number', async (t) => {
  const story = histoire({ auteur: sampleRequerant({ numeroAm: null }) })
  t.equal(story.dossier.etat, 'en_cours')
  t.strictSame(
    story.dossier.manques.map((one) => [one.quoi, one.bloquant]),
    [['numeroAm', false]],
  )
})

t.test('asks about a date of consent in the future', async (t) => {
  const story = histoire({ formulaire: { ...FORMULAIRE, dateConsentement: '09/06/2026' } })
  t.strictSame(story.dossier.manques, [
    { quoi: 'dateConsentement', pourquoi: 'contradictoire', bloquant: true, precisions: ['futur'] },
  ])
})

t.test('records a refusal of consent, sends nothing, and destroys after seven days', async (t) => {
  const story = histoire({ formulaire: { ...FORMULAIRE, consentement: 'non' } })
  t.equal(story.dossier.etat, 'annule')
  t.equal(story.dossier.consentement.kind, 'refuse')
  t.equal(story.dossier.destructionLe, '2026-06-15T08:00:00.000Z')
  t.strictSame(letters(story.effets), ['consentementRefuse → requerant'])
})

t.test('binds the consent to the hash of the signed letter that states it', async (t) => {
  const direct = histoire()
  t.match(direct.dossier.consentement, { preuve: direct.dossier.empreinte })
  const later = histoire({
    formulaire: without('consentement', 'dateConsentement', 'modeConsentement'),
  })
  later.requerant({
    formulaire: { consentement: 'oui', dateConsentement: '05/06/2026', modeConsentement: 'écrit' },
  })
  t.equal(later.dossier.consentement.kind, 'recueilli')
  t.notMatch(later.dossier.consentement, { preuve: later.dossier.empreinte })
})

t.test('asks who consented for a minor, and not for an adult of eighteen today', async (t) => {
  const minor = histoire({ formulaire: { ...FORMULAIRE, dateNaissance: '09/06/2008' } })
  t.strictSame(
    minor.dossier.manques.map((one) => one.quoi),
    ['consentementDonnePar'],
  )
  minor.requerant({ formulaire: { consentementDonnePar: 'représentant légal' } })
  t.match(minor.dossier.consentement, { kind: 'recueilli', par: 'representantLegal' })
  const adult = histoire({ formulaire: { ...FORMULAIRE, dateNaissance: '08/06/2008' } })
  t.equal(adult.dossier.etat, 'en_cours')
})

t.test('stops an emergency before any other refusal, and resumes at NON URGENT', async (t) => {
  const story = histoire({
    formulaire: { ...FORMULAIRE, consentement: 'non' },
    courrier: { urgence: 'URGENT' },
  })
  t.equal(story.dossier.motif, 'urgence')
  t.strictSame(letters(story.effets), ['demandeUrgente → requerant'])
  const other = histoire({ courrier: { urgence: 'urgence vitale' } })
  t.equal(lettersOf(other.effets, 'demandeAvis').length, 0)
  other.requerant({ motCle: 'NON URGENT' })
  t.equal(other.dossier.etat, 'en_cours')
  t.equal(lettersOf(other.effets, 'demandeAvis').length, 1)
})

t.test('stays stopped while nobody says that it is not urgent', async (t) => {
  const story = histoire({ courrier: { urgence: 'URGENT' } })
  story.requerant({ texte: 'Avez-vous reçu ma demande ?' })
  t.equal(story.dossier.motif, 'urgence')
  t.equal(lettersOf(story.effets, 'demandeAvis').length, 0)
  t.equal(lettersOf(story.effets, 'demandeUrgente').length, 2)
})

t.test('asks about a line that says two things, and never takes one of them', async (t) => {
  const story = histoire({
    formulaire: { ...FORMULAIRE, copieMedecinTraitant: 'oui' },
    courrier: { contradictions: ['copieMedecinTraitant', 'dateNaissance'] },
  })
  t.strictSame(
    story.dossier.manques.map((one) => [one.quoi, one.pourquoi]),
    [
      ['dateNaissance', 'contradictoire'],
      ['copieMedecinTraitant', 'contradictoire'],
    ],
  )
  story.requerant({ formulaire: { dateNaissance: '12/03/1951' } })
  t.strictSame(
    story.dossier.manques.map((one) => one.quoi),
    ['copieMedecinTraitant'],
  )
})

t.test('asks about a matricule that contradicts the traits, and about a wrong key', async (t) => {
  const matriculeIns = '2 55 08 14 168 025 38'
  const good = { ...FORMULAIRE, matriculeIns, statutIns: 'qualifiée', dateNaissance: '03/08/1955' }
  const story = histoire({ formulaire: good })
  t.match(story.dossier.patient?.ins, { matricule: '255081416802538', statut: 'qualifiee' })
  const sex = histoire({ formulaire: { ...good, sexe: 'M' } })
  t.match(sex.dossier.manques, [{ quoi: 'matriculeIns', pourquoi: 'contradictoire' }])
  const key = histoire({ formulaire: { ...good, matriculeIns: '2 55 08 14 168 025 39' } })
  t.match(key.dossier.manques, [{ quoi: 'matriculeIns', pourquoi: 'illisible' }])
})

t.test('refuses a test INS in production', async (t) => {
  const formulaire = {
    ...FORMULAIRE,
    dateNaissance: '03/08/1955',
    matriculeIns: '2 55 08 14 168 025 38 (OID 1.2.250.1.213.1.4.10)',
  }
  t.equal(histoire({ formulaire }).dossier.etat, 'en_cours')
  const story = histoire({ formulaire, regles: sampleRegles({ mode: 'production' }) })
  t.match(story.dossier.manques, [{ quoi: 'matriculeIns' }])
})

t.test('resolves the médecin traitant to exactly one professional, or asks', async (t) => {
  const formulaire = { ...FORMULAIRE, medecinTraitant: 'Dr Jean Bernard' }
  const one = samplePossible(7)
  const asks = (medecinTraitant: (typeof one)[]) =>
    histoire({ formulaire, trouvailles: sampleTrouvailles({ medecinTraitant }) }).dossier
  t.match(asks([one]).medecinTraitant, { kind: 'designe', adresse: one.adresse })
  t.match(asks([]).manques, [{ quoi: 'medecinTraitant', pourquoi: 'introuvable' }])
  t.match(asks([one, samplePossible(8)]).manques, [{ quoi: 'medecinTraitant', pourquoi: 'ambigu' }])
})

t.test('asks when a number is not that of the physician named beside it', async (t) => {
  const named = `Dr Jean BERNARD ${rppsTest(101)}`
  const traitant = histoire({
    formulaire: { ...FORMULAIRE, medecinTraitant: named },
    trouvailles: sampleTrouvailles({ medecinTraitant: [samplePossible(1)] }),
  })
  t.match(traitant.dossier.manques, [{ quoi: 'medecinTraitant', pourquoi: 'contradictoire' }])
  const possibles = [samplePossible(1)]
  const requis = histoire({
    formulaire: { ...without('specialiteDemandee'), medecinRequis: named },
    trouvailles: sampleTrouvailles({ requis: [possibles], possibles }),
  })
  t.match(requis.dossier.manques, [{ quoi: 'medecinRequis', pourquoi: 'contradictoire' }])
})

t.test('records an opposition without asking for a name', async (t) => {
  const formulaire = { ...without('medecinTraitant'), copieMedecinTraitant: 'non' }
  const { dossier } = histoire({ formulaire })
  t.equal(dossier.etat, 'en_cours')
  t.equal(dossier.medecinTraitant?.kind, 'oppose')
})

t.test('refuses a requis who is the requerant', async (t) => {
  const self = samplePossible(1, { rpps: rppsTest(1) })
  const story = histoire({
    formulaire: without('specialiteDemandee'),
    cibles: [{ kind: 'requis', rpps: rppsTest(1) }],
    trouvailles: sampleTrouvailles({ requis: [[self]], possibles: [self] }),
  })
  t.match(story.dossier.manques, [{ quoi: 'requisEstRequerant' }])
  const pool = histoire({ trouvailles: sampleTrouvailles({ possibles: [self] }) })
  t.strictSame(letters(pool.effets), ['accuseReception → requerant', 'alerte → coordinateur'])
})

t.test('asks only enrolled, active physicians, and only when one fits', async (t) => {
  const cibles = [{ kind: 'requis', rpps: rppsTest(101) }] as const
  const formulaire = without('specialiteDemandee')
  const asked = (possibles: ReturnType<typeof samplePossible>[], requis = [possibles]) =>
    histoire({ formulaire, cibles, trouvailles: sampleTrouvailles({ requis, possibles }) }).dossier
  t.equal(asked([samplePossible(1)]).etat, 'en_cours')
  t.match(asked([samplePossible(1, { actif: false })]).manques, [
    { pourquoi: 'introuvable', precisions: ['nonInscrit'] },
  ])
  const two = [samplePossible(1), samplePossible(2)]
  const named = histoire({
    formulaire: { ...formulaire, medecinRequis: 'Dr REQUIS' },
    trouvailles: sampleTrouvailles({ requis: [two], possibles: two }),
  })
  t.match(named.dossier.manques, [{ quoi: 'medecinRequis', pourquoi: 'ambigu' }])
})

t.test('opens a slot for each target', async (t) => {
  const story = histoire({
    formulaire: without('specialiteDemandee'),
    cibles: [
      { kind: 'specialite', code: DERMATOLOGIE },
      { kind: 'specialite', code: CARDIOLOGIE },
    ],
    trouvailles: sampleTrouvailles({
      possibles: [samplePossible(1), samplePossible(3, { pools: [CARDIOLOGIE] })],
    }),
  })
  t.strictSame(
    story.dossier.sollicitations.map((slot) => [slot.rang, slot.requis[0]?.rpps]),
    [
      [1, rppsTest(101)],
      [2, rppsTest(103)],
    ],
  )
})

t.test('asks when the address and the form disagree, and obeys the answer', async (t) => {
  const story = histoire({
    formulaire: { ...FORMULAIRE, specialiteDemandee: 'cardiologie' },
    cibles: [{ kind: 'specialite', code: DERMATOLOGIE }],
  })
  t.match(story.dossier.manques, [{ quoi: 'specialiteDemandee', pourquoi: 'contradictoire' }])
  story.requerant({ formulaire: { specialiteDemandee: 'dermatologie' } })
  t.equal(story.dossier.etat, 'en_cours')
})

t.test('tells the number again when the same content comes twice', async (t) => {
  const story = histoire()
  story.event({
    kind: 'demandeDejaRecue',
    provenance: { ...sampleProvenanceOf('again'), recuLe: story.now },
  })
  t.strictSame(letters(story.last.effets), ['dejaRecue → requerant'])
  t.equal(story.dossier.sollicitations.length, 1)
})

t.test('recalls the missing lines after COMPLETUDE and ends after twice that', async (t) => {
  const story = histoire({
    formulaire: without('question'),
    regles: sampleRegles({ calendrier: 'continu' }),
  })
  story.passe(3 * JOUR - 1).echeance()
  t.strictSame(story.last.effets, [])
  story.passe(1).echeance()
  t.match(lettersOf(story.last.effets, 'demandeACompleter'), [{ lettre: { rappel: 'oui' } }])
  story.passe(3 * JOUR).echeance()
  t.equal(story.dossier.etat, 'annule')
  t.strictSame(letters(story.last.effets), ['annulation → requerant'])
})

t.test('gives an absent requis nothing, nor one at his daily capacity', async (t) => {
  const today = { du: '2026-06-08' as Jour, au: '2026-06-08' as Jour }
  const full = { capaciteParJour: 2, recuesAujourdhui: 2 }
  const possibles = [
    samplePossible(1, { absences: [today] }),
    samplePossible(2, full),
    samplePossible(3, { enCours: 5 }),
    samplePossible(4, { enCours: 1, recuesAujourdhui: 3 }),
    samplePossible(5, { enCours: 1, recuesAujourdhui: 2 }),
  ]
  const story = histoire({ trouvailles: sampleTrouvailles({ possibles }) })
  t.equal(story.dossier.sollicitations[0]?.requis[0]?.rpps, rppsTest(105))
})

t.test(
  'tells the requerant at once that nobody is available, and asks as soon as one is',
  async (t) => {
    const story = histoire({ trouvailles: sampleTrouvailles({ possibles: [] }) })
    t.strictSame(letters(story.effets), ['accuseReception → requerant', 'alerte → coordinateur'])
    t.equal(story.dossier.sollicitations[0]?.etat, 'en_attente')
    story.passe(60_000).echeance()
    t.strictSame(story.last.effets, [])
    story.trouvailles = sampleTrouvailles()
    story.passe(60_000).echeance()
    t.strictSame(letters(story.last.effets), ['demandeAvis → requis', 'demandeRemise → requerant'])
  },
)

t.test('says in the request that the cap is reached, as far as is known here', async (t) => {
  const story = histoire()
  t.match(lettersOf(story.effets, 'demandeAvis'), [{ lettre: { plafondAtteint: 'non' } }])
  const { decide } = await import('../../src/decide/decide.ts')
  const { sampleContexte, sampleProvenance, LUNDI } = await import('../support/dossiers.ts')
  const decision = decide(
    null,
    {
      kind: 'demande',
      provenance: sampleProvenance('m', LUNDI),
      auteur: sampleRequerant(),
      courrier: sampleCourrier({ formulaire: FORMULAIRE }),
      cibles: [],
      trouvailles: sampleTrouvailles(),
    },
    sampleContexte({ faits: { parRequis: { [rppsTest(101)]: 4 }, parRequerant: 0 } }),
  )
  t.match(lettersOf(decision.effets, 'demandeAvis'), [{ lettre: { plafondAtteint: 'oui' } }])
})

function sampleProvenanceOf(message: string) {
  return {
    message,
    messageId: null,
    empreinte: 'x' as never,
    original: null,
    assurance: 'signe' as const,
  }
}

t.test('does not stop again what the requerant said is not urgent', async (t) => {
  const { question: _, ...formulaire } = FORMULAIRE
  const story = histoire({ formulaire, courrier: { urgence: 'URGENT' } })
  story.requerant({ motCle: 'NON URGENT' })
  t.equal(story.dossier.motif, 'demande-incomplete')
  story.requerant({ formulaire: { question: 'Que faire ?' }, urgence: 'URGENT' })
  t.equal(story.dossier.etat, 'en_cours')
})

t.test('the words of a line that is written anew still reach the requis', async (t) => {
  const story = histoire({
    formulaire: { ...FORMULAIRE, sexe: '', question: 'Allergie connue : biopsie ?' },
  })
  story.requerant({ formulaire: { sexe: 'F', question: 'Exérèse ?' } })
  t.match(story.dossier, { etat: 'en_cours', clinique: { question: 'Exérèse ?' } })
  t.match(story.dossier.textes, [{ texte: /Allergie connue : biopsie \?/ }])
})

t.test('a physician named beside a specialty is a question about who is asked', async (t) => {
  const asked = (specialiteDemandee: string) =>
    histoire({ formulaire: { ...FORMULAIRE, specialiteDemandee } }).dossier.manques
  t.match(asked('Dermatologie (si possible le Dr Vasseur)'), [
    { quoi: 'specialiteDemandee', pourquoi: 'ambigu' },
  ])
  t.strictSame(asked('Dermatologie (patiente sous AVK)'), [])
})

t.test(
  'a family name that holds a given name is asked once, and taken when it is said again',
  async (t) => {
    for (const nomNaissance of ['ESSAI-MARTIN', 'Essai-Martin', 'SAINT MARTIN', 'MARTIN']) {
      const story = histoire({ formulaire: { ...FORMULAIRE, nomNaissance, prenoms: 'Martin' } })
      t.match(story.dossier, { etat: 'en_cours', patient: { nomNaissance } })
    }
    const mixed = { ...FORMULAIRE, nomNaissance: 'Saint Martin', prenoms: 'Martin' }
    const asked = [{ quoi: 'nomNaissance', pourquoi: 'contradictoire', precisions: ['prenom'] }]
    for (const again of [
      { formulaire: { nomNaissance: 'Saint Martin' } },
      { motCle: 'JE CONFIRME' as const },
      { formulaire: { nomNaissance: 'SAINT MARTIN' } },
    ]) {
      const story = histoire({ formulaire: mixed })
      t.match(
        story.dossier.manques.filter(({ bloquant }) => bloquant),
        asked,
      )
      t.equal(story.requerant(again).dossier.etat, 'en_cours', JSON.stringify(again))
    }
    const { question: _, ...rest } = mixed
    const twice = histoire({ formulaire: rest }).requerant({
      formulaire: { nomNaissance: 'Saint Martin' },
    })
    t.strictSame(
      twice.dossier.manques.filter(({ bloquant }) => bloquant).map(({ quoi }) => quoi),
      ['question'],
      'what is settled is asked no more',
    )
    twice.requerant({ formulaire: { question: 'Retirer ?' } })
    t.equal(twice.dossier.etat, 'en_cours')
  },
)

t.test('a number of social security with a wrong key is told so, and holds nothing', async (t) => {
  const story = histoire({ formulaire: { ...FORMULAIRE, nirAssure: '2 55 08 14 168 025 39' } })
  t.equal(story.dossier.etat, 'en_cours')
  t.match(
    story.dossier.manques.filter(({ quoi }) => quoi === 'nirAssure'),
    [{ pourquoi: 'illisible', precisions: ['cle'], bloquant: false }],
  )
})

t.test('an emergency that was a slip resumes in every ordinary spelling', async (t) => {
  const urgent = () => histoire({ courrier: { urgence: 'Urgence : oui' } })
  for (const texte of [
    'Ce n’est pas urgent, merci',
    'pas d’urgence, c’était une erreur de case',
    'NON URGENT, c’était une erreur de case',
    'Non ce n’est pas urgent',
    '« non urgent »',
  ]) {
    const after = urgent().requerant({ motCle: null, texte, libre: texte, formulaire: {} })
    t.equal(after.dossier.etat, 'en_cours', texte)
  }
  const dit = 'Je rappelle demain.'
  const again = urgent().requerant({ motCle: null, texte: dit, libre: dit, formulaire: {} })
  t.strictSame(
    lettersOf(again.effets, 'demandeUrgente')
      .map(({ lettre }) => lettre)
      .at(-1),
    { kind: 'demandeUrgente', dit },
    'what was not understood is quoted, never the same letter again',
  )
})
