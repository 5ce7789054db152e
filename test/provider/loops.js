import { anthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { openai } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { generateText, isStepCount, jsonSchema, streamText, tool } from 'ai'
import OpenAI from 'openai'

// Agents as anybody writes them, one a client: each asks, does what it is told by tools, and asks again.

const SYSTEM = 'You refund charges.'
const schema = {
  type: 'object',
  properties: { charge: { type: 'string' }, why: { type: 'string' } },
  required: ['charge'],
}
const NAMES = ['look', 'refund']

const act = async (tools, name, text) => {
  try {
    const input = typeof text === 'string' ? JSON.parse(text) : text
    const { content } = await tools[name].call(input)
    return typeof content === 'string' ? content : JSON.stringify(content)
  } catch (thrown) {
    return JSON.stringify({ error: String(thrown) })
  }
}

const ai = (model) => async (text, tools, streamed) => {
  const asked = {
    model,
    instructions: SYSTEM,
    prompt: text,
    maxRetries: 0,
    stopWhen: isStepCount(5),
    tools: Object.fromEntries(
      NAMES.map((name) => [
        name,
        tool({ inputSchema: jsonSchema(schema), execute: (input) => act(tools, name, input) }),
      ]),
    ),
  }
  const result = streamed ? streamText(asked) : await generateText(asked)
  return (await result.text) ?? ''
}

export const loops = {
  'openai-chat': async (text, tools, streamed) => {
    const client = new OpenAI()
    const messages = [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: text },
    ]
    const definitions = NAMES.map((name) => ({ type: 'function', function: { name, parameters: schema } }))
    for (;;) {
      const request = { model: 'acme', messages, tools: definitions }
      const { choices } = streamed
        ? await client.chat.completions
            .stream({ ...request, stream_options: { include_usage: true } })
            .finalChatCompletion()
        : await client.chat.completions.create(request)
      const { message } = choices[0]
      messages.push(message)
      if (!message.tool_calls?.length) return message.content ?? message.refusal
      for (const { id, function: asked } of message.tool_calls)
        messages.push({ role: 'tool', tool_call_id: id, content: await act(tools, asked.name, asked.arguments) })
    }
  },

  'openai-responses': async (text, tools, streamed) => {
    const client = new OpenAI({ defaultHeaders: { 'OpenAI-Beta': 'responses=v1' } })
    const definitions = NAMES.map((name) => ({ type: 'function', name, parameters: schema, strict: false }))
    let input = text
    let previous_response_id
    for (;;) {
      const request = { model: 'acme', instructions: SYSTEM, input, tools: definitions, previous_response_id }
      const { id, output, output_text } = streamed
        ? await client.responses.stream(request).finalResponse()
        : await client.responses.create(request)
      previous_response_id = id
      const calls = output.filter(({ type }) => type === 'function_call')
      if (calls.length === 0) return output_text
      input = []
      for (const { call_id, name, arguments: args } of calls)
        input.push({ type: 'function_call_output', call_id, output: await act(tools, name, args) })
    }
  },

  anthropic: async (text, tools, streamed) => {
    const client = new Anthropic({ defaultHeaders: { 'anthropic-beta': 'interleaved-thinking-2025-05-14' } })
    const messages = [{ role: 'user', content: text }]
    const definitions = NAMES.map((name) => ({ name, input_schema: schema }))
    for (;;) {
      const request = { model: 'acme', max_tokens: 4096, system: SYSTEM, messages, tools: definitions }
      const { content } = streamed
        ? await client.messages.stream(request).finalMessage()
        : await client.messages.create(request)
      messages.push({ role: 'assistant', content })
      const calls = content.filter(({ type }) => type === 'tool_use')
      if (calls.length === 0) return content.map(({ text = '' }) => text).join('')
      const results = []
      for (const { id, name, input } of calls)
        results.push({ type: 'tool_result', tool_use_id: id, content: await act(tools, name, input) })
      messages.push({ role: 'user', content: results })
    }
  },

  'anthropic-runner': async (text, tools, streamed) => {
    const messages = [{ role: 'user', content: text }]
    const runner = new Anthropic().beta.messages.toolRunner({
      ...{ model: 'acme', max_tokens: 4096, system: SYSTEM, messages, stream: streamed, max_iterations: 5 },
      tools: NAMES.map((name) => ({
        ...{ type: 'custom', name, description: name, input_schema: schema },
        parse: (input) => input,
        run: (input) => act(tools, name, input),
      })),
    })
    const { content } = await runner.runUntilDone()
    return content.map(({ text = '' }) => text).join('')
  },

  google: async (text, tools, streamed) => {
    const { models } = new GoogleGenAI({})
    const contents = [{ role: 'user', parts: [{ text }] }]
    const functionDeclarations = NAMES.map((name) => ({ name, parametersJsonSchema: schema }))
    for (;;) {
      const request = {
        model: 'acme',
        contents,
        config: { systemInstruction: SYSTEM, tools: [{ functionDeclarations }] },
      }
      const pieces = streamed ? await models.generateContentStream(request) : [await models.generateContent(request)]
      const parts = []
      for await (const { candidates } of pieces) parts.push(...(candidates?.[0]?.content?.parts ?? []))
      contents.push({ role: 'model', parts })
      const calls = parts.flatMap(({ functionCall }) => functionCall ?? [])
      if (calls.length === 0) return parts.map(({ text = '', thought }) => (thought ? '' : text)).join('')
      const results = []
      for (const { id, name, args } of calls)
        results.push({ functionResponse: { id, name, response: { output: await act(tools, name, args) } } })
      contents.push({ role: 'user', parts: results })
    }
  },

  'ai-openai': ai(openai('acme')),
  'ai-anthropic': ai(anthropic('acme')),
  // It looks for its key in the environment, and for its address nowhere.
  'ai-google': ai(createGoogle({ baseURL: `${process.env.GOOGLE_GEMINI_BASE_URL}/v1beta` })('acme')),
}
