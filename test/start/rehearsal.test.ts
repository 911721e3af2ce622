import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

import t from 'tap'

import { loadConfig } from '../../src/config.ts'
import type { Identity } from '../../src/message.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import type { Parts } from '../../src/start/gateway.ts'
import { rehearse } from '../../src/start/rehearsal.ts'
import {
  alternativeNames,
  authority,
  day,
  distributionPoint,
  distributionPoints,
  type Entity,
  emailName,
  keyPair,
  keyUsage,
  NOW,
  type Shape,
  trusting,
  uriName,
} from '../pki/authority.ts'

const DIGITAL_SIGNATURE = 0x80
const KEY_AGREEMENT = 0x08
const FROM = 'teleexpertise@te.localhost'

const root = authority('Racine')
const ours = (usage: number, shape: Shape = {}): Entity =>
  root.issues('Passerelle', {
    ...shape,
    extensions: [alternativeNames(emailName(FROM)), keyUsage(usage), ...(shape.extensions ?? [])],
  })
const both = ours(DIGITAL_SIGNATURE | KEY_AGREEMENT)

const identityOf = ({ certificate, keys }: Entity): Identity => ({
  key: keys.privateKey,
  certificate: new X509Certificate(certificate.der),
  intermediates: [],
})

interface Given {
  readonly identity?: Identity
  readonly trust?: Awaited<ReturnType<Parts['trust']>>
  readonly hotes?: readonly string[]
}

/** What `check` would say of these parts, one line each. */
async function said({ identity, trust, hotes = [] }: Given): Promise<string[]> {
  const config = await loadConfig({})
  if ('errors' in config) throw new Error(config.errors.join())
  const found = await rehearse({
    identity: identity ?? identityOf(both),
    former: [],
    clock: { now: () => NOW },
    config: { ...config, revocationHotes: hotes },
    trust: () => Promise.resolve(trust ?? trusting(root)),
  } as unknown as Parts)
  return found.map(({ name, ok, detail }) => `${ok ? 'bon' : 'PANNE'} ${name} ${detail}`)
}

const faults = (lines: readonly string[]): string[] =>
  lines.filter((line) => line.startsWith('PANNE'))

t.test('says of each thing that is well what was tried', async (t) => {
  const list = root.lists({ thisUpdate: day(-1), nextUpdate: day(6) })
  const lines = await said({ trust: trusting(root, list) })
  t.strictSame(faults(lines), [])
  for (const line of [
    /signature une lettre signée et vérifiée/,
    /chemin jusqu’à .*Racine.*révocation bonne/,
    /chiffrement une lettre chiffrée pour la passerelle et ouverte/,
    /fichiers tous lus : 1 certificat/,
    /listes liste de .*Racine.* jusqu’au 2026-11-28/,
  ]) {
    t.ok(
      lines.some((each) => line.test(each)),
      String(line),
    )
  }
})

t.test('names each authority of the folder of which no list is known', async (t) => {
  const none = (lines: readonly string[]) => lines.filter((line) => line.includes('aucune liste'))
  t.match(none(await said({ trust: trusting(root) })), [
    /^bon listes aucune liste connue de .*Racine.*CONFRERE_TRUST_DIR.*CONFRERE_REVOCATION_HOTES/,
  ])
  for (const days of [6, -2]) {
    const list = root.lists({ thisUpdate: day(-9), nextUpdate: day(days) })
    t.strictSame(none(await said({ trust: trusting(root, list) })), [], 'one is known')
  }
})

t.test('says each fault in a line of its own', async (t) => {
  const other = authority('Autre')
  const expired = root.lists({ thisUpdate: day(-9), nextUpdate: day(-2) })
  const revoked = root.lists({
    revoked: [{ of: both, at: day(-2) }],
    thisUpdate: day(-1),
    nextUpdate: day(6),
  })
  const table: readonly (readonly [string, Given, RegExp])[] = [
    [
      'may only encrypt',
      { identity: identityOf(ours(KEY_AGREEMENT)) },
      /^PANNE signature .*ne permet pas de signer/,
    ],
    [
      'may only sign',
      { identity: identityOf(ours(DIGITAL_SIGNATURE)) },
      /^PANNE chiffrement .*aucun certificat/,
    ],
    [
      'a key that is not its certificate’s',
      { identity: { ...identityOf(both), key: keyPair().privateKey } },
      /^PANNE signature aucune lettre ne peut partir/,
    ],
    ['no path', { trust: trusting(other) }, /^PANNE chemin aucun chemin .*CONFRERE_TRUST_DIR/],
    ['revoked', { trust: trusting(root, revoked) }, /^PANNE chemin .*PRONONCÉE/],
    [
      'only an expired list',
      { trust: trusting(root, expired) },
      /^PANNE listes .*Racine.* périmée depuis le 2026-11-20/,
    ],
    [
      'a host that does not answer',
      { hotes: ['127.0.0.1:1'] },
      /^PANNE hote 127\.0\.0\.1:1 : injoignable/,
    ],
  ]
  for (const [name, given, line] of table) {
    t.ok(
      faults(await said(given)).some((each) => line.test(each)),
      name,
    )
  }
})

t.test('an older list beside a good one is no fault, and one near its end is told', async (t) => {
  const old = root.lists({ thisUpdate: day(-9), nextUpdate: day(-2), number: 1 })
  const good = root.lists({ thisUpdate: day(-6), nextUpdate: day(1), number: 2 })
  const lines = await said({ trust: trusting(root, old, good) })
  t.strictSame(faults(lines), [])
  t.ok(lines.some((line) => /bientôt périmée/.test(line)))
})

t.test('names each file of the trust folder that it can make nothing of', async (t) => {
  const folder = t.testdir()
  writeFileSync(join(folder, 'racine.der'), root.certificate.der)
  writeFileSync(join(folder, 'page.html'), '<html>404</html>')
  writeFileSync(join(folder, 'coupe.crt'), root.certificate.der.subarray(0, 90))
  writeFileSync(join(folder, 'vide.crl'), '')
  const lines = faults(await said({ trust: await loadTrust(folder) }))
  for (const name of ['page.html', 'coupe.crt', 'vide.crl']) {
    t.equal(lines.filter((line) => line.includes(`fichiers ${name} `)).length, 1, name)
  }
  t.notOk(lines.some((line) => line.includes('racine.der')))
})

t.test('fetches from each host what the authorities publish there', async (t) => {
  const list = root.lists({ thisUpdate: day(-1), nextUpdate: day(6) })
  const asked: string[] = []
  const server = createServer((request, reply) => {
    asked.push(request.url ?? '')
    if (request.url === '/liste.crl') reply.end(list.crl)
    else reply.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.teardown(() => server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const naming = (path: string): Entity =>
    ours(DIGITAL_SIGNATURE | KEY_AGREEMENT, {
      extensions: [distributionPoints(distributionPoint([uriName(`http://${host}${path}`)]))],
    })
  const lineOf = async (given: Given): Promise<string> =>
    (await said({ ...given, hotes: [host] })).find((line) => line.includes(' hote ')) ?? ''
  t.match(await lineOf({ identity: identityOf(naming('/liste.crl')) }), /^bon .*liste obtenue/)
  t.match(await lineOf({ identity: identityOf(naming('/partie.crl')) }), /^PANNE .*http-404/)
  t.match(await lineOf({}), /^bon .*répond/)
  t.strictSame(asked, ['/liste.crl', '/partie.crl', '/'])
})
