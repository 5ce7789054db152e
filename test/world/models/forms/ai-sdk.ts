import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import {
  generateText,
  jsonSchema,
  type LanguageModel,
  type ModelMessage,
  Output,
  streamText,
  type ToolSet,
  tool,
} from 'ai'
import type { Json } from '../../../../src/kernel/json.ts'
import {
  type Client,
  type Form,
  MODEL,
  namesOf,
  PARAMETERS,
  type Result,
  type Said,
  type Shown,
  TOOLS,
  withIds,
} from './form.ts'

function partOf({ mediaType, data, url, name }: Shown) {
  const content = url === undefined ? (data ?? new Uint8Array()) : new URL(url)
  return { type: 'file' as const, mediaType, data: content, ...(name !== undefined && { filename: name }) }
}

function outputOf(result: Result) {
  if ('text' in result) return { type: 'text' as const, value: result.text }
  return 'json' in result
    ? { type: 'json' as const, value: result.json }
    : { type: 'error-text' as const, value: result.error }
}

function messageOf(said: Said & { ids: string[] }, names: string[]): ModelMessage {
  if ('user' in said)
    return { role: 'user', content: [{ type: 'text', text: said.user }, ...(said.shows ?? []).map(partOf)] }
  if ('assistant' in said) return { role: 'assistant', content: said.assistant }
  const idAt = (at: number) => ({ toolCallId: said.ids[at] ?? '' })
  if ('calls' in said)
    return {
      role: 'assistant',
      content: said.calls.map(({ name, input }, at) => ({ type: 'tool-call', ...idAt(at), toolName: name, input })),
    }
  const content = said.results.map((result, at) => ({
    ...{ type: 'tool-result' as const, ...idAt(at), toolName: names[at] ?? '', output: outputOf(result) },
  }))
  return { role: 'tool', content }
}

function choiceOf({ choice }: Form) {
  if (choice === undefined || typeof choice === 'string') return choice
  return { type: 'tool' as const, toolName: choice.oneOf[0] ?? '' }
}

const OFFERED: ToolSet = Object.fromEntries(
  TOOLS.map((name) => [name, tool({ inputSchema: jsonSchema<{ at: string }>(PARAMETERS) })]),
)

/** @param modelOf The model of one of its providers, at a base URL. */
function ai(modelOf: (url: string) => LanguageModel, more: Partial<Client> = {}): Client {
  return {
    ends: { text: 'stop', calls: 'tool-calls', 'max-tokens': 'length' },
    ...more,
    cannot: { 'one of two tools is to be called': 'one tool by name, or any', ...more.cannot },
    ask: async (url, form, streamed) => {
      const choice = choiceOf(form)
      const request = {
        ...{ model: modelOf(url), maxRetries: 0 },
        messages: withIds(form.said).map((said, at) => messageOf(said, namesOf(form.said, at))),
        ...(form.system !== undefined && { instructions: form.system }),
        ...(form.tools && { tools: OFFERED }),
        ...(choice && { toolChoice: choice }),
        ...(form.schema && { output: Output.object({ schema: jsonSchema(form.schema) }) }),
        providerOptions: { anthropic: { structuredOutputMode: 'outputFormat' } },
      }
      const result = streamed ? streamText(request) : await generateText(request)
      const usage = await result.usage
      return {
        text: await result.text,
        reasoning: (await result.reasoningText) ?? '',
        calls: (await result.toolCalls).map(({ toolName, input }) => ({ name: toolName, input: input as Json })),
        end: await result.finishReason,
        usage: [usage.inputTokens ?? 0, usage.outputTokens ?? 0],
      }
    },
  }
}

const key = { apiKey: 'mettle' }

export const aiSdk: Record<string, Client> = {
  '@ai-sdk/openai, responses': ai((url) => createOpenAI({ ...key, baseURL: `${url}/v1` }).responses(MODEL)),
  '@ai-sdk/openai, chat': ai((url) => createOpenAI({ ...key, baseURL: `${url}/v1` }).chat(MODEL), {
    cannot: { reasoning: 'no place for what a model thinks' },
  }),
  '@ai-sdk/anthropic': ai((url) => createAnthropic({ ...key, baseURL: url })(MODEL), { marksFailures: true }),
  '@ai-sdk/google': ai((url) => createGoogle({ ...key, baseURL: `${url}/v1beta` })(MODEL), {
    marksFailures: true,
    cannot: { 'an image elsewhere': 'it fetches the image, and sends that' },
  }),
}
