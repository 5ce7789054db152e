import type { KilledWhen } from './cases/define.ts'
import type { Attempt } from './judge.ts'
import type { DatabaseLogin, Means, Pending } from './target.ts'

/** What a process is to do: cases of one target, one after the other. */
export interface Order {
  /** The module of the target, an absolute path. */
  file: string
  target: string
  /** Where packages of a target that mettle ships are looked for: a folder of the user's. */
  root: string
  /** Which cases, by name. */
  cases: readonly string[]
  repeats: number
  /** The server on which each attempt gets a database, where the target needs one. */
  postgres?: DatabaseLogin
  /** Where effects are written: a file for each attempt. */
  folder: string
}

/** What it tells of an attempt. Effects are read from the file, by whoever ordered it. */
export interface Told extends Attempt {
  case: string
  repeat: number
  way: number
  /** Its repeat is over: there is no further way, or the others are not applicable. */
  over: boolean
  /** How much of the file of its effects counts: what comes behind it ran when the attempt was being closed. */
  bytes: number
  note?: string
  /** Nothing was attempted: its process ended before. */
  failed?: boolean
}

/** The file of an attempt's effects, a line of JSON for each. */
export function effectsFile({ case: name, repeat, way }: Pick<Told, 'case' | 'repeat' | 'way'>): string {
  return `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.${repeat}.${way}.jsonl`
}

/** What a process is to do that will be killed. */
export interface DoomedOrder extends Pick<Order, 'file' | 'target' | 'root'> {
  when: KilledWhen
  /** Its database. */
  postgres?: DatabaseLogin
  /** Of the scripted model. */
  url: string
  /** The file of its effects. */
  effects: string
}

/** The last words of such a process. */
export type LastWords =
  /** The moment has come. */
  | { id: Pending['id']; kept: Pick<Means, 'saved' | 'store'> }
  /** There is no place for it: why. */
  | { notApplicable: string }
  /** It threw. */
  | { failed: string }
