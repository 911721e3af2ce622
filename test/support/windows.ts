/**
 * The HTTP windows on a real database, with a corridor that carries out what they ask.
 */
import { randomUUID } from 'node:crypto'

import type { Test } from 'tap'

import { isBillingCommand, runBillingCommand } from '../../src/billing/commands.ts'
import type { Numero } from '../../src/domain/dossier.ts'
import { isRefusal } from '../../src/errors.ts'
import type { StatusOptions } from '../../src/http/options.ts'
import { openStatus } from '../../src/http/server.ts'
import { createToken } from '../../src/ledger/api-tokens.ts'
import { claimCommand, finishCommand } from '../../src/ledger/commands.ts'
import { append } from '../../src/ledger/journal/journal.ts'
import { acceptMessage, concludeMessage, loadMessage } from '../../src/ledger/messages/messages.ts'
import type { Verdict } from '../../src/message.ts'
import { type TestDatabase, testDatabase } from './database.ts'

export const NOW = new Date('2026-04-01T08:00:00.000Z')

export interface Windows extends TestDatabase {
  readonly address: string
  /** Tokens by what they open. */
  readonly tokens: { readonly [portees: string]: string }
  call(path: string, options?: CallOptions): Promise<Answer>
  /** What the windows asked of the corridor. */
  readonly asked: { quoi: string; par: string; motif: string | null; parametres: unknown }[]
}

interface CallOptions {
  readonly token?: string | undefined
  readonly method?: string
  readonly json?: unknown
  readonly body?: string
  readonly type?: string
  readonly headers?: { readonly [name: string]: string }
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into it by name
  readonly json: any
}

/** Opens the windows; `changes` replaces any of their parts. */
export async function openWindows(
  t: Pick<Test, 'teardown'>,
  changes: Partial<StatusOptions> = {},
): Promise<Windows> {
  const base = await testDatabase(t)
  const { db, keys } = base
  const tokens: { [portees: string]: string } = {}
  for (const portees of [['status'], ['ops'], ['billing'], ['status', 'ops', 'billing']]) {
    const titulaire = portees.length > 1 ? 'Administration' : `Porteur ${portees[0]}`
    const { token } = await createToken(db, { portees, titulaire, expire: null })
    tokens[portees.length > 1 ? 'all' : String(portees[0])] = token
  }
  const asked: Windows['asked'] = []
  const carryOut = async (id: string): Promise<void> => {
    const command = await claimCommand(db, id, 10_000)
    if (command === null) return
    asked.push(command)
    const result = isBillingCommand(command.quoi)
      ? await runBillingCommand(db, keys, command, { now: NOW, sign: async () => Buffer.of(48, 0) })
      : { ...command.parametres, dossiers: 0, proposes: [], accord: [], gardes: [] }
    await finishCommand(db, id, isRefusal(result) ? { erreur: result.code } : { resultat: result })
  }
  const under: Promise<void>[] = []
  const server = await openStatus({
    db,
    keys,
    version: '0.0.0-essai',
    host: '127.0.0.1',
    port: 0,
    clock: { now: () => NOW },
    health: async () => [{ name: 'postgresql', ok: true, detail: 'répond' }],
    wake: (id) => {
      under.push(carryOut(id))
    },
    ...changes,
  })
  t.teardown(async () => {
    await server.close()
    await Promise.all(under)
  })
  const call = async (path: string, options: CallOptions = {}): Promise<Answer> => {
    const { token, method = 'GET', json, body = json && JSON.stringify(json), headers } = options
    const type = options.type ?? (json === undefined ? undefined : 'application/json')
    const response = await fetch(server.address + path, {
      method,
      redirect: 'manual',
      ...(body !== undefined && { body: body as string }),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(type !== undefined && { 'content-type': type }),
        ...headers,
      },
    })
    const text = await response.text()
    const isJson = /[/+]json(;|$)/.test(response.headers.get('content-type') ?? '')
    const found = isJson && text !== '' ? JSON.parse(text) : null
    return { status: response.status, headers: response.headers, text, json: found }
  }
  return { ...base, address: server.address, tokens, call, asked }
}

interface SlotSeed {
  readonly etat?: string
  readonly specialite?: string
  readonly requis?: string | null
  readonly ouverteLe: string
  readonly rappelLe?: string | null
  readonly limiteLe?: string | null
  readonly enRetard?: boolean
  readonly termineeLe?: string | null
}

/** Puts a dossier as the lists see it, with slots and one audit line. */
export async function seedDossier(
  { db, keys }: TestDatabase,
  numero: string,
  seed: { readonly etat?: string; readonly ouvertLe: string; readonly slots?: readonly SlotSeed[] },
): Promise<string> {
  const id = randomUUID()
  await db.transaction(async (sql) => {
    const cle = await keys.create(sql, 'dossier')
    const etat = await keys.encrypt(sql, cle, '{"patient":"ESSAI"}', 'x')
    await sql.query(
      `insert into dossier (id, numero, cle, version, etat, requerant_rpps, etat_chiffre, ouvert_le)
       values ($1, $2, $3, 1, $4, '99700000012', $5, $6)`,
      [id, numero, cle, seed.etat ?? 'en_cours', etat, seed.ouvertLe],
    )
    for (const [at, slot] of (seed.slots ?? []).entries()) {
      await sql.query(
        `insert into sollicitation (dossier, rang, etat, specialite, requis_rpps, ouverte_le,
           rappel_le, limite_le, en_retard, terminee_le)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          id,
          at + 1,
          slot.etat ?? 'en_attente',
          slot.specialite ?? '05',
          slot.requis === undefined ? '99700218896' : slot.requis,
          slot.ouverteLe,
          slot.rappelLe ?? null,
          slot.limiteLe ?? null,
          slot.enRetard ?? false,
          slot.termineeLe ?? null,
        ],
      )
    }
    await append(sql, {
      chaine: numero,
      quoi: 'envoi.remis',
      auteur: 'passerelle',
      detail: { lettre: 'accuseReception', role: 'requerant', code: null },
      instant: new Date(seed.ouvertLe),
    })
  })
  return id as Numero & string
}

/** A verdict that refuses: as SPEC §8 shows it. */
export const VERDICT: Verdict = {
  layers: ['signed'],
  signature: {
    status: 'valid',
    reason: null,
    algorithm: 'rsa-pkcs1v15-sha256',
    signingTime: '2026-03-31T09:00:00Z',
    signers: 1,
    covers: 'whole',
  },
  path: { status: 'indeterminate', reason: 'no-anchor', length: 2, anchor: null },
  revocation: { status: 'unknown', source: 'none' },
  signer: { subject: 'CN=899700000012', rpps: null, emails: [], sha256: 'ab'.repeat(32) as never },
  sender: {
    from: ['cabinet@exemple.invalid', '284058832102532@patient.invalid'],
    bound: null,
    reason: null,
  },
  accepted: false,
  refusal: 'no-anchor',
}

/** Puts an inbound message, judged. */
export async function seedMessage(
  { db, keys }: TestDatabase,
  seed: {
    readonly state?: 'quarantined' | 'refused' | 'accepted' | 'received'
    readonly at: string
    readonly code?: string
  },
): Promise<string> {
  const id = randomUUID()
  await acceptMessage(db, keys, {
    id,
    receivedAt: new Date(seed.at),
    envelope: {
      from: 'cabinet@exemple.invalid',
      to: ['demande@te.localhost'],
      peer: '127.0.0.1',
      tls: 'none',
      operator: null,
    },
    voie: 'demande',
    source: (async function* () {
      yield Buffer.from('Subject: x\r\n\r\nTexte clinique de Alix ESSAI.\r\n')
    })(),
  })
  const etat = seed.state ?? 'quarantined'
  if (etat === 'received') return id
  const message = await loadMessage(db, keys, id)
  await db.transaction((sql) =>
    concludeMessage(sql, keys, message, {
      etat,
      code: seed.code ?? null,
      verdict: VERDICT,
      dossier: null,
      auteurRpps: null,
      responsable: 'administrateur',
      empreinte: null,
      messageIdHeader: null,
      prochaine: null,
    }),
  )
  return id
}

/** Puts a letter in a state, with one attempt. */
export async function seedLetter(
  { db, keys }: TestDatabase,
  dossier: string | null,
  seed: { readonly lettre?: string; readonly state: string; readonly code?: string | null },
): Promise<string> {
  const id = randomUUID()
  const cle = await keys.create(db, 'dossier')
  await db.query(
    `insert into envoi (id, dossier, cle, cle_unique, lettre, role, donnees, message_id, jeton_rebond,
       etat, code, tentatives, cree_le, responsable)
     values ($1::uuid, $2, $3, $1::text, $4, 'requerant', '\\x00', $1::text, $1::text, $5, $6, 1, $7, $8)`,
    [
      id,
      dossier,
      cle,
      seed.lettre ?? 'compteRendu',
      seed.state,
      seed.code ?? null,
      NOW,
      seed.state === 'echec' ? 'administrateur' : null,
    ],
  )
  await db.query(
    `insert into tentative (envoi, no, debut, fin, issue, code) values ($1, 1, $2, $2, $3, $4)`,
    [id, NOW, seed.state, seed.code ?? null],
  )
  return id
}
