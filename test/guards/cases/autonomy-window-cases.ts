import assert from 'node:assert/strict'
import type { Approver } from '../../../src/boundary/approver.ts'
import type { SeatedGuard } from '../../../src/boundary/decision.ts'
import type { Injector } from '../../../src/boundary/interceptor.ts'
import type { AutonomyWindowParams } from '../../../src/guards/autonomy-window.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type ManualClock, manualClock } from '../../../src/kernel/clock.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import { done, type GuardStage, guardStage, replyWith, type Sketch } from '../../../src/testing/guard-stage.ts'
import { eventsOf } from '../../../src/trace/evidence.ts'
import { answering } from './approval-cases.ts'
import type { GuardCase } from './case.ts'

export const NIGHT = { windows: [{ from: '22:00', to: '06:00' }], zone: 'Europe/Berlin' }

const HOUR = 3_600_000

export function clockAt(iso: string): ManualClock {
  return manualClock(Date.parse(iso))
}

/** Which calls left an effect, in order of proposal. */
function ran(stage: GuardStage): boolean[] {
  return stage.evidence().calls.map(({ executed, effects }) => executed !== undefined || effects.length > 0)
}

/** Does a write run at a moment? */
async function runsAt(guard: Guard<AutonomyWindowParams>, params: object, iso: string, sketch: Sketch = {}) {
  const stage = guardStage({ guard, params, clock: clockAt(iso) })
  await stage.cross(sketch)
  assert.deepEqual(stage.violations(), [], `nothing is found at ${iso}`)
  return ran(stage)[0]
}

/** At the first of two moments a write runs, at the second, a ms later, it does not; or the other way round. */
async function turnsAt(guard: Guard<AutonomyWindowParams>, params: object, iso: string, opens: boolean) {
  const before = new Date(Date.parse(iso) - 1).toISOString()
  assert.equal(await runsAt(guard, params, before), !opens, `a ms before ${iso}`)
  assert.equal(await runsAt(guard, params, iso), opens, `at ${iso}`)
}

/** Another guard asks a person, who takes their time. */
function asking(answerAfterMs: number, clock: ManualClock): { others: SeatedGuard[]; approver: Approver } {
  const guard: SeatedGuard = {
    name: 'approval',
    mode: 'enforce',
    decide: () => ({
      kind: 'hold',
      reason: 'a person must say',
      timeoutMs: 24 * HOUR,
      resolve: () => ({ kind: 'allow', reason: 'approved', approvedBy: 'carla' }),
    }),
  }
  const ask: Approver['ask'] = async (_, signal) => {
    await clock.sleep(answerAfterMs, signal)
    return { kind: 'approved', by: 'carla' }
  }
  return { others: [guard], approver: { ask } }
}

const slowWay: Injector = {
  draw: () => [
    {
      entry: 0,
      fault: 'latency',
      random: createRandom(1),
      intercept: async (_, next, { clock, signal }) => {
        await clock.sleep(2 * HOUR, signal)
        return next()
      },
    },
  ],
}

/** Begins at 05:30 in Berlin, when the window has half an hour left; the world takes an hour. */
async function crossing(guard: Guard<AutonomyWindowParams>, onCross: 'cut' | 'finish', effectFirst = false) {
  const clock = clockAt('2026-01-13T04:30:00Z')
  const stage = guardStage({ guard, params: { ...NIGHT, onCross }, clock })
  const world: Sketch['world'] = async (call) => {
    if (effectFirst) done(call)
    await clock.sleep(HOUR)
    return effectFirst ? replyWith('ok', {}) : done(call)
  }
  const reply = stage.cross({ world })
  await clock.advance(HOUR)
  await reply
  const alerts = eventsOf(stage.evidence().events, 'alert')
  return { stage, alerts, message: alerts[0]?.message ?? '' }
}

const REFUSED = [
  { zone: 'Europe/Berlin' },
  { windows: [], zone: 'Europe/Berlin' },
  { windows: NIGHT.windows },
  ...[
    { from: '09:00', to: '09:00' },
    { from: '9:00', to: '17:00' },
    { from: '09:00', to: '25:00' },
    { from: '24:00', to: '06:00' },
    { from: '09:00', to: '17:60' },
    { from: '09:00' },
    { to: '17:00' },
    { from: 9, to: 17 },
    { from: '09:00', to: '17:00', days: [] },
    { from: '09:00', to: '17:00', days: ['monday'] },
    {},
  ].map((window) => ({ windows: [window], zone: 'Europe/Berlin' })),
]

export const autonomyWindowCases: GuardCase<AutonomyWindowParams>[] = [
  {
    id: 'W1',
    title: 'what was asked for inside and would run outside is denied when it would run',
    check: async (guard) => {
      for (const [waitMs, runs] of [
        [HOUR / 4, true],
        [HOUR, false],
      ] as const) {
        const clock = clockAt('2026-01-13T04:30:00Z')
        const stage = guardStage({ guard, params: NIGHT, clock, ...asking(waitMs, clock) })
        const reply = stage.cross()
        await clock.advance(HOUR)
        await reply
        assert.deepEqual(ran(stage), [runs], `a person answered after ${waitMs} ms`)
        assert.deepEqual(stage.violations(), [])
      }
      const clock = clockAt('2026-01-13T04:30:00Z')
      const stage = guardStage({ guard, params: NIGHT, clock, injector: slowWay })
      const reply = stage.cross()
      await clock.advance(2 * HOUR)
      assert.match(JSON.stringify(await reply), /may run at 22:00-06:00/, 'the agent is told')
      assert.deepEqual(ran(stage), [false], 'the way to the world was long')
      assert.equal(stage.evidence().calls[0]?.delivered?.outcome, 'refused')
      assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'W2',
    title: 'hours are those of the zone: over midnight, by weekday, exclusive end, through both changes, on a leap day',
    check: async (guard) => {
      // Winter, summer, and both nights in which the clocks change: 22:00 to 06:00 lasts 8, 8, 7 and 9 hours.
      for (const [from, to] of [
        ['2026-01-12T21:00:00Z', '2026-01-13T05:00:00Z'],
        ['2026-07-13T20:00:00Z', '2026-07-14T04:00:00Z'],
        ['2026-03-28T21:00:00Z', '2026-03-29T04:00:00Z'],
        ['2026-10-24T20:00:00Z', '2026-10-25T05:00:00Z'],
        ['2028-02-28T21:00:00Z', '2028-02-29T05:00:00Z'],
        ['2028-02-29T21:00:00Z', '2028-03-01T05:00:00Z'],
      ] as const) {
        await turnsAt(guard, NIGHT, from, true)
        await turnsAt(guard, NIGHT, to, false)
      }
      // The hour from 02:00 to 03:00 is skipped in March, and comes twice in October.
      const gap = { windows: [{ from: '02:00', to: '03:00' }], zone: 'Europe/Berlin' }
      for (const iso of ['2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-03-29T01:30:00Z']) {
        assert.equal(await runsAt(guard, gap, iso), false, `the skipped hour never is: ${iso}`)
      }
      await turnsAt(guard, gap, '2026-10-25T00:00:00Z', true)
      await turnsAt(guard, gap, '2026-10-25T02:00:00Z', false)
      const into = { windows: [{ from: '02:30', to: '04:00' }], zone: 'Europe/Berlin' }
      await turnsAt(guard, into, '2026-03-29T01:00:00Z', true)
      await turnsAt(guard, into, '2026-03-29T02:00:00Z', false)
      // A window belongs to the day on which it begins.
      const friday = { windows: [{ days: ['fri'], from: '22:00', to: '06:00' }], zone: 'Europe/Berlin' }
      await turnsAt(guard, friday, '2026-01-16T21:00:00Z', true)
      await turnsAt(guard, friday, '2026-01-17T05:00:00Z', false)
      assert.equal(await runsAt(guard, friday, '2026-01-16T02:00:00Z'), false, "Thursday's night")
      assert.equal(await runsAt(guard, friday, '2026-01-17T22:00:00Z'), false, "Saturday's night")
      // 29 February 2028 is a Tuesday.
      const tuesday = { windows: [{ days: ['tue'], from: '00:00', to: '24:00' }], zone: 'Pacific/Auckland' }
      await turnsAt(guard, tuesday, '2028-02-28T11:00:00Z', true)
      await turnsAt(guard, tuesday, '2028-02-29T11:00:00Z', false)
    },
  },
  {
    id: 'W3',
    title: 'what the agent says of the time is ignored',
    check: async (guard) => {
      const night = '2026-01-13T00:00:00Z'
      const claims = { now: night, time: Date.parse(night), headers: { date: night, 'x-timezone': 'Pacific/Auckland' } }
      assert.equal(await runsAt(guard, NIGHT, '2026-01-13T12:00:00Z', { input: claims, reason: night }), false)
      const noon = { now: '2026-01-13T12:00:00Z', time: 0 }
      assert.equal(await runsAt(guard, NIGHT, night, { input: noon }), true)
    },
  },
  {
    id: 'W4',
    title: 'a write that crosses the end is recorded; under cut its effects after the end are found, under finish not',
    check: async (guard) => {
      const finished = await crossing(guard, 'finish')
      assert.deepEqual(ran(finished.stage), [true])
      assert.match(finished.message, /began inside its hours and ended outside them; it was let finish/)
      assert.equal(finished.alerts[0]?.call, 'c1')
      assert.deepEqual(finished.stage.violations(), [])

      const uncut = await crossing(guard, 'cut')
      assert.match(uncut.message, /cannot be cut/, 'never told as aborted when it happened')
      assert.deepEqual(uncut.stage.violations(), [
        {
          calls: ['c1'],
          message:
            'a call began inside a window and had effects outside, the first tool act at 2026-01-13T05:30:00.000Z',
        },
      ])
      const early = await crossing(guard, 'cut', true)
      assert.deepEqual(early.stage.violations(), [], 'what was done before the end is no breach')
      assert.equal(early.alerts.length, 1, 'and is recorded all the same')
    },
  },
  {
    id: 'W5',
    title: 'an empty or malformed window is refused when loaded, and opens nothing when it gets through',
    check: async (guard) => {
      for (const params of REFUSED) {
        assert.ok(!guard.params.safeParse(params).success, `${JSON.stringify(params)} is refused`)
      }
      const params = { ...guard.params.parse(NIGHT), windows: [] }
      const unchecked = { ...guard, params: { parse: () => params } as unknown as typeof guard.params }
      const stage = guardStage({ guard: unchecked, params, clock: clockAt('2026-01-13T00:00:00Z') })
      await stage.cross()
      assert.deepEqual(ran(stage), [false], 'no window is never an open one')
    },
  },
  {
    id: 'W6',
    title: 'after the granted 2 h nothing runs until a person authorizes it again, for 2 h more',
    check: async (guard) => {
      const params = {
        windows: [{ from: '00:00', to: '24:00' }],
        zone: 'UTC',
        maxRuntimeMs: 2 * HOUR,
        timeoutMs: 1_000,
      }
      const clock = clockAt('2026-01-13T00:00:00Z')
      const approver = answering('no', 'yes', 'silent')
      const stage = guardStage({ guard, params, clock, approver })
      const start = clock.now()
      const at = async (ms: number, sketch: Sketch = {}) => {
        clock.set(start + ms)
        const reply = stage.cross(sketch)
        await clock.advance(1_000)
        return JSON.stringify(await reply)
      }
      await at(0)
      await at(2 * HOUR - 1)
      assert.match(await at(2 * HOUR), /carla did not renew it/)
      assert.equal(approver.asked.length, 1, 'a person was asked')
      await at(2 * HOUR + 5_000)
      await at(4 * HOUR + 4_999)
      assert.match(await at(4 * HOUR + 5_000), /nobody renewed it in time/)
      await at(4 * HOUR + 10_000, { access: 'read' })
      await at(HOUR)
      assert.deepEqual(ran(stage), [true, true, false, true, true, false, false, false])
      assert.deepEqual(stage.violations(), [])
      const self = guardStage({ guard, params, clock: clockAt('2026-01-13T00:00:00Z'), approver: answering('yes') })
      self.clock.set(start + 3 * HOUR)
      await self.cross({ principal: 'carla/helper' })
      assert.deepEqual(ran(self), [false], 'no agent renews its own runtime')
    },
  },
]

export const moreAutonomyWindowCases: GuardCase<AutonomyWindowParams>[] = [
  {
    id: 'W2-zone',
    title: 'an unknown zone is refused when loaded, and denies when it gets through',
    check: async (guard) => {
      for (const zone of ['Europe/Atlantis', '', 'Berlin', '../etc/passwd']) {
        assert.ok(!guard.params.safeParse({ ...NIGHT, zone }).success, `"${zone}" is refused`)
        const params = { ...guard.params.parse(NIGHT), zone }
        const unchecked = { ...guard, params: { parse: () => params } as unknown as typeof guard.params }
        const stage = guardStage({ guard: unchecked, params, clock: clockAt('2026-01-13T00:00:00Z') })
        await stage.cross()
        assert.deepEqual(ran(stage), [false], `nothing runs by the clocks of "${zone}"`)
      }
    },
  },
  {
    id: 'W7',
    title: 'a write within several windows runs, reads and other targets always run',
    check: async (guard) => {
      const params = {
        windows: [
          { days: ['mon', 'tue'], from: '09:00', to: '12:00' },
          { from: '13:00', to: '17:00' },
        ],
        zone: 'America/New_York',
        on: ['payments *', 'tool *'],
      }
      for (const [iso, runs] of [
        ['2026-01-13T15:00:00Z', true],
        ['2026-01-13T17:30:00Z', false],
        ['2026-01-13T19:00:00Z', true],
        ['2026-01-14T15:00:00Z', false],
        ['2026-01-14T19:00:00Z', true],
      ] as const) {
        assert.equal(await runsAt(guard, params, iso), runs, iso)
        assert.equal(await runsAt(guard, params, iso, { access: 'unknown' }), runs, `${iso}, perhaps a write`)
        assert.equal(await runsAt(guard, params, iso, { access: 'read' }), true, `${iso}, a read`)
        assert.equal(await runsAt(guard, params, iso, { target: 'shop POST /orders' }), true, `${iso}, another target`)
      }
    },
  },
]
