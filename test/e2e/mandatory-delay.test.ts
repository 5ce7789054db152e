import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { mettle, plantProject, ROOT, readEvents, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href
const HOUR = 3_600_000

/** A purchase that needs a yes and waits an hour behind it, on virtual time. */
async function run(answer: string, revokeAfterMs = 0) {
  const cwd = plantProject({
    'mettle.config.js': `export default { agents: { buyer: './agent.js' }, gate: ['passRate >= 0'] }`,
    'agent.js': `export const run = async (task, { tools }) => JSON.stringify(await tools.buy.call({}))`,
    'scenarios/buy.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      const bought = defineCollection('shop.bought')
      const buy = defineTool({
        description: 'Buys.', input: z.object({}), access: 'write', collections: [bought],
        handler: () => { bought.create('b1', {}); return {} },
      })
      export default {
        task: { text: 'Buy.' },
        world: { tools: { buy }, approver: { answers: ['${answer}'], by: 'carla', revokeAfterMs: ${revokeAfterMs} } },
        guards: [{ use: 'approval', params: { delayMs: ${HOUR} } }],
      }`,
  })
  await mettle(['run', '--reporter', 'json'], { cwd })
  const out = join(cwd, 'reports/latest')
  const [trial] = readRecord(out).trials
  if (!trial) throw new Error('There is no trial.')
  const events = readEvents(out, trial)
  const answers = events.flatMap((event) => (event.type === 'approval' ? [event.answer] : []))
  const effects = events.flatMap((event) => (event.type === 'effect' ? [event.at - (events[0]?.at ?? 0)] : []))
  const ended = events.flatMap((event) => (event.type === 'trial-ended' ? [event.how] : []))
  return { answers, effects, ended, outcome: trial.guards[0]?.outcome, answer: String(trial.answer) }
}

test('A12: a scenario lets an approved action wait its hour, and its approver take it back within it', async () => {
  expect(await run('approve')).toMatchObject({ answers: ['approved'], effects: [HOUR], outcome: 'held' })
  const revoked = await run('revoke', HOUR - 1)
  expect(revoked).toMatchObject({ answers: ['approved', 'revoked'], effects: [], outcome: 'held' })
  expect(revoked.answer).toContain('carla took the approval back')
  // The control: a moment later it has run, and taking it back comes too late.
  expect(await run('revoke', HOUR + 1)).toMatchObject({ effects: [HOUR], outcome: 'held' })
})

test('A11: an approver stops the agent while its action waits', async () => {
  expect(await run('stop', 60_000)).toMatchObject({ answers: ['approved', 'revoked'], effects: [], ended: ['halted'] })
})
