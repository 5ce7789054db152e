import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import { mettle } from './cli.ts'
import { outcome, payingProject } from './paying.ts'

const PROVE = process.env.METTLE_PROVE === '1'
/** Random numbers of shards, and of orders in which they are merged. */
const SHARDINGS = PROVE ? 100 : 1

describe('shards of a run', () => {
  let cwd: string
  let whole: ReturnType<typeof outcome>

  const run = (...args: string[]) => mettle(['run', '--reporter', 'json', ...args], { cwd })
  const merge = (...args: string[]) => mettle(['merge', ...args], { cwd })

  /** Runs all of them, each into a folder of its own. */
  async function shards(count: number, ...args: string[]): Promise<string[]> {
    const folders = Array.from({ length: count }, (_, at) => `shards/${at + 1}`)
    for (const [at, folder] of folders.entries()) {
      const { code, stderr } = await run('--shard', `${at + 1}/${count}`, '--out', folder, ...args)
      expect([code, stderr]).toEqual([0, ''])
    }
    return folders
  }

  beforeAll(async () => {
    cwd = payingProject(2)
    expect((await run('--out', 'whole')).code).toBe(0)
    whole = outcome(join(cwd, 'whole'))
  })

  const bytes = (folder: string) =>
    ['run.json', 'trials.jsonl', 'planned.jsonl', 'audit.jsonl', 'index.html', 'junit.xml'].map((name) =>
      readFileSync(join(cwd, folder, name), 'utf8'),
    )

  test(`come to what one machine comes to, and in any order to the same bytes: ${SHARDINGS} times`, {
    timeout: 3_600_000,
  }, async () => {
    const random = createRandom('shards')
    for (let sharding = 0; sharding < SHARDINGS; sharding++) {
      const folders = await shards(
        PROVE ? 2 + random.int(3) : 3,
        ...(sharding % 2 === 0 ? ['--durations', 'whole'] : []),
      )
      const orders = [folders, folders.toSorted(() => random.int(3) - 1), folders.toReversed()]
      const made: string[][] = []
      for (const order of orders) {
        const { code, stdout } = await merge(...order, '--out', 'merged', '--reporter', 'list,html,junit')
        expect([code, stdout]).toEqual([0, expect.stringContaining(`Merged ${folders.length} shards`)])
        made.push(bytes('merged'))
      }
      expect(new Set(made.map((one) => JSON.stringify(one))).size).toBe(1)
      expect(outcome(join(cwd, 'merged'))).toEqual(whole)
    }
  })

  test('judge no gate by themselves, and together they do', async () => {
    const { code, stdout } = await mettle(['run', '--shard', '1/2', '--out', 'alone', '--reporter', 'list'], { cwd })
    expect([code, stdout]).toEqual([0, expect.stringContaining('gate not judged: It is shard 1 of 2')])
    const again = await mettle(['run', '--resume', '--out', 'alone'], { cwd })
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('Nothing is missing in alone')])
    expect((await mettle(['run', '--shard', '5/4'], { cwd })).stderr).toContain('It must be one of so many: 2/4.')
  })

  test('are refused where one is missing, torn, there twice, or of another run: the trials are named', async () => {
    const [one = '', two = ''] = await shards(2)
    const merged = async (...folders: string[]) => {
      const { code, stderr } = await merge(...folders, '--out', 'never')
      expect(code).toBe(2)
      return stderr
    }
    expect(await merged(one)).toMatch(
      /4 trials\n( {2}pay~\w+~\w+~r\d\n){4}These are in no shard: shard 2 of 2 is missing/,
    )
    expect(await merged(one, two, two)).toMatch(/( {2}pay~\w+~\w+~r\d\n){4}These are in more than one shard: shards\/2/)
    expect(await merged(one, 'whole')).toContain('whole: it is no shard')
    cpSync(join(cwd, two), join(cwd, 'torn'), { recursive: true })
    const ledger = join(cwd, 'torn/trials.jsonl')
    truncateSync(ledger, readFileSync(ledger).length - 9)
    expect(await merged(one, 'torn')).toContain('torn: trials.jsonl was changed: it has 3 of 4 lines')
    const spoilt = async (spoil: (folder: string) => void, out = 'never') => {
      rmSync(join(cwd, 'spoilt'), { recursive: true, force: true })
      cpSync(join(cwd, two), join(cwd, 'spoilt'), { recursive: true })
      spoil(join(cwd, 'spoilt'))
      const { code, stderr } = await merge(one, 'spoilt', '--out', out)
      expect(code).toBe(2)
      return stderr
    }
    const trace = (folder: string) => join(folder, 'traces', readdirSync(join(folder, 'traces'))[0] ?? '')
    expect(await spoilt((folder) => rmSync(trace(folder)))).toMatch(/the trace of pay~\S+ is gone/)
    expect(
      await spoilt((folder) =>
        writeFileSync(trace(folder), readFileSync(trace(folder), 'utf8').replace('call', 'cull')),
      ),
    ).toContain('does not fit the line before it')
    expect(
      await spoilt((folder) => {
        rmSync(trace(folder))
        symlinkSync('/etc/hostname', trace(join(cwd, two)).replace(two, 'spoilt'))
      }),
    ).toMatch(/the trace of pay~\S+ is gone/)
    expect(await spoilt((folder) => rmSync(join(folder, 'audit.jsonl')))).toContain('audit.jsonl is gone')
    expect(await spoilt(() => {}, 'spoilt')).toContain('a shard lies there')
    expect(await spoilt(() => {}, 'spoilt/traces/inner')).toContain('a shard lies there')
    expect(
      await spoilt((folder) => {
        rmSync(join(folder, 'trials.jsonl'))
        mkdirSync(join(folder, 'trials.jsonl'))
      }),
    ).toContain('spoilt: ')
    const clerk = join(cwd, 'clerk.ts')
    const text = readFileSync(clerk, 'utf8')
    onTestFinished(() => writeFileSync(clerk, text))
    writeFileSync(clerk, `${text}\n// another one`)
    await run('--shard', '2/2', '--out', 'other')
    expect(await merged(one, 'other')).toContain('agent clerk is another one\n  changed: clerk.ts')
    rmSync(join(cwd, 'other'), { recursive: true })
    writeFileSync(clerk, text)
    await run('--shard', '2/2', '--out', 'other', '--seed', '2')
    expect(await merged(one, 'other')).toContain('its seed is 2')
  })
})
