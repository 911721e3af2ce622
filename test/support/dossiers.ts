/**
 * Invented people and letters for tests of the workflow: a demande that is complete, requis of two pools,
 * a small language to write to a dossier. RPPS begin with 99, the INS is a test vector.
 */
import { createHash } from 'node:crypto'

import { decide } from '../../src/decide/decide.ts'
import type {
  AdresseMss,
  CodeSpecialite,
  Instant,
  Requerant,
  RequisPossible,
  Rpps,
  Sha256,
} from '../../src/domain/correspondant.ts'
import type { Courrier, Formulaire, Piece } from '../../src/domain/courrier.ts'
import type { Decision, Effet, Lettre } from '../../src/domain/decision.ts'
import type { Cible, Dossier, DossierId, Numero } from '../../src/domain/dossier.ts'
import type {
  Contexte,
  Evenement,
  Provenance,
  Regles,
  Trouvailles,
} from '../../src/domain/evenement.ts'

export const DERMATOLOGIE = '05' as CodeSpecialite
export const CARDIOLOGIE = '03' as CodeSpecialite
/** A Monday, 10:00 in Paris. */
export const LUNDI = '2026-06-08T08:00:00.000Z' as Instant

/** The n-th invented RPPS, key included. */
export function rppsTest(n: number): Rpps {
  const body = `99${String(n).padStart(8, '0')}`
  for (let key = 0; key < 10; key++) if (isLuhn(`${body}${key}`)) return `${body}${key}` as Rpps
  throw new Error('no key')
}

function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return sum % 10 === 0
}

export const sha = (text: string): Sha256 =>
  createHash('sha256').update(text).digest('hex') as Sha256

export function sampleRequerant(change: Partial<Requerant> = {}): Requerant {
  const adresse = 'claire.martin@cabinet.test' as AdresseMss
  return {
    rpps: rppsTest(1),
    nom: 'MARTIN',
    prenom: 'Claire',
    profession: '10',
    specialite: '01' as CodeSpecialite,
    adresses: [adresse],
    numeroAm: '751012345',
    finess: null,
    telephone: '01 99 00 12 34',
    territoire: 'metropole',
    adresse,
    ...change,
  }
}

export function samplePossible(n: number, change: Partial<RequisPossible> = {}): RequisPossible {
  const adresse = `requis${n}@hopital.test` as AdresseMss
  return {
    rpps: rppsTest(100 + n),
    nom: `REQUIS${'ABCDEFGHIJ'[n] ?? 'Z'}`,
    prenom: 'Paul',
    profession: '10',
    specialite: DERMATOLOGIE,
    adresses: [adresse],
    numeroAm: '751019993',
    finess: null,
    telephone: '01 99 00 56 78',
    territoire: 'metropole',
    adresse,
    pools: [DERMATOLOGIE],
    actif: true,
    absences: [],
    capaciteParJour: null,
    recuesAujourdhui: 0,
    enCours: 0,
    ...change,
  }
}

export const FORMULAIRE: Formulaire = {
  specialiteDemandee: 'Dermatologie',
  nomNaissance: 'ZIDANE',
  prenoms: 'Alice Jeanne',
  dateNaissance: '12/03/1951',
  sexe: 'F',
  consentement: 'oui',
  dateConsentement: '05/06/2026',
  modeConsentement: 'oral',
  medecinTraitant: 'moi-même',
  question: 'Cette lésion doit-elle être retirée ?',
}

export function samplePiece(name = 'photo.jpg'): Piece {
  return {
    nom: name,
    type: 'image/jpeg',
    taille: 1000,
    sha256: sha(name),
    codage: 'base64',
    contenu: 'c1',
    debut: 0,
    fin: 1400,
  }
}

export function sampleCourrier(change: Partial<Courrier> = {}): Courrier {
  return {
    motCle: null,
    argument: null,
    formulaire: {},
    contradictions: [],
    texte: '',
    // As read: what is no line of the form stands in both.
    libre: change.texte ?? '',
    conclusion: null,
    pieces: [],
    urgence: null,
    rappelPatient: null,
    depotPour: null,
    ...change,
  }
}

export function sampleRegles(change: Partial<Regles> = {}): Regles {
  const day = 86_400_000
  return {
    rappelMs: day,
    limiteMs: 2 * day,
    expirationJours: 7,
    completudeMs: 3 * day,
    retentionContenuMs: 90 * day,
    calendrier: 'ouvre',
    horaires: { de: '08:00', a: '20:00' },
    feries: 'metropole',
    territoire: 'metropole',
    mode: 'dev',
    assuranceMinimale: 'signe',
    ...change,
  }
}

export function sampleContexte(change: Partial<Contexte> = {}): Contexte {
  return {
    now: LUNDI,
    regles: sampleRegles(),
    nouveau: { id: 'd-1' as DossierId, numero: 'TE-2026-000001' as Numero },
    faits: { parRequis: {}, parRequerant: 0 },
    ...change,
  }
}

export function sampleTrouvailles(change: Partial<Trouvailles> = {}): Trouvailles {
  return {
    requis: [],
    medecinTraitant: null,
    possibles: [samplePossible(1), samplePossible(2)],
    ...change,
  }
}

export function sampleProvenance(
  message: string,
  now: Instant,
  change: Partial<Provenance> = {},
): Provenance {
  return {
    message,
    messageId: `${message}@cabinet.test`,
    recuLe: now,
    empreinte: sha(message),
    original: null,
    assurance: 'signe',
    ...change,
  }
}

/** A dossier in the making: each call is one event; `last` is what it caused. */
export interface Histoire {
  dossier: Dossier
  last: Decision
  readonly effets: Effet[]
  now: Instant
  trouvailles: Trouvailles
  regles: Regles
  demande(): Histoire
  requerant(courrier: Partial<Courrier> & { readonly rang?: number }): Histoire
  requis(n: number, courrier: Partial<Courrier>, rang?: number): Histoire
  passe(ms: number): Histoire
  echeance(): Histoire
  remise(lettre: string, role: string, change?: object): Histoire
  event(evenement: Evenement, faits?: Contexte['faits']): Histoire
}

interface Debut {
  readonly formulaire?: Formulaire
  readonly courrier?: Partial<Courrier>
  readonly cibles?: readonly Cible[]
  readonly auteur?: Requerant
  readonly trouvailles?: Trouvailles
  readonly regles?: Regles
  readonly now?: Instant
  readonly provenance?: Partial<Provenance>
  /** Requests to requis are not handed over by themselves. */
  readonly remises?: 'manuelles'
}

/** A story that begins with one request. */
export function histoire(debut: Debut = {}): Histoire {
  let count = 0
  const next = () => `m-${++count}`
  const story: Histoire = {
    dossier: null as unknown as Dossier,
    last: { dossier: null, effets: [], traces: [] },
    effets: [],
    now: debut.now ?? LUNDI,
    trouvailles: debut.trouvailles ?? sampleTrouvailles(),
    regles: debut.regles ?? sampleRegles(),
    demande() {
      return story.event({
        kind: 'demande',
        provenance: sampleProvenance(next(), story.now, debut.provenance),
        auteur: debut.auteur ?? sampleRequerant(),
        courrier: sampleCourrier({
          formulaire: debut.formulaire ?? FORMULAIRE,
          pieces: [samplePiece()],
          ...debut.courrier,
        }),
        cibles: debut.cibles ?? [],
        trouvailles: story.trouvailles,
      })
    },
    requerant({ rang, ...courrier }) {
      const provenance = sampleProvenance(next(), story.now)
      const { trouvailles } = story
      return story.event({
        kind: 'courrierRequerant',
        provenance,
        rang: rang ?? null,
        courrier: sampleCourrier(courrier),
        trouvailles,
      })
    },
    requis(n, courrier, rang) {
      const known = story.trouvailles.possibles.find((one) => one.rpps === rppsTest(100 + n))
      return story.event({
        kind: 'courrierRequis',
        provenance: sampleProvenance(next(), story.now),
        auteur: known ?? samplePossible(n),
        rang: rang ?? null,
        courrier: sampleCourrier(courrier),
        trouvailles: story.trouvailles,
      })
    },
    passe(ms) {
      story.now = new Date(Date.parse(story.now) + ms).toISOString() as Instant
      return story
    },
    echeance() {
      return story.event({ kind: 'echeance', trouvailles: story.trouvailles })
    },
    remise(lettre, role, change = {}) {
      const envoi = { id: `e-${lettre}-${role}`, lettre, role, rang: 1, version: 1, rpps: null }
      return story.event({
        kind: 'remise',
        envoi: { ...envoi, ...change },
        issue: 'remis',
        code: null,
        le: story.now,
        ...change,
      })
    },
    event(evenement, faits) {
      const contexte = sampleContexte({
        now: story.now,
        regles: story.regles,
        ...(faits ? { faits } : {}),
      })
      story.last = decide(story.dossier, evenement, contexte)
      if (story.last.dossier !== null) story.dossier = story.last.dossier
      story.effets.push(...story.last.effets)
      if (debut.remises !== 'manuelles') remettre(story, contexte)
      return story
    },
  }
  return story.demande()
}

/** The requests that the last event put reach their requis at once. */
function remettre(story: Histoire, contexte: Contexte): void {
  for (const { lettre, a } of lettersOf(story.last.effets, 'demandeAvis')) {
    const before = (story.dossier.remises ?? []).filter(({ rpps }) => rpps === a.rpps).length
    const id = `e-${lettre.rang}-${a.rpps}-${before}`
    const of = { rang: lettre.rang, version: null, rpps: a.rpps }
    const done = decide(
      story.dossier,
      {
        kind: 'remise',
        envoi: { id, lettre: 'demandeAvis', role: 'requis', ...of },
        issue: 'remis',
        code: null,
        le: story.now,
      },
      contexte,
    )
    if (done.dossier !== null) story.dossier = done.dossier
  }
}

/** The letters among effects, as « kind → role rpps? » lines, in order. */
export function letters(effets: readonly Effet[]): readonly string[] {
  return effets.flatMap((one) =>
    one.kind === 'envoyer' ? [`${one.lettre.kind} → ${one.a.role}`] : [],
  )
}

/** The letters of one kind. */
export function lettersOf<K extends Lettre['kind']>(effets: readonly Effet[], kind: K) {
  return effets.flatMap((one) =>
    one.kind === 'envoyer' && one.lettre.kind === kind
      ? [{ ...one, lettre: one.lettre as Extract<Lettre, { kind: K }> }]
      : [],
  )
}

/** The codes of the questions put. */
export function codes(effets: readonly Effet[]): readonly string[] {
  return lettersOf(effets, 'reponseAPreciser').map((one) => one.lettre.code)
}

export const HEURE = 3_600_000
export const JOUR = 24 * HEURE
