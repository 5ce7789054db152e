import { execFile } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openRun } from '../../src/store/stored-run.ts'
import { mettle, PROJECTS, plantProject, ROOT, temporaryFolder } from '../e2e/cli.ts'
import { ownCache } from '../world/databases/stage.ts'

/** A user who owns nothing, by number: no name is needed. */
const PLAIN = 54_321

const plain = plantProject({
  'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' }, workers: 2 }",
  'clerk.ts': 'export const run = () => 1',
  'scenarios/one.scenario.ts':
    "export default { task: { text: 'One.' }, variants: { calm: [] }, scorers: [{ use: 'answer', params: { equals: 1 } }] }",
})
/** An API and the embedded PostgreSQL. */
const withDatabase = join(PROJECTS, 'signals')
const cache = ownCache()
const place = realpathSync(mkdtempSync('/tmp/mettle-limits-'))
const [small, out] = [join(place, 'small'), join(place, 'out')]

beforeAll(async () => {
  chmodSync(place, 0o711)
  chmodSync(plain, 0o755)
  mkdirSync(small)
  // What every other run finds: programs and a data folder that are there already.
  const ran = await mettle(['run', '--trials', '1', '--out', join(place, 'first')], { cwd: withDatabase })
  expect([ran.code, ran.stderr]).toEqual([0, ''])
})
afterAll(() => {
  for (const folder of [cache, place]) rmSync(folder, { recursive: true, force: true })
})

interface Ran {
  code: unknown
  stdout: string
  stderr: string
}

/** Runs `mettle run` behind a few lines of shell that take something away from it, in a mount namespace of its own. */
function runWithout(taken: string, cwd: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  rmSync(out, { recursive: true, force: true })
  const run = ['run', '--trials', '12', '--out', out, ...args]
  const command = [process.execPath, join(ROOT, 'bin/mettle.js'), ...run]
  const script = `${taken}\nexec "$@"`
  const { NODE_OPTIONS: _, ...inherited } = process.env
  const options = { cwd, env: { ...inherited, ...env } }
  return new Promise<Ran>((done) => {
    const child = execFile('unshare', ['-m', 'bash', '-c', script, 'bash', ...command], options, (_, stdout, stderr) =>
      done({ code: child.exitCode, stdout, stderr }),
    )
  })
}

/** What no limit of a machine may come to. */
function unworthy({ code, stdout, stderr }: Ran): string[] {
  const told = stdout + stderr
  return [
    ...(code === 0 || code === 3 ? [] : [`exit ${code}`]),
    ...(/fault of mettle/.test(told) ? ['told as a fault of mettle'] : []),
    ...(/^ +at .*:\d+/m.test(told) ? ['a stack'] : []),
    ...readdirSync(place).filter((name) => name.includes('partial')),
    ...readdirSync(join(cache, 'mettle/postgres'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\/runs\//.test(path),
    ),
  ]
}

const tmpfs = (options: string) => `mount -t tmpfs -o ${options} none ${small}`
const full = `${tmpfs('size=64k,mode=1777')}; head -c 100000 /dev/zero >${small}/fill 2>/dev/null`
const asPlain = (limit: string) => `set -- setpriv --reuid=${PLAIN} --regid=${PLAIN} --clear-groups "$@"; ${limit}`

describe('a limit under which a run works changes no verdict', () => {
  test.each([
    ['48 open files', 'ulimit -n 48', plain, {}],
    ['temporary folder that is full, with a database', full, withDatabase, { TMPDIR: small }],
    [
      'temporary folder that does not exist, with a database',
      '',
      withDatabase,
      { TMPDIR: join(temporaryFolder(), 'nowhere') },
    ],
    ['temporary folder that cannot be written', tmpfs('ro'), plain, { TMPDIR: small }],
  ])('%s', async (_, taken, cwd, env) => {
    const ran = await runWithout(taken, cwd, ['--trials', '3'], env)
    expect([ran, unworthy(ran)]).toEqual([expect.objectContaining({ code: 0, stderr: '' }), []])
    expect(openRun(out).head.summary).toMatchObject({ planned: 3, passed: 3 })
  })
})

describe('a limit under which none works is told, with what to do', () => {
  const to = (path: string) => ['--out', path]
  test.each([
    ['30 open files', 'ulimit -n 30', plain, [], /EMFILE.*ulimit -n/],
    ['48 open files, with a database', 'ulimit -n 48', withDatabase, [], /file descriptors.*ulimit -n/s],
    ['small files', 'ulimit -f 8', plain, [], /^Failed to .*EFBIG.*ulimit -f/],
    ['small files, with a database', 'ulimit -f 8', withDatabase, [], /(File too large|SIGXFSZ).*ulimit -f/s],
    ['a full disk for runs', full, plain, to(`${small}/run`), /ENOSPC.*Free some space/],
    ['a disk for runs that fills up', tmpfs('size=64k'), plain, to(`${small}/run`), /ENOSPC.*Free some space/],
    ['a disk for runs that is read-only', tmpfs('ro'), plain, to(`${small}/run`), /EROFS.*--out/],
    ['a folder for runs of somebody else', asPlain(''), plain, to('/root/run'), /EACCES.*--out/],
  ])('%s', async (_, taken, cwd, args, told) => {
    mkdirSync(join(place, 'open'), { recursive: true })
    chownSync(join(place, 'open'), PLAIN, PLAIN)
    const ran = await runWithout(taken, cwd, ['--trials', '40', ...args])
    expect([ran, unworthy(ran)]).toEqual([expect.objectContaining({ code: 3 }), []])
    expect(ran.stderr.trim()).toMatch(told)
  })

  test('a full disk for what PostgreSQL keeps', async () => {
    const ran = await runWithout(tmpfs('size=20m,mode=711'), withDatabase, [], { XDG_CACHE_HOME: small })
    expect([ran, unworthy(ran)]).toEqual([expect.objectContaining({ code: 3 }), []])
    expect(ran.stderr).toMatch(/^Failed to .*No space left on device.*XDG_CACHE_HOME.*\n$/)
  })

  test('what had finished is kept, and read', async () => {
    // One by one, so that some are judged before the limit is met.
    const { code, stderr } = await runWithout('ulimit -f 8', plain, ['--trials', '40', '--bail', '40'])
    expect([code, existsSync(out), stderr]).toEqual([3, false, expect.stringMatching(/What had finished is kept\.\n$/)])
    const { rows } = openRun(`${out}.unfinished`)
    expect(rows.length).toBeGreaterThan(0)
    expect(new Set(rows.map(({ verdict }) => verdict))).toEqual(new Set(['passed']))
  })

  test('a disk that fills up and has room again: the run goes on from there', async () => {
    const to = join(small, 'run')
    const resume = [process.execPath, join(ROOT, 'bin/mettle.js'), 'run', '--resume', '--out', to].join(' ')
    const script = `${tmpfs('size=256k')}; "$@"; echo "exit $?"; mount -o remount,size=40m ${small}; ${resume}; echo "exit $?"; exit`
    const ran = await runWithout(script, plain, ['--trials', '300', '--out', to])
    expect(ran.stdout).toMatch(
      /exit 3\n.*Going on with .*: [1-9]\d* trials are done.*All 300 trials passed.*exit 0\n$/s,
    )
    expect(ran.stderr).toMatch(/^Failed to .*ENOSPC.*\n$/)
  })

  test('a folder that is removed in the middle: the run ends at once, and says so', async () => {
    const ran = runWithout('', plain, ['--trials', '5000'])
    const partial = () => readdirSync(place).find((name) => name.startsWith('out.partial-'))
    await vi.waitUntil(() => existsSync(join(place, partial() ?? 'none', 'trials.jsonl')), { timeout: 60_000 })
    rmSync(join(place, partial() ?? ''), { recursive: true })
    const { code, stderr } = await ran
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^Failed to .*somebody removed or moved it.*\n$/)])
    expect(unworthy(await ran)).toEqual([])
  })
})

describe('control', () => {
  const planted = (code: string) =>
    runWithout('', plain, [], {
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'machine-at.mjs')}`,
      METTLE_REFUSES: code,
    })

  test('an error that is none of the machine is found to be told as what it is', async () => {
    expect(unworthy(await planted('EWHATEVER'))).toEqual(['exit 70', 'told as a fault of mettle', 'a stack'])
  })

  test('the same of the machine is not', async () => {
    const ran = await planted('EDQUOT')
    expect([unworthy(ran), ran.stderr]).toEqual([[], expect.stringMatching(/^Failed to go on: EDQUOT: planted.*quota/)])
  })
})
