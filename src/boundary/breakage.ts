import type { Clock } from '../kernel/clock.ts'
import type { Approver } from './approver.ts'
import type { Call } from './call.ts'
import type { GuardContext, GuardState } from './decision.ts'

/** Where a planned failure of a safeguard strikes. */
export interface Strikes {
  clock: Clock
  /** Does it strike at this call? The first yes is written down: whoever asks breaks something then. */
  at(call: string): boolean
  /** The same of the call that the guard looks at right now. False where it looks at none. */
  now(): boolean
}

/** How a safeguard that is a program fails, in plain JSON: the launcher of such programs does it. */
export type ProgramBreak =
  /** It is not run. `signal`: it dies of that. */
  | { how: 'ends'; code?: number; signal?: 'SIGKILL'; stderr?: string }
  /** It is not run, and never ends. */
  | { how: 'hangs' }
  /** It is run, and says so much later what it has to say. */
  | { how: 'slow'; afterMs: number }
  /** What it says is a plain yes, as where nobody is asked. */
  | { how: 'removed' }
  /** It is run, and what it says is spoiled on its way. */
  | { how: 'spoiled'; as: Spoiling }

/** What becomes of a verdict. 'wrong-case': 'ALLOW'. 'truncated': half of it. */
export type Spoiling = 'wrong-case' | 'wrong-type' | 'unknown-word' | 'truncated' | 'empty'

/** How a safeguard is broken on purpose. What is left out is as it was. */
export interface Breakage {
  /** What the guard is given: its clock, its way to look things up, its way to tell a person. */
  context?(context: GuardContext, strikes: Strikes): GuardContext
  /** What the seam finds in its place. */
  state?(state: GuardState, strikes: Strikes): GuardState
  /** Who answers what it holds. */
  approver?(approver: Approver, strikes: Strikes): Approver
  program?: ProgramBreak
}

/** A guard that a plan breaks. */
export interface BrokenSeat {
  context(context: GuardContext): GuardContext
  state(state: GuardState): GuardState
  /** What a person answers does not reach it as it was said. */
  spoilsAnswers: boolean
  /** Is what fails at this call planned? It is from the first strike on: a guard may come to grief later by it. */
  planned(call: string): boolean
}

/** Breaks the guards of one trial as its plan says. */
export interface Breaker {
  /** Undefined: the plan leaves that guard alone. */
  on(guard: string): BrokenSeat | undefined
  approver(approver: Approver | undefined): Approver | undefined
  /** How a safeguard that is a program fails now, and what is written of that; undefined where it does not. */
  program(asked: ProgramAsked): ProgramBreak | undefined
}

/** A safeguard that is a program was asked. */
export interface ProgramAsked {
  /** The guard of the scenario that stands for it. Undefined: the one that observes. */
  guard?: string
  /** What it was asked about, where it says so. */
  tool?: string
  /** What it said, or would have said. */
  sound: 'allow' | 'deny'
}

/** What a guard says of a call, or does, that nothing breaks. 'alert': it told a person. */
export type SoundWord = 'deny' | 'hold' | 'halt' | 'alert'

/** Told of what a sound guard says against a call, and of what it fails at. */
export interface SoundNotes {
  said(call: Pick<Call, 'id'>, word: SoundWord, reason: string): void
  failed(call: Pick<Call, 'id'>, thrown: unknown): void
}
