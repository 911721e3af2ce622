import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

import t from 'tap'

import { annuaire } from '../../src/cli/annuaire.ts'
import { certificat } from '../../src/cli/certificat.ts'
import { argumentsOf, type Command, Misuse } from '../../src/cli/terms.ts'
import { startGateway } from '../support/gateway.ts'
import { demande } from '../support/letters.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** The terminal beside a gateway that runs. */
async function run(gateway: Gateway, command: Command, ...words: string[]): Promise<string> {
  const out: string[] = []
  const { databaseUrl, trustDir } = gateway.parts.config
  await command.run(argumentsOf(command, words), {
    out: (line) => out.push(line),
    err: () => undefined,
    isTty: false,
    env: {
      CONFRERE_DATA_DIR: gateway.folder,
      CONFRERE_TRUST_DIR: trustDir,
      DATABASE_URL: databaseUrl ?? undefined,
    },
  })
  return out.join('\n')
}

const fingerprint = (file: string) => new X509Certificate(readFileSync(file)).fingerprint256
const bare = (text: string) => text.replaceAll(':', '').toLowerCase()

t.test(
  'a denied certificate signs nothing and is encrypted to no more, until it is admitted',
  async (t) => {
    const gateway = await startGateway(t)
    const { requerant, dermatologue, pki, parts } = gateway
    let asked = 0
    const asks = async () => {
      asked += 1
      await requerant.asks(
        demande({
          'Spécialité demandée': null,
          'Médecin requis': dermatologue.rpps,
          Question: `Que faire, question ${asked} ?`,
        }),
        { to: 'demande@te.localhost' },
      )
      await gateway.settles()
      return (await gateway.verdicts()).at(-1)?.code ?? null
    }
    const own = fingerprint(pki.people.requerant.certificate)
    const his = fingerprint(pki.people.dermatologue.certificate)
    const above = fingerprint(pki.people.requerant.chain)

    await run(gateway, annuaire, 'import', pki.people.dermatologue.certificate)
    await run(gateway, certificat, 'refuser', own, '--motif', 'carte perdue')
    t.equal(await asks(), 'certificate-denied')
    t.match((await requerant.receives('non transmise')).text, 'certificate-denied')

    await run(gateway, certificat, 'admettre', bare(own), '--motif', 'carte retrouvée')
    t.not(await asks(), 'certificate-denied')
    t.equal((await dermatologue.receives("demande d'avis")).encrypted, true)

    await run(gateway, certificat, 'refuser', his, '--motif', 'clé volée')
    t.not(await asks(), 'certificate-denied')
    t.equal((await dermatologue.receives("demande d'avis")).encrypted, false)

    await run(gateway, certificat, 'refuser', above, '--motif', 'autorité compromise')
    t.equal(await asks(), 'certificate-denied')

    const listed = await run(gateway, certificat, 'list')
    t.match(listed, new RegExp(`${bare(his)} refusé le .* par terminal : clé volée`))
    t.match(listed, new RegExp(`${bare(own)} admis le .* par terminal : carte retrouvée`))
    t.strictSame(
      await parts.db.query(
        "select quoi, auteur from journal where quoi like 'certificat.%' order by rang",
      ),
      [
        ['certificat.refuse', 'terminal'],
        ['certificat.admis', 'terminal'],
        ['certificat.refuse', 'terminal'],
        ['certificat.refuse', 'terminal'],
      ].map(([quoi, auteur]) => ({ quoi, auteur })),
    )
    for (const words of [
      ['refuser', own],
      ['refuser', 'ab', '--motif', 'a'],
      ['admettre'],
      ['refuser', own, '--motif', ' '],
      ['list', own],
      [],
    ])
      t.ok((await run(gateway, certificat, ...words).catch((e: unknown) => e)) instanceof Misuse)
  },
)
