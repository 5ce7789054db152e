/** Where an agent comes from. `host`: who runs it. */
export type AgentSource = FunctionSource | CommandSource | ServiceSource

/** A function that a module exports. */
export interface FunctionSource {
  host: 'function'
  /** Absolute path of the module. */
  module: string
  /** The export that runs. */
  export: string
  /** Absolute path of the project's folder, which a sandbox shows. Default: the module's. */
  root?: string
  /** What else of this machine a sandbox shows. */
  mounts?: readonly Mount[]
  /** Agents that ship with mettle are shown the scenario's saint, and may probe its guards. Nobody else's agent does. */
  shipped?: { saint: string | undefined; probes?: true }
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

/** A service that is asked over HTTP. All texts are templates of the task, and of `{{port}}`. */
export interface ServiceSource {
  host: 'http'
  /** Where the task is posted to. */
  url: string
  headers: Readonly<Record<string, string>>
  /** What is posted; the task as JSON where it is left out. */
  body: string | undefined
  /** How an answer that is not there yet is asked for. */
  poll: {
    /** Where; where it is left out, what the answer's `Location` says. `{{reply.id}}` is a member of the first answer. */
    url: string | undefined
    /** Wait between two questions, in ms. */
    everyMs: number
    /** An answer in which this member is one of these values is none yet. One with status 202 is none in any case. */
    while: Readonly<Record<string, readonly string[]>>
  }
  /** What is started for each trial; `PORT` in its environment is a port that is free. Undefined: it runs already. */
  start: ProgramSource | undefined
  /** What answers 2xx once it can be asked; where it is left out, its port takes connections. */
  health: string | undefined
}

/** How a program is started. */
export interface ProgramSource {
  /** The program and its arguments, templates of the task. */
  argv: readonly string[]
  /** Absolute path of the folder that it starts in. */
  cwd: string
  /** Variables of its own, templates of the task. */
  env: Readonly<Record<string, string>>
  /** Absolute path of the project's folder, which a sandbox shows. Default: `cwd`. */
  root?: string
  /** What else of this machine a sandbox shows. */
  mounts?: readonly Mount[]
  /** The image that its container is made of, at T3: its program is one of that. */
  image?: string | undefined
}

/** A file or folder of this machine that a sandbox shows. Paths are absolute. */
export interface Mount {
  source: string
  /** Where it is in the sandbox. */
  target: string
  /** May it be written to? */
  writable: boolean
}
