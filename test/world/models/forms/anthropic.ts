import Anthropic from '@anthropic-ai/sdk'
import type { Json } from '../../../../src/kernel/json.ts'
import { base64, type Client, MODEL, PARAMETERS, type Said, type Shown, TOOLS, textOfResult, withIds } from './form.ts'

function blockOf({ mediaType, data, url, name }: Shown): Anthropic.ContentBlockParam {
  if (mediaType.startsWith('image/')) {
    const source = url
      ? { type: 'url' as const, url }
      : { type: 'base64' as const, media_type: mediaType as 'image/png', data: base64(data) }
    return { type: 'image', source }
  }
  const source = url
    ? { type: 'url' as const, url }
    : { type: 'base64' as const, media_type: mediaType as 'application/pdf', data: base64(data) }
  return { type: 'document', source, ...(name !== undefined && { title: name }) }
}

function messageOf(said: Said & { ids: string[] }): Anthropic.MessageParam {
  if ('user' in said)
    return said.shows
      ? { role: 'user', content: [{ type: 'text', text: said.user }, ...said.shows.map(blockOf)] }
      : { role: 'user', content: said.user }
  if ('assistant' in said) return { role: 'assistant', content: said.assistant }
  if ('calls' in said)
    return {
      role: 'assistant',
      content: said.calls.map(({ name, input }, at) => ({ type: 'tool_use', id: said.ids[at] ?? '', name, input })),
    }
  const content = said.results.map((result, at) => ({
    ...{ type: 'tool_result' as const, tool_use_id: said.ids[at] ?? '', content: textOfResult(result) },
    ...('error' in result && { is_error: true }),
  }))
  return { role: 'user', content }
}

export const anthropic: Client = {
  ends: { text: 'end_turn', calls: 'tool_use', 'max-tokens': 'max_tokens' },
  marksFailures: true,
  cannot: { 'one of two tools is to be called': 'one tool by name, or any' },
  ask: async (url, form, streamed) => {
    const { messages } = new Anthropic({ apiKey: 'mettle', baseURL: url, maxRetries: 0 })
    const { choice } = form
    const [only = ''] = typeof choice === 'object' ? choice.oneOf : []
    const request = {
      ...{ model: MODEL, max_tokens: 1_000, messages: withIds(form.said).map(messageOf) },
      ...(form.system !== undefined && { system: form.system }),
      ...(form.tools && { tools: TOOLS.map((name) => ({ name, input_schema: { ...PARAMETERS, required: ['at'] } })) }),
      ...(choice === 'none' && { tool_choice: { type: 'none' as const } }),
      ...(choice === 'required' && { tool_choice: { type: 'any' as const } }),
      ...(typeof choice === 'object' && { tool_choice: { type: 'tool' as const, name: only } }),
      ...(form.schema && { output_config: { format: { type: 'json_schema' as const, schema: form.schema } } }),
    }
    const { content, stop_reason, usage } = streamed
      ? await messages.stream(request).finalMessage()
      : await messages.create(request)
    return {
      text: content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
      reasoning: content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : [])).join(''),
      calls: content.flatMap((block) =>
        block.type === 'tool_use' ? [{ name: block.name, input: block.input as Json }] : [],
      ),
      end: String(stop_reason),
      usage: [usage.input_tokens, usage.output_tokens],
    }
  },
}
