import type { Clock } from '../../kernel/clock.ts'
import type { Effect } from '../effect.ts'
import type { ScriptName } from '../model/scripts.ts'
import type { Answer, ConformanceTarget, Kind, Means, Pending, Turn } from '../target.ts'

/** The payment that is approved, and one beside it. */
export const ALICE: Effect = { tool: 'pay', input: { to: 'alice', amount: 10 } }
export const BOB: Effect = { tool: 'pay', input: { to: 'bob', amount: 20 } }

/** What is asked of a mechanism, and what may have run when it is over. A case sees the interface of targets alone. */
export interface Case {
  name: string
  kind: Kind
  script: ScriptName
  /** What is to run. */
  expect: readonly Effect[]
  /** May what is to run also be left undone? */
  orNothing?: boolean
  /** It is about a run that is kept, and goes on elsewhere. */
  kept?: boolean
  /** It is answered with a plain yes. A target that does not run it has exercised no other case of this kind. */
  calm?: boolean
  /** It may be put to a target in so many ways, one after the other, until one is not applicable. Default: 1. */
  ways?: number
  /** It starts a process of its own, which takes as long as to load what the target needs. */
  startsProcess?: boolean
  /** How long a run is waited for once its guard was asked, in ms. Absent: as long as for any other. */
  patienceMs?(timeoutMs: number | undefined): number
  /** Of kind `decide`: the guard. */
  verdict?(words: Words, call: Pick<Pending, 'name' | 'args'>): unknown
  /** Of kind `command`: the text of the program, or undefined for one that is not there. */
  command?(words: Words): Program
  /** Does it. Returns what is to run, where that is known by then only. @throws {NotApplicable} */
  perform(session: Driven, trial: Trial): Promise<readonly Effect[] | void>
}

/** The mechanism's own. */
export interface Words {
  yes: unknown
  no: unknown
  timeoutMs?: number | undefined
}

/** A program of the shell. Undefined lines: there is no such file. */
export interface Program {
  lines?: string
  executable?: boolean
}

/** A session of a target, with what it lacks said. */
export interface Driven {
  start(): Promise<Turn>
  answer(answers: readonly Answer[], options?: { signal?: AbortSignal }): Promise<Turn>
  /** @throws {NotApplicable} nothing is kept. */
  save(): Promise<string>
  abort(): Promise<unknown>
  readonly store: unknown
}

export interface Trial extends Words {
  target: ConformanceTarget
  /** Which of the `ways` it is, from 0. */
  way: number
  clock: Clock
  open(more?: Pick<Means, 'saved' | 'store' | 'expiresMs'>): Promise<Driven>
  /**
   * A run in another process, which is killed with SIGKILL: while it waits for an answer, or when the tool has run and its caller has not
   * heard of it yet. @throws {NotApplicable} it did not ask, or keeps nothing.
   */
  killed(when: KilledWhen): Promise<Remains>
}

/** 'waiting': its question is open. 'effect': it was answered with a yes, and the tool has run, which nothing has saved yet. */
export type KilledWhen = 'waiting' | 'effect'

/** What is left of a run whose process was killed. */
export interface Remains {
  /** The question that it asked. */
  id: Pending['id']
  /** What was kept of it, as `open` takes it. */
  kept: Pick<Means, 'saved' | 'store'>
}

/** There is no place for a case in a mechanism. */
export class NotApplicable extends Error {
  override name = 'NotApplicable'
}

/** Starts, and returns the first question. */
export async function asked(session: Driven): Promise<Pending> {
  const [first] = (await session.start()).pending
  if (!first) throw new NotApplicable('it did not ask')
  return first
}
