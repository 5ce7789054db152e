import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { AUDIT_FILE, auditProblem } from '../../src/store/audit-log.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { plantProject, ROOT } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

/** Two agents, a tool with effects, two variants: four trials a repeat. `clerk` pays, and passes; `lazy` does not. */
export function payingProject(repeats: number): string {
  return plantProject({
    'mettle.config.ts': `export default {
      agents: { clerk: './clerk.ts', lazy: './lazy.ts' }, env: ['PAYING_MODE'], workers: 2, trials: ${repeats},
      gate: ['passRate{agent:clerk} >= 1'],
    }`,
    'amount.ts': 'export const AMOUNT = 7',
    'clerk.ts': `import { AMOUNT } from './amount.ts'
      export const run = async (_, { tools }) => (await tools.pay.call({ amount: AMOUNT })).content.paid`,
    'lazy.ts': 'export const run = () => 0',
    'limits.ts': 'export const LIMIT = 9',
    'scenarios/pay.scenario.ts': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { LIMIT } from '../limits.ts'
      const paid = defineCollection('shop.paid')
      const pay = defineTool({
        description: 'Pays.', input: z.object({ amount: z.number() }), access: 'write', collections: [paid],
        handler: async ({ amount }) => { paid.create('p1', { amount }); return { paid: amount } },
      })
      export default {
        task: { text: 'Pay 7.' }, world: { tools: { pay } }, variants: { calm: [], slow: [{ fault: 'latency' }] },
        guards: [{ use: 'rate-limit', params: { on: 'tool pay', limit: LIMIT, per: 'minute' } }],
        scorers: [{ use: 'answer', params: { equals: 7 } }],
      }`,
  })
}

/** A record without what is another one each time: real time, the place of its trace, the word its chain begins with. */
function steady({ trace, chain, usage, closing, ...record }: TrialRecord) {
  const ended = closing.map((event) => ({ ...event, wallMs: 0 }))
  return { ...record, closing: ended, events: trace.events, lines: chain.count, usage: { ...usage, wallMs: 0 } }
}

/** All of a run that two runs of the same plan have in common. */
export function outcome(folder: string) {
  const { head, rows, record } = openRun(folder)
  const audit = readFileSync(join(folder, AUDIT_FILE), 'utf8').trimEnd().split('\n')
  expect(auditProblem(folder, head)).toBeUndefined()
  return {
    trials: rows.map(({ id }) => steady(record(id))),
    ...{ summary: head.summary, gate: head.gate, stopped: head.stopped, planDigest: head.planDigest },
    audit: audit.map((line) => line.replace(/,"link":"\w+"}$/, '').replace(/"(at|timestamp)":"?[^,]+/g, '')).sort(),
  }
}
