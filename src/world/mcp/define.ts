import type { CallDeclaration } from '../declaration.ts'

/** A real MCP server whose tools are the world's. */
export interface McpServer {
  /** What is started: ['node', 'servers/files.mjs', '{{tmp}}']. `{{tmp}}` is a folder of the trial's own. */
  command: readonly [string, ...string[]]
  /** Its variables, beside those that find programs and files. `{{tmp}}` is filled in. */
  env?: Readonly<Record<string, string>>
  /** Where it is started. Default: the scenario's folder. */
  cwd?: string
  /** What mettle is told of its tools by name. A tool of which nothing is said is taken for one that writes. */
  tools?: Readonly<Record<string, ServedToolDeclaration>>
}

// biome-ignore lint/suspicious/noExplicitAny: a declaration of a tool whose input nobody has typed here
export type ServedToolDeclaration = Pick<CallDeclaration<any>, 'access' | 'items' | 'cost' | 'reason' | 'about'>
