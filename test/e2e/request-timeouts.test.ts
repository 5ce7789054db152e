import { describe, expect, test } from 'vitest'
import { runProject } from './cli.ts'
import { WAYS } from './projects/timeouts/clients.ts'

/** What each way to put a limit to a request came to, by http and by https. */
async function ran(args: string[]) {
  const { record } = await runProject('timeouts', args)
  return (variant: string) => {
    const trials = record.trials.filter((trial) => trial.variant === variant)
    const answerOf = (way: string) => trials.find(({ agent }) => agent === way)?.answer
    return Object.fromEntries(WAYS.map((way) => [way, answerOf(way)]))
  }
}

const each = (told: unknown) => Object.fromEntries(WAYS.map((way) => [way, [told, told]]))

describe('a time-out of a request fires when it is due, by http and https, with any agent', () => {
  test('in virtual time, to the millisecond', async () => {
    const answers = await ran(['virtual'])
    expect(answers('late')).toEqual(each({ firedAfter: 3_000, how: 'TOO-LATE' }))
    // Its head came, then nothing for longer than that.
    expect(answers('dripping')).toEqual(each({ firedAfter: 3_000, how: 'ECONNRESET' }))
    expect(answers('calm')).toEqual(each({ firedAfter: null, how: 200 }))
  })

  test('in real time', async () => {
    const answers = await ran(['real', '--real-time'])
    const soon = expect.toSatisfy((ms: number) => ms >= 1_490 && ms < 8_000, 'is soon after 1,500 ms')
    expect(answers('late')).toEqual(each({ firedAfter: soon, how: 'TOO-LATE' }))
  })
})
