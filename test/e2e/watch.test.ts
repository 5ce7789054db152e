import { type ChildProcess, execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plantProject, ROOT, startMettle } from './cli.ts'

const scenario = (world: string) => `
import { word } from '${world}'
export default {
  task: { text: 'Say the word.' },
  scorers: [{ use: 'answer', params: { includes: [word] } }],
}`
const agent = (lib: string) => `
import { word } from '${lib}'
export const run = () => ({ output: word })`
const word = (it: string) => `export const word = '${it}'`

const PROJECT = {
  'mettle.config.ts': `
import './settings.ts'
export default { agents: { a: './agents/a.ts', b: './agents/b.ts' }, reporters: ['json', './own/reporter.ts'] }`,
  'settings.ts': 'export {}',
  'own/reporter.ts': "export default { name: 'quiet', render: () => '' }",
  'scenarios/one.scenario.ts': scenario('../worlds/one.ts'),
  'scenarios/two.scenario.ts': scenario('../worlds/two.ts'),
  'scenarios/three.scenario.yaml': 'task: { text: Say the word. }\nscorers: [{ use: ../worlds/three.ts#short }]\n',
  'worlds/three.ts': `
import { defineScorer } from '${ROOT}/src/index.ts'
export const short = defineScorer({
  name: 'short',
  summary: 'It passes.',
  params: { safeParse: (data) => ({ success: true, data }) },
  score: () => ({ value: 1, pass: true, reason: 'It does.', events: [] }),
})`,
  'worlds/one.ts': "export { word } from './base.ts'",
  'worlds/base.ts': word('done'),
  'worlds/two.ts': word('done'),
  'agents/a.ts': agent('../lib/a.ts'),
  'agents/b.ts': agent('../lib/b.ts'),
  'lib/a.ts': word('done'),
  'lib/b.ts': word('done'),
  'lib/stray.ts': 'export {}',
  'lib/a.test.ts': 'export {}',
  '.gitignore': 'built/\n',
}

const SMALL = {
  'mettle.config.ts': "export default { agents: { a: './a.ts', b: './b.ts' }, workers: 2 }",
  'a.ts': 'export const run = () => ({ output: 1 })',
  'b.ts': 'export const run = () => ({ output: 1 })',
  'scenarios/one.scenario.ts': "export default { task: { text: 'Say it.' } }",
}

const ALL = ['one a', 'one b', 'three a', 'three b', 'two a', 'two b']
/** So long a run may take, and so long nothing happens before nothing is taken to happen, in ms. */
const [PATIENCE_MS, QUIET_MS] = [60_000, 1_500]

const PROVE = process.env.METTLE_PROVE === '1'

const started: ChildProcess[] = []
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
})

/** A watch over the project, behind its first run. A turn is from one wait for changes to the next. */
async function startWatch(files: Readonly<Record<string, string>> = PROJECT) {
  const folder = plantProject(files)
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  let output = ''
  const { child, ended } = startMettle(['run', '--watch'], {
    cwd: folder,
    onOutput: (text) => {
      output = text
    },
  })
  started.push(child)
  const turns = () => output.split('\nWatching ').length
  const told = (wanted: string, times = 1) => until(() => output.split(wanted).length > times)
  const turn = async (act: () => void) => {
    const [before, from] = [turns(), output.length]
    act()
    await until(() => turns() > before)
    return ranIn(output.slice(from))
  }
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const type = (keys: string) => void child.stdin.write(keys)
  return { first: await turn(() => {}), turn, turns, told, write, type, child, ended }
}

/** Scenario and agent of each trial, in order. */
function ranIn(printed: string): string[] {
  const lines = printed.matchAll(/^ {2}\S (?:passed|failed|inconclusive|error) +(\S+)/gm)
  return [...lines].map(([, id = '']) => id.replace(/~calm~(\w+)~r1$/, ' $1')).sort()
}

function descendantsOf(pid: number): number[] {
  const parentOf = (one: number) => Number(/^PPid:\s+(\d+)/m.exec(statusOf(one))?.[1])
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((one) => one > 0)
  const below = [pid]
  for (const parent of below) below.push(...pids.filter((one) => parentOf(one) === parent))
  return below.slice(1)
}

function isAlive(pid: number): boolean {
  return /^State:\s+[^Z]/m.test(statusOf(pid))
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

async function until(done: () => boolean): Promise<void> {
  for (const limit = performance.now() + PATIENCE_MS; !done(); await sleep(20)) {
    if (performance.now() > limit) throw new Error('It did not come about.')
  }
}

describe('a watch', () => {
  let watch: Awaited<ReturnType<typeof startWatch>>
  beforeAll(async () => {
    watch = await startWatch()
  })

  test('begins with all that the command line asks for', () => {
    expect(watch.first).toEqual(ALL)
  })

  test.each([
    {
      what: 'a module behind an agent',
      path: 'lib/a.ts',
      text: word('done // again'),
      ran: ['one a', 'three a', 'two a'],
    },
    {
      what: 'a module behind the world of a scenario',
      path: 'worlds/base.ts',
      text: word('done'),
      ran: ['one a', 'one b'],
    },
    {
      what: 'a module that a scenario in YAML names',
      path: 'worlds/three.ts',
      text: `${PROJECT['worlds/three.ts']}//`,
      ran: ['three a', 'three b'],
    },
    {
      what: 'a scenario in YAML',
      path: 'scenarios/three.scenario.yaml',
      text: `${PROJECT['scenarios/three.scenario.yaml']}# again\n`,
      ran: ['three a', 'three b'],
    },
    { what: 'a module behind the config', path: 'settings.ts', text: 'export {} //', ran: ALL },
    {
      what: 'a reporter that the config names',
      path: 'own/reporter.ts',
      text: `${PROJECT['own/reporter.ts']} //`,
      ran: ALL,
    },
    { what: 'a file that anything may read', path: 'data/prices.json', text: '{}', ran: ALL },
    { what: 'control: a module that nothing imports', path: 'lib/stray.ts', text: 'export {} //', ran: [] },
  ])('at a change of $what: what it has a part in', async ({ path, text, ran }) => {
    const { turn, write } = watch
    expect(await turn(() => write(path, text))).toEqual(ran)
  })

  test('runs what failed, at f; the same again, at Enter; all of it, at a', async () => {
    const { turn, write, type } = watch
    expect(await turn(() => write('lib/b.ts', word('nothing')))).toEqual(['one b', 'three b', 'two b'])
    expect(await turn(() => type('f'))).toEqual(['one b', 'two b'])
    expect(await turn(() => type('\n'))).toEqual(['one b', 'two b'])
    expect(await turn(() => type('a'))).toEqual(ALL)
  })

  test('goes on where the project does not load, and runs what was wanted once it does', async () => {
    const { turn, write } = watch
    expect(await turn(() => write('lib/a.ts', 'export const word ='))).toEqual([])
    expect(await turn(() => write('lib/stray.ts', 'export {} // 2'))).toEqual([])
    expect(await turn(() => write('lib/a.ts', word('done')))).toEqual(['one a', 'three a', 'two a'])
  })

  test('control: what it writes itself, what is installed, hidden or ignored by git begins nothing', async () => {
    const { turns, write } = watch
    const before = turns()
    for (const path of ['node_modules/some/index.js', '.hidden/x.ts', 'built/a.js', 'reports/latest/x.json'])
      write(path, '{}')
    await sleep(QUIET_MS)
    expect(turns()).toBe(before)
  })
})

describe('a watch that is ended', () => {
  test('ends at q with exit code 0', async () => {
    const { type, ended } = await startWatch(SMALL)
    type('q')
    expect(await ended).toMatchObject({ code: 0, stderr: '' })
  })

  const signals = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const
  test.each(PROVE ? signals : signals.slice(0, 1))('ends at %s with exit code %i', async (signal, code) => {
    const { child, ended } = await startWatch(SMALL)
    child.kill(signal)
    expect(await ended).toMatchObject({ code, stderr: '' })
  })

  test('ends in the middle of a run, and leaves no process', async () => {
    const slow = "import { setTimeout } from 'node:timers/promises'\nexport const run = () => setTimeout(60_000)"
    const { child, ended, told, type, write } = await startWatch(SMALL)
    write('a.ts', slow)
    write('mettle.config.ts', SMALL['mettle.config.ts'].replace('workers', 'realTime: true, workers'))
    await told('one~calm~b~r1', 2)
    const below = descendantsOf(child.pid ?? 0)
    expect(below.length).toBeGreaterThan(1)
    type('q')
    expect((await ended).code).toBe(0)
    await until(() => below.every((pid) => !isAlive(pid)))
  })
})
