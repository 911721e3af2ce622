/**
 * The JSON schemas of what the windows answer and take: the contract of the API, and its filter.
 *
 * Answers are written through them, so that a field that is not here never leaves. SPEC §12
 */
import { MAX_REASON, MIN_REASON } from '../../kit/foreign.ts'

type Schema = { readonly [keyword: string]: unknown }

export const text: Schema = { type: 'string' }
export const textOrNull: Schema = { type: ['string', 'null'] }
export const integer: Schema = { type: 'integer' }
export const integerOrNull: Schema = { type: ['integer', 'null'] }
const yesNo: Schema = { type: 'boolean' }
export const instant: Schema = { type: 'string', description: 'Instant ISO 8601, UTC' }
export const instantOrNull: Schema = {
  type: ['string', 'null'],
  description: 'Instant ISO 8601, UTC',
}
const plainFacts: Schema = {
  type: 'object',
  additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
}

/** An object that holds exactly these properties. */
export function object(properties: { readonly [name: string]: Schema }): Schema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  }
}

/** A page of a list. */
export function pageSchema(items: Schema): Schema {
  return object({
    items: { type: 'array', items },
    next: { type: ['string', 'null'], description: 'Curseur de la page suivante ; null à la fin' },
  })
}

/** The parameters of a list: its own filters, a cursor, a limit. */
export function query(filters: { readonly [name: string]: Schema } = {}): Schema {
  return {
    type: 'object',
    properties: {
      ...filters,
      cursor: { type: 'string', maxLength: 300, description: '`next` de la page précédente' },
      limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    },
    additionalProperties: false,
  }
}

export const PROBLEM = {
  description: 'Problème RFC 9457 ; `code` est stable',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        properties: {
          type: text,
          title: text,
          status: integer,
          code: text,
          detail: text,
        },
        required: ['type', 'title', 'status', 'code'],
      },
    },
  },
} as const

/** Answers of a route: its own, and the problems it may give. */
export function answers(own: { readonly [status: number]: Schema }, ...problems: number[]): Schema {
  return { ...own, ...Object.fromEntries(problems.map((status) => [status, PROBLEM])) }
}

/** A day that the calendar has. RFC 3339 §5.6 (full-date) */
export const DAY: Schema = { type: 'string', format: 'date' }
/** SPEC §12: booleans in queries are `oui` or `non`. */
export const OUI_NON: Schema = { type: 'string', enum: ['oui', 'non'] }
export const NUMERO: Schema = { type: 'string', maxLength: 40 }
export const MOTIF: Schema = {
  type: 'string',
  minLength: MIN_REASON,
  maxLength: MAX_REASON,
  pattern: '\\S',
}

/** The body that gives a reason. */
export const REASON: Schema = {
  type: 'object',
  properties: { motif: MOTIF },
  required: ['motif'],
  additionalProperties: false,
}

const COMPTE = object({ nombre: integer, depuis: instantOrNull })
const COMPTES: Schema = { type: 'object', additionalProperties: COMPTE }

export const STATUS = object({
  version: text,
  instant,
  messages: COMPTES,
  dossiers: COMPTES,
  sollicitations: COMPTES,
  deliveries: COMPTES,
  late: integer,
  queueDepth: integerOrNull,
  oldestWaiting: object({
    message: instantOrNull,
    delivery: instantOrNull,
    sollicitation: instantOrNull,
  }),
  crlAgeSeconds: { type: ['number', 'null'] },
  ocspAgeSeconds: { type: ['number', 'null'] },
  ocsp: object({ followed: integer, withoutAnswer: integer }),
  whiteListAgeSeconds: { type: ['number', 'null'] },
  journalCheckpoint: instantOrNull,
  commands: COMPTE,
  alerts: {
    type: 'array',
    items: object({ code: text, sujet: text, debut: instant, responsable: text }),
  },
})

const PROCHAINE = {
  ...object({ responsable: text, action: text }),
  type: ['object', 'null'],
  description: 'Qui fait quoi ensuite ; nul : plus personne',
}

const SLOT = object({
  rang: integer,
  etat: text,
  specialite: textOrNull,
  requis: textOrNull,
  ouverteLe: instant,
  limiteLe: {
    ...instantOrNull,
    description: 'Fin du délai, en jours qui comptent et sans les pauses ; nul : il est suspendu',
  },
  expirationLe: {
    ...instantOrNull,
    description: 'Fin de la demande, en jours de calendrier, jamais suspendue',
  },
  enRetard: yesNo,
  termineeLe: instantOrNull,
  prochaine: PROCHAINE,
})

const DOSSIER_FIELDS = {
  numero: text,
  etat: text,
  motif: textOrNull,
  requerant: textOrNull,
  ouvertLe: instant,
  finiLe: instantOrNull,
  enRetard: yesNo,
  prochaine: PROCHAINE,
  sollicitations: { type: 'array', items: SLOT },
}
export const DOSSIER = object(DOSSIER_FIELDS)
export const DOSSIER_DETAIL = object({
  ...DOSSIER_FIELDS,
  letters: {
    type: 'array',
    items: object({
      id: text,
      letter: text,
      role: text,
      state: text,
      code: textOrNull,
      deliveredAt: instantOrNull,
    }),
  },
  travaux: {
    type: 'array',
    description: 'Ce qu’une personne doit encore régler',
    items: object({
      id: text,
      code: text,
      erreur: textOrNull,
      ouvertLe: instant,
      owner: text,
      nextAction: text,
    }),
  },
  timeline: {
    type: 'array',
    items: object({ instant, quoi: text, texte: text, auteur: text, detail: plainFacts }),
  },
})

export const QUEUE = object({
  specialite: textOrNull,
  requis: textOrNull,
  waiting: integer,
  under24h: integer,
  under48h: integer,
  late: integer,
  paused: integer,
  oldest: instantOrNull,
})

const INBOUND_FIELDS = {
  id: text,
  receivedAt: instant,
  size: integer,
  state: text,
  code: textOrNull,
  way: text,
  dossier: textOrNull,
  author: textOrNull,
  attempts: integer,
  nextAttempt: instantOrNull,
  judgedAt: instantOrNull,
  owner: textOrNull,
  nextAction: textOrNull,
  closedAt: instantOrNull,
  closedBy: textOrNull,
}
export const INBOUND = object(INBOUND_FIELDS)
export const INBOUND_DETAIL = object({
  ...INBOUND_FIELDS,
  closings: {
    description: 'Qui l’a classé, et qui l’a rouvert depuis',
    type: 'array',
    items: object({
      closedAt: instant,
      closedBy: text,
      reopenedAt: instantOrNull,
      reopenedBy: textOrNull,
    }),
  },
  verdict: {
    description: 'Tel que l’affiche `inspect --json` ; null avant jugement ou après destruction',
    type: ['object', 'null'],
    additionalProperties: true,
  },
})

const OUTBOUND_FIELDS = {
  id: text,
  createdAt: instant,
  dossier: textOrNull,
  letter: text,
  role: text,
  rang: integerOrNull,
  version: integerOrNull,
  rpps: textOrNull,
  state: text,
  code: textOrNull,
  attempts: integer,
  nextAttempt: instantOrNull,
  deliveredAt: instantOrNull,
  receipt: textOrNull,
  owner: textOrNull,
  messageId: text,
}
export const OUTBOUND = object(OUTBOUND_FIELDS)
export const OUTBOUND_DETAIL = object({
  ...OUTBOUND_FIELDS,
  recipient: object({ address: textOrNull, name: textOrNull }),
  history: {
    type: 'array',
    items: object({
      no: integer,
      start: instant,
      end: instantOrNull,
      outcome: textOrNull,
      code: textOrNull,
    }),
  },
})

export const JOURNAL = object({
  seq: integer,
  chaine: text,
  rang: integer,
  instant,
  quoi: text,
  auteur: text,
  detail: plainFacts,
  empreinte: text,
})

export const PENDING = object({ command: text, state: text, url: text })

/** Answers of a route that writes a command: what it came to, or that it still waits. */
export function outcome(own: { readonly [status: number]: Schema }): Schema {
  return answers({ ...own, 202: PENDING }, 400, 401, 403, 404, 409)
}
