import { beforeAll, describe, expect, test } from 'vitest'
import { runProject } from './cli.ts'

let ran: Awaited<ReturnType<typeof runProject>>

beforeAll(async () => {
  ran = await runProject('own-world', ['--workers', '2'])
})

const CUT = 'still running after 8000 ms'
const NEVER = 'it never answered, and nothing could happen any more'
const GET = 'handler of desk GET /notes/{id}'

const told = (scenario: string, variant = 'calm') => {
  const found = ran.record.trials.find((trial) => trial.scenario === scenario && trial.variant === variant)
  return { verdict: found?.verdict, reason: found?.reason }
}

describe('code of the world that fails is told as that, never as the agent', () => {
  test.each(['sound', 'sound-and-slow', 'handler-never-before-the-patient', 'stream-sound', 'stream-left'])(
    'control: %s passes',
    (scenario) => {
      expect(told(scenario).verdict).toBe('passed')
    },
  )

  test.each([
    ['handler-spins', `in ${GET}: ${CUT}`],
    ['handler-spins-later', `in ${GET}: ${CUT}`],
    ['handler-spins-by-promises', `in ${GET}: ${CUT}`],
    ['stream-spins', `in ${GET}: ${CUT}`],
    ['stream-breaks', 'in world desk GET /notes/{id} during call c1 (the ink is dry)'],
    ['handler-hoards', `in ${GET}: `],
    ['tool-hoards', 'in handler of tool note: '],
    ['handler-never', `${GET} during call c1 (${NEVER}`],
    ['declaration-spins', `in declaration of desk GET /notes/{id}: ${CUT}`],
    ['tool-spins', `in handler of tool note: ${CUT}`],
    ['tool-never', `handler of tool note during call c1 (${NEVER}`],
    ['model-spins', `in handler of model chat: ${CUT}`],
  ])('%s', (scenario, expected) => {
    expect(told(scenario)).toEqual({ verdict: 'error', reason: expect.stringContaining(expected) })
  })

  test('a fault of one’s own that spins', () => {
    expect(told('fault-spins', 'spins')).toEqual({
      verdict: 'error',
      reason: expect.stringContaining(`in fault spinning: ${CUT}`),
    })
  })
})

describe('what is the agent’s stays the agent’s', () => {
  test.each(['agent-spins', 'agent-spins-behind-an-answer', 'agent-spins-while-it-is-answered'])('%s', (scenario) => {
    expect(told(scenario)).toEqual({
      verdict: 'failed',
      reason: expect.stringContaining(`The agent passed its deadline (${CUT})`),
    })
  })

  test('memory that it takes while the world is at work', () => {
    expect(told('agent-hoards')).toEqual({
      verdict: 'failed',
      reason: expect.stringMatching(/^The agent .*\d MB of 512 MB/),
    })
  })

  test('to wait for nothing behind a call that it gave up', () => {
    expect(told('handler-never-and-nobody-waits')).toEqual({
      verdict: 'failed',
      reason: expect.stringContaining('waits for something that never comes'),
    })
  })

  test('to wait for ever where a fault was planned', () => {
    expect(told('fault-never', 'hangs')).toEqual({
      verdict: 'failed',
      reason: expect.stringContaining('The agent threw (fetch failed)'),
    })
  })
})
