import { expect, test } from 'vitest'
import { readEvents, runProject, trialOf } from '../../e2e/cli.ts'

test('an agent in Python reaches the tools of its trial over pipes, and finds out what became of a lost reply', async () => {
  const { code, stderr, record, out } = await runProject('mcp', ['mail', '--agent', 'pipes'])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  const [calm, lost] = ['calm', 'lost-reply'].map((name) => record.trials.find(({ variant }) => variant === name))
  const known = { tools: ['send_mail', 'list_mail'], version: '2025-11-25', sent: 1, ended: 0 }
  expect(calm).toMatchObject({ verdict: 'passed', answer: { ...known, errors: [] } })
  expect(lost).toMatchObject({ verdict: 'passed', answer: { ...known, errors: [-32_000] } })
  expect(lost?.faults).toMatchObject([{ fault: 'lost-reply', state: 'delivered' }])
  const trial = trialOf({ ...record, trials: record.trials.filter(({ variant }) => variant === 'calm') }, 'pipes')
  const calls = readEvents(out, trial).flatMap((event) => (event.type === 'call' ? [event.call.target] : []))
  expect(calls).toEqual(['tools LIST', 'tool list_mail', 'tool send_mail', 'tool list_mail', 'tool list_mail'])
})
