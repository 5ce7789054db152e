import type { Json } from '../kernel/json.ts'
import type { Access } from '../trace/events/call.ts'
import type { Call } from './call.ts'
import type { Declared } from './http-world.ts'
import type { Reply, ToolOutput } from './reply.ts'

/** A tool of the world, as a channel sees it. */
export interface ToolDoor {
  name: string
  description: string
  /** JSON Schema. */
  inputSchema: Json
  access: Access
  /** Fills in defaults. `malformed` says what does not fit; such an input is never run. */
  parse(input: Json): { input: Json; malformed?: string }
  declare(input: Json): Declared
  execute(call: Call): Promise<Reply<ToolOutput>>
}

/** Something to read, as a channel sees it. */
export interface ResourceDoor {
  name: string
  uri: string
  mimeType: string
  description?: string
  declare(): Declared
  /** Its content is as MCP gives it: `{ uri, mimeType, text }`, or `blob` in place of `text`. */
  execute(call: Call): Promise<Reply<ToolOutput>>
}

/** What a tool shows of itself. */
export interface ToolFace {
  description: string
  /** JSON Schema. */
  inputSchema: Json
}

/** Which tools a trial has now, for whoever asks. */
export interface ToolCatalogue {
  names(): string[]
  /** Undefined for one that there is not, or not any more. */
  face(name: string): ToolFace | undefined
  /** Has somebody told of each change. What is returned ends that. */
  watch(changed: () => void): () => void
}

/** A tool whose call is a statement: it crosses the seam once, as that statement. */
export interface SqlToolDoor extends Pick<ToolDoor, 'name' | 'description' | 'inputSchema' | 'parse'> {
  database: string
  /** The statement that an input stands for. */
  statement(input: Json): { text: string; values?: readonly unknown[]; reason?: string }
}
