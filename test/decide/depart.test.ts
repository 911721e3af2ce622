import t from 'tap'

import { type Partance, refusDeDepart } from '../../src/decide/depart.ts'
import type { AdresseMss, Jour } from '../../src/domain/correspondant.ts'
import type { Dossier } from '../../src/domain/dossier.ts'
import {
  HEURE,
  histoire,
  JOUR,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
  sha,
} from '../support/dossiers.ts'

const UN = rppsTest(101)
const DEUX = rppsTest(102)
const MT = samplePossible(7)

function letter(lettre: string, role: string, more: Partial<Partance> = {}): Partance {
  const rpps = { requerant: rppsTest(1), requis: UN, medecinTraitant: MT.rpps }[role] ?? null
  return {
    lettre,
    role,
    rpps,
    rang: 1,
    version: 1,
    adresse: role === 'medecinTraitant' ? MT.adresse : null,
    horsDossier: false,
    ...more,
  }
}

const avecTraitant = (dossier: Dossier): Dossier => ({
  ...dossier,
  medecinTraitant: { kind: 'designe', professionnel: MT, adresse: MT.adresse },
})
const story = () => histoire()
const asked = () => story().dossier
const answered = () => avecTraitant(story().requis(1, { motCle: 'AVIS', texte: 'Bénin.' }).dossier)
const now = story().now

const ask = (
  of: Partance,
  dossier: Dossier | null,
  voie: Parameters<typeof refusDeDepart>[2]['voie'] = 'chiffree',
) => refusDeDepart(of, dossier, { now, voie })

const CONTENU: readonly (readonly [Partance, () => Dossier])[] = [
  [letter('demandeAvis', 'requis'), asked],
  [letter('complementTransmis', 'requis'), asked],
  [letter('compteRendu', 'requerant'), answered],
  [letter('compteRendu', 'medecinTraitant'), answered],
  [letter('compteRendu', 'requis'), answered],
  [letter('avisTransmis', 'requis'), answered],
  [letter('complementDemande', 'requerant'), asked],
  [letter('refus', 'requerant'), asked],
  [letter('accordDemande', 'requerant'), asked],
  [letter('urgenceSignalee', 'requerant'), asked],
  [letter('recapitulatif', 'requis'), asked],
  [letter('recapitulatif', 'requerant'), () => ({ ...asked(), etat: 'incomplet' })],
]

for (const [of, about] of CONTENU) {
  t.test(
    `${of.lettre} to the ${of.role} leaves by the patient's consent and a safe way alone`,
    async (t) => {
      const dossier = about()
      t.equal(ask(of, dossier), null)
      t.equal(ask(of, dossier, null), null, 'not sealed yet')
      t.equal(ask(of, dossier, 'espace'), null)
      t.equal(ask(of, dossier, 'ouverte'), 'chiffrement-impossible')
      t.equal(ask(of, null), 'contenu-detruit')
      const preuve = sha('x')
      t.equal(
        ask(of, { ...dossier, consentement: { kind: 'retire', le: now, preuve } }),
        'consentement-retire',
      )
      t.equal(
        ask(of, { ...dossier, consentement: { kind: 'refuse', le: now, preuve } }),
        'consentement-refuse',
      )
      if (of.lettre !== 'recapitulatif' || of.role !== 'requerant') {
        t.equal(ask(of, { ...dossier, consentement: { kind: 'attendu' } }), 'consentement-absent')
      }
      if (of.lettre !== 'recapitulatif' || of.role !== 'requerant') {
        const question = {
          code: 'retrait-a-preciser',
          poseeLe: now,
          mots: '',
          lettres: [],
        } as const
        t.equal(ask(of, { ...dossier, question }), 'consentement-en-doute')
      }
      const other = ask({ ...of, rpps: rppsTest(999), adresse: 'x@y.test' }, dossier)
      const toRequis = of.lettre === 'recapitulatif' && of.role === 'requis'
      t.equal(other, toRequis ? null : 'destinataire-ecarte')
    },
  )
}

t.test('a kind that this version does not know is held to be content', async (t) => {
  const of = letter('lettreNouvelle', 'requis')
  t.equal(ask(of, asked()), null)
  t.equal(ask(of, asked(), 'ouverte'), 'chiffrement-impossible')
  t.equal(ask(of, { ...asked(), consentement: { kind: 'attendu' } }), 'consentement-absent')
  t.equal(ask(letter('toString', 'requis'), null), 'contenu-detruit')
})

t.test('what holds nothing of a patient still leaves after a withdrawal', async (t) => {
  const { dossier } = story().requerant({ motCle: 'RETRAIT CONSENTEMENT' })
  for (const [kind, role] of [
    ['annulation', 'requis'],
    ['annulation', 'requerant'],
    ['avisNonTransmis', 'requis'],
    ['etat', 'requerant'],
    ['incident', 'administrateur'],
  ] as const)
    t.equal(ask(letter(kind, role), dossier, 'ouverte'), null, kind)
})

t.test('a letter of no dossier asks for its way only', async (t) => {
  const hors = { horsDossier: true, rang: null, version: null } as const
  t.equal(ask(letter('demandeNonTransmise', 'auteur', hors), null, 'ouverte'), null)
  t.equal(ask(letter('courrierAdministrateur', 'administrateur', hors), null, 'espace'), null)
  t.equal(
    ask(letter('courrierAdministrateur', 'administrateur', hors), null, 'ouverte'),
    'chiffrement-impossible',
  )
})

t.test('a request follows its slot', async (t) => {
  const of = letter('demandeAvis', 'requis')
  t.equal(ask(of, story().requerant({ motCle: 'ANNULATION' }).dossier), 'demande-annulee')
  t.equal(ask(of, answered()), 'lettre-sans-objet', 'it has its answer')
  t.equal(
    ask(
      of,
      story()
        .passe(8 * JOUR)
        .echeance().dossier,
    ),
    'lettre-sans-objet',
    'it expired',
  )
  t.equal(ask({ ...of, rang: 2 }, asked()), 'lettre-sans-objet', 'no such slot')
  const refused = story().requis(1, { motCle: 'REFUS' }).dossier
  t.equal(ask(of, refused), 'destinataire-ecarte')
  t.equal(ask({ ...of, rpps: DEUX }, refused), null, 'the next of the pool')
  t.equal(ask({ ...of, rpps: DEUX }, asked()), 'destinataire-ecarte', 'not asked')
  const demain = '2026-06-09' as Jour
  const { consentement } = asked()
  if (consentement.kind !== 'recueilli') throw new Error('no consent')
  t.equal(
    ask(of, { ...asked(), consentement: { ...consentement, le: demain } }),
    'consentement-absent',
  )
  const portee = { requis: [], specialites: [] }
  t.equal(
    ask(of, { ...asked(), consentement: { ...consentement, portee } }),
    'consentement-hors-portee',
  )
})

t.test('whom a letter never reached may be asked again while nobody took his place', async (t) => {
  const lost = { rpps: UN, issue: 'echec', code: 'delivery-mailbox-unknown' }
  const of = letter('demandeAvis', 'requis')
  const alone = histoire({ trouvailles: sampleTrouvailles({ possibles: [samplePossible(1)] }) })
  alone.remise('demandeAvis', 'requis', lost)
  t.equal(ask(of, alone.dossier), null)
  const replaced = story().remise('demandeAvis', 'requis', lost).passe(HEURE).echeance()
  t.equal(ask({ ...of, rpps: DEUX }, replaced.dossier), null)
  t.equal(ask(of, replaced.dossier), 'destinataire-ecarte')
})

t.test('a complement goes to those concerned', async (t) => {
  const of = letter('complementTransmis', 'requis')
  t.equal(ask(of, answered()), null, 'to who answered')
  t.equal(ask(of, story().requis(1, { motCle: 'REFUS' }).dossier), 'destinataire-ecarte')
  t.equal(ask(of, story().requerant({ motCle: 'ANNULATION' }).dossier), 'demande-annulee')
})

t.test('a version that another replaces leaves no more', async (t) => {
  const two = story()
    .requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    .requis(1, { motCle: 'RECTIFICATIF', texte: 'À retirer.' })
  t.equal(ask(letter('compteRendu', 'requerant'), two.dossier), 'lettre-sans-objet')
  t.equal(ask(letter('compteRendu', 'requerant', { version: 2 }), two.dossier), null)
  t.equal(ask(letter('compteRendu', 'requerant', { version: 3 }), two.dossier), 'lettre-sans-objet')
})

t.test('the médecin traitant is who he is now, unless the patient opposes', async (t) => {
  const of = letter('compteRendu', 'medecinTraitant')
  const dossier = answered()
  t.equal(
    ask(of, { ...dossier, medecinTraitant: { kind: 'oppose', professionnel: MT } }),
    'opposition-copie',
  )
  t.equal(ask(of, { ...dossier, medecinTraitant: { kind: 'aucun' } }), 'destinataire-ecarte')
  t.equal(ask({ ...of, adresse: MT.adresse.toUpperCase() }, dossier), null, 'in any case')
  const moved = { kind: 'designe', professionnel: MT, adresse: 'a@b.test' as AdresseMss } as const
  t.equal(ask(of, { ...dossier, medecinTraitant: moved }), 'destinataire-ecarte')
})

t.test('nobody is reminded of what is awaited no more', async (t) => {
  for (const [kind, role] of [
    ['rappelRequis', 'requis'],
    ['complementEchu', 'requis'],
    ['retard', 'requerant'],
    ['retardCoordinateur', 'coordinateur'],
  ] as const) {
    const of = letter(kind, role)
    t.equal(ask(of, asked(), 'ouverte'), null, kind)
    t.equal(ask(of, answered()), 'lettre-sans-objet', kind)
    t.equal(ask(of, story().requerant({ motCle: 'ANNULATION' }).dossier), 'demande-annulee', kind)
  }
  const refused = story().requis(1, { motCle: 'REFUS' }).dossier
  t.equal(ask(letter('rappelRequis', 'requis'), refused), 'destinataire-ecarte')
})

t.test(
  'a text read back is the affair of the one whose word it waits for, while it waits',
  async (t) => {
    const of = letter('recapitulatif', 'requerant', { rang: null })
    t.equal(ask(of, { ...asked(), etat: 'incomplet' }), null)
    t.equal(ask(of, asked()), 'lettre-sans-objet')
    t.equal(ask(of, { ...asked(), etat: 'annule' }), 'demande-annulee')
  },
)
