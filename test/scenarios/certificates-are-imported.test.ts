import { cpSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'

import { openssl } from '../../certs/openssl.ts'
import type { Who } from '../../certs/people.ts'
import { annuaire } from '../../src/cli/annuaire.ts'
import { argumentsOf, Failure } from '../../src/cli/terms.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** The terminal beside a gateway that runs: what it prints, or how it fails. */
async function run(gateway: Gateway, ...words: string[]) {
  const out: string[] = []
  const err: string[] = []
  const { databaseUrl } = gateway.parts.config
  const env = {
    CONFRERE_DATA_DIR: gateway.folder,
    CONFRERE_TRUST_DIR: join(gateway.folder, 'trust'),
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  }
  const failure = await annuaire
    .run(argumentsOf(annuaire, words), {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      isTty: false,
      env,
    })
    .then(
      () => null,
      (error: unknown) => {
        if (error instanceof Failure) return error.message
        throw error
      },
    )
  return { out: out.join('\n'), err: err.join('\n'), failure }
}

const asked = ({ dermatologue }: Gateway, more = {}) =>
  demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps, ...more })
const structure = async (raw: Buffer) =>
  String(await openssl(['cms', '-cmsout', '-print'], { input: raw }))

t.test(
  'a request leaves encrypted to an imported certificate, as its holder can read',
  async (t) => {
    const gateway = await startGateway(t, {
      env: { CONFRERE_ESPACE_DE_CONFIANCE: 'ailleurs.test' },
    })
    const { dermatologue, requerant, pki, parts } = gateway
    const imported = await run(gateway, 'import', pki.people.dermatologue.certificate)
    t.match(imported, { out: /: 1 certificat\(s\) pris, 0 déjà connu\(s\), 0 écarté/, err: '' })
    t.match((await run(gateway, 'import', pki.people.dermatologue.certificate)).out, /1 déjà connu/)

    // 1. Nothing was announced: what every client reads.
    await requerant.asks(asked(gateway), { to: 'demande@te.localhost' })
    const first = await dermatologue.receives("demande d'avis")
    t.equal(first.encrypted, true)
    const said = await structure(first.raw)
    t.match(said, /aes-256-cbc/)
    t.match(said, /rsaEncryption/)

    // 2. He announces more: the next letter to him follows.
    await parts.db.query(
      `update certificat set capacites = '{"gcm":true,"oaep":true}' where rpps = $1`,
      [dermatologue.rpps],
    )
    await requerant.asks(asked(gateway, { 'Nom de naissance': 'ESSAI-MARTIN' }), {
      to: 'demande@te.localhost',
    })
    const second = await structure((await dermatologue.receives("demande d'avis")).raw)
    t.match(second, /aes-256-gcm/)
    t.match(second, /rsaesOaep/)

    const shown = (await run(gateway, 'show', dermatologue.rpps)).out
    t.match(
      shown,
      /Nom +Hugo LAMARCHE[\s\S]*Certificat +[0-9a-f]{64}\n.*LAMARCHE.*\n.*source annuaire, fin \d{4}-.*, utilisable/,
    )
    t.match((await run(gateway, 'show', dermatologue.email)).out, /source annuaire.*utilisable/)
    const [line] = await parts.db.query<{ auteur: string; detail: string }>(
      `select auteur, detail::text from journal where quoi = 'annuaire.certificats' order by rang`,
    )
    t.match(line, { auteur: 'terminal', detail: /"nouveaux": ?1/ })
  },
)

t.test('what may not be encrypted to is left out by name, and a key is refused', async (t) => {
  const gateway = await startGateway(t)
  const { people } = gateway.pki
  for (const [who, reason] of [
    ['expired', /FONTAINE.* : périmé/],
    ['notYetValid', /pas encore valide/],
    ['revoked', /révoqué/],
    ['otherRoot', /chemin refusé \(bad-certificate-signature\)/],
    ['weakKey', /clé trop faible/],
    ['carte', /ne permet pas de chiffrer/],
    ['wrongExtendedUsage', /messagerie/],
    ['neurologue', /clé d’un genre/],
  ] as const satisfies readonly (readonly [Who, RegExp])[]) {
    const { certificate } = people[who]
    const { err, out } = await run(gateway, 'import', certificate)
    t.match(err, reason)
    t.ok(err.startsWith(`${certificate}, objet 1 : `))
    t.match(out, /0 certificat\(s\) pris, 0 déjà connu\(s\), 1 écarté/)
  }
  t.match((await run(gateway, 'import', people.requerant.chain)).err, /certificat d’une autorité/)
  const { failure } = await run(gateway, 'import', people.requerant.p12)
  t.equal(failure?.startsWith(`${people.requerant.p12} : contient une clé privée`), true)
  t.strictSame(await gateway.parts.db.query('select 1 from certificat'), [])
})

t.test('an imported certificate revoked since is used no more, and show says why', async (t) => {
  const gateway = await startGateway(t)
  const { dermatologue, requerant, pki, parts, folder } = gateway
  const { certificate } = pki.people.dermatologue
  await run(gateway, 'import', certificate)
  const cwd = join(folder, 'autorite')
  cpSync(join(pki.dir, 'intermediate'), cwd, { recursive: true })
  const ca = (...args: string[]) => openssl(['ca', '-config', 'ca.cnf', ...args], { cwd })
  await ca('-revoke', certificate)
  await ca('-gencrl', '-crldays', '30', '-out', join(folder, 'trust', 'plus-recente.crl'))
  await parts.reloadTrust()
  await requerant.asks(asked(gateway), { to: 'demande@te.localhost' })
  t.equal((await dermatologue.receives("demande d'avis")).encrypted, false)
  t.match((await run(gateway, 'show', dermatologue.rpps)).out, /inutilisable : révoqué/)
  await parts.db.query(`update certificat set usage = 'signature'`)
  t.match((await run(gateway, 'show', dermatologue.rpps)).out, /sert à signer/)
})
