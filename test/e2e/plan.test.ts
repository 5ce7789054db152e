import { expect, test } from 'vitest'
import { mettle, plantProject } from './cli.ts'

const cwd = () =>
  plantProject({
    'mettle.config.ts': "export default { agents: { a: './a.ts' }, gate: ['passRate >= 0.9'], trials: 10 }",
    'a.ts': "throw new Error('It was loaded.')",
    'scenarios/one.scenario.ts': "export default { task: { text: 'Say it.' } }",
  })

test('tells how likely the gates hold, and runs nothing', async () => {
  const { code, stdout } = await mettle(['plan', '-p', '0.8,1'], { cwd: cwd() })
  expect([code, stdout]).toEqual([
    0,
    [
      '10 trials',
      '  where each trial passes with     0.8        1',
      '  passRate >= 0.9               37.6 %  100.0 %',
      '',
    ].join('\n'),
  ])
})

test('a table for each number of repeats, and as JSON', async () => {
  const args = ['plan', '-n', '5,3..40', '-p', '0.95', '--gate', 'tasks.bad == 0', '--json']
  const { code, stdout } = await mettle(args, { cwd: cwd() })
  const { plans } = JSON.parse(stdout)
  expect(code).toBe(0)
  expect(plans).toMatchObject([
    { trials: 5, sequential: null, gates: [{ gate: 'tasks.bad == 0', holds: [null] }] },
    { trials: 40, sequential: { min: 3, max: 40 }, gates: [{ holds: [expect.closeTo(0.772, 2)] }] },
  ])
})

test('what cannot be read is misuse', async () => {
  const found = await Promise.all(
    [
      ['plan', '-p', '2'],
      ['plan', '--gate', 'pasRate >= 1'],
      ['plan', 'nowhere/*'],
    ].map((args) => mettle(args, { cwd: cwd() })),
  )
  expect(found.map(({ code }) => code)).toEqual([2, 2, 2])
  expect(found[1]?.stderr).toContain('Did you mean "passRate"?')
})
