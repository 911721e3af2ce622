/**
 * The schemas of the routes, compiled when each is first asked for: a gateway that starts needs none of them yet.
 *
 * In    what Fastify gives its compilers
 * Out   checks and writers that compile themselves at their first use, and keep what they compiled
 */
import AjvCompiler from '@fastify/ajv-compiler'
import SerializerSelector from '@fastify/fast-json-stringify-compiler'
import type { FastifyServerOptions } from 'fastify'

type Controller = NonNullable<FastifyServerOptions['schemaController']>
type Factories = Required<NonNullable<Controller['compilersFactory']>>

/** What Fastify calls a validator: it says yes or no, and why not beside. */
interface Check {
  (value: unknown): unknown
  errors?: unknown
}
type Write = (value: unknown) => string
/** From schemas and settings to a compiler of what belongs to one route. */
type Builder<Made> = (...given: unknown[]) => (route: unknown) => Made

const buildCheck = AjvCompiler() as unknown as Builder<Check>
const buildWrite = SerializerSelector() as unknown as Builder<Write>

const checksWhenAsked: Builder<Check> = (...given) => {
  const compile = buildCheck(...given)
  return (route) => {
    let made: Check | null = null
    const check: Check = (value) => {
      made ??= compile(route)
      const answer = made(value)
      check.errors = made.errors
      return answer
    }
    return check
  }
}

const writesWhenAsked: Builder<Write> = (...given) => {
  const compile = buildWrite(...given)
  return (route) => {
    let made: Write | null = null
    return (value) => {
      made ??= compile(route)
      return made(value)
    }
  }
}

/** For the option `schemaController` of Fastify. */
export const whenAsked: Controller = {
  compilersFactory: {
    buildValidator: checksWhenAsked as unknown as Factories['buildValidator'],
    buildSerializer: writesWhenAsked as unknown as Factories['buildSerializer'],
  },
}
