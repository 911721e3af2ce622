/**
 * Each route of the API once, with its scope, on a gateway that runs: what is asked and what it answers, in an order in
 * which each finds what it needs. For `each-route-answers`.
 */
import { dayInParis } from './days.ts'
import type { Front } from './front.ts'
import { demande, letter, unsigned } from './letters.ts'

export interface Route {
  /** Null: whoever asks. */
  readonly scope: 'status' | 'ops' | 'billing' | null
  readonly also?: 'billing'
  /** Values of the path's parameters, and what follows it. */
  readonly path?: (seen: Seen) => string
  readonly body?: object | string
  readonly status?: 201
  /** What its JSON, or its text, holds. */
  readonly answers: object | RegExp
}

export interface Seen {
  readonly rpps: string
  readonly answered: string
  readonly open: string
  readonly refused: string
  readonly blocked: string
  readonly token: string
  readonly command: () => Promise<string>
}

const MOTIF = { motif: 'essai' }
const day = (offset: number): string => dayInParis(offset)

export const ROUTES: { readonly [route: string]: Route } = {
  'GET /healthz': { scope: null, answers: { status: 'ok' } },
  'GET /readyz': { scope: null, answers: /"postgresql"/ },
  'GET /metrics': { scope: null, answers: /^confrere_crl_age_seconds \d/m },
  'GET /api/v1/status': {
    scope: 'status',
    answers: { dossiers: { repondu: { nombre: 1 }, en_cours: { nombre: 2 } } },
  },
  'GET /api/v1/dossiers': {
    scope: 'status',
    path: () => '/api/v1/dossiers?etat=repondu&en_retard=non&limit=1',
    answers: { items: [{ etat: 'repondu', sollicitations: [{ etat: 'rendue' }] }], next: null },
  },
  'GET /api/v1/dossiers/{numero}': {
    scope: 'status',
    path: ({ answered }) => `/api/v1/dossiers/${answered}`,
    answers: { etat: 'repondu', travaux: [], timeline: [{}] },
  },
  'GET /api/v1/queues': { scope: 'status', answers: { items: [{}] } },
  'GET /api/v1/messages/inbound': {
    scope: 'ops',
    path: () => '/api/v1/messages/inbound?state=refused&code=not-signed',
    answers: { items: [{ state: 'refused', code: 'not-signed' }], next: null },
  },
  'GET /api/v1/messages/inbound/{id}': {
    scope: 'ops',
    path: ({ refused }) => `/api/v1/messages/inbound/${refused}`,
    answers: { state: 'refused', verdict: { signature: { status: 'absent' } } },
  },
  'POST /api/v1/messages/inbound/{id}/replay': {
    scope: 'ops',
    path: ({ refused }) => `/api/v1/messages/inbound/${refused}/replay`,
    body: MOTIF,
    answers: { state: 'refused' },
  },
  'POST /api/v1/messages/inbound/{id}/close': {
    scope: 'ops',
    path: ({ refused }) => `/api/v1/messages/inbound/${refused}/close`,
    body: MOTIF,
    answers: { state: 'refused', owner: null, nextAction: null, closedBy: /./ },
  },
  'GET /api/v1/messages/outbound': {
    scope: 'ops',
    path: () => '/api/v1/messages/outbound?state=bloque',
    answers: { items: [{ state: 'bloque' }], next: null },
  },
  'GET /api/v1/messages/outbound/{id}': {
    scope: 'ops',
    path: ({ blocked }) => `/api/v1/messages/outbound/${blocked}`,
    answers: { state: 'bloque', code: 'chiffrement-impossible' },
  },
  'POST /api/v1/messages/outbound/{id}/retry': {
    scope: 'ops',
    path: ({ blocked }) => `/api/v1/messages/outbound/${blocked}/retry`,
    body: MOTIF,
    answers: {},
  },
  'POST /api/v1/dossiers/{numero}': {
    scope: 'ops',
    path: ({ open }) => `/api/v1/dossiers/${open}`,
    body: { action: 'reattribuer', rpps: '99700000021', ...MOTIF },
    answers: {},
  },
  'POST /api/v1/requis/{rpps}/absences': {
    scope: 'ops',
    path: ({ rpps }) => `/api/v1/requis/${rpps}/absences`,
    body: { du: day(400), au: day(401), ...MOTIF },
    answers: { rpps: '99700000013' },
  },
  'GET /api/v1/requis/{rpps}/absences': {
    scope: 'ops',
    path: ({ rpps }) => `/api/v1/requis/${rpps}/absences`,
    answers: { items: [{ id: `${day(400)}..${day(401)}`, du: day(400), delegue: null }] },
  },
  'DELETE /api/v1/requis/{rpps}/absences': {
    scope: 'ops',
    path: ({ rpps }) => `/api/v1/requis/${rpps}/absences`,
    body: { du: day(401), ...MOTIF },
    answers: { rpps: '99700000013', absences: [{ du: day(400), au: day(400) }] },
  },
  'POST /api/v1/requis/{rpps}/activite': {
    scope: 'ops',
    path: ({ rpps }) => `/api/v1/requis/${rpps}/activite`,
    body: { actif: true, ...MOTIF },
    answers: { rpps: '99700000013', actif: true },
  },
  'GET /api/v1/actes': {
    scope: 'billing',
    path: ({ answered }) => `/api/v1/actes?dossier=${answered}&etat=facturable`,
    answers: { items: [{ code: /^(?:TE2|RQD)$/ }, { etat: 'facturable' }], next: null },
  },
  'POST /api/v1/exports': {
    scope: 'billing',
    body: {},
    status: 201,
    answers: { id: 1, nombre: 2 },
  },
  'GET /api/v1/exports': { scope: 'billing', answers: { items: [{ id: 1, nombre: 2 }] } },
  'GET /api/v1/exports/{id}': {
    scope: 'billing',
    path: () => '/api/v1/exports/1',
    answers: { id: 1, nombre: 2 },
  },
  'GET /api/v1/exports/{id}/file': {
    scope: 'billing',
    path: () => '/api/v1/exports/1/file?format=csv',
    answers: /^id_acte;id_export;(?:.*\n){3}$/,
  },
  'POST /api/v1/returns': {
    scope: 'billing',
    body: `id_acte;statut;date;motif\n1;rejete;${day(0)};NIR\n2;rejete;${day(0)};NIR\n9;paye;${day(0)};\n`,
    answers: { erreurs: [{ ligne: 4 }] },
  },
  'POST /api/v1/actes/{id}': {
    scope: 'billing',
    path: () => '/api/v1/actes/1',
    body: { action: 'corriger', champs: { nir: '1531245007231' }, ...MOTIF },
    answers: { id: 1, etat: 'facturable', export: null },
  },
  'POST /api/v1/exports/{id}/void': {
    scope: 'billing',
    path: () => '/api/v1/exports/1/void',
    body: MOTIF,
    answers: { id: 1 },
  },
  'GET /api/v1/commands/{id}': {
    scope: 'ops',
    also: 'billing',
    answers: { state: 'done', result: { etat: 'refused' } },
  },
  'GET /api/v1/journal': {
    scope: 'ops',
    path: ({ answered }) => `/api/v1/journal?dossier=${answered}&limit=1`,
    answers: { items: [{ quoi: /./, auteur: /./ }] },
  },
  'GET /api/v1/journal/verification': { scope: 'ops', answers: { ok: true } },
  'GET /api/v1/tokens': { scope: 'ops', answers: { items: [{ portee: ['status'] }] } },
  'DELETE /api/v1/tokens/{id}': {
    scope: 'ops',
    path: ({ token }) => `/api/v1/tokens/${token}`,
    body: MOTIF,
    answers: {},
  },
}

/** What the routes find: a dossier answered, one open, one whose letter is blocked, a mail that was refused. */
export async function prepared(front: Front): Promise<Omit<Seen, 'token'>> {
  const { people } = front.pki
  const named = (who: 'dermatologue' | 'dermatologue2' | 'cardiologue', more = {}) =>
    demande({ 'Spécialité demandée': null, 'Médecin requis': people[who].rpps, ...more })
  const photo = { name: 'a.jpg', type: 'image/jpeg', content: Buffer.alloc(900, 3) }
  const asks = (text: string) => front.asks('requerant', 'demande', text, { attachments: [photo] })
  await asks(named('dermatologue'))
  const ask = await front.receives('dermatologue', "demande d'avis")
  await front.answers('dermatologue', ask, 'AVIS\n\nRien.')
  await front.receives('dermatologue', 'ransmis')
  await asks(named('dermatologue', { Prénoms: 'Rose' }))
  await front.receives('dermatologue', "demande d'avis")
  await asks(named('dermatologue2', { Prénoms: 'Lise' }))
  await front.receives('requerant', 'aucun médecin')
  const mail = letter({ from: 'a@b.test', to: 'demande@te.localhost', text: 'x' })
  const reply = await front.sends('a@b.test', 'demande@te.localhost', unsigned(mail))
  await front.verdict(reply)
  const one = async (query: string): Promise<string> =>
    String((await front.db.query<{ id: string }>(query))[0]?.id)
  return {
    rpps: people.dermatologue.rpps,
    answered: await one("select numero as id from dossier where etat = 'repondu'"),
    open: await one("select numero as id from dossier where etat = 'en_cours' order by numero"),
    refused: await one("select id from message_entrant where etat = 'refused'"),
    blocked: await one("select id from envoi where etat = 'bloque'"),
    command: () => one("select id from commande where quoi = 'replay' limit 1"),
  }
}
