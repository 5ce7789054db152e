import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { mettle, plantProject, ROOT } from './cli.ts'

const BUDGET = pathToFileURL(join(ROOT, 'src/guards/budget.ts')).href

/** A project with one scenario, whose budget is what the code says. */
function project(guard: string, mode = 'enforce'): string {
  return plantProject({
    'mettle.config.js': `export default { agents: { idle: './agent.js' } }`,
    'agent.js': `import { writeFileSync } from 'node:fs'
      export const run = async () => writeFileSync('agent-ran', '')`,
    'scenarios/spend.scenario.js': `import { budget } from '${BUDGET}'
      const planted = ${guard}
      export default { task: { text: 'Spend.' }, guards: [{ use: planted, mode: '${mode}', params: { trial: 1 } }] }`,
  })
}

describe('B10: a guard that is configured and not there', () => {
  test.each([
    ['allows everything', `{ ...budget, start: () => ({ decide: () => ({ kind: 'allow', reason: 'yes' }) }) }`],
    [
      'is not wired to anything',
      `{ ...budget, start: (...of) => ({ ...budget.start(...of), concerns: () => false }) }`,
    ],
    ['has no cap any more', `{ ...budget, start: (_, context) => budget.start({ reads: true }, context) }`],
  ])('that %s keeps the run from starting', async (_, guard) => {
    const cwd = project(guard)
    const { code, stderr, stdout } = await mettle(['run'], { cwd })
    expect({ code, ran: stdout.includes('idle') }).toEqual({ code: 3, ran: false })
    expect(stderr).toMatch(/^Failed to start: guard "budget" of scenario "spend" let a call pass/)
    expect([existsSync(join(cwd, 'agent-ran')), existsSync(join(cwd, 'reports/latest'))]).toEqual([false, false])
  })

  test('is no matter where it only looks on', async () => {
    const cwd = project(`{ ...budget, start: () => ({ decide: () => ({ kind: 'allow', reason: 'yes' }) }) }`, 'observe')
    expect((await mettle(['run'], { cwd })).code).not.toBe(3)
    expect(existsSync(join(cwd, 'agent-ran'))).toBe(true)
  })

  test('positive control: the guard as it is lets the run start', async () => {
    const cwd = project('budget')
    const { code, stderr } = await mettle(['run'], { cwd })
    expect([code === 3, stderr]).toEqual([false, ''])
    expect(existsSync(join(cwd, 'agent-ran'))).toBe(true)
  })
})
