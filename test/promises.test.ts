/**
 * Every promise has its catch: what Biome's rules do not see is looked for in the types of the whole source.
 *
 * A promise that fails while nobody listens ends the process, and one question to `/readyz` did. The ways to that
 * are few: it is given to a caller that expects nothing (`setTimeout`, a listener), silenced by `void`, kept in a
 * variable while another is awaited, or it loses a race of which it is no party.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import t from 'tap'
import ts from 'typescript'

const ROOT = new URL('..', import.meta.url).pathname
/** The one home of races: their losers are heard there. */
const RACES = new Set(['src/kit/within.ts'])

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts'],
  types: ['node'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
}

/** Each way to an unheard failure once, and what is good: read beside the source, so that a blind eye shows. */
const PLANTED = `
async function work(): Promise<number> { return 1 }
export function timer(): void { setTimeout(async () => { await work() }, 1) }
export function silenced(): void { void work() }
export async function kept(): Promise<void> { const one = work(); await work(); await one }
export async function race(): Promise<void> { await Promise.race([work(), work()]) }
export async function late(): Promise<void> {
  const up = new Promise<never>((_, reject) => { setTimeout(() => reject(new Error('late')), 1) })
  await Promise.all([work(), mayThrow(), up])
}
function mayThrow(): Promise<number> { throw new Error('now') }
export async function good(): Promise<void> {
  const one = work()
  const two = work()
  await Promise.all([one, two])
  void work().catch(() => undefined)
}`

t.setTimeout(180_000)

t.test('no promise of the source can fail unheard, and each way to it is seen', (t) => {
  const planted = join(t.testdir({ 'planted.ts': PLANTED }), 'planted.ts')
  const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(ROOT, 'src', file))
  const found = strays([...files, planted])
  const isPlanted = (each: string): boolean => each.includes('planted.ts')
  t.strictSame(
    found.filter((each) => !isPlanted(each)),
    [],
  )
  t.strictSame(
    found.filter(isPlanted).map((each) => each.replace(/^.*:(\d+) /, '$1 ')),
    [
      '3 given to a caller that awaits nothing',
      '4 silenced by void',
      '5 kept while another is awaited',
      '6 a race of its own',
      '8 made beside a call that may throw',
    ],
  )
  t.end()
})

/** Where a promise can fail unheard, as `file:line why`. */
function strays(files: readonly string[]): string[] {
  const program = ts.createProgram([...files], OPTIONS)
  const checker = program.getTypeChecker()
  const strays: string[] = []
  const isPromise = (node: ts.Expression): boolean => promiseLike(checker.getTypeAtLocation(node))
  for (const file of program.getSourceFiles()) {
    if (!files.includes(file.fileName)) continue
    const name = file.fileName.replace(ROOT, '')
    const stray = (node: ts.Node, why: string): void => {
      strays.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${why}`)
    }
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        if (!RACES.has(name) && /^Promise\.(race|any)$/.test(node.expression.getText())) {
          stray(node, 'a race of its own')
        }
        const signature = checker.getResolvedSignature(node)
        for (const [at, given] of node.arguments.entries()) {
          // `finally` waits for what its function gives, whatever its type says.
          const isFinally = /\.finally$/.test(node.expression.getText())
          if (
            !isFinally &&
            isFunction(given) &&
            returnsPromise(given, checker) &&
            wantsNothing(signature, at, checker)
          ) {
            stray(given, 'given to a caller that awaits nothing')
          }
        }
      }
      if (ts.isVoidExpression(node) && isPromise(node.expression) && !isCaught(node.expression)) {
        stray(node, 'silenced by void')
      }
      if (ts.isVariableDeclaration(node) && node.initializer !== undefined) {
        const { initializer } = node
        const makes = ts.isCallExpression(initializer) || ts.isNewExpression(initializer)
        if (
          makes &&
          isPromise(initializer) &&
          !isCaught(initializer) &&
          !cannotFail(initializer, checker)
        ) {
          const why = whyKept(node, checker)
          if (why !== null) stray(node, why)
        }
      }
      ts.forEachChild(node, visit)
    }
    visit(file)
  }
  return strays
}

function promiseLike(type: ts.Type): boolean {
  const all = type.isUnion() ? type.types : [type]
  return all.some((each) => each.symbol?.name === 'Promise')
}

function isFunction(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node)
}

function returnsPromise(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const [signature] = checker.getTypeAtLocation(node).getCallSignatures()
  return signature !== undefined && promiseLike(checker.getReturnTypeOfSignature(signature))
}

/** Does the parameter at this place want a function whose result nobody looks at? */
function wantsNothing(
  signature: ts.Signature | undefined,
  at: number,
  checker: ts.TypeChecker,
): boolean {
  const parameters = signature?.getParameters() ?? []
  const parameter = parameters[Math.min(at, parameters.length - 1)]
  if (parameter?.valueDeclaration === undefined) return false
  const type = checker.getTypeOfSymbolAtLocation(parameter, parameter.valueDeclaration)
  const wanted = checker.getNonNullableType(type).getCallSignatures()
  return (
    wanted.length > 0 &&
    wanted.every((each) => {
      const { flags } = checker.getReturnTypeOfSignature(each)
      return (flags & ts.TypeFlags.Void) !== 0
    })
  )
}

/** `.catch(…)`, or `.then(…, …)`: somebody hears it. */
function isCaught(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false
  const { text } = node.expression.name
  return text === 'catch' || (text === 'then' && node.arguments.length > 1)
}

/** `new Promise((resolve) => …)`, or a function that gives just that: nothing in it can reject. */
function cannotFail(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isCallExpression(node)) {
    const declaration = checker.getResolvedSignature(node)?.declaration
    const body =
      declaration !== undefined && ts.isFunctionDeclaration(declaration)
        ? declaration.body
        : undefined
    const [only, ...more] = body?.statements ?? []
    const given = only !== undefined && ts.isReturnStatement(only) ? only.expression : undefined
    return (
      given !== undefined &&
      more.length === 0 &&
      ts.isNewExpression(given) &&
      cannotFail(given, checker)
    )
  }
  const [executor] = (ts.isNewExpression(node) ? node.arguments : undefined) ?? []
  return executor !== undefined && isFunction(executor) && executor.parameters.length < 2
}

/** A promise in a variable must be heard before anything else is awaited or may throw. */
function whyKept(declaration: ts.VariableDeclaration, checker: ts.TypeChecker): string | null {
  if (!ts.isIdentifier(declaration.name)) return null
  const symbol = checker.getSymbolAtLocation(declaration.name)
  const scope = ts.findAncestor(declaration, (node) => ts.isBlock(node) || ts.isSourceFile(node))
  if (scope === undefined || symbol === undefined) return null
  const end = declaration.getEnd()
  let use: ts.Node | null = null
  const waits: ts.Node[] = []
  const look = (node: ts.Node): void => {
    if (node.getStart() >= end) {
      if (ts.isIdentifier(node) && use === null && checker.getSymbolAtLocation(node) === symbol)
        use = node
      if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))
        waits.push(node)
    }
    // What another function awaits is not awaited here.
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, look)
    else if (use === null) ts.forEachChild(node, (inner) => lookForUse(inner))
  }
  const lookForUse = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && use === null && node.getStart() >= end) {
      if (checker.getSymbolAtLocation(node) === symbol) use = node
    }
    ts.forEachChild(node, lookForUse)
  }
  look(scope)
  const heard = use as ts.Node | null
  if (heard === null) return 'never heard'
  // `await Promise.all([…, it])` hears it at once, unless a call of the same list throws first.
  const before = waits.filter(
    (each) => each.getStart() < heard.getStart() && each.getEnd() < heard.getEnd(),
  )
  if (before.length > 0) return 'kept while another is awaited'
  const list = ts.findAncestor(heard, ts.isArrayLiteralExpression)
  const isBeside = list?.elements.some(
    (each) =>
      each.getStart() < heard.getStart() && ts.isCallExpression(each) && !isAsync(each, checker),
  )
  return isBeside === true ? 'made beside a call that may throw' : null
}

/** An async function never throws; any other that gives a promise may. */
function isAsync(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const declaration = checker.getResolvedSignature(call)?.declaration
  const flags =
    declaration === undefined ? 0 : ts.getCombinedModifierFlags(declaration as ts.Declaration)
  return (flags & ts.ModifierFlags.Async) !== 0
}
