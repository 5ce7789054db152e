import type { Recording } from '../trace/recording.ts'
import type { Found } from './read.ts'

/** Names of tools that look as if they read. Nothing but the tool itself knows. */
const READS =
  /(^|[_.-]|__|[a-z](?=[A-Z]))(get|list|read|search|find|fetch|look|lookup|show|view|query|describe|count|check|browse|glob|grep|ls|cat|head|status|retrieve)([_.-]|[A-Z]|$)/i

/** A recording of an incident. Whether a tool reads or writes is told by its name: it stands in the file, to be mended. */
export function recordingOf({ format, task, answer, calls }: Found): Recording {
  const names = [...new Set(calls.map(({ tool }) => tool))]
  const tools = names.map((name) => [name, { access: READS.test(name) ? 'read' : 'write' }] as const)
  return { source: format, task, answer, tools: Object.fromEntries(tools), calls }
}
