import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import { readHead, writeHead } from '../../src/store/head.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { mettle, startMettle } from './cli.ts'
import { outcome, payingProject } from './paying.ts'

const PROVE = process.env.METTLE_PROVE === '1'
const REPEATS = PROVE ? 50 : 3
const CUTS = PROVE ? 3 : 1
const KILLS = PROVE ? 500 : 3

const TRIALS = 4 * REPEATS
const latest = (cwd: string) => join(cwd, 'reports/latest')
const resume = (cwd: string, ...more: string[]) => mettle(['run', '--resume', '--reporter', 'json', ...more], { cwd })

/** Leaves of a run that came to its end what a kill would have left of it behind so many trials. */
function cutBehind(folder: string, trials: number, torn: string): void {
  const ledger = join(folder, 'trials.jsonl')
  const lines = readFileSync(ledger, 'utf8').split('\n')
  truncateSync(
    ledger,
    Buffer.byteLength(
      lines
        .slice(0, trials)
        .map((line) => `${line}\n`)
        .join(''),
    ),
  )
  appendFileSync(ledger, torn)
  const { audit: _, ...head } = readHead(folder)
  writeHead(folder, { ...head, finishedAt: null, ledger: null, gate: { ...head.gate, passed: false } })
}

describe('a run that is gone on with', () => {
  let cwd: string
  let whole: ReturnType<typeof outcome>
  let kept: string

  beforeAll(async () => {
    cwd = payingProject(REPEATS)
    const { code, stderr } = await mettle(['run', '--reporter', 'json'], { cwd })
    expect([code, stderr]).toEqual([0, ''])
    whole = outcome(latest(cwd))
    expect(whole.trials).toHaveLength(TRIALS)
    kept = join(cwd, 'kept')
    cpSync(latest(cwd), kept, { recursive: true })
  })

  const restore = () => {
    rmSync(join(cwd, 'reports'), { recursive: true })
    cpSync(kept, latest(cwd), { recursive: true })
  }

  test(`comes to the same as one that nobody interrupted, at every boundary ${CUTS} times`, {
    timeout: 3_600_000,
  }, async () => {
    const behind = PROVE ? Array.from({ length: TRIALS }, (_, index) => index) : [0, 5, TRIALS]
    for (const trials of behind) {
      for (let cut = 0; cut < CUTS; cut++) {
        restore()
        cutBehind(latest(cwd), trials, ['', '{"id":"pay~calm', '\0\0{\n\0"}\n'][cut % 3] ?? '')
        const { code, stdout } = await resume(cwd)
        expect([code, stdout]).toEqual([0, expect.stringContaining(`done, ${TRIALS - trials} missing`)])
        expect(outcome(latest(cwd))).toEqual(whole)
        expect(readHead(latest(cwd)).resumed).toHaveLength(1)
      }
    }
  })

  test('what was being written is kept beside the ledger, byte for byte', async () => {
    restore()
    cutBehind(latest(cwd), 3, '{"id":"pay~ca')
    expect((await resume(cwd)).code).toBe(0)
    expect(readFileSync(join(latest(cwd), 'trials.jsonl.torn'), 'utf8')).toBe('{"id":"pay~ca')
  })

  test('control: where it is not cut off, what follows is lost', async () => {
    restore()
    cutBehind(latest(cwd), 3, '{"id":"pay~ca')
    const env = { NODE_OPTIONS: `--import=${join(import.meta.dirname, 'uncut.mjs')}` }
    const { code } = await mettle(['run', '--resume', '--reporter', 'json'], { cwd, env })
    expect([code, openRun(join(cwd, 'reports/unfinished')).rows.length]).toEqual([70, 3])
  })

  test('goes on behind Ctrl-C as well, with repeats by the evidence, and with the limit of money that it had', async () => {
    rmSync(join(cwd, 'reports'), { recursive: true })
    const begun = ['run', '--trials', '60..80', '--max-usd', '3', '--reporter', 'list']
    expect((await mettle(begun, { cwd })).code).toBe(0)
    const all = outcome(latest(cwd))
    const { child, ended } = startMettle(begun, {
      cwd,
      onOutput: (text) => void (text.includes('ms\n') && child.kill('SIGINT')),
    })
    const cut = await ended
    expect([cut.code, cut.stdout]).toEqual([130, expect.stringContaining('"mettle run --resume" runs only')])
    expect((await resume(cwd)).code).toBe(0)
    expect(outcome(latest(cwd))).toEqual(all)
    const { basis, sequential } = readHead(latest(cwd))
    expect([basis?.settings.maxUsd, sequential?.plan.max]).toEqual([3, 80])
  })

  test('what a kill left is told by the doctor, and put aside', async () => {
    restore()
    cutBehind(latest(cwd), 3, '{"id":"pay~ca')
    const doctor = (...more: string[]) => mettle(['doctor', '--run', 'reports/latest', ...more], { cwd })
    const found = await doctor()
    expect([found.code, found.stdout]).toEqual([
      1,
      expect.stringMatching(/^fail {2}ledger .*3 records in 3 lines, and 13 bytes/m),
    ])
    const mended = await doctor('--repair')
    expect([mended.code, mended.stdout]).toEqual([
      0,
      expect.stringMatching(/^ok {4}ledger .*the rest is in .*trials\.jsonl\.torn$/m),
    ])
    const [first] = openRun(latest(cwd)).rows
    const { trace } = openRun(latest(cwd)).record(first?.id ?? '')
    const path = join(latest(cwd), trace.file)
    writeFileSync(path, readFileSync(path, 'utf8').replace('"amount":7', '"amount":8'))
    const changed = await doctor()
    expect([changed.code, changed.stdout]).toEqual([
      1,
      expect.stringMatching(/^fail {2}traces .*does not fit the line before it/m),
    ])
  })

  test('a finished trial never runs again: its record is the one that it was', async () => {
    restore()
    cutBehind(latest(cwd), 6, '')
    const before = readFileSync(join(latest(cwd), 'trials.jsonl'), 'utf8')
    expect((await resume(cwd)).code).toBe(0)
    expect(readFileSync(join(latest(cwd), 'trials.jsonl'), 'utf8').startsWith(before)).toBe(true)
    const traces = openRun(latest(cwd)).rows.map(({ id }) => openRun(latest(cwd)).evidence(id).ended)
    expect(traces.every(Boolean)).toBe(true)
  })

  test.each([
    [
      'a module of an agent',
      'amount.ts',
      'export const AMOUNT = 8',
      /agent clerk is another one\n +changed: amount\.ts/,
    ],
    [
      'a module of a scenario',
      'limits.ts',
      'export const LIMIT = 8',
      /scenario pay is another one\n +changed: limits\.ts/,
    ],
    ['the scenario', 'scenarios/pay.scenario.ts', /Pay 7/g, /scenario pay is another one/],
    ['an agent that is gone', 'mettle.config.ts', / lazy: '[^']*'/, /agent "lazy"/],
  ] as const)('is refused where it would be another run: %s', async (_, file, change, told) => {
    restore()
    cutBehind(latest(cwd), 4, '')
    const path = join(cwd, file)
    const text = readFileSync(path, 'utf8')
    writeFileSync(
      path,
      typeof change === 'string'
        ? change
        : text.replace(change, 'Pay 8'.replace(/.*/, file.startsWith('mettle') ? '' : 'Pay 8')),
    )
    onTestFinished(() => writeFileSync(path, text))
    const before = readdirSync(latest(cwd)).sort()
    const { code, stderr } = await resume(cwd)
    expect([code, stderr]).toEqual([2, expect.stringMatching(told)])
    // What it has is there as before.
    expect(readdirSync(latest(cwd)).sort()).toEqual(before)
  })

  test('does not pass where traces of what it had are gone, and names the trials', async () => {
    restore()
    cutBehind(latest(cwd), 4, '')
    for (const name of readdirSync(join(latest(cwd), 'traces'))) rmSync(join(latest(cwd), 'traces', name))
    const { code, stdout } = await resume(cwd)
    expect([code, stdout]).toEqual([1, expect.stringMatching(/\d trials have no evidence: \w+\.?/)])
  })

  test('is refused where a line was changed, or its plan', async () => {
    for (const file of ['trials.jsonl', 'planned.jsonl']) {
      restore()
      cutBehind(latest(cwd), 4, '')
      const path = join(latest(cwd), file)
      writeFileSync(path, readFileSync(path, 'utf8').replace('"calm"', '"calX"'))
      const { code, stderr } = await resume(cwd)
      expect(existsSync(latest(cwd))).toBe(true)
      expect([file, code, stderr]).toEqual([
        file,
        2,
        expect.stringMatching(/was changed|does not fit the line before it/),
      ])
    }
  })

  test('is refused where a variable of the project is another one, and found where the next run would put it', async () => {
    restore()
    cutBehind(latest(cwd), 4, '')
    const other = await mettle(['run', '--resume'], { cwd, env: { PAYING_MODE: 'strict' } })
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('variable PAYING_MODE is another one')])
    renameSync(latest(cwd), join(cwd, 'reports/latest.partial-99999999'))
    const { code, stdout } = await mettle(['run', '--resume', 'reports/unfinished', '--reporter', 'json'], { cwd })
    expect([code, stdout]).toEqual([0, expect.stringContaining('Going on with reports/latest.partial-99999999')])
    expect(outcome(latest(cwd))).toEqual(whole)
  })

  test('takes no other plan, and of one that is complete nothing is run', async () => {
    restore()
    const other = await resume(cwd, '--agent', 'clerk', '--seed', '2')
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('leave out --agent, --seed')])
    const complete = await resume(cwd)
    expect([complete.code, complete.stdout]).toEqual([
      0,
      expect.stringContaining('Nothing is missing in reports/latest'),
    ])
    rmSync(join(cwd, 'reports'), { recursive: true })
    const none = await resume(cwd)
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('There is no run to go on with')])
  })

  test(`killed ${KILLS} times at random, and gone on with each time: nothing told as finished is lost or counted twice`, {
    timeout: 3_600_000,
  }, async () => {
    const random = createRandom('resume')
    rmSync(join(cwd, 'reports'), { recursive: true, force: true })
    let [told, over] = [new Set<string>(), false]
    for (let kill = 0; kill < KILLS; kill++) {
      const args = over || kill === 0 ? ['run'] : ['run', '--resume']
      if (over) told = new Set()
      const after = random.int(PROVE ? 12 : 4)
      let seen = 0
      const { child, ended } = startMettle([...args, '--reporter', 'list'], {
        cwd,
        onOutput: (text) => {
          const ids = [...text.matchAll(/^ {2}\S (?:\w+) +(\S+) {2}\d+ ms\n/gm)].map(([, id = '']) => id)
          for (const id of ids.slice(seen)) {
            expect(told.has(id), `${id} ran again`).toBe(false)
            told.add(id)
          }
          seen = ids.length
          if (seen >= after) child.kill('SIGKILL')
        },
      })
      over = (await ended).code !== null
      const place = newest(cwd)
      if (place === undefined) continue
      const ran = openRun(place).rows.map(({ id }) => id)
      expect(ran.length).toBe(new Set(ran).size)
      expect([...told].filter((id) => !ran.includes(id))).toEqual([])
    }
    if (!over) expect((await resume(cwd)).code).toBe(0)
    expect(outcome(latest(cwd))).toEqual(whole)
  })
})

/** Where the run lies that was killed last, or came to its end. */
function newest(cwd: string): string | undefined {
  const reports = join(cwd, 'reports')
  const names = existsSync(reports) ? readdirSync(reports) : []
  const partial = names.find((name) => name.includes('.partial-') && existsSync(join(reports, name, 'trials.jsonl')))
  const name = partial ?? names.find((one) => one === 'latest')
  return name && existsSync(join(reports, name, 'run.json')) ? join(reports, name) : undefined
}
