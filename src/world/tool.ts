import type { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import type { Collection } from './collection.ts'
import type { CallDeclaration } from './declaration.ts'

/** A tool that the world offers to the agent. */
export interface Tool<Input = unknown> extends CallDeclaration<Input, Json> {
  description: string
  /** What it accepts; defaults are filled in before guards look. */
  input: z.ZodType<Input>
  collections: readonly Collection<object>[]
  /** Runs it on the world. A throw is the world's fault; return a ToolRefusal to say no. */
  handler(input: Input): ToolResult | Promise<ToolResult>
}

export type ToolResult = Json | ToolRefusal

export type ToolInput<Input> = Omit<Tool<Input>, 'collections'> & {
  // biome-ignore lint/suspicious/noExplicitAny: collections of any member type
  collections?: readonly Collection<any>[]
}

export function defineTool<Input>({ collections = [], ...tool }: ToolInput<Input>): Tool<Input> {
  return { collections, ...tool }
}

/** Returned by a tool's handler to say no: the agent sees an error with this message. */
export class ToolRefusal {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}
