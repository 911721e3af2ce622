import { chmodSync, cpSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import t, { type Test } from 'tap'

import { SETTING_NAMES } from '../../src/config.ts'
import { authority } from '../pki/authority.ts'
import { TOO_LONG } from '../support/long.ts'
import { AGREES, gatewayOf, lasting, p12Of, today } from '../support/signer-files.ts'
import { openSink } from '../support/smtp-sink.ts'
import { tlsFiles } from '../support/tls-files.ts'
import { asOrdinary, each, type Run, typed } from '../support/typed.ts'
import { type Env, mute, wellSet } from '../support/well-set.ts'

// A process a fault: a busy machine takes its time.
t.setTimeout(600_000)

/** The first word of each line, whatever became of it. */
const ALWAYS = [
  ...[
    'reglages',
    'cles',
    'identite',
    'signature',
    'porte',
    'chemin',
    'chiffrement',
    'confiance',
    'fichiers',
  ],
  ...[
    'listes',
    'postgresql',
    'file',
    'certificats',
    'relais',
    'disque',
    'limites',
    'smtp',
    'http',
    'alertes',
  ],
]
/** The databases of the tests are not flushed, and `check` says so. */
const UNFLUSHED = /^PANNE postgresql .*fsync INACTIF/

interface Row {
  readonly env: Env
  readonly by?: readonly string[]
  /** Of the same kind as another: tried where nothing may be skipped. */
  readonly isLong?: true
  /** Each line that fails, in any order. */
  readonly said: readonly RegExp[]
}

const failures = ({ out }: Run): string[] =>
  out.split('\n').filter((line) => line.startsWith('PANNE') && !UNFLUSHED.test(line))

/** Every line is one of these words, in words, and names a setting. */
function wellTold(t: Test, run: Run, name: string): void {
  t.equal(run.err, '', `${name}: nothing on stderr`)
  const lines = run.out.trimEnd().split('\n')
  const isTold = (line: string): boolean =>
    /^(?:bon {2}|PANNE| {2}— {2}) \w+ +\S.{5,}$/.test(line) &&
    SETTING_NAMES.some((setting) => line.includes(setting))
  t.strictSame(
    lines.filter((line) => !isTold(line)),
    [],
    `${name}: each line is in words and names its setting`,
  )
  const told = new Set(lines.map((line) => line.slice(6).split(' ', 1)[0]))
  t.strictSame(
    ALWAYS.filter((word) => !told.has(word)),
    [],
    `${name}: every thing has its line`,
  )
}

t.test('of a fresh machine all is well', async (t) => {
  const run = await typed(t.testdir(), ['check'])
  t.equal(run.status, 0)
  t.notMatch(run.out, /PANNE|—/)
  wellTold(t, run, 'fresh')
  t.match(run.out, /^bon {3}donnees +dans .*\/postgres\/base/m)
})

t.test('each fault has its line, with its setting, and all else is tried', async (t) => {
  const { at, env, root, trust, good, p12, folder } = await wellSet(t)
  const first = await typed(folder, ['check'], env)
  t.strictSame(failures(first), [])
  wellTold(t, first, 'good')
  t.match(first.out, /^bon {3}chemin +jusqu’à .*Racine/m)

  const identity = (name: string): Env => ({
    CONFRERE_IDENTITY: at(`${name}.p12`),
    CONFRERE_IDENTITY_PASSWORD_FILE: at(`${name}.mdp`),
  })
  const trusting = (name: string, files: Parameters<typeof trust>[1]): Env => ({
    CONFRERE_TRUST_DIR: trust(name, files),
  })
  const other = authority('Autre', lasting)
  const expired = root.lists({ thisUpdate: today(-9), nextUpdate: today(-2) })
  await p12Of(folder, 'chiffre', gatewayOf(root, AGREES), { password: 'x' })
  const unreadable = trusting('illisible', {
    ...good,
    'page.html': '<html>404</html>',
    'secret.crt': '',
  })
  symlinkSync('/nulle/part', join(at('illisible'), 'lien.pem'))
  chmodSync(join(at('illisible'), 'secret.crt'), 0o000)
  const sink = await openSink({ on: { noop: () => '421 4.3.2 later' } })
  t.teardown(() => sink.close())
  const [silent, taken] = [await mute(t), await mute(t)]
  const tls = tlsFiles(t)
  writeFileSync(at('http.crt'), tls.server.cert)
  writeFileSync(at('http.key'), tls.stranger.key)
  cpSync(p12, at('ancienne.p12'))
  writeFileSync(at('ancienne.password'), 'oublié')

  const ROWS: { readonly [fault: string]: Row } = {
    'a wrong password': {
      env: { CONFRERE_IDENTITY_PASSWORD_FILE: at('faux.mdp') },
      said: [/^PANNE identite +CONFRERE_IDENTITY_PASSWORD_FILE : .*faux\.mdp.* mot de passe/],
    },
    'no PKCS#12': {
      isLong: true,
      env: { CONFRERE_IDENTITY: at('faux.p12') },
      said: [/^PANNE identite +CONFRERE_IDENTITY : .*faux\.p12 : .*n’est pas un PKCS#12/],
    },
    'files of trust that cannot be read': {
      env: unreadable,
      by: asOrdinary,
      said: [
        /^PANNE fichiers +page\.html : .*CONFRERE_TRUST_DIR/,
        /^PANNE fichiers +secret\.crt : .*les droits/,
        /^PANNE fichiers +lien\.pem : .*rien à cet endroit/,
      ],
    },
    'a list that is over': {
      env: trusting('perimee', { ...good, 'liste.crl': expired.crl }),
      said: [/^PANNE listes +liste de .*Racine.* périmée depuis le .*CONFRERE_TRUST_DIR/],
    },
    'an identity that may only encrypt': {
      env: identity('chiffre'),
      said: [
        /^PANNE signature .*ne permet pas de signer.* \(CONFRERE_IDENTITY\)$/,
        /^PANNE identite .*ne permet pas de signer/,
      ],
    },
    'an identity without a path': {
      env: trusting('autre', { 'autre.crt': other.certificate.der }),
      said: [/^PANNE chemin +aucun chemin .*CONFRERE_TRUST_DIR/],
    },
    'a former identity': {
      isLong: true,
      env: { CONFRERE_FORMER_IDENTITIES: at('ancienne.p12') },
      said: [/^PANNE anciennes +CONFRERE_FORMER_IDENTITIES : .*ancienne\.p12.*mot de passe/],
    },
    'the master key of another database': {
      isLong: true,
      env: { CONFRERE_MASTER_KEY_FILE: at('autre.cle') },
      said: [/^PANNE cles +CONFRERE_MASTER_KEY_FILE : .*n’est pas celle de cette base/],
    },
    'a relay that refuses to be spoken to': {
      env: { CONFRERE_RELAY: sink.url },
      said: [/^PANNE relais +CONFRERE_RELAY : .*ne tient pas la session \(421 4\.3\.2 later\)/],
    },
    'a database that is away': {
      env: { DATABASE_URL: 'postgres://127.0.0.1:1/x' },
      said: [/^PANNE postgresql +DATABASE_URL : .*127\.0\.0\.1:1\/x : la connexion est refusée/],
    },
    'a Redis that is away': {
      isLong: true,
      env: { REDIS_URL: 'redis://127.0.0.1:1' },
      said: [/^PANNE file +REDIS_URL : .*127\.0\.0\.1:1 : la connexion est refusée/],
    },
    'a folder that cannot be written': {
      env: { CONFRERE_DATA_DIR: at('lecture-seule') },
      by: asOrdinary,
      said: [
        /^PANNE cles +CONFRERE_DATA_DIR : .*lecture-seule : les droits/,
        /^PANNE disque +CONFRERE_DATA_DIR : .*lecture-seule : les droits/,
      ],
    },
    'a file in place of the folder': {
      isLong: true,
      env: { CONFRERE_DATA_DIR: at('faux.mdp') },
      said: [
        /^PANNE cles +CONFRERE_DATA_DIR : .*faux\.mdp : un fichier/,
        /^PANNE disque +CONFRERE_DATA_DIR : .*faux\.mdp : un fichier/,
      ],
    },
    'a host that answers nothing': {
      env: { CONFRERE_REVOCATION_HOTES: silent.address },
      said: [/^PANNE hote +127\.0\.0\.1:\d+ : ne répond pas en 10 s .*CONFRERE_REVOCATION_HOTES/],
    },
    'ports of other programs': {
      env: { CONFRERE_SMTP_PORT: taken.port, CONFRERE_HTTP_PORT: silent.port },
      said: [
        /^PANNE smtp +CONFRERE_SMTP_PORT : 127\.0\.0\.1:\d+ : ce port est déjà pris/,
        /^PANNE http +CONFRERE_HTTP_PORT : 127\.0\.0\.1:\d+ : ce port est déjà pris/,
      ],
    },
    'a key of another certificate': {
      isLong: true,
      env: { CONFRERE_HTTP_CERT: at('http.crt'), CONFRERE_HTTP_KEY: at('http.key') },
      said: [/^PANNE http +CONFRERE_HTTP_KEY : .*http\.key : la clé n’est pas celle du certificat/],
    },
  }
  const rows = Object.entries(ROWS).filter(([, { isLong }]) => TOO_LONG === null || !isLong)
  await each(rows, async ([fault, { env: more, by = [], said }]) => {
    const run = await typed(folder, ['check'], { ...env, ...more }, by)
    t.equal(run.status, 1, fault)
    const found = failures(run)
    const unsaid = said.filter((line) => !found.some((one) => line.test(one)))
    const unwanted = found.filter((one) => !said.some((line) => line.test(one)))
    t.strictSame({ unsaid, unwanted }, { unsaid: [], unwanted: [] }, fault)
    wellTold(t, run, fault)
  })
})
