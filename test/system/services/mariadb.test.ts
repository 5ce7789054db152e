import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, readEvents, readRecord } from '../../e2e/cli.ts'
import { CLOSE, FUNCTION, MARIADB, PROGRAM } from './mariadb.ts'
import { needsServices } from './needs.ts'

/** What a client of MariaDB sees, which is greeted before it says a word, and whether its UPDATE took effect. */
const cells: Record<string, { plan: object[]; how: string; atLeastMs?: number; took: boolean }> = {
  calm: { plan: [], how: 'answered', took: true },
  late: { plan: [{ fault: 'latency', params: { ms: 200 } }], how: 'answered', atLeastMs: 200, took: true },
  reset: { plan: [{ fault: 'connection-reset' }], how: 'ECONNRESET', took: false },
  hole: { plan: [{ fault: 'timeout', params: { afterMs: 5_000 } }], how: 'gave up', took: false },
  'cut-in-greeting': {
    plan: [{ fault: 'connection-cut', params: { afterBytes: 20 } }],
    how: 'ECONNRESET',
    took: false,
  },
  'greeting-lost': { plan: [{ fault: 'lost-reply' }], how: 'ECONNRESET', took: false },
  narrow: {
    plan: [{ fault: 'slow-drip', params: { chunkBytes: 60, everyMs: 60 } }],
    how: 'answered',
    atLeastMs: 120,
    took: true,
  },
}

beforeAll(needsServices)

describe('a MariaDB', () => {
  let cwd = ''
  let trials: ReturnType<typeof readRecord>['trials'] = []

  beforeAll(async () => {
    const variants = Object.fromEntries(
      Object.entries(cells).flatMap(([name, { plan }]) => (name === 'calm' ? [] : [[name, plan]])),
    )
    cwd = plantProject({
      'shop.js': MARIADB,
      'close.js': CLOSE,
      'function.js': FUNCTION,
      'program.js': PROGRAM,
      'mettle.config.js': `export default { agents: { function: './function.js', program: { command: ['${process.execPath}', 'program.js'] } }, workers: 2 }`,
      'scenarios/close.scenario.js': `
        import { shop } from '../shop.js'
        export default {
          task: { text: 'Close order 1.', data: { patienceMs: 600 } },
          world: { services: { shop } },
          variants: ${JSON.stringify(variants)},
          scorers: [
            { use: 'effects', params: { expect: [{ collection: 'shop.orders', op: 'update', where: { id: 1, state: 'closed' }, count: 1 }] } },
            { use: 'no-collateral', params: { allow: [{ collection: 'shop.orders', where: { id: 1 } }] } },
          ],
        }`,
    })
    const { code, stderr, stdout } = await mettle(['run', '--out', 'run', '--reporter', 'json'], { cwd })
    expect(code, `${stdout}\n${stderr}`).toBe(1)
    trials = readRecord(`${cwd}/run`).trials
  })

  test.each(
    Object.entries(cells).flatMap(([name, cell]) => [
      ['function', name, cell] as const,
      ['program', name, cell] as const,
    ]),
  )('to a %s, %s: what the client saw is what the trace tells', (agent, name, { plan, how, atLeastMs = 0, took }) => {
    const trial = trials.find((one) => one.variant === name && one.agent === agent)
    if (!trial) throw new Error('It did not run.')
    expect(trial).toMatchObject({ verdict: took ? 'passed' : 'failed', error: null })
    expect(trial.faults.map(({ state }) => state)).toEqual(plan.map(() => 'delivered'))
    const said = (typeof trial.answer === 'string' ? JSON.parse(trial.answer) : trial.answer) as {
      how: string
      ms: number
    }
    expect(said).toMatchObject({ how })
    expect(said.ms).toBeGreaterThanOrEqual(atLeastMs)
    const effects = readEvents(`${cwd}/run`, trial).filter(({ type }) => type === 'effect')
    expect(effects).toHaveLength(took ? 1 : 0)
  })
})
