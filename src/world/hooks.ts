import type { ToolDoor } from '../boundary/tool-world.ts'
import { messageOf } from '../kernel/errors.ts'
import { type Json, parseStrict } from '../kernel/json.ts'
import { type CallDeclaration, declare, type FindTarget } from './declaration.ts'

/** What is said of a tool of the agent's own, for which it asks a hook for leave: `Bash` of Claude Code. */
export type HookedTool = Omit<CallDeclaration<Json>, 'actual' | 'also'>

/** What the world answers to whoever asks for leave. What the tool then does, nobody sees. */
const LEAVE = { kind: 'ok', output: { content: { leave: 'given' } } } as const

/** A tool of the agent's own, as channels use it. */
export function hookDoor(name: string, declaration: HookedTool, targetOf: FindTarget): ToolDoor {
  return {
    ...{ name, description: '', inputSchema: {} },
    access: declaration.access ?? 'unknown',
    parse: (raw) => {
      try {
        return { input: parseStrict(JSON.stringify(raw ?? null)) }
      } catch (thrown) {
        return { input: null, malformed: messageOf(thrown) }
      }
    },
    declare: (input) => declare(declaration, input, targetOf),
    execute: async () => LEAVE,
  }
}
