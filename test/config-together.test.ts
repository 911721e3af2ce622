import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import t from 'tap'

import { ancresRppsOf } from '../src/config/ancres.ts'
import { SETTING_NAMES } from '../src/config.ts'
import { settingsReader } from '../src/kit/settings.ts'
import { type Env, errors, good, production, yaml } from './support/settings-read.ts'

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
