/** Schemas are compiled when they are asked for; here all of them are, so that none is wrong unseen. */
import fastify from 'fastify'
import t from 'tap'

import { whenAsked } from '../../../src/http/api/compilers.ts'
import type { StatusOptions } from '../../../src/http/options.ts'
import { AJV, addApi } from '../../../src/http/server.ts'

// Routes are made without any of it; only asking them would need it.
const options = { clock: { now: () => new Date() } } as unknown as StatusOptions

t.test('each schema of each route compiles', async (t) => {
  let routes = 0
  const app = fastify({ ajv: AJV })
  app.addHook('onRoute', () => {
    routes += 1
  })
  addApi(app, options)
  await app.ready()
  t.ok(routes > 20, `${routes} routes`)
  await app.close()
})

t.test('a schema is compiled at its first use, and says what is wrong', async (t) => {
  const app = fastify({ ajv: AJV, schemaController: whenAsked })
  const ofNumber = { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] }
  const response = { 200: { type: 'object', properties: { n: { type: 'integer' } } } }
  app.get('/good', { schema: { querystring: ofNumber, response } }, ({ query }) => ({
    ...(query as object),
    more: 'never leaves',
  }))
  app.get('/broken', { schema: { querystring: { type: 'nothing' } } }, () => ({}))
  await app.ready()
  for (const _ of [1, 2]) {
    t.strictSame((await app.inject('/good?n=3')).json(), { n: 3 })
    t.match((await app.inject('/good?n=x')).json(), { statusCode: 400, message: /must be integer/ })
  }
  t.equal((await app.inject('/broken')).statusCode, 500)
  await app.close()
})
