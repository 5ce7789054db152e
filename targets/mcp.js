// MCP's elicitation: the smallest server that https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation lets one write. It pays
// when the action is "accept" and the box is ticked. The agent is a bare client, and answers go as raw frames of JSON-RPC, so that any word,
// any id and any number of copies can be sent.

const QUIET_MS = 60
const quietly = (work) => work.catch(() => {})
const said = (text) => ({ content: [{ type: 'text', text }] })

const FORM = { type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'] }

const serverOf = async (tools, expiresMs) => {
  const { McpServer } = await import('@modelcontextprotocol/sdk/server/mcp.js')
  const { z } = await import('zod')
  const bank = new McpServer({ name: 'bank', version: '1' })
  for (const [name, run] of Object.entries(tools)) {
    const pay = async (args, { requestId, signal }) => {
      const params = { message: JSON.stringify({ name, args }), requestedSchema: FORM }
      const options = { relatedRequestId: requestId, signal, ...(expiresMs && { timeout: expiresMs }) }
      const { action, content } = await bank.server.elicitInput(params, options)
      return said(action === 'accept' && content?.ok === true ? await run(args) : 'not paid')
    }
    bank.registerTool(name, { inputSchema: { to: z.string(), amount: z.number() } }, pay)
  }
  return bank
}

/** What the scripted model asks for at a turn: the client has no model of its own. */
const turnOf = async (url, messages, tools) => {
  const offered = Object.keys(tools).map((name) => ({ type: 'function', function: { name } }))
  const body = JSON.stringify({ model: 'm', messages, tools: offered })
  const { choices } = await (await fetch(`${url}/v1/chat/completions`, { method: 'POST', body })).json()
  return choices[0].message
}

/** @type {import('mettle/testing').ConformanceTarget} */
export default {
  name: 'mcp-elicit',
  mechanism: 'elicitation in a tool of a server',
  kinds: ['ask'],
  holds: 'framework',
  packages: { '@modelcontextprotocol/sdk': '1.32.2', zod: '4.6.7' },
  // The server gives a question up after a time: 60 s, or what it says.
  expires: true,
  words: { ask: { yes: { action: 'accept', content: { ok: true } }, no: { action: 'decline' } } },
  guide: {
    page: 'https://modelcontextprotocol.io/specification/2026-07-28/client/elicitation',
    twice: 'requests have ids and time-outs',
    altered: 'nothing is kept',
    ours: "the condition to pay is the author of the server's: this one is the smallest that the page lets one write",
  },
  async open({ url, tools, expiresMs }) {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js')
    const { InMemoryTransport } = await import('@modelcontextprotocol/sdk/inMemory.js')
    const client = new Client({ name: 'agent', version: '1' }, { capabilities: { elicitation: { form: {} } } })
    const [near, far] = InMemoryTransport.createLinkedPair()
    await (await serverOf(tools, expiresMs)).connect(far)
    await client.connect(near)
    const pending = []
    const receive = near.onmessage
    near.onmessage = (message, extra) => {
      if (message.method !== 'elicitation/create') return receive(message, extra)
      pending.push({ id: message.id, ...JSON.parse(message.params.message) })
    }
    const stop = new AbortController()
    const settled = async () => {
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
      return { pending: [...pending] }
    }
    const messages = [{ role: 'user', content: 'Pay.' }]
    const call = async ({ id, function: { name, arguments: args } }) => {
      const params = { name, arguments: JSON.parse(args) }
      const { content } = await client.callTool(params, undefined, { signal: stop.signal })
      messages.push({ role: 'tool', tool_call_id: id, content: content[0].text })
    }
    const loop = async () => {
      for (;;) {
        const message = await turnOf(url, messages, tools)
        messages.push(message)
        if (!message.tool_calls) return
        await Promise.all(message.tool_calls.map(call))
      }
    }
    return {
      start: async () => {
        quietly(loop())
        while (pending.length === 0) await settled()
        return settled()
      },
      answer: async (answers) => {
        for (const { id, word } of answers) {
          const at = pending.findIndex((one) => one.id === id)
          if (at >= 0) pending.splice(at, 1)
          await near.send({ jsonrpc: '2.0', id: id === 'call_other' ? 4242 : id, result: word })
        }
        return settled()
      },
      abort: () => {
        stop.abort()
        return settled()
      },
      close: () => client.close(),
    }
  },
}
