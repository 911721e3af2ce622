/**
 * An invented téléexpertise for the tests of `write`: one patient, one slot, one opinion, every field filled.
 */
import { createHash } from 'node:crypto'

import type { Acte } from '../../src/domain/acte.ts'
import type {
  AdresseMss,
  CodeSpecialite,
  Instant,
  Jour,
  Professionnel,
  Rpps,
  Sha256,
} from '../../src/domain/correspondant.ts'
import type { Piece } from '../../src/domain/courrier.ts'
import type { Lettre } from '../../src/domain/decision.ts'
import type {
  CompteRendu,
  Dossier,
  DossierId,
  Numero,
  RequisSollicite,
  Sollicitation,
} from '../../src/domain/dossier.ts'
import type { LettreHorsDossier } from '../../src/domain/hors-dossier.ts'
import { keepInMemory, memoryBytes } from '../../src/kit/bytes.ts'
import type { Envoi } from '../../src/message.ts'
import type { WriteParts } from '../../src/write/lettre.ts'

export const instant = (text: string): Instant => new Date(text).toISOString() as Instant
export const OUVERT = instant('2026-11-20T09:00:00Z')
export const RENDU = instant('2026-11-22T09:15:00Z')

/** Contents by id: what the ledger would give. */
export const contenus = new Map<string, Buffer>()

/** Keeps a document as the ledger would, base64 with CRLF lines. */
export function piece(nom: string, type: string, octets: Buffer): Piece {
  const contenu = `contenu-${contenus.size}`
  const encoded = Buffer.from(octets.toString('base64').replace(/.{76}/g, '$&\r\n'), 'latin1')
  contenus.set(
    contenu,
    Buffer.concat([Buffer.from('avant\r\n'), encoded, Buffer.from('\r\n--fin')]),
  )
  return {
    nom,
    type,
    taille: octets.length,
    sha256: createHash('sha256').update(octets).digest('hex') as Sha256,
    codage: 'base64',
    contenu,
    debut: 7,
    fin: 7 + encoded.length,
  }
}

export const requis: RequisSollicite = {
  rpps: '99700000027' as Rpps,
  nom: 'Curie',
  prenom: 'Marie',
  specialite: '05' as CodeSpecialite,
  adresse: 'marie.curie@dermato.test' as AdresseMss,
  telephone: '01 99 00 22 22',
  solliciteLe: OUVERT,
  ecarte: null,
}

export const traitant: Professionnel = {
  rpps: '99700000035' as Rpps,
  nom: 'Laennec',
  prenom: 'René',
  profession: '10',
  specialite: '01' as CodeSpecialite,
  adresses: ['rene.laennec@mt.test' as AdresseMss],
  numeroAm: '751000033',
  finess: null,
  telephone: null,
  territoire: 'metropole',
}

export const photo = piece('lésion bras gauche.jpg', 'image/jpeg', Buffer.alloc(180_000, 7))
export const ordonnance = piece('ordonnance.pdf', 'application/pdf', Buffer.from('%PDF-1.4 test'))

export const compteRendu: CompteRendu = {
  version: 1,
  auteur: requis,
  messageId: 'avis@dermato.test',
  message: 'message-2',
  empreinte: 'c0ffee'.padEnd(64, '0') as Sha256,
  original: null,
  assurance: 'signe',
  renduLe: RENDU,
  texte:
    'Lésion pigmentée asymétrique de 8 mm, bords irréguliers, polychrome.\n\nAspect dermoscopique évocateur de mélanome à extension superficielle.\nConclusion : exérèse à programmer dans les quinze jours.',
  conclusion:
    'Exérèse à programmer dans les quinze jours, marges de 2 mm, envoi en anatomopathologie.',
  pieces: [ordonnance],
  enRetard: false,
  complementaire: false,
  remisLe: instant('2026-11-22T09:16:00Z'),
}

export const dossier: Dossier = {
  id: 'd1' as DossierId,
  numero: 'TE-2026-000123' as Numero,
  etat: 'repondu',
  motif: null,
  ouvertLe: OUVERT,
  finiLe: RENDU,
  assurance: 'signe',
  requerant: {
    rpps: '99700000019' as Rpps,
    nom: 'Bernard',
    prenom: 'Paul',
    profession: '10',
    specialite: '01' as CodeSpecialite,
    adresses: ['paul.bernard@cabinet.test' as AdresseMss],
    adresse: 'paul.bernard@cabinet.test' as AdresseMss,
    numeroAm: '751000017',
    finess: null,
    telephone: '01 99 00 11 11',
    territoire: 'metropole',
  },
  empreinte: 'beef'.padEnd(64, '0') as Sha256,
  fil: ['demande@cabinet.test'],
  cibles: [{ kind: 'specialite', code: '05' as CodeSpecialite }],
  formulaire: {},
  manques: [],
  completudeDemandeeLe: null,
  completudeRappeleeLe: null,
  patient: {
    nomNaissance: 'Zéphyrin',
    prenoms: 'Aurélie Jeanne',
    dateNaissance: '1951-03-03' as Jour,
    sexe: 'F',
    nomUtilise: null,
    lieuNaissance: '51215',
    ins: null,
  },
  clinique: {
    question:
      'Cette lésion du bras gauche, modifiée depuis trois mois, justifie-t-elle une exérèse ?',
    telephone: '01 99 00 11 12',
    contexte: 'Lésion connue depuis dix ans, prurit récent.',
    antecedents: 'Phototype II, coups de soleil dans l’enfance.',
    traitements: 'Aucun anticoagulant.',
    delaiSouhaite: null,
  },
  assure: {
    nir: '251035121598912',
    rang: '1',
    regime: null,
    natureAssurance: null,
    ald: false,
    hospitalise: null,
    finessSejour: null,
    niveau: null,
  },
  consentement: {
    kind: 'recueilli',
    par: 'patient',
    le: '2026-11-20' as Jour,
    mode: 'oral',
    portee: { requis: [], specialites: ['05'] },
    preuve: 'beef'.padEnd(64, '0') as Sha256,
  },
  medecinTraitant: {
    kind: 'designe',
    professionnel: traitant,
    adresse: 'rene.laennec@mt.test' as AdresseMss,
  },
  pieces: [photo],
  sollicitations: [
    {
      rang: 1,
      cible: { kind: 'specialite', code: '05' as CodeSpecialite },
      etat: 'rendue',
      requis: [requis],
      ouverteLe: OUVERT,
      pauses: [],
      rappeleeLe: null,
      retardLe: null,
      termineeLe: RENDU,
      complementRappeleLe: null,
      complementEchuLe: null,
      accordPour: null,
      reserve: null,
      comptesRendus: [compteRendu],
    },
  ],
  destructionLe: instant('2027-02-20T09:15:00Z'),
  incidents: [],
}

/** The dossier with its one slot as it stands in `change`, its opinion not given yet. */
function enCours(change: Partial<Sollicitation>): Dossier {
  const [slot] = dossier.sollicitations
  if (slot === undefined) throw new Error('no slot')
  const open = { ...slot, etat: 'en_attente', termineeLe: null, comptesRendus: [] } as const
  const sollicitations = [{ ...open, ...change }]
  return { ...dossier, etat: 'en_cours', finiLe: null, destructionLe: null, sollicitations }
}

const pauses = [{ de: instant('2026-11-20T15:00:00Z'), a: null }]
/** The same dossier in other states. */
export const attendu = enCours({})
export const enPause = enCours({ etat: 'complement_demande', pauses, complementPar: requis.rpps })
export const aAccorder = enCours({
  etat: 'accord_demande',
  pauses,
  accordPour: { kind: 'specialite', code: '03' as never },
  accordPar: requis.rpps,
})
export const vacant = enCours({ requis: [] })
export const incomplet: Dossier = {
  ...attendu,
  etat: 'incomplet',
  motif: 'demande-incomplete',
  completudeDemandeeLe: OUVERT,
  sollicitations: [],
}

const question = {
  message: 'message-3',
  poseeLe: instant('2026-11-22T09:18:00Z'),
  a: [requis.rpps],
  rappeleeLe: null,
  retardLe: null,
  reponduLe: null,
}
/** A question came after the opinion. */
export const questionne: Dossier = {
  ...dossier,
  sollicitations: dossier.sollicitations.map((slot) => ({ ...slot, questions: [question] })),
}

/** The dossier with another first compte-rendu. */
export function avecCompteRendu(cr: Partial<CompteRendu>, base: Dossier = dossier): Dossier {
  const [slot] = base.sollicitations
  if (slot === undefined) throw new Error('no slot')
  return {
    ...base,
    // A later version stands after the former ones of the same author.
    sollicitations: [
      {
        ...slot,
        comptesRendus: [
          ...Array.from({ length: (cr.version ?? 1) - 1 }, (_, i) => ({
            ...compteRendu,
            version: i + 1,
          })),
          { ...compteRendu, ...cr },
        ],
      },
    ],
  }
}

export function acte(role: 'REQUIS' | 'REQUERANT', more: Partial<Acte> = {}): Acte {
  const moi = { ...requis, profession: '10', numeroAm: '751000025', finess: null }
  const lui = { ...dossier.requerant }
  const [executant, prescripteur] = role === 'REQUIS' ? [moi, lui] : [lui, moi]
  if (dossier.patient === null) throw new Error('no patient')
  return {
    dossier: dossier.numero,
    rang: role === 'REQUIS' ? 1 : 0,
    role,
    code: role === 'REQUIS' ? 'TE2' : 'RQD',
    dateActe: '2026-11-22' as Jour,
    montantCentimes: role === 'REQUIS' ? 2300 : 1000,
    territoire: 'metropole',
    regleVersion: 'te2-2026',
    etat: 'facturable',
    motif: null,
    executant,
    prescripteur,
    patient: dossier.patient,
    assure: dossier.assure,
    dateDemande: '2026-11-20' as Jour,
    dateCompteRendu: '2026-11-22' as Jour,
    rangAnnuel: 1,
    plafond: 4,
    remisLe: RENDU,
    preuve: compteRendu.empreinte,
    ...more,
  }
}

export const parts: WriteParts = {
  from: 'teleexpertise@te.localhost' as AdresseMss,
  domain: 'te.localhost',
  marqueTest: false,
  coordination: true,
  administration: true,
  now: instant('2026-11-22T09:20:00Z'),
  nil: null,
  content: (contenu, debut, fin) => {
    const found = contenus.get(contenu)
    if (found === undefined) throw new Error(`no content ${contenu}`)
    return memoryBytes(found.subarray(debut, fin))
  },
  keep: keepInMemory,
  regles: {
    rappelMs: 24 * 3_600_000,
    limiteMs: 48 * 3_600_000,
    expirationJours: 7,
    completudeMs: 3 * 24 * 3_600_000,
    retentionContenuMs: 90 * 24 * 3_600_000,
    calendrier: 'ouvre',
    horaires: { de: '08:00', a: '20:00' },
    feries: 'metropole',
  },
  actesPrevus: [acte('REQUIS'), acte('REQUERANT')],
}

/** An Envoi of that letter; to whom it goes follows the role. */
export function envoi(
  lettre: Lettre | LettreHorsDossier,
  role: Envoi['a']['role'] = 'requerant',
  about: Dossier | null = dossier,
): Envoi {
  const adresses: { readonly [role: string]: AdresseMss } = {
    requis: requis.adresse,
    medecinTraitant: 'rene.laennec@mt.test' as AdresseMss,
    coordinateur: 'coordination@te.test' as AdresseMss,
    administrateur: 'admin@te.test' as AdresseMss,
  }
  return {
    id: 'envoi-1',
    lettre,
    a: {
      role,
      rpps: role === 'requis' ? requis.rpps : role === 'requerant' ? dossier.requerant.rpps : null,
      adresse: adresses[role] ?? dossier.requerant.adresse,
    },
    dossier: about,
    messageId: '5a0c9d2e-0000-4000-8000-000000000001@te.localhost',
    replyTo: 'dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost' as AdresseMss,
    references: ['demande@cabinet.test'],
  }
}
