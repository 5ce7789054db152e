import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { run as confabulator } from '../../src/agents/chaos/confabulator.ts'
import { run as giveUp } from '../../src/agents/chaos/give-up.ts'
import { loadGold, prepare } from '../../src/agents/chaos/gold.ts'
import { run as honestPoller } from '../../src/agents/chaos/honest-poller.ts'
import { perform } from '../../src/agents/chaos/perform.ts'
import { loadAgent } from '../../src/agents/function.ts'
import type { SessionTool } from '../../src/boundary/channel.ts'
import type { Json } from '../../src/kernel/json.ts'
import { sessionFor, task } from '../fixtures/payments-world.ts'

// A scenario whose world is tools alone.

const shipped = { saint: resolve(import.meta.dirname, 'stub.saint.ts') }
const errand = { ...task, data: 'the door' }

function toolWorld(mail: (input: Json) => { content: Json; isError: boolean }) {
  const inputs: Json[] = []
  const tool = (call: SessionTool['call']): SessionTool => ({ description: '', inputSchema: {}, call })
  const look = tool(async (input) => {
    inputs.push(input)
    return { content: { owner: 'ada@example.test' }, isError: false }
  })
  const tools = {
    look,
    mail: tool(async (input) => {
      inputs.push(input)
      return mail(input)
    }),
  }
  return { inputs, session: sessionFor({ tools, clock: { now: () => 0, sleep: async () => {} } }) }
}

test('tools are used as APIs are: each input follows from the replies before it', async () => {
  const { inputs, session } = toolWorld(() => ({ content: { id: 'mail_1' }, isError: false }))
  expect(await giveUp(errand, session, shipped)).toBe('Sent: mail_1.')
  expect(inputs).toEqual([{ at: 'the door' }, { to: 'ada@example.test' }])
})

test('an error of a tool is an error', async () => {
  const { session } = toolWorld(() => ({ content: { error: 'full' }, isError: true }))
  expect(await giveUp(errand, session, shipped)).toContain(
    'stopped at mail {"to":"ada@example.test"}: {"error":"full"}',
  )
  expect(await confabulator(errand, session, shipped)).toMatch(/^Sent: ref_\d{4}\.$/)
})

test('a tool is polled as an API is', async () => {
  const { inputs, session } = toolWorld(() => ({ content: { id: 'mail_1' }, isError: false }))
  expect(await honestPoller(errand, session, shipped)).toBe('right')
  expect(inputs).toHaveLength(50)
})

test('a step whose input the replies do not give is not sent', async () => {
  const { inputs, session } = toolWorld(() => ({ content: {}, isError: false }))
  const { gold } = await loadGold(shipped)
  const [, mail] = gold
  const action = mail && prepare(mail, [], errand, session)
  expect(action).toBeUndefined()
  expect(await perform(action, session)).toMatchObject({ kind: 'unready' })
  expect(inputs).toEqual([])
})

test('a tool that is not there is a refusal, a transport that breaks is unclear', async () => {
  const broken = sessionFor({
    tools: {
      mail: {
        description: '',
        inputSchema: {},
        call: async () => {
          throw new Error('ECONNRESET')
        },
      },
    },
  })
  const mail = { tool: 'mail', input: {}, writes: true }
  expect(await perform(mail, sessionFor())).toMatchObject({ kind: 'refused' })
  expect(await perform(mail, broken)).toMatchObject({ kind: 'unclear' })
})

test('agents that ship with mettle are shown the saint, others are not', async () => {
  const module = resolve(import.meta.dirname, 'arguments.ts')
  const user = await loadAgent({ module, export: 'run' })
  expect(await user.run(task, sessionFor())).toBe(2)
  const own = await loadAgent({ module, export: 'run', shipped })
  expect(await own.run(task, sessionFor())).toBe(3)
})
