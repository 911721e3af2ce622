/**
 * The shapes of billing over HTTP: acts without their patient, exports, answers.
 *
 * Answers are written through them, so that a field that is not here never leaves. SPEC §12
 */
import {
  instant,
  instantOrNull,
  integer,
  integerOrNull,
  object,
  text,
  textOrNull,
} from './schemas.ts'

const PARTIE = object({
  rpps: text,
  nom: text,
  prenom: text,
  numeroAm: textOrNull,
  finess: textOrNull,
  specialite: textOrNull,
  profession: text,
})
export const ACTE = object({
  id: integer,
  dossier: text,
  rang: integer,
  role: text,
  code: text,
  dateActe: text,
  montantCentimes: integer,
  territoire: text,
  regleVersion: text,
  etat: text,
  motif: textOrNull,
  executant: PARTIE,
  prescripteur: PARTIE,
  dateDemande: text,
  dateCompteRendu: text,
  rangAnnuel: integer,
  plafond: integer,
  remisLe: instant,
  export: integerOrNull,
  exporteLe: instantOrNull,
  suspendu: textOrNull,
  signale: textOrNull,
  retour: {
    type: ['object', 'null'],
    properties: { statut: text, date: text, motif: textOrNull },
  },
  retours: {
    type: 'array',
    description: 'Toutes les réponses de l’assurance maladie, de la plus ancienne à la dernière',
    items: {
      type: 'object',
      properties: { statut: text, date: text, motif: textOrNull, montantCentimes: integer },
    },
  },
  reste: {
    ...integerOrNull,
    description: 'Centimes qui restent à payer ; null tant que rien n’est payé',
  },
  suite: { ...textOrNull, description: '`conteste` ou `clos` : ce qui est décidé de la réponse' },
})

/** What became of a decision about an act. */
export const REGLE = object({
  id: integer,
  etat: text,
  motif: textOrNull,
  explication: { ...textOrNull, description: 'Ce qui reste à régler, et comment' },
  suite: textOrNull,
  export: integerOrNull,
  aussi: { type: 'array', items: integer, description: 'Actes du dossier changés avec lui' },
})

export const EXPORT = object({
  id: integer,
  du: textOrNull,
  au: textOrNull,
  creeLe: instant,
  par: text,
  nombre: integer,
  totalCentimes: integer,
  sha256: { type: 'object', additionalProperties: text },
  manifeste: text,
  signature: { type: 'string', description: 'CMS sur `manifeste`, DER, base64' },
  annuleLe: instantOrNull,
  annuleMotif: textOrNull,
  remplace: integerOrNull,
  remplacePar: integerOrNull,
  omis: {
    type: 'object',
    description:
      'Par format, les actes que son fichier ne peut pas porter (dans une liste, les vingt premiers)',
    additionalProperties: object({
      nombre: integer,
      actes: {
        type: 'array',
        items: object({ id: integer, manque: { type: 'array', items: text } }),
      },
    }),
  },
})

export const RETOURS = object({
  payes: { ...integer, description: 'Réponses de paiement enregistrées, partielles comprises' },
  partiels: integer,
  rejetes: integer,
  ecartees: {
    ...integer,
    description: 'Lignes qui n’ont rien changé ; `erreurs` dit les mille premières',
  },
  erreurs: { type: 'array', items: object({ ligne: integer, raison: text }) },
})
