import { resolve } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
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

describe('a step that asks a model', () => {
  const turn = { model: 'scripted', messages: [], tools: [], expects: 'mail', writes: true }
  const calling = (name: string, text = '{"to":"ada"}') => ({ tool_calls: [{ function: { name, arguments: text } }] })
  const answering = (message: object, finish_reason = 'stop') => {
    vi.stubGlobal('fetch', async () => Response.json({ choices: [{ finish_reason, message }] }))
  }
  afterEach(() => vi.unstubAllGlobals())

  test('gives what the model gives its tool, or what it says at the end', async () => {
    answering(calling('mail'), 'tool_calls')
    expect(await perform(turn, sessionFor())).toEqual({ kind: 'done', reply: { to: 'ada' } })
    answering({ content: 'Done.' })
    expect(await perform({ ...turn, expects: undefined }, sessionFor())).toEqual({ kind: 'done', reply: 'Done.' })
  })

  test.for([
    ['arguments that are no JSON', calling('mail', '{"to":'), 'tool_calls', 'unclear'],
    ['another tool', calling('no_such_tool'), 'tool_calls', 'unclear'],
    ['the tool twice', { tool_calls: [...calling('mail').tool_calls, ...calling('mail').tool_calls] }, '', 'unclear'],
    ['a turn that was cut', calling('mail'), 'length', 'unclear'],
    ['nothing', { content: '' }, 'stop', 'unclear'],
    ['a text in place of a call', { content: 'Done.' }, 'stop', 'unclear'],
    ['a refusal', { refusal: 'No.' }, 'stop', 'refused'],
  ] as const)('%s is no good reply, and may be asked again', async ([, message, end, kind]) => {
    answering(message, end)
    expect(await perform(turn, sessionFor())).toMatchObject({ kind, passing: true })
  })

  test('a call in place of the end is none either', async () => {
    answering(calling('mail'), 'tool_calls')
    expect(await perform({ ...turn, expects: undefined }, sessionFor())).toMatchObject({ kind: 'unclear' })
  })

  test('a model that says no to the request has said no', async () => {
    vi.stubGlobal('fetch', async () => Response.json({ error: {} }, { status: 400 }))
    expect(await perform(turn, sessionFor())).toMatchObject({ kind: 'refused', passing: false })
  })
})

test('agents that ship with mettle are shown the saint, others are not', async () => {
  const module = resolve(import.meta.dirname, 'arguments.ts')
  const user = await loadAgent({ module, export: 'run' })
  expect(await user.run(task, sessionFor())).toBe(2)
  const own = await loadAgent({ module, export: 'run', shipped })
  expect(await own.run(task, sessionFor())).toBe(3)
})
