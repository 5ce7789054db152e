import { cpSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { fits } from '../../src/kernel/pattern.ts'
import { filesBelow, mettle, mettleInBatch, PROJECTS, readRecord, runProject, temporaryFolder } from './cli.ts'

const ledger = join(PROJECTS, '../project')
const several = join(PROJECTS, 'several')

/** Runs the project once for each line, in one process. */
async function runLines(lines: string[][]) {
  const outs = lines.map(() => join(temporaryFolder(), 'run'))
  const common = ['run', '--reporter', 'json', '--workers', '1', '--out']
  const ended = await mettleInBatch(
    lines.map((args, at) => ({ cwd: several, args: [...common, outs[at] ?? '', ...args] })),
  )
  return ended.map((one, at) => ({ ...one, record: readRecord(outs[at] ?? '') }))
}

test('exit codes of a run: 0 where its gate holds, else 1', async () => {
  const cases: [number, string[]][] = [
    // Without a gate every trial has to pass.
    [0, ['--agent', 'right']],
    [1, ['--agent', 'right,wrong']],
    [0, ['--agent', 'right,wrong', '--gate', 'passRate{agent:right} >= 1']],
    [1, ['--agent', 'right,wrong', '--gate', 'passRate >= 0.75']],
    [1, ['--agent', 'right,wrong', '--gate', 'passRate{agent:right} >= 1', 'failed <= 1']],
    [0, ['--agent', 'right,wrong', '--gate', 'passRate{agent:right} >= 1', 'failed <= 2']],
    // Nothing could be said.
    [1, ['--agent', 'right', '--gate', 'passRate{agent:wrong} >= 0']],
  ]
  const ended = await runLines(cases.map(([, args]) => ['--variant', 'calm', ...args]))
  const found = ended.map(({ code, record }, at) => [code, record.gate.passed, cases[at]?.[1]])
  expect(found).toEqual(cases.map(([code, args]) => [code, code === 0, args]))
})

describe('which trials run', () => {
  /** The trials that each command line lists, without running any. */
  const listed = async (lines: string[][]) => {
    const out = join(temporaryFolder(), 'run')
    const common = ['run', '--list', '--out', out, '--agent']
    const ended = await mettleInBatch(lines.map((args) => ({ cwd: several, args: [...common, 'right', ...args] })))
    return ended.map(({ code, stdout }) => {
      expect(code).toBe(0)
      const ids = stdout.trim().split('\n')
      expect(ids.pop()).toBe(`${ids.length} trials`)
      return ids
    })
  }
  const id = (scenario: string, variant: string, agent = 'right', repeat = 1) =>
    `${scenario}~${variant}~${agent}~r${repeat}`
  const [deep, calm, slow] = [id('deep.two', 'calm'), id('one', 'calm'), id('one', 'slow')]

  test('those that the command line asks for', async () => {
    const cases: [string[], string[]][] = [
      [[], [deep, calm, slow]],
      [['one'], [calm, slow]],
      [['deep/*'], [deep]],
      [['--variant', 'slow'], [slow]],
      [
        ['--variant', 'c*'],
        [deep, calm],
      ],
      [['--tag', 'deep'], [deep]],
      [['--tag', 'deep,quick'], [deep]],
      [['--grep', '^one~(calm|fast)'], [calm]],
      [
        ['one', '--variant', 'calm', '--agent', 'wrong,right'],
        [id('one', 'calm', 'wrong'), calm],
      ],
      [['one', '--variant', 'calm', '--agent', 'right,right'], [calm]],
      [
        ['deep/*', '--trials', '2'],
        [deep, id('deep.two', 'calm', 'right', 2)],
      ],
    ]
    const found = await listed(cases.map(([args]) => args))
    expect(found.map((ids, at) => [cases[at]?.[0], ids])).toEqual(cases)
  })

  test('shuffled: the same trials in an order that the seed decides', async () => {
    const args = ['--trials', '4']
    const [plain, once, again, other] = await listed([
      args,
      [...args, '--shuffle'],
      [...args, '--shuffle'],
      [...args, '--shuffle', '--seed', '2'],
    ])
    expect(again).toEqual(once)
    expect(once).not.toEqual(plain)
    expect(other).not.toEqual(once)
    for (const order of [once, other]) expect(order?.toSorted()).toEqual(plain?.toSorted())
  })

  test('listing leaves nothing behind', async () => {
    const cwd = temporaryFolder()
    cpSync(several, cwd, { recursive: true, filter: (path) => !path.includes('reports') })
    const before = filesBelow(cwd)
    // The copy cannot import 'mettle': its config is the one in the repository.
    await mettle(['run', '--list', '--config', join(several, 'mettle.config.ts'), '--out', 'run'], { cwd })
    expect(filesBelow(cwd)).toEqual(before)
  })
})

test('--bail stops after that many trials that did not pass; the rest is not run, and the gate fails', async () => {
  const args = ['--agent', 'wrong', '--trials', '3', '--workers', '1']
  const [bailed, whole] = await Promise.all([
    runProject('several', [...args, '--bail', '2']),
    runProject('several', args),
  ])
  expect(bailed.record.summary).toMatchObject({ planned: 9, failed: 2, notRun: 7 })
  expect([bailed.code, bailed.record.gate.passed]).toEqual([1, false])
  expect(whole.record.summary).toMatchObject({ planned: 9, failed: 9, notRun: 0 })
})

test('--seed decides the seed of every trial, which is the same for all agents', async () => {
  const args = ['--agent', 'right,wrong', '--variant', 'calm', '--seed']
  const [one, two, random] = await runLines([
    [...args, '1'],
    [...args, '2'],
    [...args, 'random'],
  ])
  const seeds = (ran: typeof one) => ran?.record.trials.map(({ scenario, seed }) => `${scenario} ${seed}`) ?? []
  expect([seeds(one).length, new Set(seeds(one)).size]).toEqual([4, 2])
  expect(seeds(two).some((seed) => seeds(one).includes(seed))).toBe(false)
  expect(random?.record.seed).toMatch(/^\d+$/)
  expect(random?.stdout).toContain(`seed ${random?.record.seed}`)
})

describe('a stored run', () => {
  let folder: string
  let printed: string

  beforeAll(async () => {
    folder = join(temporaryFolder(), 'run')
    const args = ['run', '--out', folder, '--reporter', 'list,json,html', '--agent', 'right,wrong']
    printed = (await mettle(args, { cwd: several })).stdout
  })

  test('is reported again to the byte', async () => {
    const copy = join(temporaryFolder(), 'copy')
    cpSync(folder, copy, { recursive: true })
    rmSync(join(copy, 'index.html'))
    const { code, stdout } = await mettle(['report', copy, '--reporter', 'html,json,list'], { cwd: several })
    expect(code).toBe(0)
    for (const file of ['index.html', 'report.json']) {
      expect(readFileSync(join(copy, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'))
    }
    const summary = printed.slice(printed.indexOf('scenario ·'), printed.indexOf('\nReport:'))
    expect(summary.length).toBeGreaterThan(100)
    expect(stdout).toContain(summary)
  })

  test('control: another run is reported otherwise', async () => {
    const { out } = await runProject('several', ['--reporter', 'json,html', '--agent', 'right,wrong', '--seed', '2'])
    expect(readFileSync(join(out, 'index.html'), 'utf8')).not.toBe(readFileSync(join(folder, 'index.html'), 'utf8'))
  })

  test('has the traces of its trials in a file for each worker, an audit log, and nothing else', () => {
    const record = readRecord(folder)
    const files = [...new Set(record.trials.map(({ trace }) => trace.file))]
    const others = ['audit.jsonl', 'index.html', 'planned.jsonl', 'report.json', 'run.json', 'traces', 'trials.jsonl']
    expect(filesBelow(folder)).toEqual([...others, ...files].sort())
    expect(files.every((file) => fits('traces/w*.jsonl', file))).toBe(true)
    for (const file of files) {
      // One after the other, and nothing between them.
      const own = record.trials.filter(({ trace }) => trace.file === file).map(({ trace }) => trace)
      own.sort((a, b) => a.offset - b.offset)
      const ends = own.map(({ offset, length }) => offset + length)
      expect(own.map(({ offset }) => offset)).toEqual([0, ...ends.slice(0, -1)])
      expect(statSync(join(folder, file)).size).toBe(ends.at(-1))
    }
  })
})

describe('list', () => {
  test('shows scenarios with their tags, variants and guards', async () => {
    const { code, stdout } = await mettle(['list', 'add'], { cwd: ledger })
    expect(code).toBe(0)
    expect(stdout).toBe('add\n  variants  calm, slow, denied\n  guards    budget (enforce)\n')
  })

  test('shows tags and what has no guards', async () => {
    const { stdout } = await mettle(['list'], { cwd: several })
    expect(stdout).toBe(
      'deep/two  [deep, quick]\n  variants  calm\n  guards    none\none  [quick]\n  variants  calm, slow\n  guards    none\n',
    )
  })

  test('shows agents and the catalogues', async () => {
    const kinds = ['agents', 'faults', 'guards', 'scorers', 'reporters']
    const ended = await mettleInBatch(kinds.map((kind) => ({ cwd: several, args: ['list', `--${kind}`] })))
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0])
    const [agents, faults, guards, scorers, reporters] = ended.map(({ stdout }) => stdout)
    expect(agents).toMatch(/^right\nwrong\nsaint +\S.*\nnull +\S.*\nprober +\S.*\nrandom +\S.*\n/)
    expect(faults).toMatch(/^lost-reply +\S.*\.$/m)
    expect(guards).toMatch(/^budget +\S.*\.$/m)
    expect(scorers).toMatch(/^effects +\S.*\.$/m)
    expect(reporters).toMatch(/^html +\S.*\.$/m)
  })
})
