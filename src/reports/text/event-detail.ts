import { canonical, type Json } from '../../kernel/json.ts'
import type { Recorded } from '../../trace/event.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import type { DeliveredEvent } from '../../trace/events/delivered.ts'
import type { ExecutedEvent } from '../../trace/events/executed.ts'
import type { ChangedTurn } from '../../trace/turn.ts'
import { isConversation, messageLine } from './message.ts'
import { chosenTools, saidIn } from './model-reply.ts'
import { plural, shorten } from './quantity.ts'
import type { Addition, ListPart } from './request.ts'

/** How much of what was sent or answered is shown, in characters. */
const LENGTH = 100

type Answered = Pick<ExecutedEvent, 'output'> | Pick<DeliveredEvent, 'output' | 'turn'>

/**
 * What crossed with an event, in a few words: what a call carried, what the world answered, what a client saw in place of it;
 * of a model, what it said and which tools it chose. Empty where there is nothing to show.
 * @param channelOf Of a call, by its id.
 * @param addition What a request to a model adds to those before it.
 */
export function eventDetail(
  event: Recorded,
  channelOf: (call: string) => string | undefined,
  addition?: Addition,
): string {
  switch (event.type) {
    case 'call':
      return addition ? additionLine(addition) : shorten(sentBy(event.call), LENGTH)
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

/** How many of the messages that a turn adds are shown, and how much of each at the least, in characters. */
const [SHOWN, EACH] = [3, 30]

/** '+2 to c3: assistant: I look first. · tool: done', '2 messages: user: Refund it. · …', 'as c3'. */
function additionLine({ after, lists, others }: Addition): string {
  const said = lists.find(({ pieces }) => isConversation(pieces.flatMap(({ values }) => values)))
  if (after !== undefined && lists.length + others.length === 0) return `as ${after}`
  if (!said) return ''
  const values = said.pieces.flatMap((piece) => (piece.added ? piece.values : []))
  const length = Math.max(EACH, Math.floor(LENGTH / Math.min(SHOWN, values.length || 1)))
  const shown = values.slice(0, SHOWN).map((value) => shorten(messageLine(value), length))
  const more = values.length > SHOWN ? [`${values.length - SHOWN} more`] : []
  return `${countsOf(said, after)}${values.length > 0 ? `: ${[...shown, ...more].join(' · ')}` : ''}`
}

function countsOf({ added, earlier, gone }: ListPart, after: string | undefined): string {
  if (after === undefined || earlier === 0) return plural(added, 'message')
  return [`+${added} to ${after}`, ...(gone > 0 ? [`${gone} gone`] : [])].join(', ')
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
