/**
 * Between the breath in which a letter is put and its first octet anything may happen: each kind of letter × each thing.
 * What leaves then is so then. SPEC §6.8, §13.11
 */
import t from 'tap'

import { ATTENTES, LETTRES, refusDeDepart, tenantsDemandes } from '../../src/decide/depart.ts'
import { faitsDEcriture } from '../../src/decide/ecrite.ts'
import type { Partance } from '../../src/decide/partance.ts'
import type { Instant, Jour } from '../../src/domain/correspondant.ts'
import type { Effet } from '../../src/domain/decision.ts'
import type { Dossier } from '../../src/domain/dossier.ts'
import {
  CARDIOLOGIE,
  FORMULAIRE,
  type Histoire,
  histoire,
  JOUR,
  rppsTest,
  samplePossible,
  sampleTrouvailles,
} from '../support/dossiers.ts'

const A = rppsTest(101)
const B = rppsTest(102)
const AUJOURDHUI = { du: '2026-06-08' as Jour, au: '2026-06-19' as Jour }
const cardio = samplePossible(3, { pools: [CARDIOLOGIE], specialite: CARDIOLOGIE })
const deux = () => sampleTrouvailles({ possibles: [samplePossible(1), samplePossible(2), cardio] })
const seul = () => sampleTrouvailles({ possibles: [samplePossible(1), cardio] })
const { sexe: _sexe, ...SANS_SEXE } = FORMULAIRE
const AVIS = { motCle: 'AVIS', texte: 'Bénin.' } as const

const debut = () => histoire({ trouvailles: deux() })
const rendu = () => debut().requis(1, AVIS)
const incomplet = () => histoire({ formulaire: SANS_SEXE, trouvailles: deux() })

/** How each kind of letter comes to be put, and for whom where there are several. */
const ECRITES: { readonly [lettre: string]: readonly [() => Histoire, string?] } = {
  accuseReception: [debut],
  demandeACompleter: [incomplet],
  demandeUrgente: [() => histoire({ courrier: { urgence: 'URGENT' }, trouvailles: deux() })],
  demandeAvis: [debut],
  rappelRequis: [() => debut().passe(JOUR).echeance()],
  retard: [
    () =>
      debut()
        .passe(3 * JOUR)
        .echeance(),
  ],
  retardCoordinateur: [
    () =>
      debut()
        .passe(3 * JOUR)
        .echeance(),
  ],
  complementDemande: [() => debut().requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' })],
  complementEchu: [
    () =>
      debut()
        .requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' })
        .passe(3.5 * JOUR)
        .echeance(),
  ],
  complementTransmis: [() => debut().requerant({ motCle: 'COMPLEMENT', texte: 'Depuis mars.' })],
  accordDemande: [() => debut().requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })],
  reponseAPreciser: [() => debut().requis(1, { motCle: 'AVIS' })],
  recapitulatif: [
    () => histoire({ trouvailles: deux(), provenance: { assurance: 'mssante' } }),
    'requerant',
  ],
  motsDuRequis: [() => debut().requis(1, { motCle: 'REFUS', texte: 'Suspendez le Previscan.' })],
  refus: [
    () => histoire({ trouvailles: seul() }).requis(1, { motCle: 'REFUS', texte: 'Indisponible.' }),
  ],
  aucunRequis: [
    // The acknowledgement says it at first: here it falls vacant later.
    () => {
      const story = histoire({ trouvailles: seul() })
      story.remise('demandeAvis', 'requis', { rpps: A, issue: 'echec', code: 'delivery-refused' })
      return story.echeance()
    },
  ],
  creneauTermine: [() => debut().requis(2, AVIS)],
  compteRendu: [rendu, 'requerant'],
  avisTransmis: [() => rendu().remise('compteRendu', 'requerant')],
  sansReponse: [
    () =>
      debut()
        .passe(8 * JOUR)
        .echeance(),
    'requerant',
  ],
  urgenceSignalee: [() => debut().requis(1, { motCle: 'URGENT', texte: 'À voir.' })],
  annulation: [() => debut().requerant({ motCle: 'ANNULATION' }), 'requis'],
}

/** What tells of something done, or asks for nothing that another could give: told whatever came after, or elsewhere. */
const AILLEURS: readonly string[] = [
  ...['consentementRefuse', 'dejaRecue', 'accordDecline', 'messageSignale', 'messageNonRemis'],
  ...['echangesSuspendus', 'compteRenduNonRemis', 'demandeRemise', 'urgenceCoordinateur'],
  ...[
    'questionRappelee',
    'questionSansReponse',
    'reponseApresAvis',
    'messageTraitant',
    'avisEnDoute',
  ],
  ...['depotNote', 'avisNonTransmis', 'messageTraitantNote', 'bienRecu', 'etat', 'copieNotee'],
  ...[
    'absenceNotee',
    'presenceNotee',
    'dossierClos',
    'cloture',
    'remplacementAValider',
    'remplacementNote',
  ],
  ...['numerosNotes', 'incident', 'alerte', 'demandeNonTransmise', 'modele', 'essai'],
  ...['courrierAdministrateur', 'numerosNotesApresDestruction', 'alerteExploitation'],
]

/** What may happen between, in the order of the columns below. `repond`: the requérant writes. */
const ENTRE_TEMPS: readonly (readonly [string, (story: Histoire) => Histoire])[] = [
  ['rien', (story) => story],
  ['avis rendu', (story) => story.requis(1, AVIS)],
  ['le requérant répond', (story) => story.requerant({ motCle: 'COMPLEMENT', texte: 'Sexe : F' })],
  ['consentement en doute', (story) => story.requerant({ texte: 'Elle retire son consentement.' })],
  ['retrait', (story) => story.requerant({ motCle: 'RETRAIT CONSENTEMENT' })],
  ['annulation', (story) => story.requerant({ motCle: 'ANNULATION' })],
  ['absent, un autre sollicité', (story) => absent(story, A)],
  [
    'absent, personne d’autre',
    (story) => {
      story.trouvailles = seul()
      return absent(story, A)
    },
  ],
  [
    'réattribution',
    (story) => {
      const { trouvailles } = story
      return story.event({ kind: 'reattribution', rpps: B, motif: 'x', commande: 'c', trouvailles })
    },
  ],
  ['rectificatif', (story) => story.requis(1, { ...AVIS, motCle: 'RECTIFICATIF' })],
  ['expiration', (story) => story.passe(9 * JOUR).echeance()],
  [
    'clôture',
    (story) =>
      story
        .passe(9 * JOUR)
        .echeance()
        .passe(31 * JOUR)
        .echeance(),
  ],
]

/** He is away from today on: the directory knows it, then the dossier. */
function absent(story: Histoire, rpps: typeof A): Histoire {
  const { trouvailles } = story
  const possibles = trouvailles.possibles.map((one) =>
    one.rpps === rpps ? { ...one, absences: [AUJOURDHUI] } : one,
  )
  story.trouvailles = { ...trouvailles, possibles }
  return story.event({ kind: 'absence', rpps, trouvailles: story.trouvailles })
}

/** `+` it leaves, `w` it waits, `-` it is taken back; each column is a thing above. */
const PARTENT: { readonly [lettre: string]: string } = {
  accuseReception: '+-++--++++--',
  demandeACompleter: '++++--++++--',
  demandeUrgente: '++++++++++++',
  demandeAvis: '+-+w---w-+--',
  rappelRequis: '+-+w-----+--',
  retard: '+-++--++++--',
  retardCoordinateur: '+-++--++++--',
  complementDemande: '+--w---+-+--',
  complementEchu: '+--w---+-+--',
  complementTransmis: '+++w---+-+++',
  accordDemande: '+-+w---+-+--',
  reponseAPreciser: '+-++--++++++',
  recapitulatif: '++++--++++--',
  motsDuRequis: '+++w--++++++',
  refus: '+-+w-+++++++',
  aucunRequis: '+-++--+++---',
  creneauTermine: '++++++++++++',
  compteRendu: '+++w-++++-++',
  avisTransmis: '+++w-+++++++',
  sansReponse: '+-++-+++++++',
  urgenceSignalee: '+++w-+++++++',
  annulation: '++++++++++++',
}

type Envoi = Extract<Effet, { kind: 'envoyer' }>

/** The first letter of this kind that the story put, as it stood then. */
function ecrite(lettre: string, [begin, role]: readonly [() => Histoire, string?]) {
  const story = begin()
  const isIt = (one: Effet): one is Envoi =>
    one.kind === 'envoyer' &&
    one.lettre.kind === lettre &&
    (role === undefined || one.a.role === role)
  const envoi = story.effets.find(isIt)
  if (envoi === undefined) throw new Error(`no ${lettre}`)
  return { story, envoi, faits: faitsDEcriture(story.dossier, envoi.lettre, envoi.a) }
}

/** Asked as the corridor asks it: who is away is what the directory says now. */
function verdict(
  { story, envoi, faits }: ReturnType<typeof ecrite>,
  dossier: Dossier,
  now: Instant,
): string {
  const { lettre, a } = envoi
  const plain = {
    lettre: lettre.kind,
    role: a.role,
    rang: 'rang' in lettre ? lettre.rang : null,
    version: 'version' in lettre ? lettre.version : null,
    rpps: a.rpps,
    adresse: a.adresse,
    horsDossier: false,
  }
  const jour = now.slice(0, 10)
  const away = story.trouvailles.possibles.filter((one) =>
    one.absences.some(({ du, au }) => du <= jour && jour <= au),
  )
  const of: Partance = {
    ...plain,
    dite: lettre,
    ecrite: faits,
    indisponibles: tenantsDemandes(plain, dossier).filter((rpps) =>
      away.some((one) => one.rpps === rpps),
    ),
  }
  const code = refusDeDepart(of, dossier, { now, voie: 'chiffree' })
  return code === null ? '+' : ATTENTES.has(code) ? 'w' : '-'
}

t.test('each kind of letter, whatever happens between', async (t) => {
  t.strictSame(
    [...Object.keys(ECRITES), ...AILLEURS].toSorted(),
    LETTRES.toSorted(),
    'each is here',
  )
  for (const [lettre, how] of Object.entries(ECRITES)) {
    const seen = ENTRE_TEMPS.map(([, happens]) => {
      const put = ecrite(lettre, how)
      const { story } = put
      happens(story)
      const at = verdict(put, story.dossier, story.now)
      // A clock that goes back changes nothing: what is so is told by what stands.
      const before = new Date(Date.parse(story.now) - 3_600_000).toISOString() as Instant
      t.equal(verdict(put, story.dossier, before), at, `${lettre}: the clock put back`)
      return at
    })
    t.equal(seen.join(''), PARTENT[lettre], `${lettre}: ${ENTRE_TEMPS.map(([nom]) => nom).join()}`)
  }
})

/** Letters that ask for something else than an answer to a slot: settled by what they ask for. */
t.test('what was asked is asked no more once it is settled', async (t) => {
  const { story } = ecrite('demandeAvis', [debut])
  const { dossier, now } = story
  const base = {
    role: 'requis',
    rang: 1,
    version: null,
    rpps: A,
    adresse: null,
    horsDossier: false,
  }
  const faits = { etat: 'en_cours', tenants: [A], pauses: 0, avis: 0, retenue: false } as const
  const ask = (dite: NonNullable<Partance['dite']>, of: Dossier, more: Partial<Partance> = {}) =>
    refusDeDepart({ ...base, lettre: dite.kind, dite, ecrite: faits, ...more }, of, {
      now,
      voie: null,
    })
  const question = { poseeLe: now, mots: '', lettres: [] }
  const attend = { kind: 'avisNonTransmis', rang: 1, attente: 'oui' } as const
  const doubt = { ...dossier, question: { ...question, code: 'retrait-a-preciser' } as const }
  t.equal(ask(attend, doubt), null)
  t.equal(ask(attend, dossier), 'lettre-sans-objet', 'the doubt is lifted')
  const code = 'annulation-a-preciser'
  const asks = { kind: 'reponseAPreciser', code, rang: null } as const
  t.equal(ask(asks, { ...dossier, question: { ...question, code } }), null)
  t.equal(ask(asks, dossier), 'lettre-sans-objet', 'the requérant answered')
  const held = { kind: 'reponseAPreciser', code: 'patient-different', rang: 1 } as const
  const retenue = { ecrite: { ...faits, retenue: true } }
  t.equal(ask(held, dossier, retenue), 'lettre-sans-objet', 'what was held is free')
  t.equal(ask(held, dossier), null, 'nothing was held: it is about the request')
  const deposited = { kind: 'depotNote', code: 'depot-a-valider' } as const
  t.equal(ask(deposited, dossier), 'lettre-sans-objet', 'the physician validated')
  t.equal(ask({ kind: 'depotNote', code: 'depot-valide' }, dossier), null)
  const replaced = { kind: 'remplacementAValider', par: B } as const
  t.equal(ask(replaced, dossier), 'lettre-sans-objet', 'nobody is replaced any more')
  const vacant = { kind: 'alerte', code: 'aucun-requis', rang: 1 } as const
  t.equal(ask(vacant, dossier, { ecrite: { ...faits, tenants: [] } }), 'lettre-sans-objet')
  const ended = { kind: 'alerte', code: 'sans-reponse', rang: 1 } as const
  t.equal(ask(ended, dossier), 'lettre-sans-objet', 'not expired')
  t.equal(ask({ kind: 'alerte', code: 'avis-en-doute', rang: 1 }, dossier), null)
  const lacks = { kind: 'demandeACompleter', manques: [], rappel: 'non' } as const
  const incomplete = incomplet().dossier
  t.equal(ask(lacks, incomplete), null)
  t.equal(ask(lacks, incomplete, { suivie: true }), 'lettre-sans-objet', 'a newer one lists it all')
})
