import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import t from 'tap'

import { annuaire } from '../../src/cli/annuaire.ts'
import { argumentsOf, Failure } from '../../src/cli/terms.ts'
import { freshDatabase } from '../support/database.ts'
import { listeBlanche } from '../support/liste-blanche.ts'
import { testPki } from '../support/pki.ts'

t.test('annuaire import recognises the white list, verifies it, and never goes back', async (t) => {
  const pki = await testPki()
  const dir = mkdtempSync(join(tmpdir(), 'confrere-liste-'))
  const { url, drop } = await freshDatabase()
  t.teardown(async () => {
    await drop()
    rmSync(dir, { recursive: true })
  })
  const put = (name: string, text: string): string => {
    writeFileSync(join(dir, name), text)
    return join(dir, name)
  }
  const said: string[] = []
  const run = async (file: string, env: NodeJS.ProcessEnv = {}) =>
    await annuaire.run(argumentsOf(annuaire, ['import', file]), {
      out: (line) => said.push(line),
      err: (line) => said.push(line),
      isTty: false,
      env: { CONFRERE_DATA_DIR: dir, CONFRERE_TRUST_DIR: pki.trust, DATABASE_URL: url, ...env },
    })
  const entries = [['a.exemple.test', 'CN=bus.exemple.test,C=FR']] as const
  const signer = pki.people.gateway
  const good = await listeBlanche(entries, { signer })
  t.equal(await run(put('liste.xml', good)), 0)
  t.match(said.at(-1), /liste blanche prise, 1 domaine/)
  t.equal(await run(put('encore.xml', good)), 0)
  t.match(said.at(-1), /déjà en usage/)

  const older = await listeBlanche(entries, { signer, genereeLe: '2026-10-01T00:00:00Z' })
  const refused = [
    [older, {}, /liste-ancienne/],
    [good.replace('bus.', 'bis.'), {}, /liste-signature/],
    [good, { CONFRERE_LISTE_BLANCHE_SIGNATAIRE: 'alb.exemple.test' }, /liste-signataire/],
    [`<!DOCTYPE x>${good}`, {}, /liste-illisible|colonne|reconnu/],
  ] as const
  for (const [text, env, reason] of refused) {
    const error = await run(put('refus.xml', text), env).then(
      () => null,
      (each: unknown) => each,
    )
    t.ok(error instanceof Failure)
    t.match(error, { message: reason })
  }
})
