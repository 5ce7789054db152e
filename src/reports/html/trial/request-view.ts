import type { Json } from '../../../kernel/json.ts'
import { isBounded } from '../../../trace/bounded.ts'
import { isConversation, messageLine, readMessage } from '../../text/message.ts'
import { plural, shorten } from '../../text/quantity.ts'
import type { Addition, ListPart } from '../../text/request.ts'
import type { Anchors } from './anchors.ts'
import { type Body, bodyOf, cutText, PANE, withoutBlanks } from './body.ts'

/** How many of the earlier messages are told, and in how many characters. */
const [LINES, LINE] = [100, 120]
/** How many messages that one turn adds are laid out. */
const MESSAGES = 50
/** A member of fewer characters stands on the line of those like it. */
const SHORT = 60

/** A request to a model: what it adds, with what was said before it folded away. */
export function requestView({ after, same, lists, others }: Addition, input: Json, anchors: Anchors) {
  const talks = lists.filter((list) => isConversation(valuesOf(list)))
  const short = others.filter(({ value }) => isShort(value))
  const folded = [
    ...others.filter(({ value }) => !isShort(value)).map(({ name, value }) => ({ name, body: show(value) })),
    ...lists.filter((list) => !talks.includes(list)).map(foldedList),
    ...aroundBody(input),
  ]
  return {
    after: after === undefined ? null : { ref: after, path: anchors.find(after) },
    again: after !== undefined && lists.length + others.length === 0,
    talks: talks.map(talkView),
    folded,
    short: short.map(({ name, value }) => `${name} ${plain(value)}`).join(', ') || null,
    same: same.map(({ name, value }) => (Array.isArray(value) ? `${name} (${value.length})` : name)).join(', ') || null,
  }
}

/** A list without what was said: tools and the like. */
function foldedList({ name, pieces, added, earlier, gone }: ListPart) {
  const counts = [`${added} added`, `${earlier} as before`, ...(gone > 0 ? [`${gone} gone`] : [])].join(', ')
  const body = show(pieces.flatMap((piece) => (piece.added ? piece.values : [])))
  return { name: earlier + gone === 0 ? `${name} (${added})` : `${name}: ${counts}`, body }
}

function talkView({ pieces, gone }: ListPart) {
  return {
    gone: gone > 0 ? `${plural(gone, 'earlier message')} left out` : null,
    pieces: pieces.map(({ added, values }) => ({
      earlier: added ? null : earlierView(values),
      messages: added ? values.slice(0, MESSAGES).map(messageView) : [],
      more: added ? moreThan(MESSAGES, values) : null,
    })),
  }
}

function earlierView(values: readonly Json[]) {
  return {
    title: plural(values.length, 'earlier message'),
    lines: values.slice(0, LINES).map((value) => shorten(messageLine(value), LINE)),
    more: moreThan(LINES, values),
  }
}

function messageView(value: Json) {
  const { who, parts } = isBounded(value) ? { who: null, parts: [{ name: null, value }] } : readMessage(value)
  return {
    who,
    words: parts.filter(({ name }) => name === null).map((part) => show(part.value)),
    named: parts.filter(({ name }) => name !== null).map((part) => ({ name: part.name, body: show(part.value) })),
  }
}

function moreThan(shown: number, values: readonly Json[]): string | null {
  return values.length > shown
    ? `${plural(values.length - shown, 'more message')}: all of them are in the trace.`
    : null
}

/** A text as it is, any other value as JSON. */
function show(value: Json): Body {
  return typeof value === 'string' ? cutText(value) : bodyOf(value, PANE)
}

function isShort(value: Json): boolean {
  return plain(value).length <= SHORT
}

function plain(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function valuesOf({ pieces }: ListPart): Json[] {
  return pieces.flatMap(({ values }) => values)
}

/** What else there is to a request: its headers, mostly. */
function aroundBody(input: Json): { name: string; body: Body }[] {
  const { body: _, ...parts } = input as { [name: string]: Json }
  const around = withoutBlanks(parts)
  return JSON.stringify(around) === '{}' ? [] : [{ name: 'Around the body', body: show(around) }]
}
