/**
 * Everything once, as the work will do it: for `check`, which says what fails before a mail does.
 *
 * In    the parts of a gateway that runs or could
 * Out   one line a thing: a letter signed and verified, one encrypted to us and opened, the path of our certificate,
 *       each file of the trust folder, the age of each list, each host of lists of revocation
 *
 * Nothing is stored and nothing is sent. SPEC §1 (`check`), §2
 */
import { isRefusal } from '../errors.ts'
import { keepInMemory, memoryBytes, wholeBuffer } from '../kit/bytes.ts'
import type { OpenedMessage, WrittenMessage } from '../message.ts'
import { open, receivedFile } from '../open/open.ts'
import { identityProblem, readerOf } from '../pki/identity-use.ts'
import { isAllowed, listAddresses } from '../pki/list-addresses.ts'
import { nameText } from '../pki/name.ts'
import type { RecipientKey } from '../seal/encrypt.ts'
import { seal } from '../seal/seal.ts'
import { verifyOwn } from '../seal/verify-own.ts'
import { fetchList } from './fetch-list.ts'
import type { Dependency } from './health.ts'
import type { Parts } from './parts.ts'
import { openPolicy } from './policy.ts'
import { isNearItsEnd, newestLists, ownCertificates } from './refresh.ts'

const MAX_LETTER_BYTES = 1024 * 1024
const FETCH = { maxBytes: 32 * 1024 * 1024, withinMs: 10_000 }
const NO_LETTER = 'aucune lettre ne peut partir'

/** Tries everything that needs neither the database nor the relay. */
export async function rehearse(parts: Parts): Promise<readonly Dependency[]> {
  return [
    ...(await letterSigned(parts)),
    await letterOpened(parts),
    ...(await filesOfTrust(parts)),
    ...(await listsOfTrust(parts)),
    ...(await hostsOfLists(parts)),
  ]
}

/** Signs a letter to ourselves and judges it as that of another would be: signature, then path. */
async function letterSigned(parts: Parts): Promise<Dependency[]> {
  const found = await rehearsed(parts, null)
  if (typeof found === 'string') return [{ name: 'signature', ok: false, detail: found }]
  const { signature, path, revocation } = found.verdict
  const isSigned = signature.status === 'valid'
  const signed = isSigned
    ? 'une lettre signée et vérifiée'
    : `une lettre signée ne se vérifie pas (${signature.reason ?? signature.status}) : ${NO_LETTER}`
  const isGood = path.status === 'valid' && revocation.status !== 'revoked'
  const way = `jusqu’à ${path.anchor ?? 'une ancre'}, révocation ${REVOCATION[revocation.status ?? ''] ?? 'inconnue'}`
  const none = `aucun chemin du certificat de la passerelle vers une ancre (${path.reason ?? path.status ?? 'inconnu'}) : complétez CONFRERE_TRUST_DIR`
  return [
    { name: 'signature', ok: isSigned, detail: signed },
    { name: 'chemin', ok: isGood, detail: path.status === 'valid' ? way : none },
  ]
}

const REVOCATION: { readonly [status: string]: string } = {
  good: 'bonne',
  revoked: 'PRONONCÉE : demandez un autre certificat',
}

/** Encrypts a letter to ourselves and opens it. */
async function letterOpened(parts: Parts): Promise<Dependency> {
  const name = 'chiffrement'
  const reader = readerOf(parts.identity)
  if (reader === null) {
    const detail =
      'aucun certificat de la passerelle ne permet de lui chiffrer un courrier (usages de la clé) : ajoutez-le au PKCS#12 de CONFRERE_IDENTITY'
    return { name, ok: false, detail }
  }
  const recipient = {
    certificate: Buffer.from(reader.certificate.raw),
    capabilities: { gcm: false, oaep: false },
  }
  const found = await rehearsed(parts, recipient)
  if (typeof found === 'string') return { name, ok: false, detail: found }
  const { verdict } = found
  const ok = verdict.signature.status === 'valid'
  const why = verdict.refusal ?? verdict.signature.status
  return {
    name,
    ok,
    detail: ok
      ? 'une lettre chiffrée pour la passerelle et ouverte'
      : `ce qui lui est chiffré ne s’ouvre pas (${why})`,
  }
}

/** One letter to ourselves, made and opened; a sentence when none can be made. */
async function rehearsed(
  parts: Parts,
  recipient: RecipientKey | null,
): Promise<OpenedMessage | string> {
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
    return await open(receivedFile(await wholeBuffer(sealed.raw, MAX_LETTER_BYTES), now), {
      keys: [identity, ...former],
      trust: await parts.trust(),
      annuaire: null,
      policy: openPolicy(config),
      keep: keepInMemory,
    })
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : 'erreur'
    return `${NO_LETTER} (${said})`
  }
}

function letterTo(from: Parts['config']['from'], now: Date): WrittenMessage {
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
    clinical: false,
  }
}

/** What the folder holds and nothing can be made of, one line a file. */
async function filesOfTrust(parts: Parts): Promise<Dependency[]> {
  const { problems, all } = await parts.trust()
  const count = all.anchors.length + all.candidates.length
  if (problems.length === 0) {
    return [{ name: 'fichiers', ok: true, detail: `tous lus : ${count} certificat(s)` }]
  }
  return problems.map((detail) => ({ name: 'fichiers', ok: false, detail }))
}

/** The newest list of each authority: one that is over settles nothing any more. */
async function listsOfTrust(parts: Parts): Promise<Dependency[]> {
  const now = parts.clock.now()
  const lists = newestLists(await parts.trust())
  if (lists.length === 0) {
    return [{ name: 'listes', ok: true, detail: 'aucune liste de révocation' }]
  }
  return lists.map((crl) => {
    const { issuer, nextUpdate } = crl
    const of = `liste de ${nameText(issuer)}`
    if (nextUpdate === null) return { name: 'listes', ok: true, detail: `${of}, sans échéance` }
    const day = nextUpdate.toISOString().slice(0, 16).replace('T', ' ')
    if (nextUpdate < now) {
      const detail = `${of} périmée depuis le ${day} : déposez la nouvelle dans CONFRERE_TRUST_DIR, ou nommez son hôte dans CONFRERE_REVOCATION_HOTES`
      return { name: 'listes', ok: false, detail }
    }
    const soon = isNearItsEnd(crl, now) ? ', bientôt périmée : déposez la nouvelle' : ''
    return { name: 'listes', ok: true, detail: `${of} jusqu’au ${day}${soon}` }
  })
}

/** Fetches from each host what authorities publish there; where they name nothing, asks whether anybody answers. */
async function hostsOfLists(parts: Parts): Promise<Dependency[]> {
  const { revocationHotes } = parts.config
  const certificates = ownCertificates(await parts.trust(), parts)
  return await Promise.all(
    revocationHotes.map(async (host): Promise<Dependency> => {
      const addresses = listAddresses(certificates, [host])
      const [first = `http://${host}/`] = addresses.filter((each) => isAllowed(each, [host]))
      const fetched = await fetchList(first, FETCH)
      const isNamed = addresses.length > 0
      const fault = 'fault' in fetched ? fetched.fault : null
      // Who answers with a page that is not there is there.
      const ok = fault === null || (!isNamed && fault.startsWith('http-'))
      const said = ok
        ? isNamed
          ? 'liste obtenue'
          : 'répond ; aucune adresse de liste connue'
        : fault
      return { name: 'hote', ok, detail: `${host} : ${said}${ok ? '' : ` (${first})`}` }
    }),
  )
}
