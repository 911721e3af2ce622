import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import t, { type Test } from 'tap'

import { ancresRppsOf } from '../src/config/ancres.ts'
import { type Config, loadConfig, SETTING_NAMES } from '../src/config.ts'
import { settingsReader } from '../src/kit/settings.ts'

type Env = Record<string, string>

async function good(t: Test, env: Env, file: string | null = null): Promise<Config> {
  const config = await loadConfig(env, file)
  if ('errors' in config) {
    t.strictSame(config.errors, [], 'the settings are accepted')
    throw new Error('refused')
  }
  return config
}

async function errors(env: Env, file: string | null = null): Promise<readonly string[]> {
  const config = await loadConfig(env, file)
  return 'errors' in config ? config.errors : []
}

const yaml = (t: Test, text: string): string => {
  const file = join(t.testdir({}), 'confrere.yaml')
  writeFileSync(file, text)
  return file
}

/** Everything production asks for, in files of their own. */
function production(t: Test): Env & { dir: string } {
  const dir = t.testdir({
    'id.p12': '',
    'id.pass': '',
    'master.key': '',
    'tls.crt': '',
    'tls.key': '',
  })
  const at = (name: string): string => join(dir, name)
  const env = {
    CONFRERE_MODE: 'production',
    CONFRERE_DATA_DIR: at('data'),
    CONFRERE_IDENTITY: at('id.p12'),
    CONFRERE_IDENTITY_PASSWORD_FILE: at('id.pass'),
    CONFRERE_MASTER_KEY_FILE: at('master.key'),
    CONFRERE_SMTP_CERT: at('tls.crt'),
    CONFRERE_SMTP_KEY: at('tls.key'),
  }
  return Object.defineProperty({ ...env, dir }, 'dir', { enumerable: false, value: dir })
}

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

t.test('starts in production only with keys of its own, outside the data directory', async (t) => {
  const env = production(t)
  const config = await good(t, env)
  t.match(config, { mode: 'production', espaceDeConfiance: [], marqueTest: false })

  for (const name of ['CONFRERE_IDENTITY', 'CONFRERE_MASTER_KEY_FILE']) {
    const { [name]: _, ...rest } = env
    t.ok(
      (await errors(rest)).some((line) => line.startsWith(`${name} : `)),
      `without ${name}`,
    )
  }
  const data = join(env.dir, 'data')
  mkdirSync(data)
  writeFileSync(join(data, 'ancien.p12'), '')
  const former = `${env.CONFRERE_IDENTITY},${join(data, 'ancien.p12')}`
  t.match(
    await errors({ ...env, CONFRERE_FORMER_IDENTITIES: former }),
    [/^CONFRERE_FORMER_IDENTITIES : .*ancien\.p12/],
    'nor a former one',
  )
  t.match(await good(t, { ...env, CONFRERE_FORMER_IDENTITIES: env.CONFRERE_IDENTITY ?? '' }), {
    formerIdentities: [env.CONFRERE_IDENTITY],
  })
  writeFileSync(join(data, 'master.key'), '')
  symlinkSync(join(data, 'master.key'), join(env.dir, 'link.key'))
  for (const file of [join(data, 'master.key'), join(env.dir, 'link.key')]) {
    const found = await errors({ ...env, CONFRERE_MASTER_KEY_FILE: file })
    t.match(found, [/^CONFRERE_MASTER_KEY_FILE : .*CONFRERE_DATA_DIR/], file)
  }
})

t.test(
  'in dev a key is made at its default place alone: a path that is set must lead to it',
  async (t) => {
    const dir = t.testdir({ 'id.p12': '', 'id.pass': '', 'master.key': '' })
    const at = (name: string): string => join(dir, name)
    const set: Env = {
      CONFRERE_IDENTITY: at('id.p12'),
      CONFRERE_IDENTITY_PASSWORD_FILE: at('id.pass'),
      CONFRERE_MASTER_KEY_FILE: at('master.key'),
    }
    await good(t, set)
    await good(t, {})
    for (const name of Object.keys(set)) {
      for (const wrong of [at('nulle-part'), at('master.key/x')]) {
        const found = await errors({ ...set, [name]: wrong })
        t.equal(found.length, 1)
        t.ok(found[0]?.startsWith(`${name} : rien à cet endroit (${wrong})`), wrong)
      }
    }
  },
)

t.test('listens beyond this machine only with TLS, and a list or certificates', async (t) => {
  const env = { ...production(t), CONFRERE_SMTP_HOST: '0.0.0.0' }
  t.match(await errors(env), [/^CONFRERE_SMTP_TLS : /, /^CONFRERE_SMTP_ALLOW : /])
  const required = { ...env, CONFRERE_SMTP_TLS: 'required' }
  t.match(await errors(required), [/^CONFRERE_SMTP_ALLOW : /])
  await good(t, { ...required, CONFRERE_SMTP_ALLOW: '10.0.0.0/8' })
  const mutual = await good(t, { ...env, CONFRERE_SMTP_TLS: 'mutual' })
  t.strictSame(mutual.smtp.allow, ['0.0.0.0/0', '::/0'], 'certificates decide')
  const off = { ...env, CONFRERE_SMTP_TLS: 'opportunistic', CONFRERE_SMTP_ALLOW: '10.0.0.0/8' }
  t.match(await errors(off), [/^CONFRERE_SMTP_TLS : /])
})

t.test('takes the trusted domains or the white list file', async (t) => {
  const dir = t.testdir({ 'liste.xml': '<x/>' })
  const domains = await good(t, { CONFRERE_ESPACE_DE_CONFIANCE: 'A.mssante.example, b.example' })
  t.match(domains, { espaceDeConfiance: ['a.mssante.example', 'b.example'], listeBlanche: null })
  const list = await good(t, { CONFRERE_ESPACE_DE_CONFIANCE: join(dir, 'liste.xml') })
  t.match(list, { espaceDeConfiance: [], listeBlanche: join(dir, 'liste.xml') })
})

t.test(
  'takes the hosts of lists of revocation as a URL names them, this machine in dev alone',
  async (t) => {
    const hosts = 'CRL.test, ocsp.test:8080 crl.test:80;127.1:7000, [::1]:7000'
    for (const from of ['environment', 'file'] as const) {
      const config =
        from === 'environment'
          ? await good(t, { CONFRERE_REVOCATION_HOTES: hosts })
          : await good(t, {}, yaml(t, `revocation_hotes: '${hosts}'\n`))
      const expected = ['crl.test', 'ocsp.test:8080', 'crl.test:80', '127.0.0.1:7000', '[::1]:7000']
      t.strictSame(config.revocationHotes, expected, from)
    }
    t.strictSame((await good(t, {})).revocationHotes, [])
    for (const wrong of [
      'http://crl.test/',
      'crl.test/liste.crl',
      'a@crl.test',
      '-',
      'crl.test:0',
    ]) {
      t.match(
        await errors({ CONFRERE_REVOCATION_HOTES: wrong }),
        [/^CONFRERE_REVOCATION_HOTES : /],
        wrong,
      )
    }
    const near = ['localhost', 'x.localhost', '127.0.0.1', '127.1', '0x7f.1', '0']
    for (const host of [...near, '2130706433', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '[::]']) {
      for (const port of ['', ':8080']) {
        const env = { ...production(t), CONFRERE_REVOCATION_HOTES: `crl.test, ${host}${port}` }
        t.match(await errors(env), [/^CONFRERE_REVOCATION_HOTES : .*cette machine/], host + port)
      }
    }
  },
)

t.test('to read a setting that is no setting is a fault of ours', (t) => {
  const reader = settingsReader(new Map(), { known: ['CONFRERE_A'], durationMs: () => null })
  t.equal(reader.text('CONFRERE_A'), null)
  for (const read of [
    () => reader.text('CONFRERE_B'),
    () => reader.has('CONFRERE_B'),
    () => reader.list('CONFRERE_B'),
    () => reader.origin('CONFRERE_B'),
    () => reader.duration('CONFRERE_B', 'PT1S'),
  ]) {
    t.throws(read, /CONFRERE_B is read and is not among the settings/)
  }
  t.end()
})

t.test('knows every setting of the contract', (t) => {
  for (const name of [
    'CONFRERE_RETENTION_FACTURATION',
    'CONFRERE_LIMITE_CONNEXIONS',
    'REDIS_URL',
  ]) {
    t.ok(SETTING_NAMES.includes(name), name)
  }
  t.end()
})

const SHA = 'ab'.repeat(32)
const COLONS = SHA.toUpperCase().replace(/..(?=.)/g, '$&:')

t.test('takes the anchors whose RPPS is believed, and those limited to domains', async (t) => {
  const igc = ['ELEMENTAIRE', 'STANDARD', 'FORT'].map((each) => `AC RACINE IGC-SANTE ${each}`)
  const subject = 'CN=Racine,OU=0002 187512751,O=ASIP-SANTE,C=FR'
  for (const [said, expected] of [
    [COLONS, [SHA]],
    [`${SHA}, AC RACINE`, [SHA, 'AC RACINE']],
    [subject, [subject]],
    [`${SHA},${subject},${COLONS},CN=Autre,C=FR`, [SHA, subject, SHA, 'CN=Autre,C=FR']],
    [`O=Une,C=FR;O=Autre,C=FR`, ['O=Une,C=FR', 'O=Autre,C=FR']],
    ['*', null],
  ] as const)
    t.strictSame((await good(t, { CONFRERE_ANCRES_RPPS: said })).ancresRpps, expected, said)
  t.equal((await good(t, {})).ancresRpps, null)
  t.strictSame(ancresRppsOf(reading({}), 'production'), igc)
  t.strictSame(ancresRppsOf(reading({ CONFRERE_ANCRES_RPPS: SHA }), 'production'), [SHA])
  const domains = `${COLONS}=CHU.exemple.fr,${SHA}=b.test`
  t.strictSame((await good(t, { CONFRERE_ANCRES_DOMAINES: domains })).ancresDomaines, [
    { sha256: SHA, domain: 'chu.exemple.fr' },
    { sha256: SHA, domain: 'b.test' },
  ])
  t.strictSame((await good(t, {})).ancresDomaines, [])
  for (const [name, wrong] of [
    ['CONFRERE_ANCRES_RPPS', 'ab'.repeat(31)],
    ['CONFRERE_ANCRES_RPPS', ','],
    ['CONFRERE_ANCRES_DOMAINES', SHA],
    ['CONFRERE_ANCRES_DOMAINES', `${SHA}=`],
    ['CONFRERE_ANCRES_DOMAINES', `${SHA}=a@b.test`],
    ['CONFRERE_ANCRES_DOMAINES', `Racine=b.test`],
    ['CONFRERE_ANCRES_DOMAINES', `${SHA}=b.test=c.test`],
  ] as const)
    t.match(await errors({ [name]: wrong }), [new RegExp(`^${name} : `)], wrong)
})

function reading(env: Env) {
  const settings = new Map(
    Object.entries(env).map(([name, text]) => [name, { text, from: 'environment' as const }]),
  )
  return settingsReader(settings, { known: SETTING_NAMES, durationMs: () => null })
}

t.test('refuses to keep content for less than a dossier lives', async (t) => {
  const found = await errors({ CONFRERE_RETENTION_CONTENU: 'P36D' })
  t.match(found, [/^CONFRERE_RETENTION_CONTENU : .*P37D/])
  await good(t, { CONFRERE_RETENTION_CONTENU: 'P37D' })
  const longer = { CONFRERE_RETENTION_CONTENU: 'P37D', CONFRERE_DELAI_EXPIRATION: 'P14D' }
  t.match(await errors(longer), [/^CONFRERE_RETENTION_CONTENU : .*P44D/])
})

t.test('admits a number up to the bound that its fault tells', async (t) => {
  for (const name of ['CONFRERE_LIMITE_DISQUE', 'CONFRERE_LIMITE_CONNEXIONS']) {
    const [told = ''] = await errors({ [name]: 'beaucoup' })
    const [, from = '', to = ''] = /de (\d+) à (\d+)$/.exec(told) ?? []
    for (const text of [from, to]) await good(t, { [name]: text })
    const beyond = String(BigInt(to) + 1n)
    t.match(await errors({ [name]: beyond }), [new RegExp(`^${name} : « ${beyond} »`)])
  }
})

t.test('trusts no whole world in production', async (t) => {
  const env = production(t)
  t.match(await errors({ ...env, CONFRERE_ESPACE_DE_CONFIANCE: 'a.example, *' }), [
    /^CONFRERE_ESPACE_DE_CONFIANCE : /,
  ])
  await good(t, { ...env, CONFRERE_ESPACE_DE_CONFIANCE: 'a.example' })
  await good(t, { CONFRERE_ESPACE_DE_CONFIANCE: '*' })
})

t.test(
  'shows the administrators’ page beyond this machine by TLS or a declared proxy',
  async (t) => {
    const made = production(t)
    const env = { ...made, CONFRERE_HTTP_HOST: '0.0.0.0' }
    t.match(await errors(env), [/^CONFRERE_HTTP_CERT : /])
    const cert = join(made.dir, 'tls.crt')
    const key = join(made.dir, 'tls.key')
    await good(t, { ...env, CONFRERE_HTTP_CERT: cert, CONFRERE_HTTP_KEY: key })
    t.match(await errors({ ...env, CONFRERE_HTTP_CERT: cert }), [/^CONFRERE_HTTP_KEY : /])
    t.match(await errors({ CONFRERE_HTTP_CA: cert }), [/^CONFRERE_HTTP_CERT : /])
    await good(t, { ...env, CONFRERE_PROXY_DE_CONFIANCE: '10.0.0.0/8' })
    t.match(await errors({ CONFRERE_PROXY_DE_CONFIANCE: 'proxy.test' }), [
      /^CONFRERE_PROXY_DE_CONFIANCE : /,
    ])
  },
)

t.test('knows a clamd by its port or its socket', async (t) => {
  const clamd = async (text: string) => (await good(t, { CONFRERE_CLAMD: text })).clamd
  t.strictSame(await clamd('127.0.0.1:3310'), { kind: 'tcp', host: '127.0.0.1', port: 3310 })
  t.strictSame(await clamd('[::1]:3310'), { kind: 'tcp', host: '::1', port: 3310 })
  t.strictSame(await clamd('clamav.chu.test:3310'), {
    kind: 'tcp',
    host: 'clamav.chu.test',
    port: 3310,
  })
  t.strictSame(await clamd('/run/clamav/clamd.ctl'), {
    kind: 'socket',
    path: '/run/clamav/clamd.ctl',
  })
  t.strictSame(await clamd('./clamd.ctl'), { kind: 'socket', path: resolve('clamd.ctl') })
  for (const wrong of ['clamd', '127.0.0.1', '127.0.0.1:70000', 'tcp://127.0.0.1:3310', 'a b:1']) {
    t.match(await errors({ CONFRERE_CLAMD: wrong }), [/^CONFRERE_CLAMD : /], wrong)
  }
})
