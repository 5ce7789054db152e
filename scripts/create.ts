// `npm run create fault lost-parcel` writes a part of this repository with its test and its page, and the index anew.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { checkPart } from '../src/commands/scaffold/part-name.ts'
import { partNamed } from '../src/commands/scaffold/template.ts'
import { UsageError } from '../src/kernel/errors.ts'
import { kinds } from './parts.ts'

const root = resolve(import.meta.dirname, '..')
const KINDS: Readonly<Record<string, string>> = {
  fault: 'faults',
  guard: 'guards',
  scorer: 'scorers',
  reporter: 'reports',
}

/** Where the parts of the repository find what a user's part imports from mettle. */
const HOMES: Readonly<Record<string, string>> = {
  defineFault: './define.ts',
  defineGuard: './define.ts',
  defineScorer: './define.ts',
  defineReporter: './define.ts',
  refuse: '../boundary/reply.ts',
  wasRefused: './symptoms/was-refused.ts',
  fitsAny: '../kernel/pattern.ts',
  faultContract: '../../src/testing/fault-contract.ts',
  guardContract: '../../src/testing/guard-contract.ts',
  scorerContract: '../../src/testing/scorer-contract.ts',
}

/** The files of a new part: path below the root -> text. @throws {UsageError} a name that will not do. */
function filesOf(kind: string, name: string): Map<string, string> {
  checkPart(kind, name, Object.keys(KINDS))
  const folder = KINDS[kind] ?? ''
  const { pages = folder } = kinds.find((one) => one.folder === folder) ?? {}
  const part = (path: string) => withHomes(partNamed(kind, name, path))
  return new Map([
    [`src/${folder}/${name}.ts`, part(`${kind}.ts`)],
    [
      `test/${folder}/${name}.test.ts`,
      part(`${kind}.test.ts`).replace(`'./${name}.ts'`, `'../../src/${folder}/${name}.ts'`),
    ],
    [`docs/${pages}/${name}.md`, partNamed(kind, name, `${kind}.md`)],
  ])
}

/** Imports of mettle as imports of the files themselves. */
function withHomes(text: string): string {
  return text.replaceAll(/^import \{ (.*) \} from 'mettle(?:\/testing)?'$/gm, (_, names: string) =>
    names
      .split(', ')
      .map((name) => (name === 'fc' ? "import fc from 'fast-check'" : `import { ${name} } from '${homeOf(name)}'`))
      .join('\n'),
  )
}

function homeOf(name: string): string {
  const home = HOMES[name]
  if (home) return home
  throw new Error(`A template imports ${name}: say in scripts/create.ts where the repository has it.`)
}

try {
  const [kind = '', name = ''] = process.argv.slice(2)
  const files = filesOf(kind, name)
  const taken = [...files.keys()].find((path) => existsSync(join(root, path)))
  if (taken) throw new UsageError(`Failed to create the ${kind} "${name}": ${taken} is there already.`)
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
  const code = [...files.keys()].filter((path) => path.endsWith('.ts'))
  const biome = join(root, 'node_modules/.bin/biome')
  execFileSync(biome, ['check', '--write', '--vcs-enabled=false', ...code], { cwd: root, stdio: 'pipe' })
  execFileSync(process.execPath, [join(root, 'scripts/generate.ts')], { cwd: root, stdio: 'inherit' })
  const [part, test, page] = [...files.keys()]
  console.log(
    `Next: give ${part} its behaviour and ${page} its words. Then: npx vitest run ${test} test/catalogue.test.ts`,
  )
} catch (thrown) {
  if (!(thrown instanceof UsageError)) throw thrown
  console.error(`${thrown.message}\nUsage: npm run create fault|guard|scorer|reporter NAME`)
  process.exitCode = 2
}
