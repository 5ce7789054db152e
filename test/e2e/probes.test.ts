import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { mettle, plantProject, ROOT } from './cli.ts'

const BUDGET = pathToFileURL(join(ROOT, 'src/guards/budget.ts')).href

/** Never gives way, and leaves the processor to the others: what waits for it waits as for one that works without an end. */
const LOOP = 'for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)'

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

// At once: most of the time they wait for a guard that never answers.
describe.concurrent('B10: a guard that is configured and not there', () => {
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

  test.each([
    ['never decides', `{ ...budget, start: () => ({ decide: () => new Promise(() => {}) }) }`],
    ['is not finished', `{ ...budget, probe: () => ({ calls: [{}], get together() { throw new Error('not yet') } }) }`],
  ])('nor does one that %s let it hang', async (_, guard) => {
    const cwd = project(guard)
    const { code, stderr } = await mettle(['run'], { cwd })
    expect(code).toBe(3)
    expect(stderr).toMatch(/^Failed to start: guard "budget" of scenario "spend" (gave no decision|let a call pass)/)
    expect(existsSync(join(cwd, 'agent-ran'))).toBe(false)
  })

  test.each([
    ['its start loops for ever', `{ ...budget, start: () => { ${LOOP} } }`, 'guard budget ran on and on'],
    [
      'it loops over its decision',
      '{ ...budget, start: () => ({ decide: () => { for (;;); } }) }',
      'guard budget ran on and on',
    ],
    [
      'it loops behind a promise',
      `{ ...budget, start: () => ({ decide: async () => { await null; ${LOOP} } }) }`,
      'guard budget ran on and on',
    ],
    ['its probe loops for ever', `{ ...budget, probe: () => { ${LOOP} } }`, 'guard budget ran on and on'],
    ['it ends the process', `{ ...budget, start: () => process.exit(0) }`, 'guard budget ended its process (exit 0)'],
  ])('%s: the run ends, and tells whose code it was', async (_, guard, told) => {
    const cwd = project(guard)
    const { code, stderr } = await mettle(['run'], { cwd })
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: `Failed to start: guard "budget" of scenario "spend" gave no decision on a call that it must refuse: ${told}. Nothing was run; repair the guard.\n`,
    })
    expect(existsSync(join(cwd, 'agent-ran'))).toBe(false)
  })

  test('a guard that only looks on and loops is told by name, not the one beside it that is probed', async () => {
    const cwd = project('budget')
    const beside = `{ name: 'watcher', summary: 'Watches.', params: budget.params, start: () => { ${LOOP} }, violations: () => [] }`
    writeFileSync(
      join(cwd, 'scenarios/spend.scenario.js'),
      `import { budget } from '${BUDGET}'
      const guard = (use, mode) => ({ use, mode, params: { trial: 1 } })
      export default { task: { text: 'Spend.' }, guards: [guard(budget, 'enforce'), guard(${beside}, 'observe')] }`,
    )
    const { code, stderr } = await mettle(['run'], { cwd })
    expect([code, stderr]).toEqual([3, expect.stringContaining('guard watcher ran on and on')])
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
