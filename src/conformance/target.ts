/** What a mechanism offers, and so which cases are put to it. */
export const KINDS = ['ask', 'decide', 'command'] as const

/**
 * How a mechanism comes to its word: `ask` pauses the run and is answered from outside, `decide` calls a function whose word counts
 * at once, `command` starts a process and reads its word from standard output.
 */
export type Kind = (typeof KINDS)[number]

/**
 * An approval or permission mechanism, as its own guide has it wired. Everything in it is data but `open`, and whatever is loaded of
 * the framework is loaded there: to list targets loads none of them.
 */
export interface ConformanceTarget {
  /** As the command line calls it: 'ai', 'ai-signed'. */
  name: string
  /** What of the framework is under test, in its own words: 'toolApproval, signed'. */
  mechanism: string
  /** A control is a mechanism of mettle's own, whose result is known beforehand: 'holds' holds in every case, 'broken' fails. */
  control?: 'holds' | 'broken'
  kinds: readonly Kind[]
  /** Who keeps the state while the run is paused. That decides what a second worker has: the same text, or the same store. */
  holds: 'app' | 'framework'
  /** The packages that it loads, with the versions that it was written for. They come from the user's project. */
  packages: Readonly<Record<string, string>>
  /** The mechanism's own words for yes and for no. Broken words are made of `no`, for every mechanism in the same way. */
  words: Readonly<Partial<Record<Kind, { yes: unknown; no: unknown }>>>
  /** Answers carry no id. */
  withoutIds?: boolean
  /** Yes and no are two methods, so that there is no word to break. */
  wordsAreMethods?: boolean
  /** It is that target with one thing changed: another store, another call of the framework. */
  settingOf?: string
  /** Puts no case to it but those of a run that is kept: it differs from another target in its store alone. */
  only?: 'kept'
  /** Its store is in PostgreSQL: `open` gets a database. */
  needsPostgres?: boolean
  /** Who answers, where the mechanism looks at that: answers have a `by` then. */
  people?: People
  /** Its questions end after a time, which is `expiresMs` of what `open` gets. */
  expires?: boolean
  /** `store` of its sessions is plain data, by which another process finds what is kept: a path, an address. */
  storeIsAddress?: boolean
  /** After how many milliseconds the mechanism gives a guard up, where it does. */
  timeoutMs?: number
  /** Its parts that the guide leaves to the application, and where the guide says so. */
  guide?: Guide
  /** Opens a run: one agent, with the tools that it is given, behind the mechanism. */
  open(means: Means): Session | Promise<Session>
}

/** Names that a mechanism knows. */
export interface People {
  /** May approve. */
  approver: string
  /** Asked for what is to be approved, and may not approve it. */
  requester: string
  /** May not approve anything. */
  stranger: string
}

/** What a guide says of two duties. 'silent': nothing was found there. */
export interface Guide {
  page: string
  /** Of a question that is answered twice. */
  twice: string
  /** Of a paused state that was changed by somebody. */
  altered: string
  /** What a user of the mechanism decides, and how it is decided here. */
  ours?: string
}

/** One call of a tool, as the mechanism shows it. */
export interface Pending {
  /** By which it is answered. */
  id: string | number
  name: string
  args: Readonly<Record<string, unknown>>
}

/** How to log in to a database, as the `pg` client takes it. `host` may be the folder of a unix socket. */
export interface DatabaseLogin {
  host: string
  port: number
  user: string
  password: string
  database: string
}

/** What a run is given. */
export interface Means {
  /** Where the scripted model is: '/v1/chat/completions', '/v1/responses', '/v1/messages' and '/v1beta/models/M:generateContent' lie below it. */
  url: string
  /** The tools, by name. Each takes `{ to: string, amount: number }`, and to call one is the effect that is judged. */
  tools: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => Promise<string>>>
  /** Of kind `decide`: the guard. It throws, waits and answers as the case has it. */
  verdict?: (call: Pick<Pending, 'name' | 'args'>) => unknown
  /** Of kind `command`: the path of the program. */
  command?: string
  /** The target's own `timeoutMs`. */
  timeoutMs?: number
  /** Where `expires` is set: after so many milliseconds a question can no longer be answered. Absent: as long as the mechanism likes. */
  expiresMs?: number
  /** Where `needsPostgres` is set: a database, empty at first, and the same one for every worker on the same store. */
  postgres?: DatabaseLogin
  /** What `save` returned: the run goes on from there with fresh objects, as after a restart. */
  saved?: string
  /** The `store` of another session: this one is a second worker on it. */
  store?: unknown
}

/** An answer. Its word goes to the mechanism as it is: malformed ones are what is tested. */
export interface Answer {
  id: string | number
  word: unknown
  /** Who gives it. Present where the target has `people`. */
  by?: string
}

/** Where a run stands: it is over where nothing is pending. */
export interface Turn {
  pending: readonly Pending[]
  /** What the framework tells of a failure without throwing. */
  error?: string
}

/** One run of an agent behind a mechanism. */
export interface Session {
  /** Tells the agent to go. Resolves when it pauses or ends. */
  start(): Promise<Turn>
  /** Answers what is pending, all at once. Resolves when it pauses again or ends. Of kind `ask` alone. */
  answer?(answers: readonly Answer[], options?: { signal?: AbortSignal }): Promise<Turn>
  /** All that is kept while it is paused, as text that a person could read and change. Absent: nothing is kept. */
  save?(): Promise<string>
  /** The live store, for a second worker. Absent: a worker has the saved text alone. */
  readonly store?: unknown
  abort?(): Promise<unknown>
  close?(): unknown
}
