import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import { check } from 'recheck'
import t from 'tap'
import ts from 'typescript'

const ROOT = join(import.meta.dirname, '..')

/** The native checker comes with the packages of the machines we build on; the other ones use JavaScript. */
process.env.RECHECK_BACKEND ??= process.platform === 'linux' ? 'native' : 'pure'

/** What an automaton decides within this time it decides for sure; the rest is left to the search for an attack. */
const AUTOMATON = { checker: 'automaton', timeout: 1_000, maxNFASize: 500_000 } as const
const SEARCH = { checker: 'fuzz', timeout: 20_000 } as const

interface Found {
  readonly source: string
  readonly flags: string
  readonly place: string
}

/** Constructor calls whose text is put together, with what they come to; all else is a literal. */
const COMPOSED: ReadonlyMap<string, readonly string[]> = new Map([
  ['read/keyword.ts', keywordForms()],
])

t.test('every regular expression of the program is linear', async (t) => {
  const all = [...distinct(sources().flatMap(expressionsOf)).values()]
  t.ok(all.length > 300, `${all.length} expressions are found`)
  const suspects: Found[] = []
  const left = [...all]
  const work = async (): Promise<void> => {
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      if ((await verdictOn(next)) !== null) suspects.push(next)
    }
  }
  await Promise.all([work(), work()])
  // The checker tries what it suspects against the clock: on a busy machine one look is none. Alone, twice more.
  const bad: string[] = []
  for (const one of suspects) {
    const again = [await verdictOn(one), await verdictOn(one)]
    if (!again.includes(null)) bad.push(`${one.place} /${one.source}/${one.flags}: ${again[0]}`)
  }
  t.strictSame(bad, [], 'none costs more than the length of its text')
})

t.test('the checker finds what is not linear', async (t) => {
  for (const source of ['\\s+$', '^(a+)+$', '\\(?\\s*(?:OID\\s*:?)?\\s*\\)?\\s*$']) {
    t.equal((await check(source, '')).status, 'vulnerable', source)
  }
})

t.test('no expression that is used again and again looks ahead without a bound', async (t) => {
  const repeated = sources()
    .flatMap(expressionsOf)
    .filter(({ flags }) => /[gy]/.test(flags))
  const bad = repeated.filter(({ source }) =>
    /\(\?<?[=!][^()]*(?:\.|\]|\\[a-zA-Z])[*+]/.test(source),
  )
  t.strictSame(bad, [], 'a look ahead to the end of the text, from each place, is the square of it')
})

/** Why an expression is not known to be linear; null: it is. */
async function verdictOn({ source, flags }: Found): Promise<string | null> {
  const proved = await check(source, flags, AUTOMATON)
  const said = proved.status === 'unknown' ? await check(source, flags, SEARCH) : proved
  if (said.status === 'safe') return null
  return said.status === 'unknown' ? said.error.kind : said.complexity.summary
}

function sources(): readonly string[] {
  return readdirSync(join(ROOT, 'src'), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
}

function expressionsOf(file: string): readonly Found[] {
  const name = relative(join(ROOT, 'src'), file)
  const tree = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    const line = tree.getLineAndCharacterOfPosition(node.getStart()).line + 1
    const place = `src/${name}:${line}`
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1), place })
    }
    const isMade = ts.isNewExpression(node) || ts.isCallExpression(node)
    if (isMade && node.expression.getText() === 'RegExp') {
      const [text, flags] = node.arguments ?? []
      const given = text && constantOf(text)
      const made = given === null || given === undefined ? COMPOSED.get(name) : [given]
      if (made === undefined) throw new Error(`${place}: an expression that no test can read`)
      const set = flags && ts.isStringLiteral(flags) ? flags.text : ''
      for (const source of made) found.push({ source, flags: set, place })
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** The text of a literal, of constants of its file, or of these put together; null for any other. */
function constantOf(node: ts.Expression): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (ts.isIdentifier(node)) {
    const value = constantNamed(node.text, node.getSourceFile())
    return value && constantOf(value)
  }
  if (ts.isTemplateExpression(node)) {
    const said = node.templateSpans.map(({ expression, literal }) => {
      const value = constantOf(expression)
      return value === null ? null : value + literal.text
    })
    return said.includes(null) ? null : node.head.text + said.join('')
  }
  if (!ts.isBinaryExpression(node)) return null
  const [left, right] = [constantOf(node.left), constantOf(node.right)]
  return left === null || right === null ? null : left + right
}

/** What a constant at the top of a file is made of. */
function constantNamed(name: string, file: ts.SourceFile): ts.Expression | null {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue
    for (const one of statement.declarationList.declarations) {
      if (one.name.getText() === name) return one.initializer ?? null
    }
  }
  return null
}

function keywordForms(): readonly string[] {
  const text = readFileSync(join(ROOT, 'src/read/keyword.ts'), 'utf8')
  const forms = [...text.matchAll(/^ {2}\['[A-Z ]+', (['"])(.*)\1\],$/gm)].map((found) => found[2])
  if (forms.length < 10) throw new Error('the forms of the keywords are not where they were')
  return forms.map((form) => `^(?:${form})(?![\\p{L}\\p{N}'])`)
}

function distinct(all: readonly Found[]): ReadonlyMap<string, Found> {
  return new Map(all.map((one) => [`${one.flags}/${one.source}`, one]))
}
