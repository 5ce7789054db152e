import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { mettle, plantProject, startMettle } from './cli.ts'

const PROVE = process.env.METTLE_PROVE === '1'
const KILLS = PROVE ? 200 : 4
const TRIALS = 60

const project = () =>
  plantProject({
    'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' }, workers: 2 }",
    'clerk.ts': 'export const run = () => 1',
    'scenarios/one.scenario.ts':
      "export default { task: { text: 'One.' }, variants: { calm: [] }, scorers: [{ use: 'answer', params: { equals: 1 } }] }",
  })

interface Killed {
  /** What was told as finished: the trials, each with its verdict. */
  told: Map<string, string>
  /** Where the run lies; undefined where it was killed before there was one. */
  folder: string | undefined
}

/** Starts a run and kills its process, without warning, when it has told of so many trials. */
async function kill(cwd: string, random: Random, env: Record<string, string> = {}): Promise<Killed> {
  const after = random.int(TRIALS)
  const told = new Map<string, string>()
  const args = ['run', '--trials', String(TRIALS), '--reporter', 'list']
  const { child, ended } = startMettle(args, {
    cwd,
    env,
    onOutput: (text) => {
      for (const [, verdict = '', id = ''] of text.matchAll(/^ {2}\S (\w+) +(\S+) {2}\d+ ms\n/gm)) told.set(id, verdict)
      if (told.size >= after) child.kill('SIGKILL')
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await ended
  const folder = join(cwd, `reports/latest.partial-${child.pid}`)
  return { told, folder: existsSync(join(folder, 'run.json')) ? folder : undefined }
}

/** Those of the trials told as finished that cannot be read again as they were told, each with its trace. */
function lost({ told, folder }: Killed): string[] {
  if (folder === undefined) return [...told.keys()]
  const { rows, evidence, head } = openRun(folder)
  expect(head.stopped).toMatch(new RegExp(`^The run is unfinished: ${rows.length} of ${TRIALS} trials have ended$`))
  const kept = new Map(rows.map(({ id, verdict }) => [id, verdict as string]))
  return [...told].flatMap(([id, verdict]) => (kept.get(id) === verdict && evidence(id).ended ? [] : [id]))
}

const reports = (cwd: string) => readdirSync(join(cwd, 'reports')).sort()

describe('a run that is killed', () => {
  test(`keeps every trial that was told as finished, ${KILLS} times at random moments`, {
    timeout: KILLS * 30_000,
  }, async () => {
    const cwd = project()
    const random = createRandom('kill')
    let [all, missing] = [0, [] as string[]]
    const tell = (runs: number) =>
      console.log(`${all} trials told as finished in ${runs} killed runs, ${missing.length} of them lost`)
    for (let round = 0; round < KILLS; round++) {
      const killed = await kill(cwd, random.fork(round))
      all += killed.told.size
      missing = [...missing, ...lost(killed)]
      // The next start has seen to what the ones before had left.
      expect(reports(cwd).filter((name) => name.includes('partial')).length).toBeLessThanOrEqual(1)
      if (round % 20 === 19) tell(round + 1)
    }
    tell(KILLS)
    expect(missing).toEqual([])
    expect(all).toBeGreaterThan(KILLS)
  })

  test('control: a ledger whose writes are held back loses trials', async () => {
    const held = { NODE_OPTIONS: `--import=${join(import.meta.dirname, 'held-back.mjs')}` }
    const killed = await kill(project(), createRandom('held').fork(2), held)
    expect(killed.told.size).toBeGreaterThan(0)
    expect(lost(killed).length).toBe(killed.told.size)
  })

  test('is read where it lies, passes no gate, and is set aside by the next run', async () => {
    const cwd = project()
    const { folder = '', told } = await kill(cwd, { int: () => 5 } as unknown as Random)
    const shown = await mettle(['report', folder, '--reporter', 'list'], { cwd })
    expect([shown.code, shown.stdout]).toEqual([
      0,
      expect.stringMatching(/The run is unfinished: \d+ of 60 trials have ended/),
    ])
    const gate = await mettle(['gate', folder, '--gate', 'passRate >= 0'], { cwd })
    expect([gate.code, gate.stdout]).toEqual([1, expect.stringContaining('gate failed: The run is unfinished')])
    const [id = ''] = told.keys()
    expect((await mettle(['trace', id, '--run', folder], { cwd })).stdout).toContain('e1 ')

    const next = await mettle(['run', '--trials', '1'], { cwd })
    expect([next.code, next.stdout]).toEqual([0, expect.stringContaining('is in reports/unfinished')])
    expect(reports(cwd)).toEqual(['latest', 'unfinished'])
    expect(openRun(join(cwd, 'reports/unfinished')).rows.length).toBeGreaterThanOrEqual(told.size)
    // It stays until another one takes its place.
    expect((await mettle(['run', '--trials', '1'], { cwd })).stdout).not.toContain('unfinished')
    expect(reports(cwd)).toEqual(['latest', 'previous', 'unfinished'])
  })
})

/** The process that a run started from this module and that has computed for a second, if there is one. */
function busyChild(parent: number, module: string): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      const { ppid, ticks } = statOf(pid)
      return ppid === parent && ticks > 100 && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(module)
    })
}

function statOf(pid: number): { state: string; ppid: number; ticks: number } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return { state: fields[0] ?? '', ppid: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return { state: 'gone', ppid: 0, ticks: 0 }
  }
}

describe('a process that loops, and hears of nothing, ends with the run that is killed', () => {
  test.each([
    ['an agent', 'worker/worker', 'for (;;);'],
    ['a judge', 'judging/process', "return 'a'.repeat(64) + 'b'"],
  ])('%s', async (_, module, body) => {
    const scorers = "[{ use: 'answer', params: { matches: ['^(a+)+$'] } }]"
    const cwd = plantProject({
      'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' }, workers: 1 }",
      'clerk.ts': `export const run = () => { ${body} }`,
      'scenarios/one.scenario.ts': `export default { task: { text: 'One.' }, variants: { calm: [] }, scorers: ${scorers} }`,
    })
    const { child, ended } = startMettle(['run', '--trials', '1'], { cwd })
    onTestFinished(() => void child.kill('SIGKILL'))
    let looping: number | undefined
    const find = () => (looping = busyChild(child.pid ?? 0, module))
    await expect.poll(find, { timeout: 30_000 }).toBeDefined()
    child.kill('SIGKILL')
    await ended
    await expect.poll(() => statOf(looping ?? 0).state, { timeout: 10_000 }).toMatch(/gone|Z/)
  })
})
