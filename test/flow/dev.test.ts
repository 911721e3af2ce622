import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import type { AdresseMss } from '../../src/domain/correspondant.ts'
import { loadGatewayIdentity } from '../../src/flow/dev.ts'
import { testPki } from '../support/pki.ts'

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
