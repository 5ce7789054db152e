import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { safeguardFaults } from '../../src/faults/safeguards/index.ts'
import { defineGuard } from '../../src/guards/define.ts'
import { underFaults } from '../../src/judging/under-faults.ts'
import type { UnderRecord } from '../../src/record/trial.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import type { Evidence } from '../../src/trace/evidence.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'

const guard = defineGuard({
  ...{ name: 'till', summary: 'Shuts.', params: z.strictObject({}), violations: () => [] },
  start: () => ({ decide: () => ({ kind: 'deny', reason: 'shut' }) }),
})
const plan = (fault: keyof typeof safeguardFaults) => {
  const found = safeguardFaults[fault]
  return [{ fault: found as never, params: found.params.parse({}), on: '*', when: 'always' as const }]
}

type Written = TraceEvent | { type: string }

const call = (id: string): Written => ({
  ...{
    type: 'call',
    call: { id, channel: 'tool', target: 'tool pay', input: {}, access: 'write', principal: 'a', items: 1 },
  },
})
const struck = (id: string, name = 'till'): Written => {
  return { type: 'fault', call: id, entry: 0, fault: 'guard-throws', guard: name }
}
const sound = (id: string, decision: 'deny' | 'hold' = 'deny'): Written => {
  return { type: 'sound', call: id, guard: 'till', decision, reason: 'shut' }
}
const denied = (id: string, by: string): Written => {
  return { type: 'decision', call: id, guard: by, mode: 'enforce', decision: 'deny', reason: 'no' }
}
const effect = (id: string): Written => ({ type: 'effect', calls: [id], collection: 'pay', op: 'create', id: 'p1' })
const refused = (id: string): Written => ({ type: 'delivered', call: id, outcome: 'refused' })
const program = (told: 'allow' | 'deny'): Written => {
  return { type: 'program-broken', guard: 'till', entry: 0, fault: 'guard-throws', sound: told }
}
const ended = (how: 'returned' | 'deadline'): Written => ({ type: 'trial-ended', how, wallMs: 1 })

const evidenceOf = (events: readonly Written[]): Evidence =>
  gatherEvidence(events.map((event, index) => ({ ...event, seq: index + 1, at: index }) as Recorded))

function outcome(events: readonly Written[], broken: string[] = [], mode: 'enforce' | 'observe' = 'enforce') {
  const violations = broken.map((id) => ({ calls: [id], message: 'it was paid' }))
  const use = { guard: guard as never, mode, params: {} }
  return underFaults(use, plan('guard-throws'), evidenceOf(events), violations)?.[0]?.outcome
}

describe('a guard on the seam', () => {
  const cases: [string, UnderRecord['outcome'], Written[], string[]?][] = [
    ['was never struck', 'not-exercised', [call('c1'), sound('c1'), refused('c1')]],
    ['was struck where nothing was at stake', 'not-exercised', [call('c1'), struck('c1'), refused('c1')]],
    ['stopped what it must', 'fails-closed', [call('c1'), struck('c1'), sound('c1'), refused('c1')]],
    ['let through what its oracle finds', 'fails-open', [call('c1'), struck('c1'), effect('c1')], ['c1']],
    ['let through what it would have denied', 'fails-open', [call('c1'), struck('c1'), sound('c1'), effect('c1')]],
    ['let a later call through', 'fails-open', [call('c1'), struck('c1'), call('c2'), effect('c2')], ['c2']],
    ['never answered', 'hangs', [call('c1'), struck('c1'), sound('c1')]],
    [
      'had another guard refuse',
      'not-exercised',
      [call('c1'), struck('c1'), sound('c1'), denied('c1', 'other'), refused('c1')],
    ],
    [
      'is another one than was struck',
      'not-exercised',
      [call('c1'), struck('c1', 'other'), sound('c1'), refused('c1')],
    ],
    [
      'was bypassed before it was struck',
      'not-exercised',
      [call('c1'), effect('c1'), call('c2'), struck('c2'), refused('c2')],
      ['c1'],
    ],
    [
      'held what somebody then let run',
      'fails-closed',
      [call('c1'), struck('c1'), sound('c1', 'hold'), effect('c1'), refused('c1')],
    ],
  ]
  test.each(cases)('that %s: %s', (_, expected, events, broken) => {
    expect(outcome(events, broken)).toBe(expected)
  })

  test('that lets a false yes through fails open, whatever the trace calls the yes', () => {
    const use = { guard: guard as never, mode: 'enforce' as const, params: {} }
    const yes: Written = { type: 'approval', call: 'c1', guard: 'till', answer: 'approved', by: 'dana', waitedMs: 0 }
    const late: Written = { type: 'fault', call: 'c1', entry: 0, fault: 'approval-late', guard: 'till' }
    const events = [call('c1'), sound('c1', 'hold'), late, yes, effect('c1')]
    const [under] = underFaults(use, plan('approval-late'), evidenceOf(events), []) ?? []
    expect(under).toMatchObject({ outcome: 'fails-open', calls: ['c1'] })
    const refusedAll = [call('c1'), sound('c1', 'hold'), late, refused('c1')]
    expect(underFaults(use, plan('approval-late'), evidenceOf(refusedAll), [])?.[0]?.outcome).toBe('fails-closed')
  })

  test('is not looked at under a fault that cannot break it', () => {
    const use = { guard: guard as never, mode: 'enforce' as const, params: {} }
    expect(underFaults(use, plan('guard-killed'), evidenceOf([]), [])).toBeUndefined()
  })

  test('what the broken guard says counts for nothing', () => {
    const events = [call('c1'), struck('c1'), sound('c1'), denied('c1', 'till'), effect('c1')]
    expect(outcome(events)).toBe('fails-open')
  })
})

describe('a safeguard that is a program', () => {
  const cases: [string, UnderRecord['outcome'], Written[], string[]?][] = [
    ['was asked nothing', 'not-exercised', [call('c1'), ended('returned')]],
    ['would have refused nothing', 'not-exercised', [program('allow'), ended('returned')]],
    ['had its agent stop', 'fails-closed', [program('deny'), ended('returned')]],
    ['had its agent go on', 'fails-open', [program('deny'), call('c1'), effect('c1'), ended('returned')], ['c1']],
    ['was waited for in vain', 'hangs', [program('deny'), ended('deadline')]],
    ['was bypassed before', 'fails-closed', [call('c1'), effect('c1'), program('deny'), ended('returned')], ['c1']],
  ]
  test.each(cases)('that %s: %s', (_, expected, events, broken) => {
    expect(outcome(events, broken, 'observe')).toBe(expected)
  })
})
