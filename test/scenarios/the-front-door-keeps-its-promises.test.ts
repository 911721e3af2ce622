import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import t from 'tap'

import { SETTING_NAMES } from '../../src/config.ts'
import { TOO_LONG } from '../support/long.ts'
import { each, typed } from '../support/typed.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// A process a line: a busy machine takes its time.
t.setTimeout(600_000)

interface Row {
  /** A value that is accepted together with those of all other rows. */
  readonly good: string
  /** A value that stops the start; null: a text that may be anything. */
  readonly bad: string | null
}

const number = (good: string): Row => ({ good, bad: 'beaucoup' })
const duration = (good: string): Row => ({ good, bad: '24 heures' })
const path = (good: string): Row => ({ good, bad: './nulle/part/fichier' })

/** One row a setting; those of limits are numbers or durations. */
const ROWS: { readonly [name: string]: Row } = {
  CONFRERE_MODE: { good: 'dev', bad: 'prod' },
  CONFRERE_DATA_DIR: { good: 'donnees', bad: null },
  CONFRERE_DOMAIN: { good: 'te.exemple.test', bad: 'te exemple' },
  CONFRERE_SMTP_HOST: { good: '127.0.0.1', bad: 'hôte:25' },
  CONFRERE_SMTP_PORT: number('0'),
  CONFRERE_HTTP_HOST: { good: '127.0.0.1', bad: '0.0.0.0' },
  CONFRERE_HTTP_PORT: number('0'),
  // Each alone asks for the other.
  CONFRERE_HTTP_CERT: { good: '', bad: null },
  CONFRERE_HTTP_KEY: { good: '', bad: null },
  CONFRERE_HTTP_CA: { good: '', bad: null },
  CONFRERE_PROXY_DE_CONFIANCE: { good: '192.0.2.0/24', bad: 'partout' },
  DATABASE_URL: { good: '', bad: 'mysql://127.0.0.1/x' },
  REDIS_URL: { good: '', bad: 'http://127.0.0.1' },
  CONFRERE_TRUST_DIR: { good: 'confiance', bad: null },
  CONFRERE_IDENTITY: path('identite.p12'),
  // Alone it asks for the identity.
  CONFRERE_IDENTITY_PASSWORD_FILE: { good: 'identite.mdp', bad: null },
  CONFRERE_FORMER_IDENTITIES: { good: '', bad: null },
  CONFRERE_PKCS11: { good: '', bad: 'pkcs12:cle' },
  CONFRERE_MASTER_KEY_FILE: path('maitresse.cle'),
  CONFRERE_FROM: { good: 'avis@te.exemple.test', bad: 'avis' },
  CONFRERE_RELAY: { good: '', bad: 'relais.exemple.test' },
  CONFRERE_ESPACE_DE_CONFIANCE: { good: 'mssante.exemple.test', bad: 'mssante' },
  CONFRERE_LISTE_BLANCHE_SIGNATAIRE: { good: 'Liste', bad: null },
  CONFRERE_SMTP_TLS: { good: 'off', bad: 'oui' },
  // Each alone asks for the other.
  CONFRERE_SMTP_CERT: { good: '', bad: null },
  CONFRERE_SMTP_KEY: { good: '', bad: null },
  CONFRERE_SMTP_CA: path(''),
  CONFRERE_SMTP_ALLOW: { good: '127.0.0.0/8', bad: 'tous' },
  CONFRERE_ANCRES_RPPS: { good: 'AC RACINE IGC-SANTE FORT', bad: 'ab'.repeat(31) },
  CONFRERE_ANCRES_DOMAINES: {
    good: `${'ab'.repeat(32)}=chu.exemple.test`,
    bad: 'chu.exemple.test',
  },
  CONFRERE_ASSURANCE_MINIMALE: { good: 'mssante', bad: 'aucune' },
  CONFRERE_REVOCATION_INCONNUE: { good: 'accept-flagged', bad: 'accept' },
  CONFRERE_DOUBLE_LECTURE: { good: 'non', bad: 'peut-être' },
  CONFRERE_CLAMD: { good: '127.0.0.1:1', bad: '127.0.0.1' },
  CONFRERE_REVOCATION_HOTES: { good: '127.0.0.1:1', bad: 'http://crl.exemple.test/' },
  CONFRERE_MAX_MESSAGE_BYTES: number('1234567'),
  CONFRERE_DELAI_RAPPEL: duration('PT1H'),
  CONFRERE_DELAI_LIMITE: duration('PT2H'),
  CONFRERE_DELAI_EXPIRATION: duration('P1D'),
  CONFRERE_DELAI_COMPLETUDE: duration('PT1H'),
  CONFRERE_CALENDRIER: { good: 'continu', bad: 'grégorien' },
  CONFRERE_HORAIRES: { good: '09:00-18:00', bad: '9h-18h' },
  CONFRERE_FERIES: { good: 'alsace-moselle', bad: 'corse' },
  CONFRERE_TERRITOIRE: { good: 'dom', bad: 'tom' },
  CONFRERE_RETENTION_CONTENU: duration('P60D'),
  CONFRERE_RETENTION_FACTURATION: duration('P11Y'),
  CONFRERE_ADMIN_ADDRESS: { good: 'admin@exemple.test', bad: 'admin' },
  CONFRERE_COORDINATEUR: { good: 'coordination@exemple.test', bad: 'coordination' },
  CONFRERE_SUJET_MSSANTE: { good: 'oui', bad: 'peut-être' },
  CONFRERE_MARQUE_TEST: { good: 'non', bad: 'peut-être' },
  CONFRERE_NIL: { good: 'NIL-0001', bad: null },
  CONFRERE_LOG_LEVEL: { good: 'error', bad: 'bavard' },
  CONFRERE_CONFIG: { good: '', bad: './nulle/part/reglages.yaml' },
  CONFRERE_LIMITE_DESTINATAIRES: number('2'),
  CONFRERE_LIMITE_INACTIVITE: duration('PT1M'),
  CONFRERE_LIMITE_DUREE_MESSAGE: duration('PT1M'),
  CONFRERE_LIMITE_EN_TETES: number('4096'),
  CONFRERE_LIMITE_LIGNE: number('998'),
  CONFRERE_LIMITE_EXPANSION: number('2000000'),
  CONFRERE_LIMITE_DISQUE: number('0'),
}

const rowOf = (name: string): Row | undefined =>
  ROWS[name] ?? (name.startsWith('CONFRERE_LIMITE_') ? number('50') : undefined)

t.test('each setting that the program or its documents name has a row here', (t) => {
  for (const name of SETTING_NAMES) {
    t.ok(rowOf(name), `${name}: add its row, with a value that serves and one that stops the start`)
  }
  for (const name of Object.keys(ROWS)) t.ok(SETTING_NAMES.includes(name), `${name} is a setting`)
  // A name that stands in a table of the documents is known; `_PORT` goes on from the name before it.
  const documents = ['README.md', 'docs/operations.md', 'compose.yaml', 'Dockerfile']
  for (const file of documents) {
    const text = readFileSync(join(root, file), 'utf8')
    for (const [name] of text.matchAll(/CONFRERE_[A-Z0-9_]*[A-Z0-9](?![A-Z0-9_*])/g)) {
      t.ok(SETTING_NAMES.includes(name), `${file}: ${name} is a setting`)
    }
  }
  t.end()
})

const LONG = { skip: TOO_LONG ?? false }

t.test('each setting at a bad value stops the start in one line that names it', LONG, async (t) => {
  const cwd = t.testdir()
  const bad = SETTING_NAMES.flatMap((name) => {
    const value = rowOf(name)?.bad
    return typeof value === 'string' ? [{ name, value }] : []
  })
  await each(bad, async ({ name, value }) => {
    const { status, out, err } = await typed(cwd, ['check'], { [name]: value })
    t.equal(status, 2, `${name}=${value}`)
    t.equal(out, '')
    t.match(err, new RegExp(`^confrere : ${name} : [^\\n]+\\n$`), `${name}=${value}`)
  })
})

t.test('a name that nobody knows stops the start, and the near one is told', async (t) => {
  const cwd = t.testdir({ 'r.yaml': 'delai_rapel: PT1H\n' })
  const env = await typed(cwd, ['check'], { CONFRERE_DELAI_RAPEL: 'PT1H' })
  t.match(env, { status: 2, err: /CONFRERE_DELAI_RAPEL : réglage inconnu.*CONFRERE_DELAI_RAPPEL/ })
  const file = await typed(cwd, ['check', '--config', 'r.yaml'])
  t.match(file, { status: 2, err: /delai_rapel : clé inconnue.*delai_rappel/ })
})

t.test(
  'each command has its help, in French, with an example, and refuses what it does not know',
  LONG,
  async (t) => {
    const cwd = t.testdir()
    const { out } = await typed(cwd, ['--help'])
    const names = [...out.matchAll(/^ {2}(\w+) +\S/gm)].map(([, name]) => name ?? '')
    t.ok(names.length > 10)
    await each(names, async (name) => {
      const help = await typed(cwd, [name, '--help'])
      t.equal(help.status, 0, name)
      t.match(help.out, /^Usage : \.\/confrere .*\n(?: .*\n)*Exemple : \.\/confrere /m, name)
      // What `test` is given is the runner's.
      if (name === 'test') return
      const wrong = await typed(cwd, [name, '--inconnu'])
      t.equal(wrong.status, 2, name)
      t.match(wrong.err, /^confrere : [^\n]+\n$/, name)
    })
    const none = await typed(cwd, ['inconnue'])
    t.match(none, { status: 2, err: /^confrere : Commande inconnue : inconnue/ })
  },
)
