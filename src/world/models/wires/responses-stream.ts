import type { Json } from '../../../kernel/json.ts'
import { type ServerSentEvent, slices } from './server-sent-events.ts'

/** A whole answer. */
export type ResponseBody = { [name: string]: Json } & {
  id: string
  status: string
  output: Json[]
  usage: { input_tokens: number; output_tokens: number; total_tokens: number } & { [name: string]: Json }
}

type Event = { type: string; [name: string]: Json }

/** The events of a streamed answer: they add up to the given response. */
export function* responseEvents(response: ResponseBody): Generator<ServerSentEvent, void> {
  let sequence_number = 0
  for (const event of eventsOf(response)) {
    yield { event: event.type, data: JSON.stringify({ ...event, sequence_number: sequence_number++ }) }
  }
}

function* eventsOf(response: ResponseBody): Generator<Event, void> {
  const open = { ...response, status: 'in_progress', incomplete_details: null, output: [], usage: null }
  yield { type: 'response.created', response: open }
  yield { type: 'response.in_progress', response: open }
  for (const [index, item] of response.output.entries()) yield* eventsOfItem(item as Item, index)
  yield { type: `response.${response.status}`, response }
}

type Item = { id: string; type: string } & ({ content: Part[] } | { arguments: string } | { summary: Part[] })

type Part = { type: string } & ({ text: string } | { refusal: string })

function eventsOfItem(item: Item, index: number): Generator<Event, void> {
  if ('summary' in item) return eventsOfThought(item, index)
  return 'arguments' in item ? eventsOfCall(item, index) : eventsOfMessage(item, index)
}

function* eventsOfThought(item: Item & { summary: Part[] }, index: number): Generator<Event, void> {
  yield { type: 'response.output_item.added', output_index: index, item: { ...item, summary: [] } }
  for (const [summary_index, part] of item.summary.entries()) {
    const place = { item_id: item.id, output_index: index, summary_index }
    const text = 'text' in part ? part.text : ''
    yield { type: 'response.reasoning_summary_part.added', ...place, part: { ...part, text: '' } }
    for (const delta of slices(text)) yield { type: 'response.reasoning_summary_text.delta', ...place, delta }
    yield { type: 'response.reasoning_summary_text.done', ...place, text }
    yield { type: 'response.reasoning_summary_part.done', ...place, part }
  }
  yield { type: 'response.output_item.done', output_index: index, item }
}

function* eventsOfCall(item: Item & { arguments: string }, index: number): Generator<Event, void> {
  const place = { item_id: item.id, output_index: index }
  yield {
    type: 'response.output_item.added',
    output_index: index,
    item: { ...item, arguments: '', status: 'in_progress' },
  }
  for (const delta of slices(item.arguments)) yield { type: 'response.function_call_arguments.delta', ...place, delta }
  yield { type: 'response.function_call_arguments.done', ...place, arguments: item.arguments }
  yield { type: 'response.output_item.done', output_index: index, item }
}

function* eventsOfMessage(item: Item & { content: Part[] }, index: number): Generator<Event, void> {
  yield {
    type: 'response.output_item.added',
    output_index: index,
    item: { ...item, content: [], status: 'in_progress' },
  }
  for (const [content_index, part] of item.content.entries()) {
    const place = { item_id: item.id, output_index: index, content_index }
    const [member, text] = 'text' in part ? ['text', part.text] : ['refusal', part.refusal]
    yield { type: 'response.content_part.added', ...place, part: { ...part, [member]: '' } }
    const more = member === 'text' ? { logprobs: [] } : {}
    for (const delta of slices(text)) yield { type: `response.${part.type}.delta`, ...place, delta, ...more }
    yield { type: `response.${part.type}.done`, ...place, [member]: text, ...more }
    yield { type: 'response.content_part.done', ...place, part }
  }
  yield { type: 'response.output_item.done', output_index: index, item }
}
