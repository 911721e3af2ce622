/**
 * `facturation export`: makes a new export and writes its file, or renders export N again; `facturation acte`:
 * one act settled or corrected; `facturation void`: an export given up; `facturation retours`: the insurer's answers.
 *
 * Nothing to export: the header alone, no export created. SPEC §11
 */
import { rename, rm, stat, writeFile } from 'node:fs/promises'

import { FORMATS, type Format } from '../billing/champs.ts'
import { createExport, exportFile, leftFree } from '../billing/export.ts'
import { type Omis, omisDits } from '../billing/porte.ts'
import { emptyFile } from '../billing/render.ts'
import { ERRORS, isRefusal } from '../errors.ts'
import { systemClock } from '../kit/clock.ts'
import { exportOf } from '../ledger/actes/exports.ts'
import { signData } from '../seal/sign-data.ts'
import { loadGatewayIdentity } from '../start/gateway-identity.ts'
import { ACTE_OPTIONS, acte } from './acte.ts'
import { order } from './order.ts'
import { retours } from './retours.ts'
import { type Session, withSession } from './session.ts'
import {
  type Arguments,
  type Command,
  dayIn,
  Failure,
  Misuse,
  reasonIn,
  type Terminal,
  writable,
} from './terms.ts'

/** Acts that a line of the terminal names. */
const NAMED = 50

export const facturation: Command = {
  name: 'facturation',
  summary:
    'Exporte les actes à facturer (export) ; règle ou corrige un acte (acte) ; annule un export (void) ; lit les retours de paiement (retours).',
  usage:
    'facturation export --format csv|jsonl|fhir|rsf-ace [--du AAAA-MM-JJ --au AAAA-MM-JJ] [--export N] --out FICHIER\n       ./confrere facturation acte N --confirmer|--non-facturable|--corriger COLONNE=VALEUR|--contester|--clore --motif TEXTE\n       ./confrere facturation void N --motif TEXTE\n       ./confrere facturation retours FICHIER',
  example: 'facturation export --format csv --out actes.csv',
  words: 2,
  options: {
    format: { type: 'string' },
    du: { type: 'string' },
    au: { type: 'string' },
    export: { type: 'string' },
    out: { type: 'string' },
    ...ACTE_OPTIONS,
  },
  async run(args, terminal) {
    if (args.words[0] === 'acte') return await acte(args, terminal)
    if (args.words[0] === 'retours') return await retours(args, terminal)
    if (args.words[0] === 'void') return await annuler(args, terminal)
    const [what, more] = args.words
    if (what === 'export' && more !== undefined)
      throw new Misuse(`Argument non compris (${more}). Aide : ./confrere facturation --help`)
    if (what !== 'export') throw new Misuse(`usage : ./confrere ${this.usage}`)
    const format = FORMATS.find((each) => each === args.options.format)
    if (format === undefined) throw new Misuse(`--format : ${FORMATS.join(', ')}`)
    const { out } = args.options
    if (out === undefined) throw new Misuse('--out FICHIER est requis')
    const du = dayOf(args, 'du')
    const au = dayOf(args, 'au')
    if ((du === null) !== (au === null)) throw new Misuse('--du et --au vont ensemble')
    if (du !== null && au !== null && au < du)
      throw new Misuse(`--du ${du} --au ${au} : la période finit avant de commencer`)
    const again = numberOf(args.options.export)
    if (again !== null && du !== null) throw new Misuse('--export N ne prend pas de période')
    // Before the acts are locked to an export: one whose file cannot be written helps nobody.
    await writable(out)
    return await withSession(args, terminal, async (session) => {
      const { bytes, said } =
        again === null
          ? await fresh(session, format, du, au)
          : {
              bytes: await rendered(session, again, format),
              said: `Export ${again} écrit de nouveau${await leftOut(session, again, format)}`,
            }
      await writeWhole(out, bytes)
      terminal.err(`${said} : ${out}`)
      return 0
    })
  },
}

/** Gives up an export: what was paid or answered stays, the rest is free again. Prints what it did as JSON. */
async function annuler(args: Arguments, terminal: Terminal): Promise<number> {
  const [, number = ''] = args.words
  if (!/^[1-9]\d{0,14}$/.test(number))
    throw new Misuse(`facturation void ${number || '(vide)'} : numéro d’export attendu`)
  const motif = reasonIn(args, 'pourquoi cet export est-il annulé ?')
  const parametres = { export: Number(number) }
  terminal.out(JSON.stringify(await order(args, terminal, { quoi: 'void', parametres, motif })))
  return 0
}

async function fresh(session: Session, format: Format, du: string | null, au: string | null) {
  const { db, keys, config } = session
  const identity = await loadGatewayIdentity(config)
  const made = await createExport(db, keys, {
    du,
    au,
    par: 'terminal',
    format,
    now: systemClock.now(),
    sign: (data) => signData(data, identity),
  })
  if (isRefusal(made)) throw new Failure(ERRORS[made.code].public)
  const free = omisDits(await leftFree(db, keys, format, { du, au }), NAMED)
  const rest = free === null ? '' : ` (restent libres, ${free})`
  if (made === null) return { bytes: [emptyFile(format)], said: `Aucun acte à exporter${rest}` }
  return {
    bytes: await rendered(session, made.id, format),
    said: `Export ${made.id}, ${made.nombre} acte(s)${rest}`,
  }
}

/** The acts of an export that a format cannot carry, named. SPEC §11 */
async function leftOut({ db }: Session, id: number, format: Format): Promise<string> {
  const omis = (await exportOf(db, id))?.omis[format]?.actes ?? []
  const said = omisDits(omis as readonly Omis[], omis.length)
  return said === null ? '' : ` (${said})`
}

/** Written beside and renamed: a file that is there is whole. A device or a pipe is written as it is. */
async function writeWhole(
  out: string,
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> {
  const known = await stat(out).catch(() => null)
  if (known !== null && !known.isFile()) return await writeFile(out, bytes)
  const draft = `${out}.${process.pid}.tmp`
  try {
    await writeFile(draft, bytes, { mode: 0o600 })
    await rename(draft, out)
  } finally {
    await rm(draft, { force: true })
  }
}

async function rendered(
  { db, keys }: Session,
  id: number,
  format: Format,
): Promise<AsyncIterable<Buffer>> {
  const bytes = await exportFile(db, keys, id, format)
  if (isRefusal(bytes)) throw new Failure(ERRORS[bytes.code].public)
  return bytes
}

function dayOf({ options }: Arguments, name: 'du' | 'au'): string | null {
  const text = options[name]
  if (text === undefined) return null
  const day = dayIn(text)
  if (day === null) throw new Misuse(`--${name} ${text} : date attendue AAAA-MM-JJ`)
  return day
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new Misuse(`--export ${text} : numéro d’export attendu`)
  return Number(text)
}
