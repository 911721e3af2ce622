/**
 * Every route of the windows: those of the API from its own description, the pages from their source. A new one is
 * tried by the tables that walk them without anybody adding it.
 */
import { readdirSync, readFileSync } from 'node:fs'

import type { Answer } from './windows.ts'

/** One parameter, as OpenAPI describes it. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly schema?: { readonly type?: unknown; readonly enum?: readonly unknown[] }
}

/** One operation of the API. */
export interface Operation {
  readonly method: string
  /** As described: `/api/v1/exports/{id}`. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** Properties of its JSON body; null: it has none. */
  readonly body: { readonly [name: string]: unknown } | null
  readonly types: readonly string[]
}

type Call = (path: string, options?: { token?: string }) => Promise<Answer>

/** The operations that `/api/openapi.json` describes. */
export async function operations(call: Call): Promise<readonly Operation[]> {
  const { paths } = (await call('/api/openapi.json')).json
  return Object.entries<Record<string, Described>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => {
      const content = requestBody?.content ?? {}
      const schema = Object.values(content)[0]?.schema
      return {
        method: method.toUpperCase(),
        path,
        parameters,
        body: requestBody === undefined ? null : (schema?.properties ?? {}),
        types: Object.keys(content),
      }
    }),
  )
}

interface Described {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly content?: {
      readonly [type: string]: {
        readonly schema?: { readonly properties?: Record<string, unknown> }
      }
    }
  }
}

/** The pages and their forms, as their source adds them: method and path (`/dossiers/:numero`). */
export function pageRoutes(): readonly { readonly method: string; readonly path: string }[] {
  const folder = new URL('../../src/http/', import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.startsWith('page-'))
    .flatMap((file) => {
      const text = readFileSync(new URL(file, folder), 'utf8')
      return [...text.matchAll(/\bapp\.(get|post|delete|put)(?:<[^(]*>)?\(\s*'(\/[^']*)'/g)]
    })
    .map(([, method = '', path = '']) => ({ method: method.toUpperCase(), path }))
}

/** A path with its parameters filled in. */
export function filled(path: string, values: { readonly [name: string]: string } = {}): string {
  return path.replace(/\{(\w+)\}|:(\w+)/g, (_, braced, colon) => {
    const name = String(braced ?? colon)
    return encodeURIComponent(values[name] ?? GOOD[name] ?? '1')
  })
}

/** A value of the right form, of nothing that is there. */
const GOOD: { readonly [name: string]: string } = { numero: 'TE-2026-000001' }
