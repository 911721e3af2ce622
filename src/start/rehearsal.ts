/**
 * Everything once, as the work will do it: for `check`, which says what fails before a mail does.
 *
 * In    the parts of a gateway that runs or could; an identity or a trust that could not be had is null
 * Out   one trial a thing: a letter signed and verified, one encrypted to us and opened, the path of our certificate,
 *       each file of the trust folder, the age of each list, each host of lists of revocation; without what it needs a
 *       thing is said to be untried
 *
 * Nothing is stored and nothing is sent. SPEC §1 (`check`), §2
 */
import type { Config } from '../config.ts'
import { isRefusal } from '../errors.ts'
import { openPolicy } from '../flow/open-policy.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../kit/bytes.ts'
import type { Identity, OpenedMessage, WrittenMessage } from '../message.ts'
import { withoutList } from '../monitor/awaited-lists.ts'
import { isNearItsEnd, newestLists } from '../monitor/revocation.ts'
import { open, receivedFile } from '../open/open.ts'
import { parseCertificate } from '../pki/certificate.ts'
import { canSign, identityProblem, readerOf } from '../pki/identity-use.ts'
import { isAllowed, listAddresses } from '../pki/list-addresses.ts'
import { nameText } from '../pki/name.ts'
import { findPath } from '../pki/path.ts'
import type { Trust } from '../pki/trust.ts'
import type { RecipientKey } from '../seal/encrypt.ts'
import { seal } from '../seal/seal.ts'
import { verifyOwn } from '../seal/verify-own.ts'
import { fetchList } from '../trust/fetch.ts'
import { ownCertificates } from '../trust/lists.ts'
import { namedAnchors } from './anchors-named.ts'
import { type Trial, untried } from './dry-start.ts'
import type { Parts } from './gateway.ts'
import { identitySetting } from './gateway-identity.ts'
import { atTheDoor } from './rehearsal-door.ts'

const MAX_LETTER_BYTES = 1024 * 1024
const FETCH = { maxBytes: 32 * 1024 * 1024, withinMs: 10_000 }
const NO_LETTER = 'aucune lettre ne peut partir'

/** What the rehearsal needs of a gateway; null: it could not be had. */
export interface Rehearsed extends Pick<Parts, 'clock' | 'config' | 'former'> {
  readonly identity: Identity | null
  readonly trust: (() => Promise<Trust>) | null
}

type Speaking = Rehearsed & { readonly identity: Identity }
type Trusting = Rehearsed & { readonly trust: () => Promise<Trust> }

/** Tries everything that needs neither the database nor the relay. */
export async function rehearse(parts: Rehearsed): Promise<readonly Trial[]> {
  const { identity, trust } = parts
  const named = identitySetting(parts.config)
  const noIdentity = { detail: 'l’identité ne se lit pas', setting: named }
  const noTrust = { detail: 'le dossier de confiance ne se lit pas', setting: TRUST }
  const letters = ['signature', 'porte', 'chemin', 'chiffrement']
  const files = ['fichiers', 'listes']
  const speaking = identity === null ? null : { ...parts, identity }
  return [
    ...(speaking === null || trust === null
      ? letters.map((name) => untried(name, speaking === null ? noIdentity : noTrust))
      : [
          ...(await letterSigned({ ...speaking, trust })),
          await letterOpened({ ...speaking, trust }),
        ]),
    ...(trust === null
      ? files.map((name) => untried(name, noTrust))
      : [
          ...(await filesOfTrust({ trust })),
          ...namedAnchors(parts.config, await trust()),
          ...(await listsOfTrust({ ...parts, trust })),
        ]),
    ...(await hostsOfLists(parts)),
  ]
}

const TRUST = 'CONFRERE_TRUST_DIR'

/** Signs a letter to ourselves and judges it as that of another would be: signature, then path. */
async function letterSigned(parts: Speaking & Trusting): Promise<Trial[]> {
  const setting = identitySetting(parts.config)
  const found = await rehearsed(parts, null)
  if (typeof found === 'string') {
    return [
      { name: 'signature', ok: false, detail: found, setting },
      untried('porte', { detail: 'aucune lettre ne se signe', setting }),
      await pathAlone(parts),
    ]
  }
  const { signature, path, revocation } = found.opened.verdict
  const isSigned = signature.status === 'valid'
  const signed = isSigned
    ? 'une lettre signée et vérifiée'
    : `une lettre signée ne se vérifie pas (${signature.reason ?? signature.status}) : ${NO_LETTER}`
  const isGood = path.status === 'valid' && revocation.status !== 'revoked'
  const way = `jusqu’à ${path.anchor ?? 'une ancre'}, révocation ${REVOCATION[revocation.status ?? ''] ?? 'inconnue'}`
  const detail = path.status === 'valid' ? way : noPath(path.reason ?? path.status ?? 'inconnu')
  const blamed = revocation.status === 'revoked' ? setting : TRUST
  return [
    { name: 'signature', ok: isSigned, detail: signed, setting },
    atTheDoor(found.raw, parts.config),
    { name: 'chemin', ok: isGood, detail, setting: blamed },
  ]
}

/** The path of a certificate that signs no letter: tried all the same. */
async function pathAlone({ identity, trust, clock }: Speaking & Trusting): Promise<Trial> {
  const now = clock.now()
  const own = parseCertificate(identity.certificate.raw)
  const beside = identity.intermediates.map(({ raw }) => parseCertificate(raw))
  const { anchors, candidates, bars } = await trust()
  const pool = {
    anchors,
    bars,
    candidates: (key: string) => [
      ...candidates(key),
      ...beside.filter(({ subject }) => subject.key === key),
    ],
  }
  const path = findPath(own, pool, now)
  const ok = path.status === 'valid'
  const detail = ok ? 'jusqu’à une ancre' : noPath(path.reason)
  return { name: 'chemin', ok, detail, setting: TRUST }
}

function noPath(reason: string): string {
  return `aucun chemin du certificat de la passerelle vers une ancre (${reason}) : complétez ${TRUST}`
}

const REVOCATION: { readonly [status: string]: string } = {
  good: 'bonne',
  revoked: 'PRONONCÉE : demandez un autre certificat',
}

/** Encrypts a letter to ourselves and opens it. */
async function letterOpened(parts: Speaking & Trusting): Promise<Trial> {
  const name = 'chiffrement'
  const setting = identitySetting(parts.config)
  const reader = readerOf(parts.identity)
  if (reader === null) {
    const detail =
      'aucun certificat de la passerelle ne permet de lui chiffrer un courrier (usages de la clé) : ajoutez-le au PKCS#12 de CONFRERE_IDENTITY'
    return { name, ok: false, detail, setting }
  }
  if (!canSign(parts.identity))
    return untried(name, { detail: 'aucune lettre ne se signe', setting })
  const recipient = {
    certificate: Buffer.from(reader.certificate.raw),
    capabilities: { gcm: false, oaep: false },
  }
  const found = await rehearsed(parts, recipient)
  if (typeof found === 'string') return { name, ok: false, detail: found, setting }
  const { verdict } = found.opened
  const ok = verdict.signature.status === 'valid'
  const why = verdict.refusal ?? verdict.signature.status
  return {
    name,
    ok,
    detail: ok
      ? 'une lettre chiffrée pour la passerelle et ouverte'
      : `ce qui lui est chiffré ne s’ouvre pas (${why})`,
    setting,
  }
}

/** One letter to ourselves, made and opened; a sentence when none can be made. */
async function rehearsed(
  parts: Speaking & Trusting,
  recipient: RecipientKey | null,
): Promise<{ readonly raw: Buffer; readonly opened: OpenedMessage } | string> {
  const { identity, former, clock, config } = parts
  const now = clock.now()
  const problem = identityProblem(identity, now)
  if (problem !== null && problem.kind === 'usage') return `${problem.text} ; ${NO_LETTER}`
  try {
    const sealed = await seal(letterTo(config.from, now), {
      identity,
      recipient,
      keep: keepInMemory,
      now,
    })
    if (isRefusal(sealed)) return `aucune lettre ne se chiffre pour la passerelle (${sealed.code})`
    await verifyOwn(sealed, { identity })
    const raw = await wholeBuffer(sealed.raw, MAX_LETTER_BYTES)
    const opened = await open(receivedFile(raw, now), {
      keys: [identity, ...former],
      trust: await parts.trust(),
      annuaire: null,
      policy: openPolicy(config),
      keep: keepInMemory,
    })
    return { raw, opened }
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'erreur'
    return `${NO_LETTER} (${said})`
  }
}

function letterTo(from: Config['from'], now: Date): WrittenMessage {
  const messageId = `<essai.${now.getTime()}@${from.slice(from.lastIndexOf('@') + 1)}>`
  const entity = 'Content-Type: text/plain; charset=utf-8\r\n\r\nEssai de la passerelle.\r\n'
  return {
    headers: [
      ['From', from],
      ['To', from],
      ['Subject', 'Essai'],
      ['Date', now.toUTCString().replace('GMT', '+0000')],
      ['Message-ID', messageId],
    ],
    entity: memoryBytes(Buffer.from(entity)),
    to: from,
    messageId,
    bodies: { text: '', html: '' },
    original: false,
    clinical: false,
  }
}

/** What the folder holds and nothing can be made of, one line a file. */
async function filesOfTrust({ trust }: Pick<Trusting, 'trust'>): Promise<Trial[]> {
  const { problems, all } = await trust()
  const count = all.anchors.length + all.candidates.length
  const [name, setting] = ['fichiers', TRUST]
  if (problems.length === 0) {
    return [{ name, ok: true, detail: `tous lus : ${count} certificat(s)`, setting }]
  }
  return problems.map((detail) => ({ name, ok: false, detail, setting }))
}

/**
 * The newest list of each authority: one that is over settles nothing any more. An authority of which no list is known is
 * named: mail of its people waits, unless a responder answers for them.
 */
async function listsOfTrust({ trust, clock, config }: Trusting): Promise<Trial[]> {
  const now = clock.now()
  const read = await trust()
  const lists = newestLists(read)
  const [name, setting] = ['listes', TRUST]
  const known = new Set(lists.map(({ issuer }) => issuer.key))
  const silent = withoutList(read, now).filter(({ subject }) => !known.has(subject.key))
  const names = [...new Set(silent.map(({ subject }) => nameText(subject)))]
  const absent = names.map((each) => {
    const detail = `aucune liste connue de ${each} : sans réponse OCSP, le courrier de qui en dépend attend ; déposez-la dans CONFRERE_TRUST_DIR, ou nommez son hôte dans CONFRERE_REVOCATION_HOTES`
    return { name, ok: true, detail, setting }
  })
  if (lists.length === 0 && absent.length === 0) {
    return [{ name, ok: true, detail: 'aucune liste de révocation', setting }]
  }
  const held = lists.map((crl) => {
    const { issuer, nextUpdate } = crl
    const of = `liste de ${nameText(issuer)}`
    if (nextUpdate === null) return { name, ok: true, detail: `${of}, sans échéance`, setting }
    const day = nextUpdate.toISOString().slice(0, 16).replace('T', ' ')
    if (nextUpdate < now) {
      const detail = `${of} périmée depuis le ${day} : déposez la nouvelle dans CONFRERE_TRUST_DIR, ou nommez son hôte dans CONFRERE_REVOCATION_HOTES`
      return { name, ok: false, detail, setting }
    }
    const soon = isNearItsEnd(crl, now) ? ', bientôt périmée : déposez la nouvelle' : ''
    return { name, ok: true, detail: `${of} jusqu’au ${day}${soon}`, setting }
  })
  const isLost = lists.length === 0 && config.revocationHotes.length === 0
  if (!isLost || config.revocationInconnue === 'accept-flagged') return [...held, ...absent]
  const detail = `aucune liste d’aucune autorité, aucun hôte où en chercher : aucun courrier signé ne serait pris ; déposez-les dans CONFRERE_TRUST_DIR, ou nommez leurs hôtes dans CONFRERE_REVOCATION_HOTES`
  return [...absent, { name, ok: false, detail, setting: 'CONFRERE_REVOCATION_HOTES' }]
}

/** Fetches from each host what authorities publish there; where they name nothing, asks whether anybody answers. */
async function hostsOfLists({ config, trust, identity }: Rehearsed): Promise<Trial[]> {
  const hosts = config.revocationHotes
  const certificates = ownCertificates(trust === null ? null : await trust(), { identity })
  return await Promise.all(
    hosts.map(async (host): Promise<Trial> => {
      const addresses = listAddresses(certificates, [host])
      const [first = `http://${host}/`] = addresses.filter((each) => isAllowed(each, [host]))
      const fetched = await fetchList(first, { ...FETCH, hosts })
      const isNamed = addresses.length > 0
      const fault = 'fault' in fetched ? fetched.fault : null
      // Who answers with a page that is not there is there.
      const ok = fault === null || (!isNamed && fault.startsWith('http-'))
      const good = isNamed ? 'liste obtenue' : 'répond ; aucune adresse de liste connue'
      const detail = ok ? `${host} : ${good}` : `${host} : ${FAULTS[fault] ?? fault} (${first})`
      return { name: 'hote', ok, detail, setting: 'CONFRERE_REVOCATION_HOTES' }
    }),
  )
}

const FAULTS: { readonly [fault: string]: string } = {
  injoignable: 'injoignable',
  'trop-lent': `ne répond pas en ${FETCH.withinMs / 1_000} s`,
  redirection: 'renvoie vers un hôte que ce réglage ne nomme pas',
}
