import type { z } from 'zod'
import type { Progress } from '../boundary/progress.ts'
import type { Json } from '../kernel/json.ts'
import type { Collection } from './collection.ts'
import type { CallDeclaration } from './declaration.ts'

/** A tool that the world offers to the agent. `Name` is what scenarios know of it: its collections. */
export interface Tool<Input = unknown, Name extends string = string> extends CallDeclaration<Input, Json> {
  description: string
  /** What it accepts; defaults are filled in before guards look. */
  input: z.ZodType<Input>
  collections: readonly Collection<object, Name>[]
  /** Runs it on the world. A throw is the world's fault; return a ToolRefusal to say no. */
  handler(input: Input, context: ToolContext): ToolResult | Promise<ToolResult>
}

/** What a tool's handler may say and hear while it runs. */
export interface ToolContext {
  /** Tells a client of MCP that asked for it how far the call has come. Nobody else hears of it. */
  progress(step: Progress): void
  /** Aborts when the client gives up. */
  signal: AbortSignal
}

export type ToolResult = Json | ToolRefusal

export type ToolInput<Input, Name extends string = string> = Omit<Tool<Input>, 'collections'> & {
  // biome-ignore lint/suspicious/noExplicitAny: collections of any member type
  collections?: readonly Collection<any, Name>[]
}

export function defineTool<Input, Name extends string = never>({
  collections = [],
  ...tool
}: ToolInput<Input, Name>): Tool<Input, Name> {
  return { collections, ...tool }
}

/** Returned by a tool's handler to say no: the agent sees an error with this message. */
export class ToolRefusal {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/** A tool that runs one statement on a database of the world. What guards, faults and the trace see is the statement. */
export interface SqlTool<Input = unknown> {
  description: string
  /** What it accepts; defaults are filled in. */
  input: z.ZodType<Input>
  /** The scenario's name for the database: 'shop'. */
  database: string
  /** `reason`: the intention that the agent states in its input. */
  statement(input: Input): { text: string; values?: readonly unknown[]; reason?: string }
}

export function defineSqlTool<Input>(tool: SqlTool<Input>): SqlTool<Input> {
  return tool
}
