/**
 * Makes the keys that a gateway in `dev` lacks: authority, identity, master key, trust folder.
 *
 * In    where they belong (CONFRERE_DATA_DIR, CONFRERE_TRUST_DIR…) and the address of the gateway
 * Out   files: private ones readable by their owner alone, the authority's certificate and CRL in the trust
 *       folder; nothing is made that is there and still good
 * Refuses   (throws, one sentence) to write over a file that it did not make; several processes at once take turns
 *
 * SPEC §2 (`dev` makes the keys it lacks; `production` makes nothing and never calls this)
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import forge from 'node-forge'

import { systemClock } from '../kit/clock.ts'
import { makeFolder } from '../kit/folders.ts'
import { opening } from '../kit/opening.ts'
import { alone, notOurs, ours, type Place, read, writeNew, writeWhole } from './dev-files.ts'
import { loadIdentity } from './identity.ts'
import { type Authority, issueCertificate, issueEmptyCrl, name } from './issue.ts'

/** What the settings say of the keys. */
export interface DevKeys {
  readonly dataDir: string
  readonly trustDir: string
  /** The one `From`: the address in the gateway's certificate. */
  readonly from: string
  readonly identity: { readonly file: string; readonly passwordFile: string | null }
  readonly masterKeyFile: string
  readonly now?: Date
}

/** The authority of `dev`: signs the gateway's certificate and those of the demo's physicians. */
export interface DevAuthority extends Authority {
  readonly certificate: X509Certificate
}

/** A person of the demo, with what his mail client imports. */
export interface DevPerson {
  readonly key: KeyObject
  readonly certificate: X509Certificate
  readonly p12: Buffer
  readonly password: string
}

const DAY_MS = 86_400_000
const AUTHORITY_DAYS = 3650
const LEAF_DAYS = 1095
const CRL_DAYS = 365
/** What ends sooner is made anew at the next start. */
const RENEW_DAYS = 60
const AUTHORITY_CN = 'Autorité de développement Confrère'
const AUTHORITY_NAME = name({ c: 'FR' }, { o: 'Confrère' }, { cn: AUTHORITY_CN })
const CERTIFICATE_FILE = 'confrere-dev.pem'
const CRL_FILE = 'confrere-dev.crl'

const makeKeyPair = promisify(generateKeyPair)

/** Makes whatever is missing or near its end, and gives the authority. */
export async function makeDevKeys(keys: DevKeys): Promise<DevAuthority> {
  const now = keys.now ?? systemClock.now()
  const { dataDir } = keys
  const folder = join(dataDir, 'keys')
  const make = async (): Promise<DevAuthority> => {
    await makeMasterKey(keys.masterKeyFile)
    const keyPlace = { setting: 'CONFRERE_DATA_DIR', file: join(folder, 'authority.key') }
    const authority = await makeAuthority(keyPlace, { trustDir: keys.trustDir, now })
    await makeCrl(authority, { place: trusted(keys.trustDir, CRL_FILE), now })
    if (!(await isGoodIdentity(keys, { authority, now })))
      await makeIdentity(keys, { authority, now })
    return authority
  }
  return await opening('CONFRERE_DATA_DIR', dataDir, async () => {
    await makeFolder(folder, 0o700)
    return await alone(join(folder, '.making'), make)
  })
}

/** A file of the trust folder. */
function trusted(trustDir: string, name: string): Place {
  return { setting: 'CONFRERE_TRUST_DIR', file: join(trustDir, name) }
}

/** Makes 32 random bytes that wrap the data keys; never touches a file that is there. */
export async function makeMasterKey(file: string): Promise<void> {
  const place = { setting: 'CONFRERE_MASTER_KEY_FILE', file }
  if ((await read(place)) === null) await writeNew(place, randomBytes(32), 0o600)
}

/** Makes a physician: `CN=8<rpps>+SN=…+GN=…` in one RDN as in IGC-Santé, and his PKCS#12. */
export async function makePerson(
  authority: DevAuthority,
  person: {
    readonly rpps: string
    readonly nom: string
    readonly prenom: string
    readonly email: string
    readonly now?: Date
  },
): Promise<DevPerson> {
  const subject = name(
    { c: 'FR' },
    { title: 'Médecin' },
    { cn: `8${person.rpps}`, sn: person.nom, gn: person.prenom },
  )
  const now = person.now ?? systemClock.now()
  const { key, certificate } = await issueLeaf(authority, { subject, email: person.email, now })
  const password = randomBytes(9).toString('base64url')
  return {
    key,
    certificate,
    password,
    p12: pkcs12({ key, certificate, password, label: person.email }),
  }
}

async function makeAuthority(
  keyPlace: Place,
  { trustDir, now }: { trustDir: string; now: Date },
): Promise<DevAuthority> {
  const place = trusted(trustDir, CERTIFICATE_FILE)
  const [keyPem, certificatePem] = await Promise.all([read(keyPlace), read(place)])
  const held = keyPem === null ? null : ours(keyPlace, () => createPrivateKey(keyPem))
  const known =
    certificatePem === null
      ? null
      : ours(place, () => authorityIn(new X509Certificate(certificatePem)))
  if (held !== null && known?.checkPrivateKey(held) === true && lastsBeyond(known, now)) {
    return { key: held, certificate: known, name: AUTHORITY_NAME }
  }
  const crl = trusted(trustDir, CRL_FILE)
  await mustBeOurCrl(crl)
  // A key that is there is kept, and certified anew.
  const key = held ?? (await makeKeyPair('rsa', { modulusLength: 2048 })).privateKey
  const publicKey = createPublicKey(key)
  const certificate = new X509Certificate(
    issueCertificate({
      subject: AUTHORITY_NAME,
      publicKey,
      email: null,
      ...period(now, AUTHORITY_DAYS),
      authority: { name: AUTHORITY_NAME, key },
    }),
  )
  if (held === null) {
    await writeNew(keyPlace, Buffer.from(key.export({ type: 'pkcs8', format: 'pem' })), 0o600)
  }
  await writeWhole(place, Buffer.from(certificate.toString()), 0o644)
  // A CRL of the former authority would not verify any more.
  await opening(crl.setting, crl.file, () => rm(crl.file, { force: true }))
  return { key, certificate, name: AUTHORITY_NAME }
}

/** The file is made anew two months before its `nextUpdate`: a revocation status never lapses. */
async function makeCrl(
  authority: DevAuthority,
  { place, now }: { place: Place; now: Date },
): Promise<void> {
  const made = await stat(place.file).catch(() => null)
  const age = made === null ? Number.POSITIVE_INFINITY : now.getTime() - made.mtimeMs
  if (age >= 0 && age < (CRL_DAYS - RENEW_DAYS) * DAY_MS) return
  await mustBeOurCrl(place)
  const number = Math.floor(now.getTime() / 1000)
  const crl = issueEmptyCrl({ authority, number, ...period(now, CRL_DAYS) })
  await writeWhole(place, crl, 0o644)
}

async function isGoodIdentity(
  { identity, from }: DevKeys,
  { authority, now }: { authority: DevAuthority; now: Date },
): Promise<boolean> {
  const { p12: file, password: passwordFile } = placesOf(identity)
  const p12 = await read(file)
  if (p12 === null) return false
  const password = passwordFile === null ? null : await read(passwordFile)
  try {
    const { certificate } = loadIdentity(p12, String(password ?? '').replace(/\r?\n$/, ''))
    // A file that someone else made is his: it is not judged here, and never overwritten.
    if (!certificate.issuer.includes(AUTHORITY_CN)) return true
    const isIssued = certificate.verify(authority.certificate.publicKey)
    return isIssued && certificate.checkEmail(from) !== undefined && lastsBeyond(certificate, now)
  } catch {
    // Loading it for use says why, in a sentence for the operator; nothing of his is overwritten.
    return true
  }
}

function placesOf({ file, passwordFile }: DevKeys['identity']) {
  const setting = 'CONFRERE_IDENTITY'
  return {
    p12: { setting, file },
    password:
      passwordFile === null ? null : { setting: `${setting}_PASSWORD_FILE`, file: passwordFile },
  }
}

async function makeIdentity(
  { identity, from }: DevKeys,
  { authority, now }: { authority: DevAuthority; now: Date },
): Promise<void> {
  const places = placesOf(identity)
  const subject = name({ c: 'FR' }, { o: 'Confrère' }, { cn: from })
  const { key, certificate } = await issueLeaf(authority, { subject, email: from, now })
  const password = places.password === null ? '' : await passwordIn(places.password)
  // What is there was made here: `isGoodIdentity` left aside whatever was not.
  await writeWhole(places.p12, pkcs12({ key, certificate, password, label: from }), 0o600)
}

/** The password that the file holds; one is made where there is no file, none is ever replaced. */
async function passwordIn(place: Place): Promise<string> {
  const held = await read(place)
  if (held !== null) return String(held).replace(/\r?\n$/, '')
  const password = randomBytes(18).toString('base64url')
  await writeNew(place, Buffer.from(password), 0o600)
  return password
}

async function issueLeaf(
  authority: DevAuthority,
  { subject, email, now }: { subject: Buffer; email: string; now: Date },
): Promise<{ key: KeyObject; certificate: X509Certificate }> {
  const { privateKey: key, publicKey } = await makeKeyPair('rsa', { modulusLength: 2048 })
  const der = issueCertificate({ subject, publicKey, email, ...period(now, LEAF_DAYS), authority })
  return { key, certificate: new X509Certificate(der) }
}

function pkcs12({
  key,
  certificate,
  password,
  label,
}: {
  readonly key: KeyObject
  readonly certificate: X509Certificate
  readonly password: string
  readonly label: string
}): Buffer {
  const tree = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(String(key.export({ type: 'pkcs8', format: 'pem' }))),
    [forge.pki.certificateFromPem(certificate.toString())],
    password,
    { algorithm: 'aes256', friendlyName: label },
  )
  return Buffer.from(forge.asn1.toDer(tree).getBytes(), 'latin1')
}

/** A day before now, for clocks that are late, until so many days after. */
function period(now: Date, days: number): { from: Date; to: Date } {
  return { from: new Date(now.getTime() - DAY_MS), to: new Date(now.getTime() + days * DAY_MS) }
}

function lastsBeyond(certificate: X509Certificate, now: Date): boolean {
  return certificate.validToDate.getTime() - now.getTime() > RENEW_DAYS * DAY_MS
}

function authorityIn(certificate: X509Certificate): X509Certificate {
  if (certificate.subject.includes(AUTHORITY_CN)) return certificate
  throw new Error('another authority')
}

async function mustBeOurCrl(place: Place): Promise<void> {
  const held = await read(place)
  if (held !== null && !held.includes(AUTHORITY_CN)) throw notOurs(place)
}
