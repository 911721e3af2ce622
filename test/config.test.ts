import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

import t from 'tap'

import { type Env, errors, good, yaml } from './support/settings-read.ts'

t.test('has the defaults of the contract', async (t) => {
  const config = await good(t, {})
  t.match(config, {
    mode: 'dev',
    dataDir: resolve('data'),
    domain: 'te.localhost',
    smtp: {
      host: '127.0.0.1',
      port: 2525,
      tls: 'opportunistic',
      allow: ['127.0.0.0/8', '::1/128'],
    },
    http: { host: '127.0.0.1', port: 8080 },
    databaseUrl: null,
    redisUrl: null,
    trustDir: resolve('data/trust'),
    from: 'teleexpertise@te.localhost',
    relay: null,
    espaceDeConfiance: ['*'],
    assuranceMinimale: 'signe',
    revocationInconnue: 'quarantine',
    doubleLecture: true,
    clamd: null,
    maxMessageBytes: 26_214_400,
    territoire: 'metropole',
    adminAddress: null,
    sujetMssante: false,
    marqueTest: true,
    regles: {
      rappelMs: 24 * 3_600_000,
      limiteMs: 48 * 3_600_000,
      expirationJours: 7,
      completudeMs: 3 * 86_400_000,
      retentionContenuMs: 90 * 86_400_000,
      calendrier: 'ouvre',
      horaires: { de: '08:00', a: '20:00' },
      feries: 'metropole',
    },
  })
  const { messagesPerMinute, messagesPerCorrespondent } = config.limites
  for (const rate of [messagesPerMinute, messagesPerCorrespondent])
    t.ok(rate >= 6_000, 'no rate binds below 100 messages a second')
  t.throws(() => Object.assign(config, { domain: 'x' }), 'it is frozen')
  t.throws(() => Object.assign(config.smtp, { port: 1 }))
})

t.test('reads the file, the environment winning', async (t) => {
  const file = yaml(
    t,
    'domain: te.hopital.example\nsmtp_port: 25\nsmtp_allow: [10.0.0.0/8, "2001:db8::/32"]\nmarque_test: false\ndelai_rappel: PT12H\ntrust_dir: confiance\n',
  )
  mkdirSync(resolve(file, '../confiance'))
  const config = await good(t, { CONFRERE_CONFIG: file, CONFRERE_SMTP_PORT: '2500' })
  t.match(config, {
    domain: 'te.hopital.example',
    from: 'teleexpertise@te.hopital.example',
    smtp: { port: 2500, allow: ['10.0.0.0/8', '2001:db8::/32'] },
    marqueTest: false,
    regles: { rappelMs: 12 * 3_600_000 },
  })
  t.equal(config.trustDir, resolve(file, '../confiance'), 'a path is relative to the file')
  t.equal((await good(t, { CONFRERE_CONFIG: '/nowhere.yaml' }, file)).domain, 'te.hopital.example')
})

t.test('stops at a name that nobody knows, and names it', async (t) => {
  t.match(await errors({ CONFRERE_SMPT_PORT: '25' }), [
    /^CONFRERE_SMPT_PORT : réglage inconnu \(peut-être CONFRERE_SMTP_PORT/,
  ])
  t.match(await errors({}, yaml(t, 'smtp_prot: 25\n')), [
    /^smtp_prot : clé inconnue \(peut-être smtp_port/,
  ])
  t.match(await errors({}, yaml(t, 'config: autre.yaml\n')), [/^config : clé inconnue/])
  t.strictSame(await errors({ HOME: '/', PATH: '/bin', CONFRERE_TEST_X: '1' }), [])
})

t.test('stops at a wrong type, and names the setting', async (t) => {
  const wrong: Env = {
    CONFRERE_MODE: 'prod',
    CONFRERE_DOMAIN: 'a b',
    CONFRERE_SMTP_HOST: 'host:25',
    CONFRERE_SMTP_PORT: '70000',
    CONFRERE_HTTP_PORT: '8080x',
    DATABASE_URL: 'mysql://h/d',
    REDIS_URL: 'localhost:6379',
    CONFRERE_FROM: 'pas une adresse',
    CONFRERE_RELAY: 'relais.example:25',
    CONFRERE_ESPACE_DE_CONFIANCE: 'a@b',
    CONFRERE_SMTP_TLS: 'yes',
    CONFRERE_SMTP_ALLOW: '10.0.0.0/33',
    CONFRERE_ASSURANCE_MINIMALE: 'aucune',
    CONFRERE_REVOCATION_INCONNUE: 'ignore',
    CONFRERE_REVOCATION_HOTES: 'http://crl.test/',
    CONFRERE_CLAMD: 'clamd',
    CONFRERE_MAX_MESSAGE_BYTES: '25MB',
    CONFRERE_LIMITE_CONNEXIONS: '0',
    CONFRERE_LIMITE_INACTIVITE: '60',
    CONFRERE_DELAI_RAPPEL: '24h',
    CONFRERE_DELAI_LIMITE: '-PT48H',
    CONFRERE_DELAI_EXPIRATION: '7 jours',
    CONFRERE_DELAI_COMPLETUDE: 'P',
    CONFRERE_CALENDRIER: 'ferie',
    CONFRERE_HORAIRES: '20:00-08:00',
    CONFRERE_FERIES: 'corse',
    CONFRERE_TERRITOIRE: 'france',
    CONFRERE_RETENTION_CONTENU: '90',
    CONFRERE_RETENTION_FACTURATION: 'P0D',
    CONFRERE_ADMIN_ADDRESS: 'admin',
    CONFRERE_COORDINATEUR: '@te.localhost',
    CONFRERE_SUJET_MSSANTE: 'peut-être',
    CONFRERE_MARQUE_TEST: '2',
    CONFRERE_LOG_LEVEL: 'verbose',
  }
  for (const [name, value] of Object.entries(wrong)) {
    const found = await errors({ [name]: value })
    t.match(found, [new RegExp(`^${name} : `)], `${name}=${value}`)
    t.equal(
      found.some((line) => line.includes('\n')),
      false,
      'on one line',
    )
  }
  t.equal((await errors(wrong)).length, Object.keys(wrong).length, 'all are told at once')
})

t.test('does not repeat a password it finds wrong', async (t) => {
  const found = await errors({ DATABASE_URL: 'mysql://u:motdepasse@h/d' })
  t.notMatch(found.join(), /motdepasse/)
})

t.test('admits no secret in the file', async (t) => {
  const refused = [
    'identity_password: abc\n',
    'database_url: postgres://u:abc@h/d\n',
    'relay: smtp://u:abc@relais.example\n',
  ]
  for (const text of refused) {
    const found = await errors({}, yaml(t, text))
    t.match(found, [/aucun (secret|mot de passe)/], text)
    t.notMatch(found.join(), /abc/)
  }
  const url = 'postgres://u:abc@h/d'
  t.equal((await good(t, { DATABASE_URL: url })).databaseUrl, url, 'the environment may hold it')
})

t.test(
  'stops at a file that is no flat YAML, and says in French what, where and of which setting',
  async (t) => {
    t.match(await errors({}, '/nowhere/confrere.yaml'), [/^CONFRERE_CONFIG : fichier illisible/])
    /** A text; then the setting and the line told, and the words. */
    const rows: readonly (readonly [string, string, number, RegExp])[] = [
      ['domain: [\n', 'CONFRERE_CONFIG', 2, /mal formé/],
      ['\tdomain: a.example\n', 'CONFRERE_CONFIG', 1, /tabulation.*espaces/],
      ['domain: a: b\n', 'CONFRERE_CONFIG', 1, /entre guillemets/],
      ['domain: "a.example\n', 'CONFRERE_CONFIG', 2, /il manque un signe/],
      ['domain: a.example\n---\nmode: dev\n', 'CONFRERE_CONFIG', 2, /second document/],
      ['# liste\n\n- smtp_port: 25\n', 'CONFRERE_CONFIG', 3, /liste.*sans tiret.*« smtp_port: … »/],
      ['- a\n- b\n', 'CONFRERE_CONFIG', 1, /liste.*sans tiret.*« domain: … »/],
      ['domaine exemple\n', 'CONFRERE_CONFIG', 1, /« clé: valeur » par réglage/],
      ['? [a, b]\n: 1\n', 'CONFRERE_CONFIG', 1, /un seul mot/],
      ['smtp_port:\n  a: 1\n', 'smtp_port', 1, /valeur simple ou une liste/],
      ['domain: a.example\nmode: dev\ndomain: b.example\n', 'domain', 3, /déjà donnée ligne 1/],
      ['{smtp_port: 25, smtp_port: 25}\n', 'smtp_port', 1, /déjà donnée ligne 1/],
      ['domain: &ici a.example\nsmtp_host: *ici\n', 'smtp_host', 2, /renvoi.*écrivez la valeur/],
      ['smtp_allow: [&ici 10.0.0.0/8, *ici]\n', 'smtp_allow', 1, /renvoi/],
    ]
    for (const [text, setting, line, words] of rows) {
      const file = yaml(t, text)
      const found = await errors({}, file)
      t.equal(found.length, 1, text)
      t.ok(found[0]?.startsWith(`${setting} : ${file}, ligne ${line} : `), `${found}`)
      t.match(found[0], words)
    }
    for (const empty of ['', '# rien\n', '---\n', 'domain:\n', 'domain: ~\n']) {
      t.equal((await good(t, {}, yaml(t, empty))).domain, 'te.localhost', empty)
    }
    for (const key of ['domain', 'mode', 'trust_dir', 'delai_limite']) {
      t.match(await errors({}, yaml(t, `${key}: [a.example]\n`)), [/une seule valeur est attendue/])
    }
  },
)

t.test('tells each key that stands twice, and what else is wrong beside it', async (t) => {
  const found = await errors({}, yaml(t, 'mode: dev\nmode: dev\nsmtp_prot: 1\nmode: production\n'))
  t.match(found, [
    /^mode : .* ligne 2 : .*ligne 1/,
    /^mode : .* ligne 4 : .*ligne 1/,
    /^smtp_prot : /,
  ])
})

t.test('refuses what cannot stand together', async (t) => {
  const pair = t.testdir({ crt: '', key: '' })
  const refused: [Env, RegExp][] = [
    [{ CONFRERE_SMTP_TLS: 'required' }, /^CONFRERE_SMTP_CERT : /],
    [{ CONFRERE_SMTP_TLS: 'mutual' }, /^CONFRERE_SMTP_CERT : /],
    [{ CONFRERE_SMTP_CERT: join(pair, 'crt') }, /^CONFRERE_SMTP_KEY : /],
    [{ CONFRERE_SMTP_KEY: join(pair, 'key') }, /^CONFRERE_SMTP_CERT : /],
    [{ CONFRERE_HTTP_PORT: '2525' }, /^CONFRERE_HTTP_PORT : /],
    [{ CONFRERE_DELAI_RAPPEL: 'PT48H' }, /^CONFRERE_DELAI_RAPPEL : /],
    [{ CONFRERE_DELAI_LIMITE: 'P7D' }, /^CONFRERE_DELAI_LIMITE : /],
    [{ CONFRERE_IDENTITY: 'x.p12', CONFRERE_PKCS11: 'pkcs11:token=a' }, /^CONFRERE_PKCS11 : /],
    [{ CONFRERE_IDENTITY_PASSWORD_FILE: 'x' }, /^CONFRERE_IDENTITY : /],
    [{ CONFRERE_SMTP_HOST: '0.0.0.0' }, /^CONFRERE_SMTP_HOST : .*dev/],
    [{ CONFRERE_HTTP_HOST: '192.0.2.1' }, /^CONFRERE_HTTP_HOST : .*dev/],
    [
      { CONFRERE_SMTP_CERT: '/nowhere', CONFRERE_SMTP_KEY: '/nowhere' },
      /^CONFRERE_SMTP_CERT : fichier/,
    ],
  ]
  for (const [env, fault] of refused) {
    const found = await errors(env)
    t.ok(
      found.some((line) => fault.test(line)),
      `${JSON.stringify(env)} → ${found.join(' / ')}`,
    )
  }
})

t.test('takes short delays, alone or together, down to seconds', async (t) => {
  const expiry = await good(t, { CONFRERE_DELAI_EXPIRATION: 'PT6S' })
  t.equal(Math.round(expiry.regles.expirationJours * 86_400_000), 6_000)
  const late = await good(t, { CONFRERE_DELAI_LIMITE: 'PT4S' })
  t.equal(late.regles.limiteMs, 4_000, 'a reminder left to its default does not forbid it')
})
