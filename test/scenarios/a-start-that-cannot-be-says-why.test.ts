import { chmodSync, cpSync, writeFileSync } from 'node:fs'

import t from 'tap'

import { TOO_LONG } from '../support/long.ts'
import { tlsFiles } from '../support/tls-files.ts'
import { asOrdinary, each, typed } from '../support/typed.ts'
import { type Env, mute, wellSet } from '../support/well-set.ts'

// A process a fault: a busy machine takes its time.
t.setTimeout(600_000)

interface Row {
  readonly env: Env
  readonly by?: readonly string[]
  /** What is typed; `serve` unless said otherwise. */
  readonly args?: readonly string[]
  /** Of the same kind as another: tried where nothing may be skipped. */
  readonly isLong?: true
  /** 1 unless the settings themselves are bad. */
  readonly status?: 2
  /** What is said behind `confrere : `: the setting first. */
  readonly said: RegExp
}

t.test('what prevents a start is one line that begins with its setting', async (t) => {
  const { folder, at, env, p12 } = await wellSet(t)
  const { port } = await mute(t)
  const tls = tlsFiles(t)
  writeFileSync(at('tls.crt'), tls.server.cert)
  writeFileSync(at('tls.key'), tls.server.key)
  writeFileSync(at('autre.key'), tls.stranger.key)
  for (const [from, to] of [
    [p12, 'fermee.p12'],
    [at('maitresse.cle'), 'fermee.cle'],
  ] as const) {
    cpSync(from, at(to))
    chmodSync(at(to), 0o000)
  }
  const url = (change: (url: URL) => void): Env => {
    const other = new URL(env.DATABASE_URL ?? '')
    change(other)
    return { DATABASE_URL: other.href }
  }
  const embedded = (dataDir: string): Env => ({ DATABASE_URL: '', CONFRERE_DATA_DIR: dataDir })
  const secure = (name: 'SMTP' | 'HTTP', files: Env): Env => ({
    [`CONFRERE_${name}_CERT`]: at('tls.crt'),
    [`CONFRERE_${name}_KEY`]: at('tls.key'),
    ...files,
  })
  const production: Env = { CONFRERE_MODE: 'production' }

  const ROWS: { readonly [fault: string]: Row } = {
    'an SMTP port of another program': {
      env: { CONFRERE_SMTP_PORT: port },
      said: /^CONFRERE_SMTP_PORT : 127\.0\.0\.1:\d+ : ce port est déjà pris ; /,
    },
    'an HTTP port of another program': {
      env: { CONFRERE_HTTP_PORT: port },
      said: /^CONFRERE_HTTP_PORT : 127\.0\.0\.1:\d+ : ce port est déjà pris ; /,
    },
    'an address of no machine of ours': {
      isLong: true,
      env: {
        ...production,
        ...secure('SMTP', {}),
        ...{ CONFRERE_SMTP_HOST: '192.0.2.1', CONFRERE_SMTP_TLS: 'required' },
        CONFRERE_SMTP_ALLOW: '192.0.2.0/24',
      },
      said: /^CONFRERE_SMTP_HOST : 192\.0\.2\.1:0 : cette adresse n’est pas de cette machine ; /,
    },
    'a database that is away': {
      env: { DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      said: /^DATABASE_URL : base de données 127\.0\.0\.1:1\/x : la connexion est refusée ; /,
    },
    'a database that is away, for a command': {
      args: ['dossiers'],
      env: { DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      said: /^DATABASE_URL : base de données 127\.0\.0\.1:1\/x : la connexion est refusée ; /,
    },
    'a password that the database refuses': {
      env: url((one) => {
        one.password = 'faux'
      }),
      said: /^DATABASE_URL : base de données [^ ]+ : identifiant ou mot de passe refusé ; /,
    },
    'a database that is not there': {
      isLong: true,
      env: url((one) => {
        one.pathname = '/absente'
      }),
      said: /^DATABASE_URL : base de données [^ ]+\/absente : cette base n’existe pas ; /,
    },
    'a folder that cannot be written': {
      env: embedded(at('lecture-seule')),
      by: asOrdinary,
      said: /^CONFRERE_DATA_DIR : .*lecture-seule : les droits ne le permettent pas ; /,
    },
    'a file in place of the folder': {
      isLong: true,
      env: embedded(at('faux.mdp')),
      said: /^CONFRERE_DATA_DIR : .*faux\.mdp : un fichier y tient la place d’un dossier ; /,
    },
    'a master key that is closed to us': {
      env: { CONFRERE_MASTER_KEY_FILE: at('fermee.cle') },
      by: asOrdinary,
      said: /^CONFRERE_MASTER_KEY_FILE : .*fermee\.cle : les droits ne le permettent pas ; /,
    },
    'the master key of another database': {
      isLong: true,
      // The first to come has made the keys of the database.
      env: { CONFRERE_MASTER_KEY_FILE: at('faux.mdp') },
      said: /^CONFRERE_MASTER_KEY_FILE : .*faux\.mdp : cette clé maîtresse a 5 octets au lieu de 32 ; /,
    },
    'an identity that is closed to us': {
      isLong: true,
      env: { CONFRERE_IDENTITY: at('fermee.p12') },
      by: asOrdinary,
      said: /^CONFRERE_IDENTITY : .*fermee\.p12 : les droits ne le permettent pas ; /,
    },
    'an identity that is closed to us, in production': {
      isLong: true,
      env: { ...production, CONFRERE_IDENTITY: at('fermee.p12') },
      by: asOrdinary,
      status: 2,
      said: /^CONFRERE_IDENTITY : fichier absent ou illisible \(.*fermee\.p12\)/,
    },
    'a trust folder that is not there': {
      env: { ...production, CONFRERE_TRUST_DIR: at('nulle-part') },
      said: /^CONFRERE_TRUST_DIR : .*nulle-part : il n’y a rien à cet endroit ; /,
    },
    'a certificate of the door that is none': {
      env: secure('SMTP', { CONFRERE_SMTP_CERT: at('faux.p12') }),
      said: /^CONFRERE_SMTP_CERT : .*faux\.p12 : aucun certificat ne s’y lit/,
    },
    'a key of another certificate': {
      isLong: true,
      env: secure('HTTP', { CONFRERE_HTTP_KEY: at('autre.key') }),
      said: /^CONFRERE_HTTP_KEY : .*autre\.key : la clé n’est pas celle du certificat ; /,
    },
    'authorities that are none': {
      isLong: true,
      env: secure('HTTP', { CONFRERE_HTTP_CA: at('autre.key') }),
      said: /^CONFRERE_HTTP_CA : .*autre\.key : aucun certificat ne s’y lit/,
    },
  }
  const rows = Object.entries(ROWS).filter(([, { isLong }]) => TOO_LONG === null || !isLong)
  await each(rows, async ([fault, { env: more, by = [], args = ['serve'], status = 1, said }]) => {
    const run = await typed(folder, args, { ...env, ...more }, by)
    t.equal(run.status, status, fault)
    t.equal(run.out, '', fault)
    const lines = run.err.trimEnd().split('\n')
    const line = lines.pop() ?? ''
    t.ok(line.startsWith('confrere : '), `${fault}: ${run.err}`)
    t.match(line.slice('confrere : '.length), said, fault)
    // A database that is away is waited for, which is said.
    const wait = /^confrere : DATABASE_URL : base de données injoignable ; nouveaux essais/
    t.ok(
      lines.every((each) => wait.test(each)),
      `${fault}: nothing else is said: ${run.err}`,
    )
  })
})
