import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { silentLog } from '../../src/kit/log.ts'
import { makeDevKeys } from '../../src/pki/dev-keys.ts'
import { loadGatewayIdentity } from '../../src/start/gateway-identity.ts'
import { openTrustFolder } from '../../src/trust/store.ts'
import { testDatabase } from '../support/database.ts'
import { testPki } from '../support/pki.ts'

t.test('production refuses to speak under a test certificate', async (t) => {
  const dir = t.testdir()
  const trustDir = join(dir, 'trust')
  const identity = { file: join(dir, 'id.p12'), passwordFile: join(dir, 'id.password') }
  await makeDevKeys({
    ...{ dataDir: dir, trustDir, identity, masterKeyFile: join(dir, 'master.key') },
    from: 'teleexpertise@te.localhost' as AdresseMss,
  })
  const from = 'teleexpertise@te.localhost' as AdresseMss
  const config = { identity, trustDir, pkcs11: null, from } as const
  t.ok(await loadGatewayIdentity({ ...config, mode: 'dev' }))
  await t.rejects(
    loadGatewayIdentity({ ...config, mode: 'production' }),
    /^CONFRERE_IDENTITY : .* certificat de test/,
  )
})

t.test('a trust folder that is not there is named with its setting', async (t) => {
  const { db } = await testDatabase(t)
  const trustDir = join(t.testdir(), 'absent')
  const config = { trustDir, ancresRpps: null, ancresDomaines: [] }
  const trust = openTrustFolder(config, { clock: systemClock, log: silentLog, db })
  await t.rejects(trust.current(), /^CONFRERE_TRUST_DIR : .*absent : /)
})

// SPEC §2: `CONFRERE_FROM` is « the address in the gateway's certificate »
t.test('production signs for no address that its certificate does not hold', async (t) => {
  const pki = await testPki()
  const { p12, password, email } = pki.people.gateway
  const dir = mkdtempSync(join(tmpdir(), 'confrere-from-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  const passwordFile = join(dir, 'pass')
  writeFileSync(passwordFile, password)
  const load = (mode: 'dev' | 'production', from: string) =>
    loadGatewayIdentity({
      identity: { file: p12, passwordFile },
      pkcs11: null,
      trustDir: dir,
      mode,
      from: from as AdresseMss,
    })
  t.ok(await load('production', email))
  t.ok(await load('dev', 'autre@exemple.test'))
  await t.rejects(load('production', 'autre@exemple.test'), /^CONFRERE_FROM : autre@exemple.test/)
})
