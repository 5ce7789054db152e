import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { filesBelow, plantProject, readRecord, temporaryFolder } from '../e2e/cli.ts'
import { installedProject, run, textsIn } from './planted.ts'

const SCAFFOLD = [
  'mettle.config.ts',
  'scenarios/refund.scenario.ts',
  'scenarios/shop-api.ts',
  'agents/careful.ts',
  'agents/careless.ts',
]

/** What the two agents of the scaffold come to. */
function outcomes(folder: string): string[] {
  const { trials } = readRecord(join(folder, 'reports/latest'))
  return trials
    .filter(({ verdict }) => verdict !== 'passed')
    .map(({ agent, variant, verdict }) => `${agent} ${variant} ${verdict}`)
}

describe('a specification', () => {
  const billing = join(import.meta.dirname, '../../fixtures/specifications/billing.yaml')

  test('becomes a first scenario, in which the careless agent is caught', async () => {
    const folder = installedProject()
    rmSync(join(folder, 'package.json'))
    cpSync(billing, join(folder, 'billing.yaml'))
    expect((await run(folder, 'init --openapi billing.yaml')).code).toBe(0)
    expect(Object.keys(textsIn(folder))).toContain('scenarios/billing.scenario.ts')
    const ran = await run(folder, 'run')
    expect(ran.code, ran.stdout + ran.stderr).toBe(0)
    expect(outcomes(folder)).toEqual(['careless lost-reply failed'])
  })

  test('of which no scenario can be made is told, and nothing is written', async () => {
    const answers = "'200': { description: Nothing. }"
    const folder = plantProject({
      'reading.yaml': `openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: { /a: { get: { responses: { ${answers} } } } }\n`,
    })
    const refused = await run(folder, 'init --openapi reading.yaml')
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing that reading.yaml creates') })
    const missing = await run(folder, 'init --openapi nope.yaml')
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no such file') })
    expect(existsSync(join(folder, 'mettle.config.ts'))).toBe(false)
  })
})

describe('an empty folder', () => {
  test('becomes a project that passes, and in which the careless agent is caught', async () => {
    const folder = installedProject()
    rmSync(join(folder, 'package.json'))
    const { code, stdout } = await run(folder, 'init')
    expect(code).toBe(0)
    expect(stdout).toContain('npm, TypeScript, GitHub')
    expect(Object.keys(textsIn(folder)).sort()).toEqual(
      [...SCAFFOLD, '.github/workflows/mettle.yml', '.gitignore', 'package.json', 'tsconfig.json'].sort(),
    )
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('node_modules/\n/reports/\n')
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({ type: 'module', private: true, scripts: { mettle: 'mettle run' } })
    expect(Object.keys(manifest.devDependencies)).toEqual(['mettle', 'msw'])
    const ran = await run(folder, 'run')
    expect(ran.code, ran.stdout + ran.stderr).toBe(0)
    expect(outcomes(folder)).toEqual(['careless lost-reply failed'])
  })

  test('may have to be made', async () => {
    const folder = temporaryFolder()
    expect((await run(folder, 'init deep/er')).code).toBe(0)
    expect(existsSync(join(folder, 'deep/er/mettle.config.ts'))).toBe(true)
  })

  test('is set up without a question: --yes is taken, and asks for nothing more', async () => {
    const [plain, yes] = [temporaryFolder(), temporaryFolder()]
    expect((await run(plain, 'init')).code).toBe(0)
    expect((await run(yes, 'init --yes')).code).toBe(0)
    expect(filesBelow(yes)).toEqual(filesBelow(plain))
    // Control: an option that there is not is a mistake of whoever typed it.
    expect(await run(yes, 'init --yess')).toMatchObject({ code: 2, stderr: expect.stringContaining("'--yess'") })
  })

  test('stays empty with --dry-run', async () => {
    const folder = temporaryFolder()
    const { code, stdout } = await run(folder, 'init --dry-run')
    expect([code, filesBelow(folder)]).toEqual([0, []])
    for (const path of [...SCAFFOLD, 'package.json']) expect(stdout).toContain(`would create  ${path}`)
  })
})

describe('a project', () => {
  test('keeps every file that it has', async () => {
    const mine = Object.fromEntries(
      [...SCAFFOLD.slice(1), '.github/workflows/mettle.yml'].map((path) => [path, `mine: ${path}`]),
    )
    const folder = plantProject({ ...mine, 'package.json': '{"type":"module"}', 'tsconfig.json': '{}' })
    const { code, stdout } = await run(folder, 'init')
    expect(code).toBe(0)
    expect(textsIn(folder)).toMatchObject(mine)
    for (const path of Object.keys(mine)) expect(stdout).toMatch(new RegExp(`kept +${path} +it is there already`))
  })

  test('is not written through links', async () => {
    const folder = plantProject({})
    mkdirSync(join(folder, 'agents'))
    symlinkSync(join(folder, 'elsewhere.ts'), join(folder, 'agents/careful.js'))
    const { code, stderr } = await run(folder, 'init')
    expect([code, existsSync(join(folder, 'elsewhere.ts'))]).toEqual([2, false])
    expect(stderr).toMatch(/Failed to write .*careful\.js/)
  })

  test('twice is as good as once', async () => {
    const folder = temporaryFolder()
    await run(folder, 'init')
    const before = textsIn(folder)
    const { code, stdout } = await run(folder, 'init')
    expect([code, textsIn(folder)]).toEqual([0, before])
    expect(stdout).not.toMatch(/created|changed/)
  })

  test('with a config of its own gets no scenario and no agent', async () => {
    const folder = plantProject({ 'mettle.config.mjs': 'export default {}' })
    await run(folder, 'init')
    expect(Object.keys(textsIn(folder)).filter((path) => /agents|scenarios|config\.[tj]s$/.test(path))).toEqual([])
  })

  test('keeps the form of its package.json, its scripts and its packages', async () => {
    const before = {
      name: 'shop',
      type: 'module',
      scripts: { mettle: 'mine', test: 'x' },
      dependencies: { msw: '3.0.0' },
    }
    const folder = plantProject({ 'package.json': JSON.stringify(before, null, '\t') })
    const { stdout } = await run(folder, 'init')
    expect(stdout).toMatch(
      / package\.json .*msw 3\.0\.0 is kept, mettle needs \d+\.\d+\.\d+: npm install --save-dev msw@/,
    )
    const text = readFileSync(join(folder, 'package.json'), 'utf8')
    const { devDependencies, ...rest } = JSON.parse(text)
    expect(rest).toEqual(before)
    expect(Object.keys(devDependencies)).toEqual(['mettle'])
    expect(text).toContain('\n\t"scripts"')
  })

  test('that ignores its reports already is left alone', async () => {
    const folder = plantProject({ '.gitignore': 'dist\nreports' })
    await run(folder, 'init')
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('dist\nreports')
  })

  test('whose .gitignore has no last line end gets one', async () => {
    const folder = plantProject({ '.gitignore': 'dist' })
    await run(folder, 'init')
    expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('dist\n/reports/\n')
  })

  test('whose package.json is broken is told so', async () => {
    const folder = plantProject({ 'package.json': '{' })
    const { code, stderr } = await run(folder, 'init')
    expect([code, filesBelow(folder)]).toEqual([2, ['package.json']])
    expect(stderr).toMatch(/Failed to read .*package\.json: /)
  })
})

describe('the language is the one of the project', () => {
  const cases: Record<string, { files: Record<string, string>; suffix: string }> = {
    'modules in JavaScript': { files: { 'package.json': '{ "type": "module" }' }, suffix: '.js' },
    'CommonJS in JavaScript': { files: { 'package.json': '{ "type": "commonjs" }' }, suffix: '.mjs' },
    'TypeScript, by its config': { files: { 'tsconfig.json': '{}' }, suffix: '.ts' },
    'TypeScript in CommonJS': {
      files: { 'package.json': '{ "devDependencies": { "typescript": "7" } }' },
      suffix: '.mts',
    },
    'TypeScript, by its sources': { files: { 'src/main.ts': '' }, suffix: '.ts' },
    'TypeScript, where only mettle was installed': {
      files: { 'package.json': '{ "devDependencies": { "mettle": "*" } }' },
      suffix: '.ts',
    },
  }

  test.for(Object.entries(cases))('%s', async ([, { files, suffix }]) => {
    const folder = installedProject(files)
    await run(folder, 'init')
    const paths = Object.keys(textsIn(folder))
    expect(paths).toEqual(expect.arrayContaining(SCAFFOLD.map((path) => path.replace('.ts', suffix))))
    const ran = await run(folder, 'run --variant calm,lost-reply')
    expect(ran.code, ran.stdout + ran.stderr).toBe(0)
    expect(outcomes(folder)).toEqual(['careless lost-reply failed'])
  })

  test('and JavaScript holds no types', async () => {
    const folder = plantProject({ 'package.json': '{ "type": "module" }' })
    await run(folder, 'init')
    for (const [path, text] of Object.entries(textsIn(folder)).filter(([path]) => path.endsWith('.js'))) {
      execFileSync(process.execPath, ['--no-strip-types', '--check', join(folder, path)])
      expect(text).not.toMatch(/import type|\.ts'/)
    }
  })
})

describe('the package manager is the one of the project', () => {
  const cases: Record<string, { files?: Record<string, string>; agent?: string; says: string; ci: string }> = {
    'npm, by its lockfile': { files: { 'package-lock.json': '{}' }, says: 'npm install', ci: 'npm ci' },
    'pnpm, by its lockfile': {
      files: { 'pnpm-lock.yaml': '' },
      says: 'pnpm exec mettle run',
      ci: 'pnpm install --frozen-lockfile',
    },
    'yarn, by its lockfile': { files: { 'yarn.lock': '' }, says: 'yarn mettle run', ci: 'yarn install --immutable' },
    'bun, by its lockfile': { files: { 'bun.lock': '' }, says: 'bunx mettle run', ci: 'bun install --frozen-lockfile' },
    'by packageManager, against a lockfile': {
      files: { 'package.json': '{ "packageManager": "pnpm@11.0.0" }', 'package-lock.json': '{}' },
      says: 'pnpm install',
      ci: 'pnpm exec mettle run',
    },
    'by what started it': { agent: 'yarn/4.9.0 npm/? node/v24', says: 'yarn install', ci: 'yarn mettle run' },
    'npm, where nothing tells': { says: 'npx mettle run', ci: 'npx mettle run' },
  }

  test.for(Object.entries(cases))('%s', async ([, { files = {}, agent = '', says, ci }]) => {
    const folder = plantProject(files)
    const { stdout } = await run(folder, 'init', { npm_config_user_agent: agent })
    expect(stdout).toContain(`  ${says}`)
    const workflow = readFileSync(join(folder, '.github/workflows/mettle.yml'), 'utf8')
    const { steps } = parse(workflow).jobs.mettle
    expect(steps.map(({ run }: { run?: string }) => run).join('\n')).toContain(ci)
  })
})

describe('the workflow', () => {
  test.each([
    ['a file', { '.gitlab-ci.yml': 'mine: true' }, true],
    ['its remote', { '.git/config': '[remote "origin"]\n\turl = git@gitlab.example.org:a/b.git\n' }, false],
  ])('is for GitLab where %s tells so', async (_, files, kept) => {
    const folder = plantProject(files)
    const { stdout } = await run(folder, 'init')
    expect(stdout).toContain('GitLab')
    expect(existsSync(join(folder, '.github'))).toBe(false)
    const job = parse(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8'))
    if (kept) expect(job).toEqual({ mine: true })
    else expect(job.mettle.script).toEqual(['npm ci', 'npx mettle run --reporter list,html,junit'])
  })

  test('belongs to the root of a repository', async () => {
    const root = plantProject({ '.git/config': '' })
    mkdirSync(join(root, 'packages/one'), { recursive: true })
    writeFileSync(join(root, 'packages/one/package.json'), '{ "type": "module" }')
    const { stdout } = await run(join(root, 'packages/one'), 'init')
    expect(stdout).toContain(`it belongs to the root of the repository, ${root}`)
    expect(existsSync(join(root, 'packages/one/.github'))).toBe(false)
  })
})
