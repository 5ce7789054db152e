import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { installed } from '../installed.ts'
import { consumer, emptyFolder, install, mustRun, nodes, pack, ROOT, run } from './installing.ts'

const MAX_PACKAGES = 300
const MAX_MEGABYTES = 200

let tarball = ''
let node: Awaited<ReturnType<typeof nodes>>

beforeAll(async () => {
  node = await nodes()
  tarball = await pack()
})

describe('the tarball', () => {
  test('holds the build, the templates, the schemas and the pages that its README leads to, and neither source nor tests', async () => {
    const { stdout } = await mustRun(node[24], emptyFolder(), 'tar', '-tzf', tarball)
    const paths = stdout
      .trim()
      .split('\n')
      .map((path) => path.replace(/^package\//, ''))
    const tops = new Set(paths.map((path) => path.split('/')[0]))
    expect([...tops].sort()).toEqual(
      [
        ...['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'bin', 'dist', 'docs', 'examples'],
        ...['fixtures', 'package.json', 'scenarios', 'schemas', 'targets', 'templates'],
      ].sort(),
    )
    const sources = paths.filter((path) => path.startsWith('dist/') && /(?<!\.d)\.ts$|\.test\./.test(path))
    expect(sources).toEqual([])
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/cli.js',
        'docs/tutorial.md',
        'docs/faults/README.md',
        ...ownModules().map((path) => `dist/${path}.js`),
        'dist/vitest/index.d.ts',
      ]),
    )
  })

  test('has all that its pages lead to', async () => {
    const folder = emptyFolder()
    await mustRun(node[24], folder, 'tar', '-xzf', tarball)
    const packed = join(folder, 'package')
    const pages = globSync('**/*.md', { cwd: packed })
    const links = pages.flatMap((page) =>
      [...readFileSync(join(packed, page), 'utf8').matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, to = '']) => ({
        page,
        to,
      })),
    )
    expect(links.length).toBeGreaterThan(200)
    expect(links.filter(({ page, to }) => !existsSync(join(packed, dirname(page), to)))).toEqual([])
  })

  test('is sound to publint and to arethetypeswrong', async () => {
    const tools = join(import.meta.dirname, 'tools')
    await installed(tools)
    const bin = (name: string) => join(tools, 'node_modules/.bin', name)
    await mustRun(node[24], tools, bin('publint'), 'run', tarball, '--strict')
    await mustRun(node[24], tools, bin('attw'), tarball, '--profile', 'esm-only')
  })

  test('control: both find a package that is not', async () => {
    const tools = join(import.meta.dirname, 'tools')
    await installed(tools)
    const folder = emptyFolder()
    await mustRun(node[24], folder, 'tar', '-xzf', tarball)
    const file = join(folder, 'package/package.json')
    const { scripts: _, ...manifest } = JSON.parse(readFileSync(file, 'utf8'))
    manifest.exports['./guards'] = { types: './dist/guards/gone.d.ts', default: './dist/guards/gone.js' }
    writeFileSync(file, JSON.stringify(manifest))
    const { stdout } = await mustRun(node[24], folder, 'npm', 'pack', '--json', join(folder, 'package'))
    const broken = join(folder, /"filename":\s*"([^"]+)"/.exec(stdout)?.[1] ?? '')
    const bin = (name: string) => join(tools, 'node_modules/.bin', name)
    expect((await run(node[24], tools, bin('publint'), 'run', broken, '--strict')).code).toBe(1)
    expect((await run(node[24], tools, bin('attw'), broken, '--profile', 'esm-only')).code).toBe(1)
  })
})

describe.each(['24', '22'] as const)('installed into an empty folder, on Node %s', (version) => {
  let folder = ''
  const mettle = (...args: string[]) => run(node[version], folder, 'npx', '--no-install', 'mettle', ...args)

  beforeAll(async () => {
    folder = await install(node[version], tarball)
  })

  test(`brings at most ${MAX_PACKAGES} packages and ${MAX_MEGABYTES} MB`, async () => {
    const listed = await run(node[version], folder, 'npm', 'ls', '--all', '--parseable')
    const packages = listed.stdout.trim().split('\n').length
    const { stdout } = await mustRun(node[version], folder, 'du', '-sm', 'node_modules')
    const megabytes = Number.parseInt(stdout, 10)
    console.log(`Node ${version}: ${packages} packages, ${megabytes} MB`)
    expect(packages).toBeGreaterThan(20)
    expect(packages).toBeLessThanOrEqual(MAX_PACKAGES)
    expect(megabytes).toBeGreaterThan(20)
    expect(megabytes).toBeLessThanOrEqual(MAX_MEGABYTES)
    expect(existsSync(join(folder, 'node_modules/testcontainers'))).toBe(false)
    expect(existsSync(join(folder, 'node_modules/vitest'))).toBe(false)
  })

  test('says its version, which runs on the Node that was asked for', async () => {
    const { version: expected } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    expect((await mettle('--version')).stdout).toBe(`${expected}\n`)
    const { stdout } = await mustRun(node[version], folder, 'node', '--version')
    expect(stdout).toMatch(new RegExp(`^v${version}\\.`))
  })

  test('is set up by mettle init, and then passes', async () => {
    expect((await mettle('init')).code).toBe(0)
    const ran = await mettle('run')
    expect(ran.code, ran.output).toBe(0)
    expect(ran.stdout).toContain('✗ 1 failed')
    expect(readFileSync(join(folder, 'reports/latest/index.html'), 'utf8')).toMatch(/<title>.*<script/s)
    const again = await mettle('replay', 'refund~lost-reply~careless~r1')
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('failed as before')])
  })

  test('creates parts that pass their contracts', async () => {
    for (const kind of ['fault', 'guard', 'scorer']) {
      expect((await mettle('create', kind, 'own')).code).toBe(0)
      const suffix = readdirSync(join(folder, `${kind}s`)).find((name) => name.includes('.test.')) ?? ''
      await mustRun(node[version], folder, 'node', '--test', join(folder, `${kind}s`, suffix))
    }
  })

  test('answers a shell and knows its own agents', async () => {
    const { stdout } = await mettle('complete', '--', 'run', '--agent', 'care')
    expect(stdout).toBe('careful\ncareless\n')
    const ran = await mettle(
      'run',
      'refund',
      '--agent',
      'saint,null,exiter',
      '--variant',
      'calm',
      '--gate',
      'errors == 0',
      '--out',
      'reports/own',
    )
    expect(ran.output).toMatch(/refund · calm +✓ passed +✗ failed +✗ failed/)
  })
})

describe('set up in a TypeScript project that is built in its own way', () => {
  const APP = {
    'src/level.ts': 'export enum Level { low, high }\n',
    'src/app.ts': "import { Level } from '@app/level'\nexport const level = Level.high\n",
  }
  const BUILD = {
    compilerOptions: {
      ...{ module: 'preserve', target: 'es2017', lib: ['es2017'], types: [], strict: true, noUnusedLocals: true },
      ...{ rootDir: 'src', outDir: 'dist', composite: true, paths: { '@app/*': ['./src/*'] } },
    },
  }
  const types = (folder: string, ...args: string[]) =>
    run(node[24], folder, join(ROOT, 'node_modules/.bin/tsc'), '--noEmit', '-p', ...args)
  const setUp = async (tsconfig: object) => {
    const folder = await install(node[24], tarball)
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const files = { 'package.json': { name: 'app', ...manifest }, 'tsconfig.json': tsconfig }
    for (const [path, value] of Object.entries(files)) writeFileSync(join(folder, path), JSON.stringify(value))
    mkdirSync(join(folder, 'src'))
    for (const [path, text] of Object.entries(APP)) writeFileSync(join(folder, path), text)
    return { folder, said: await mustRun(node[24], folder, 'npx', '--no-install', 'mettle', 'init') }
  }

  test('it is built as before, and the new files have types that fit how they run', async () => {
    const { folder, said } = await setUp({ ...BUILD, include: ['src'] })
    expect(said.stdout).toContain('tsc -p tsconfig.mettle.json')
    expect(await types(folder, '.')).toMatchObject({ code: 0, output: '' })
    expect(await types(folder, 'tsconfig.mettle.json')).toMatchObject({ code: 0, output: '' })
    // Control: what is wrong there is found.
    const wrong = "import { level } from '@app/app'\nexport const run: string = level\n"
    writeFileSync(join(folder, 'agents/careful.mts'), wrong)
    expect((await types(folder, 'tsconfig.mettle.json')).output).toContain("not assignable to type 'string'")
  })

  test('one that takes in every file is told what to leave out', async () => {
    const { folder, said } = await setUp(BUILD)
    const exclude = ['mettle.config.mts', 'scenarios', 'agents']
    expect(said.stdout).toContain(`it takes in every file: add "exclude": ${JSON.stringify(exclude)}`)
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...BUILD, exclude: [...exclude, 'node_modules'] }))
    expect(await types(folder, '.')).toMatchObject({ code: 0, output: '' })
    expect(await types(folder, 'tsconfig.mettle.json')).toMatchObject({ code: 0, output: '' })
  })
})

describe.each(['24', '22'] as const)("a user's project, on Node %s", (version) => {
  let folder = ''
  const mettle = (...args: string[]) => run(node[version], folder, 'npx', '--no-install', 'mettle', ...args)

  beforeAll(async () => {
    folder = consumer(await install(node[version], tarball))
    // As an empty folder has it: the package's files are modules.
    const file = join(folder, 'package.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), type: 'module' }))
  })

  test('runs a database and a scenario in YAML', async () => {
    const ran = await mettle('run', '--reporter', 'list,html,junit,json')
    expect(ran.code, ran.output).toBe(0)
    expect(ran.stdout).toContain('✓ 3 passed')
    const { trials, environment } = JSON.parse(readFileSync(join(folder, 'reports/latest/report.json'), 'utf8'))
    expect(trials.map(({ id }: { id: string }) => id)).toContain('stock~connection-lost~clerk~r1')
    expect(environment).toMatchObject({
      node: expect.stringMatching(`^v${version}`),
      database: expect.stringMatching('18'),
    })
    expect(readdirSync(join(folder, 'reports/latest'))).toEqual(expect.arrayContaining(['index.html', 'junit.xml']))
  })

  test('is well, says mettle doctor', async () => {
    const { code, output } = await mettle('doctor')
    expect(code, output).toBe(0)
    expect(output).toMatch(/^ok {4}postgres/m)
    expect(output).toMatch(/^warn {2}testcontainers +not installed\n +.*npm install --save-dev testcontainers/m)
  })

  test('plays a trial with a program as its agent', async () => {
    const { code, output } = await mettle('exec', 'stock', '--', 'node', '-e', '')
    expect([code, output]).toEqual([1, expect.stringContaining('gate failed')])
  })

  test('is told to install testcontainers where it asks for a container: exit 3', async () => {
    const { code, stderr } = await mettle('run', 'stock', '--database', 'container', '--out', 'reports/other')
    expect([code, stderr]).toEqual([3, expect.stringContaining('npm install --save-dev testcontainers')])
  })

  test('has trials as tests of vitest', async () => {
    for (const name of ['vitest', 'vite']) {
      const link = join(folder, 'node_modules', name)
      if (!existsSync(link)) symlinkSync(join(ROOT, 'node_modules', name), link)
    }
    const ended = await run(
      node[version],
      folder,
      'node',
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--root',
      folder,
    )
    expect(ended.code, ended.output).toBe(0)
    expect(ended.stdout).toMatch(/1 passed/)
  })

  describe('has the types of every face', () => {
    const compile = (options: object, files: string[]) => {
      const compilerOptions = {
        target: 'es2024',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: ['node'],
        ...options,
      }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }))
      return run(node[version], folder, 'node', join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder)
    }
    const resolutions: [string, object][] = [
      ['nodenext', { module: 'nodenext', allowImportingTsExtensions: true }],
      ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
    ]

    test.each(resolutions)('under %s', async (_, options) => {
      const { code, output } = await compile(options, [
        'faces.ts',
        'scenarios/stock.scenario.ts',
        'mettle.config.ts',
        'agents/clerk.ts',
      ])
      expect(code, output).toBe(0)
    })

    test.each(resolutions)('and wrong uses are found under %s', async (_, options) => {
      const lines = [
        "import { cents, defineScenario } from 'mettle'",
        "import { expect } from 'vitest'",
        "import 'mettle/vitest'",
      ]
      const wrong = ["cents('3')", "defineScenario({ task: { text: 'a' }, gaurds: [] })", 'expect(1).toHaveHeld(3)']
      writeFileSync(join(folder, 'wrong.ts'), [...lines, ...wrong].join('\n'))
      const { code, stdout } = await compile(options, ['wrong.ts'])
      expect(code).not.toBe(0)
      expect([...stdout.matchAll(/^wrong\.ts\((\d+),/gm)].map(([, line]) => Number(line))).toEqual([4, 5, 6])
    })

    test('which need nothing but what the package brings', async () => {
      const options = { module: 'nodenext', skipLibCheck: false }
      const { stdout } = await compile(options, ['scenarios/stock.scenario.ts', 'mettle.config.ts', 'agents/clerk.ts'])
      expect(stdout.split('\n').filter((line) => line.includes('node_modules/mettle/'))).toEqual([])
    })
  })
})

/** What the source starts processes with, or has them load, by a path; agents are found by their names. */
function ownModules(): string[] {
  const source = join(ROOT, 'src')
  const read = globSync('**/*.ts', { cwd: source }).flatMap((file) => [
    ...readFileSync(join(source, file), 'utf8').matchAll(/\b(?:ownModule|startOwn)\('([\w/-]+)'/g),
  ])
  const agents = globSync('agents/*/*.ts', { cwd: source }).map((file) => file.replace(/\.ts$/, ''))
  const found = [...read.map(([, path = '']) => path), ...agents]
  expect(found.length).toBeGreaterThan(20)
  return found
}
