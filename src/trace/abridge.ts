import type { Json } from '../kernel/json.ts'
import { type Abridged, membersOf, type Run } from './abridged.ts'
import { KEPT_BYTES } from './bounded.ts'
import type { EventOf, Recorded } from './event.ts'
import type { Redact } from './redact.ts'

/** A member of fewer characters is written again: to name it would save little. */
const LEAST = 200
/** Nor is a list of many small values any shorter as a list of their numbers. */
const LEAST_EACH = 40
/** How many characters of what was said one trial holds to find it again. Beyond that it begins anew. */
const HELD = 4_000_000

/** How many lists are held, the last ones, to find what another one begins with. */
const LISTS = 8

// Held before agent code loads: an agent that patches what looks things up does not put other words into the trace.
const { stringify } = JSON
const { isArray } = Array
const { entries } = Object
const { apply } = Reflect
const { get, set, clear } = Map.prototype
const { slice } = String.prototype

/** A member of a body and its JSON. */
interface Part {
  name: string
  value: Json
  text: string
}

/**
 * Writes the model's requests of one trial: of their bodies, what was not said before. A turn sends its whole conversation
 * again, which is most of what there would be to write. Nobody here knows how a model is spoken to: what counts is what is
 * large and has come before, member by member, and of a list element by element.
 * @returns What writes an event, secrets hidden; undefined where it is to be written whole.
 */
export function openAbridger(redact: Redact): (event: Recorded) => string | undefined {
  const numbers = openNumbers()
  const lists: List[] = []
  return (event) => {
    if (event.type !== 'call' || event.call.wire === undefined) return undefined
    const members = membersOf(event.call.input)
    const parts = members && partsOf(members)
    // A name that is hidden could not be found again.
    if (!parts?.length || parts.some(({ name }) => redact(name) !== name)) return undefined
    if (!isKept(event, parts)) return undefined
    const body = { ...members }
    const abridged: Abridged = []
    for (const { name, value, text } of parts) {
      const { made, fresh } = isArray(value)
        ? abridgeList(value, text, numbers, lists)
        : abridge([value], [text], numbers)
      body[name] = isArray(value) ? fresh : (fresh[0] ?? null)
      abridged.push([name, made])
    }
    // Numbers are the harness's own: a secret of digits hides none of them.
    const text = redact(stringify(withBody(event, body)))
    return `${upTo(text, -1)},"abridged":${stringify(abridged)}}`
  }
}

/** What is large enough to be named. Nothing of a body that is not kept whole. */
function partsOf(members: { [name: string]: Json }): Part[] {
  const parts: Part[] = []
  for (const [name, value] of entries(members)) {
    if (!mayBeLarge(value) || name === '__proto__') continue
    const text = stringify(value)
    if (text.length > KEPT_BYTES) return []
    const each = isArray(value) ? LEAST_EACH * value.length : 0
    if (text.length >= LEAST && text.length >= each) parts.push({ name, value, text })
  }
  return parts
}

function mayBeLarge(value: Json): boolean {
  return typeof value === 'string' ? value.length >= LEAST : typeof value === 'object' && value !== null
}

/** Is all of the input kept? Its size is told without putting it together, and a few bytes too large. */
function isKept(event: EventOf<'call'>, parts: readonly Part[]): boolean {
  const body = { ...membersOf(event.call.input) }
  for (const { name } of parts) body[name] = null
  const rest = stringify(withBody(event, body).call.input)
  let length = rest.length
  for (const { text } of parts) length += text.length
  if (length * 3 <= KEPT_BYTES) return true
  let bytes = Buffer.byteLength(rest)
  for (const { text } of parts) bytes += Buffer.byteLength(text)
  return bytes <= KEPT_BYTES
}

function withBody(event: EventOf<'call'>, body: { [name: string]: Json }): EventOf<'call'> {
  const { call } = event
  return { ...event, call: { ...call, input: { ...(call.input as object), body } } }
}

/** The numbers of texts in one trial. */
interface Numbers {
  /** The last that was given. */
  readonly last: number
  /** Of a text that was said before; undefined for a new one, which gets the next. */
  find(text: string): number | undefined
}

function openNumbers(): Numbers {
  const known = new Map<string, number>()
  let [last, held] = [0, 0]
  return {
    get last() {
      return last
    },
    find: (text) => {
      const found = apply(get, known, [text]) as number | undefined
      if (found !== undefined) return found
      held += text.length
      if (held > HELD) {
        apply(clear, known, [])
        held = text.length
      }
      apply(set, known, [text, ++last])
      return undefined
    },
  }
}

interface Written {
  made: Run[]
  /** What is written of it. */
  fresh: Json[]
}

function abridge(values: readonly Json[], texts: readonly string[], numbers: Numbers): Written {
  const made: Run[] = []
  const fresh: Json[] = []
  for (const [place, text] of texts.entries()) {
    const number = numbers.find(text)
    if (number === undefined) fresh.push(values[place] as Json)
    add(made, number === undefined ? 1 : [number, 1])
  }
  return { made, fresh }
}

/** A list that was written: its JSON without the end, and what it is made of. */
interface List {
  open: string
  length: number
  made: [from: number, count: number][]
}

/** Most lists go on where an earlier one ended: what they begin with is found by one look, and not element by element. */
function abridgeList(values: readonly Json[], text: string, numbers: Numbers, lists: List[]): Written {
  const begun = lists.find((list) => beginsWith(text, list))
  const rest = values.slice(begun?.length ?? 0)
  let next = numbers.last + 1
  const { made: more, fresh } = abridge(
    rest,
    rest.map((value) => stringify(value)),
    numbers,
  )
  const made: Run[] = []
  const known: Run[] = []
  for (const run of [...(begun?.made ?? []), ...more]) {
    add(made, run)
    add(known, typeof run === 'number' ? [next, run] : run)
    if (typeof run === 'number') next += run
  }
  if (begun) lists.splice(lists.indexOf(begun), 1)
  lists.unshift({ open: upTo(text, -1), length: values.length, made: known as List['made'] })
  lists.length = Math.min(lists.length, LISTS)
  return { made, fresh }
}

/** Behind an element stands a comma or the end. */
function beginsWith(text: string, { open }: List): boolean {
  const next = text[open.length]
  return (next === ',' || next === ']') && upTo(text, open.length) === open
}

function upTo(text: string, end: number): string {
  return apply(slice, text, [0, end]) as string
}

/** Puts a run behind others: two that follow one another are one. */
function add(made: Run[], run: Run): void {
  const before = made.at(-1)
  if (typeof before === 'number' && typeof run === 'number') made[made.length - 1] = before + run
  else if (typeof before === 'object' && typeof run === 'object' && before[0] + before[1] === run[0]) {
    made[made.length - 1] = [before[0], before[1] + run[1]]
  } else made.push(run)
}
