import t from 'tap'

import { isClinique, LETTRES, refusDeDepart } from '../../src/decide/depart.ts'
import type { Partance } from '../../src/decide/partance.ts'
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

/** The requis waits for the requérant: a question of his, a proposal. */
const pausedAs = (etat: 'complement_demande' | 'accord_demande'): Dossier =>
  etat === 'complement_demande'
    ? story().requis(1, { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' }).dossier
    : story().requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' }).dossier

/** An opinion without a signature, read back to its author. */
const readBack = (): Dossier => {
  const { dossier } = story().requis(1, { texte: 'Bénin.' })
  const [slot] = dossier.sollicitations
  if (slot?.reserve == null) throw new Error('nothing kept')
  const reserve = { ...slot.reserve, aConfirmer: 'AVIS' } as const
  return { ...dossier, sollicitations: [{ ...slot, reserve }] }
}

const CONTENU: readonly (readonly [Partance, () => Dossier])[] = [
  [letter('demandeAvis', 'requis'), asked],
  [letter('complementTransmis', 'requis'), asked],
  [letter('compteRendu', 'requerant'), answered],
  [letter('compteRendu', 'medecinTraitant'), answered],
  [letter('compteRendu', 'requis'), answered],
  [letter('avisTransmis', 'requis'), answered],
  [letter('complementDemande', 'requerant'), () => pausedAs('complement_demande')],
  [letter('refus', 'requerant'), asked],
  [letter('accordDemande', 'requerant'), () => pausedAs('accord_demande')],
  [letter('urgenceSignalee', 'requerant'), asked],
  [letter('recapitulatif', 'requis'), () => readBack()],
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
      t.equal(other, toRequis ? 'lettre-sans-objet' : 'destinataire-ecarte')
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
    const waits = kind === 'complementEchu' ? pausedAs('complement_demande') : asked()
    t.equal(ask(of, waits, 'ouverte'), null, kind)
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

/** A letter of each kind to somebody of the directory, in a dossier where its own rule lets it leave. */
const partie = (lettre: string, role = roleDe(lettre)): readonly [Partance, Dossier] => {
  const of = letter(lettre, role)
  const found = DOSSIERS.map((make) => make()).find((one) => ask(of, one, null) === null)
  if (found === undefined) throw new Error(`no dossier for ${lettre}`)
  return [of, found]
}

const HORS = ['demandeNonTransmise', 'modele', 'essai', 'courrierAdministrateur'].concat(
  'numerosNotesApresDestruction',
  'alerteExploitation',
)

const ROLES: { readonly [lettre: string]: string } = {
  demandeAvis: 'requis',
  complementTransmis: 'requis',
  avisTransmis: 'requis',
  rappelRequis: 'requis',
  complementEchu: 'requis',
  questionRappelee: 'requis',
  creneauTermine: 'requis',
  avisNonTransmis: 'requis',
  absenceNotee: 'requis',
  presenceNotee: 'requis',
}
const roleDe = (lettre: string): string => ROLES[lettre] ?? 'requerant'

const questioned = (): Dossier => {
  const dossier = answered()
  const [slot] = dossier.sollicitations
  if (slot === undefined) throw new Error('no slot')
  const waits = { message: 'q', poseeLe: now, a: [UN], rappeleeLe: null, retardLe: null }
  const questions = [{ ...waits, reponduLe: null }]
  return { ...dossier, sollicitations: [{ ...slot, questions }] }
}

const DOSSIERS: readonly (() => Dossier)[] = [
  asked,
  answered,
  questioned,
  () => pausedAs('complement_demande'),
  () => pausedAs('accord_demande'),
  () => ({ ...asked(), etat: 'incomplet' }),
  () => ({ ...asked(), etat: 'clos' }),
  () => ({ ...slotAs({ etat: 'expiree' }), etat: 'sans_reponse' }),
  () => slotAs({ requis: [] }),
  () => ({ ...asked(), consentement: { kind: 'refuse', le: now, preuve: sha('x') } }),
]

const PRESENTE = 'ines@chu2.test' as AdresseMss

t.test('each kind of letter asks whether the address is still its reader’s', async (t) => {
  for (const lettre of LETTRES) {
    const hors = HORS.includes(lettre)
    const [of, dossier] = hors
      ? [letter(lettre, 'auteur', { horsDossier: true, rpps: UN }), null]
      : partie(lettre)
    const at = (adressage?: Partance['adressage']) =>
      ask({ ...of, ...(adressage && { adressage }) }, dossier, null)
    t.equal(at({ kind: 'sienne' }), null, `${lettre}: still his`)
    t.equal(at({ kind: 'perdue', presente: PRESENTE }), 'adresse-changee', `${lettre}: moved`)
    t.equal(at({ kind: 'perdue', presente: null }), 'adresse-perdue', `${lettre}: removed`)
    t.equal(at(), null, `${lettre}: outside the directory`)
  }
})

t.test('a kind that the table does not know asks it too', async (t) => {
  const of = letter('lettreNouvelle', 'requis')
  const perdue = { kind: 'perdue', presente: null } as const
  t.ok(isClinique(of.lettre))
  t.equal(ask({ ...of, adressage: perdue }, asked()), 'adresse-perdue')
})

t.test('a copy goes where the médecin traitant is now, once the dossier knows it', async (t) => {
  const adressage = { kind: 'perdue', presente: PRESENTE } as const
  const of = { ...letter('compteRendu', 'medecinTraitant'), adressage }
  t.equal(ask(of, answered()), 'adresse-changee')
  const known = { kind: 'designe', professionnel: MT, adresse: PRESENTE } as const
  t.equal(ask(of, { ...answered(), medecinTraitant: known }), 'adresse-changee')
})

t.test('a request put before its reader was asked anew has no object', async (t) => {
  const alone = histoire({ trouvailles: sampleTrouvailles({ possibles: [samplePossible(1)] }) })
  alone.remise('demandeAvis', 'requis', { rpps: UN, issue: 'echec', code: 'c' }).passe(HEURE)
  const { trouvailles } = alone
  const again = { kind: 'reattribution', rpps: UN, motif: 'x', commande: 'c', trouvailles } as const
  alone.event(again)
  const of = letter('demandeAvis', 'requis')
  t.equal(ask({ ...of, suivie: true }, alone.dossier), 'demande-remplacee')
  t.equal(ask(of, alone.dossier), null, 'no clock takes the only one back')
  const to = story()
  to.passe(HEURE).event({ ...again, rpps: DEUX, trouvailles: to.trouvailles })
  t.equal(ask(of, to.dossier), 'destinataire-ecarte', 'another has it')
  t.equal(ask(letter('rappelRequis', 'requis'), to.dossier), 'destinataire-ecarte')
  t.equal(ask(letter('complementTransmis', 'requis'), to.dossier), 'destinataire-ecarte')
})

t.test('the dossier learns an address wherever it had the old one of his', async (t) => {
  const told = story().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
  told.dossier = avecTraitant(told.dossier)
  const addresses = () => {
    const { requerant, medecinTraitant, sollicitations } = told.dossier
    return {
      requerant: requerant.adresse,
      traitant: medecinTraitant?.kind === 'designe' ? medecinTraitant.adresse : null,
      requis: sollicitations.flatMap((slot) => slot.requis.map((one) => one.adresse)),
      auteurs: sollicitations.flatMap((s) => s.comptesRendus.map((one) => one.auteur.adresse)),
    }
  }
  const before = addresses()
  const [was] = before.requis
  if (was === undefined) throw new Error('nobody')
  const move = (rpps: typeof UN, de: AdresseMss) =>
    told.event({ kind: 'readressage', rpps, de, vers: PRESENTE, envois: { de: 'a', vers: 'b' } })
  move(UN, 'autre@hopital.test' as AdresseMss)
  t.strictSame(addresses(), before, 'another address of his')
  move(DEUX, was)
  t.strictSame(addresses(), before, 'of somebody else')
  move(UN, was)
  t.strictSame(addresses(), { ...before, requis: [PRESENTE], auteurs: [PRESENTE] })
  move(rppsTest(1), before.requerant)
  move(MT.rpps, MT.adresse)
  t.match(addresses(), { requerant: PRESENTE, traitant: PRESENTE })
})

t.test(
  'acts that a failure suspended are owed again once the letter reached another address',
  async (t) => {
    const told = story().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
    told.remise('compteRendu', 'requerant', { id: 'a' })
    told.remise('compteRendu', 'requerant', { id: 'a', issue: 'echec', code: 'dsn-echec' })
    const de = told.dossier.requerant.adresse
    const envois = { de: 'a', vers: 'b' }
    told.event({ kind: 'readressage', rpps: rppsTest(1), de, vers: PRESENTE, envois })
    told.remise('compteRendu', 'requerant', { id: 'b' })
    t.ok(told.last.effets.some(({ kind }) => kind === 'reprendreActes'))
  },
)

const ended = (change: Partial<Dossier>): Dossier => ({ ...asked(), finiLe: now, ...change })
const slotAs = (change: object): Dossier => {
  const dossier = asked()
  const [slot] = dossier.sollicitations
  if (slot === undefined) throw new Error('no slot')
  return { ...dossier, sollicitations: [{ ...slot, ...change }] }
}
const left = (etat: Dossier['etat']): Dossier => ({
  ...slotAs({ etat: 'expiree', termineeLe: now }),
  etat,
  finiLe: now,
})

/** How a dossier may stand when the relay is back, in the order of the columns below. */
const ETATS_DU_DOSSIER: readonly (readonly [string, Dossier])[] = [
  ['incomplet', { ...asked(), etat: 'incomplet', sollicitations: [] }],
  ['en cours, demande remise', asked()],
  ['en cours, personne', slotAs({ requis: [] })],
  ['répondu', answered()],
  ['sans réponse', left('sans_reponse')],
  ['annulé', { ...slotAs({ termineeLe: now }), etat: 'annule', finiLe: now }],
  ['clos', left('clos')],
]

/** `+` it leaves, `-` it has no object; each column is a state above. Put before the state began. */
const PARTENT: { readonly [lettre: string]: string } = {
  accuseReception: '+++----',
  demandeACompleter: '+------',
  demandeUrgente: '+----+-',
  consentementRefuse: '-------',
  sansReponse: '----+-+',
  accordDecline: '+++++-+',
  aucunRequis: '--+----',
  creneauTermine: '+-+++++',
  reponseAPreciser: '+++++-+',
  demandeRemise: '-+-----',
  rappelRequis: '-+-----',
  retard: '-++----',
  retardCoordinateur: '-++----',
  complementEchu: '-------',
  questionRappelee: '-------',
  questionSansReponse: '-------',
  motsDuRequis: '+++++-+',
  demandeAvis: '-+-----',
  complementTransmis: '-+-++-+',
  compteRendu: '---+---',
  avisTransmis: '---+---',
  complementDemande: '-------',
  reponseApresAvis: '+++++++',
  refus: '+++-+-+',
  accordDemande: '-------',
  urgenceSignalee: '+++++++',
  messageTraitant: '+++++++',
  recapitulatif: '+------',
  cloture: '------+',
}
/** What tells of something done, an end or a danger: so whatever came after. */
const TOUJOURS = [
  'dejaRecue',
  'messageSignale',
  'messageNonRemis',
  'urgenceCoordinateur',
  'annulation',
  'depotNote',
  'avisNonTransmis',
  'bienRecu',
  'etat',
  'absenceNotee',
  'presenceNotee',
  'dossierClos',
  'remplacementAValider',
  'remplacementNote',
  'numerosNotes',
  'copieNotee',
  'echangesSuspendus',
  'messageTraitantNote',
  'compteRenduNonRemis',
  'incident',
  'alerte',
  'messageTraitant',
  'avisEnDoute',
  'messageTraitantNote',
  'compteRenduNonRemis',
  'echangesSuspendus',
  'copieNotee',
]

/** As the decision put it that found the dossier still in hand, nobody holding its slot. */
const ECRITE = { etat: 'en_cours', tenants: [], pauses: 0, avis: 0, retenue: false } as const
const A_PRECISER = { kind: 'reponseAPreciser', code: 'avis-vide', rang: 1 } as const

t.test('each kind of letter leaves while what it says is so', async (t) => {
  const reader: { readonly [lettre: string]: string } = {
    retardCoordinateur: 'coordinateur',
    urgenceCoordinateur: 'coordinateur',
    incident: 'administrateur',
    alerte: 'coordinateur',
  }
  for (const lettre of LETTRES.filter((one) => !HORS.includes(one))) {
    const expected = TOUJOURS.includes(lettre) ? '+++++++' : PARTENT[lettre]
    const dite = lettre === 'reponseAPreciser' ? { dite: A_PRECISER } : {}
    const put = letter(lettre, reader[lettre] ?? roleDe(lettre), { ecrite: ECRITE, ...dite })
    const seen = ETATS_DU_DOSSIER.map(([, dossier]) =>
      ask(put, dossier, null) === null ? '+' : '-',
    )
    t.equal(seen.join(''), expected, `${lettre}: ${ETATS_DU_DOSSIER.map(([nom]) => nom).join()}`)
  }
})

t.test('what is put after the end, or tells an emergency, is not settled by it', async (t) => {
  const dossier = ended({ etat: 'annule' })
  const of = letter('reponseAPreciser', 'requerant', { rang: null, dite: A_PRECISER })
  t.equal(ask({ ...of, ecrite: ECRITE }, dossier), 'demande-annulee')
  t.equal(ask({ ...of, ecrite: { ...ECRITE, etat: 'annule' } }, dossier), null)
  const urgent = { ...A_PRECISER, urgent: 'oui' } as const
  t.equal(ask({ ...of, ecrite: ECRITE, dite: urgent }, dossier), null)
})

t.test('« aucun médecin » is not told once somebody was asked, or has it', async (t) => {
  const of = letter('aucunRequis', 'requerant', { ecrite: { ...ECRITE, tenants: [UN] } })
  const [one] = asked().sollicitations[0]?.requis ?? []
  const held = (change: object) => slotAs({ requis: [{ ...one, ...change }] })
  const away = { ...of, indisponibles: [UN] }
  t.equal(ask(away, held({})), null, 'he is away, and keeps it')
  t.equal(ask({ ...of, indisponibles: [] }, held({})), 'lettre-sans-objet', 'he is back')
  t.equal(ask({ ...away, ecrite: ECRITE }, held({})), 'lettre-sans-objet', 'asked since')
  t.equal(ask({ ...away, ecrite: ECRITE }, held({ ecarte: 'refus' })), null, 'he declined')
})

t.test('a refusal is told while it counts', async (t) => {
  const of = letter('consentementRefuse', 'requerant')
  const refuse = { kind: 'refuse', le: now, preuve: sha('x') } as const
  t.equal(ask(of, ended({ etat: 'annule', consentement: refuse })), null)
})
