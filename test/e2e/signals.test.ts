import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { entries, ownCache } from '../world/databases/stage.ts'
import { mettle, PROJECTS, startMettle, temporaryFolder } from './cli.ts'
import { leftBy } from './left.ts'

const PROVE = process.env.METTLE_PROVE === '1'
const MOMENTS = PROVE ? 50 : 6
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** 'cold': no data folder is kept, so that `initdb` runs and the template is built. */
const STATES = ['warm', 'cold'] as const
type State = (typeof STATES)[number]
/** What is done in a second may take ten times as long on a crowded machine, in ms. */
const SECONDS = 20_000

const cwd = join(PROJECTS, 'signals')
const cache = ownCache()
const env = { XDG_CACHE_HOME: cache, TMPDIR: temporaryFolder() }
afterAll(() => rmSync(cache, { recursive: true, force: true }))

const run = (out: string) => ['run', '--trials', '8', '--out', out, '--reporter', 'list']
const trials = (text: string) => [...text.matchAll(/^ {2}\S (\w+) +(\S+) {2}\d+ ms\n/gm)].map(([, ...told]) => told)

const PHASES = ['loading', 'databases', 'trials', 'closing', 'over'] as const
type Phase = (typeof PHASES)[number]

/** What a run is at, by what the terminal has said. */
function phaseOf(said: string): Phase {
  if (said.includes('Report: ')) return 'over'
  if (trials(said).length > 0) return trials(said).length < 8 ? 'trials' : 'closing'
  return said.includes('Running') ? 'databases' : 'loading'
}

/** How long each phase takes, in ms. */
type Durations = Record<Phase, number>

/** Starts a run and tells when each phase begins. */
function start(out: string, more: Record<string, string> = {}) {
  const begun = new Map(PHASES.map((phase) => [phase, Promise.withResolvers<number>()]))
  let said = ''
  const { child, ended } = startMettle(run(out), {
    cwd,
    env: { ...env, ...more },
    onOutput: (text) => {
      said = text
      const at = PHASES.indexOf(phaseOf(text))
      for (const phase of PHASES.slice(0, at + 1)) begun.get(phase)?.resolve(performance.now())
    },
  })
  begun.get('loading')?.resolve(performance.now())
  return { child, ended, said: () => said, begins: (phase: Phase) => begun.get(phase)?.promise ?? Promise.resolve(0) }
}

const lasts: Partial<Record<State, Durations>> = {}

/** A run that nobody ends. */
async function undisturbed(): Promise<Durations> {
  const { begins, ended } = start(join(temporaryFolder(), 'run'))
  const times = Promise.all(PHASES.map(begins))
  const { code, stderr } = await ended
  expect([code, stderr]).toEqual([0, ''])
  const [...at] = await times
  const until = [...at.slice(1), performance.now()]
  return Object.fromEntries(PHASES.map((phase, index) => [phase, (until[index] ?? 0) - (at[index] ?? 0)])) as Durations
}

/** The note of each run that is under way says where its sockets are. */
function socketFolders(): string[] {
  if (!existsSync(join(cache, 'mettle'))) return []
  return entries(cache, 'runs').flatMap((folder) => {
    try {
      return [(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { sockets: string }).sockets]
    } catch {
      return []
    }
  })
}

interface Moment {
  signal: (typeof SIGNALS)[number]
  state: State
  /** So far into this phase, as a share of the time that it usually takes. */
  phase: Phase
  share: number
}

/** Ends a run by a signal at a moment. Tells what it was at, how long it took to end, and all that was not as it should be. */
async function endAt({ signal, state, phase, share }: Moment, more: Record<string, string> = {}) {
  if (state === 'cold') for (const each of entries(cache, 'clusters')) rmSync(each, { recursive: true })
  const folder = temporaryFolder()
  const out = join(folder, 'run')
  const { child, ended, said, begins } = start(out, more)
  onTestFinished(() => void child.kill('SIGKILL'))
  await Promise.race([begins(phase), ended])
  await sleep(share * (lasts[state]?.[phase] ?? 0))
  const [found, sockets, since] = [phaseOf(said()), socketFolders(), performance.now()]
  child.kill(signal)
  const { code, stdout, stderr } = await ended
  const ms = Math.round(performance.now() - since)
  const status = code ?? 128 + (constants.signals[child.signalCode ?? 'SIGKILL'] ?? 0)
  const right = status === 128 + constants.signals[signal] || (status === 0 && stdout.includes('Report: '))
  const kept = [out, `${out}.unfinished`].find((place) => existsSync(join(place, 'run.json')))
  const wrong = [
    ...(right ? [] : [`exit ${status}: ${stdout}`]),
    ...(stderr === '' ? [] : [stderr]),
    ...(ms < SECONDS ? [] : [`it took ${ms} ms to end`]),
    ...lostOf(stdout, kept),
    ...readdirSync(folder).filter((name) => !/^run(\.unfinished)?$/.test(name)),
    ...(await leftBy(env, cache)),
    ...entries(cache, 'runs'),
    ...sockets.filter(existsSync),
    ...readdirSync(env.TMPDIR).filter((name) => name !== 'node-compile-cache'),
  ]
  return { found, ms, kept, finished: trials(stdout).length, wrong }
}

/** The trials told as finished that cannot be read again as they were told. */
function lostOf(stdout: string, kept: string | undefined): string[] {
  const rows = kept ? openRun(kept).rows : []
  return trials(stdout).flatMap(([verdict, id]) => {
    const found = rows.find((row) => row.id === id)
    return found?.verdict === verdict && verdict === 'passed' ? [] : [`${id} was ${verdict}, is ${found?.verdict}`]
  })
}

beforeAll(async () => {
  mkdirSync(env.TMPDIR, { recursive: true })
  lasts.cold = await undisturbed()
  lasts.warm = await undisturbed()
})

describe('a run with an API and a database ends at a signal', () => {
  test(`in seconds, with its exit code, with what was finished and nothing left: ${MOMENTS} moments`, {
    timeout: MOMENTS * 60_000,
  }, async () => {
    const random = createRandom('signals')
    const met = new Map<string, number>()
    let [longest, finished] = [0, 0]
    for (let at = 0; at < MOMENTS; at++) {
      const signal = SIGNALS[at % 3] ?? 'SIGINT'
      const phase = PHASES[at % 4] ?? 'loading'
      const state = STATES[Math.floor(at / 4) % 2] ?? 'warm'
      const moment = { signal, state, phase, share: random.next() }
      const { found, ms, wrong, finished: told } = await endAt(moment)
      expect([moment, found, wrong]).toEqual([moment, found, []])
      met.set(`${state} ${found}`, (met.get(`${state} ${found}`) ?? 0) + 1)
      longest = Math.max(longest, ms)
      finished += told
    }
    const phases = [...met].map(([phase, count]) => `${phase} ${count}`).join(', ')
    console.log(`${MOMENTS} signals (${phases}), ${finished} trials finished and kept, longest end ${longest} ms`)
  })

  test('what was finished is reported', async () => {
    const moment = { signal: 'SIGTERM', state: 'warm', phase: 'trials', share: 0.2 } as const
    const { kept = '', finished, wrong } = await endAt(moment)
    expect([wrong, finished]).toEqual([[], expect.any(Number)])
    const { code, stdout } = await mettle(['report', kept, '--reporter', 'list'], { cwd, env })
    expect([code, stdout]).toEqual([0, expect.stringContaining(`✓ ${finished} passed`)])
  })

  test('control: a run that leaves out the removal of its data folder is found', async () => {
    const leaves = { NODE_OPTIONS: `--import=${join(import.meta.dirname, 'left-out.mjs')}` }
    const { wrong } = await endAt({ signal: 'SIGINT', state: 'warm', phase: 'trials', share: 0 }, leaves)
    expect(wrong.join('\n')).toMatch(/\/mettle\/postgres\/[^/]+\/runs\//)
    for (const each of entries(cache, 'runs')) rmSync(each, { recursive: true })
  })
})
