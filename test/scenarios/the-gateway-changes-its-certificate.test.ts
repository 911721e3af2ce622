import { X509Certificate } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import t from 'tap'

import type { Pki } from '../../certs/make.ts'
import { openssl } from '../../certs/openssl.ts'
import { replay } from '../../src/flow/command.ts'
import { start } from '../../src/main.ts'
import { sealAudit, verifyAudit } from '../../src/monitor/audit.ts'
import { loadTrust } from '../../src/pki/trust.ts'
import { loadFormerIdentities } from '../../src/start/gateway-identity.ts'
import { startGateway } from '../support/gateway.ts'
import { decrypted, demande, encrypted, letter, signed, verified } from '../support/letters.ts'

/** A second certificate of the gateway, by the same authority. */
async function renewed(pki: Pki, folder: string): Promise<string> {
  const at = (name: string): string => join(folder, name)
  const authority = join(pki.dir, 'intermediate')
  await openssl([
    ...['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=teleexpertise 2027'],
    ...['-keyout', at('new.key'), '-out', at('new.csr')],
  ])
  await openssl([
    ...['x509', '-req', '-in', at('new.csr'), '-days', '300', '-set_serial', '777001'],
    ...['-CA', join(authority, 'ca.crt'), '-CAkey', join(authority, 'ca.key'), '-sha256'],
    ...['-extfile', join(pki.dir, 'people', 'gateway.ext'), '-out', at('new.crt')],
  ])
  await openssl([
    ...['pkcs12', '-export', '-inkey', at('new.key'), '-in', at('new.crt')],
    ...['-certfile', pki.people.gateway.chain, '-out', at('new.p12'), '-passout', 'pass:neuf'],
  ])
  await writeFile(at('new.pass'), 'neuf\n')
  return at('new.p12')
}

t.test(
  'what is encrypted to the old one is opened, what leaves is signed by the new one',
  async (t) => {
    const first = await startGateway(t)
    const { pki, folder, requerant, dermatologue, parts } = first
    const { config } = parts
    const keys = join(folder, 'certificats')
    await mkdir(keys)
    const p12 = await renewed(pki, keys)
    const old = join(keys, 'ancien.p12')
    await copyFile(pki.people.gateway.p12, old)
    await writeFile(join(keys, 'ancien.password'), pki.people.gateway.password)

    // 1. A request under the old certificate; a checkpoint that it signs.
    await requerant.asks(
      demande({ 'Spécialité demandée': null, 'Médecin requis': dermatologue.rpps }),
      { to: 'demande@te.localhost' },
    )
    const ask = await dermatologue.receives("demande d'avis")
    await first.settles()
    await sealAudit(parts)
    const { smtp } = first.gateway.ports
    await first.gateway.stop()

    // 2. The new one alone: an opinion encrypted to the old one cannot be read, and is kept.
    const withNew = {
      ...config,
      identity: { file: p12, passwordFile: join(keys, 'new.pass') },
      smtp: { ...config.smtp, port: smtp ?? 0 },
    }
    const alone = await start(withNew)
    const mail = letter({
      from: dermatologue.email,
      to: ask.replyTo,
      text: 'AVIS\n\nLésion bénigne.',
      headers: { 'In-Reply-To': `<${ask.messageId}>` },
    })
    const sent = await signed(mail, pki.people.dermatologue)
    const sealed = await encrypted(sent, pki.people.gateway.certificate)
    t.match(await first.transmit(dermatologue.email, ask.replyTo, sealed), /^250 /)
    const code = async (): Promise<unknown> => {
      const [row] = await db.query(
        'select id, code from message_entrant order by recu_le desc limit 1',
      )
      return row
    }
    const { db } = alone.parts
    while (((await code()) as { code: string | null }).code === null) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const kept = (await code()) as { id: string; code: string }
    t.equal(kept.code, 'cannot-decrypt')
    await alone.stop()

    // 3. With the old one beside it the same message opens, and the answer is signed by the new one.
    const both = await start({ ...withNew, formerIdentities: [old] })
    t.teardown(() => both.stop())
    t.match(await replay(kept.id, { motif: 'ancienne clé', par: 'essai' }, both.parts), {
      etat: 'accepted',
    })
    const report = await requerant.receives('ompte-rendu')
    const { signer } = await verified(await decrypted(report.raw, pki.people.requerant), pki)
    const fingerprint = (pem: string | Buffer): string => new X509Certificate(pem).fingerprint256
    t.equal(fingerprint(signer), fingerprint(await readFile(join(keys, 'new.crt'))))

    // 4. What the old one signed still verifies: the letter, and the audit, whatever the trust folder says.
    const before = await verified(ask.raw, pki)
    t.equal(fingerprint(before.signer), fingerprint(await readFile(pki.people.gateway.certificate)))
    await sealAudit(both.parts)
    t.match(await verifyAudit(both.parts), { ok: true })
    await mkdir(join(folder, 'vide'))
    const nobody = { ...both.parts, trust: () => loadTrust(join(folder, 'vide')) }
    t.match(await verifyAudit(nobody), { ok: true })
    t.match(await verifyAudit({ ...nobody, former: [] }), { ok: false })
  },
)

t.test('a former identity that cannot be read stops the start with its setting', async (t) => {
  const folder = t.testdir({ 'a.p12': 'x', 'a.password': 'y' })
  await t.rejects(
    loadFormerIdentities({ formerIdentities: [join(folder, 'a.p12')] }),
    /^CONFRERE_FORMER_IDENTITIES : .*a\.p12 : le fichier n’est pas un PKCS#12/,
  )
})
