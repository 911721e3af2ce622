import { spawnSync } from 'node:child_process'

import t from 'tap'

import { within } from '../../src/kit/within.ts'

t.test('waits for the work, and no longer than the bound', async (t) => {
  let done = false
  const work = new Promise<void>((resolve) => setTimeout(resolve, 5)).then(() => {
    done = true
  })
  await within(60_000, work)
  t.equal(done, true)
  await within(10, new Promise(() => undefined))
  await t.rejects(within(60_000, Promise.reject(new Error('wrong'))), /wrong/)
})

t.test('what never ends and holds nothing open does not end the process that waits', async (t) => {
  const file = new URL('../../src/kit/within.ts', import.meta.url).href
  const text = `import { within } from '${file}'
    await within(20, new Promise(() => undefined))
    console.log('on')`
  const args = ['--input-type=module', '--eval', text]
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  t.equal(status, 0)
  t.equal(stdout, 'on\n')
})
