/**
 * `annuaire import`, `annuaire show`: the directory and certificates in, and what is known of one professional.
 */
import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'

import { readAnnuaire } from '../annuaire/annuaire.ts'
import { isCertificateFile } from '../annuaire/certificats.ts'
import { isListeBlanche } from '../annuaire/liste-blanche.ts'
import { completerDepuisAnnuaire } from '../billing/completion.ts'
import { jourParis } from '../domain/calendrier.ts'
import type { Professionnel } from '../domain/correspondant.ts'
import { adresseDe, rppsDe } from '../domain/identifiants.ts'
import { libelleSpecialite } from '../domain/specialites.ts'
import type { TelephoneEcrit } from '../domain/telephone.ts'
import { ERRORS, isRefusal } from '../errors.ts'
import { systemClock } from '../kit/clock.ts'
import { silentLog } from '../kit/log.ts'
import { professionnelParRpps, professionnelsParAdresse } from '../ledger/annuaire/annuaire.ts'
import { type Feed, importTogether } from '../ledger/annuaire/annuaire-import.ts'
import type { RequisDisparu } from '../ledger/annuaire/requis-disparus.ts'
import { telephoneEcrit } from '../ledger/annuaire/telephones.ts'
import { append } from '../ledger/journal/journal.ts'
import { takeFile } from '../trust/operators.ts'
import { openTrustFolder } from '../trust/store.ts'
import { certificateLines, importCertificateFile } from './annuaire-certificats.ts'
import { type Session, withSession } from './session.ts'
import { type Arguments, type Command, Failure, Misuse, type Terminal } from './terms.ts'

export const annuaire: Command = {
  name: 'annuaire',
  summary:
    'Importe l’annuaire, la liste blanche ou des certificats (PEM, DER, PKCS#7) de correspondants (import), montre un professionnel et ses certificats (show).',
  usage: 'annuaire import FICHIER… [--confirmer] | annuaire show RPPS|ADRESSE',
  example: 'annuaire import correspondants.csv',
  options: { confirmer: { type: 'boolean' } },
  async run(args, terminal) {
    const [verb, ...words] = args.words
    if (verb === 'import' && words.length > 0) return await importFiles(words, args, terminal)
    if (verb === 'show' && args.options.confirmer !== undefined)
      throw new Misuse('--confirmer ne va qu’avec annuaire import')
    if (verb === 'show' && words[0] !== undefined) return await show(words[0], args, terminal)
    throw new Misuse(`usage : ./confrere ${this.usage}`)
  },
}

const MAX_PROBLEMS_SHOWN = 50

async function importFiles(
  files: readonly string[],
  args: Arguments,
  terminal: Terminal,
): Promise<number> {
  return await withSession(args, terminal, async (session) => {
    const sorted: { readonly [K in Kind]: Named[] } = { annuaire: [], liste: [], certificats: [] }
    for (const file of files) {
      const { size } = await stat(file).catch((cause: unknown) => {
        throw new Failure(`fichier illisible : ${file}`, { cause })
      })
      sorted[kindOf(await beginningOf(file))].push({ file, size })
    }
    // Who is in the directory first: a certificate is of somebody.
    const isConfirmed = args.options.confirmer !== undefined
    await importDirectory(sorted.annuaire, { session, terminal, isConfirmed })
    for (const { file } of sorted.liste) terminal.out(await importListe(file, session))
    for (const { file, size } of sorted.certificats)
      await importCertificateFile(file, size, { session, terminal })
    await settleWaitingActs(session, terminal)
    return 0
  })
}

type Kind = 'annuaire' | 'liste' | 'certificats'
interface Named {
  readonly file: string
  readonly size: number
}

function kindOf(start: Buffer): Kind {
  if (isListeBlanche(start)) return 'liste'
  return isCertificateFile(start) ? 'certificats' : 'annuaire'
}

/** Files given together are one import: none tombstones what another shows, and all of it is done, or nothing. */
async function importDirectory(
  named: readonly Named[],
  {
    session: { db },
    terminal,
    isConfirmed,
  }: { readonly session: Session; readonly terminal: Terminal; readonly isConfirmed: boolean },
): Promise<void> {
  if (named.length === 0) return
  const at = systemClock.now()
  const problems = named.map(() => 0)
  const feeds = named.map((each, n) =>
    feedOf(each, terminal, () => {
      const count = (problems[n] ?? 0) + 1
      problems[n] = count
      return count
    }),
  )
  const done = await importTogether(db, feeds, { at, isConfirmed })
  if ('source' in done) {
    throw new Failure(
      `retenu : ${done.rows} ligne(s) sur ${done.of} disparaîtraient de l’annuaire, rien n’est changé ; vérifiez ce fichier, puis ajoutez --confirmer`,
    )
  }
  for (const [n, { rows, refused }] of done.files.entries()) {
    const file = named[n]?.file ?? ''
    if (refused !== null) throw new Failure(`${file} : ${refused}`)
    const vanished = n === named.length - 1 ? done.vanished : 0
    await append(db, {
      chaine: 'passerelle',
      quoi: 'annuaire.importe',
      auteur: 'terminal',
      detail: { lignes: rows, ecartees: problems[n] ?? 0, disparues: vanished },
      instant: at,
    })
    terminal.out(
      `${file} : ${rows} ligne(s) lue(s), ${problems[n]} écartée(s), ${vanished} disparue(s).`,
    )
  }
  for (const lost of done.disparus) terminal.out(disparuFr(lost))
}

/** Said at once: what he answers would be refused. */
function disparuFr({ rpps, nom, prenom, numeros }: RequisDisparu): string {
  const who = `Attention : ${prenom} ${nom} (RPPS ${rpps}), inscrit comme requis, n’est plus dans l’annuaire ou n’y a plus d’adresse`
  return numeros.length === 0
    ? `${who} ; il n’a aucune demande en charge.`
    : `${who} ; sa réponse serait refusée, la coordination a un point à régler dans ${numeros.join(', ')}.`
}

/** The rows of a file, with its bar; `count` counts a problem. */
function feedOf({ file, size }: Named, terminal: Terminal, count: () => number): Feed {
  return async (onRow) => {
    const bar = progress(terminal, size)
    try {
      return await readAnnuaire(bar.watch(createReadStream(file)), {
        onRow,
        onProblem({ line, reason }) {
          if (count() <= MAX_PROBLEMS_SHOWN)
            terminal.err(`${file}:${line} : ${reason} (ligne ignorée)`)
        },
      })
    } finally {
      bar.end()
    }
  }
}

/** Acts that waited for a number which the directory now gives. SPEC §11 */
async function settleWaitingActs({ db, keys }: Session, terminal: Terminal): Promise<void> {
  const now = systemClock.now()
  const done = await completerDepuisAnnuaire(db, keys, { par: 'annuaire', now })
  if (done > 0) terminal.out(`${done} acte(s) en attente complété(s) par l’annuaire.`)
}

/** OpenSSL may tell a certificate in words before its PEM. */
const START_BYTES = 64 * 1024

async function beginningOf(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** The operators' white list: verified before use, never rolled back. SPEC §9 */
async function importListe(file: string, { db, config }: Session): Promise<string> {
  const trust = openTrustFolder(config, { clock: systemClock, log: silentLog, db })
  const taken = await takeFile(await readFile(file), 'terminal', {
    db,
    config,
    clock: systemClock,
    trust: () => trust.current(),
  })
  if (isRefusal(taken)) {
    const { code, detail } = taken
    const reason = typeof detail.reason === 'string' ? `${code}, ${detail.reason}` : code
    throw new Failure(`${file} : ${ERRORS[code].public} (${reason})`)
  }
  const { domaines, ecartees, neuve } = taken
  const said = neuve ? 'prise' : 'déjà en usage'
  return `${file} : liste blanche ${said}, ${domaines} domaine(s), ${ecartees} entrée(s) écartée(s).`
}

/** A line that fills while bytes pass; silent when nobody looks. */
function progress({ isTty }: Terminal, total: number) {
  let seen = 0
  const draw = (): void => {
    const done = total === 0 ? 1 : seen / total
    const bar = '█'.repeat(Math.round(done * 30)).padEnd(30, '░')
    process.stderr.write(`\r${bar} ${Math.round(done * 100)} %`)
  }
  return {
    async *watch(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
      for await (const piece of source) {
        seen += piece.length
        if (isTty) draw()
        yield piece
      }
    },
    end(): void {
      if (isTty) process.stderr.write('\n')
    },
  }
}

async function show(what: string, args: Arguments, terminal: Terminal): Promise<number> {
  const rpps = rppsDe(what)
  const adresse = adresseDe(what)
  if (rpps === null && adresse === null) {
    throw new Misuse(`${what} : RPPS (11 chiffres) ou adresse attendu`)
  }
  return await withSession(args, terminal, async (session) => {
    const { db } = session
    const one = rpps === null ? null : await professionnelParRpps(db, rpps)
    const found = adresse === null ? [] : await professionnelsParAdresse(db, adresse)
    const all = one === null ? found : [one]
    for (const each of all) terminal.out(card(each, await telephoneEcrit(db, each.rpps)))
    const adresses = [...(adresse === null ? [] : [adresse]), ...(one?.adresses ?? [])]
    const certificates = await certificateLines({ adresses, rpps }, session)
    if (all.length === 0 && certificates.length === 0)
      throw new Failure(`${what} : inconnu de l’annuaire`)
    for (const line of certificates) terminal.out(line)
    return 0
  })
}

function card(each: Professionnel, ecrit: TelephoneEcrit | null): string {
  const rows: readonly (readonly [string, string | null])[] = [
    ['RPPS', each.rpps],
    ['Nom', `${each.prenom} ${each.nom}`],
    ['Profession', each.profession],
    ['Spécialité', each.specialite && `${each.specialite} ${libelleSpecialite(each.specialite)}`],
    ['Adresses', each.adresses.join(', ')],
    ['N° AM', each.numeroAm],
    ['FINESS', each.finess],
    [
      'Téléphone',
      ecrit === null
        ? each.telephone
        : `${ecrit.telephone} (écrit par lui-même le ${jourParis(ecrit.le)}, message ${ecrit.message} ; l’annuaire n’en donne pas)`,
    ],
  ]
  return rows
    .filter(([, value]) => value !== null && value !== '')
    .map(([label, value]) => `${label.padEnd(11)} ${value}`)
    .join('\n')
}
