import { describe, expect, test } from 'vitest'
import { openTrials } from './trial.ts'

const HOUR = 3_600_000

const run = openTrials()
const runReal = openTrials({ realTime: true })
/** Keeps its processes, whatever their trials leave. */
const runKept = openTrials({ neverRetire: true })

/** Real time goes to starting the agent, however busy the machine is: it has nothing to do with the time that passes for the agent. */
const expectNotWaited = ({ wallMs, virtualMs }: { wallMs: number; virtualMs: number }) =>
  expect(wallMs).toBeLessThan(virtualMs / 3)

/** What no time passes for ends sooner than this on the busiest machine, and not at all where it is waited for. */
const SOON_MS = 20_000

test('a loop of the shortest timers sees time pass, 1 ms each, as in Node', async () => {
  const { answer } = await run('pollsShortly')
  expect(Object.keys(answer as object)).toHaveLength(11)
  expect(Object.entries(answer as object).filter(([, turns]) => turns !== 20)).toEqual([])
})

describe('hours of waiting take no time', () => {
  test('time-outs of 30 s and pauses up to an hour', async () => {
    const tries: { wallMs: number; cpuMs: number }[] = []
    for (let turn = 0; turn < 6; turn++) {
      const { answer, virtualMs, waits } = await run('backsOff', { variant: 'silent' })
      const { attempts, ...took } = answer as { attempts: number; wallMs: number; cpuMs: number }
      expect([attempts, waits]).toEqual([14, []])
      // 13 time-outs; pauses of 1, 2, 4 ... 2,048 s, and of an hour.
      expect(virtualMs).toBe(13 * 30_000 + (2 ** 12 - 1) * 1_000 + HOUR)
      expectNotWaited({ ...took, virtualMs })
      tries.push(took)
    }
    // The first one loads the HTTP client; the best one is the least disturbed.
    const [cold, ...warm] = tries
    const best = warm.toSorted((a, b) => a.cpuMs - b.cpuMs)[0]
    console.info(
      `2.25 h of backing off in ${best?.wallMs.toFixed(1)} ms; ${cold?.wallMs.toFixed(1)} ms in a new process`,
    )
    expect(best?.cpuMs).toBeLessThanOrEqual(20)
  })

  test.each([
    ['an approver who answers after two hours', 'leavesNote', { scenario: 'approval' }, 201, 2 * HOUR],
    ['a latency of a minute', 'comesBack', { variant: 'late' }, expect.any(Number), 60_000],
    ['a Retry-After of an hour', 'comesBack', { variant: 'turned-away' }, expect.any(Number), HOUR],
    ['a stream that is cut after a minute', 'listens', { variant: 'cut' }, 'data: one\n\n[cut]', 60_000],
  ])('%s', async (_, agent, options, answer, virtualMs) => {
    const trial = await run(agent, options)
    expect(trial).toMatchObject({ answer, virtualMs, waits: [] })
    expectNotWaited(trial)
  })

  test('a body that drips for minutes', async () => {
    const { answer, virtualMs, wallMs } = await run('listens', { variant: 'dripping' })
    expectNotWaited({ wallMs, virtualMs })
    const text = answer as string
    expect(text).toBe('data: one\n\ndata: two\n\ndata: three\n\n')
    expect(virtualMs).toBe((Math.ceil(text.length / 4) - 1) * 10_000)
  })

  test('control: in real time they take their time', async () => {
    const trial = await runReal('comesBack', { variant: 'brief' })
    expect(trial.wallMs).toBeGreaterThanOrEqual(500)
    expect(() => expectNotWaited(trial)).toThrow()
  })
})

describe('a trial whose time does not lead anywhere', () => {
  test('ends at once where the agent waits for nothing', async () => {
    const { stopping, wallMs, virtualMs } = await run('waitsForNothing')
    expect(stopping).toEqual({ how: 'never-finished', detail: 'the agent waits for something that never comes' })
    expect([virtualMs, wallMs < SOON_MS]).toEqual([0, true])
  })

  test('ends at the deadline on its own clock', async () => {
    const { stopping, virtualMs, wallMs } = await run('sleepsTwoDays')
    expect(stopping).toEqual({ how: 'deadline', detail: 'it would run past 86400000 ms of virtual time' })
    expect(virtualMs).toBeLessThanOrEqual(24 * HOUR)
    expect(wallMs).toBeLessThan(SOON_MS)
  })

  test('ends after 100,000 jumps', async () => {
    const { stopping, virtualMs } = await run('polls')
    expect(stopping).toEqual({ how: 'never-finished', detail: 'time jumped 100000 times' })
    expect(virtualMs).toBe(100_000)
  })
})

describe('timers belong to the trial that set them', () => {
  test('what one trial leaves never fires in the next', async () => {
    await runKept('leavesTimers')
    const { answer } = await runKept('comesAfter')
    expect(answer).toEqual({ planted: true, fired: 0 })
  })

  test('control: they fire while their own trial goes on', async () => {
    const { answer } = await run('staysForTimers')
    expect(answer).toBeGreaterThan(3_600)
  })

  test('an error in a timer is its own trial’s', async () => {
    const [failed, next] = [await run('failsInTimer'), await run('comesBack')]
    expect(failed).toMatchObject({ stopping: { how: 'uncaught-error', detail: 'out of a timer' }, virtualMs: 5_000 })
    expect(next).toMatchObject({ stopping: undefined, dirt: [] })
  })

  test('what was remembered where they were set is remembered where they fire', async () => {
    const { answer } = await run('remembers')
    expect(answer).toEqual({ timeout: 'mine', named: 'mine', interval: 'mine', promise: 'mine' })
  })
})

test('an agent never hears that its process is about to end', async () => {
  const { answer, virtualMs } = await run('hearsTheEnd')
  expect([answer, virtualMs]).toEqual([0, 5 * HOUR])
})
