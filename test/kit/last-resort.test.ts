import { spawnSync } from 'node:child_process'

import t from 'tap'

const HOUSE = new URL('../../src/kit/', import.meta.url).href

/** Runs a program that listens, with `text` in it; its log on stderr. */
function program(text: string) {
  const source = `
    import { openLog } from '${HOUSE}log.ts'
    import { unforeseen, watchProcess } from '${HOUSE}last-resort.ts'
    const stop = async () => console.log('stopped')
    watchProcess(openLog({ format: 'json' }), stop)
    const tick = () => new Promise((done) => setTimeout(done, 5))
    ${text}`
  const args = ['--input-type=module', '--eval', source]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  return {
    status,
    stdout,
    events: stderr
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  }
}

t.test(
  'a rejection that nobody hears is logged and counted, and the process goes on',
  async (t) => {
    const { status, stdout, events } = program(`
    Promise.reject(new TypeError('Alix ESSAI, 284058832102532'))
    Promise.reject('a text')
    await tick()
    console.log(JSON.stringify(unforeseen()))`)
    t.equal(status, 0)
    t.equal(stdout, '{"rejections":2,"exceptions":0}\n')
    t.match(events, [
      { event: 'process.unhandled-rejection', error: 'TypeError', stack: String },
      { event: 'process.unhandled-rejection', error: 'string' },
    ])
    t.notMatch(JSON.stringify(events), /ESSAI|284058832102532/)
  },
)

t.test('an exception that nobody catches stops the process in order, with exit 1', async (t) => {
  const { status, stdout, events } = program(`
    setTimeout(() => { throw new RangeError('Alix ESSAI') }, 1)
    setTimeout(() => console.log('not reached'), 60_000)`)
  t.equal(status, 1)
  t.equal(stdout, 'stopped\n')
  t.match(events, [{ event: 'process.uncaught-exception', error: 'RangeError' }])
  t.notMatch(JSON.stringify(events), /ESSAI/)
})

t.test('a stop that throws or never ends does not keep a broken process alive', async (t) => {
  const { status, events } = program(`
    watchProcess(openLog({ format: 'json' }), () => { throw new Error('worse') })
    setTimeout(() => { throw new RangeError('first') }, 1)
    setTimeout(() => undefined, 60_000)`)
  t.equal(status, 1)
  t.match(events[0], { event: 'process.uncaught-exception' })
})
