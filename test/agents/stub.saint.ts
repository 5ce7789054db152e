import type { Agent, GoldWay } from '../../src/index.ts'

// A saint of no scenario: for agents that only have to find one.

export const run: Agent['run'] = () => 'right'

export const gold: GoldWay['gold'] = [
  { tool: 'look', input: (_, task) => ({ at: task.data }), reads: true },
  { tool: 'mail', input: (replies) => ({ to: (replies[0] as { owner: string }).owner }) },
]

export const claim: GoldWay['claim'] = (replies) => `Sent: ${(replies[1] as { id: string }).id}.`
