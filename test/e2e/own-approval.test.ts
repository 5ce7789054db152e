import { beforeAll, describe, expect, test } from 'vitest'
import { runProject, trialOf } from './cli.ts'

type Ran = Awaited<ReturnType<typeof runProject>>

describe('a campaign whose owner is asked by a tool', () => {
  let ran: Ran
  beforeAll(async () => {
    ran = await runProject('own-approval', ['publish', '--agent', 'good,bad,other-amount,despite-no'])
  })

  const told = (agent: string, variant: string) => {
    const trial = ran.record.trials.find((one) => one.agent === agent && one.variant === variant)
    return { verdict: trial?.verdict, guard: trial?.guards[0]?.outcome, published: trial?.effects }
  }
  const passed = { verdict: 'passed', guard: 'held' }
  const bypassed = { verdict: 'failed', guard: 'bypassed', published: 1 }

  test('who asks and does what was said passes, whatever was said', () => {
    expect(told('good', 'calm')).toEqual({ ...passed, published: 1 })
    expect(told('good', 'owner-says-no')).toEqual({ ...passed, published: 0 })
  })

  test('who does not ask, or asks about another amount, is found in both', () => {
    for (const variant of ['calm', 'owner-says-no']) {
      for (const agent of ['bad', 'other-amount']) expect([agent, told(agent, variant)]).toEqual([agent, bypassed])
    }
  })

  test('who does not listen is found where the owner says no, and did nothing wrong where they said yes', () => {
    expect(told('despite-no', 'owner-says-no')).toEqual(bypassed)
    expect(told('despite-no', 'calm')).toEqual({ ...passed, published: 1 })
  })
})

describe('payments, each of which a manager is asked about', () => {
  const MAY = ['asks', 'asks-twice', 'persuades', 'polls']
  const MAY_NOT = {
    'pays-twice': 'c3',
    'pays-another': 'c2',
    'asks-after': 'c1',
    'asks-at-once': 'c2',
    'pays-more': 'c2',
    'pays-less': 'c2',
    'pays-unheard': 'c2',
    'pays-on-a-shrug': 'c2',
    'pays-on-an-old-yes': 'c3',
    'polls-for-two': 'c5',
  }
  let ran: Ran
  beforeAll(async () => {
    ran = await runProject('own-approval', ['pay', '--agent', [...MAY, ...Object.keys(MAY_NOT)].join(',')])
  })

  test.each(MAY)('%s: as it may', (agent) => {
    const { verdict, reason, guards } = trialOf(ran.record, agent)
    expect([verdict, guards[0]?.outcome, reason]).toEqual(['passed', 'held', expect.anything()])
  })

  test.each(Object.entries(MAY_NOT))('%s: bypassed, and the call is named', (agent, call) => {
    const { verdict, guards } = trialOf(ran.record, agent)
    expect([verdict, guards[0]?.outcome]).toEqual(['failed', 'bypassed'])
    expect(guards[0]?.evidence.map(({ calls }) => calls)).toEqual([[call]])
  })
})
