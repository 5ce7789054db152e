import type { ConformanceTarget, Pending } from 'mettle/testing'

type Message = {
  role: string
  content?: string
  tool_calls?: { id: string; function: { name: string; arguments: string } }[]
}

/** A loop of one's own that asks the foreman before it pays. A question is open until its payment is made. */
export const foreman: ConformanceTarget = {
  name: 'foreman',
  mechanism: 'a list of open questions',
  kinds: ['ask'],
  holds: 'framework',
  packages: {},
  words: { ask: { yes: 'yes', no: 'no' } },
  open({ url, tools }) {
    const messages: object[] = [{ role: 'user', content: 'Pay the suppliers.' }]
    const open = new Map<string | number, Pending>()
    const offered = Object.keys(tools).map((name) => ({ type: 'function', function: { name } }))
    const turn = async () => {
      const body = JSON.stringify({ model: 'm', messages, tools: offered })
      const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body })
      const { choices } = (await response.json()) as { choices: { message: Message }[] }
      for (const { message } of choices) {
        messages.push(message)
        for (const { id, function: called } of message.tool_calls ?? [])
          open.set(id, { id, name: called.name, args: JSON.parse(called.arguments) })
      }
      return { pending: [...open.values()] }
    }
    return {
      start: turn,
      answer: async (answers) => {
        for (const { id, word } of answers) {
          const call = open.get(id)
          if (!call) continue
          const content = word === 'yes' ? await tools[call.name]?.(call.args) : 'The foreman says no.'
          open.delete(id)
          messages.push({ role: 'tool', tool_call_id: id, content })
        }
        return open.size > 0 ? { pending: [...open.values()] } : turn()
      },
    }
  },
}
