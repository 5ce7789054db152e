import OpenAI from 'openai'
import {
  base64,
  type Client,
  type Form,
  MODEL,
  PARAMETERS,
  type Said,
  type Shown,
  TOOLS,
  textOfResult,
  withIds,
} from './form.ts'

const clientOf = (url: string) => new OpenAI({ apiKey: 'mettle', baseURL: `${url}/v1`, maxRetries: 0 })
const dataUrl = ({ mediaType, data }: Shown) => `data:${mediaType};base64,${base64(data)}`
const isImage = ({ mediaType }: Shown) => mediaType.startsWith('image/')

type Message = OpenAI.ChatCompletionMessageParam
type Part = OpenAI.ChatCompletionContentPart

function partOf(shown: Shown): Part {
  if (isImage(shown)) return { type: 'image_url', image_url: { url: shown.url ?? dataUrl(shown) } }
  return { type: 'file', file: { filename: shown.name ?? '', file_data: dataUrl(shown) } }
}

function messagesOf(said: Said & { ids: string[] }): Message[] {
  if ('user' in said) {
    const parts = said.shows?.map(partOf)
    return [{ role: 'user', content: parts ? [{ type: 'text', text: said.user }, ...parts] : said.user }]
  }
  if ('assistant' in said) return [{ role: 'assistant', content: said.assistant }]
  if ('results' in said)
    return said.results.map((result, at) => ({
      role: 'tool',
      tool_call_id: said.ids[at] ?? '',
      content: textOfResult(result),
    }))
  const tool_calls = said.calls.map(({ name, input }, at) => ({
    ...{ id: said.ids[at] ?? '', type: 'function' as const },
    function: { name, arguments: JSON.stringify(input) },
  }))
  return [{ role: 'assistant', tool_calls }]
}

function chatChoice({ choice }: Form): OpenAI.ChatCompletionToolChoiceOption | undefined {
  if (choice === undefined || typeof choice === 'string') return choice
  const named = choice.oneOf.map((name) => ({ type: 'function' as const, function: { name } }))
  return named.length === 1 && named[0]
    ? named[0]
    : { type: 'allowed_tools', allowed_tools: { mode: 'required', tools: named } }
}

export const chat: Client = {
  ends: { text: 'stop', calls: 'tool_calls', 'max-tokens': 'length' },
  cannot: { reasoning: 'no place for what a model thinks' },
  ask: async (url, form, streamed) => {
    const choice = chatChoice(form)
    const request = {
      model: MODEL,
      messages: [
        ...(form.system === undefined ? [] : [{ role: 'system' as const, content: form.system }]),
        ...withIds(form.said).flatMap(messagesOf),
      ],
      ...(form.tools && {
        tools: TOOLS.map((name) => ({ type: 'function' as const, function: { name, parameters: PARAMETERS } })),
      }),
      ...(choice !== undefined && { tool_choice: choice }),
      ...(form.schema && {
        response_format: { type: 'json_schema' as const, json_schema: { name: 'place', schema: form.schema } },
      }),
    }
    const { completions } = clientOf(url).chat
    const { choices, usage } = streamed
      ? await finished(completions.create({ ...request, stream: true, stream_options: { include_usage: true } }))
      : await completions.create(request)
    const [first] = choices
    const calls = (first?.message.tool_calls ?? []).flatMap((call) =>
      call.type === 'function' ? [{ name: call.function.name, input: JSON.parse(call.function.arguments) }] : [],
    )
    return {
      ...{ text: first?.message.content ?? '', reasoning: '', calls, end: String(first?.finish_reason) },
      usage: [usage?.prompt_tokens ?? 0, usage?.completion_tokens ?? 0],
    }
  },
}

type Chunks = Awaited<ReturnType<OpenAI.Chat.Completions['create']>>

/** As the SDK's own helper does it, which refuses an answer that ends at its longest. */
async function finished(asked: PromiseLike<unknown>) {
  const tool_calls: OpenAI.ChatCompletionMessageFunctionToolCall[] = []
  const message = { content: '', tool_calls }
  let finish_reason: string | null = null
  let usage: OpenAI.CompletionUsage | null | undefined
  for await (const chunk of (await asked) as Extract<Chunks, AsyncIterable<unknown>>) {
    const [choice] = chunk.choices
    message.content += choice?.delta.content ?? ''
    for (const { index, id, function: part } of choice?.delta.tool_calls ?? []) {
      tool_calls[index] ??= { id: id ?? '', type: 'function', function: { name: '', arguments: '' } }
      tool_calls[index].function.name += part?.name ?? ''
      tool_calls[index].function.arguments += part?.arguments ?? ''
    }
    finish_reason = choice?.finish_reason ?? finish_reason
    usage = chunk.usage ?? usage
  }
  return { choices: [{ message, finish_reason }], usage }
}

type Item = OpenAI.Responses.ResponseInputItem

function contentOf(shown: Shown): OpenAI.Responses.ResponseInputContent {
  if (isImage(shown)) return { type: 'input_image', detail: 'auto', image_url: shown.url ?? dataUrl(shown) }
  const named = shown.name !== undefined && { filename: shown.name }
  return { type: 'input_file', ...named, ...(shown.url ? { file_url: shown.url } : { file_data: dataUrl(shown) }) }
}

function itemsOf(said: Said & { ids: string[] }): Item[] {
  if ('user' in said) {
    const parts = said.shows?.map(contentOf)
    return [{ role: 'user', content: parts ? [{ type: 'input_text', text: said.user }, ...parts] : said.user }]
  }
  if ('assistant' in said) return [{ role: 'assistant', content: said.assistant }]
  if ('results' in said)
    return said.results.map((result, at) => ({
      ...{ type: 'function_call_output', call_id: said.ids[at] ?? '', output: textOfResult(result) },
    }))
  return said.calls.map(({ name, input }, at) => ({
    ...{ type: 'function_call', call_id: said.ids[at] ?? '', name, arguments: JSON.stringify(input) },
  }))
}

function responsesChoice({ choice }: Form) {
  if (choice === undefined || typeof choice === 'string') return choice
  const named = choice.oneOf.map((name) => ({ type: 'function' as const, name }))
  return named.length === 1 ? named[0] : { type: 'allowed_tools' as const, mode: 'required' as const, tools: named }
}

export const responses: Client = {
  ends: { text: 'completed', calls: 'completed', 'max-tokens': 'incomplete max_output_tokens' },
  ask: async (url, form, streamed) => {
    const choice = responsesChoice(form)
    const request = {
      model: MODEL,
      input: withIds(form.said).flatMap(itemsOf),
      ...(form.system !== undefined && { instructions: form.system }),
      ...(form.tools && {
        tools: TOOLS.map((name) => ({ type: 'function' as const, name, parameters: PARAMETERS, strict: false })),
      }),
      ...(choice && { tool_choice: choice }),
      ...(form.schema && {
        text: { format: { type: 'json_schema' as const, name: 'place', schema: form.schema } },
      }),
    }
    const client = clientOf(url).responses
    const response = streamed ? await client.stream(request).finalResponse() : await client.create(request)
    const { status, output, output_text, usage, incomplete_details } = response
    const thoughts = output.flatMap((item) => (item.type === 'reasoning' ? item.summary.map(({ text }) => text) : []))
    const calls = output.flatMap((item) =>
      item.type === 'function_call' ? [{ name: item.name, input: JSON.parse(item.arguments) }] : [],
    )
    return {
      ...{ text: output_text, reasoning: thoughts.join(''), calls },
      end: [status, ...(incomplete_details?.reason ? [incomplete_details.reason] : [])].join(' '),
      usage: [usage?.input_tokens ?? 0, usage?.output_tokens ?? 0],
    }
  },
}
