import type { Json } from '../../../kernel/json.ts'
import type { Recorded } from '../../../trace/event.ts'
import { printedText } from '../../../trace/printed.ts'
import { eventLine } from '../../text/event.ts'
import { duration, offset, plural } from '../../text/quantity.ts'
import type { Anchors } from './anchors.ts'
import { type Body, bodyOf, cutText } from './body.ts'
import { type EffectView, effectView } from './call-view.ts'

export type OtherView = ReturnType<typeof otherView>

interface Telling {
  word: string
  tone: 'calm' | 'noted' | 'stopped'
  text: string
  body: Body | null
  effect: EffectView | null
}

/** An event that belongs to no call, as a row of the timeline. */
export function otherView(event: Recorded, start: number, anchors: Anchors, sizes: Readonly<Record<string, number>>) {
  const told = { tone: 'calm' as const, body: null, effect: null, ...tell(event, anchors, sizes) }
  return {
    call: false as const,
    anchor: told.effect ? null : anchors.claim(event.seq),
    ref: `e${event.seq}`,
    offset: offset(event.at - start),
    ...told,
  }
}

function tell(
  event: Recorded,
  anchors: Anchors,
  sizes: Readonly<Record<string, number>>,
): Partial<Telling> & Pick<Telling, 'word' | 'text'> {
  switch (event.type) {
    case 'trial-started':
      return { word: 'task', text: event.task.text, body: dataBody(event.task.data, sizes) }
    case 'egress':
      return { word: 'refused egress', tone: 'stopped', text: `${event.via} ${event.target}` }
    case 'real-time':
      return { word: 'real time', tone: 'noted', text: `time followed the wall: ${event.what}` }
    case 'uncovered':
      return { word: 'not watched', tone: 'noted', text: `${event.what} ${event.detail}` }
    case 'unrepeatable':
      return { word: 'not repeatable', tone: 'noted', text: `no seed holds ${event.what}` }
    case 'agent-restarted':
      return { word: 'restarted', tone: 'noted', text: `${event.call}: the agent was killed, and started anew` }
    case 'output':
      return { word: event.stream, text: '', body: cutText(printedText(event)) }
    case 'clock-leak':
      return {
        word: 'clock leak',
        tone: 'noted',
        text: `${event.call}: ${event.field} of ${event.collection} ${event.id} is the machine's time, ${event.value}`,
      }
    case 'alert':
      return { word: 'alert', tone: 'noted', text: [event.call, event.guard, event.message].filter(Boolean).join(': ') }
    case 'harness-fault':
      return {
        word: 'harness fault',
        tone: 'stopped',
        text: [event.call, event.where, event.message].filter(Boolean).join(': '),
      }
    case 'agent-ended':
      if (event.how === 'threw') return { word: 'agent threw', tone: 'stopped', text: event.error ?? '' }
      return { word: "agent's answer", text: '', body: bodyOf(event.answer) }
    case 'stopping':
      return { word: 'stopped', tone: 'stopped', text: `${event.how}: ${event.detail}` }
    case 'trial-ended':
      return {
        word: 'end',
        text: [event.how, event.detail, `${duration(event.wallMs)} of real time`].filter(Boolean).join(', '),
      }
    case 'effect':
      return { word: 'effect without a call', tone: 'noted', text: '', effect: effectView(event, anchors, null) }
    default:
      // A part of a call that the trace does not hold.
      return { word: event.type, tone: 'noted', text: eventLine(event) }
  }
}

function dataBody(data: Json, world: Readonly<Record<string, number>>): Body {
  const sizes = Object.entries(world).map(([name, count]) => `${name}: ${plural(count, 'member')}`)
  const given = data === null ? '' : `${bodyOf(data).text}\n\n`
  return cutText(`${given}The world at the start. ${sizes.length > 0 ? sizes.join('; ') : 'Nothing in it'}.`)
}
