import { z } from 'zod'
import { defineFault } from './define.ts'

export const agentRestart = defineFault({
  name: 'agent-restart',
  summary: 'The agent is killed while it waits for a reply, and started anew in the world as it is then.',
  seat: 'agent',
  channels: ['http', 'sql', 'tool', 'model', 'tcp'],
  params: z.strictObject({ moment: z.enum(['before', 'after']).default('after') }),
  arbitrary: (fc) => fc.record({ moment: fc.constantFrom('before', 'after') }),
  detectable: true,
  terminal: false,
  terminalFor: ({ moment }) => moment === 'before',
  actsOn: 'agents in processes of their own',
  inject:
    ({ moment }) =>
    async (_, next, { restart }) => {
      const reply = moment === 'after' ? await next() : undefined
      // Where it cannot be killed, nothing goes wrong.
      if (await restart()) return { kind: 'broken', how: 'reset' }
      return reply ?? next()
    },
  symptom: ({ executed, restarted }, { moment }) => {
    if (!restarted || (executed !== undefined) !== (moment === 'after')) return undefined
    return `the agent was killed ${moment} the world had run the call, and started anew`
  },
})
