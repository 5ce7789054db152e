import type { Agent } from 'mettle'

export const run: Agent['run'] = async (_task, { tools }) => {
  await tools.pay?.call({ dollars: 20 })
  return 'paid'
}
