/**
 * Every state that a dossier can stand in and every event that can happen to it: what `docs/workflow.md` is made from
 * and what its test walks. States are reached by `decide` alone, from a request; a keyword or an event that is left out
 * does not compile.
 */
import { jugerArret } from '../../src/decide/arret.ts'
import { jugerReattribution } from '../../src/decide/reattribution.ts'
import { souhaitsDuFil } from '../../src/decide/souhaits.ts'
import { later } from '../../src/domain/calendrier.ts'
import type { AdresseMss, Instant, Jour } from '../../src/domain/correspondant.ts'
import type { Courrier, MotCle } from '../../src/domain/courrier.ts'
import type { Effet } from '../../src/domain/decision.ts'
import type { Dossier } from '../../src/domain/dossier.ts'
import type { Evenement } from '../../src/domain/evenement.ts'
import {
  CARDIOLOGIE,
  FORMULAIRE,
  HEURE,
  type Histoire,
  histoire,
  JOUR,
  rppsTest,
  sampleCourrier,
  samplePossible,
  sampleProvenance,
  sampleRequerant,
  sampleTrouvailles,
} from './dossiers.ts'

const AVIS = { motCle: 'AVIS', texte: 'Lésion bénigne.' } as const
const QUESTION = { motCle: 'COMPLEMENT', texte: 'Depuis quand ?' } as const
const { sexe: _sexe, ...SANS_SEXE } = FORMULAIRE
const cardio = samplePossible(3, { pools: [CARDIOLOGIE], specialite: CARDIOLOGIE })
const pool = () => sampleTrouvailles({ possibles: [samplePossible(1), samplePossible(2), cardio] })
const seul = () => sampleTrouvailles({ possibles: [samplePossible(1), cardio] })
const X = { ...samplePossible(7), adresses: [samplePossible(7).adresse] }

function depose(): Histoire {
  return histoire({
    auteur: sampleRequerant({ profession: '60', rpps: rppsTest(50) }),
    courrier: { depotPour: 'Dr X' },
    trouvailles: { ...pool(), deposePour: [X] },
  })
}

const begin = (): Histoire => histoire({ trouvailles: pool() })
const mssante = (): Histoire =>
  histoire({ trouvailles: pool(), provenance: { assurance: 'mssante' } })

/** How each state is reached. The name: state of the dossier, then why, or where its slot stands. */
export const ETATS: { readonly [nom: string]: () => Histoire } = {
  'incomplet · demande-incomplete': () => histoire({ formulaire: SANS_SEXE, trouvailles: pool() }),
  'incomplet · a-confirmer': mssante,
  'incomplet · formulaire-a-confirmer': () =>
    histoire({ courrier: { douteux: { consentement: 'cite' } }, trouvailles: pool() }),
  'incomplet · depot-a-valider': depose,
  'incomplet · urgence': () => histoire({ courrier: { urgence: 'URGENT' }, trouvailles: pool() }),
  'incomplet · patient-different': () =>
    histoire({ courrier: { texte: 'Patient : DUPONTEL Jean' }, trouvailles: pool() }),
  'en_cours · en_attente': begin,
  'en_cours · en_attente (personne)': () =>
    histoire({ trouvailles: sampleTrouvailles({ possibles: [] }) }),
  'en_cours · en_attente (en retard)': () =>
    begin()
      .passe(3 * JOUR)
      .echeance(),
  'en_cours · acceptee': () => begin().requis(1, { motCle: 'ACCEPTE' }),
  'en_cours · complement_demande': () => begin().requis(1, QUESTION),
  'en_cours · accord_demande': () =>
    begin().requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' }),
  'en_cours · en_attente (consentement en doute)': () =>
    begin().requerant({ texte: 'La patiente retire son consentement.' }),
  'en_cours · reorientee': () =>
    begin()
      .requis(1, { motCle: 'REORIENTATION', argument: 'cardiologie' })
      .requerant({ motCle: 'ACCORD' }),
  'repondu · rendue': () => begin().requis(1, AVIS),
  'repondu · rendue (remise)': () => begin().requis(1, AVIS).remise('compteRendu', 'requerant'),
  'repondu · rendue (question)': () =>
    begin().requis(1, AVIS).requerant({ texte: 'Faut-il la revoir ?' }),
  'sans_reponse · refusee': () =>
    histoire({ trouvailles: seul() }).requis(1, { motCle: 'REFUS', texte: 'Indisponible.' }),
  'sans_reponse · expiree': () =>
    begin()
      .passe(8 * JOUR)
      .echeance(),
  'annule · annulation': () => begin().requerant({ motCle: 'ANNULATION' }),
  'annule · consentement-refuse': () =>
    histoire({ formulaire: { ...FORMULAIRE, consentement: 'non' }, trouvailles: pool() }),
  'annule · consentement-retire': () => begin().requerant({ motCle: 'RETRAIT CONSENTEMENT' }),
  'annule · jamais-completee': () =>
    histoire({ formulaire: SANS_SEXE, trouvailles: pool() })
      .passe(20 * JOUR)
      .echeance(),
  'clos · rendue': () =>
    begin()
      .requis(1, AVIS)
      .passe(31 * JOUR)
      .echeance(),
  'clos · expiree': () =>
    begin()
      .passe(8 * JOUR)
      .echeance()
      .passe(31 * JOUR)
      .echeance(),
}

/** What each keyword is tried with. */
export const MOTS: { readonly [M in MotCle]: Partial<Courrier> } = {
  AVIS: { texte: 'Exérèse conseillée.' },
  RECTIFICATIF: { texte: 'Exérèse à discuter.' },
  ACCEPTE: {},
  COMPLEMENT: { texte: 'Une précision : depuis mars.' },
  REFUS: { texte: 'Indisponible.' },
  REORIENTATION: { argument: 'cardiologie' },
  URGENT: { texte: 'À voir ce jour.' },
  ABSENT: { argument: '08/06/2026 31/12/2026' },
  PRESENT: {},
  ACCORD: {},
  DESACCORD: {},
  'NON URGENT': {},
  ANNULATION: {},
  'RETRAIT CONSENTEMENT': {},
  ETAT: {},
  'JE VALIDE': {},
  'JE CONFIRME': {},
}

/** One event, as a story plays it. `parle`: somebody wrote, so that somebody must hear of it. */
export interface Fait {
  readonly parle: boolean
  /** Where it can happen at all; absent: everywhere. */
  readonly si?: (dossier: Dossier) => boolean
  readonly joue: (story: Histoire) => Histoire
}

const ecrit = (joue: Fait['joue']): Fait => ({ parle: true, joue })
const arrive = (joue: Fait['joue']): Fait => ({ parle: false, joue })
const temps = (ms: number): Fait => arrive((story) => story.passe(ms).echeance())

/** The words of each side, by keyword. */
function motsDe(qui: string, joue: (story: Histoire, courrier: Partial<Courrier>) => Histoire) {
  return Object.fromEntries(
    Object.entries(MOTS).map(([motCle, more]) => [
      `${qui} : ${motCle}`,
      ecrit((story) => joue(story, { motCle: motCle as MotCle, ...more })),
    ]),
  )
}

const requis =
  (n: number, change: object = {}) =>
  (story: Histoire, courrier: Partial<Courrier>): Histoire =>
    story.event({
      kind: 'courrierRequis',
      provenance: sampleProvenance(`r-${n}`, story.now, change),
      auteur:
        story.trouvailles.possibles.find((one) => one.rpps === rppsTest(100 + n)) ??
        samplePossible(n),
      rang: null,
      courrier: sampleCourrier(courrier),
      trouvailles: story.trouvailles,
    })

/** Of each kind of event, at least one. */
const DE_CHAQUE: { readonly [K in Evenement['kind']]: { readonly [nom: string]: Fait } } = {
  demande: {},
  demandeDejaRecue: {
    'la même demande': ecrit((story) =>
      story.event({ kind: 'demandeDejaRecue', provenance: sampleProvenance('d', story.now) }),
    ),
  },
  courrierRequerant: {
    ...motsDe('requérant', (story, courrier) => story.requerant(courrier)),
    'requérant : texte libre': ecrit((story) => story.requerant({ texte: 'Faut-il la revoir ?' })),
    'requérant : rien': ecrit((story) => story.requerant({})),
    'requérant : ligne demandée': ecrit((story) => story.requerant({ formulaire: { sexe: 'F' } })),
    'requérant : n° AM': ecrit((story) =>
      story.requerant({ formulaire: { numeroAm: '760312082' }, texte: 'N° AM : 760312082' }),
    ),
    'requérant : urgence': ecrit((story) =>
      story.requerant({ urgence: 'URGENT', texte: 'Malaise.' }),
    ),
    'requérant : autre patient': ecrit((story) =>
      story.requerant({ texte: 'Patient : DUPONTEL Jean' }),
    ),
  },
  courrierRequis: {
    ...motsDe('requis', requis(1)),
    'requis : texte libre': ecrit((story) => requis(1)(story, { texte: 'Je reviens vers vous.' })),
    'requis : rien': ecrit((story) => requis(1)(story, {})),
    'requis : autre patient': ecrit((story) =>
      requis(1)(story, { ...AVIS, texte: 'Patient : DUPONTEL Jean, rien.' }),
    ),
    'requis non signé : AVIS': ecrit((story) => requis(1, { assurance: 'mssante' })(story, AVIS)),
    'confrère : AVIS': ecrit((story) => requis(2)(story, AVIS)),
    'confrère : REFUS': ecrit((story) =>
      requis(2)(story, { motCle: 'REFUS', texte: 'Indisponible.' }),
    ),
  },
  demandeVoisine: Object.fromEntries(
    (
      [
        ['autre demande du même patient', { copie: null, refus: false }],
        ['autre demande : opposition à la copie', { copie: 'non', refus: false }],
        ['autre demande : consentement refusé', { copie: null, refus: true }],
      ] as const
    ).map(([nom, stops]) => [
      nom,
      {
        ...arrive((story) =>
          story.event({
            kind: 'demandeVoisine',
            message: 'v',
            voisine: { numero: 'TE-2026-000002', lien: 'meme', incomplete: false },
            ...stops,
          }),
        ),
        si: ({ etat }: Dossier) => etat === 'incomplet' || etat === 'en_cours',
      },
    ]),
  ),
  courrierDeposant: {
    // The corridor knows a depositor by the dossier: without one nobody is.
    'déposant : un message': {
      ...ecrit((story) =>
        story.event({ kind: 'courrierDeposant', provenance: sampleProvenance('p', story.now) }),
      ),
      si: ({ depot }) => depot != null,
    },
  },
  courrierRemplace: {
    'remplacé : JE VALIDE': {
      ...ecrit((story) =>
        story.event({
          kind: 'courrierRemplace',
          provenance: sampleProvenance('v', story.now),
          auteur: samplePossible(9),
          courrier: sampleCourrier({ motCle: 'JE VALIDE' }),
        }),
      ),
      si: ({ remplacements = [] }) => remplacements.length > 0,
    },
  },
  courrierTraitant: {
    'médecin traitant : un message': {
      ...ecrit((story) => traitant(story, { texte: 'Elle prend aussi un anticoagulant.' })),
      si: ({ medecinTraitant }) => medecinTraitant?.kind === 'designe',
    },
    'médecin traitant : AVIS': {
      ...ecrit((story) => traitant(story, AVIS)),
      si: ({ medecinTraitant }) => medecinTraitant?.kind === 'designe',
    },
  },
  signatureSansEffet: {
    'signature déjà utilisée': ecrit((story) =>
      story.event({
        kind: 'signatureSansEffet',
        provenance: sampleProvenance('s', story.now),
        a: { role: 'requis', rpps: rppsTest(101), adresse: 'requis1@hopital.test' as AdresseMss },
        code: 'signature-autre-dossier',
        motCle: 'AVIS',
        alerte: true,
        urgence: null,
      }),
    ),
  },
  courrierAutomatique: {
    'réponse automatique': arrive((story) =>
      story.event({ kind: 'courrierAutomatique', message: 'a', recuLe: story.now }),
    ),
    'réponse automatique signée : AVIS': arrive((story) =>
      story.event({
        kind: 'courrierAutomatique',
        message: 'b',
        recuLe: story.now,
        signe: { auteur: rppsTest(101), motCle: 'AVIS' },
      }),
    ),
  },
  echeance: {
    'temps : aussitôt': temps(0),
    'temps : un jour': temps(JOUR + HEURE),
    'temps : trois jours': temps(3 * JOUR),
    'temps : huit jours': temps(8 * JOUR),
    'temps : quarante jours': temps(40 * JOUR),
  },
  absence: {
    'coordinateur : absence du requis': arrive((story) => absence(story)),
  },
  reattribution: {
    'coordinateur : réattribution': arrive((story) => reattribue(story, 102)),
    'coordinateur : réattribution hors spécialité': arrive((story) => reattribue(story, 103)),
  },
  arretSaisi: {
    'coordinateur : retrait du consentement': arrive((story) => arret(story, 'retrait')),
    'coordinateur : annulation': arrive((story) => arret(story, 'annulation')),
  },
  readressage: {
    'annuaire : autre adresse du requis': arrive((story) =>
      story.event({
        kind: 'readressage',
        rpps: rppsTest(101),
        de: 'requis1@hopital.test' as AdresseMss,
        vers: 'requis1@ailleurs.test' as AdresseMss,
        envois: { de: 'e-1', vers: 'e-2' },
      }),
    ),
  },
  remise: {
    'remise : demande d’avis en échec': arrive((story) =>
      story.remise('demandeAvis', 'requis', { issue: 'echec', code: '5.1.1', rpps: rppsTest(101) }),
    ),
    'remise : compte-rendu remis': arrive((story) => story.remise('compteRendu', 'requerant')),
    'remise : compte-rendu en échec': arrive((story) =>
      story.remise('compteRendu', 'requerant', { issue: 'echec', code: '5.1.1' }),
    ),
  },
}

export const FAITS: { readonly [nom: string]: Fait } = Object.assign(
  {},
  ...Object.values(DE_CHAQUE),
)

function traitant(story: Histoire, courrier: Partial<Courrier>): Histoire {
  return story.event({
    kind: 'courrierTraitant',
    provenance: sampleProvenance('mt', story.now),
    auteur: samplePossible(8),
    courrier: sampleCourrier(courrier),
  })
}

function absence(story: Histoire): Histoire {
  const du = story.now.slice(0, 10) as Jour
  const au = later(story.now, 5 * JOUR).slice(0, 10) as Jour
  const { trouvailles } = story
  const possibles = trouvailles.possibles.map((one) =>
    one.rpps === rppsTest(101) ? { ...one, absences: [{ du, au }] } : one,
  )
  story.trouvailles = { ...trouvailles, possibles }
  return story.event({
    kind: 'absence',
    rpps: rppsTest(101),
    trouvailles: story.trouvailles,
  })
}

function reattribue(story: Histoire, n: number): Histoire {
  return story.event({
    kind: 'reattribution',
    rpps: rppsTest(n),
    motif: 'Requis injoignable',
    commande: `c-${n}`,
    trouvailles: story.trouvailles,
  })
}

function arret(story: Histoire, quoi: 'retrait' | 'annulation'): Histoire {
  return story.event({
    kind: 'arretSaisi',
    quoi,
    motif: 'Dit par téléphone',
    commande: `a-${quoi}`,
  })
}

/** Where a dossier stands, in one word and its slots. */
export function situation({ etat, motif, sollicitations }: Dossier): string {
  const why = etat === 'incomplet' || etat === 'annule' ? motif : null
  const slots = sollicitations.map((slot) => slot.etat).join(', ')
  return [etat, why, slots].filter((part) => part !== null && part !== '').join(' · ')
}

/** The letters among effects, each with its question or its reader: « reponseAPreciser (avis-vide) → requis ». */
export function courriers(effets: readonly Effet[]): readonly string[] {
  return effets.flatMap((one) => {
    if (one.kind !== 'envoyer') return []
    const { lettre, a } = one
    const code = 'code' in lettre ? ` (${lettre.code})` : ''
    return [`${lettre.kind}${code} → ${a.role}`]
  })
}

/** Every pair that can be: the name of a state, the name of an event. */
export function paires(): readonly (readonly [etat: string, fait: string])[] {
  return Object.entries(ETATS).flatMap(([etat, reach]) => {
    const { dossier } = reach()
    return Object.entries(FAITS).flatMap(([fait, { si }]) =>
      si === undefined || si(dossier) ? [[etat, fait] as const] : [],
    )
  })
}

/** Why the command that carries a coordinator's word is refused; null: it is not, or it is no such word. */
function refusDe(reach: () => Histoire, { joue }: Fait): string | null {
  // A story of its own: what is looked at here must not have happened there.
  const story = reach()
  const { dossier } = story
  let refus: string | null = null
  story.event = (one) => {
    if (one.kind === 'reattribution') {
      const verdict = jugerReattribution(dossier, one, { now: story.now, regles: story.regles })
      refus = 'refus' in verdict ? verdict.refus : null
    }
    if (one.kind === 'arretSaisi') refus = jugerArret(dossier, one)
    return story
  }
  joue(story)
  return refus
}

/** One pair, played: what stood, what stands, what leaves and what else is done. */
export interface Case {
  readonly etat: string
  readonly fait: string
  readonly avant: Dossier
  readonly apres: Dossier
  readonly effets: readonly Effet[]
  /** Code with which a command is refused; null: it is not. */
  readonly refus: string | null
  readonly now: Instant
}

/** Plays one event in one state. */
export function jouer(etat: string, fait: string): Case {
  const reach = ETATS[etat]
  const event = FAITS[fait]
  if (reach === undefined || event === undefined) throw new Error(`${etat} × ${fait}`)
  const story = reach()
  const avant = story.dossier
  const refus = refusDe(reach, event)
  event.joue(story)
  const { dossier: apres, last, now } = story
  return { etat, fait, avant, apres, effets: last.effets, refus, now }
}

/** Asking the directory is a pure question too: it holds in each state. */
export function souhaitsEn(etat: string): object {
  const story = ETATS[etat]?.()
  if (story === undefined) throw new Error(etat)
  return souhaitsDuFil(story.dossier, sampleCourrier({ motCle: 'ACCORD' }))
}
