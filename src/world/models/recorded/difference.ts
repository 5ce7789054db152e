import type { Json } from '../../../kernel/json.ts'
import { isObject } from '../../../kernel/object.ts'
import { settle } from './canonical.ts'

/** A place at which two requests are not the same. */
export interface Difference {
  /** 'body.messages[1].content'. */
  path: string
  /** Undefined: nothing stands there. */
  recorded: Json | undefined
  asked: Json | undefined
}

/** How much of a text stands around the first sign that differs. */
const AROUND = 16

/** Where a recorded request and another one differ, in the order of their places. @param asked What drifts is settled in it. */
export function differences(recorded: Json, asked: Json): Difference[] {
  return [...differ('', settle(recorded), asked)]
}

function* differ(path: string, recorded: Json | undefined, asked: Json | undefined): Generator<Difference, void> {
  if (recorded === asked) return
  if (Array.isArray(recorded) && Array.isArray(asked)) {
    for (let at = 0; at < Math.max(recorded.length, asked.length); at++) {
      yield* differ(`${path}[${at}]`, recorded[at], asked[at])
    }
    return
  }
  if (isObject(recorded) && isObject(asked)) {
    for (const name of new Set([...Object.keys(recorded), ...Object.keys(asked)])) {
      yield* differ(path === '' ? name : `${path}.${name}`, recorded[name], asked[name])
    }
    return
  }
  if (typeof recorded === 'string' && typeof asked === 'string') {
    const at = firstDifference(recorded, asked)
    yield { path, recorded: around(recorded, at), asked: around(asked, at) }
    return
  }
  yield { path, recorded, asked }
}

function firstDifference(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  return at
}

function around(text: string, at: number): string {
  const from = Math.max(0, at - AROUND)
  const to = Math.min(text.length, at + AROUND)
  return `${from > 0 ? '...' : ''}${text.slice(from, to)}${to < text.length ? '...' : ''}`
}
