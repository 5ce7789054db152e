import { runRecordSchema } from '../../src/record/run.ts'
import type { Recorded } from '../../src/trace/event.ts'
import type { Sample } from './sample-run.ts'

/** Everything that ever broke out of a report, in one text. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '</style><img src=x onerror=alert(3)>',
  '"><svg onload=alert(4)>',
  "' onclick='alert(5)",
  '" onmouseover="alert(6)',
  '` onfocus=`x',
  'javascript:alert(7)',
  '<a href="javascript:alert(8)">x</a>',
  '{{constructor.constructor "alert(9)"}}',
  '{{{this}}}',
  `\${alert(10)}`,
  '<!-- ',
  ']]>',
  '&lt;b&gt;',
  '\u202egnp.exe\u2066',
  '\u001b[2J\u001b]0;owned\u0007',
  '\u0000\u009b31m',
  '\ud800',
  '\u2028',
].join(' ')

/** Members that hold one of a closed set of words. */
const WORDS = new Set(
  `type op mode outcome verdict severity host tier decision how state status channel access currency stream when schemaVersion
  startedAt finishedAt wire`.split(/\s+/),
)
/** Members that a request to a model has to have to be read as one. */
const FORM = new Set('body messages role content'.split(' '))

/** The sample with `mark` put before every text that is free, names of members included. Equal texts stay equal. */
export function markEverything({ record, traces }: Sample, mark: string): Sample {
  const marked = new Map([...traces].map(([id, events]) => [mark + id, events.map((event) => markEvent(event, mark))]))
  return { record: runRecordSchema.parse(markValue(record, mark, '', false)), traces: marked }
}

function markEvent(event: Recorded, mark: string): Recorded {
  return markValue(event, mark, '', event.type === 'approval') as Recorded
}

function markValue(value: unknown, mark: string, name: string, answered: boolean): unknown {
  if (typeof value === 'string') return WORDS.has(name) || (answered && name === 'answer') ? value : mark + value
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((item) => markValue(item, mark, '', false))
  const free = ['input', 'output', 'after', 'before', 'answer', 'data', 'world', 'params', 'headers', 'body'].includes(
    name,
  )
  const entries = Object.entries(value).map(([key, member]) => [
    free && !FORM.has(key) ? mark + key : key,
    markValue(member, mark, free ? '' : key, answered),
  ])
  return Object.fromEntries(entries)
}
