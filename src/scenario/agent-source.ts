import type { Shipped } from '../agents/define.ts'

/** Where an agent comes from. `host`: who runs it. */
export type AgentSource = FunctionSource | CommandSource

/** A function that a module exports. */
export interface FunctionSource {
  host: 'function'
  /** Absolute path of the module. */
  module: string
  /** The export that runs. */
  export: string
  /** Agents that ship with mettle are shown the scenario's saint. Nobody else's agent is. */
  shipped?: Shipped
}

/** A program in any language, started for each trial. */
export interface CommandSource extends ProgramSource {
  host: 'command'
  /** What it reads from its standard input: the task as JSON or as its text, nothing, or a template of it. */
  stdin: 'json' | 'text' | 'none' | { template: string }
  /**
   * Where its answer is: all that it writes to standard output, the last line of that, its exit code, or a file (a template,
   * from its folder).
   */
  answer: 'stdout' | 'last-line' | 'exit-code' | { file: string }
}

/** How a program is started. */
export interface ProgramSource {
  /** The program and its arguments, templates of the task. */
  argv: readonly string[]
  /** Absolute path of the folder that it starts in. */
  cwd: string
  /** Variables of its own, templates of the task. */
  env: Readonly<Record<string, string>>
}
