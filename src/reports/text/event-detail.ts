import { canonical, type Json } from '../../kernel/json.ts'
import type { Recorded } from '../../trace/event.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import type { DeliveredEvent } from '../../trace/events/delivered.ts'
import type { ExecutedEvent } from '../../trace/events/executed.ts'
import type { ChangedTurn } from '../../trace/turn.ts'
import { chosenTools, saidIn } from './model-reply.ts'
import { shorten } from './quantity.ts'

/** How much of what was sent or answered is shown, in characters. */
const LENGTH = 100

type Answered = Pick<ExecutedEvent, 'output'> | Pick<DeliveredEvent, 'output' | 'turn'>

/**
 * What crossed with an event, in a few words: what a call carried, what the world answered, what a client saw in place of it;
 * of a model, what it said and which tools it chose. Empty where there is nothing to show.
 * @param channelOf Of a call, by its id.
 */
export function eventDetail(event: Recorded, channelOf: (call: string) => string | undefined): string {
  switch (event.type) {
    case 'call':
      return shorten(sentBy(event.call), LENGTH)
    case 'executed':
    case 'delivered':
      if (event.output === undefined) return ''
      return shorten(channelOf(event.call) === 'model' ? modelReply(event) : shown(event.output), LENGTH)
    default:
      return ''
  }
}

/** What is not as the model said it comes first: of a turn that was cut, its tools and its words may look whole. */
function modelReply({ output, ...event }: Answered): string {
  if (output === null) return 'without a word'
  const tools = chosenTools(output).map((name) => `calls ${name}`)
  const said = saidIn(output)
  const parts = said === '' ? tools : [...tools, `says ${JSON.stringify(said)}`]
  const turn = 'turn' in event ? event.turn : undefined
  const all = [...(turn ? changes(turn) : []), ...parts]
  if (all.length > 0) return all.join(', ')
  return turn ? 'says nothing' : shown(output ?? null)
}

function changes({ stop, model, refusal, toolCalls }: ChangedTurn): string[] {
  const broken = toolCalls?.flatMap(({ argumentsText }) => argumentsText ?? [])
  return [
    ...(model ? [`as ${model}`] : []),
    ...(stop ? [`stopped by ${stop}`] : []),
    ...(typeof refusal === 'string' ? ['declines'] : []),
    ...(broken ?? []).map((each) => `arguments ${JSON.stringify(each)}`),
  ]
}

/** A statement as it is; of a request what holds something, of a tool its input. A conversation is too long to be told. */
function sentBy({ channel, input }: CallRecord): string {
  if (channel === 'model') return ''
  const { text, path, query, body } = Object(input) as Record<string, Json>
  if (channel === 'sql' && typeof text === 'string') return text
  if (channel !== 'http') return shown(input)
  return [path, query, body].filter(holdsSomething).map(shown).join(' ')
}

function holdsSomething(value: Json | undefined): value is Json {
  if (value === undefined) return false
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== null && value !== ''
}

function shown(value: Json): string {
  return typeof value === 'string' ? value : canonical(value)
}
