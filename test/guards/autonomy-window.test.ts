import { describe, expect, test } from 'vitest'
import { type AutonomyWindowParams, autonomyWindow } from '../../src/guards/autonomy-window.ts'
import type { Guard } from '../../src/guards/define.ts'
import { isOpenAt } from '../../src/guards/hours/open-at.ts'
import { wallClock } from '../../src/guards/hours/wall-clock.ts'
import { isWithin } from '../../src/guards/hours/window.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { done, type GuardStage, guardStage, type Sketch } from '../../src/testing/guard-stage.ts'
import { eventsOf } from '../../src/trace/evidence.ts'
import { answering } from './cases/approval-cases.ts'
import { clockAt, NIGHT } from './cases/autonomy-window-cases.ts'
import { autonomyWindowMutants } from './cases/autonomy-window-mutants.ts'

const HOUR = 3_600_000
const ALWAYS = { windows: [{ from: '00:00', to: '24:00' }], zone: 'UTC' }

const messages = (stage: GuardStage) => stage.violations().map(({ calls, message }) => `${calls.join(' ')}: ${message}`)

describe('the parameters of an autonomy window', () => {
  test('have defaults', () => {
    expect(autonomyWindow.params.parse(NIGHT)).toEqual({
      windows: [{ days: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '22:00', to: '06:00' }],
      zone: 'Europe/Berlin',
      on: '*',
      timeoutMs: 3_600_000,
      onCross: 'finish',
    })
  })

  test.each([
    [{ on: [] }],
    [{ maxRuntimeMs: 0 }],
    [{ maxRuntimeMs: 1.5 }],
    [{ timeoutMs: 2 ** 31 }],
    [{ onCross: 'stop' }],
    [{ zone: 'Mars/Olympus' }],
    [{ timezone: 'UTC' }],
  ])('%j are refused', (params) => {
    expect(autonomyWindow.params.safeParse({ ...NIGHT, ...params }).success).toBe(false)
  })
})

describe('the guard and its oracle tell the time each in its own way, and agree', () => {
  const ZONES = [
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Pacific/Chatham',
    'Africa/Casablanca',
    '-03:30',
  ]
  const windows = [
    { from: '22:00', to: '06:00' },
    { from: '02:00', to: '03:00' },
    { from: '01:30', to: '02:30', days: ['sun', 'wed'] },
    { from: '00:00', to: '24:00', days: ['tue', 'sat'] },
    { from: '23:59', to: '00:00' },
    { from: '12:00', to: '11:59', days: ['sat'] },
  ].map((window) => autonomyWindow.params.parse({ windows: [window], zone: 'UTC' }).windows)

  /** Moments at which they differ, of 40 a zone in each of some years and all minutes around both changes. */
  function differences(shift = 0): string[] {
    const random = createRandom('hours')
    const changes = ['2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z', '2028-02-29T00:00:00Z', '2026-03-08T06:00:00Z']
    const around = changes.flatMap((iso) => Array.from({ length: 60 }, (_, index) => Date.parse(iso) + index * 150_000))
    return ZONES.flatMap((zone) => {
      const clock = wallClock(zone)
      if (!clock) return [`no ${zone}`]
      const drawn = Array.from(
        { length: 40 },
        () => Date.UTC(1972 + random.int(90), 0, 1) + random.int(366 * 24 * HOUR),
      )
      return [...around, ...drawn].flatMap((at) =>
        windows.flatMap(([one]) => {
          const same = one && isWithin(one, clock(at)) === isOpenAt([one], zone, at + shift)
          return same ? [] : [`${zone} ${new Date(at).toISOString()} ${one?.from}`]
        }),
      )
    })
  }

  test('at any moment of any zone', () => {
    expect(differences()).toEqual([])
  })

  test('control: a millisecond apart they do not', () => {
    expect(differences(-1).length).toBeGreaterThan(10)
  })

  test('where there is no such zone, nothing is open', () => {
    expect(wallClock('Europe/Atlantis')).toBeUndefined()
    expect(isOpenAt(windows.flat(), 'Europe/Atlantis', 0)).toBe(false)
  })
})

describe('what a window says', () => {
  test('names its hours, its zone and the time there', async () => {
    const windows = [...NIGHT.windows, { days: ['sat', 'sun'], from: '10:00', to: '12:00' }]
    const stage = guardStage({
      guard: autonomyWindow,
      params: { ...NIGHT, windows },
      clock: clockAt('2026-07-13T12:05:00Z'),
    })
    expect(JSON.stringify(await stage.cross())).toContain(
      'tool act may run at 22:00-06:00, sat sun 10:00-12:00 (Europe/Berlin); it is mon 14:05 there',
    )
  })
})

describe('the granted runtime', () => {
  test('counts from the start of the trial, whatever the agent does first', async () => {
    const stage = guardStage({ guard: autonomyWindow, params: { ...ALWAYS, maxRuntimeMs: HOUR } })
    stage.clock.set(stage.clock.now() + HOUR)
    expect(JSON.stringify(await stage.cross({ access: 'read' }))).toContain('nobody renewed it in time')
  })

  test('is not renewed for a write outside the windows: nobody is asked', async () => {
    const approver = answering('yes')
    const clock = clockAt('2026-01-13T00:00:00Z')
    const stage = guardStage({ guard: autonomyWindow, params: { ...NIGHT, maxRuntimeMs: HOUR }, approver, clock })
    clock.set(clock.now() + 12 * HOUR)
    await stage.cross()
    expect(approver.asked).toEqual([])
    expect(stage.evidence().calls[0]?.decisions[0]?.decision).toBe('deny')
  })

  test('that a person renews runs from then, and names who renewed it', async () => {
    const params = { ...ALWAYS, maxRuntimeMs: HOUR }
    const stage = guardStage({ guard: autonomyWindow, params, approver: answering('yes') })
    stage.clock.set(stage.clock.now() + 5 * HOUR)
    await stage.cross()
    stage.clock.set(stage.clock.now() + HOUR - 1)
    await stage.cross()
    expect(stage.evidence().effects).toHaveLength(2)
    expect(stage.evidence().calls[0]?.decisions.at(0)?.approvedBy).toBe('carla')
    expect(stage.violations()).toEqual([])
  })

  test('that ends while another guard asks a person keeps the call from running', async () => {
    const clock = clockAt('2026-01-13T00:00:00Z')
    const stage = guardStage({
      guard: autonomyWindow,
      params: { ...ALWAYS, maxRuntimeMs: HOUR },
      clock,
      approver: { ask: (_, signal) => clock.sleep(2 * HOUR, signal).then(() => ({ kind: 'approved', by: 'carla' })) },
      others: [
        {
          name: 'approval',
          mode: 'enforce',
          decide: () => ({
            kind: 'hold',
            reason: 'a person must say',
            timeoutMs: 3 * HOUR,
            resolve: () => ({ kind: 'allow', reason: 'approved' }),
          }),
        },
      ],
    })
    const reply = stage.cross()
    await clock.advance(2 * HOUR)
    expect(JSON.stringify(await reply)).toContain('the runtime of 3600000 ms is over')
    expect(stage.evidence().effects).toEqual([])
  })
})

describe('the oracle of an autonomy window', () => {
  const observing = (params: unknown, iso: string) =>
    guardStage({ guard: autonomyWindow, params, mode: 'observe', clock: clockAt(iso) })

  test('finds writes that the world began outside, and no reads, refusals or other targets', async () => {
    const stage = observing({ ...NIGHT, on: ['tool *'] }, '2026-01-13T12:00:00Z')
    await stage.cross({ access: 'read' })
    await stage.cross({ target: 'shop POST /orders' })
    await stage.cross({ world: () => ({ kind: 'error', output: { content: null } }) })
    expect(stage.violations()).toEqual([])
    await stage.cross({ access: 'unknown' })
    await stage.cross({ world: (call) => done(call) && ({ kind: 'broken', how: 'reset' } as const) })
    expect(messages(stage)).toEqual([
      'c4 c5: 2 calls ran outside the windows, the first tool act at 2026-01-13T12:00:00.000Z',
    ])
  })

  test('finds what ran after the runtime, reads as well, until a person renewed it', async () => {
    const params = { ...ALWAYS, maxRuntimeMs: HOUR }
    const stage = guardStage({
      guard: autonomyWindowMutants['asks once'] ?? autonomyWindow,
      params,
      approver: answering('no'),
    })
    await stage.cross()
    stage.clock.set(stage.clock.now() + HOUR)
    await stage.cross()
    await stage.cross({ access: 'read' })
    expect(stage.violations()).toMatchObject([
      { calls: ['c3'], message: expect.stringContaining("ran after 3600000 ms without a person's renewal") },
    ])
  })

  test.each([
    ['tells the time in UTC', NIGHT, '2026-01-13T05:30:00Z'],
    ['knows no summer time', NIGHT, '2026-07-13T04:30:00Z'],
    ['an inclusive end', NIGHT, '2026-01-13T05:00:00Z'],
    ['believes the agent', NIGHT, '2026-01-13T12:00:00Z'],
    ['minds no weekday', { ...NIGHT, windows: [{ ...NIGHT.windows[0], days: ['fri'] }] }, '2026-01-13T00:00:00Z'],
  ] as [string, object, string][])('finds what the mutant "%s" let through', async (name, params, iso) => {
    const stage = guardStage({ guard: autonomyWindowMutants[name] ?? autonomyWindow, params, clock: clockAt(iso) })
    await stage.cross({ input: { now: '2026-01-13T00:00:00Z' } })
    expect(stage.violations()).toMatchObject([{ calls: ['c1'] }])
  })

  test('never accuses a window that was enforced, whatever waits on its way', async () => {
    let allowed = 0
    for (let seed = 0; seed < 100; seed++) {
      const stage = await wandering(seed)
      expect(stage.violations(), `seed ${seed}`).toEqual([])
      allowed += stage.evidence().effects.length
    }
    expect(allowed).toBeGreaterThan(200)
  })

  test.each(['never asks again', 'runs for ever', 'renews for ever', 'tells the time in UTC'])(
    'control: accuses the mutant "%s" on the same way',
    async (name) => {
      let accused = 0
      for (let seed = 0; seed < 40; seed++) {
        if ((await wandering(seed, autonomyWindowMutants[name])).violations().length > 0) accused++
      }
      expect(accused).toBeGreaterThan(0)
    },
  )
})

/** Calls through a night and a day, with a way that takes hours, a world that does, and people who answer late. */
async function wandering(seed: number, guard: Guard<AutonomyWindowParams> = autonomyWindow): Promise<GuardStage> {
  const random = createRandom(seed)
  const clock = clockAt('2026-03-28T18:00:00Z')
  const stage = guardStage({
    guard,
    params: { ...NIGHT, maxRuntimeMs: 5 * HOUR },
    clock,
    injector: {
      draw: () => {
        if (random.int(3) > 0) return []
        const delay = random.int(3 * HOUR)
        const fault = { entry: 0, fault: 'latency', random: random.fork('fault') }
        return [{ ...fault, intercept: (_, next) => clock.sleep(delay).then(() => next()) }]
      },
    },
    approver: {
      ask: async (_, signal) => {
        await clock.sleep(random.int(2 * HOUR), signal)
        return random.int(3) > 0 ? { kind: 'approved', by: 'carla' } : { kind: 'denied', by: 'carla' }
      },
    },
  })
  const pending: Promise<unknown>[] = []
  for (let call = 0; call < 30; call++) {
    const takes = random.int(2) * random.int(2 * HOUR)
    const world: Sketch['world'] = async (one) => {
      if (takes > 0) await clock.sleep(takes)
      return done(one)
    }
    pending.push(stage.cross({ world, access: random.pick(['read', 'write', 'unknown']) }))
    await clock.advance(random.int(HOUR))
  }
  await clock.advance(24 * HOUR)
  await Promise.all(pending)
  expect(eventsOf(stage.events, 'harness-fault')).toEqual([])
  return stage
}
