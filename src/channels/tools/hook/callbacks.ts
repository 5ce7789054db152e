import type { Json } from '../../../kernel/json.ts'
import { type HookQuestion, type HookVerdict, readVerdict, writeQuestion, writeVerdict } from './protocol.ts'

/** The hooks of an agent framework, answered by the guards of the trial. */
export interface PermissionHooks {
  /** A `PreToolUse` callback of the Claude Agent SDK: `hooks: { PreToolUse: [{ hooks: [preToolUse] }] }`. */
  preToolUse(asked: { tool_name: string; tool_input: unknown }, toolUseId?: string): Promise<object>
  /** Its `canUseTool`. */
  canUseTool(
    tool: string,
    input: Record<string, unknown>,
    options?: { signal?: AbortSignal; toolUseID?: string },
  ): Promise<{ behavior: 'allow'; updatedInput: Record<string, unknown> } | { behavior: 'deny'; message: string }>
}

/**
 * Has the guards of a trial decide where an agent framework asks for leave. What fails on the way is a no.
 * @param url Where leave is asked for. Default: what the agent's environment says.
 */
export function permissionHooks(url = process.env.METTLE_HOOK_URL): PermissionHooks {
  const ask = async (question: HookQuestion, signal?: AbortSignal): Promise<HookVerdict> => {
    if (url === undefined) return { leave: false, reason: 'METTLE_HOOK_URL is not set: nobody can be asked' }
    try {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify(writeQuestion(question))
      const reply = await fetch(url, { method: 'POST', headers, body, ...(signal && { signal }) })
      if (!reply.ok) return { leave: false, reason: `the hook answered ${reply.status}` }
      return readVerdict((await reply.json()) as Json)
    } catch (thrown) {
      return { leave: false, reason: `the hook did not answer: ${String((thrown as Error)?.message ?? thrown)}` }
    }
  }
  return {
    preToolUse: async ({ tool_name: tool, tool_input: input }, id) => {
      const verdict = await ask({ tool, input: input as Json, ...(id !== undefined && { id }) })
      return writeVerdict(verdict) as object
    },
    canUseTool: async (tool, input, { signal, toolUseID: id } = {}) => {
      const verdict = await ask({ tool, input: input as Json, ...(id !== undefined && { id }) }, signal)
      return verdict.leave ? { behavior: 'allow', updatedInput: input } : { behavior: 'deny', message: verdict.reason }
    },
  }
}
