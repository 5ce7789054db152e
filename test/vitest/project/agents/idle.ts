import type { Agent } from 'mettle'

export const run: Agent['run'] = () => 'paid'
