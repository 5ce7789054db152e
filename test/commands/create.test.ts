import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { installedProject, run, textsIn } from './planted.ts'

const CONFIG = `export default {
  agents: {
    idle: './idle.ts',
  },
}
`
const PROJECT = {
  'tsconfig.json': '{}',
  'mettle.config.ts': CONFIG,
  'idle.ts': "export const run = () => 'done'",
  'scenarios/one.scenario.ts': `export default {
    task: { text: 'Say done.' },
    scorers: [{ use: 'answer', params: { includes: ['one'] } }],
  }`,
}

/** Runs a file of tests with Node's own runner. */
function nodeTest(cwd: string, file: string): Promise<{ code: unknown; stdout: string }> {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env
  return new Promise((done) => {
    const args = ['--conditions=mettle-source', '--test', '--test-reporter=tap', file]
    const child = execFile(process.execPath, args, { cwd, env }, (_, stdout) => done({ code: child.exitCode, stdout }))
  })
}

/** What its author may do wrong -> the check that finds it. */
const BROKEN: Record<string, { change: [string, string]; found: string }> = {
  fault: {
    change: ["status, code: 'maintenance', message", "status: 418, code: 'other', message"],
    found: 'arrives where',
  },
  guard: {
    change: ['if (call.items > items) return', 'if (call.items > items * 1_000) return'],
    found: 'lets nothing through',
  },
  scorer: { change: ['{ value: pass ? 1 :', '{ value: pass ? 0.5 :'], found: 'gives a sound score' },
}

describe.each(['fault', 'guard', 'scorer'])('a new %s', (kind) => {
  test('passes the contract at once, and no more once it is broken', async () => {
    const folder = installedProject(PROJECT)
    const { code, stdout } = await run(folder, `create ${kind} lost-parcel`)
    expect(code).toBe(0)
    expect(stdout).toContain(`created  ${kind}s/lost-parcel.ts`)
    expect(stdout).toContain(`node --test ${kind}s/lost-parcel.test.ts`)
    const file = `${kind}s/lost-parcel.test.ts`
    const sound = await nodeTest(folder, file)
    expect(sound.code, sound.stdout).toBe(0)
    expect(Number(/^# pass (\d+)/m.exec(sound.stdout)?.[1])).toBeGreaterThanOrEqual(7)

    const part = join(folder, `${kind}s/lost-parcel.ts`)
    const before = readFileSync(part, 'utf8')
    const { change, found } = BROKEN[kind] ?? { change: ['', ''], found: '' }
    expect(before).toContain(change[0])
    writeFileSync(part, before.replace(...change))
    const broken = await nodeTest(folder, file)
    expect(broken.code).toBe(1)
    expect(broken.stdout).toMatch(new RegExp(`^ *not ok \\d+ - ${found}`, 'm'))
  })

  test('is tested by vitest where the project has it', async () => {
    const manifest = JSON.stringify({ type: 'module', devDependencies: { vitest: '5' } })
    const folder = installedProject({ ...PROJECT, 'package.json': manifest })
    const { stdout } = await run(folder, `create ${kind} lost-parcel`)
    expect(stdout).toContain(`npx vitest run ${kind}s/lost-parcel`)
    expect(textsIn(folder)[`${kind}s/lost-parcel.test.ts`]).toContain("from 'vitest'")
  })

  test('is a module of JavaScript where the project is CommonJS', async () => {
    const manifest = '{ "type": "commonjs" }'
    const folder = installedProject({ 'package.json': manifest, 'mettle.config.mjs': 'export default {}' })
    await run(folder, `create ${kind} lost-parcel`)
    const { code, stdout } = await nodeTest(folder, `${kind}s/lost-parcel.test.mjs`)
    expect(code, stdout).toBe(0)
  })
})

describe('a new agent', () => {
  test('runs, and is in the config', async () => {
    const folder = installedProject(PROJECT)
    const { code, stdout } = await run(folder, 'create agent night-shift')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/changed +mettle\.config\.ts +agents\.night-shift/)])
    const ran = await run(folder, 'run --agent night-shift,idle --reporter list')
    expect(ran.code, ran.stdout + ran.stderr).toBe(0)
    expect(ran.stdout).toContain('✓ 2 passed')
  })

  test.each([
    ['an empty list', 'export default { agents: {} }\n', true],
    ['a list in one line', "export default {\n  agents: { idle: './idle.ts' },\n}\n", true],
    ['a list that is made elsewhere', "const agents = { idle: './idle.ts' }\nexport default { agents }\n", false],
  ])('with %s', async (_, config, wired) => {
    const folder = installedProject({ ...PROJECT, 'mettle.config.ts': config })
    const { code, stdout } = await run(folder, 'create agent other')
    expect(code).toBe(0)
    if (!wired) {
      expect(stdout).toContain(`add to "agents" yourself: other: './agents/other.ts',`)
      expect(textsIn(folder)['mettle.config.ts']).toBe(config)
      return
    }
    const listed = await run(folder, 'list --agents')
    expect(listed.stdout, textsIn(folder)['mettle.config.ts']).toMatch(/^other$/m)
  })
})

test('a new scenario loads, and runs', async () => {
  const folder = installedProject(PROJECT)
  expect((await run(folder, 'create scenario office/archive')).code).toBe(0)
  const ran = await run(folder, 'run office/archive --reporter list')
  expect([ran.code, ran.stdout]).toEqual([1, expect.stringContaining('2 failed')])
  expect(ran.stdout).toContain('Expected exactly 1 of delete office.notes')
})

test('nothing is overwritten, and --dry-run writes nothing', async () => {
  const folder = installedProject(PROJECT)
  await run(folder, 'create guard lost-parcel --dry-run')
  expect(Object.keys(textsIn(folder)).filter((path) => path.startsWith('guards'))).toEqual([])
  await run(folder, 'create guard lost-parcel')
  writeFileSync(join(folder, 'guards/lost-parcel.ts'), 'mine')
  const { stdout } = await run(folder, 'create guard lost-parcel')
  expect(stdout).toMatch(/kept +guards\/lost-parcel\.ts +it is there already/)
  expect(textsIn(folder)['guards/lost-parcel.ts']).toBe('mine')
})

test.each([
  ['create gaurd x', 'There is no "gaurd" to create. Did you mean "guard"?'],
  ['create guard LostParcel', 'Did you mean "lost-parcel"?'],
  ['create guard ../escape', 'a name has a-z, 0-9 and "-"'],
  ['create scenario ../escape', 'a name has a-z, 0-9 and "-"'],
  ['create scenario a//b', 'a name has a-z, 0-9 and "-"'],
])('%s is refused', async (line, says) => {
  const folder = installedProject(PROJECT)
  const before = textsIn(folder)
  const { code, stderr } = await run(folder, line)
  expect([code, textsIn(folder)]).toEqual([2, before])
  expect(stderr).toContain(says)
})
