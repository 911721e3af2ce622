/** What is wrong with a parameter, in French, with the name of its field and never its value. SPEC §12 */
import fastify from 'fastify'
import t from 'tap'

import { KEYWORDS, saidOf, saidOfFault } from '../../../src/http/api/said.ts'
import type { StatusOptions } from '../../../src/http/options.ts'
import { AJV, addApi } from '../../../src/http/server.ts'
import { openWindows } from '../../support/windows.ts'

const options = { clock: { now: () => new Date() } } as unknown as StatusOptions
/** Say what a value is for, or when, and refuse nothing. */
const NOTES = ['default', 'description']

interface Nested {
  readonly [keyword: string]: unknown
  readonly properties?: object
  readonly allOf?: readonly unknown[]
}

/** The keywords by which a schema, and those within it, refuse a value. */
function keywordsOf(schema: unknown): string[] {
  if (schema === false) return ['false schema']
  if (typeof schema !== 'object' || schema === null) return []
  const {
    properties = {},
    items,
    allOf = [],
    if: _when,
    else: otherwise,
    ...own
  } = schema as Nested
  const free = typeof own.additionalProperties === 'object' ? [own.additionalProperties] : []
  const within = [...Object.values(properties), ...allOf, otherwise, items, ...free]
  return [...Object.keys(own), ...within.flatMap(keywordsOf)]
}

t.test('each keyword that a schema of the API checks by has its French words', async (t) => {
  const used = new Set<string>()
  const app = fastify({ ajv: AJV })
  app.addHook('onRoute', ({ schema }) => {
    const { querystring, params, body } = schema ?? {}
    for (const each of [querystring, params, body].flatMap(keywordsOf)) used.add(each)
  })
  addApi(app, options)
  await app.ready()
  await app.close()
  t.ok(used.size > 8, [...used].join())
  for (const each of used) t.ok(NOTES.includes(each) || Object.hasOwn(KEYWORDS, each), each)
})

t.test('the field is named, and what is expected of it', async (t) => {
  const { call, tokens } = await openWindows(t)
  const { all: token } = tokens
  const actions = '/api/v1/dossiers/TE-2026-000001'
  const absences = '/api/v1/requis/99700218896/absences'
  const rows: readonly (readonly [string, object | null, string])[] = [
    ['/api/v1/dossiers?en_retard=true', null, 'paramètre en_retard : attendu : oui, non'],
    ['/api/v1/dossiers?limit=0', null, 'paramètre limit : au moins 1'],
    ['/api/v1/dossiers?limit=201', null, 'paramètre limit : au plus 200'],
    ['/api/v1/dossiers?limit=x', null, 'paramètre limit : un nombre entier est attendu'],
    ['/api/v1/dossiers?inconnu=1', null, 'paramètre inconnu : inconnu ici'],
    ['/api/v1/dossiers?requis=12', null, 'paramètre requis : 11 chiffres (RPPS) sont attendus'],
    [
      '/api/v1/dossiers?cursor=x',
      null,
      'paramètre cursor : donnez le `next` d’une page de cette liste',
    ],
    [
      '/api/v1/dossiers?specialite=x',
      null,
      'paramètre specialite : code ou nom d’une spécialité attendu',
    ],
    [`/api/v1/journal?quoi=${'x'.repeat(81)}`, null, 'paramètre quoi : au plus 80 caractères'],
    ['/api/v1/actes?du=hier', null, 'paramètre du : un jour AAAA-MM-JJ est attendu'],
    ['/api/v1/exports/abc', null, 'adresse id : un nombre entier est attendu'],
    ['/api/v1/dossiers/%', null, 'adresse : elle ne se décode pas'],
    [absences, { du: '2026-01-01' }, 'corps au : manque'],
    [
      absences,
      { du: '2026-01-02', au: '2026-01-01', motif: 'congé' },
      'corps au : ce jour vient avant `du`',
    ],
    [
      absences,
      { du: '2026-01-01', au: '2026-01-02', motif: '' },
      'corps motif : au moins 3 caractères',
    ],
    [
      absences,
      { du: '2026-01-01', au: '2026-01-02', motif: '   ' },
      'corps motif : un texte qui ne soit pas vide est attendu',
    ],
    [absences, [], 'corps : un objet est attendu'],
    [actions, { action: 'regler', motif: 'essai' }, 'corps id : manque'],
    [actions, { action: 'reattribuer', motif: 'essai' }, 'corps rpps : manque'],
    [
      actions,
      { action: 'regler', id: 'x', rpps: '99700218896', motif: 'essai' },
      'corps rpps : n’a pas sa place ici',
    ],
    [
      actions,
      { action: 'autre', motif: 'essai' },
      'corps action : attendu : reattribuer, regler, retirer-consentement, annuler',
    ],
    [actions, { motif: 'essai' }, 'corps action : manque'],
  ]
  for (const [path, json, detail] of rows) {
    const answer = await call(path, { token, ...(json !== null && { method: 'POST', json }) })
    t.match(answer, { status: 400, json: { code: 'bad-parameter' } }, path)
    t.equal(answer.json?.detail, detail, path)
  }
})

t.test('a name that somebody typed is repeated where it can be nothing else', (t) => {
  t.equal(saidOf('body/champs/exec_am', 'x'), 'corps champs exec_am : x')
  t.equal(saidOf('body/DUPONT Jeanne, née le 12/03/1951', 'x'), 'corps : x')
  const fault = { keyword: 'inconnu', instancePath: '/n', params: {}, schemaPath: '' }
  t.equal(saidOfFault(fault, 'querystring'), 'paramètre n : valeur refusée')
  t.end()
})
