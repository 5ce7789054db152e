import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ROOT, temporaryFolder } from '../e2e/cli.ts'

/** A copy of the repository as it is here, to plant parts in. */
let copy = ''

beforeAll(() => {
  copy = temporaryFolder()
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  for (const path of list
    .toString()
    .split('\0')
    .filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    cpSync(join(ROOT, path), join(copy, path))
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
})

function run(program: string, ...args: string[]): Promise<{ code: unknown; output: string }> {
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_OPTIONS: ____, ...env } = process.env
  return new Promise((done) => {
    const child = execFile(process.execPath, [program, ...args], { cwd: copy, env }, (_, stdout, stderr) =>
      done({ code: child.exitCode, output: stdout + stderr }),
    )
  })
}

const create = (...args: string[]) => run('scripts/create.ts', ...args)
const vitest = (...files: string[]) => run('node_modules/vitest/vitest.mjs', 'run', ...files)

const KINDS = [
  ['fault', 'faults'],
  ['guard', 'guards'],
  ['scorer', 'scorers'],
] as const

describe('one of each kind', () => {
  beforeAll(async () => {
    for (const [kind] of KINDS) {
      const { code, output } = await create(kind, `planted-${kind}`)
      expect(code, output).toBe(0)
    }
  }, 300_000)

  test('is in its catalogue', () => {
    for (const [kind, folder] of KINDS) {
      expect(readFileSync(join(copy, `src/${folder}/index.ts`), 'utf8')).toContain(`'planted-${kind}':`)
    }
  })

  test('passes its contract and the catalogue at once', async () => {
    const own = KINDS.map(([kind, folder]) => `test/${folder}/planted-${kind}.test.ts`)
    const { code, output } = await vitest(...own, 'test/faults/contract.test.ts', 'test/catalogue.test.ts')
    expect(code, output).toBe(0)
  }, 300_000)

  test('has the types, the form and the imports of the others', async () => {
    const types = await run('node_modules/typescript/bin/tsc', '--noEmit')
    // Its own files and those that see the catalogue through the source. Tests may list every part there is.
    const own = types.output.split('\n').filter((line) => /^(src\/|test\/\w+\/planted-)/.test(line))
    expect(own).toEqual([])
    const rule = await vitest('test/architecture.test.ts')
    expect(rule.code, rule.output).toBe(0)
    const files = KINDS.flatMap(([kind, folder]) => [
      `src/${folder}/planted-${kind}.ts`,
      `test/${folder}/planted-${kind}.test.ts`,
    ])
    const form = await run(
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--vcs-enabled=false',
      '--error-on-warnings',
      ...files,
    )
    expect(form.code, form.output).toBe(0)
  }, 300_000)

  test('fails its contract once it is broken', async () => {
    const file = join(copy, 'src/guards/planted-guard.ts')
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('call.items > items) return')
    writeFileSync(file, text.replace('call.items > items) return', 'call.items > items * 1_000) return'))
    const { code, output } = await vitest('test/guards/planted-guard.test.ts')
    writeFileSync(file, text)
    expect(code).toBe(1)
    expect(output).toContain('lets nothing through that its oracle would find')
  }, 300_000)
})

test.each([
  [['fault', 'latency'], 'src/faults/latency.ts is there already'],
  [['fualt', 'x'], 'There is no "fualt" to create. Did you mean "fault"?'],
  [['fault', 'LostParcel'], 'Did you mean "lost-parcel"?'],
  [['scenario', 'x'], 'There is no "scenario" to create.'],
])('%j is refused', async (args, says) => {
  const { code, output } = await create(...args)
  expect(code).toBe(2)
  expect(output).toContain(says)
})
