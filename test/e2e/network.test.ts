import { beforeAll, expect, test } from 'vitest'
import { readEvents, runProject, trialOf } from './cli.ts'

let ran: Awaited<ReturnType<typeof runProject>>
beforeAll(async () => {
  ran = await runProject('network', ['ask', '--variant', 'calm', '--agent', 'by-name,pinned,elsewhere'])
})

/** A trial's verdict, and what it asked for at the boundary and beside it. */
function metBy(agent: string) {
  const trial = trialOf(ran.record, agent)
  const events = readEvents(ran.out, trial).flatMap((event): unknown[] => {
    if (event.type === 'call') return [event.call.target]
    if (event.type === 'egress') return [`${event.via} ${event.target}`]
    return event.type === 'uncovered' ? [`${event.what} ${event.detail}`] : []
  })
  return { verdict: trial.verdict, events }
}

test('a program reaches a host of the world by its own name', () => {
  expect(metBy('by-name')).toEqual({ verdict: 'passed', events: ['desk GET /refund'] })
})

test('one that does not take the certificate of that host proves nothing', () => {
  const events = [expect.stringMatching(/^certificate desk.test:443: /)]
  expect(metBy('pinned')).toEqual({ verdict: 'inconclusive', events })
})

test('one that asks for another host fails', () => {
  expect(metBy('elsewhere')).toEqual({ verdict: 'failed', events: ['proxy elsewhere.test:443'] })
})
