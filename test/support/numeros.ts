import { completerActes } from '../../src/billing/completion.ts'
import { reglerActe } from '../../src/billing/reglement.ts'
import { numerosDe } from '../../src/decide/numeros.ts'
import type { Acte } from '../../src/domain/acte.ts'
import type { Rpps } from '../../src/domain/correspondant.ts'
import { isRefusal } from '../../src/errors.ts'
import { insertActes, listActes } from '../../src/ledger/actes/actes.ts'
import { acte, acteRqd } from './actes.ts'
import type { TestDatabase } from './database.ts'
import { rppsTest, sampleCourrier } from './dossiers.ts'
import { NOW, type Windows } from './windows.ts'

export const WHY = { par: 'Facturation', now: NOW, motif: 'pièce reçue' }

/** The n-th invented AM number, key included. */
export function numberOf(n: number): string {
  const body = `75${String(n).padStart(6, '0')}`
  const luhn = (digits: string): number =>
    [...digits].reverse().reduce((sum, digit, i) => {
      const value = Number(digit) * (i % 2 === 0 ? 1 : 2)
      return sum + (value > 9 ? value - 9 : value)
    }, 0)
  return `${body}${[...'0123456789'].find((key) => luhn(body + key) % 10 === 0)}`
}

/** Somebody, another, and the number that the first one writes. */
export interface Case {
  readonly rpps: Rpps
  readonly own: string
  readonly free: string
  readonly others: string
}

/** What the directory says; then which number is billed, and why the act waits. */
export const STATES: {
  readonly [state: string]: {
    readonly own: (one: Case) => string | null
    readonly written: (one: Case) => string
    readonly billed: (one: Case) => string | null
    readonly doubt: 'different' | 'autrui' | null
  }
} = {
  'knows his number, he writes it': {
    own: ({ own }) => own,
    written: ({ own }) => own,
    billed: ({ own }) => own,
    doubt: null,
  },
  'knows his number, he writes one that it does not know': {
    own: ({ own }) => own,
    written: ({ free }) => free,
    billed: ({ own }) => own,
    doubt: 'different',
  },
  'knows his number, he writes that of another': {
    own: ({ own }) => own,
    written: ({ others }) => others,
    billed: ({ own }) => own,
    doubt: 'different',
  },
  'knows none of him, he writes one that it does not know': {
    own: () => null,
    written: ({ free }) => free,
    billed: ({ free }) => free,
    doubt: null,
  },
  'knows none of him, he writes that of another': {
    own: () => null,
    written: ({ others }) => others,
    billed: () => null,
    doubt: 'autrui',
  },
}

/** What the directory contradicts is refused to an authorised person; a letter's is kept beside it, as a doubt. */
export const REFUSED = 'annuaire-fait-foi'

/** How a number comes; each leaves the two acts of a pair whose executant lacked his. */
export const WAYS: {
  readonly [way: string]: (
    windows: Windows,
    acts: Pair,
    written: string,
  ) => Promise<typeof REFUSED | undefined>
} = {
  'a letter': async ({ db, keys }, { te }, written) => {
    const { dossier, executant } = te
    const given = numerosDe(sampleCourrier({ formulaire: { numeroAm: written } }), executant)
    const apport = { parties: given === null ? [] : [given], assure: {} }
    await db.transaction((sql) =>
      completerActes(sql, keys, dossier, { apport, auteur: 'rpps', now: NOW }),
    )
  },
  'the command': async ({ db, keys }, { id }, written) => {
    const champs = { exec_am: written }
    const done = await reglerActe(db, keys, { ...WHY, acte: id, action: 'corriger', champs })
    if (!isRefusal(done)) return
    if (done.code !== REFUSED) throw new Error(done.code)
    return REFUSED
  },
  'the API': async ({ call, tokens }, { id }, written) => {
    const json = { action: 'corriger', champs: { exec_am: written }, motif: WHY.motif }
    const answer = await call(`/api/v1/actes/${id}`, {
      method: 'POST',
      token: tokens.billing,
      json,
    })
    if (answer.status === 409 && answer.json.code === REFUSED) return REFUSED
    if (answer.status !== 200) throw new Error(answer.text)
    // Whoever entered it is told how to settle what the directory contradicts.
    if (answer.json.etat !== 'facturable' && !/annuaire/.test(answer.json.explication)) {
      throw new Error(`not told: ${answer.text}`)
    }
  },
  'the page': async ({ call, address, tokens }, { id }, written) => {
    const signIn = await fetch(`${address}/connexion`, {
      method: 'POST',
      body: new URLSearchParams({ jeton: tokens.billing ?? '' }),
      redirect: 'manual',
    })
    const cookie = (signIn.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? ''
    const { text } = await call('/facturation', { headers: { cookie } })
    const formulaire = /name="formulaire" value="([^"]+)"/.exec(text)?.[1] ?? ''
    const body = { formulaire, action: 'corriger', colonne: 'exec_am', valeur: written }
    const answer = await call(`/facturation/actes/${id}`, {
      method: 'POST',
      headers: { cookie },
      type: 'application/x-www-form-urlencoded',
      body: new URLSearchParams({ ...body, motif: WHY.motif }).toString(),
    })
    if (answer.text.includes('L’annuaire dit autre chose')) return REFUSED
    if (!answer.text.includes('C’est fait')) throw new Error(answer.text)
    if (!/: facturable\./.test(answer.text) && !/annuaire/.test(answer.text)) {
      throw new Error(`not told: ${answer.text}`)
    }
  },
}

export interface Pair {
  readonly id: number
  readonly te: Acte
}

export let count = 0

export async function someone({ db }: TestDatabase, state: string): Promise<Case> {
  count += 1
  const one = {
    rpps: rppsTest(500 + count),
    own: numberOf(3 * count),
    free: numberOf(3 * count + 1),
    others: numberOf(3 * count + 2),
  }
  await put(db, one.rpps, STATES[state]?.own(one) ?? null)
  await put(db, rppsTest(5_000 + count), one.others)
  return one
}

export async function put(
  db: TestDatabase['db'],
  rpps: string,
  number: string | null,
): Promise<void> {
  await db.query(
    `insert into professionnel (rpps, nom, prenom, profession, specialite, numero_am, mots, mots_nom,
       sources, maj_le) values ($1, 'PEAU', 'Camille', '10', '05', $2, '{}', '{}', '{}', now())
     on conflict (rpps) do update set numero_am = $2`,
    [rpps, number],
  )
}

/** The two acts of an opinion, the number of the requis being missing. */
export async function pair({ db, keys }: TestDatabase, { rpps }: Case): Promise<Pair> {
  const dossier = `TE-2026-${String(count).padStart(6, '0')}`
  const executant = { ...acte().executant, rpps, numeroAm: null }
  const waits = { dossier, etat: 'a_verifier' }
  const te = acte({ ...waits, executant, motif: 'numero-executant-manquant' })
  const rqd = acteRqd({ ...waits, prescripteur: executant, motif: 'numero-prescripteur-manquant' })
  await insertActes(db, keys, [te, rqd], keys.index('patient', dossier))
  const [first] = await acts({ db, keys }, te.dossier)
  return { id: first?.id ?? 0, te }
}

export async function acts({ db, keys }: Pick<TestDatabase, 'db' | 'keys'>, dossier: string) {
  const { items } = await listActes(db, keys, { dossier }, { after: null, limit: 10 })
  return items.toSorted((a, b) => a.id - b.id)
}

export async function stand(base: TestDatabase, { te }: Pair) {
  const [one, other] = await acts(base, te.dossier)
  if (one === undefined || other === undefined) throw new Error('no pair')
  return [
    [one.acte.executant.numeroAm, one.acte.motif],
    [other.acte.prescripteur.numeroAm, other.acte.motif],
  ]
}

/** Where a pair stands that waits for a doubt, or for nothing. */
export function waiting(number: string | null, doubt: string | null) {
  const motif = (who: string): string | null => (doubt === null ? null : `numero-${who}-${doubt}`)
  return [
    [number, motif('executant')],
    [number, motif('prescripteur')],
  ]
}

/** One more person; gives how many there were. */
export function nextCount(): number {
  count += 1
  return count - 1
}
