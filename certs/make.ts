/**
 * Makes the test PKI with OpenSSL: a root, its intermediates, their CRLs, and a certificate for everyone in
 * people.ts. Nothing of it is committed: it would expire. Tests, bench and `npm run certs` call it.
 *
 * In    a folder, an instant that is "now" (certificates run from a year before to three years after)
 * Out   `<dir>/people/<who>.{key,crt,p12}`, `<dir>/trust/` (what CONFRERE_TRUST_DIR would hold), `chain.pem`
 */
import { generateKeyPair } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

import { openssl, opensslTime } from './openssl.ts'
import { PEOPLE, type PersonSpec, type Who } from './people.ts'

/** A person of the test PKI: files in PEM, ready for OpenSSL. */
export interface Person {
  readonly who: Who
  readonly rpps: string
  readonly nom: string
  readonly prenom: string
  /** Empty for a card that names no address. */
  readonly email: string
  readonly key: string
  readonly certificate: string
  /** The intermediate that signed it. */
  readonly chain: string
  /** PKCS#12 with key, certificate and intermediate. */
  readonly p12: string
  readonly password: string
}

/** The PKI on disk. */
export interface Pki {
  readonly dir: string
  /** Root, intermediates and CRLs. */
  readonly trust: string
  /** The root alone, for `openssl … -CAfile`. */
  readonly root: string
  readonly now: Date
  readonly people: { readonly [W in Who]: Person }
}

const DAY_MS = 86_400_000
const P12_PASSWORD = 'essai'
const CA_NAMES = {
  root: '/C=FR/O=Autorité d’essai/CN=Racine d’essai',
  intermediate: '/C=FR/O=Autorité d’essai/CN=AC d’essai PERSONNES',
  silent: '/C=FR/O=Autorité d’essai/CN=AC d’essai sans liste',
} as const
const ISSUERS = ['intermediate', 'silent', 'foreign'] as const

const makeKeyPair = promisify(generateKeyPair)

/** Makes the whole PKI in `dir`, which is emptied first. */
export async function makePki(dir: string, { now = new Date() } = {}): Promise<Pki> {
  await rm(dir, { recursive: true, force: true })
  const folders = ['people', 'trust', 'root', 'foreign-root', ...ISSUERS].map((one) =>
    join(dir, one),
  )
  await Promise.all(folders.map((one) => mkdir(one, { recursive: true })))

  for (const root of ['root', 'foreign-root'])
    await makeAuthority(dir, root, root, CA_NAMES.root, now)
  await makeAuthority(dir, 'intermediate', 'root', CA_NAMES.intermediate, now)
  await makeAuthority(dir, 'silent', 'root', CA_NAMES.silent, now)
  await makeAuthority(dir, 'foreign', 'foreign-root', CA_NAMES.intermediate, now)

  const specs = Object.entries(PEOPLE) as [Who, PersonSpec][]
  // One authority has one register: its certificates are issued one after the other.
  const made = await Promise.all(
    ISSUERS.map(async (issuer) => {
      const people: (readonly [Who, Person])[] = []
      for (const [who, spec] of specs) {
        if ((spec.issuer ?? 'intermediate') === issuer)
          people.push([who, await issue(dir, who, spec, now)])
      }
      return people
    }),
  )
  await makeCrls(dir, now)
  const pki = { dir, trust: join(dir, 'trust'), root: join(dir, 'root', 'ca.crt'), now }
  return { ...pki, people: Object.fromEntries(made.flat()) as Pki['people'] }
}

/** Takes up a PKI that `makePki` left on disk. */
export function pkiIn(dir: string, now: Date): Pki {
  const people = (Object.entries(PEOPLE) as [Who, PersonSpec][]).map(
    ([who, spec]) => [who, person(dir, who, spec)] as const,
  )
  return {
    dir,
    trust: join(dir, 'trust'),
    root: join(dir, 'root', 'ca.crt'),
    now,
    people: Object.fromEntries(people) as Pki['people'],
  }
}

async function makeAuthority(
  dir: string,
  ca: string,
  issuer: string,
  subject: string,
  now: Date,
): Promise<void> {
  const home = join(dir, ca)
  await writeFile(join(home, 'ca.key'), await privateKey('rsa'))
  await writeFile(join(home, 'index.txt'), '')
  await writeFile(join(home, 'ca.cnf'), AUTHORITY_CONF)
  await writeFile(join(home, 'ca.ext'), AUTHORITY_EXT)
  await request(home, 'ca', subject)
  const isRoot = ca === issuer
  await openssl(
    [
      ...[
        'ca',
        '-batch',
        '-notext',
        '-preserveDN',
        '-config',
        'ca.cnf',
        '-extfile',
        join(home, 'ca.ext'),
      ],
      ...(isRoot ? ['-selfsign', '-keyfile', 'ca.key'] : []),
      ...['-in', join(home, 'ca.csr'), '-out', join(home, 'ca.crt')],
      ...dates(now, -400, 3650),
    ],
    { cwd: join(dir, issuer) },
  )
}

async function issue(dir: string, who: Who, spec: PersonSpec, now: Date): Promise<Person> {
  const made = person(dir, who, spec)
  const base = join(dir, 'people', who)
  await writeFile(made.key, await privateKey(spec.key))
  const rdn =
    spec.rpps === null ? `CN=${spec.email}` : `CN=8${spec.rpps}+SN=${spec.nom}+GN=${spec.prenom}`
  await request(join(dir, 'people'), who, `/C=FR/title=Médecin/${rdn}`)
  await writeFile(`${base}.ext`, leafExtensions(spec))
  const cwd = join(dir, spec.issuer ?? 'intermediate')
  await openssl(
    [
      ...['ca', '-batch', '-notext', '-preserveDN', '-config', 'ca.cnf', '-extfile', `${base}.ext`],
      ...['-md', spec.digest ?? 'sha256', '-in', `${base}.csr`, '-out', made.certificate],
      ...dates(now, spec.from ?? -365, spec.to ?? 1095),
    ],
    { cwd },
  )
  if (spec.revoked === 'before') await revoke(cwd, made.certificate, now)
  await openssl([
    ...['pkcs12', '-export', '-inkey', made.key, '-in', made.certificate, '-certfile', made.chain],
    ...['-out', made.p12, '-passout', `pass:${P12_PASSWORD}`],
  ])
  return made
}

function person(dir: string, who: Who, spec: PersonSpec): Person {
  const base = join(dir, 'people', who)
  return {
    who,
    rpps: spec.rpps ?? '',
    nom: spec.nom,
    prenom: spec.prenom,
    email: spec.email ?? '',
    key: `${base}.key`,
    certificate: `${base}.crt`,
    chain: join(dir, spec.issuer ?? 'intermediate', 'ca.crt'),
    p12: `${base}.p12`,
    password: P12_PASSWORD,
  }
}

async function request(home: string, name: string, subject: string): Promise<void> {
  const base = join(home, name)
  await openssl([
    ...['req', '-new', '-utf8', '-key', `${base}.key`, '-subj', subject, '-out', `${base}.csr`],
    ...['-config', resolve(import.meta.dirname, 'request.cnf')],
  ])
}

/** Marks it as revoked thirty days before now: OpenSSL itself only knows the machine's clock. */
async function revoke(cwd: string, certificate: string, now: Date): Promise<void> {
  await openssl(['ca', '-config', 'ca.cnf', '-revoke', certificate, '-crl_reason', 'superseded'], {
    cwd,
  })
  const register = join(cwd, 'index.txt')
  const at = opensslTime(new Date(now.getTime() - 30 * DAY_MS)).slice(2)
  const lines = await readFile(register, 'utf8')
  await writeFile(register, lines.replace(/\d{12}Z,superseded/g, `${at},superseded`))
}

async function makeCrls(dir: string, now: Date): Promise<void> {
  const trust = join(dir, 'trust')
  for (const ca of ['root', 'intermediate']) {
    await openssl(
      [
        ...['ca', '-gencrl', '-config', 'ca.cnf', '-out', join(trust, `${ca}.crl`)],
        ...['-crl_lastupdate', opensslTime(new Date(now.getTime() - DAY_MS))],
        ...['-crl_nextupdate', opensslTime(new Date(now.getTime() + 400 * DAY_MS))],
      ],
      { cwd: join(dir, ca) },
    )
  }
  for (const ca of ['root', 'intermediate', 'silent']) {
    await writeFile(join(trust, `${ca}.pem`), await readFile(join(dir, ca, 'ca.crt')))
  }
}

async function privateKey(kind: PersonSpec['key']): Promise<string> {
  const { privateKey: key } = await KEYS[kind]()
  return String(key.export({ type: 'pkcs8', format: 'pem' }))
}

const KEYS = {
  rsa: () => makeKeyPair('rsa', { modulusLength: 2048 }),
  rsa1024: () => makeKeyPair('rsa', { modulusLength: 1024 }),
  p256: () => makeKeyPair('ec', { namedCurve: 'prime256v1' }),
  p384: () => makeKeyPair('ec', { namedCurve: 'secp384r1' }),
  p521: () => makeKeyPair('ec', { namedCurve: 'secp521r1' }),
  ed25519: () => makeKeyPair('ed25519'),
} as const

function dates(now: Date, from: number, to: number): string[] {
  const at = (days: number) => opensslTime(new Date(now.getTime() + days * DAY_MS))
  return ['-startdate', at(from), '-enddate', at(to)]
}

function leafExtensions({
  email,
  key,
  usage = 'both',
  extendedUsage,
  category,
}: PersonSpec): string {
  const closing = key.startsWith('rsa') ? 'keyEncipherment' : 'keyAgreement'
  const usages = { sign: 'digitalSignature,nonRepudiation', encrypt: closing }
  const all =
    usage === 'both' ? `${usages.sign}${key === 'ed25519' ? '' : `,${closing}`}` : usages[usage]
  return [
    'basicConstraints = critical,CA:FALSE',
    `keyUsage = critical,${all}`,
    `extendedKeyUsage = ${extendedUsage ?? 'emailProtection'}`,
    ...(email === null ? [] : [`subjectAltName = email:${email}`]),
    'subjectKeyIdentifier = hash',
    'authorityKeyIdentifier = keyid',
    ...(category === undefined ? [] : [`1.2.250.1.71.1.2.5 = DER:0401${category}`]),
    '',
  ].join('\n')
}

const AUTHORITY_EXT = `basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
`

const AUTHORITY_CONF = `[ca]
default_ca = this
[this]
database = index.txt
new_certs_dir = .
certificate = ca.crt
private_key = ca.key
rand_serial = yes
crl_extensions = crl
default_md = sha256
unique_subject = no
email_in_dn = no
policy = any
[any]
countryName = optional
organizationName = optional
commonName = optional
surname = optional
givenName = optional
title = optional
[crl]
authorityKeyIdentifier = keyid
`

if (import.meta.main) {
  const dir = resolve(process.argv[2] ?? 'certs/pki')
  const pki = await makePki(dir)
  console.log(`${Object.keys(pki.people).length} certificats d’essai dans ${dir}`)
}
