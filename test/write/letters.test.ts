import { simpleParser } from 'mailparser'
import t from 'tap'

import { isClinique } from '../../src/decide/depart.ts'
import type { Rpps } from '../../src/domain/correspondant.ts'
import type { Lettre } from '../../src/domain/decision.ts'
import type { Dossier, Manque } from '../../src/domain/dossier.ts'
import type { LettreHorsDossier } from '../../src/domain/hors-dossier.ts'
import { partieDe } from '../../src/domain/remplacement.ts'
import { urgenceDuSujet } from '../../src/domain/urgence.ts'
import { ERRORS } from '../../src/errors.ts'
import { memoryBytes, wholeBuffer } from '../../src/kit/bytes.ts'
import type { Envoi, OpenedMessage, WrittenMessage } from '../../src/message.ts'
import { read as readLetter } from '../../src/read/read.ts'
import { draft } from '../../src/write/letters.ts'
import { write } from '../../src/write/write.ts'
import { sampleCourrier, sampleProvenance } from '../support/dossiers.ts'
import * as ex from './exemple.ts'

type Kind = Lettre['kind'] | LettreHorsDossier['kind']
type Of<K extends Kind> = Extract<Lettre | LettreHorsDossier, { kind: K }>
type Role = Envoi['a']['role']

const CODE = 'code-de-demonstration'
const MOTS = 'Pouvez-vous préciser la date de la biopsie <b>antérieure</b> ?'
const ILLISIBLES = [
  { rang: 2, nom: 'winmail.dat', raison: 'outlook', detail: '2' },
  { rang: 3, nom: 'IRM DURAND.PDF', raison: 'codage', detail: 'x-uuencode' },
] as const
const manques = [
  { quoi: 'sexe', pourquoi: 'manquant', bloquant: true },
  { quoi: 'medecinTraitant', pourquoi: 'ambigu', bloquant: true },
  { quoi: 'numeroAm', pourquoi: 'manquant', bloquant: false },
] as const

const TRANSMIS = {
  a: ex.dossier.sollicitations.flatMap((slot) => slot.requis).map((un) => un.rpps),
  plusTard: [],
  attendus: [],
  urgent: 'non',
} as const

/** One of each kind, to each role that may receive it. A kind left out does not compile. */
const LETTRES: { readonly [K in Kind]: readonly (readonly [Of<K>, ...Role[]])[] } = {
  accuseReception: [[{ kind: 'accuseReception' }, 'requerant']],
  demandeACompleter: [
    [{ kind: 'demandeACompleter', manques, rappel: 'non' }, 'requerant'],
    [{ kind: 'demandeACompleter', manques, rappel: 'non', dit: 'elle a 64 ans' }, 'requerant'],
    [{ kind: 'demandeACompleter', manques, rappel: 'non', deja: 'oui' }, 'requerant'],
    [
      {
        kind: 'demandeACompleter',
        manques: [
          { quoi: 'pieceIllisible', pourquoi: 'illisible', bloquant: true, illisibles: ILLISIBLES },
        ],
        rappel: 'non',
      },
      'requerant',
    ],
  ],
  demandeUrgente: [[{ kind: 'demandeUrgente' }, 'requerant']],
  consentementRefuse: [[{ kind: 'consentementRefuse' }, 'requerant']],
  dejaRecue: [[{ kind: 'dejaRecue' }, 'requerant']],
  demandeAvis: [
    [{ kind: 'demandeAvis', rang: 1, plafondAtteint: 'non', enRenfort: 'non' }, 'requis'],
  ],
  rappelRequis: [[{ kind: 'rappelRequis', rang: 1 }, 'requis']],
  retard: [[{ kind: 'retard', rang: 1 }, 'requerant', 'requis']],
  retardCoordinateur: [[{ kind: 'retardCoordinateur', rang: 1 }, 'coordinateur']],
  sansReponse: [[{ kind: 'sansReponse', rang: 1 }, 'requerant', 'requis']],
  aucunRequis: [[{ kind: 'aucunRequis', rang: 1 }, 'requerant']],
  demandeRemise: [[{ kind: 'demandeRemise', rang: 1 }, 'requerant']],
  messageNonRemis: [
    [
      {
        kind: 'messageNonRemis',
        rang: 1,
        parole: 'complementTransmis',
        lecteur: ex.requis.rpps,
        code: 'delivery-mailbox-full',
      },
      'requerant',
    ],
    [
      {
        kind: 'messageNonRemis',
        rang: 1,
        parole: 'urgenceSignalee',
        lecteur: null,
        code: 'chiffrement-impossible',
      },
      'requis',
    ],
  ],
  echangesSuspendus: [[{ kind: 'echangesSuspendus' }, 'requerant', 'requis']],
  compteRenduNonRemis: [
    [{ kind: 'compteRenduNonRemis', rang: 1, version: 1, acte: 'suspendu' }, 'requis'],
    [{ kind: 'compteRenduNonRemis', rang: 1, version: 1, acte: 'repris' }, 'requis'],
  ],
  compteRendu: [[{ kind: 'compteRendu', rang: 1, version: 1 }, 'requerant', 'medecinTraitant']],
  avisTransmis: [
    [{ kind: 'avisTransmis', rang: 1, version: 1, actes: [ex.acte('REQUIS')] }, 'requis'],
  ],
  complementDemande: [
    [{ kind: 'complementDemande', rang: 1, texte: MOTS, rappel: 'non' }, 'requerant'],
  ],
  complementEchu: [[{ kind: 'complementEchu', rang: 1 }, 'requis']],
  complementTransmis: [
    [{ kind: 'complementTransmis', rang: 1, texte: MOTS, pieces: [ex.photo] }, 'requis'],
    [
      { kind: 'complementTransmis', rang: 1, texte: MOTS, pieces: [ex.photo], apresAvis: 'oui' },
      'requis',
    ],
    [
      {
        kind: 'complementTransmis',
        rang: 1,
        texte: 'Merci.',
        pieces: [],
        apresAvis: 'oui',
        attend: 'non',
      },
      'requis',
    ],
    [
      {
        kind: 'complementTransmis',
        rang: 1,
        texte: MOTS,
        pieces: [],
        apresAvis: 'oui',
        attend: 'lire',
      },
      'requis',
    ],
    [
      {
        kind: 'complementTransmis',
        rang: 1,
        texte: MOTS,
        pieces: [],
        decline: { kind: 'specialite', code: '03' as never },
      },
      'requis',
    ],
  ],
  reponseApresAvis: [
    [
      {
        kind: 'reponseApresAvis',
        rang: 1,
        auteur: ex.requis.rpps,
        texte: MOTS,
        pieces: [ex.photo],
      },
      'requerant',
    ],
    ...([{ corrige: 'oui' }, { attend: 'non' }] as const).map(
      (nature) =>
        [
          {
            kind: 'reponseApresAvis' as const,
            rang: 1,
            auteur: ex.requis.rpps,
            texte: MOTS,
            pieces: [],
            ...nature,
          },
          'requerant' as const,
        ] as const,
    ),
  ],
  questionRappelee: [[{ kind: 'questionRappelee', rang: 1 }, 'requis']],
  questionSansReponse: [[{ kind: 'questionSansReponse', rang: 1 }, 'requerant']],
  refus: [[{ kind: 'refus', rang: 1, texte: MOTS }, 'requerant']],
  motsDuRequis: (['REFUS', 'ACCEPTE', 'ABSENT', 'PRESENT'] as const).map((motCle) => [
    { kind: 'motsDuRequis', rang: 1, motCle, auteur: ex.requis.rpps, texte: MOTS, pieces: [] },
    'requerant',
  ]),
  avisEnDoute: [
    [
      { kind: 'avisEnDoute', rang: 1, auteur: ex.requis.rpps, texte: MOTS, pieces: [] },
      'requerant',
    ],
  ],
  accordDemande: [
    [
      {
        kind: 'accordDemande',
        rang: 1,
        vers: { kind: 'specialite', code: '03' as never },
        texte: MOTS,
      },
      'requerant',
    ],
    [
      {
        kind: 'accordDemande',
        rang: 1,
        vers: { kind: 'requis', rpps: ex.dossier.requerant.rpps },
        texte: '',
        delegation: {
          absent: 'Marie CURIE',
          delegue: 'Irène JOLIOT',
          du: '2026-12-24' as never,
          au: '2027-01-01' as never,
        },
      },
      'requerant',
    ],
  ],
  accordDecline: [
    [
      { kind: 'accordDecline', rang: 1, vers: { kind: 'specialite', code: '03' as never } },
      'requerant',
      'requis',
    ],
  ],
  urgenceSignalee: [[{ kind: 'urgenceSignalee', rang: 1, texte: MOTS }, 'requerant']],
  urgenceCoordinateur: [[{ kind: 'urgenceCoordinateur', rang: 1 }, 'coordinateur']],
  creneauTermine: [
    [{ kind: 'creneauTermine', rang: 1, raison: 'avisRendu' }, 'requis'],
    [{ kind: 'creneauTermine', rang: 1, raison: 'nonRemise' }, 'requis'],
    [{ kind: 'creneauTermine', rang: 1, raison: 'inactif' }, 'requis'],
  ],
  annulation: [
    [{ kind: 'annulation', raison: 'retrait' }, 'requerant', 'requis'],
    [{ kind: 'annulation', raison: 'retrait', saisi: 'oui' }, 'requerant'],
    [{ kind: 'annulation', raison: 'requerant', saisi: 'oui' }, 'requerant', 'requis'],
  ],
  reponseAPreciser: [
    [{ kind: 'reponseAPreciser', code: CODE, rang: 1 }, 'requis', 'requerant'],
    [{ kind: 'reponseAPreciser', code: CODE, rang: 1, urgent: 'oui' }, 'requerant'],
    [{ kind: 'reponseAPreciser', code: 'urgence-autre-patient', rang: 1 }, 'requis'],
    [{ kind: 'reponseAPreciser', code: 'urgence-et-avis', rang: 1 }, 'requis'],
    [{ kind: 'reponseAPreciser', code: 'refus-a-preciser', rang: 1 }, 'requis'],
    [{ kind: 'reponseAPreciser', code: 'avis-a-relire', rang: 1, dit: 'Je refuse.' }, 'requis'],
    [
      { kind: 'reponseAPreciser', code: 'avis-a-relire', rang: 1, dit: 'REFUS', motCle: 'REFUS' },
      'requis',
    ],
    [{ kind: 'reponseAPreciser', code: 'rectificatif-attendu', rang: 1 }, 'requis'],
    [
      { kind: 'reponseAPreciser', code: 'mot-trop-ancien', rang: null, motCle: 'ACCORD' },
      'requerant',
    ],
    [
      { kind: 'reponseAPreciser', code: 'mot-autre-proposition', rang: null, motCle: 'ACCORD' },
      'requerant',
    ],
    [
      {
        kind: 'reponseAPreciser',
        code: 'piece-illisible',
        rang: null,
        illisibles: ILLISIBLES.slice(1),
      },
      'requis',
    ],
    [
      {
        kind: 'reponseAPreciser',
        code: 'piece-dangereuse',
        rang: null,
        illisibles: [
          { rang: 1, nom: 'photo.jpg', raison: 'executable', detail: null },
          { rang: 2, nom: 'lettre.docx', raison: 'macros', detail: null },
          { rang: 3, nom: 'a.pdf', raison: 'actions', detail: null },
          { rang: 4, nom: 'irm.zip', raison: 'archive', detail: 'chiffree' },
        ],
      },
      'requis',
    ],
    [
      {
        kind: 'reponseAPreciser',
        code: 'piece-infectee',
        rang: null,
        illisibles: [
          { rang: 1, nom: 'a.doc', raison: 'infecte', detail: 'Eicar-Test-Signature' },
          { rang: 2, nom: 'b.mp4', raison: 'infecte', detail: null },
          { rang: 0, nom: '', raison: 'infecte', detail: 'Eicar-Test-Signature' },
        ],
      },
      'requis',
    ],
    [
      {
        kind: 'reponseAPreciser',
        code: 'piece-archive',
        rang: null,
        illisibles: [{ rang: 1, nom: 'irm.7z', raison: 'archive', detail: 'format' }],
      },
      'requerant',
    ],
    [
      {
        kind: 'reponseAPreciser',
        code: 'patient-different',
        rang: null,
        documents: [
          { nom: 'DURAND_Germaine.pdf', ou: 'nom', mots: 'DURAND_Germaine.pdf' },
          { nom: 'irm.dcm', ou: 'dicom', mots: 'DURAND GERMAINE, né(e) le 01/02/1960' },
        ],
      },
      'requerant',
    ],
  ],
  avisNonTransmis: [
    [{ kind: 'avisNonTransmis', rang: 1 }, 'requis'],
    [{ kind: 'avisNonTransmis', rang: 1, sansAvis: 'oui' }, 'requis'],
  ],
  bienRecu: [
    [{ kind: 'bienRecu', rang: 1, motCle: 'ACCEPTE' }, 'requis'],
    [{ kind: 'bienRecu', rang: 1, motCle: 'URGENT' }, 'requis'],
    [{ kind: 'bienRecu', rang: 1, motCle: 'ACCORD' }, 'requerant'],
    [{ kind: 'bienRecu', rang: null, motCle: null, transmis: TRANSMIS }, 'requerant'],
    [
      {
        kind: 'bienRecu',
        rang: null,
        motCle: 'COMPLEMENT',
        transmis: { a: [], plusTard: [], attendus: [1], urgent: 'oui' },
      },
      'requerant',
    ],
  ],
  numerosNotes: [
    [
      {
        kind: 'numerosNotes',
        rang: null,
        notes: ['numeroAm'],
        illisibles: ['numeroFiness'],
        reste: 'non-transmis',
      },
      'requerant',
      'requis',
    ],
    ...(
      [
        { comment: 'different', numero: '751000025' },
        { comment: 'autrui', numero: null },
      ] as const
    ).map(
      (contre) =>
        [
          {
            kind: 'numerosNotes',
            rang: null,
            notes: ['numeroAm', 'specialiteRequerant'],
            illisibles: [],
            reste: 'rien',
            contre,
          },
          'requis',
        ] as const,
    ),
  ],
  numerosNotesApresDestruction: [
    [
      {
        kind: 'numerosNotesApresDestruction',
        numero: 'TE-2026-000123' as never,
        actes: 2,
      },
      'auteur',
    ],
    [
      {
        kind: 'numerosNotesApresDestruction',
        numero: 'TE-2026-000123' as never,
        actes: 0,
        contre: { comment: 'different', numero: '751000025' },
      },
      'auteur',
    ],
  ],
  copieNotee: [
    [{ kind: 'copieNotee', dit: 'non' }, 'requerant'],
    [
      { kind: 'copieNotee', dit: 'non', remiseLe: '2026-11-24T09:00:00.000Z' as never },
      'requerant',
    ],
    [{ kind: 'copieNotee', dit: 'oui' }, 'requerant'],
    [{ kind: 'copieNotee', dit: 'a-preciser', mots: 'Je n’ai pas informé son MT' }, 'requerant'],
    [{ kind: 'copieNotee', dit: 'sans-traitant' }, 'requerant'],
    [
      {
        kind: 'copieNotee',
        dit: 'non',
        recu: { kind: 'bienRecu', rang: null, motCle: null, transmis: TRANSMIS },
      },
      'requerant',
    ],
  ],
  etat: [[{ kind: 'etat' }, 'requerant', 'requis']],
  absenceNotee: [
    [{ kind: 'absenceNotee', du: '2026-12-24' as never, au: '2027-01-01' as never }, 'requis'],
  ],
  presenceNotee: [
    [{ kind: 'presenceNotee', change: 'oui', reste: [] }, 'requis'],
    [
      {
        kind: 'presenceNotee',
        change: 'non',
        reste: [{ du: '2026-12-24' as never, au: '2027-01-01' as never }],
      },
      'requis',
    ],
  ],
  cloture: [[{ kind: 'cloture' }, 'requerant', 'requis']],
  remplacementAValider: [
    [{ kind: 'remplacementAValider', par: ex.requis.rpps as Rpps }, 'remplace'],
  ],
  messageTraitant: [
    [{ kind: 'messageTraitant', rang: null, texte: MOTS, pieces: [ex.photo] }, 'requerant'],
    [{ kind: 'messageTraitant', rang: 1, texte: MOTS, pieces: [], urgent: 'oui' }, 'requis'],
    ...(['non', 'repondre'] as const).map(
      (attend) =>
        [
          { kind: 'messageTraitant', rang: 1, texte: MOTS, pieces: [], attend } as const,
          'requerant' as const,
          'requis' as const,
        ] as const,
    ),
  ],
  messageTraitantNote: [
    [{ kind: 'messageTraitantNote', requis: [ex.requis.rpps], motif: null }, 'medecinTraitant'],
    [{ kind: 'messageTraitantNote', requis: [], motif: null, urgent: 'oui' }, 'medecinTraitant'],
    [
      {
        kind: 'messageTraitantNote',
        requis: null,
        motif: 'mot',
        mot: { mot: 'RETRAIT CONSENTEMENT', de: 'requerant' },
        urgent: 'oui',
      },
      'medecinTraitant',
    ],
    ...(['vide', 'autre-patient', 'sans-consentement', 'clos'] as const).map(
      (motif) =>
        [
          { kind: 'messageTraitantNote', requis: null, motif } as const,
          'medecinTraitant' as const,
        ] as const,
    ),
  ],
  remplacementNote: [
    [{ kind: 'remplacementNote', reponse: 'valide', periode: null }, 'remplace'],
    [
      {
        kind: 'remplacementNote',
        reponse: 'valide',
        periode: { du: '2026-12-01' as never, au: '2026-12-15' as never },
      },
      'remplace',
    ],
    [{ kind: 'remplacementNote', reponse: 'refuse', periode: null }, 'remplace', 'requis'],
    [{ kind: 'remplacementNote', reponse: 'a-preciser', periode: null }, 'remplace'],
    [{ kind: 'remplacementNote', reponse: 'inconnu', periode: null }, 'requerant', 'requis'],
  ],
  dossierClos: [
    [{ kind: 'dossierClos' }, 'requerant', 'requis'],
    [{ kind: 'dossierClos', urgent: 'oui' }, 'requerant'],
  ],
  incident: [
    [
      { kind: 'incident', lettre: 'compteRendu', role: 'medecinTraitant', code: CODE },
      'administrateur',
    ],
    [
      {
        kind: 'incident',
        lettre: 'demandeAvis',
        role: 'requis',
        rpps: ex.requis.rpps,
        code: 'delivery-refused',
      },
      'administrateur',
    ],
  ],
  alerte: [
    [{ kind: 'alerte', code: CODE }, 'coordinateur'],
    [{ kind: 'alerte', code: 'question-sans-reponse' }, 'coordinateur'],
  ],
  recapitulatif: [
    [{ kind: 'recapitulatif', code: 'a-confirmer', rang: null, rappel: 'non' }, 'requerant'],
    [
      { kind: 'recapitulatif', code: 'formulaire-a-confirmer', rang: null, rappel: 'non' },
      'requerant',
    ],
    [{ kind: 'recapitulatif', code: 'depot-a-valider', rang: null, rappel: 'oui' }, 'requerant'],
    [{ kind: 'recapitulatif', code: 'avis-a-confirmer', rang: 1, rappel: 'non' }, 'requis'],
  ],
  depotNote: [
    [{ kind: 'depotNote', code: 'depot-a-valider' }, 'requerant'],
    [{ kind: 'depotNote', code: 'depot-sans-effet' }, 'requerant'],
    [{ kind: 'depotNote', code: 'depot-non-valide' }, 'requerant'],
    [{ kind: 'depotNote', code: CODE, urgent: 'oui' }, 'requerant'],
  ],
  courrierAdministrateur: [
    [
      { kind: 'courrierAdministrateur', contenu: ex.photo.contenu, debut: 0, fin: ex.photo.fin },
      'administrateur',
    ],
  ],
  messageSignale: [[{ kind: 'messageSignale', code: CODE }, 'auteur']],
  demandeNonTransmise: [
    [{ kind: 'demandeNonTransmise', code: CODE }, 'auteur'],
    [{ kind: 'demandeNonTransmise', code: CODE, urgent: 'oui' }, 'auteur'],
  ],
  modele: [
    [{ kind: 'modele', pour: ex.dossier.requerant }, 'auteur'],
    [{ kind: 'modele', pour: null }, 'auteur'],
  ],
  essai: [
    [{ kind: 'essai', resultat: { manques, cibles: ['Dermatologie'], code: null } }, 'auteur'],
    [{ kind: 'essai', resultat: { manques: [], cibles: ['Dermatologie'], code: null } }, 'auteur'],
  ],
  alerteExploitation: [
    [{ kind: 'alerteExploitation', code: CODE, sujet: 'message-1' }, 'administrateur'],
    [
      { kind: 'alerteExploitation', code: CODE, sujet: 'message-1', urgent: 'oui' },
      'administrateur',
    ],
    [
      {
        kind: 'alerteExploitation',
        code: 'auteur-non-attendu',
        sujet: '5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10',
        concerne: {
          kind: 'message',
          dossier: 'TE-2026-000123',
          auteur: 'Paul DUVAL, RPPS 99700000013',
          averti: 'oui',
        },
      },
      'administrateur',
    ],
    [
      {
        kind: 'alerteExploitation',
        code: 'signer-mismatch',
        sujet: '5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10',
        concerne: {
          kind: 'message',
          dossier: null,
          auteur: 'Paul DUVAL, RPPS 99700000013',
          signataire: 'CN=DURAND Anne, O=TEST',
          averti: 'non',
        },
      },
      'administrateur',
    ],
    [
      {
        kind: 'alerteExploitation',
        code: 'courrier-administrateur',
        sujet: '5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10',
        concerne: { kind: 'message', dossier: null, auteur: null, averti: 'non' },
      },
      'administrateur',
    ],
    [
      {
        kind: 'alerteExploitation',
        code: 'delivery-mailbox-unknown',
        sujet: '5f0c1d7e-0b1f-4c55-9d5b-2f6c9f1f2a10',
        concerne: { kind: 'lettre', lettre: 'modele', role: 'auteur', rpps: '99700000013' },
      },
      'administrateur',
    ],
    [
      {
        kind: 'alerteExploitation',
        code: 'alerte-terminee',
        sujet: 'confiance-illisible',
        objet: 'intermediate.crl',
      },
      'administrateur',
    ],
  ],
}

const CLINIQUES: readonly Kind[] = [
  'demandeAvis',
  'compteRendu',
  'avisTransmis',
  'complementDemande',
  'complementTransmis',
  'reponseApresAvis',
  'messageTraitant',
  'refus',
  'motsDuRequis',
  'avisEnDoute',
  'accordDemande',
  'urgenceSignalee',
  'recapitulatif',
  'courrierAdministrateur',
]
const ENTRE_MEDECINS: readonly Kind[] = [
  'demandeAvis',
  'compteRendu',
  'complementDemande',
  'complementTransmis',
  'reponseApresAvis',
  'messageTraitant',
  'motsDuRequis',
]
const HORS_DOSSIER: readonly Kind[] = [
  'demandeNonTransmise',
  'messageSignale',
  'modele',
  'essai',
  'alerteExploitation',
  'courrierAdministrateur',
]
/** The requis writes as the replacement of the physician to whom letters of this role go in the examples. */
const REMPLACE: Dossier = {
  ...ex.dossier,
  remplacements: [
    {
      par: ex.requis.rpps,
      dit: 'Dr Paul DUVAL',
      le: ex.RENDU,
      remplace: {
        ...partieDe(ex.traitant),
        rpps: ex.envoi({ kind: 'etat' }, 'remplace').a.rpps ?? ex.traitant.rpps,
        adresse: null,
      },
      annonceLe: ex.RENDU,
      validations: [],
      refuseLe: null,
    },
  ],
}
/** The state in which a letter is usual; absent: the opinion is given. */
const ETATS: { readonly [K in Kind]?: Dossier } = {
  accuseReception: ex.attendu,
  demandeACompleter: ex.incomplet,
  demandeUrgente: ex.incomplet,
  recapitulatif: ex.incomplet,
  dejaRecue: ex.attendu,
  demandeAvis: ex.attendu,
  rappelRequis: ex.attendu,
  retard: ex.attendu,
  retardCoordinateur: ex.attendu,
  aucunRequis: ex.vacant,
  demandeRemise: ex.attendu,
  messageNonRemis: ex.attendu,
  complementDemande: ex.enPause,
  complementEchu: ex.enPause,
  complementTransmis: ex.attendu,
  accordDemande: ex.aAccorder,
  accordDecline: ex.attendu,
  urgenceSignalee: ex.attendu,
  motsDuRequis: ex.attendu,
  urgenceCoordinateur: ex.attendu,
  bienRecu: ex.attendu,
  questionRappelee: ex.questionne,
  questionSansReponse: ex.questionne,
  reponseAPreciser: ex.attendu,
  remplacementAValider: REMPLACE,
  remplacementNote: REMPLACE,
  cloture: {
    ...ex.dossier,
    etat: 'clos',
    incidents: [{ le: ex.RENDU, code: 'delivery-mailbox-full' }],
  },
}
const dossierDe = ({ kind, ...lettre }: Lettre | LettreHorsDossier, role: Role): Dossier | null => {
  if (HORS_DOSSIER.includes(kind)) return null
  // An opinion that waits for its confirmation has its slot; a message may come after the opinion.
  if (kind === 'recapitulatif' && role === 'requis') return ex.attendu
  return 'apresAvis' in lettre ? ex.questionne : (ETATS[kind] ?? ex.dossier)
}
/** Initials and year: what any letter of the dossier may say of the patient to those who care for him. */
const RAPPEL = 'Patient : A.Z., 1951'
const SOIGNANTS: readonly Role[] = ['requerant', 'requis', 'medecinTraitant']
/** What tells more: who the patient is, what he has. */
const INTIME =
  /zéphyrin|zephyrin|aurélie|03\/03\/1951|3 mars 1951|1951|A\.Z\.|lésion|mélanome|biopsie|bras gauche/i
const sansRappel = (text: string | undefined): string =>
  (text ?? '')
    .replace(RAPPEL, '')
    .replaceAll(encodeURIComponent(RAPPEL), '')
    .replace(/<th[^>]*>Patient\u00a0:<\/th><td[^>]*>A\.Z\., 1951<\/td>/, '')

async function read(written: WrittenMessage) {
  const head = written.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const entity = await wholeBuffer(written.entity, 50_000_000)
  const raw = Buffer.concat([Buffer.from(`${head}MIME-Version: 1.0\r\n`), entity])
  return { raw, mail: await simpleParser(raw) }
}

const TRAVAIL = { id: 'a3f1c0de-0b1f-4c55-9d5b-2f6c9f1f2a10', code: 'question-sans-reponse' }

async function letter(
  lettre: Lettre | LettreHorsDossier,
  role: Role = 'requerant',
  about: Dossier | null = ex.dossier,
  more: Partial<typeof ex.parts> = {},
) {
  const written = await write(ex.envoi(lettre, role, about), { ...ex.parts, ...more })
  return { written, ...(await read(written)) }
}

/** Each letter to each role that may receive it. */
const every = () =>
  (Object.keys(LETTRES) as Kind[]).flatMap((kind) =>
    LETTRES[kind].flatMap(([lettre, ...roles], at) =>
      roles.map((role) => ({
        lettre: lettre as Lettre | LettreHorsDossier,
        role,
        about: dossierDe(lettre, role),
        where: `${kind} ${at + 1}, ${role}`,
      })),
    ),
  )

const plain = (text: string | undefined): string => (text ?? '').replace(/[ \s]+/g, ' ')

t.test('nobody is said to be told where nobody can be', async (t) => {
  const said = { true: 0, false: 0 }
  for (const { lettre, role } of every()) {
    for (const coordination of [true, false] as const) {
      const { mail } = await letter(lettre, role, dossierDe(lettre, role), { coordination })
      if (/coordination (?:en )?est prévenue/.test(mail.text ?? '')) said[`${coordination}`] += 1
    }
  }
  t.ok(said.true > 3, `${said.true} letters say so with a coordination`)
  t.equal(said.false, 0)
})

for (const kind of Object.keys(LETTRES) as Kind[]) {
  t.test(`${kind} reads well and says no more than it may`, async (t) => {
    for (const [lettre, ...roles] of LETTRES[kind]) {
      for (const role of roles) {
        const hors = HORS_DOSSIER.includes(kind)
        const { written, mail, raw } = await letter(lettre, role, dossierDe(lettre, role), {
          travaux: [TRAVAIL],
        })
        const html = typeof mail.html === 'string' ? mail.html : ''
        t.matchSnapshot(`${mail.subject}\n\n${mail.text}`, `${kind}, ${role}`)
        t.notMatch(mail.subject, INTIME, 'the subject holds no patient data')
        t.equal(
          urgenceDuSujet(mail.subject ?? ''),
          null,
          'an answer to it is not taken for an emergency',
        )
        if (!hors) t.match(mail.subject, 'TE-2026-000123')
        const discreet = written.discreet === true
        t.equal(written.clinical, CLINIQUES.includes(kind) || discreet)
        const isBound = written.clinical && !discreet
        t.equal(isClinique(kind), isBound, 'the gate of departures knows it too')
        if (!written.clinical) {
          t.notMatch(sansRappel(mail.text), INTIME)
          t.notMatch(sansRappel(html), INTIME)
        }
        t.equal(
          mail.headers.get('auto-submitted'),
          ENTRE_MEDECINS.includes(kind) ? undefined : 'auto-generated',
        )
        t.match(html, '<html lang="fr">')
        t.notMatch(html, '<b>antérieure', 'words of a physician are escaped')
        t.notMatch(raw.toString('latin1'), /[^\r]\n|\r[^\n]|[\x80-\xff]/, 'CRLF and 7 bits')
        const longest = Math.max(
          ...raw
            .toString('latin1')
            .split('\r\n')
            .map((l) => l.length),
        )
        t.ok(longest <= 998, 'lines within RFC 5322')
        t.notMatch(plain(mail.text), /undefined|null|\[object/)
      }
    }
  })
}

t.test('every letter of a dossier says which patient it is about, before any link', async (t) => {
  for (const kind of Object.keys(LETTRES) as Kind[]) {
    for (const [lettre, ...roles] of LETTRES[kind]) {
      for (const role of roles) {
        const hors = HORS_DOSSIER.includes(kind) || role === 'auteur'
        const { mail, written } = await letter(lettre, role, dossierDe(lettre, role))
        const text = mail.text ?? ''
        const where = `${kind}, ${role}`
        t.notMatch(mail.subject, INTIME, where)
        if (hors || !SOIGNANTS.includes(role)) {
          t.notMatch(text, INTIME, `${where}: the number only`)
          continue
        }
        t.equal(text.split(`\n${RAPPEL}\n`).length, 2, `${where}: once`)
        t.match(String(mail.html), /A\.Z\., 1951/, where)
        const link = text.indexOf('<mailto:')
        t.ok(link === -1 || text.indexOf(RAPPEL) < link, where)
        const named =
          text.split(/ZÉPHYRIN Aurélie Jeanne(?:, née le 3 mars 1951| \(3 mars 1951\))/).length - 1
        t.equal(named, written.clinical ? 1 : 0, `${where}: who it is where content may go`)
        const after = link === -1 ? [] : text.slice(link).split('\n')
        const others = after.filter((line) => !/^<mailto:|^[A-Zé ]+ \(.*\)$|^$/i.test(line))
        t.strictSame(others, link === -1 ? [] : ['-- ', 'Téléexpertise te.localhost'], where)
      }
    }
  }
})

t.test(
  'a question about a sentence quotes it whole, save where nothing clinical may go',
  async (t) => {
    const mots = 'patient suivi pour VIH, elle n’est pas au courant'
    const motsDiscrets = 'patient … pour … elle n’est pas au courant'
    const asked = (
      quoi: string,
      pourquoi: Manque['pourquoi'],
      precisions?: Manque['precisions'],
    ) => ({
      ...{ quoi, pourquoi, bloquant: true, mots, motsDiscrets },
      ...(precisions && { precisions }),
    })
    const told = async (one: Manque, discret = false) => {
      const lettre = { kind: 'demandeACompleter', manques: [one], rappel: 'non' } as const
      return (await letter(lettre, 'requerant', ex.incomplet, { discret })).mail.text
    }
    const doubts = [
      asked('consentement', 'contradictoire'),
      asked('consentement', 'contradictoire', ['proche']),
      asked('consentement', 'contradictoire', ['horsEtat']),
      asked('consentementDonnePar', 'manquant'),
      asked('copieMedecinTraitant', 'contradictoire'),
    ]
    for (const one of doubts) {
      t.match(plain(await told(one)), `« ${mots} »`)
      const shut = plain(await told(one, true))
      t.match(shut, `« ${motsDiscrets} »`)
      t.notMatch(shut, /VIH/)
    }
    t.match(
      plain(await told(asked('consentementDonnePar', 'manquant'))),
      /donné par, à indiquer, car/,
    )
    const hors = await told(asked('consentement', 'contradictoire', ['horsEtat']))
    t.match(plain(hors), 'si le patient est hors d’état d’exprimer sa volonté')
    t.match(hors, /^Patient hors d.état d.exprimer sa volonté, proche consulté : *$/m)
  },
)

t.test(
  'a line about the médecin traitant that says more is quoted, with the two lines that answer',
  async (t) => {
    const manque = { quoi: 'medecinTraitant', pourquoi: 'illisible', bloquant: true } as const
    const about: Dossier = {
      ...ex.incomplet,
      formulaire: { medecinTraitant: 'ex Dr Paul ROUSSET' },
    }
    const lettre = {
      kind: 'demandeACompleter',
      manques: [{ ...manque, precisions: ['aCote'] }],
      rappel: 'non',
    } as const
    const { mail } = await letter(lettre, 'requerant', about)
    t.match(
      plain(mail.text),
      'Médecin traitant, écrit « ex Dr Paul ROUSSET », n’est pas compris en entier',
    )
    t.match(mail.text, /^Médecin traitant : *$/m)
    t.match(mail.text, /^Copie au médecin traitant : *$/m)
    const shut = await letter(lettre, 'requerant', about, { discret: true })
    t.notMatch(shut.mail.text, /ROUSSET/)
  },
)

t.test('of a request that lacks lines, what it says of the patient', async (t) => {
  const said = async (formulaire: Dossier['formulaire']) => {
    const about: Dossier = { ...ex.dossier, etat: 'incomplet', patient: null, formulaire }
    const lettre = { kind: 'demandeACompleter', manques, rappel: 'non' } as const
    return /^Patient : (.*)$/m.exec((await letter(lettre, 'requerant', about)).mail.text ?? '')?.[1]
  }
  const form = { nomNaissance: 'Zéphyrin', prenoms: 'Aurélie', dateNaissance: '3 mars 1951' }
  t.equal(await said(form), 'A.Z., né(e) en 1951')
  t.equal(await said({ prenoms: 'Aurélie' }), 'A.')
  t.equal(await said({ dateNaissance: '03/03/1951' }), 'né(e) en 1951')
  t.equal(await said({ ...form, dateNaissance: 'mars' }), 'A.Z.')
  t.equal(await said({}), undefined)
  const quoted = await reply('Sexe : F', `Patient : ${await said(form)}`, 'TE-2026-000123')
  t.equal(quoted.rappelPatient, null, 'a reply that quotes it is not compared with it')
})

/** The words of an HTML body as a reader sees them, links without their addresses. */
const seenInHtml = (html: string): string =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
/** The same of a plain one, without the marks that stand for mark-up. */
const seenInPlain = (text: string): string =>
  text
    .replace(/^<mailto:[^>]*>$/gm, '')
    .replace(/^── (.*) ──$/gm, '$1')
    .replace(/^- /gm, '')
const wordsOf = (text: string): string =>
  text
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/’/g, "'")
    .replace(/ ([:;!?»,.)])/g, '$1')
    .replace(/« /g, '«')
    .trim()

t.test('both bodies of a letter say the same', async (t) => {
  for (const { lettre, role, about, where } of every()) {
    const { mail } = await letter(lettre, role, about)
    t.equal(wordsOf(seenInHtml(String(mail.html))), wordsOf(seenInPlain(mail.text ?? '')), where)
  }
})

/** Our own sentences, one by one; not the words of a physician, lines of facts or of a form, and links. */
const sentencesOf = async (lettre: Lettre | LettreHorsDossier, role: Role, about: Dossier | null) =>
  (await draft(ex.envoi(lettre, role, about), ex.parts)).blocs
    .flatMap((bloc) =>
      bloc.kind === 'texte' ? [bloc.texte] : bloc.kind === 'liste' ? bloc.elements : [],
    )
    .flatMap((texte) => texte.replace(/’/g, "'").split(/(?<=[.!?])\s+/))

t.test('no sentence of ours stands twice in a letter', async (t) => {
  for (const { lettre, role, about, where } of every()) {
    const said = await sentencesOf(lettre, role, about)
    t.strictSame(said, [...new Set(said)], where)
  }
  // Nor with the words of any code.
  for (const code of Object.keys(ERRORS)) {
    for (const [lettre, role, about] of [
      [{ kind: 'demandeNonTransmise', code, urgent: 'oui' }, 'auteur', null],
      [{ kind: 'demandeNonTransmise', code }, 'auteur', null],
      [{ kind: 'reponseAPreciser', code, rang: 1, urgent: 'oui' }, 'requerant', ex.dossier],
      [{ kind: 'depotNote', code, urgent: 'oui' }, 'requerant', ex.dossier],
    ] as const) {
      const said = await sentencesOf(lettre, role, about)
      if (new Set(said).size < said.length) t.strictSame(said, [], `${lettre.kind} ${code}`)
    }
  }
})

/** What a first sentence begins with: a term, an order, an answer, or that nothing is expected. */
const ATTENDU =
  /^(?:Au plus tard \p{L}+ \d|Rien n'est attendu de vous|Dès que possible|(?:\p{Lu}|N')\p{L}+ez\b|Pour \p{L}+ .*, \p{L}+ez\b|Si vous voyez un danger|Sans attendre|S'il n'y a pas d'urgence|Une question vous attend|Demande TE-)/u
/** What the contract begins with, and the words of a code, which say what to do. */
const FIXES =
  /^(?:Demande non transmise|Message non transmis|Votre message sur la demande \S+ est transmis tel quel |La téléexpertise ne répond pas à l'urgence|Votre message n'a pas été transmis|Aucun médecin n'est disponible|Motif «)/

t.test('the first sentence says what is expected of the reader, and until when', async (t) => {
  for (const { lettre, role, about, where } of every()) {
    const [salut, first] = await sentencesOf(lettre, role, about)
    const begins = (salut?.startsWith('Bonjour') ? first : salut) ?? ''
    t.ok(ATTENDU.test(begins) || FIXES.test(begins), `${where}: ${begins}`)
  }
})

t.test(
  'a demande opens with the words that tell how to answer and until when, the links come last',
  async (t) => {
    const { mail } = await letter(
      { kind: 'demandeAvis', rang: 1, plafondAtteint: 'non', enRenfort: 'non' },
      'requis',
    )
    const first =
      'Répondez à ce message depuis cette même messagerie et écrivez AVIS en première ligne.'
    t.ok(mail.text?.startsWith(first))
    const seen = String(mail.html)
      .replace(/<[^>]*>/g, ' ')
      .trim()
    t.ok(seen.startsWith(first))
    const [link = ''] = /mailto:[^>\s]+/.exec(mail.text ?? '') ?? []
    const uri = new URL(link)
    t.equal(uri.pathname, 'dossier+abcdefghijklmnopqrstuvwxyz234567@te.localhost')
    t.equal(uri.searchParams.get('body'), 'AVIS\r\nPatient : A.Z., 1951\r\n\r\n')
    t.match(uri.searchParams.get('subject'), 'TE-2026-000123')
    t.ok((mail.text?.indexOf(link) ?? 0) > (mail.text?.indexOf('Question') ?? 0))
  },
)

t.test('the cap is told only when it is reached', async (t) => {
  const { mail } = await letter(
    { kind: 'demandeAvis', rang: 1, plafondAtteint: 'non', enRenfort: 'non' },
    'requis',
  )
  t.notMatch(plain(mail.text), 'à notre connaissance, sur cette messagerie')
  t.notMatch(plain(mail.text), 'déjà sollicité')
})

t.test('only a qualified identity goes out as an INS', async (t) => {
  const ask = { kind: 'demandeAvis', rang: 1, plafondAtteint: 'non', enRenfort: 'non' } as const
  const patient = ex.dossier.patient!
  for (const statut of ['provisoire', 'recuperee', 'validee', 'qualifiee'] as const) {
    const ins = { matricule: '251035121598912', oid: '1.2.250.1.213.1.4.10', statut }
    const about = {
      ...ex.dossier,
      patient: { ...patient, ins },
      assure: { ...ex.dossier.assure, nir: null },
    }
    const { mail } = await letter(ask, 'requis', about)
    t.equal(mail.text?.includes('251035121598912'), statut === 'qualifiee', statut)
    t.equal(mail.text?.includes('identité déclarée, INS non qualifiée'), statut !== 'qualifiee')
  }
})

t.test('an emergency is turned away in the words that the contract fixes', async (t) => {
  const { mail } = await letter({ kind: 'demandeUrgente' })
  t.ok(
    mail.text?.startsWith(
      "Demande non transmise. Urgence vitale : SAMU-Centre 15. Sinon, appelez l'astreinte de la spécialité.",
    ),
  )
  t.match(mail.text, 'NON URGENT')
})

t.test(
  'a request that was not transmitted gets the reason of its code, and the SAMU',
  async (t) => {
    const [code] = Object.keys(ERRORS) as (keyof typeof ERRORS)[]
    const { mail } = await letter({ kind: 'demandeNonTransmise', code: code! }, 'auteur', null)
    t.match(plain(mail.text), plain(ERRORS[code!].public))
    t.match(mail.text, code)
    t.match(mail.text, 'Urgence vitale : SAMU-Centre 15.')
  },
)

t.test('what is missing comes back as lines to fill in, and only those', async (t) => {
  const { mail } = await letter({ kind: 'demandeACompleter', manques, rappel: 'non' })
  const form = mail.text?.split('\n').filter((line) => /^[^<(-]+ : ?$/.test(line))
  t.strictSame(
    form?.map((line) => line.trim()),
    ['Sexe :', 'Médecin traitant :', 'N° AM :'],
  )
  const reminder = await letter({ kind: 'demandeACompleter', manques, rappel: 'oui' })
  t.match(reminder.mail.subject, 'rappel')
})

t.test('an answer that was not understood is quoted where words of a patient may go', async (t) => {
  const lettre = {
    kind: 'demandeACompleter',
    manques,
    rappel: 'non',
    dit: 'elle a 64 ans',
  } as const
  const open = plain((await letter(lettre)).mail.text)
  t.match(open, 'Votre réponse « elle a 64 ans » est gardée, mais elle n’a pas été comprise')
  const shut = plain((await letter(lettre, 'requerant', ex.incomplet, { discret: true })).mail.text)
  t.match(shut, 'Votre réponse est gardée, mais elle n’a pas été comprise')
  t.notMatch(shut, '64 ans')
  const illisible = [{ quoi: 'sexe', pourquoi: 'illisible', bloquant: true }] as const
  const about: Dossier = { ...ex.incomplet, formulaire: { sexe: 'H/F' } }
  const anew = { ...lettre, manques: illisible }
  t.match(plain((await letter({ ...anew, dit: '' }, 'requerant', about)).mail.text), 'H/F')
  t.notMatch(plain((await letter(anew, 'requerant', about)).mail.text), 'H/F')
})

t.test('a document that may hold the form is said to be unread as one', async (t) => {
  const nowhere = ['nomNaissance', 'prenoms', 'dateNaissance', 'sexe'].map((quoi) => ({
    quoi,
    pourquoi: 'manquant' as const,
    bloquant: true,
  }))
  const told = async (noms: readonly string[], missing = nowhere, discret = false) => {
    const pieces = noms.map((nom) => ({ ...ex.photo, nom }))
    const about: Dossier = { ...ex.incomplet, patient: null, formulaire: {}, pieces }
    const lettre = { kind: 'demandeACompleter', manques: missing, rappel: 'non' } as const
    return plain((await letter(lettre, 'requerant', about, { discret })).mail.text)
  }
  t.match(
    await told(['demande Durand.docx']),
    'Votre document « demande Durand.docx » est gardé, mais n’est pas lu comme un formulaire',
  )
  t.match(await told(['a.pdf', 'b.odt']), 'Vos documents « a.pdf » et « b.odt » sont gardés')
  const shut = await told(['demande Durand.docx'], nowhere, true)
  t.match(shut, 'Votre document .docx est gardé')
  t.notMatch(shut, /durand/i)
  t.notMatch(await told(['photo.jpg']), 'est gardé')
  t.notMatch(await told(['a.pdf'], nowhere.slice(1)), 'est gardé', 'part of the form was read')
})

t.test(
  'the accusé names the médecin traitant found, and asks for what billing lacks',
  async (t) => {
    const about = { ...ex.dossier, manques: [manques[2]] }
    const { mail } = await letter({ kind: 'accuseReception' }, 'requerant', about)
    t.match(plain(mail.text), 'Dr René LAENNEC')
    t.match(plain(mail.text), '24 h à 48 h')
    t.match(mail.text, /^N° AM : *$/m)
    t.match(plain(mail.text), 'Votre demande n’attend pas')
    const nothing = await letter({ kind: 'accuseReception' })
    t.notMatch(nothing.mail.text, 'N° AM')
  },
)

t.test('a question about a request held whole says which patient its form names', async (t) => {
  const lettre = { kind: 'reponseAPreciser', code: 'patient-different', rang: null } as const
  const about = (etat: Dossier['etat'], formulaire: Dossier['formulaire'] = {}): Dossier => ({
    ...ex.dossier,
    etat,
    patient: null,
    formulaire: {},
    retenues: [
      {
        auteur: ex.dossier.requerant.rpps,
        provenance: sampleProvenance('m', ex.dossier.ouvertLe),
        courrier: sampleCourrier({ formulaire }),
        rang: null,
      },
    ],
  })
  const said = async (dossier: Dossier) =>
    plain((await letter(lettre, 'requerant', dossier)).mail.text)
  const form = { nomNaissance: 'ZIDANE', prenoms: 'Alice', dateNaissance: '12/03/1951' }
  t.match(await said(about('incomplet', form)), 'Patient : A.Z., né(e) en 1951')
  t.notMatch(await said(about('incomplet')), 'Patient : ')
  t.match(await said(about('incomplet', form)), 'envoyez une demande à part')
  t.match(await said(about('en_cours', form)), 'écrivez ANNULATION en première ligne')
  t.notMatch(await said(about('repondu', form)), 'écrivez ANNULATION en première ligne')
  t.match(await said(about('repondu', form)), 'envoyez une nouvelle demande')
})

t.test('the accusé quotes a number with a wrong key and says what is wrong', async (t) => {
  const wrong = {
    ...manques[2],
    quoi: 'nirAssure',
    pourquoi: 'illisible',
    bloquant: false,
  } as const
  const about = {
    ...ex.dossier,
    formulaire: { ...ex.dossier.formulaire, nirAssure: '2 55 08 14 168 025 39' },
    manques: [{ ...wrong, precisions: ['cle'] as const }],
  }
  const { mail } = await letter({ kind: 'accuseReception' }, 'requerant', about)
  t.match(plain(mail.text), 'écrit « 2 55 08 14 168 025 39 », a une clé')
})

t.test('the accusé says who is not written to', async (t) => {
  const about = (medecinTraitant: Dossier['medecinTraitant']) => ({
    ...ex.dossier,
    medecinTraitant,
  })
  const said = async (mt: Dossier['medecinTraitant']) =>
    plain((await letter({ kind: 'accuseReception' }, 'requerant', about(mt))).mail.text)
  t.match(await said({ kind: 'oppose', professionnel: ex.traitant }), 'opposition')
  t.match(await said({ kind: 'requerant' }), 'Vous êtes le médecin traitant')
  t.match(await said({ kind: 'aucun' }), 'Aucun médecin traitant')
  t.match(
    await said({ kind: 'designe', professionnel: ex.traitant, adresse: null }),
    'sans adresse de messagerie sécurisée',
  )
})

t.test(
  'the urgency that a requis sees leaves with both telephone numbers, as priority',
  async (t) => {
    const { mail, written } = await letter({ kind: 'urgenceSignalee', rang: 1, texte: MOTS })
    t.match(mail.text, '01 99 00 22 22')
    t.match(mail.text, '01 99 00 11 12')
    t.strictSame(
      written.headers.filter(([name]) => /priority|importance/i.test(name)),
      [
        ['X-Priority', '1 (Highest)'],
        ['Importance', 'high'],
        ['Priority', 'urgent'],
      ],
    )
    const calm = await letter({ kind: 'retard', rang: 1 })
    t.notOk(calm.written.headers.some(([name]) => /priority|importance/i.test(name)))
  },
)

t.test('each receives only what he is entitled to', async (t) => {
  const cr = { kind: 'compteRendu', rang: 1, version: 1 } as const
  const names = async (role: Role) =>
    (await letter(cr, role)).mail.attachments.map(({ filename }) => filename)
  t.strictSame(await names('requerant'), ['compte-rendu-TE-2026-000123.pdf', 'ordonnance.pdf'])
  t.strictSame(await names('medecinTraitant'), [
    'compte-rendu-TE-2026-000123.pdf',
    'ordonnance.pdf',
  ])
  const { mail } = await letter(cr, 'medecinTraitant')
  t.notMatch(mail.text, /facturer|RQD|prurit/i, 'neither billing nor the request')
  t.match(mail.text, ex.compteRendu.texte.split('\n')[0], 'the opinion in the text too')
})

t.test(
  'the requis gets the same PDF for his own record, and the words of his opinion',
  async (t) => {
    const cr = { kind: 'compteRendu', rang: 1, version: 1 } as const
    const sent = { kind: 'avisTransmis', rang: 1, version: 1, actes: [] } as const
    const [his] = (await letter(sent, 'requis')).mail.attachments
    for (const role of ['requerant', 'medecinTraitant'] as const) {
      const [theirs] = (await letter(cr, role)).mail.attachments
      t.equal(theirs?.filename, his?.filename)
      t.ok(his !== undefined && theirs?.content.equals(his.content), `byte for byte, ${role}`)
    }
    const { mail } = await letter(sent, 'requis')
    t.equal(mail.attachments.length, 1, 'nothing else')
    t.match(mail.text, ex.compteRendu.texte.split('\n')[0])
    t.match(
      mail.text,
      'À conserver dans le dossier du patient ; copie détruite ici le 20 février 2027.',
    )
  },
)

t.test('a médecin traitant without a secure address gets the PDF from the requérant', async (t) => {
  const cr = { kind: 'compteRendu', rang: 1, version: 1 } as const
  const mt = { kind: 'designe', professionnel: ex.traitant, adresse: null } as const
  const said = plain(
    (await letter(cr, 'requerant', { ...ex.dossier, medecinTraitant: mt })).mail.text,
  )
  t.match(said, 'Remettez le PDF joint, prêt à imprimer, au médecin traitant, Dr René LAENNEC')
  t.notMatch(plain((await letter(cr)).mail.text), 'prêt à imprimer')
})

t.test('the requerant is told what to bill, and until when we keep a copy', async (t) => {
  const { mail } = await letter({ kind: 'compteRendu', rang: 1, version: 1 })
  const text = plain(mail.text)
  for (const said of [
    'Pour facturer',
    'Code : RQD',
    'Montant : 10,00 €',
    "Date de l'acte : 22 novembre 2026",
    'Dr Marie CURIE, n° AM 751000025, spécialité 05 Dermatologie et vénéréologie',
    '100 % AMO, tiers payant',
    'feuille distincte',
    'À conserver dans le dossier du patient ; copie détruite ici le 20 février 2027.',
  ]) {
    t.match(text, said)
  }
})

t.test('who bills is asked for what his act waits for, and told how to give it', async (t) => {
  for (const [motif, said] of [
    ['numero-executant-manquant', 'Répondez à ce message par une ligne « N° AM : … »'],
    ['numero-executant-autrui', 'Répondez à ce message par une ligne « N° AM : … »'],
    ['numero-executant-different', 'répondez à ce message par la ligne « N° AM : 751000025 »'],
  ] as const) {
    const actes = [ex.acte('REQUIS', { etat: 'a_verifier', motif })]
    const { mail } = await letter({ kind: 'avisTransmis', rang: 1, version: 1, actes }, 'requis')
    const text = plain(mail.text)
    t.match(text, said, motif)
    t.match(text, 'Donnez votre numéro de facturation', motif)
    t.notMatch(text, 'Rien n’est attendu de vous', motif)
    t.match(text, 'Une réponse compte jusqu’au 31 décembre 2028', motif)
  }
})

t.test('the requis is told to whom his opinion went and what to bill', async (t) => {
  const salarie = { ...ex.acte('REQUIS').prescripteur, numeroAm: null, finess: '750712184' }
  const actes = [ex.acte('REQUIS', { prescripteur: salarie })]
  const { mail } = await letter({ kind: 'avisTransmis', rang: 1, version: 1, actes }, 'requis')
  const text = plain(mail.text)
  t.match(text, 'Dr Paul BERNARD, requérant (paul.bernard@cabinet.test), remis le dimanche 22')
  t.match(text, 'Dr René LAENNEC, médecin traitant')
  const failed = {
    envoi: 'e',
    lettre: 'compteRendu',
    role: 'medecinTraitant',
    rang: 1,
    version: 1,
    rpps: null,
    issue: 'echec',
    code: 'delivery-mailbox-unknown',
    le: ex.RENDU,
  } as const
  const other = await letter({ kind: 'avisTransmis', rang: 1, version: 1, actes }, 'requis', {
    ...ex.dossier,
    remises: [failed],
  })
  t.match(plain(other.mail.text), /LAENNEC, médecin traitant .*, non remis/)
  t.match(text, 'Code : TE2')
  t.match(text, 'Montant : 23,00 €')
  t.match(text, 'FINESS 750712184, spécialité 01 Médecine générale')
})

t.test('an act that cannot be billed comes with its reason', async (t) => {
  const said = async (actes: readonly ReturnType<typeof ex.acte>[], about = ex.dossier) =>
    plain(
      (await letter({ kind: 'avisTransmis', rang: 1, version: 1, actes }, 'requis', about)).mail
        .text,
    )
  t.match(await said([ex.acte('REQUIS', { etat: 'non_facturable', motif: CODE })]), CODE)
  t.match(
    await said([ex.acte('REQUIS', { etat: 'non_facturable', motif: CODE })]),
    'non facturable',
  )
  const doubtful = await said([ex.acte('REQUIS', { etat: 'a_verifier', motif: CODE })])
  t.match(doubtful, 'À vérifier avant de facturer')
  t.match(doubtful, '23,00 €')
  t.match(await said([]), 'Aucun acte')
  t.match(await said([], ex.avecCompteRendu({ complementaire: true })), 'sans acte')
})

t.test('a rectificatif annuls the former and is not billed twice', async (t) => {
  const about = ex.avecCompteRendu({ version: 2 })
  const { mail } = await letter({ kind: 'compteRendu', rang: 1, version: 2 }, 'requerant', about)
  t.match(mail.subject, 'annule et remplace')
  t.match(plain(mail.text), 'annule et remplace')
  t.match(plain(mail.text), 'une seconde fois')
  t.notMatch(plain(mail.text), 'Montant')
  t.equal(mail.attachments[0]?.filename, 'compte-rendu-TE-2026-000123-v2.pdf')
})

t.test('a late opinion and a complementary one say so', async (t) => {
  const cr = { kind: 'compteRendu', rang: 1, version: 1 } as const
  const late = await letter(cr, 'requerant', ex.avecCompteRendu({ enRetard: true }))
  t.match(plain(late.mail.text), 'après l’échéance')
  const more = await letter(cr, 'requerant', ex.avecCompteRendu({ complementaire: true }))
  t.match(plain(more.mail.text), 'Avis complémentaire : un autre médecin avait déjà répondu')
  const annule = { ...ex.avecCompteRendu({ complementaire: true }), etat: 'annule' } as const
  const after = await letter(cr, 'requerant', annule)
  t.match(plain(after.mail.text), 'Avis complémentaire : la demande avait été annulée')
})

t.test('the coordinator reads number and delay only', async (t) => {
  const { mail } = await letter({ kind: 'retardCoordinateur', rang: 1 }, 'coordinateur')
  t.match(mail.text, 'TE-2026-000123')
  t.match(mail.text, 'mardi 24 novembre 2026')
  t.notMatch(mail.text, /curie|bernard|laennec/i)
})

t.test('a withdrawal tells the requis to stop, and whom to call if there is danger', async (t) => {
  const { mail } = await letter({ kind: 'annulation', raison: 'retrait' }, 'requis')
  t.match(plain(mail.text), 'a retiré son consentement')
  t.match(plain(mail.text), 'téléphonez sans attendre au Dr Paul BERNARD, au 01 99 00 11 12')
})

t.test(
  'an opinion that a withdrawal kept back is told to its author and to who asked',
  async (t) => {
    const [slot] = ex.dossier.sollicitations
    if (slot === undefined) throw new Error('no slot')
    for (const remisLe of [null, ex.compteRendu.remisLe]) {
      const comptesRendus = [{ ...ex.compteRendu, remisLe }]
      const about: Dossier = { ...ex.dossier, sollicitations: [{ ...slot, comptesRendus }] }
      const told = async (role: 'requis' | 'requerant', raison: 'retrait' | 'requerant') =>
        plain((await letter({ kind: 'annulation', raison }, role, about)).mail.text)
      const kept = remisLe === null
      t.equal((await told('requis', 'retrait')).includes('est transmis à personne'), kept)
      t.equal((await told('requerant', 'retrait')).includes('il ne vous est pas transmis'), kept)
      t.notMatch(await told('requis', 'requerant'), /transmis à personne/)
      t.notMatch(await told('requerant', 'requerant'), /pas transmis/)
    }
  },
)

t.test('the same request again invites nothing that its dossier no longer takes', async (t) => {
  const etats = ['incomplet', 'en_cours', 'repondu', 'sans_reponse', 'annule', 'clos'] as const
  for (const etat of etats) {
    const { mail } = await letter({ kind: 'dejaRecue' }, 'requerant', { ...ex.dossier, etat })
    const isFini = ['sans_reponse', 'annule', 'clos'].includes(etat)
    t.equal(plain(mail.text).includes('COMPLEMENT'), !isFini, etat)
    t.equal(plain(mail.text).includes('signée à nouveau'), isFini, etat)
  }
})

t.test('a document that could not be read is named to all who get the opinion', async (t) => {
  const [outlook, codage] = ILLISIBLES
  const base = ex.avecCompteRendu({ illisibles: [codage] })
  const about: Dossier = { ...base, illisibles: [outlook] }
  const report = { kind: 'compteRendu', rang: 1, version: 1 } as const
  const transmis = { kind: 'avisTransmis', rang: 1, version: 1, actes: [] } as const
  const cases = [
    [report, 'requerant'],
    [report, 'medecinTraitant'],
    [transmis, 'requis'],
  ] as const
  for (const [lettre, role] of cases) {
    const text = plain((await letter(lettre, role, about)).mail.text)
    t.match(
      text,
      /Joint à l’avis, mais non transmis : le document n° 3 \(« IRM DURAND\.PDF »/,
      role,
    )
    t.match(text, /Joint à la demande, mais non transmis : le document n° 2 \(winmail\.dat/, role)
    t.notMatch(plain((await letter(lettre, role)).mail.text), /mais non transmis/, role)
  }
  const asked = { kind: 'demandeAvis', rang: 1, plafondAtteint: 'non', enRenfort: 'non' } as const
  const { mail } = await letter(asked, 'requis', { ...ex.attendu, illisibles: [outlook] })
  t.match(plain(mail.text), /Joint par le requérant, mais non transmis/)
})

t.test('the paper copy is asked of the requérant where nobody else has it', async (t) => {
  const report = { kind: 'compteRendu', rang: 1, version: 1 } as const
  const sans = (rpps: Rpps): Dossier => ({
    ...ex.dossier,
    medecinTraitant: { kind: 'designe', professionnel: { ...ex.traitant, rpps }, adresse: null },
  })
  for (const [rpps, isAsked] of [
    [ex.traitant.rpps, true],
    [ex.requis.rpps, false],
    [ex.dossier.requerant.rpps, false],
  ] as const) {
    const { mail } = await letter(report, 'requerant', sans(rpps))
    t.equal(/prêt à imprimer/.test(plain(mail.text)), isAsked, rpps)
  }
})

t.test('the timeline of a requis is that of his own slots', async (t) => {
  const [slot] = ex.dossier.sollicitations
  const autre = { ...ex.requis, rpps: '99700000043' as Rpps, nom: 'Pinel', prenom: 'Philippe' }
  const about: Dossier = {
    ...ex.dossier,
    sollicitations: [slot!, { ...slot!, rang: 2, requis: [autre], comptesRendus: [] }],
  }
  t.match((await letter({ kind: 'etat' }, 'requerant', about)).mail.text, 'PINEL')
  t.notMatch((await letter({ kind: 'etat' }, 'requis', about)).mail.text, 'PINEL')
})

t.test('a letter about a dossier is not written without one', async (t) => {
  await t.rejects(letter({ kind: 'etat' }, 'requerant', null))
  await t.rejects(letter({ kind: 'rappelRequis', rang: 9 }, 'requis'))
})

/** Reads a reply as the gateway would: our letter quoted under `own`. */
async function reply(own: string, quoted: string, subject: string) {
  const body = `${own}\n\nLe 22/11/2026 à 10:20, Téléexpertise a écrit :\n${quoted.replace(/^/gm, '> ')}`
  const entity = Buffer.from(
    `Content-Type: text/plain; charset=utf-8\r\n\r\n${body.replaceAll('\n', '\r\n')}`,
  )
  const headers = { messageId: null, inReplyTo: [], references: [], from: [], automatic: false }
  const opened = { entity: memoryBytes(entity), headers: { ...headers, subject: `Re: ${subject}` } }
  const courrier = await readLetter(opened as unknown as OpenedMessage, { now: new Date(ex.RENDU) })
  if (!('formulaire' in courrier)) throw new Error('not read as a letter')
  return courrier
}

t.test(
  'a reply that quotes our letter brings nothing of ours back as said by its author',
  async (t) => {
    for (const kind of Object.keys(LETTRES) as Kind[]) {
      // The form is meant to come back.
      if (kind === 'modele') continue
      for (const [lettre, ...roles] of LETTRES[kind]) {
        for (const role of roles.filter((each) => each === 'requerant' || each === 'auteur')) {
          const { mail } = await letter(lettre, role, dossierDe(lettre, role))
          const read = await reply('Bonjour,\nSexe : F', mail.text ?? '', mail.subject ?? '')
          t.strictSame(read.formulaire, { sexe: 'F' }, kind)
          t.equal(read.urgence, null, kind)
          t.equal(read.motCle, null, kind)
        }
      }
    }
  },
)

t.test('the form that we send is read back line by line once it is filled in', async (t) => {
  const { mail } = await letter({ kind: 'modele', pour: ex.dossier.requerant }, 'auteur', null)
  const values: { readonly [label: string]: string } = {
    'Spécialité demandée': 'dermatologie',
    'Nom de naissance': 'Zéphyrin',
    Prénoms: 'Aurélie',
    'Date de naissance': '03/03/1951',
    Sexe: 'F',
    Consentement: 'oui',
    'Date du consentement': '20/11/2026',
    'Mode du consentement': 'oral',
    'Médecin traitant': 'moi-même',
    Question: 'Exérèse ?',
  }
  const filled = mail.text?.replace(/^([^:\n]+) : $/gm, (_, label) => `${label} : ${values[label]}`)
  const read = await reply('Voici.', filled ?? '', mail.subject ?? '')
  t.strictSame(read.formulaire, {
    specialiteDemandee: 'dermatologie',
    nomNaissance: 'Zéphyrin',
    prenoms: 'Aurélie',
    dateNaissance: '03/03/1951',
    sexe: 'F',
    consentement: 'oui',
    dateConsentement: '20/11/2026',
    modeConsentement: 'oral',
    medecinTraitant: 'moi-même',
    telephone: '01 99 00 11 11',
    numeroAm: '751000017',
    question: 'Exérèse ?',
  })
})

t.test('a question that may not be clinical names no file and quotes no word', async (t) => {
  const mots = 'DURAND GERMAINE'
  const lettre = {
    kind: 'reponseAPreciser',
    code: 'patient-different',
    rang: null,
    documents: [{ nom: 'DURAND_Germaine.PDF', ou: 'nom', mots }],
  } as const
  const { written, mail } = await letter(lettre, 'requerant', ex.dossier, { discret: true })
  t.equal(written.clinical, false)
  t.notMatch(mail.text, /DURAND/i)
  t.match(mail.text, 'le nom du fichier joint (fichier .pdf)')
})

t.test(
  'an original that holds what must not be passed on is not attached, and the letter says so',
  async (t) => {
    const original = { entetes: '', contenu: 'c', debut: 0, fin: 0, retenu: true } as const
    const asked = { ...ex.dossier, originaux: [original] }
    const demande = await letter(
      { kind: 'demandeAvis', rang: 1, plafondAtteint: 'non', enRenfort: 'non' },
      'requis',
      asked,
    )
    t.equal(demande.written.original, false)
    t.match(demande.mail.text, /n.est pas joint en entier : il contient un document/)
  },
)

t.test('what could not be read is quoted, save where nothing clinical may go', async (t) => {
  const dossier = {
    ...ex.dossier,
    formulaire: {
      dateNaissance: '31/02/1951',
      consentement: 'ne s’oppose\npas « oui »',
      nirAssure: '2 51',
    },
  }
  const point = (quoi: string, pourquoi: Manque['pourquoi']) => ({ quoi, pourquoi, bloquant: true })
  const asked: readonly (readonly [Lettre, readonly string[]])[] = [
    [
      {
        kind: 'demandeACompleter',
        manques: [point('dateNaissance', 'illisible'), point('consentement', 'ambigu')],
        rappel: 'non',
      },
      [
        'Date de naissance, écrit « 31/02/1951 », n’a pas pu être lu',
        'écrit « ne s’oppose pas “oui” »',
      ],
    ],
    [
      {
        kind: 'demandeACompleter',
        manques: [{ ...point('pieceIllisible', 'illisible'), illisibles: ILLISIBLES }],
        rappel: 'non',
      },
      ['« IRM DURAND.PDF »'],
    ],
    [
      { kind: 'numerosNotes', rang: null, notes: [], illisibles: ['nirAssure'], reste: 'rien' },
      ['(« 2 51 »)'],
    ],
    [
      { kind: 'reponseAPreciser', code: 'piece-illisible', rang: null, illisibles: ILLISIBLES },
      ['« IRM DURAND.PDF »'],
    ],
    [
      { kind: 'reponseAPreciser', code: 'absence-illisible', rang: 1, dit: 'la semaine du pont' },
      ['Vous avez écrit « la semaine du pont ».'],
    ],
  ]
  for (const [lettre, quotes] of asked) {
    const open = await letter(lettre, 'requerant', dossier)
    const shut = await letter(lettre, 'requerant', dossier, { discret: true })
    t.match([open.written.clinical, shut.written.clinical], [true, false], lettre.kind)
    for (const one of quotes) {
      const said = (text = '') => text.replaceAll('’', "'").replace(/\s+/g, ' ')
      t.ok(said(open.mail.text).includes(one.replaceAll('’', "'")), one)
      t.notOk(said(shut.mail.text).includes(one.replaceAll('’', "'")), one)
    }
  }
})

t.test('a colleague’s first opinion is no version 2, in ETAT and at the closing', async (t) => {
  const [slot] = ex.dossier.sollicitations
  const [first] = slot?.comptesRendus ?? []
  if (slot === undefined || first === undefined) throw new Error('the example has an opinion')
  const other = { ...ex.requis, rpps: ex.traitant.rpps, nom: 'Blackwell', prenom: 'Elizabeth' }
  const colleague = { ...first, version: 2, auteur: other, complementaire: true }
  const own = { ...first, version: 3 }
  const of = (comptesRendus: readonly (typeof first)[]): Dossier => ({
    ...ex.dossier,
    sollicitations: [{ ...slot, requis: [ex.requis, other], comptesRendus }],
  })
  for (const kind of ['etat', 'cloture'] as const) {
    const told = async (about: Dossier) =>
      plain((await letter({ kind }, 'requerant', { ...about, etat: 'clos' })).mail.text)
    t.notMatch(await told(of([first, colleague])), 'version', `${kind}, a colleague`)
    const again = await told(of([first, colleague, own]))
    t.match(again, 'version 2', `${kind}, his own second`)
    t.notMatch(again, 'version 3')
  }
})

t.test('the first version handed over tells what to bill, whichever it is', async (t) => {
  const [slot] = ex.dossier.sollicitations
  const [first] = slot?.comptesRendus ?? []
  if (slot === undefined || first === undefined) throw new Error('the example has an opinion')
  for (const remisLe of [null, ex.RENDU]) {
    const comptesRendus = [
      { ...first, remisLe },
      { ...first, version: 2, remisLe: null },
    ]
    const about = { ...ex.dossier, sollicitations: [{ ...slot, comptesRendus }] }
    for (const [lettre, role] of [
      [{ kind: 'compteRendu', rang: 1, version: 2 }, 'requerant'],
      [{ kind: 'avisTransmis', rang: 1, version: 2, actes: [ex.acte('REQUIS')] }, 'requis'],
    ] as const) {
      const told = plain((await letter(lettre as Lettre, role, about)).mail.text)
      const isTold = remisLe === null
      t.equal(told.includes('Montant'), isTold, `${lettre.kind}, ${isTold ? 'never' : 'already'}`)
      t.equal(told.includes('Même acte que la version précédente'), !isTold)
    }
  }
})
