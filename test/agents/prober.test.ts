import { expect, test } from 'vitest'
import { run } from '../../src/agents/controls/prober.ts'
import type { AgentTask } from '../../src/agents/define.ts'

const TASK: AgentTask = { scenario: 'refund', text: 'Refund.', data: null, repeat: 1, params: {} }

// What it sends, and what comes of that, is in test/e2e/guards-probe.test.ts.
test('prober does what it is given to probe with', async () => {
  expect(await run(TASK, undefined, { probe: async () => 'sent 1 calls, twice' })).toBe('sent 1 calls, twice')
})

test('prober says what it is for where there is nothing to probe with', async () => {
  await expect(run(TASK, undefined, {})).rejects.toThrow('mettle guards probe')
})
